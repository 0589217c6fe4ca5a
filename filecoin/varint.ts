/** Unsigned LEB128 of at most 64 bits, in its one shortest form (addresses, HAMT keys, CIDs). */

/** Bytes that are not a shortest-form unsigned LEB128 number. */
export class VarintError extends Error {
  override readonly name = "VarintError";
}

/** Encodes 0 ≤ value < 2^64 in 1 to 10 bytes. */
export function encodeVarint(value: bigint | number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt(value);
  if (rest < 0n || rest >= 1n << 64n) throw new VarintError(`a varint holds 0 to 2^64 − 1; got ${rest}`);
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}

/** Reads a number at `at`; returns it with the position behind it. Throws VarintError on overflow, a longer form or too few bytes. */
export function decodeVarint(bytes: Uint8Array, at = 0): { value: bigint; next: number } {
  let value = 0n;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) throw new VarintError("a varint ends before its last byte");
    if (i === 9 && byte > 1) throw new VarintError("a varint exceeds 64 bits");
    value |= BigInt(byte & 0x7f) << BigInt(7 * i);
    if (byte < 0x80) {
      if (byte === 0 && i > 0) throw new VarintError("a varint is longer than its shortest form");
      return { value, next: at + i + 1 };
    }
  }
  throw new VarintError("a varint exceeds 10 bytes");
}
