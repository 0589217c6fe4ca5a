import { type Address, PROTOCOL_BLS, PROTOCOL_ID, PROTOCOL_SECP256K1 } from "../../filecoin/address.ts";
import type { Cid } from "../../filecoin/cid.ts";
import type { BuiltinName } from "../../filecoin/methods/actor-type.ts";
import { decodeAccountState } from "../../filecoin/state/account.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { type ProofScope, Trail } from "./proof-scope.ts";
import { actorOf, builtinActor, builtinOf, idOf, type TypedActor, typedActor } from "./state-tree.ts";
import type { Proven } from "./proven.ts";

/**
 * Proofs of actors and addresses. All speak of the state at scope.root.stateRoot (before the messages of the root's own tipset); null is proven
 * absence. Every function throws ProofFailure when the blocks cannot be had, and RpcCancelled.
 */

/** An actor as the state has it. */
export type ProvenActor = TypedActor;

/**
 * The actor at an address of any form; null when there is none: the address was never used, or its actor is gone.
 * @example const actor = await proveActor(scope, Address.parse("f01000")); // actor.value?.balance
 */
export async function proveActor(scope: ProofScope, address: Address): Promise<Proven<ProvenActor | null>> {
  const trail = new Trail(scope);
  return trail.proven(await typedActor(trail, address));
}

/**
 * The id of an address; null when no actor has it. For f0 the id that it spells, if there is such an actor.
 * @example (await proveId(scope, account)).value // 100n
 */
export async function proveId(scope: ProofScope, address: Address): Promise<Proven<ActorId | null>> {
  const trail = new Trail(scope);
  const id = await idOf(trail, address);
  const there = id !== null && (address.protocol !== PROTOCOL_ID || (await actorOf(trail, id)) !== null);
  return trail.proven(there ? id : null);
}

/**
 * The key address (f1 or f3) of an account; null when the id is no account of a key: absent, a contract, a miner, …
 * @example (await proveKey(scope, actorId(100))).value?.toString() // "f1…"
 */
export async function proveKey(scope: ProofScope, id: ActorId): Promise<Proven<Address | null>> {
  const trail = new Trail(scope);
  const actor = await builtinActor(trail, id, "account");
  if (actor === null) return trail.proven(null);
  const address = await trail.read("accountState", actor.head, decodeAccountState);
  return trail.proven([PROTOCOL_SECP256K1, PROTOCOL_BLS].includes(address.protocol) ? address : null);
}

/**
 * The built-in actor that a code CID is on this chain; null for code that users brought, or none at all.
 * @example (await proveBuiltin(scope, code)).value // "multisig"
 */
export async function proveBuiltin(scope: ProofScope, code: Cid): Promise<Proven<BuiltinName | null>> {
  const trail = new Trail(scope);
  return trail.proven(await builtinOf(trail, code));
}
