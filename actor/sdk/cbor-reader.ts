/**
 * Strict DAG-CBOR. Each `next…` takes one item of the expected kind and moves on; anything else (wrong kind, longer head than
 * needed, wrong length, end of input) ends the message with 21 and what was expected where.
 */
import { SERIALIZATION, say, sayNumber, stop } from "./abort";
import { checkAddress, idOfAddress, resolve } from "./address";
import { Bytes, Text, at, bytesAt } from "./bytes";
import { U256 } from "./u256";

const UNSIGNED: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const TAG: u8 = 6;
const CID_LENGTH: i32 = 38;
const MAX_DEPTH: i32 = 32;

/** A signed integer of any size, for facts that may be negative. */
@final
export class Signed {
  constructor(
    public negative: bool,
    public magnitude: U256,
  ) {}
  /** The value, or 0 if it is negative. */
  get positivePart(): U256 {
    return this.negative ? U256.zero : this.magnitude;
  }
  /** How far it lies below 0. */
  get negativePart(): U256 {
    return this.negative ? this.magnitude : U256.zero;
  }
}

@final
export class Reader {
  private from: usize;
  private end: usize;
  private start: usize;

  constructor(data: Bytes) {
    this.start = this.from = at(data);
    this.end = this.start + data.length;
  }

  /** Ends the message: "expected …, at byte n". */
  refuse(expected: Text): void {
    say(utf8("CBOR: expected "));
    say(expected);
    say(utf8(" at byte "));
    sayNumber(this.from - this.start);
    stop(SERIALIZATION);
  }

  private peek(): u8 {
    return this.from < this.end ? load<u8>(this.from) : 0xff;
  }

  /** The argument of an item of a major type; the head must be as short as it can be. */
  private head(major: u8, expected: Text): u64 {
    const first = this.peek();
    if (first >> 5 != major) this.refuse(expected);
    const info = first & 31;
    if (info < 24) {
      this.from++;
      return info;
    }
    const size = <u32>1 << (info - 24);
    if (info > 27 || this.end - this.from <= size) this.refuse(expected);
    let n: u64 = 0;
    for (let i: u32 = 1; i <= size; i++) n = (n << 8) | load<u8>(this.from + i);
    if (n < (size == 1 ? 24 : <u64>1 << ((size << 2) & 63))) this.refuse(utf8("the shortest form of a number"));
    this.from += 1 + size;
    return n;
  }

  /** Length of a string of at most `limit` bytes that lies inside the input. */
  private stringLength(major: u8, limit: i32, expected: Text): i32 {
    const place = this.from;
    const length = this.head(major, expected);
    if (length > <u64>limit || length > <u64>(this.end - this.from)) {
      this.from = place;
      this.refuse(expected);
    }
    return <i32>length;
  }

  private take(length: i32): Bytes {
    const bytes = bytesAt(this.from, length);
    this.from += length;
    return bytes;
  }

