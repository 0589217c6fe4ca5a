/**
 * A value that hangs, hash by hash, on the blocks of one tipset. Only this folder can make one (a rule of .dependency-cruiser.cjs
 * holds that), so whoever is given a Proven need not ask where it comes from.
 */
import type { Cid } from "../../filecoin/cid.ts";
import type { Epoch } from "../../filecoin/units.ts";

/**
 * Why a tipset is taken for the chain's, strongest first. final: a certificate of the network's finality says so; agreed: two nodes of
 * different hosts name it; oneNode: one node names it, and everything proven from it is as good as that word.
 */
export type Standing = "final" | "agreed" | "oneNode";

/** The tipset on which proofs hang. */
export interface ProofRoot {
  /** CIDs of its blocks, in the tipset's order. */
  readonly key: readonly Cid[];
  readonly height: Epoch;
  /**
   * ParentStateRoot of its blocks: the state *before* its own messages, which is what the messages of its parents left. A node's
   * StateGetActor, StateMinerInfo … at this key speak of the same state (lotus chain/stmgr/read.go ParentState).
   */
  readonly stateRoot: Cid;
  readonly standing: Standing;
  /** Hosts of the nodes that name the tipset. */
  readonly nodes: readonly string[];
}

/** What a block on the way is. */
export type ProofStepKind =
  | "blockHeader"
  | "stateRoot"
  | "actors"
  | "initState"
  | "addressMap"
  | "systemState"
  | "codeList"
  | "accountState"
  | "minerState"
  | "minerInfo"
  | "vestingFunds"
  | "deadlines"
  | "deadline"
  | "partitions"
  | "powerState"
  | "powerClaims"
  | "multisigState"
  | "multisigTransactions"
  | "ownerState"
  | "ownerTerms"
  | "ownerMiners"
  | "ownerPositions"
  | "ownerAccounts"
  | "ownerTokens"
  | "ownerRequests"
  | "ownerGovernance"
  | "ownerProposals"
  | "messageMeta"
  | "messageList"
  | "message"
  | "receipts"
  | "events";

/** One block on the way from the tipset to the value. */
export interface ProofStep {
  readonly kind: ProofStepKind;
  readonly cid: Cid;
}

class ProvenFact<T> {
  readonly source = "proven" as const;
  /** Makes the type nominal: no other object has this field. */
  readonly #made = true;

  constructor(
    readonly value: T,
    readonly root: ProofRoot,
    /** The blocks that prove it, from the header down, each once. */
    readonly path: readonly ProofStep[],
  ) {}

  static is(fact: object): boolean {
    return #made in fact && fact.#made;
  }
}

/** A value with its tipset and the blocks between them. */
export type Proven<T> = ProvenFact<T>;

/** Makes a proven value: for this folder alone, after the last hash was checked. */
export function proven<T>(value: T, root: ProofRoot, path: readonly ProofStep[]): Proven<T> {
  return new ProvenFact(value, root, path);
}

/** True for what `proven` made, false for an object that only looks like it. */
export function isProven(fact: object): boolean {
  return ProvenFact.is(fact);
}
