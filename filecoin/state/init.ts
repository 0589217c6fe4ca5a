/** The init actor's state (f01): which id an address has. Source: builtin-actors actors/init/src/state.rs. */
import type { Address } from "../address.ts";
import { CborError, TupleReader } from "../cbor.ts";
import type { Cid } from "../cid.ts";
import { hamtGet } from "../ipld/hamt.ts";
import type { Walk } from "../ipld/walk.ts";
import { actorId, type ActorId } from "../units.ts";

export interface InitState {
  /** HAMT from address bytes (f1, f2, f3, f4) to id. */
  addressMap: Cid;
  /** The id that the next actor gets. */
  nextId: ActorId;
  networkName: string;
}

/** Reads 3 fields as released, or 4 with the list of installed code (networks where users install actors). Throws CborError. */
export function decodeInitState(bytes: Uint8Array): InitState {
  const reader = TupleReader.decode(bytes, [3, 4], "init state");
  return { addressMap: reader.cid(), nextId: actorId(reader.ubigint()), networkName: reader.text() };
}

/** The id of an address that is no f0; undefined when no actor has it. Throws HamtError, CborError. */
export function* idAt(addressMap: Cid, address: Address): Walk<Cid, Uint8Array, ActorId | undefined> {
  const value = yield* hamtGet(addressMap, address.bytes);
  if (value === undefined) return undefined;
  if ((typeof value !== "number" && typeof value !== "bigint") || value < 0) throw new CborError("shape", "address map: expected an actor id");
  return actorId(value);
}
