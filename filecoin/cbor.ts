import { decode, encode, Token, Type, type EncodeOptions } from "cborg";
import { CID } from "multiformats/cid";
import { Address } from "./address.ts";
import { decodeAmount } from "./amount.ts";
import { decodeBitField, numbersOf } from "./bit-field.ts";
import { cidFromBytes, type Cid } from "./cid.ts";
import { checkCanonical, CborError, LINK_TAG } from "./cbor-canonical.ts";
import type { AttoFil } from "./units.ts";

/**
 * DAG-CBOR in its one canonical form (ipld.io/specs/codecs/dag-cbor): shortest integers and lengths, definite
 * lengths, text keys sorted length-first, no floats, no undefined, tag 42 (a link) only.
 */

export { CborError, MAX_DEPTH } from "./cbor-canonical.ts";

/** A decoded value. Integers come as number when safe, else as bigint. */
export type CborValue = null | boolean | number | bigint | string | Uint8Array | Cid | readonly CborValue[] | { readonly [key: string]: CborValue };

const U64_LIMIT = 1n << 64n;
const LONE_SURROGATE = /\p{Surrogate}/u;

const ENCODE: EncodeOptions = {
  typeEncoders: {
    number(value: number) {
      if (!Number.isSafeInteger(value)) throw new CborError("encode", `expected a whole number that is safe; got ${value}`);
      return null;
    },
    bigint(value: bigint) {
      if (value >= U64_LIMIT || value < -U64_LIMIT) {
        throw new CborError("encode", `CBOR integers end at 64 bits; got ${value} (amounts are byte strings: encodeAmount)`);
      }
      return null;
    },
    string(value: string) {
      if (LONE_SURROGATE.test(value) || value.charCodeAt(0) === 0xfeff) {
        throw new CborError("encode", "expected well-formed text that does not begin with a byte order mark");
      }
      return null;
    },
    undefined: () => refuse("undefined"),
    Map: () => refuse("a Map"),
    Tagged: () => refuse("a tagged value"),
    ArrayBuffer: () => refuse("an ArrayBuffer"),
    DataView: () => refuse("a DataView"),
    Object(value: object) {
      if (value instanceof CID) return linkTokens(value);
      const prototype: unknown = Object.getPrototypeOf(value);
      return prototype === Object.prototype || prototype === null ? null : refuse(`a ${value.constructor.name}`);
    },
  },
};

function refuse(what: string): never {
  throw new CborError("encode", `${what} has no DAG-CBOR form`);
}

function linkTokens(cid: Cid): Token[] {
  const bytes = new Uint8Array(cid.bytes.length + 1);
  bytes.set(cid.bytes, 1);
  return [new Token(Type.tag, LINK_TAG), new Token(Type.bytes, bytes)];
}

/** Encodes a value canonically. Throws CborError for what DAG-CBOR cannot hold (floats, undefined, > 64 bits, cycles). */
export function encodeCbor(value: CborValue): Uint8Array {
  try {
    return encode(value, ENCODE);
  } catch (error) {
    if (error instanceof CborError) throw error;
    if (error instanceof RangeError) throw new CborError("too-deep", "the value is nested too deep to encode");
    throw new CborError("encode", (error as Error).message);
  }
}

const DECODE = {
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  strict: true,
  rejectDuplicateMapKeys: true,
  tags: { [LINK_TAG]: (content: () => unknown) => linkOf(content()) },
};

function linkOf(content: unknown): Cid {
  if (!(content instanceof Uint8Array) || content[0] !== 0) {
    throw new CborError("bad-link", "expected a link to be a byte string that begins with 0");
  }
  try {
    return cidFromBytes(content.subarray(1));
  } catch (error) {
    throw new CborError("bad-link", (error as Error).message);
  }
}

/**
 * Decodes all of `bytes` as one canonical value. Byte strings are copies.
 * Throws CborError; its code names the rule that is broken.
 */
export function decodeCbor(bytes: Uint8Array): CborValue {
  checkCanonical(bytes);
  try {
    return decode(bytes, DECODE) as CborValue;
  } catch (error) {
    if (error instanceof CborError) throw error;
    throw new CborError("malformed", (error as Error).message);
  }
}

/** True for a decoded map (neither null, list, bytes nor link). */
export function isCborMap(value: CborValue): value is { readonly [key: string]: CborValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array) && !(value instanceof CID);
}

/**
 * Reads the fields of a decoded tuple in order. `length` is the number of fields, or [least, most].
 * Every method throws CborError ("shape") naming the tuple and the field.
 * @example const r = TupleReader.decode(bytes, 2, "ExecReturn"); const id = r.address(), robust = r.address(); r.end();
 */
export class TupleReader {
  readonly #fields: readonly CborValue[];
  readonly #what: string;
  #next = 0;

