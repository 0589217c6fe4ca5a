/** Sector, partition and deadline numbers as the bit fields of a miner's state. */
import { encodeBitField, runsOf } from "../../../filecoin/bit-field.ts";
import { TupleReader } from "../../../filecoin/cbor.ts";

/** More than a miner of this devnet ever has: a state that says otherwise is refused before its numbers are written out. */
const MOST_NUMBERS = 1_000_000;

/** RLE+ bytes of a set. `numbers` ascending, without repetition. */
export const encodeBitfield = (numbers: readonly number[]): Uint8Array => encodeBitField(runsOf(numbers));

/** The set in RLE+ bytes, ascending. Throws CborError. */
export const decodeBitfield = (bytes: Uint8Array): number[] => new TupleReader([bytes], 1, "bit field").numbers(MOST_NUMBERS).map(Number);

/** Numbers of both sets, ascending. */
export function union(a: readonly number[], b: readonly number[]): number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

/** Numbers of `a` that are not in `b`. */
export function without(a: readonly number[], b: readonly number[]): number[] {
  const removed = new Set(b);
  return a.filter((number) => !removed.has(number));
}
