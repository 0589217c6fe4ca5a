/** A storage miner and the take-over of one, as pages show them. Read from the chain each time; nothing here is remembered as true. */
import * as v from "valibot";
import { addressForms, atto, checkRow, codeIdentity, count, epochNumber, phrase, sourceView, time } from "../../wallet/values.ts";
import { lastUseView, stepCost, takeoverStep } from "../../wallet/takeover/step.ts";
import { termsForm } from "../../wallet/takeover/terms-form.ts";

export const beneficiaryTerm = v.object({ quota: atto, used: atto, left: atto, expiration: epochNumber, expiresAt: v.nullable(time) });

export const minerView = v.object({
  address: v.string(),
  forms: addressForms,
  label: v.nullable(v.string()),
  watched: v.boolean(),
  epoch: epochNumber,
  readAt: time,
  source: sourceView,
  owner: addressForms,
  ownerCode: v.nullable(codeIdentity),
  /** account of this vault that owns it, on the selected network */
  ownedBy: v.nullable(v.string()),
  pendingOwner: v.nullable(addressForms),
  /** the pending owner was proposed by a message of this wallet */
  pendingOwnerOurs: v.boolean(),
  worker: addressForms,
  pendingWorker: v.nullable(v.object({ worker: addressForms, effective: epochNumber, ready: v.boolean() })),
  controls: v.array(addressForms),
  beneficiary: addressForms,
  beneficiaryIsOwner: v.boolean(),
  term: v.nullable(beneficiaryTerm),
  pendingBeneficiary: v.nullable(
    v.object({ beneficiary: addressForms, quota: atto, expiration: epochNumber, approvedByBeneficiary: v.boolean(), approvedByNominee: v.boolean() }),
  ),
  balance: atto,
  available: atto,
  vesting: atto,
  pledge: atto,
  preCommit: atto,
  feeDebt: atto,
  /** what a withdrawal of everything would pay now, and to whom; `why` says what cuts it */
  withdrawal: v.object({ amount: atto, payee: addressForms, why: v.nullable(phrase), blocked: v.nullable(phrase) }),
  power: v.object({ raw: v.string(), adjusted: v.string(), sectorSize: v.string(), hasMinimum: v.boolean() }),
  sectors: v.object({ live: count, active: count, faulty: count }),
  deadline: v.object({ index: count, of: count, opensAt: v.nullable(time), closesAt: v.nullable(time) }),
  peerId: v.nullable(v.string()),
  vestingTable: v.array(v.object({ epoch: epochNumber, time: time, atto })),
  /** accounts of this vault that the miner lets do each thing, the likeliest first */
  senders: v.object({
    withdraw: v.array(v.string()),
    changeWorker: v.array(v.string()),
    confirmWorker: v.array(v.string()),
    proposeOwner: v.array(v.string()),
    stopProposal: v.array(v.string()),
    confirmOwner: v.array(v.string()),
    changeBeneficiary: v.array(v.string()),
    returnBeneficiary: v.array(v.string()),
    confirmBeneficiary: v.array(v.string()),
    repayDebt: v.array(v.string()),
  }),
  actions: v.object({
    withdraw: v.boolean(),
    worker: v.boolean(),
    controls: v.boolean(),
    owner: v.boolean(),
    stop: v.boolean(),
    confirmOwner: v.boolean(),
    beneficiary: v.boolean(),
    returnBeneficiary: v.boolean(),
    confirmBeneficiary: v.boolean(),
    repay: v.boolean(),
    takeOver: v.boolean(),
  }),
  /** things to say above the page, danger first */
  alarms: v.array(phrase),
});
export type MinerView = v.InferOutput<typeof minerView>;

export const minerSummary = v.object({
  address: v.string(),
  label: v.nullable(v.string()),
  owner: addressForms,
  ownerCode: v.nullable(codeIdentity),
  available: v.nullable(atto),
  state: phrase,
  watched: v.boolean(),
  /** why it is listed */
  because: v.picklist(["watched", "owner", "worker", "beneficiary", "custody"]),
  readAt: v.nullable(time),
});

export const takeoverView = v.object({
  miner: addressForms,
  account: v.string(),
  epoch: epochNumber,
  source: sourceView,
  /** null: it can go on; else said before anything is asked (no InstallCode here, not a miner, not your miner…) */
  impossible: v.nullable(phrase),
  step: takeoverStep,
  steps: v.array(
    v.object({
      step: takeoverStep,
      state: v.picklist(["done", "current", "waiting", "ahead", "failed"]),
      note: v.nullable(phrase),
      slotId: v.nullable(v.string()),
      cost: v.nullable(stepCost),
    }),
  ),
  costAtMost: atto,
  /** the command for the step, and whether its gate is open */
  next: v.nullable(
    v.object({
      command: v.string(),
      ready: v.boolean(),
      waitingFor: v.nullable(phrase),
      usual: v.nullable(v.object({ from: count, to: count })),
      since: v.nullable(time),
    }),
  ),
  /** install: is the code of this build on the chain already */
  code: v.object({ codeCid: v.string(), release: v.nullable(v.string()), size: count, installed: v.boolean() }),
  ownerActor: v.nullable(
    v.object({
      forms: addressForms,
      robust: v.string(),
      identity: v.nullable(codeIdentity),
      createFinal: v.boolean(),
      termsEqualForm: v.nullable(v.boolean()),
      approved: v.boolean(),
    }),
  ),
  draft: v.nullable(termsForm),
  /** choice for the worker and each control address; null = not chosen yet, none is preset */
  keys: v.array(v.object({ forms: addressForms, role: v.picklist(["worker", "control"]), keep: v.nullable(v.boolean()), lastUse: lastUseView })),
  newWorker: v.nullable(v.string()),
  addedControls: v.array(v.string()),
  gate1: v.array(checkRow),
  gate2: v.array(checkRow),
  facts: v.array(v.object({ fact: v.string(), now: phrase, afterPropose: phrase, afterTake: phrase })),
  wayBack: v.object({ now: phrase, after: phrase }),
  canStop: v.boolean(),
  minerView,
});
export type TakeoverView = v.InferOutput<typeof takeoverView>;
