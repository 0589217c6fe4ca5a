/** The one approval: everything a person sees before anything is signed, each line with its source. */
import * as v from "valibot";
import { addressForms, atto, checkRow, codeIdentity, count, epochNumber, messageJson, phrase, sourceView, time } from "./values.ts";

export const feeSpeed = v.picklist(["patient", "usual", "urgent"]);
export type FeeSpeed = v.InferOutput<typeof feeSpeed>;

export const feeView = v.object({
  speed: feeSpeed,
  gasLimit: v.number(),
  gasUsed: v.number(),
  baseFee: atto,
  premium: atto,
  feeCap: atto,
  /** what it costs at today's base fee */
  expected: atto,
  /** limit x cap: the most it can ever cost */
  ceiling: atto,
  source: sourceView,
});
export type FeeView = v.InferOutput<typeof feeView>;

export const decodedField = v.object({
  label: v.string(),
  kind: v.picklist(["address", "amount", "epoch", "number", "bytes", "text", "cid", "bool", "bps", "list", "none"]),
  value: v.string(),
  /** attoFIL or epoch or address in words, when this build knows more of it */
  meaning: v.nullable(phrase),
  address: v.nullable(addressForms),
  /** sub-fields of a tuple or list, already flattened to rows with a depth */
  depth: count,
});
export type DecodedField = v.InferOutput<typeof decodedField>;

export const partyView = v.object({
  role: v.picklist(["from", "to", "newOwner", "payee", "worker", "control", "beneficiary", "recipient", "approved", "miner", "operator", "signer"]),
  forms: addressForms,
  history: v.object({ sentTimes: count, lastSent: v.nullable(time) }),
  source: sourceView,
});

export const dryRunView = v.object({
  /** host of the node that predicts: "What <node> predicts" */
  node: v.string(),
  epoch: epochNumber,
  at: time,
  ok: v.boolean(),
  exitCode: v.number(),
  exitText: phrase,
  error: v.nullable(v.string()),
  gasUsed: v.number(),
  returned: v.array(decodedField),
  changes: v.array(v.object({ forms: addressForms, before: v.nullable(atto), change: atto, after: v.nullable(atto) })),
  calls: v.array(v.object({ depth: count, from: v.string(), to: v.string(), method: v.string(), value: atto, exitCode: v.number() })),
});

export const approvalKind = v.picklist([
  "send",
  "minerWithdraw",
  "minerWorker",
  "minerConfirmWorker",
  "minerOwner",
  "minerStop",
  "minerConfirmOwner",
  "minerBeneficiary",
  "minerConfirmBeneficiary",
  "minerRepay",
  "installCode",
  "createOwner",
  "createActor",
  "approveMiner",
  "takeOwner",
  "ownerCall",
  "deposit",
  "redeem",
  "speedUp",
  "cancel",
  "unproven",
  "raw",
]);

export const approvalView = v.object({
  id: v.string(),
  revision: count,
  kind: approvalKind,
  state: v.picklist(["open", "blocked", "consumed", "dead"]),
  /** why it is dead: lock, rejected, expired, account, network */
  deadReason: v.nullable(v.string()),
  createdAt: time,
  revisedAt: time,
  expiresAt: time,
  origin: v.literal("peggy"),
  network: v.object({ id: v.string(), name: v.string(), kind: v.string(), prefix: v.picklist(["f", "t"]), rehearsal: v.boolean(), genesis: v.string() }),
  message: messageJson,
  /** CID of the unsigned bytes as the worker has it; the page computes its own and sends that */
  cid: v.string(),
  sentence: phrase,
  /** stands in the sentence: one node alone names the tipset that it rests on */
  mark: v.nullable(phrase),
  /** danger said first; while set the focus starts on Reject */
  alarm: v.nullable(phrase),
  code: v.nullable(codeIdentity),
  method: v.object({ number: v.number(), name: v.nullable(v.string()), actor: v.string(), otherFits: v.array(v.string()) }),
  parties: v.array(partyView),
  wayBack: v.nullable(v.object({ now: phrase, after: phrase })),
  checks: v.array(checkRow),
  dryRun: dryRunView,
  params: v.object({ fields: v.array(decodedField), decodable: v.boolean(), hex: v.string() }),
  fee: feeView,
  balance: v.object({ atto, needed: atto, missing: atto, after: atto }),
  tier: v.picklist([1, 2, 3]),
  confirm: v.object({
    /** button: press; hold: hold 2 s, or type `word` instead */
    gesture: v.picklist(["button", "hold"]),
    word: v.nullable(v.string()),
    password: v.boolean(),
    /** exact texts that must be typed besides, e.g. "one node" or the last 6 characters of the receiver; never prefilled */
    typed: v.array(v.object({ id: v.string(), ask: phrase, text: v.string() })),
    /** milliseconds for which confirm stays dead after paint, revision or focus */
    deadMs: v.literal(800),
    verb: v.string(),
    reasons: v.array(phrase),
  }),
  blocked: v.nullable(phrase),
  /** what changed since the revision before */
  changed: v.array(phrase),
  slotId: v.nullable(v.string()),
});
export type ApprovalView = v.InferOutput<typeof approvalView>;