  constructor(value: CborValue, length: number | readonly [number, number], what: string) {
    const [least, most] = typeof length === "number" ? [length, length] : length;
    if (!Array.isArray(value)) throw new CborError("shape", `${what}: expected a tuple; got ${kindOf(value)}`);
    const fields = value as readonly CborValue[];
    if (fields.length < least || fields.length > most) {
      const wanted = least === most ? `${least}` : `${least} to ${most}`;
      throw new CborError("shape", `${what}: expected ${wanted} fields; got ${fields.length}`);
    }
    this.#fields = fields;
    this.#what = what;
  }

  /** Decodes bytes that hold one tuple. */
  static decode(bytes: Uint8Array, length: number | readonly [number, number], what: string): TupleReader {
    return new TupleReader(decodeCbor(bytes), length, what);
  }

  /** A reader of one field: the whole of what `bytes` hold. */
  static over(bytes: Uint8Array, what: string): TupleReader {
    return new TupleReader([decodeCbor(bytes)], 1, what);
  }

  /** Number of fields the tuple has. */
  get length(): number {
    return this.#fields.length;
  }

  /** Fields not read yet. */
  get remaining(): number {
    return this.#fields.length - this.#next;
  }

  /** The next field as it is. */
  value(): CborValue {
    const field = this.#fields[this.#next++];
    if (field === undefined) throw new CborError("shape", `${this.#what}: no field ${this.#next - 1}`);
    return field;
  }

  /** A safe integer. */
  int(): number {
    const value = this.value();
    return typeof value === "number" ? value : this.#wrong("an integer below 2^53", value);
  }

  /** A safe integer of at least 0. */
  uint(): number {
    const value = this.int();
    return value >= 0 ? value : this.#wrong("an integer of at least 0", value);
  }

  /** Any CBOR integer. */
  bigint(): bigint {
    const value = this.value();
    return typeof value === "number" || typeof value === "bigint" ? BigInt(value) : this.#wrong("an integer", value);
  }

  /** Any CBOR integer of at least 0. */
  ubigint(): bigint {
    const value = this.bigint();
    return value >= 0n ? value : this.#wrong("an integer of at least 0", value);
  }

  /** A signed integer of 64 bits. */
  int64(): bigint {
    const value = this.bigint();
    return BigInt.asIntN(64, value) === value ? value : this.#wrong("a signed integer of 64 bits", value);
  }

  bytes(): Uint8Array {
    const value = this.value();
    return value instanceof Uint8Array ? value : this.#wrong("bytes", value);
  }

  text(): string {
    const value = this.value();
    return typeof value === "string" ? value : this.#wrong("text", value);
  }

  bool(): boolean {
    const value = this.value();
    return typeof value === "boolean" ? value : this.#wrong("true or false", value);
  }

  /** Address bytes. */
  address(): Address {
    const bytes = this.bytes();
    return this.#within(() => Address.fromBytes(bytes));
  }

  /** FVM BigInt bytes: attoFIL or another big number. */
  amount(): AttoFil {
    const bytes = this.bytes();
    return this.#within(() => decodeAmount(bytes));
  }

  /** A set of numbers as an RLE+ bit field, ascending; refused, before it is unfolded, if there are more than `most`. */
  numbers(most: number): bigint[] {
    const bytes = this.bytes();
    return this.#within(() => numbersOf(decodeBitField(bytes), most));
  }

  cid(): Cid {
    const value = this.value();
    return value instanceof CID ? value : this.#wrong("a link", value);
  }

  /** null, or what `read` reads. */
  nullable<T>(read: (reader: this) => T): T | null {
    if (this.#fields[this.#next] !== null) return read(this);
    this.#next++;
    return null;
  }

  /** A list whose every item is read by `read` from a reader of that one item. */
  list<T>(read: (item: TupleReader) => T): T[] {
    const value = this.value();
    if (!Array.isArray(value)) return this.#wrong("a list", value as CborValue);
    return (value as readonly CborValue[]).map((item, i) => {
      const reader = new TupleReader([item], 1, `${this.#what} field ${this.#next - 1}, item ${i}`);
      const result = read(reader);
      reader.end();
      return result;
    });
  }

  /** A nested tuple, read whole by `read`. */
  tuple<T>(length: number | readonly [number, number], read: (reader: TupleReader) => T): T {
    const at = this.#next;
    const reader = new TupleReader(this.value(), length, `${this.#what} field ${at}`);
    const result = read(reader);
    reader.end();
    return result;
  }

  /** Refuses fields that were not read. */
  end(): void {
    if (this.remaining > 0) throw new CborError("shape", `${this.#what}: ${this.remaining} fields were not read`);
  }

  #within<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw new CborError("shape", `${this.#what}, field ${this.#next - 1}: ${(error as Error).message}`);
    }
  }

  #wrong(expected: string, value: CborValue): never {
    throw new CborError("shape", `${this.#what}, field ${this.#next - 1}: expected ${expected}; got ${kindOf(value)}`);
  }
}

function kindOf(value: CborValue): string {
  if (value === null) return "null";
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (value instanceof CID) return "a link";
  if (Array.isArray(value)) return `a list of ${(value as readonly CborValue[]).length}`;
  if (typeof value === "object") return "a map";
  return typeof value === "string" ? "text" : String(value);
}
