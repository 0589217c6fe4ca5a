import { Address } from "../../filecoin/address.ts";
import { actorId, type ActorId } from "../../filecoin/units.ts";
import { provenOrTold } from "../proven-or-told.ts";
import { proveId } from "../proof/actor.ts";
import { beginProof } from "../begin-proof.ts";
import { Refusal } from "../refusal.ts";
import type { Scope } from "../scope.ts";
import type { Act } from "../draft.ts";

/** What turns a typed address into an id. */
export type IdScope = Pick<Scope, "roots" | "node" | "nodes" | "host" | "network">;

/** An id and, where another form of address was typed, that one: both are shown as one actor, with the proof. */
export interface NamedId {
  readonly id: ActorId;
  readonly typed: NonNullable<Act["typed"]>;
}

/** The id of an address, for params that take no other form. Throws Refusal actorNotFound for one that was never used. */
export async function namedId(scope: IdScope, address: Address): Promise<NamedId> {
  if (address.protocol === 0) return { id: actorId(address.id), typed: [] };
  const found = await provenOrTold<ActorId | null>(
    scope,
    (root) => proveId(root, address),
    () => scope.node.stateLookupID(address),
  );
  if (found.value === null) throw new Refusal("actorNotFound", { address: address.toString(scope.network.prefix) });
  // The approval asks whether a reorganisation could give the id to another: what proves it may come already.
  beginProof(scope.roots.final(), [Address.id(found.value)]);
  return { id: found.value, typed: [{ id: Address.id(found.value), typed: address }] };
}