export const attemptState = v.picklist([
  "approved",
  "void",
  "signed",
  "pushing",
  "accepted",
  "refused",
  "seen",
  "silent",
  "missing",
  "included",
  "final",
  "replaced",
  "foreign",
  "unknown",
  "left",
]);
export type AttemptStateName = v.InferOutput<typeof attemptState>;

export const attemptView = v.object({
  cid: v.string(),
  chainCid: v.nullable(v.string()),
  purpose: v.picklist(["first", "again", "speedUp", "cancel"]),
  state: attemptState,
  approvalId: v.string(),
  message: messageJson,
  createdAt: time,
  changedAt: time,
  /** the node's words, our reason, or the bounds of the search */
  note: v.nullable(phrase),
  /** each time the bytes went out; `again`: because their owner asked for it */
  pushes: v.array(v.object({ node: v.string(), at: time, answer: v.string(), again: v.boolean() })),
  nextPushAt: v.nullable(time),
  seenBy: v.array(v.string()),
  inclusion: v.nullable(
    v.object({
      epoch: epochNumber,
      tipset: v.array(v.string()),
      exitCode: v.number(),
      exitText: phrase,
      gasUsed: v.number(),
      returned: v.array(decodedField),
      paidFee: v.nullable(atto),
    }),
  ),
  expected: atto,
  ceiling: atto,
});

export const slotView = v.object({
  id: v.string(),
  account: v.string(),
  accountLabel: v.nullable(v.string()),
  networkId: v.string(),
  nonce: count,
  kind: approvalKind,
  sentence: phrase,
  /** state of the attempt that counts */
  state: attemptState,
  /** what it means in a word: waiting, late, included (can be undone), final, failed, replaced, held, unknown */
  status: v.picklist(["stored", "sending", "waiting", "late", "held", "included", "final", "failed", "replaced", "void", "foreign", "unknown", "left"]),
  statusText: phrase,
  value: atto,
  /** attoFIL that came in or went out when it is known from the receipt */
  moved: v.nullable(atto),
  attempts: v.array(attemptView),
  waitsForNonce: v.nullable(count),
  createdAt: time,
  changedAt: time,
  canSpeedUp: v.boolean(),
  canCancel: v.boolean(),
  canResend: v.boolean(),
  /** its network was removed from the list, or is another chain now: nobody pushes or follows it */
  stranded: v.nullable(v.picklist(["removed", "replaced"])),
  /** other networks that are the same chain: it can go on through one of them */
  canMoveTo: v.array(v.object({ id: v.string(), name: v.string() })),
  /** it can be let lie: nobody can push or follow it, or say what became of it, or it is refused and unseen */
  canLeave: v.boolean(),
  canTakeUp: v.boolean(),
  epochsDeep: v.nullable(count),
  /** usual wait band in seconds for the present state */
  usual: v.nullable(v.object({ from: count, to: count })),
});
export type SlotView = v.InferOutput<typeof slotView>;

/** What is odd about an account's numbers, as nodes tell it. */
export const oddNumbersView = v.object({
  account: v.string(),
  label: v.nullable(v.string()),
  /** a number that nothing fills, and the lowest one above it whose message waits for it in vain */
  gap: v.nullable(v.object({ nonce: count, waiting: count })),
  /** messages that a node says to hold from this account and that this wallet did not sign, from this number on */
  ahead: v.nullable(v.object({ node: v.string(), from: count, count })),
});
