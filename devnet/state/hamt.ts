/**
 * Hash array mapped trie, byte for byte the layout of fvm_ipld_hamt 0.10 / go-hamt-ipld v3 (facts: ref-fvm ipld/hamt).
 * Nodes are read when first touched, kept, and written on flush only where something changed.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { CID } from "multiformats/cid";
import { bytesEqual, compareBytes, concatBytes } from "../../filecoin/bytes.ts";
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { type Blockstore, mustGet, putBlock } from "./blockstore.ts";

/** Pairs a bucket may hold before it becomes a node of its own. */
const BUCKET_SIZE = 3;
const HASH_BITS = 256;
/** Width of every HAMT in Filecoin's actor state. */
const DEFAULT_BIT_WIDTH = 5;

export interface HamtOptions {
  /** Bits of the hash consumed by each level, 1..8. Not stored in the map: reader and writer must agree. Default 5. */
  bitWidth?: number;
}

/** The stored bytes are not a HAMT of this width, or the keys exhaust the hash. */
export class HamtError extends Error {
  override readonly name = "HamtError";
}

interface Entry<V> {
  readonly key: Uint8Array;
  value: V;
  /** sha2-256 of the key, once it was needed. */
  hash?: Uint8Array;
  /** The pair in CBOR, once it was written. */
  encoded?: Uint8Array | undefined;
}
type Bucket<V> = Entry<V>[];
/** A child node: where it was stored (null when it changed since) and its content, once it was read. */
interface Branch<V> {
  cid: Cid | null;
  node: Node<V> | null;
}
/** One place per value of `bitWidth` bits; most are empty. */
type Node<V> = (Bucket<V> | Branch<V> | undefined)[];

const isBucket = <V>(p: Bucket<V> | Branch<V>): p is Bucket<V> => Array.isArray(p);

export class Hamt<V extends CborValue = CborValue> {
  readonly #blocks: Blockstore;
  readonly #width: number;
  readonly #root: Branch<V>;

  private constructor(blocks: Blockstore, width: number, root: Branch<V>) {
    if (!Number.isInteger(width) || width < 1 || width > 8) {
      throw new HamtError(`bit width must be 1..8, got ${String(width)}`);
    }
    this.#blocks = blocks;
    this.#width = width;
    this.#root = root;
  }

  /** An empty map, not yet stored. */
  static empty<V extends CborValue = CborValue>(blocks: Blockstore, options: HamtOptions = {}): Hamt<V> {
    const width = options.bitWidth ?? DEFAULT_BIT_WIDTH;
    return new Hamt<V>(blocks, width, { cid: null, node: [] });
  }

  /** The map stored at `cid`. Nothing is read until the first access. */
  static load<V extends CborValue = CborValue>(blocks: Blockstore, cid: Cid, options: HamtOptions = {}): Hamt<V> {
    return new Hamt<V>(blocks, options.bitWidth ?? DEFAULT_BIT_WIDTH, { cid, node: null });
  }

  get(key: Uint8Array): V | undefined {
    const hash = sha256(key);
    let node = this.#open(this.#root);
    for (let depth = 0; ; depth++) {
      const pointer = node[this.#slot(hash, depth)];
      if (pointer === undefined) return undefined;
      if (isBucket(pointer)) return pointer.find((e) => bytesEqual(e.key, key))?.value;
      node = this.#open(pointer);
    }
  }

  has(key: Uint8Array): boolean {
    return this.get(key) !== undefined;
  }

  set(key: Uint8Array, value: V): void {
    this.#insert(this.#root, 0, { key: key.slice(), value, hash: sha256(key) });
  }

  /** Removes a key; false when it was not there. */
  delete(key: Uint8Array): boolean {
    return this.#remove(this.#root, 0, key, sha256(key));
  }

  /** Key and value pairs in the order of the key hashes. The map must not change meanwhile. */
  *entries(): IterableIterator<[key: Uint8Array, value: V]> {
    yield* this.#walk(this.#root);
  }

  /** Writes what changed and answers the root CID. */
  flush(): Cid {
    return this.#write(this.#root);
  }

  /** The `depth`-th group of bits of the hash, most significant bit first. */
  #slot(hash: Uint8Array, depth: number): number {
    const width = this.#width;
    const first = depth * width;
    if (first + width > HASH_BITS) throw new HamtError("two keys share a whole hash: the map is too deep");
    const byte = first >> 3;
    const window = ((hash[byte] ?? 0) << 8) | (hash[byte + 1] ?? 0);
    return (window >> (16 - (first & 7) - width)) & ((1 << width) - 1);
  }

  #open(branch: Branch<V>): Node<V> {
    if (branch.node === null) {
      if (branch.cid === null) throw new HamtError("a branch without content");
      branch.node = decodeNode<V>(mustGet(this.#blocks, branch.cid, "HAMT node"), 1 << this.#width);
    }
    return branch.node;
  }

  #insert(branch: Branch<V>, depth: number, entry: Entry<V>): void {
    const node = this.#open(branch);
    branch.cid = null;
    const slot = this.#slot(hashOf(entry), depth);
    const pointer = node[slot];
    if (pointer === undefined) {
      node[slot] = [entry];
    } else if (!isBucket(pointer)) {
      this.#insert(pointer, depth + 1, entry);
    } else {
      const at = pointer.findIndex((e) => compareBytes(e.key, entry.key) >= 0);
      const found = at < 0 ? undefined : pointer[at];
      if (found !== undefined && bytesEqual(found.key, entry.key)) {
        found.value = entry.value;
        found.encoded = undefined;
      } else if (pointer.length < BUCKET_SIZE) pointer.splice(at < 0 ? pointer.length : at, 0, entry);
      else node[slot] = this.#split([...pointer, entry], depth + 1);
    }
  }

