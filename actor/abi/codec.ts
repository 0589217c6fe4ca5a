/** Params, returns and state tuples of the owner actor as bytes, both ways, straight from the schema. */
import { BitFieldError, encodeBitField, runsOf } from "../../filecoin/bit-field.ts";
import { CborError, type CborValue, TupleReader } from "../../filecoin/cbor.ts";
import { type Cid, cidFromBytes } from "../../filecoin/cid.ts";
import {
  type Codec,
  type ShownField,
  actorNumber,
  address,
  amount,
  bigNumber,
  bool,
  bytes,
  chainEpoch,
  cid,
  decodeWith,
  encodeWith,
  integer,
  nullable,
  text,
  tuple,
  unsigned64,
} from "../../filecoin/methods/codec.ts";
import { MAX_LIST } from "./policy.ts";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods, type OwnerStructs } from "./methods.generated.ts";
import type { Fields, Kind, Scalar, WireMethod, WireSchema } from "./schema-kinds.ts";
import { wire } from "./wire.generated.ts";

/** The same object, seen without its literal types. */
const plain: WireSchema = wire;

function refuse(what: string): never {
  throw new CborError("shape", what);
}

/** Adds a rule to a codec, checked on writing and reading. */
function checked<T>(codec: Codec<T>, rule: (value: T) => string | null): Codec<T> {
  const guard = (value: T): T => {
    const broken = rule(value);
    return broken === null ? value : refuse(broken);
  };
  return {
    ...codec,
    write: (value) => codec.write(guard(value)),
    read: (reader) => guard(codec.read(reader)),
  };
}

const tokenSet: Codec<readonly bigint[]> = {
  write: (ids) => {
    if (ids.length > MAX_LIST) refuse(`expected at most ${MAX_LIST} ids in one set; got ${ids.length}`);
    try {
      return encodeBitField(runsOf(ids));
    } catch (error) {
      if (error instanceof BitFieldError) refuse(error.message);
      throw error;
    }
  },
  read: (reader) => reader.numbers(MAX_LIST),
  show: (ids) => ({ kind: "list", value: ids.map((value) => ({ kind: "integer", value })) }),
};

/** The CID of a code: 38 bytes, as actors carry it. */
const code: Codec<Cid> = {
  write: (value) => value.bytes,
  read: (reader) => {
    const given = reader.bytes();
    try {
      return cidFromBytes(given);
    } catch (error) {
      return refuse((error as Error).message);
    }
  },
  show: (value) => ({ kind: "cid", value }),
};

const notNegative = <T extends number | bigint>(value: T): string | null => (value < 0 ? `expected 0 or more; got ${value}` : null);

const SCALARS: { readonly [K in Scalar]: Codec<unknown> } = {
  u64: unsigned64,
  uint: checked(integer, notNegative),
  epoch: chainEpoch,
  bool,
  text,
  bytes,
  cid,
  amount: checked(amount, notNegative),
  signed: amount,
  number256: checked(bigNumber, notNegative),
  id: actorNumber,
  actor: address,
  address,
  tokenSet,
  code,
};

const tuples = new Map<string, TupleCodec>();
type TupleCodec = Codec<unknown> & { fields(value: unknown): ShownField[] };

function tupleOf(name: string): TupleCodec {
  const known = tuples.get(name);
  if (known !== undefined) return known;
  const fields = plain.structs[name];
  if (fields === undefined) throw new Error(`the schema has no tuple ${name}`);
  const codec = fieldsCodec(fields);
  tuples.set(name, codec);
  return codec;
}

function fieldsCodec(fields: Fields): TupleCodec {
  return tuple(Object.fromEntries(Object.entries(fields).map(([field, kind]) => [field, codecOf(kind)]))) as TupleCodec;
}

/** The codec of a kind. Its value type is the one that schema-kinds.ts lists for the kind. */
export function codecOf(kind: Kind): Codec<unknown> {
  if (typeof kind === "string") return SCALARS[kind];
  if ("tuple" in kind) return tupleOf(kind.tuple);
  if ("nullable" in kind) return nullable(codecOf(kind.nullable));
  if ("list" in kind) return listOf(codecOf(kind.list), kind.most);
  const { bounded, most } = kind;
  const size = (value: string | Uint8Array): number => (typeof value === "string" ? new TextEncoder().encode(value).length : value.length);
  return checked(SCALARS[bounded] as Codec<string | Uint8Array>, (value) => (size(value) > most ? `expected at most ${most} bytes; got ${size(value)}` : null));
}

