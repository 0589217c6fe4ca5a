/** Reading and writing the bytes of a Wasm module: LEB128 numbers, names, ranges. */

/** The module's code is refused: it is malformed, or uses what the FVM does not accept. */
export class WasmRefused extends Error {
  override readonly name = "WasmRefused";
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** A position in bytes; every read moves it on. Throws WasmRefused at the end of the bytes. */
export class ByteCursor {
  at: number;
  constructor(
    readonly bytes: Uint8Array,
    start = 0,
    readonly end = bytes.length,
  ) {
    this.at = start;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  byte(): number {
    if (this.at >= this.end) throw new WasmRefused("the module ends in the middle of an item");
    return this.bytes[this.at++] as number;
  }

  /** Unsigned LEB128 of at most 32 bits. */
  u32(): number {
    let byte = this.byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let shift = 7; shift < 35; shift += 7) {
      byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value > 0xffff_ffff) break;
        return value;
      }
    }
    throw new WasmRefused("expected an unsigned number of at most 32 bits");
  }

  /** Signed LEB128 of at most 32 bits. */
  i32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return shift < 25 && byte & 0x40 ? value | (-1 << (shift + 7)) : value;
    }
    throw new WasmRefused("expected a signed number of at most 32 bits");
  }

  /** Passes over a LEB128 number of any width up to 64 bits. */
  skipLeb(): void {
    for (let i = 0; i < 10; i++) if (this.byte() < 0x80) return;
    throw new WasmRefused("expected a number of at most 64 bits");
  }

  skip(count: number): void {
    if (count > this.end - this.at) throw new WasmRefused("the module ends in the middle of an item");
    this.at += count;
  }

  name(): string {
    const length = this.u32();
    const start = this.at;
    this.skip(length);
    try {
      return utf8.decode(this.bytes.subarray(start, this.at));
    } catch {
      throw new WasmRefused("expected a name in UTF-8");
    }
  }
}

/** Bytes being written; grows by doubling. */
export class ByteSink {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  #room(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#length++] = value;
  }

  /** Copies source[start, end). */
  range(source: Uint8Array, start: number, end: number): void {
    this.#room(end - start);
    if (end - start < 24) {
      for (let i = start; i < end; i++) this.#bytes[this.#length++] = source[i] as number;
    } else {
      this.#bytes.set(source.subarray(start, end), this.#length);
      this.#length += end - start;
    }
  }

  all(source: Uint8Array): void {
    this.range(source, 0, source.length);
  }

  u32(value: number): void {
    this.#room(5);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Signed LEB128 of a whole number within 53 bits. */
  signed(value: number): void {
    this.#room(10);
    let rest = value;
    for (;;) {
      const low = ((rest % 128) + 128) % 128;
      rest = Math.floor(rest / 128);
      if ((rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40)) {
        this.#bytes[this.#length++] = low;
        return;
      }
      this.#bytes[this.#length++] = low | 0x80;
    }
  }

  /** Signed LEB128 of 64 bits. */
  signed64(value: bigint): void {
    this.#room(10);
    let rest = BigInt.asIntN(64, value);
    for (;;) {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      if ((rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40)) {
        this.#bytes[this.#length++] = low;
        return;
      }
      this.#bytes[this.#length++] = low | 0x80;
    }
  }

  text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.u32(bytes.length);
    this.all(bytes);
  }

  /** What was written, without copying. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
