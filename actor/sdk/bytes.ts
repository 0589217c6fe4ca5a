/** Byte strings: fixed length, compared as unsigned bytes. */

export type Bytes = StaticArray<u8>;
/** Address of a length byte followed by that many UTF-8 bytes; written utf8("…") in the sources (scripts/build-actor.ts). */
export type Text = usize;

export function newBytes(length: i32): Bytes {
  return new StaticArray<u8>(length);
}

// @ts-ignore: decorator
@inline
export function at(bytes: Bytes): usize {
  return changetype<usize>(bytes);
}

/** A copy of `length` bytes from memory. */
export function bytesAt(from: usize, length: i32): Bytes {
  const out = newBytes(length);
  memory.copy(at(out), from, length);
  return out;
}

/** A static text as bytes. */
export function bytesOf(text: Text): Bytes {
  return bytesAt(text + 1, load<u8>(text));
}

/** <0, 0 or >0 in lexical order; a prefix comes first. */
export function compareBytes(a: Bytes, b: Bytes): i32 {
  const shorter = min(a.length, b.length);
  const order = memory.compare(at(a), at(b), shorter);
  return order != 0 ? order : a.length - b.length;
}

export function sameBytes(a: Bytes, b: Bytes): bool {
  return compareBytes(a, b) == 0;
}
