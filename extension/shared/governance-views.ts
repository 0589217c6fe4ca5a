/** Proposals of an owner actor and how their votes stand, as pages show them. */
import * as v from "valibot";
import { addressForms, addressText, atto, cidText, count, epochNumber, idText, phrase, sourceView, time, unsignedAtto } from "../../wallet/values.ts";

const moment = v.object({ epoch: epochNumber, time });
const limits = { maxMiners: count, maxPerMiner: unsignedAtto, maxForwardPerDay: unsignedAtto };

/** What a vote is to decide. */
export const actionForm = v.variant("kind", [
  v.strictObject({ kind: v.literal("SetSealing"), on: v.boolean() }),
  v.strictObject({ kind: v.literal("SetLimits"), ...limits }),
  v.strictObject({ kind: v.literal("RefuseOperator"), operator: addressText }),
  v.strictObject({ kind: v.literal("ReplaceOperator"), operator: addressText }),
  v.strictObject({ kind: v.literal("AllowCode"), code: cidText }),
  v.strictObject({ kind: v.literal("Migrate"), heir: addressText }),
  v.strictObject({ kind: v.literal("SetIssuer"), issuer: v.nullable(addressText) }),
  v.strictObject({ kind: v.literal("ClearFlag"), miner: addressText }),
]);
export type ActionForm = v.InferOutput<typeof actionForm>;

export const choice = v.picklist(["against", "for", "abstain"]);

export const proposalLine = v.object({
  id: idText,
  state: v.picklist(["voting", "failed", "waiting", "ready", "expired", "executed", "cancelled", "ended"]),
  action: phrase,
  /** moves miners and money to other code: votes for it freeze, juniors may stop it */
  heavy: v.boolean(),
  proposer: v.string(),
  token: idText,
  stake: atto,
  /** who votes */
  class: v.picklist(["senior", "junior"]),
  /** shares of the voting class's principal at the proposal */
  votes: v.array(v.object({ choice, atto, shareBps: v.number() })),
  /** principal of the juniors against it, of all juniors' */
  vetoes: v.nullable(v.object({ atto, shareBps: v.number() })),
  /** for, of all principal at the proposal */
  quorum: v.object({ bps: v.number(), need: v.number() }),
  /** for, of for and against */
  approval: v.object({ bps: v.number(), need: v.number() }),
  proposed: moment,
  ends: moment,
  /** when it may be carried out, and until when */
  ready: moment,
  closes: moment,
  execute: v.boolean(),
  /** account of this vault that may withdraw it */
  cancel: v.nullable(v.string()),
  /** own positions and why one cannot vote; a position outside the voting class may only vote against */
  ballots: v.array(v.object({ account: v.string(), token: idText, principal: atto, vetoOnly: v.boolean(), blocked: v.nullable(phrase) })),
});
export type ProposalLine = v.InferOutput<typeof proposalLine>;

export const governanceView = v.object({
  actor: v.string(),
  name: v.string(),
  epoch: epochNumber,
  readAt: time,
  source: sourceView,
  voting: v.object({ delay: epochNumber, period: epochNumber, grace: epochNumber, quorumBps: v.number(), approvalBps: v.number() }),
  /** what holds now and a vote can change */
  now: v.object({
    sealing: v.boolean(),
    limits: v.object(limits),
    operator: addressForms,
    nominee: v.nullable(v.object({ forms: addressForms, from: epochNumber, refusal: v.nullable(idText) })),
    codes: v.array(v.object({ code: v.string(), release: v.nullable(v.string()) })),
    issuer: v.nullable(v.string()),
  }),
  /** newest first */
  proposals: v.array(proposalLine),
  /** own positions and why one cannot stand behind a proposal */
  tokens: v.array(v.object({ account: v.string(), token: idText, principal: atto, blocked: v.nullable(phrase) })),
});
export type GovernanceView = v.InferOutput<typeof governanceView>;
