import { Address, AddressError } from "../../../filecoin/address.ts";
import { ethAddressOf } from "../../../filecoin/eth-address.ts";

/** Which form of an address a text is. */
export type AddressFormKind = "id" | "secp256k1" | "actor" | "bls" | "delegated" | "eth" | "ethOfId";

export interface AddressForm {
  readonly kind: AddressFormKind;
  readonly text: string;
}

const KINDS = ["id", "secp256k1", "actor", "bls", "delegated"] as const;

/**
 * Every form that the given texts of one actor have: themselves, and the 0x form of a delegated address or an id.
 * Texts that are no address are left out.
 */
export function addressForms(texts: readonly (string | null | undefined)[]): AddressForm[] {
  const forms: AddressForm[] = [];
  for (const text of texts) {
    if (text === null || text === undefined || text === "") continue;
    const address = parsed(text);
    if (address === undefined || forms.some((form) => form.text === text)) continue;
    forms.push({ kind: KINDS[address.protocol], text });
  }
  for (const form of [...forms]) {
    if (form.kind !== "id" && form.kind !== "delegated") continue;
    const address = parsed(form.text);
    const eth = address === undefined ? undefined : ethAddressOf(address);
    if (eth !== null && eth !== undefined) forms.push({ kind: form.kind === "id" ? "ethOfId" : "eth", text: eth });
  }
  return forms;
}

function parsed(text: string): Address | undefined {
  try {
    return Address.parse(text);
  } catch (error) {
    if (error instanceof AddressError) return undefined;
    throw error;
  }
}
