/**
 * Reading of hash array mapped tries, as fvm_ipld_hamt 0.10 and go-hamt-ipld v3 write them. A node is [bitfield, pointers]; a pointer is a link to a
 * deeper node or a bucket of pairs. What either implementation would refuse is refused.
 * Sources: ref-fvm ipld/hamt/src/{node,pointer,bitfield}.rs, go-hamt-ipld hamt.go loadNode.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { CID } from "multiformats/cid";
import { bytesEqual, compareBytes } from "../bytes.ts";
import { type CborValue, decodeCbor } from "../cbor.ts";
import { type Cid, DAG_CBOR } from "../cid.ts";
import { decoding, type Walk } from "./walk.ts";

/** Pairs a bucket may hold before it becomes a node of its own. */
export const HAMT_BUCKET_SIZE = 3;
/** Width of nearly every HAMT in Filecoin's actor state. */
export const HAMT_BIT_WIDTH = 5;
const HASH_BITS = 256;

/** The stored bytes are not a HAMT of this width, or the keys exhaust the hash. */
export class HamtError extends Error {
  override readonly name = "HamtError";
}

export interface HamtPair<V> {
  readonly key: Uint8Array;
  value: V;
}
export type HamtBucket<V> = readonly HamtPair<V>[];
/** One place per value of a level's bits, most of them empty; `Link` stands for a deeper node. */
export type HamtNode<Link, V> = readonly (HamtBucket<V> | Link | undefined)[];

/** A bucket, not a link. */
export const isHamtBucket = <Link, V>(pointer: HamtBucket<V> | Link): pointer is HamtBucket<V> => Array.isArray(pointer);

/** Hash of a key: sha2-256, consumed from its first bit on. */
export const hamtHash = (key: Uint8Array): Uint8Array => sha256(key);

/** Place of a hash in a node of `depth` (0 = root): its `depth`-th group of bits. Throws HamtError where the hash ends. */
export function hamtSlot(hash: Uint8Array, depth: number, bitWidth: number): number {
  const first = depth * bitWidth;
  if (first + bitWidth > HASH_BITS) throw new HamtError("two keys share a whole hash: the map is too deep");
  const byte = first >> 3;
  const window = ((hash[byte] ?? 0) << 8) | (hash[byte + 1] ?? 0);
  return (window >> (16 - (first & 7) - bitWidth)) & ((1 << bitWidth) - 1);
}

/** The value of a key, or undefined when the map has none: the walk then ends at the place where it would stand. */
export function* findInHamt<Link, V>(root: Link, key: Uint8Array, bitWidth = HAMT_BIT_WIDTH): Walk<Link, HamtNode<Link, V>, V | undefined> {
  const hash = hamtHash(key);
  let link = root;
  for (let depth = 0; ; depth++) {
    const [node] = yield [link];
    const pointer = node?.[hamtSlot(hash, depth, bitWidth)];
    if (pointer === undefined) return undefined;
    if (isHamtBucket<Link, V>(pointer)) return pointer.find((pair) => bytesEqual(pair.key, key))?.value;
    link = pointer;
  }
}

/** Every pair, those of upper nodes first; nodes of one depth are asked for together. */
export function* allOfHamt<Link, V>(root: Link): Walk<Link, HamtNode<Link, V>, HamtPair<V>[]> {
  const pairs: HamtPair<V>[] = [];
  for (let links: Link[] = [root]; links.length > 0;) {
    const deeper: Link[] = [];
    for (const node of yield links) {
      for (const pointer of node) {
        if (pointer === undefined) continue;
        if (isHamtBucket<Link, V>(pointer)) pairs.push(...pointer);
        else deeper.push(pointer);
      }
    }
    links = deeper;
  }
  return pairs;
}

