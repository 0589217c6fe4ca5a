/** State of an account: [its key address]. Source: builtin-actors actors/account/src/state.rs. */
import type { Address } from "../address.ts";
import { TupleReader } from "../cbor.ts";

/** The f1 or f3 address behind an account's id (f099, which no key has, names itself). Throws CborError. */
export function decodeAccountState(bytes: Uint8Array): Address {
  return TupleReader.decode(bytes, 1, "account state").address();
}
