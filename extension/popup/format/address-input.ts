import { Address, AddressError } from "../../../filecoin/address.ts";
import { addressOfEth } from "../../../filecoin/eth-address.ts";

/** What an address field holds right now. */
export type AddressReading =
  | { readonly kind: "empty" }
  | {
      readonly kind: "address";
      /** The Filecoin form with the network's prefix. */
      readonly text: string;
      /** The 0x form, when that is what was typed. */
      readonly eth?: string;
    }
  | { readonly kind: "refused"; readonly code: AddressRefusal };

export type AddressRefusal = "checksum" | "prefix" | "eth" | "malformed";

/** Reads an address as typed or pasted, for a network with prefix "f" or "t". 0x forms become f4 (or f0 for masked ids). */
export function readAddressInput(text: string, prefix: "f" | "t"): AddressReading {
  const trimmed = text.trim();
  if (trimmed === "") return { kind: "empty" };
  if (/^0x/i.test(trimmed)) return readEth(trimmed, prefix);
  try {
    return { kind: "address", text: Address.parse(trimmed, prefix).toString(prefix) };
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    return {
      kind: "refused",
      code: error.code === "bad-checksum" ? "checksum" : error.code === "wrong-network" ? "prefix" : "malformed",
    };
  }
}

function readEth(text: string, prefix: "f" | "t"): AddressReading {
  try {
    return { kind: "address", text: addressOfEth(text).toString(prefix), eth: text };
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    return { kind: "refused", code: "eth" };
  }
}
