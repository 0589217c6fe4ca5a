/** What votes have decided and are deciding, as part of the books. */
import type { Ballot } from "./votes.ts";

export interface VotingTerms {
  readonly delay: number;
  readonly period: number;
  readonly grace: number;
  readonly quorumBps: bigint;
  readonly approvalBps: bigint;
}

export interface ModelLimits {
  readonly maxMiners: number;
  readonly maxPerMiner: bigint;
  readonly maxForwardPerDay: bigint;
}

/** What a vote decides, with the facts about the actor that it names. */
export type ModelAction =
  | { readonly kind: "setSealing"; readonly on: boolean }
  | { readonly kind: "setLimits"; readonly limits: ModelLimits }
  | { readonly kind: "refuseOperator"; readonly who: bigint }
  | { readonly kind: "replaceOperator"; readonly who: bigint; readonly payee: boolean }
  | { readonly kind: "allowCode"; readonly code: string }
  | { readonly kind: "migrate"; readonly to: bigint; readonly code: string }
  | { readonly kind: "setIssuer"; readonly who: bigint | null }
  | { readonly kind: "clearFlag"; readonly miner: bigint };

export type ProposalState = "voting" | "failed" | "waiting" | "ready" | "expired" | "executed" | "cancelled" | "ended";

export interface Proposal {
  readonly token: number;
  readonly proposer: bigint;
  readonly action: ModelAction;
  readonly epoch: number;
  /** Principal of the token when it proposed. */
  readonly stake: bigint;
  readonly senior: bigint;
  readonly junior: bigint;
  readonly ballots: (Ballot & { readonly token: number; readonly voter: bigint })[];
  /** The operator then, and what he held. */
  readonly operator: bigint;
  readonly held: ReadonlySet<number>;
  status: "open" | "executed" | "cancelled" | "ended";
}

export interface Governance {
  readonly proposals: Map<number, Proposal>;
  next: number;
  /** In the order of their places; what has closed meanwhile still stands here until the next proposal. */
  open: number[];
  codes: string[];
  limits: ModelLimits;
  /** Who attests; of the terms until a vote names another. */
  issuer: bigint | null;
  nominee: { readonly id: bigint; readonly from: number; readonly refusal: number | null } | null;
  /** Tokens that each replaced operator held both when that was proposed and when it was carried out. */
  former: ReadonlySet<number>[];
}

export const newGovernance = (limits: ModelLimits, issuer: bigint | null): Governance => ({
  proposals: new Map(),
  next: 1,
  open: [],
  codes: [],
  limits,
  issuer,
  nominee: null,
  former: [],
});
