import { Address, AddressError, type NetworkPrefix } from "../filecoin/address.ts";
import { addressOfEth, ethAddressOf } from "../filecoin/eth-address.ts";
import { Refusal } from "./refusal.ts";

/** The one place where text becomes an address. */

/** Reads what a person typed or pasted as a receiver. Throws badAddress, wrongPrefix, receiverRefused. */
export function readReceiver(text: string, prefix: NetworkPrefix): Address {
  const typed = text.trim();
  if (/^0x/i.test(typed)) {
    const address = within(typed, () => addressOfEth(typed));
    if (address.protocol === 0) throw new Refusal("receiverRefused", { reason: "idMask", address: typed });
    refuseUnusable(address);
    return address;
  }
  const address = within(typed, () => Address.parse(typed));
  if (typed[0] !== prefix) throw new Refusal("wrongPrefix", { text: typed, expected: prefix });
  refuseUnusable(address);
  return address;
}

/** An address of any kind that is no receiver (a worker, a miner), with this network's prefix. Throws badAddress, wrongPrefix, receiverRefused. */
export function readAddress(text: string, prefix: NetworkPrefix): Address {
  const typed = text.trim();
  const address = within(typed, () => (/^0x/i.test(typed) ? addressOfEth(typed) : Address.parse(typed)));
  if (!/^0x/i.test(typed) && typed[0] !== prefix) throw new Refusal("wrongPrefix", { text: typed, expected: prefix });
  refuseUnusable(address);
  return address;
}

function within(text: string, read: () => Address): Address {
  try {
    return read();
  } catch (error) {
    if (error instanceof AddressError) throw new Refusal("badAddress", { text: text.slice(0, 100), detail: error.code });
    throw error;
  }
}

/** No key and no actor can ever stand there: the zero address, and an f0 id dressed as f410 (0xff…). Throws receiverRefused. */
export function refuseUnusable(address: Address): void {
  if (address.protocol !== 4) return;
  const eth = ethAddressOf(address) ?? "";
  if (eth === `0x${"0".repeat(40)}`) throw new Refusal("receiverRefused", { reason: "zeroAddress", address: address.toString() });
  if (eth.startsWith(`0xff${"0".repeat(22)}`)) throw new Refusal("receiverRefused", { reason: "idMask", address: address.toString() });
}
