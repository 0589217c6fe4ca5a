/**
 * RLE+ bit fields (token sets): bits least significant first; 2 bits version 0, 1 bit value of the first run, then runs
 * `1` = 1, `01` + 4 bits = below 16, `00` + LEB128 = longer. Only the one shortest form is accepted.
 */
import { ILLEGAL_ARGUMENT, SERIALIZATION, check, failNumber } from "./abort";
import { Bytes, at, bytesAt, newBytes, sameBytes } from "./bytes";

/** Longest encoding of 64 scattered ids: 128 runs of 72 bits. */
export const MAX_SET_BYTES: i32 = 1200;

/** Ids in ascending order. */
export type IdSet = StaticArray<u64>;

@final
class BitReader {
  private place: i32 = 0;
  constructor(private data: Bytes) {}
  /** Bits beyond the end are 0. */
  take(n: i32): u64 {
    let value: u64 = 0;
    for (let i = 0; i < n; i++, this.place++) {
      if (this.place < this.data.length << 3) value |= (<u64>(load<u8>(at(this.data) + (this.place >> 3)) >> (<u8>this.place & 7)) & 1) << i;
    }
    return value;
  }
  /** Length of the next run; 0 at the end. */
  run(): u64 {
    if (this.take(1) == 1) return 1;
    if (this.take(1) == 1) return this.take(4);
    let length: u64 = 0;
    for (let shift = 0; shift < 63; shift += 7) {
      const byte = this.take(8);
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) return length;
    }
    failNumber(SERIALIZATION, utf8("RLE+: run above 2^63 at bit"), this.place);
    return 0;
  }
}

/** The ids of a bit field with at most `limit` of them; counts the runs before it expands any. 16 above the limit, 21 if malformed. */
export function decodeSet(data: Bytes, limit: i32): IdSet {
  if (data.length == 0) return new StaticArray<u64>(0);
  const ids = new StaticArray<u64>(limit);
  const r = new BitReader(data);
  check(r.take(2) == 0, SERIALIZATION, utf8("RLE+: unknown version"));
  let inSet = r.take(1) == 1;
  let position: u64 = 0;
  let count: i32 = 0;
  for (let length = r.run(); length != 0; length = r.run(), inSet = !inSet) {
    const end = position + length;
    check(end > position && end < u64.MAX_VALUE, SERIALIZATION, utf8("RLE+: id above 2^64"));
    if (inSet) {
      if (length > <u64>(limit - count)) failNumber(ILLEGAL_ARGUMENT, utf8("more ids in one set than"), limit);
      while (position < end) ids[count++] = position++;
    }
    position = end;
  }
  const set = StaticArray.slice<u64>(ids, 0, count);
  check(sameBytes(encodeSet(set), data), SERIALIZATION, utf8("RLE+: not in its shortest form"));
  return set;
}

/** The shortest form of ascending ids. */
export function encodeSet(ids: IdSet): Bytes {
  const n = ids.length;
  if (n == 0) return newBytes(0);
  const w = new BitWriter(n);
  w.put(ids[0] == 0 ? 4 : 0, 3);
  let position: u64 = 0;
  for (let i = 0; i < n; ) {
    w.run(ids[i] - position);
    const first = ids[i];
    position = first;
    while (i < n && ids[i] == position) {
      i++;
      position++;
    }
    w.run(position - first);
  }
  return w.finish();
}

@final
class BitWriter {
  private data: Bytes;
  private place: i32 = 0;
  constructor(ids: i32) {
    // Two runs an id, each at most 2 + 72 bits.
    this.data = newBytes(20 * ids + 1);
  }
  put(value: u64, n: i32): void {
    for (let i = 0; i < n; i++, this.place++) {
      const byte = at(this.data) + (this.place >> 3);
      store<u8>(byte, load<u8>(byte) | (((<u8>(value >> i)) & 1) << (<u8>this.place & 7)));
    }
  }
  /** A run; none of length 0 is written (an empty first run is told by the header). */
  run(length: u64): void {
    if (length == 0) return;
    if (length == 1) this.put(1, 1);
    else if (length < 16) this.put(2 | (length << 2), 6);
    else {
      this.put(0, 2);
      for (; length > 0x7f; length >>= 7) this.put((length & 0x7f) | 0x80, 8);
      this.put(length, 8);
    }
  }
  finish(): Bytes {
    let length = (this.place + 7) >> 3;
    while (length > 0 && load<u8>(at(this.data) + length - 1) == 0) length--;
    return bytesAt(at(this.data), length);
  }
}
