/** Canonical CBOR, written into a buffer that grows. Every method returns the writer. */
import { actorAddress } from "./address";
import { Bytes, Text, at, bytesAt, newBytes } from "./bytes";
import { U256 } from "./u256";

@final
export class Writer {
  private buffer: Bytes = newBytes(256);
  length: i32 = 0;

  /** Address of `extra` fresh bytes. */
  private grow(extra: i32): usize {
    const needed = this.length + extra;
    if (needed > this.buffer.length) {
      const larger = newBytes(max(needed, this.buffer.length * 2));
      memory.copy(at(larger), at(this.buffer), this.length);
      this.buffer = larger;
    }
    const place = at(this.buffer) + this.length;
    this.length = needed;
    return place;
  }

  private head(major: u8, n: u64): Writer {
    if (n < 24) store<u8>(this.grow(1), major | <u8>n);
    else if (n < 0x100) {
      const p = this.grow(2);
      store<u8>(p, major | 24);
      store<u8>(p, <u8>n, 1);
    } else if (n < 0x10000) {
      const p = this.grow(3);
      store<u8>(p, major | 25);
      store<u16>(p, bswap<u16>(<u16>n), 1);
    } else if (n < 0x100000000) {
      const p = this.grow(5);
      store<u8>(p, major | 26);
      store<u32>(p, bswap<u32>(<u32>n), 1);
    } else {
      const p = this.grow(9);
      store<u8>(p, major | 27);
      store<u64>(p, bswap<u64>(n), 1);
    }
    return this;
  }

  /** Head of an array of n items, which follow. */
  array(n: u32): Writer {
    return this.head(0x80, n);
  }
  u64(n: u64): Writer {
    return this.head(0, n);
  }
  i64(n: i64): Writer {
    return n < 0 ? this.head(0x20, ~n) : this.head(0, n);
  }
  bool(b: bool): Writer {
    store<u8>(this.grow(1), b ? 0xf5 : 0xf4);
    return this;
  }
  nil(): Writer {
    store<u8>(this.grow(1), 0xf6);
    return this;
  }
  /** Byte string from memory. */
  bytesFrom(from: usize, length: i32): Writer {
    this.head(0x40, length);
    memory.copy(this.grow(length), from, length);
    return this;
  }
  bytes(b: Bytes): Writer {
    return this.bytesFrom(at(b), b.length);
  }
  /** Text from UTF-8 bytes. */
  text(b: Bytes): Writer {
    this.head(0x60, b.length);
    return this.raw(b);
  }
  /** Text from static memory. */
  words(t: Text): Writer {
    const length = load<u8>(t);
    this.head(0x60, length);
    memory.copy(this.grow(length), t + 1, length);
    return this;
  }
  /** f0 address. */
  actor(id: u64): Writer {
    return this.bytes(actorAddress(id));
  }
  /** TokenAmount: empty for 0, else a sign byte and the big-endian magnitude. */
  amount(v: U256): Writer {
    return this.signed(false, v);
  }
  /** BigInt bytes with a sign. */
  signed(negative: bool, v: U256): Writer {
    const p = memory.data(40);
    store<u64>(p, bswap<u64>(v.d), 1);
    store<u64>(p, bswap<u64>(v.c), 9);
    store<u64>(p, bswap<u64>(v.b), 17);
    store<u64>(p, bswap<u64>(v.a), 25);
    let start = 1;
    while (start < 33 && load<u8>(p + start) == 0) start++;
    if (start == 33) return this.head(0x40, 0);
    store<u8>(p + start - 1, <u8>negative);
    return this.bytesFrom(p + start - 1, 34 - start);
  }
  /** Link: tag 42 with the CID after a zero byte. */
  cid(link: Bytes): Writer {
    store<u16>(this.grow(2), 0x2ad8);
    this.head(0x40, link.length + 1);
    store<u8>(this.grow(1), 0);
    return this.raw(link);
  }
  /** An item that is CBOR already. */
  raw(b: Bytes): Writer {
    memory.copy(this.grow(b.length), at(b), b.length);
    return this;
  }
  finish(): Bytes {
    return bytesAt(at(this.buffer), this.length);
  }
}
