import type { Address } from "../filecoin/address.ts";
import type { TipSet } from "../filecoin/rpc/lotus-json.ts";
import type { Memory } from "./memory.ts";
import type { KnownNetwork } from "./network.ts";
import type { ChainNode, NodeSet } from "./node-set.ts";
import type { ProofScope } from "./proof/proof-scope.ts";
import type { Actors, OwnBuild } from "./told/known-actor.ts";
import type { PinnedNode } from "./told/pinned-node.ts";

/** What one read or one review of a chain works with. All of it hangs on one tipset: `head`. */
export interface Scope {
  readonly network: KnownNetwork;
  /** host of the first node, for people */
  readonly host: string;
  /** for heads, finality, events and pools; they read no state */
  readonly nodes: NodeSet<ChainNode>;
  readonly head: TipSet;
  /** the first node, at `head` */
  readonly node: PinnedNode;
  /** the second node, at `head`; it may not have that tipset */
  readonly second: PinnedNode | null;
  readonly actors: Actors;
  /** accounts whose keys are in this vault, on this network */
  readonly accounts: readonly Address[];
  readonly watched: Watched;
  readonly build: OwnBuild;
  readonly memory: Memory;
  /**
   * Where proofs of this review hang: the strongest tipset that the nodes give, some epochs below `head` where two of them agree. Chosen when it
   * is first asked for, then the same. Throws NodesDiffer, NodeBehind, ProofFailure.
   */
  proof(): Promise<ProofScope>;
  /** The same at a tipset that is final for every node: for what a reorganisation must not change. Throws what proof() throws. */
  finalProof(): Promise<ProofScope>;
  /** what this wallet's user calls an address: its label, else its name among the contacts */
  labelOf(address: Address): string | null;
  /** milliseconds since 1970 */
  now(): number;
  /** when an epoch is or was, milliseconds since 1970 */
  timeOf(epoch: number): number;
}

/** What this wallet's user watches on the network. */
export interface Watched {
  readonly miners: readonly Address[];
  readonly owners: readonly Address[];
  readonly accounts: readonly Address[];
}

/** The account of this wallet that is the actor with this id, if any. */
export async function accountWithId(scope: Scope, id: Address): Promise<Address | null> {
  for (const account of scope.accounts) {
    const known = await scope.actors.at(account);
    if (known.id !== null && known.id.equals(id)) return account;
  }
  return null;
}
