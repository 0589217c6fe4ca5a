import { compareBytes } from "./bytes.ts";

/** The rules of canonical DAG-CBOR that cborg's strict options leave out, checked in one pass without recursion. */

/** The one tag of DAG-CBOR: a link. */
export const LINK_TAG = 42;
/** Arrays, maps and links may be nested this deep; no structure of the chain comes near. */
export const MAX_DEPTH = 256;

export type CborErrorCode =
  | "truncated"
  | "trailing"
  | "not-minimal"
  | "indefinite"
  | "reserved"
  | "simple-value"
  | "tag"
  | "bad-link"
  | "bad-utf8"
  | "key-order"
  | "key-type"
  | "too-deep"
  | "malformed"
  | "shape"
  | "encode";

/** Bytes that are not canonical DAG-CBOR, a value of another shape than expected, or one that cannot be encoded. */
export class CborError extends Error {
  override readonly name = "CborError";
  constructor(
    readonly code: CborErrorCode,
    message: string,
  ) {
    super(message);
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const TWO_32 = 0x1_0000_0000;

/**
 * Throws CborError unless `bytes` hold exactly one canonical DAG-CBOR value nested at most MAX_DEPTH deep.
 * Does not parse the CIDs inside links.
 */
export function checkCanonical(bytes: Uint8Array): void {
  const end = new Scan(bytes).value();
  if (end !== bytes.length) {
    throw new CborError("trailing", `expected nothing after the value; got ${bytes.length - end} bytes`);
  }
}

/** One pass over a value. `left[d]` = items still to come at depth d; for a map, keys and values both count. */
class Scan {
  #at = 0;
  readonly #left: number[] = [1];
  /** Per depth: undefined in a list; in a map the [start, end) of the last key, −1 before the first. */
  readonly #lastKey: (readonly [number, number] | undefined)[] = [undefined];
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Scans one value; returns the position behind it. */
  value(): number {
    const left = this.#left;
    while (left.length > 0) {
      const depth = left.length - 1;
      const items = left[depth] as number;
      if (items === 0) {
        left.pop();
        this.#lastKey.pop();
        continue;
      }
      left[depth] = items - 1;
      const lastKey = this.#lastKey[depth];
      if (lastKey !== undefined && items % 2 === 0) this.#key(depth, lastKey);
      else this.#item();
    }
    return this.#at;
  }

  #item(): void {
    const head = this.#bytes[this.#at];
    if (head === undefined) throw truncated();
    const major = head >> 5;
    if (major === 7) {
      // false, true, null; 23 is undefined, 25–27 are floats
      if (head < 0xf4 || head > 0xf6) throw simpleValue(head);
      this.#at++;
      return;
    }
    const argument = this.#argument(head & 31);
    switch (major) {
      case 2:
        this.#skip(argument);
        return;
      case 3:
        this.#text(argument);
        return;
      case 4:
        this.#open(argument, undefined);
        return;
      case 5:
        this.#open(2 * argument, [-1, -1]);
        return;
      case 6:
        this.#link(argument);
    }
  }

  /** Reads the head's argument in its shortest form. Above 2^53 it is inexact, which serves: no length is so great. */
  #argument(minor: number): number {
    const bytes = this.#bytes;
    const at = this.#at + 1;
    if (minor < 24) {
      this.#at = at;
      return minor;
    }
    if (minor > 27) {
      if (minor === 31) throw new CborError("indefinite", "indefinite lengths are not canonical");
      throw new CborError("reserved", `the head 0x${(bytes[at - 1] as number).toString(16)} is reserved`);
    }
    const size = 1 << (minor - 24);
    if (at + size > bytes.length) throw truncated();
    this.#at = at + size;
    let value = 0;
    for (let i = at; i < at + size; i++) value = value * 256 + (bytes[i] as number);
    const least = size === 1 ? 24 : size === 2 ? 0x100 : size === 4 ? 0x1_0000 : TWO_32;
    if (value < least) throw new CborError("not-minimal", `a number or length takes ${size} bytes where fewer suffice`);
    return value;
  }

  #skip(length: number): void {
    if (length > this.#bytes.length - this.#at) throw truncated();
    this.#at += length;
  }

  #text(length: number): void {
    const start = this.#at;
    this.#skip(length);
    const bytes = this.#bytes;
    let at = start;
    while (at < this.#at && (bytes[at] as number) < 0x80) at++;
    if (at === this.#at) return;
    if (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) {
      // cborg drops it, so the text would not encode to the same bytes again
      throw new CborError("bad-utf8", "expected text that does not begin with a byte order mark");
    }
    try {
      UTF8.decode(bytes.subarray(start, this.#at));
    } catch {
      throw new CborError("bad-utf8", "expected text in UTF-8");
    }
  }

  #open(items: number, lastKey: readonly [number, number] | undefined): void {
    // every item takes a byte at least: a list longer than the rest is refused before anything is allocated
    if (items > this.#bytes.length - this.#at) throw truncated();
    if (this.#left.length > MAX_DEPTH) {
      throw new CborError("too-deep", `expected values nested at most ${MAX_DEPTH} deep`);
    }
    this.#left.push(items);
    this.#lastKey.push(lastKey);
  }

  #key(depth: number, last: readonly [number, number]): void {
    const head = this.#bytes[this.#at];
    if (head === undefined) throw truncated();
    if (head >> 5 !== 3) throw new CborError("key-type", "expected map keys to be text");
    const length = this.#argument(head & 31);
    const start = this.#at;
    this.#text(length);
    const [lastStart, lastEnd] = last;
    if (lastStart >= 0) {
      const lastLength = lastEnd - lastStart;
      const bytes = this.#bytes;
      const order = lastLength !== length ? lastLength - length : compareBytes(bytes.subarray(lastStart, lastEnd), bytes.subarray(start, this.#at));
      if (order >= 0) {
        throw new CborError("key-order", "expected map keys once each, sorted by length, then bytewise");
      }
    }
    this.#lastKey[depth] = [start, this.#at];
  }

  #link(tag: number): void {
    if (tag !== LINK_TAG) throw new CborError("tag", `expected no tag but ${LINK_TAG} (link); got ${tag}`);
    const head = this.#bytes[this.#at];
    if (head === undefined) throw truncated();
    if (head >> 5 !== 2) throw new CborError("bad-link", "expected a link to be a byte string");
    const length = this.#argument(head & 31);
    if (length === 0 || this.#bytes[this.#at] !== 0) {
      throw new CborError("bad-link", "expected a link's bytes to begin with 0");
    }
    this.#skip(length);
  }
}

function truncated(): CborError {
  return new CborError("truncated", "the bytes end before the value is whole");
}

function simpleValue(head: number): CborError {
  if (head === 0xff) return new CborError("indefinite", "indefinite lengths are not canonical");
  const what = head === 0xf7 ? "undefined" : head >= 0xf9 && head <= 0xfb ? "a float" : `simple value ${head & 31}`;
  return new CborError("simple-value", `expected false, true or null; got ${what}`);
}