  #split(entries: Bucket<V>, depth: number): Branch<V> {
    const branch: Branch<V> = { cid: null, node: [] };
    for (const entry of entries) this.#insert(branch, depth, entry);
    return branch;
  }

  #remove(branch: Branch<V>, depth: number, key: Uint8Array, hash: Uint8Array): boolean {
    const node = this.#open(branch);
    const slot = this.#slot(hash, depth);
    const pointer = node[slot];
    if (pointer === undefined) return false;
    if (isBucket(pointer)) {
      const at = pointer.findIndex((e) => bytesEqual(e.key, key));
      if (at < 0) return false;
      if (pointer.length === 1) node[slot] = undefined;
      else pointer.splice(at, 1);
    } else {
      if (!this.#remove(pointer, depth + 1, key, hash)) return false;
      const inlined = collapse(this.#open(pointer));
      if (inlined !== null) node[slot] = inlined;
    }
    branch.cid = null;
    return true;
  }

  *#walk(branch: Branch<V>): IterableIterator<[Uint8Array, V]> {
    for (const pointer of this.#open(branch)) {
      if (pointer === undefined) continue;
      if (!isBucket(pointer)) yield* this.#walk(pointer);
      else for (const { key, value } of pointer) yield [key, value];
    }
  }

  #write(branch: Branch<V>): Cid {
    if (branch.cid !== null) return branch.cid;
    const node = this.#open(branch);
    const bitfield = new Uint8Array(Math.max(1, (1 << this.#width) >> 3));
    const parts: Uint8Array[] = [];
    let [pointers, size] = [0, 0];
    const add = (part: Uint8Array): void => {
      parts.push(part);
      size += part.length;
    };
    for (let slot = 0; slot < node.length; slot++) {
      const pointer = node[slot];
      if (pointer === undefined) continue;
      const byte = bitfield.length - 1 - (slot >> 3);
      bitfield[byte] = (bitfield[byte] ?? 0) | (1 << (slot & 7));
      pointers++;
      if (isBucket(pointer)) {
        add(ARRAY_HEADS[pointer.length] as Uint8Array);
        // The state tree's upper nodes are written at every tipset, and most of their pairs are those of the one before.
        for (const entry of pointer) add((entry.encoded ??= encodeCbor([entry.key, entry.value])));
      } else add(encodeCbor(this.#write(pointer)));
    }
    const head = concatBytes(arrayHead(2), encodeCbor(withoutLeadingZeros(bitfield)), arrayHead(pointers));
    const bytes = new Uint8Array(head.length + size);
    bytes.set(head);
    let at = head.length;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    branch.cid = putBlock(this.#blocks, 0x71, bytes);
    return branch.cid;
  }
}

/** First bytes of a CBOR array of at most 256 items. */
function arrayHead(items: number): Uint8Array {
  return items < 24 ? Uint8Array.of(0x80 | items) : items < 256 ? Uint8Array.of(0x98, items) : Uint8Array.of(0x99, items >> 8, items & 255);
}

/** By the number of pairs of a bucket. */
const ARRAY_HEADS = [0, 1, 2, BUCKET_SIZE].map(arrayHead);

/** A child left with at most a bucket of pairs and no deeper node moves into its parent. */
function collapse<V>(node: Node<V>): Bucket<V> | null {
  const entries: Bucket<V> = [];
  for (const pointer of node) {
    if (pointer === undefined) continue;
    if (!isBucket(pointer)) return null;
    entries.push(...pointer);
    if (entries.length > BUCKET_SIZE) return null;
  }
  return entries.sort((a, b) => compareBytes(a.key, b.key));
}

function decodeNode<V>(bytes: Uint8Array, places: number): Node<V> {
  const value = decodeCbor(bytes);
  if (!Array.isArray(value) || value.length !== 2) throw new HamtError("a node must be [bitfield, pointers]");
  const [bitfield, pointers] = value;
  if (!(bitfield instanceof Uint8Array) || !Array.isArray(pointers)) {
    throw new HamtError("a node must be [bitfield bytes, pointer array]");
  }
  if (bitfield.length * 8 > Math.max(8, places) || bitfield[0] === 0) {
    throw new HamtError(`a bitfield of ${String(bitfield.length)} bytes does not fit ${String(places)} places`);
  }
  const node: Node<V> = [];
  let next = 0;
  for (let slot = 0; slot < places; slot++) {
    const byte = bitfield[bitfield.length - 1 - (slot >> 3)] ?? 0;
    node.push((byte >> (slot & 7)) & 1 ? decodePointer<V>(pointers[next++]) : undefined);
  }
  if (next !== pointers.length) throw new HamtError(`${String(pointers.length)} pointers for ${String(next)} bits`);
  return node;
}

function decodePointer<V>(value: CborValue | undefined): Bucket<V> | Branch<V> {
  if (value instanceof CID) return { cid: value, node: null };
  if (!Array.isArray(value) || value.length < 1 || value.length > BUCKET_SIZE) {
    throw new HamtError("a pointer must be a link or a bucket of 1 to 3 pairs");
  }
  return value.map((pair) => {
    const key = Array.isArray(pair) && pair.length === 2 ? pair[0] : undefined;
    if (!(key instanceof Uint8Array)) throw new HamtError("a bucket entry must be [key bytes, value]");
    // What V is stands in the schema of whoever loads the map; the map stores any CBOR value.
    return { key, value: (pair as CborValue[])[1] as V };
  });
}

function hashOf<V>(entry: Entry<V>): Uint8Array {
  entry.hash ??= sha256(entry.key);
  return entry.hash;
}

function withoutLeadingZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((b) => b !== 0);
  return first < 0 ? new Uint8Array(0) : bytes.subarray(first);
}
