import type { Address } from "../filecoin/address.ts";
import type { TipSet } from "../filecoin/rpc/lotus-json.ts";
import type { Actors, OwnBuild } from "./told/known-actor.ts";
import type { NodeSet } from "./node-set.ts";

/** What one read of the chain works with: the nodes, who is who, this wallet's accounts on the network, one head. */
export interface ChainScope {
  readonly nodes: NodeSet;
  readonly actors: Actors;
  readonly head: TipSet;
  /** accounts whose keys are in this vault, on this network */
  readonly accounts: readonly Address[];
  readonly watchedMiners: readonly Address[];
  readonly watchedOwners: readonly Address[];
  readonly build: OwnBuild;
  labelOf(address: Address): string | null;
  /** milliseconds since 1970 */
  now(): number;
  /** when an epoch is or was, milliseconds since 1970 */
  timeOf(epoch: number): number;
}

/** The account of this wallet that is the actor with this id, if any. */
export async function accountWithId(scope: ChainScope, id: Address): Promise<Address | null> {
  for (const account of scope.accounts) {
    const known = await scope.actors.at(account);
    if (known.id !== null && known.id.equals(id)) return account;
  }
  return null;
}
