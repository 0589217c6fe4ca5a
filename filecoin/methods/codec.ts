import { Address } from "../address.ts";
import { encodeAmount } from "../amount.ts";
import { encodeCbor, TupleReader, type CborValue } from "../cbor.ts";
import type { Cid } from "../cid.ts";
import { actorId, epoch, type ActorId, type AttoFil, type Epoch } from "../units.ts";

/** Shapes of parameters and returns: one declaration gives the type, the CBOR both ways, and labelled fields to show. */

/** A value with what it means, for people to read. */
export type ShownValue =
  | { kind: "address"; value: Address }
  | { kind: "amount"; value: AttoFil }
  | { kind: "integer"; value: bigint }
  | { kind: "epoch"; value: Epoch }
  | { kind: "actor"; value: ActorId }
  | { kind: "bool"; value: boolean }
  | { kind: "bytes"; value: Uint8Array }
  | { kind: "text"; value: string }
  | { kind: "cid"; value: Cid }
  | { kind: "none"; value: null }
  | { kind: "list"; value: ShownValue[] }
  | { kind: "tuple"; value: ShownField[] };

export type ShownField = { label: string } & ShownValue;

/** How one kind of value is written, read and shown. `read` throws CborError. */
export interface Codec<T> {
  write(value: T): CborValue;
  read(reader: TupleReader): T;
  show(value: T): ShownValue;
}

type ValueOf<C> = C extends Codec<infer T> ? T : never;

export const address: Codec<Address> = {
  write: (value) => value.bytes,
  read: (reader) => reader.address(),
  show: (value) => ({ kind: "address", value }),
};

/** attoFIL as FVM BigInt bytes. */
export const amount: Codec<AttoFil> = {
  write: (value) => encodeAmount(value),
  read: (reader) => reader.amount(),
  show: (value) => ({ kind: "amount", value }),
};

/** A number that is no money (e.g. power in bytes) as FVM BigInt bytes. */
export const bigNumber: Codec<bigint> = {
  write: (value) => encodeAmount(value),
  read: (reader) => reader.amount(),
  show: (value) => ({ kind: "integer", value }),
};

/** A CBOR integer that fits in a safe integer. */
export const integer: Codec<number> = {
  write: (value) => value,
  read: (reader) => reader.int(),
  show: (value) => ({ kind: "integer", value: BigInt(value) }),
};

/** A CBOR integer ≥ 0 of up to 64 bits. */
export const unsigned64: Codec<bigint> = {
  write: (value) => value,
  read: (reader) => reader.ubigint(),
  show: (value) => ({ kind: "integer", value }),
};

export const chainEpoch: Codec<Epoch> = {
  write: (value) => value,
  read: (reader) => epoch(reader.int()),
  show: (value) => ({ kind: "epoch", value }),
};

/** An actor id written as a CBOR integer (not as an address). */
export const actorNumber: Codec<ActorId> = {
  write: (value) => value,
  read: (reader) => actorId(reader.ubigint()),
  show: (value) => ({ kind: "actor", value }),
};

export const bool: Codec<boolean> = {
  write: (value) => value,
  read: (reader) => reader.bool(),
  show: (value) => ({ kind: "bool", value }),
};

export const bytes: Codec<Uint8Array> = {
  write: (value) => value,
  read: (reader) => reader.bytes(),
  show: (value) => ({ kind: "bytes", value }),
};

export const text: Codec<string> = {
  write: (value) => value,
  read: (reader) => reader.text(),
  show: (value) => ({ kind: "text", value }),
};

export const cid: Codec<Cid> = {
  write: (value) => value,
  read: (reader) => reader.cid(),
  show: (value) => ({ kind: "cid", value }),
};

export function nullable<T>(codec: Codec<T>): Codec<T | null> {
  return {
    write: (value) => (value === null ? null : codec.write(value)),
    read: (reader) => reader.nullable((inner) => codec.read(inner)),
    show: (value) => (value === null ? { kind: "none", value: null } : codec.show(value)),
  };
}

export function list<T>(codec: Codec<T>): Codec<T[]> {
  return {
    write: (values) => values.map((value) => codec.write(value)),
    read: (reader) => reader.list((item) => codec.read(item)),
    show: (values) => ({ kind: "list", value: values.map((value) => codec.show(value)) }),
  };
}

export type TupleOf<S> = { -readonly [K in keyof S]: ValueOf<S[K]> };

/** A CBOR tuple whose fields stand in the order of `shape`; labels are the keys. */
export function tuple<S extends { readonly [K in keyof S]: S[K] }>(shape: S): Codec<TupleOf<S>> & { fields(value: TupleOf<S>): ShownField[] } {
  const entries = Object.entries(shape) as [keyof S & string, Codec<unknown>][];
  const fields = (value: TupleOf<S>): ShownField[] => entries.map(([label, codec]) => ({ label, ...codec.show(value[label]) }));
  return {
    write: (value) => entries.map(([label, codec]) => codec.write(value[label])),
    read: (reader) =>
      reader.tuple(entries.length, (inner) => {
        const value: Record<string, unknown> = {};
        for (const [label, codec] of entries) value[label] = codec.read(inner);
        return value as TupleOf<S>;
      }),
    show: (value) => ({ kind: "tuple", value: fields(value) }),
    fields,
  };
}

/** CBOR of one value. */
export function encodeWith<T>(codec: Codec<T>, value: T): Uint8Array {
  return encodeCbor(codec.write(value));
}

/** Reads all of `bytes` as one value; `what` names it in errors. Throws CborError. */
export function decodeWith<T>(codec: Codec<T>, bytes: Uint8Array, what: string): T {
  const reader = TupleReader.over(bytes, what);
  const value = codec.read(reader);
  reader.end();
  return value;
}
