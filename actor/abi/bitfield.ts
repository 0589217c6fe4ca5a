/**
 * RLE+ bit fields of FRC-53 token sets (facts: go-bitfield, builtin-actors): bits least significant first; 2 bits version 0,
 * 1 bit value of the first run, then runs `1` = 1, `01` + 4 bits = below 16, `00` + LEB128 = longer. Shortest form only.
 */
import { bytesEqual } from "../../filecoin/bytes.ts";

/** Bytes that are no bit field, or one with more ids than allowed. */
export class BitfieldError extends Error {
  override readonly name = "BitfieldError";
}

/** Encodes ascending ids without repetition. Throws BitfieldError for any other order. */
export function encodeBitfield(ids: readonly bigint[]): Uint8Array {
  const bits: number[] = [];
  const put = (value: bigint, count: number): void => {
    for (let i = 0n; i < count; i++) bits.push(Number((value >> i) & 1n));
  };
  const run = (length: bigint): void => {
    if (length === 0n) return;
    if (length === 1n) put(1n, 1);
    else if (length < 16n) put(2n | (length << 2n), 6);
    else {
      put(0n, 2);
      for (; length > 0x7fn; length >>= 7n) put((length & 0x7fn) | 0x80n, 8);
      put(length, 8);
    }
  };
  if (ids.length > 0) put(ids[0] === 0n ? 4n : 0n, 3);
  let position = 0n;
  for (let i = 0; i < ids.length;) {
    const first = ids[i] as bigint;
    if (first < position || (i > 0 && first === position)) throw new BitfieldError(`expected ids in ascending order; ${first} comes after ${position - 1n}`);
    run(first - position);
    for (position = first; ids[i] === position; position++) i++;
    run(position - first);
  }
  return pack(bits);
}

function pack(bits: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => (bytes[i >> 3]! |= bit << (i & 7)));
  const length = bytes.findLastIndex((b) => b !== 0) + 1;
  return bytes.slice(0, length);
}

/** The ids of a bit field, ascending. Throws BitfieldError if malformed, not shortest, or with more than `most` ids. */
export function decodeBitfield(bytes: Uint8Array, most: number): bigint[] {
  const ids: bigint[] = [];
  let at = 0;
  const take = (count: number): bigint => {
    let value = 0n;
    for (let i = 0; i < count; i++, at++) value |= BigInt(((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) << BigInt(i);
    return value;
  };
  if (bytes.length === 0) return ids;
  if (take(2) !== 0n) throw new BitfieldError("RLE+: unknown version");
  let inSet = take(1) === 1n;
  let position = 0n;
  for (let length = nextRun(take); length !== 0n; length = nextRun(take), inSet = !inSet) {
    if (position + length >= 1n << 64n) throw new BitfieldError("RLE+: id above 2^64");
    if (inSet && length > BigInt(most - ids.length)) throw new BitfieldError(`expected at most ${most} ids in one set`);
    for (let i = 0n; inSet && i < length; i++) ids.push(position + i);
    position += length;
  }
  if (!bytesEqual(encodeBitfield(ids), bytes)) throw new BitfieldError("RLE+: not in its shortest form");
  return ids;
}

/** Length of the next run; 0 at the end. */
function nextRun(take: (bits: number) => bigint): bigint {
  if (take(1) === 1n) return 1n;
  if (take(1) === 1n) return take(4);
  let length = 0n;
  for (let shift = 0n; shift < 63n; shift += 7n) {
    const byte = take(8);
    length |= (byte & 0x7fn) << shift;
    if (byte < 0x80n) return length;
  }
  throw new BitfieldError("RLE+: run above 2^63");
}
