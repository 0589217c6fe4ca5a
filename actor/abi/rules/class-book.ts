import { divideUp } from "../../../filecoin/integers.ts";

/** One class of holders: its principal, its shares, and those of them that requests ask back. */
export interface ClassBook {
  readonly principal: bigint;
  readonly shares: bigint;
  readonly requested: bigint;
}

/** What shares of a class are worth. */
export const worthOf = (c: ClassBook, shares: bigint): bigint => (c.shares === 0n ? 0n : (shares * c.principal) / c.shares);

/** Principal that a class's requests ask for, rounded up. */
export const requestedOf = (c: ClassBook): bigint => (c.requested === 0n ? 0n : divideUp(c.requested * c.principal, c.shares));
