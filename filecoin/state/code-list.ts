/** Which code is which built-in actor, as the system actor (f00) keeps it. Sources: builtin-actors actors/system, bundler manifest. */
import { TupleReader } from "../cbor.ts";
import type { Cid } from "../cid.ts";
import { type BuiltinName, isBuiltinName } from "../methods/actor-type.ts";

/** The link to the list in the system actor's state. Throws CborError. */
export function decodeSystemState(bytes: Uint8Array): Cid {
  return TupleReader.decode(bytes, 1, "system state").cid();
}

/** The list, [[name, code CID], …]; names this program does not know are left out. Throws CborError. */
export function decodeCodeList(bytes: Uint8Array): { name: BuiltinName; code: Cid }[] {
  const entries = TupleReader.over(bytes, "code list").list((item) => item.tuple(2, (entry) => ({ name: entry.text(), code: entry.cid() })));
  return entries.flatMap(({ name, code }) => (isBuiltinName(name) ? [{ name, code }] : []));
}