function listOf(item: Codec<unknown>, most: number): Codec<readonly unknown[]> {
  const codec: Codec<readonly unknown[]> = {
    write: (values) => values.map((value) => item.write(value)),
    read: (reader) => reader.list((inner) => item.read(inner)),
    show: (values) => ({ kind: "list", value: values.map((value) => item.show(value)) }),
  };
  return checked(codec, (values) => (values.length > most ? `expected at most ${most} items; got ${values.length}` : null));
}

/** What the schema says about a method. */
export function methodSchema(name: OwnerMethodName): WireMethod {
  return plain.methods[name] as WireMethod;
}

const NAMES = new Map<number, OwnerMethodName>(Object.entries(METHOD_NUMBERS).map(([name, number]) => [number, name as OwnerMethodName]));

/** The method with a number, or undefined. */
export function methodByNumber(number: number): OwnerMethodName | undefined {
  return NAMES.get(number);
}

interface ParamsCodec {
  codec: Codec<unknown>;
  lone: string | null;
}

function paramsCodec(name: OwnerMethodName): ParamsCodec | null {
  const entries = Object.entries(methodSchema(name).params);
  const [first] = entries;
  if (first === undefined) return null;
  return entries.length === 1 ? { codec: codecOf(first[1]), lone: first[0] } : { codec: fieldsCodec(methodSchema(name).params), lone: null };
}

/**
 * Params of a method as bytes; none if it takes none. A lone field stands bare (FRC-53, builtin-actors).
 * Throws CborError for values outside their bounds.
 * @example encodeParams("Harvest", { miner: actorId(1005) })
 */
export function encodeParams<M extends OwnerMethodName>(name: M, params: OwnerMethods[M]["params"]): Uint8Array {
  const shape = paramsCodec(name);
  if (shape === null) return new Uint8Array();
  const value = shape.lone === null ? params : (params as Record<string, unknown>)[shape.lone];
  return encodeWith(shape.codec, value);
}

/** Reads params of a method. Throws CborError. */
export function decodeParams<M extends OwnerMethodName>(name: M, params: Uint8Array): OwnerMethods[M]["params"] {
  const shape = paramsCodec(name);
  if (shape === null) {
    if (params.length > 0) refuse(`${name} takes no params; got ${params.length} bytes`);
    return {} as OwnerMethods[M]["params"];
  }
  const value: unknown = decodeWith(shape.codec, params, `params of ${name}`);
  return (shape.lone === null ? value : { [shape.lone]: value }) as OwnerMethods[M]["params"];
}

/** Params as labelled fields, to be shown. Throws CborError. */
export function showParams(name: OwnerMethodName, params: Uint8Array): ShownField[] {
  const value = decodeParams(name, params) as Readonly<Record<string, unknown>>;
  return Object.entries(methodSchema(name).params).map(([label, kind]) => ({
    label,
    ...codecOf(kind).show(value[label]),
  }));
}

/** Reads what a method returned; null for a method that returns nothing. Throws CborError. */
export function decodeReturn<M extends OwnerMethodName>(name: M, returned: Uint8Array): OwnerMethods[M]["returns"] {
  const { returns } = methodSchema(name);
  if (returns === null) {
    if (returned.length > 0) refuse(`${name} returns nothing; got ${returned.length} bytes`);
    return null as OwnerMethods[M]["returns"];
  }
  return decodeWith(codecOf(returns), returned, `return of ${name}`) as OwnerMethods[M]["returns"];
}

/** A return as the actor writes it; for whoever stands in for the actor. */
export function encodeReturn<M extends OwnerMethodName>(name: M, value: OwnerMethods[M]["returns"]): Uint8Array {
  const { returns } = methodSchema(name);
  return returns === null ? new Uint8Array() : encodeWith(codecOf(returns), value);
}

/** Reads a state block of the actor. Throws CborError. @example decodeStruct("Root", rootBytes) */
export function decodeStruct<S extends keyof OwnerStructs>(name: S, block: Uint8Array): OwnerStructs[S] {
  return decodeWith(tupleOf(name), block, name) as OwnerStructs[S];
}

/** A state tuple that stands inside another block, as it was decoded there. Throws CborError. */
export function structOf<S extends keyof OwnerStructs>(name: S, value: CborValue): OwnerStructs[S] {
  const reader = new TupleReader([value], 1, name);
  const struct = tupleOf(name).read(reader);
  reader.end();
  return struct as OwnerStructs[S];
}

/** A tuple's bytes as labelled values. Throws CborError. */
export function showStruct(name: keyof OwnerStructs, block: Uint8Array): ShownField[] {
  return tupleOf(name).fields(decodeWith(tupleOf(name), block, name));
}

/** A state tuple as bytes. */
export function encodeStruct<S extends keyof OwnerStructs>(name: S, value: OwnerStructs[S]): Uint8Array {
  return encodeWith(tupleOf(name), value);
}
