/**
 * Writing of hash array mapped tries, byte for byte the layout of fvm_ipld_hamt 0.10 / go-hamt-ipld v3; filecoin/ipld/hamt.ts reads them.
 * Nodes are read when first touched, kept, and written on flush only where something changed.
 */
import { bytesEqual, compareBytes, concatBytes } from "../../filecoin/bytes.ts";
import { type CborValue, encodeCbor } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import {
  decodeHamtNode,
  findInHamt,
  HAMT_BIT_WIDTH,
  HAMT_BUCKET_SIZE,
  HamtError,
  type HamtPair,
  hamtHash,
  hamtSlot,
  isHamtBucket as isBucket,
} from "../../filecoin/ipld/hamt.ts";
import { walkNow } from "../../filecoin/ipld/walk.ts";
import { type Blockstore, mustGet, putBlock } from "./blockstore.ts";

export interface HamtOptions {
  /** Bits of the hash consumed by each level, 1..8. Not stored in the map: reader and writer must agree. Default 5. */
  bitWidth?: number;
}

interface Entry<V> extends HamtPair<V> {
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
    const width = options.bitWidth ?? HAMT_BIT_WIDTH;
    return new Hamt<V>(blocks, width, { cid: null, node: [] });
  }

  /** The map stored at `cid`. Nothing is read until the first access. */
  static load<V extends CborValue = CborValue>(blocks: Blockstore, cid: Cid, options: HamtOptions = {}): Hamt<V> {
    return new Hamt<V>(blocks, options.bitWidth ?? HAMT_BIT_WIDTH, { cid, node: null });
  }

  get(key: Uint8Array): V | undefined {
    return walkNow(findInHamt<Branch<V>, V>(this.#root, key, this.#width), (branch) => this.#open(branch));
  }

  has(key: Uint8Array): boolean {
    return this.get(key) !== undefined;
  }

  set(key: Uint8Array, value: V): void {
    this.#insert(this.#root, 0, { key: key.slice(), value, hash: hamtHash(key) });
  }

  /** Removes a key; false when it was not there. */
  delete(key: Uint8Array): boolean {
    return this.#remove(this.#root, 0, key, hamtHash(key));
  }

  /** Key and value pairs in the order of the key hashes. The map must not change meanwhile. */
  *entries(): IterableIterator<[key: Uint8Array, value: V]> {
    yield* this.#walk(this.#root);
  }

  /** Writes what changed and answers the root CID. */
  flush(): Cid {
    return this.#write(this.#root);
  }

  #open(branch: Branch<V>): Node<V> {
    if (branch.node === null) {
      if (branch.cid === null) throw new HamtError("a branch without content");
      const bytes = mustGet(this.#blocks, branch.cid, "HAMT node");
      // What V is stands in the schema of whoever loads the map; the map stores any CBOR value.
      branch.node = decodeHamtNode(bytes, this.#width, branch === this.#root).map((pointer) =>
        pointer === undefined || Array.isArray(pointer) ? (pointer as Bucket<V> | undefined) : { cid: pointer, node: null },
      );
    }
    return branch.node;
  }

  #insert(branch: Branch<V>, depth: number, entry: Entry<V>): void {
    const node = this.#open(branch);
    branch.cid = null;
    const slot = hamtSlot(hashOf(entry), depth, this.#width);
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
      } else if (pointer.length < HAMT_BUCKET_SIZE) pointer.splice(at < 0 ? pointer.length : at, 0, entry);
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
    const slot = hamtSlot(hash, depth, this.#width);
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
const ARRAY_HEADS = [0, 1, 2, HAMT_BUCKET_SIZE].map(arrayHead);

/** A child left with at most a bucket of pairs and no deeper node moves into its parent. */
function collapse<V>(node: Node<V>): Bucket<V> | null {
  const entries: Bucket<V> = [];
  for (const pointer of node) {
    if (pointer === undefined) continue;
    if (!isBucket(pointer)) return null;
    entries.push(...pointer);
    if (entries.length > HAMT_BUCKET_SIZE) return null;
  }
  return entries.sort((a, b) => compareBytes(a.key, b.key));
}

function hashOf<V>(entry: Entry<V>): Uint8Array {
  entry.hash ??= hamtHash(entry.key);
  return entry.hash;
}

function withoutLeadingZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((b) => b !== 0);
  return first < 0 ? new Uint8Array(0) : bytes.subarray(first);
}
