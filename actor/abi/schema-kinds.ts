/** The words of actor/abi/schema.ts: field kinds, tuples, methods, events. Nothing here knows a particular method. */

/**
 * How a field stands on the wire, in AssemblyScript and in TypeScript.
 * | kind | CBOR | AssemblyScript | TypeScript |
 * |---|---|---|---|
 * | u64 | unsigned integer | u64 | bigint |
 * | uint | unsigned integer below 2^53 | u64 | number |
 * | epoch | integer | i64 | number |
 * | bool, text, bytes, cid | as named | bool, Bytes, Bytes, Bytes (38) | boolean, string, Uint8Array, Cid |
 * | amount / signed | BigInt bytes, ≥ 0 / any sign | U256 / Signed | AttoFil |
 * | number256 | BigInt bytes, ≥ 0: no money (accumulators, shares) | U256 | bigint |
 * | id | unsigned integer: an actor id | u64 | ActorId |
 * | actor | address bytes, resolved on reading (16), written as f0 | u64 | Address |
 * | address | address bytes | Bytes | Address |
 * | tokenSet | RLE+ bytes, at most 64 ids in params | IdSet (ascending) | bigint[] (ascending) |
 * | code | byte string: CID of an actor's code, which is no link to state | Bytes | Cid |
 */
export type Scalar =
  "u64" | "uint" | "epoch" | "bool" | "text" | "bytes" | "cid" | "amount" | "signed" | "number256" | "id" | "actor" | "address" | "tokenSet" | "code";

/**
 * nullable in AssemblyScript: bytes, text, cid, code, address → no bytes; id, actor → 0; epoch → −1; u64 → u64.MAX_VALUE; amount, number256, tuple → null.
 * `most` bounds lists by items, bytes and text by bytes.
 */
export type Kind =
  | Scalar
  | { readonly bounded: "bytes" | "text"; readonly most: number }
  | { readonly list: Kind; readonly most: number }
  | { readonly nullable: Kind }
  | { readonly tuple: string };

/** Fields in wire order. */
export type Fields = Readonly<Record<string, Kind>>;

/** A tuple known by name. */
export interface Struct {
  readonly doc: string;
  readonly fields: Fields;
}

export type Group = "custody" | "money" | "positions" | "exit" | "governance" | "operator" | "views" | "lifecycle";

export interface MethodSchema {
  readonly group: Group;
  /** Who may call it, in words for docs and approval screens. */
  readonly caller: string;
  /** One line: what it does. */
  readonly doc: string;
  /** Accepts value. Others abort with 26 when value is sent. */
  readonly payable?: true;
  /** Reads only: works in a read-only call. */
  readonly view?: true;
  /**
   * Exit codes that its own rules end with, beside those that any method ends with (EXITS_OF_ALL, EXIT_WHILE_SHUT); "hook": it calls a
   * receiver's hook and passes on the receiver's code.
   */
  readonly exits: readonly (number | "hook")[];
  /** A lone field stands bare, none means no params at all. */
  readonly params: Fields;
  /** null: nothing comes back. */
  readonly returns: Kind | null;
}

/** Any method: 21 params that are not in its form, 22 no such method, 26 value that it does not take. */
export const EXITS_OF_ALL = [21, 22, 26] as const;
/** Every method that changes state: while another change is in progress, in an heir that waits, after a migration. */
export const EXIT_WHILE_SHUT = 20;

/** Entries after `$type`, in order of emission. */
export interface EventSchema {
  readonly doc: string;
  readonly fields: Fields;
  /** Fields that are not always there. */
  readonly optional?: readonly string[];
}

export interface Schema {
  readonly structs: Readonly<Record<string, Struct>>;
  readonly methods: Readonly<Record<string, MethodSchema>>;
  readonly events: Readonly<Record<string, EventSchema>>;
}

/** What programs need of a schema: generated, without the words for people. */
export interface WireSchema {
  readonly structs: Readonly<Record<string, Fields>>;
  readonly methods: Readonly<Record<string, WireMethod>>;
  readonly events: Readonly<Record<string, WireEvent>>;
}

export type WireMethod = Pick<MethodSchema, "params" | "returns" | "payable" | "view">;

export type WireEvent = Required<Pick<EventSchema, "fields" | "optional">>;

export const list = <K extends Kind>(item: K, most: number): { readonly list: K; readonly most: number } => ({
  list: item,
  most,
});
export const nullable = <K extends Kind>(kind: K): { readonly nullable: K } => ({ nullable: kind });
export const tuple = (name: string): { readonly tuple: string } => ({ tuple: name });
export const text = (most: number): { readonly bounded: "text"; readonly most: number } => ({
  bounded: "text",
  most,
});
export const bytes = (most: number): { readonly bounded: "bytes"; readonly most: number } => ({
  bounded: "bytes",
  most,
});
