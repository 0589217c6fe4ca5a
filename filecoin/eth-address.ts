import { keccak_256 } from "@noble/hashes/sha3.js";
import { Address, AddressError, EAM_NAMESPACE, PROTOCOL_DELEGATED, PROTOCOL_ID } from "./address.ts";
import { fromHex, toHex } from "./bytes.ts";

/**
 * The Ethereum form of Filecoin addresses and back. Source: FIP-0055, EIP-55.
 */

/**
 * The Ethereum form, "0x" and 40 lower-case hex digits: of an f410 address its subaddress, of an f0 address the
 * masked id (0xff ‖ 11 zero bytes ‖ id). null for every other address, which has none (FIP-0055).
 */
export function ethAddressOf(address: Address): string | null {
  if (address.protocol === PROTOCOL_ID) return `0xff${address.id.toString(16).padStart(38, "0")}`;
  if (address.protocol !== PROTOCOL_DELEGATED) return null;
  const { namespace, subaddress } = address.delegated;
  return namespace === EAM_NAMESPACE && subaddress.length === 20 ? `0x${toHex(subaddress)}` : null;
}

/**
 * The Filecoin address of Ethereum text: f0 when it is a masked id, else f410. Mixed case must carry the right
 * EIP-55 checksum. Throws AddressError "bad-eth-address".
 */
export function addressOfEth(text: string): Address {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) {
    throw new AddressError("bad-eth-address", `expected 0x and 40 hex digits; got "${text.slice(0, 60)}"`);
  }
  const digits = text.slice(2);
  const mixed = /[a-f]/.test(digits) && /[A-F]/.test(digits);
  if (mixed && eip55(digits.toLowerCase()) !== digits) {
    throw new AddressError("bad-eth-address", "the address's upper and lower case do not match its checksum (EIP-55)");
  }
  const bytes = fromHex(digits);
  if (bytes[0] === 0xff && bytes.subarray(1, 12).every((byte) => byte === 0)) {
    return Address.id(BigInt(`0x${digits.slice(24)}`));
  }
  return Address.delegated(EAM_NAMESPACE, bytes);
}

/** EIP-55: a letter is upper case when the hash of the lower-case digits has a nibble ≥ 8 at its place. */
function eip55(digits: string): string {
  const hash = toHex(keccak_256(new TextEncoder().encode(digits)));
  return Array.from(digits, (digit, i) => (Number.parseInt(hash[i] as string, 16) >= 8 ? digit.toUpperCase() : digit)).join("");
}