  /** An array of exactly n items. */
  nextArray(n: u32): void {
    const place = this.from;
    if (this.head(ARRAY, utf8("an array")) != n) {
      this.from = place;
      say(utf8("of "));
      sayNumber(n);
      say(utf8(" items, "));
      this.refuse(utf8("an array"));
    }
  }
  /** Number of items of an array of at most `limit`. */
  nextList(limit: u32): u32 {
    const place = this.from;
    const n = this.head(ARRAY, utf8("a list"));
    if (n > limit) {
      this.from = place;
      this.refuse(utf8("a shorter list"));
    }
    return <u32>n;
  }
  nextU64(): u64 {
    return this.head(UNSIGNED, utf8("a number"));
  }
  nextI64(): i64 {
    const negative = this.peek() >> 5 == NEGATIVE;
    const n = this.head(negative ? NEGATIVE : UNSIGNED, utf8("an integer"));
    if (<i64>n < 0) this.refuse(utf8("an integer of 64 bits"));
    return negative ? ~(<i64>n) : <i64>n;
  }
  nextBool(): bool {
    const byte = this.peek();
    if (byte != 0xf4 && byte != 0xf5) this.refuse(utf8("true or false"));
    this.from++;
    return byte == 0xf5;
  }
  /** True, and moves on, if the next item is null. */
  nextIsNull(): bool {
    if (this.peek() != 0xf6) return false;
    this.from++;
    return true;
  }
  /** Byte string of at most `limit` bytes. */
  nextBytes(limit: i32): Bytes {
    return this.take(this.stringLength(BYTES, limit, utf8("bytes within their limit")));
  }
  /** UTF-8 bytes of a text of at most `limit` bytes. */
  nextText(limit: i32): Bytes {
    const length = this.stringLength(TEXT, limit, utf8("text within its limit"));
    if (!isUtf8(this.from, this.from + length)) this.refuse(utf8("UTF-8"));
    return this.take(length);
  }
  /** Address bytes of good shape. */
  nextAddress(): Bytes {
    const length = this.stringLength(BYTES, 65, utf8("an address"));
    checkAddress(this.from, length);
    return this.take(length);
  }
  /** Actor id of any address the chain knows (17 if not). */
  nextActor(): u64 {
    return resolve(this.nextAddress());
  }
  /** Actor id of an f0 address (16 if it is another). */
  nextId(): u64 {
    return idOfAddress(this.nextAddress());
  }
  /** BigInt bytes: none = 0, else a sign byte and a magnitude without leading zeros below 2^256. */
  nextSigned(): Signed {
    const length = this.stringLength(BYTES, 33, utf8("an amount"));
    if (length == 0) return new Signed(false, U256.zero);
    const sign = load<u8>(this.from);
    if (sign > 1 || length == 1 || load<u8>(this.from, 1) == 0) this.refuse(utf8("an amount in its shortest form"));
    const p = memory.data(32, 8);
    memory.fill(p, 0, 32);
    for (let i = 0; i < length - 1; i++) store<u8>(p + i, load<u8>(this.from + length - 1 - i));
    this.from += length;
    return new Signed(sign == 1, new U256(load<u64>(p), load<u64>(p, 8), load<u64>(p, 16), load<u64>(p, 24)));
  }
  /** An amount of 0 or more, attoFIL. */
  nextAmount(): U256 {
    const place = this.from;
    const v = this.nextSigned();
    if (v.negative) {
      this.from = place;
      this.refuse(utf8("an amount of 0 or more"));
    }
    return v.magnitude;
  }
  /** CID bytes of a link (CIDv1, 32-byte blake2b: 38 bytes). */
  nextCid(): Bytes {
    if (this.head(TAG, utf8("a link")) != 42) this.refuse(utf8("a link"));
    const length = this.stringLength(BYTES, CID_LENGTH + 1, utf8("a link"));
    if (length != CID_LENGTH + 1 || load<u8>(this.from) != 0) this.refuse(utf8("a link"));
    this.from++;
    return this.take(CID_LENGTH);
  }
  /** True if a link comes next. */
  get atLink(): bool {
    return this.peek() == 0xd8;
  }
  /** The next item as it stands, whatever it is. */
  nextRaw(): Bytes {
    const begin = this.from;
    this.skip(0);
    return bytesAt(begin, <i32>(this.from - begin));
  }

  /** Moves past one item. Maps and tags other than links are refused: nothing the actor reads has them. */
  skip(depth: i32): void {
    const major = this.peek() >> 5;
    if (depth > MAX_DEPTH) this.refuse(utf8("fewer levels"));
    if (major <= NEGATIVE) this.head(major, utf8("an item"));
    else if (major == BYTES) {
      const length = this.stringLength(BYTES, i32.MAX_VALUE, utf8("as many bytes as announced"));
      this.from += length;
    }
    else if (major == TEXT) this.nextText(i32.MAX_VALUE);
    else if (major == ARRAY) for (let n = this.head(ARRAY, utf8("an item")); n > 0; n--) this.skip(depth + 1);
    else if (major == TAG) this.nextCid();
    else if (!this.nextIsNull()) this.nextBool();
  }

  /** The input must end here. */
  finish(): void {
    if (this.from != this.end) this.refuse(utf8("the end"));
  }
}

/** RFC 3629: shortest forms, no surrogates, at most U+10FFFF. */
function isUtf8(from: usize, end: usize): bool {
  while (from < end) {
    const first = <u32>load<u8>(from++);
    if (first < 0x80) continue;
    const more: u32 = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4 || from + more > end) return false;
    let point: u32 = first & (0x3f >> more);
    for (let i: u32 = 0; i < more; i++) {
      const byte = <u32>load<u8>(from++);
      if (byte >> 6 != 2) return false;
      point = (point << 6) | (byte & 0x3f);
    }
    if (more == 2 && (point < 0x800 || (point >= 0xd800 && point < 0xe000))) return false;
    if (more == 3 && (point < 0x10000 || point > 0x10ffff)) return false;
  }
  return true;
}
