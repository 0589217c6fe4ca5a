import type { Address } from "../filecoin/address.ts";
import type { TipSet } from "../filecoin/rpc/lotus-json.ts";
import type { Memory } from "./memory.ts";
import type { KnownNetwork } from "./network.ts";
import type { ChainNode, NodeSet } from "./node-set.ts";
import type { Roots } from "./proof/roots.ts";
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
  /** where proofs hang: what is signed rests on these, never on what `actors`, `node` or `second` tell */
  readonly roots: Roots;
  /** accounts whose keys are in this vault, on this network; the selected one first */
  readonly accounts: readonly Address[];
  readonly watched: Watched;
  readonly build: OwnBuild;
  readonly memory: Memory;
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

/** The account of this wallet that is the actor with this id, if any, as one node tells the key behind the id. */
export async function accountWithId({ actors, accounts }: Pick<Scope, "actors" | "accounts">, id: Address): Promise<Address | null> {
  if (accounts.length === 0) return null;
  const robust = await actors.robust(id);
  return accounts.find((account) => robust !== null && account.equals(robust)) ?? null;
}