/** `findInHamt` over blocks: yields CIDs, is given bytes. What V is stands in the schema of whoever reads the map. */
export function hamtGet(root: Cid, key: Uint8Array, bitWidth = HAMT_BIT_WIDTH): Walk<Cid, Uint8Array, CborValue | undefined> {
  return decoding(findInHamt<Cid, CborValue>(root, key, bitWidth), (bytes: Uint8Array, link) => decodeHamtNode(bytes, bitWidth, link === root));
}

/** `allOfHamt` over blocks. */
export function hamtPairs(root: Cid, bitWidth = HAMT_BIT_WIDTH): Walk<Cid, Uint8Array, HamtPair<CborValue>[]> {
  return decoding(allOfHamt<Cid, CborValue>(root), (bytes: Uint8Array, link) => decodeHamtNode(bytes, bitWidth, link === root));
}

/** A stored node. Only the root may be empty, or hold so few pairs that they would fit in a bucket of its parent. Throws HamtError, CborError. */
export function decodeHamtNode(bytes: Uint8Array, bitWidth: number, isRoot: boolean): (HamtPair<CborValue>[] | Cid | undefined)[] {
  const places = 1 << bitWidth;
  const value = decodeCbor(bytes);
  if (!Array.isArray(value) || value.length !== 2) throw new HamtError("a node must be [bitfield, pointers]");
  const [bitfield, pointers] = value as readonly CborValue[];
  if (!(bitfield instanceof Uint8Array) || !Array.isArray(pointers)) throw new HamtError("a node must be [bitfield bytes, pointer array]");
  if (bitfield.length * 8 > Math.max(8, places) || bitfield[0] === 0) {
    throw new HamtError(`a bitfield of ${bitfield.length} bytes does not fit ${places} places in its shortest form`);
  }
  const node: (HamtPair<CborValue>[] | Cid | undefined)[] = [];
  let next = 0;
  for (let slot = 0; slot < bitfield.length * 8 || slot < places; slot++) {
    const set = ((bitfield[bitfield.length - 1 - (slot >> 3)] ?? 0) >> (slot & 7)) & 1;
    if (set && slot >= places) throw new HamtError(`the bitfield names place ${slot} of ${places}`);
    if (slot < places) node.push(set ? decodePointer(pointers[next++] as CborValue | undefined) : undefined);
  }
  if (next !== pointers.length) throw new HamtError(`${pointers.length} pointers for ${next} bits`);
  if (!isRoot && fitsInBucket(node)) throw new HamtError("a node below the root holds no more than its parent's bucket would");
  return node;
}

function fitsInBucket(node: readonly (HamtPair<CborValue>[] | Cid | undefined)[]): boolean {
  let pairs = 0;
  for (const pointer of node) {
    if (pointer instanceof CID) return false;
    pairs += pointer?.length ?? 0;
  }
  return pairs <= HAMT_BUCKET_SIZE;
}

function decodePointer(value: CborValue | undefined): HamtPair<CborValue>[] | Cid {
  if (value instanceof CID) {
    if (value.code !== DAG_CBOR) throw new HamtError(`a link must lead to DAG-CBOR; got codec ${value.code}`);
    return value;
  }
  if (!Array.isArray(value) || value.length < 1 || value.length > HAMT_BUCKET_SIZE) {
    throw new HamtError(`a pointer must be a link or a bucket of 1 to ${HAMT_BUCKET_SIZE} pairs`);
  }
  const pairs = (value as readonly CborValue[]).map((pair): HamtPair<CborValue> => {
    const [key, content] = Array.isArray(pair) && pair.length === 2 ? (pair as readonly CborValue[]) : [];
    if (!(key instanceof Uint8Array) || content === undefined) throw new HamtError("a bucket entry must be [key bytes, value]");
    return { key, value: content };
  });
  for (let i = 1; i < pairs.length; i++) {
    const [before, after] = [pairs[i - 1] as HamtPair<CborValue>, pairs[i] as HamtPair<CborValue>];
    if (compareBytes(before.key, after.key) >= 0) throw new HamtError("a bucket's keys must stand in order, each once");
  }
  return pairs;
}
