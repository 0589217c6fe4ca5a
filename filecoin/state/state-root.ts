/** The state of all actors, version 5: a HAMT from f0 address to actor. Sources: ref-fvm fvm/src/state_tree.rs, lotus chain/state/statetree.go. */
import { Address } from "../address.ts";
import { encodeAmount } from "../amount.ts";
import { CborError, type CborValue, encodeCbor, TupleReader } from "../cbor.ts";
import { type Cid, EMPTY_ARRAY_CID } from "../cid.ts";
import { hamtGet } from "../ipld/hamt.ts";
import type { Walk } from "../ipld/walk.ts";
import type { ActorId, AttoFil } from "../units.ts";

const STATE_TREE_VERSION = 5;

export interface ActorState {
  code: Cid;
  head: Cid;
  nonce: number;
  balance: AttoFil;
  /** The f4 address, for actors that have one. */
  delegated: Address | null;
}

/** The block that a header's ParentStateRoot names: [version, actors, info]. */
export function encodeStateRoot(actors: Cid): Uint8Array {
  return encodeCbor([STATE_TREE_VERSION, actors, EMPTY_ARRAY_CID]);
}

/** The link to the actors' HAMT. Throws CborError, also for another version. */
export function decodeStateRoot(bytes: Uint8Array): Cid {
  const reader = TupleReader.decode(bytes, 3, "state root");
  const version = reader.uint();
  if (version !== STATE_TREE_VERSION) throw new CborError("shape", `state root: expected version ${STATE_TREE_VERSION}; got ${version}`);
  return reader.cid();
}

/** `balance` in attoFIL. */
export function encodeActor(actor: Omit<ActorState, "balance"> & { balance: bigint }): CborValue {
  return [actor.code, actor.head, actor.nonce, encodeAmount(actor.balance), actor.delegated?.bytes ?? null];
}

/** Throws CborError. */
export function decodeActor(value: CborValue): ActorState {
  const reader = new TupleReader(value, 5, "actor state");
  return {
    code: reader.cid(),
    head: reader.cid(),
    nonce: reader.uint(),
    balance: reader.amount(),
    delegated: reader.nullable((r) => r.address()),
  };
}

/** Key of an actor in the HAMT. */
export const actorKey = (id: ActorId): Uint8Array => Address.id(id).bytes;

/** An actor below the actors' HAMT; undefined when there is none. Throws HamtError, CborError. */
export function* actorAt(actors: Cid, id: ActorId): Walk<Cid, Uint8Array, ActorState | undefined> {
  const value = yield* hamtGet(actors, actorKey(id));
  return value === undefined ? undefined : decodeActor(value);
}
