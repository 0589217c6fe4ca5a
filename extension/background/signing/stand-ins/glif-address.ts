import { Address } from "../../../../filecoin/address.ts";

/**
 * Stands in for @glif/filecoin-address in this build (vite.config.ts): the wallet provider asks it whether text is an address, and which
 * prefixes there are. Ours answers from filecoin/; so bn.js, blakejs, ethers and Buffer are not in what ships.
 */

export enum CoinType {
  MAIN = "f",
  TEST = "t",
}

/** The same prefixes under the name that the provider's table of known addresses asks for while it loads. */
export { CoinType as Network };

/** Throws AddressError for text that is no address. */
export function checkAddressString(text: string): void {
  Address.parse(text);
}
