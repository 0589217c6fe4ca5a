import { Address } from "../../filecoin/address.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { ShownField, ShownValue } from "../../filecoin/methods/codec.ts";
import type { DecodedField } from "../../filecoin/methods/decode.ts";

/** Which addresses a call names: what stands there must be proven before the call can be read. */

/** A multisig may have 256 signers; no other call names as many. */
const MOST_NAMED = 300;

export const idAddress = (id: ActorId): Address => Address.id(id);

/** Every address and actor id in decoded fields, each once, at most 300. */
export function addressesIn(fields: readonly (ShownField | DecodedField)[]): Address[] {
  const found = new Map<string, Address>();
  const add = (address: Address): void => {
    if (found.size < MOST_NAMED) found.set(address.key, address);
  };
  const walk = (field: ShownValue | DecodedField): void => {
    if (field.kind === "address") add(field.value);
    else if (field.kind === "actor") add(Address.id(field.value));
    else if (field.kind === "list" || field.kind === "tuple") field.value.forEach(walk);
    else if (field.kind === "call") field.value.fields.forEach(walk);
  };
  fields.forEach(walk);
  return [...found.values()];
}

/** Miners that a call of the owner actor names. */
export const minersIn = (fields: readonly (ShownField | DecodedField)[]): Address[] =>
  fields.flatMap((field) => (field.label === "miner" && field.kind === "actor" ? [idAddress(field.value)] : []));
