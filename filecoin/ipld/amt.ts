/**
 * Reading of array mapped tries, as fvm_ipld_amt 0.7 and go-amt-ipld v4 write them ("v3" of the format, with the bit width in the root) and of the
 * first version ("v0": width 3, no width in the root), in which blocks keep their message and receipt lists. A node is [bitmap, links, values].
 * What either implementation would refuse is refused. Sources: ref-fvm ipld/amt/src/{amt,node,root}.rs, go-amt-ipld amt.go LoadAMT, node.go newNode.
 */
import { CID } from "multiformats/cid";
import { type CborValue, decodeCbor } from "../cbor.ts";
import { type Cid, DAG_CBOR } from "../cid.ts";
import type { Walk } from "./walk.ts";

/** Width of the v0 format, and the default of the later one. */
export const AMT_BIT_WIDTH = 3;
/** Largest index either implementation accepts (u64::MAX − 1). */
export const AMT_MAX_INDEX = (1n << 64n) - 2n;
const MAX_BIT_WIDTH = 18;
const INDEX_BITS = 64;

/** The stored bytes are not an AMT of this shape, or an index is out of range. */
export class AmtError extends Error {
  override readonly name = "AmtError";
}

export interface AmtOptions {
  /** Bits of the index consumed by each level, 1..18. A stored array of format 3 names its own; a different one here is refused. */
  bitWidth?: number;
  /** Format of the root: 3 (state, events) or 0 (message and receipt lists). Default 3. */
  version?: 0 | 3;
}

/** One place per value of a level's bits: a link to a node below, or in a leaf a value. */
export type AmtNode<Link, V> = readonly (Link | AmtValue<V> | undefined)[];
export interface AmtValue<V> {
  readonly value: V;
}

/** A root: its own node stands in it. `height` 0 means that the node is a leaf. */
export interface AmtRoot {
  readonly bitWidth: number;
  readonly height: number;
  readonly count: number;
  readonly node: (Cid | AmtValue<CborValue> | undefined)[];
}

/** Throws AmtError unless `width` is one that either implementation takes. */
export function checkAmtWidth(width: number): void {
  if (!Number.isInteger(width) || width < 1 || width > MAX_BIT_WIDTH) throw new AmtError(`bit width must be 1..${MAX_BIT_WIDTH}, got ${width}`);
}

/** Digits of the index in base 2^bitWidth, lowest first, at least one. Throws AmtError for an index that is none. */
export function amtPath(index: number | bigint, bitWidth: number): number[] {
  const path: number[] = [];
  if (typeof index === "number" && !Number.isSafeInteger(index)) throw new AmtError(`index ${index} is not an integer`);
  if (index < 0 || BigInt(index) > AMT_MAX_INDEX) throw new AmtError(`index ${index} is out of range`);
  const size = 2 ** bitWidth;
  let rest = BigInt(index);
  for (; rest > BigInt(Number.MAX_SAFE_INTEGER); rest /= BigInt(size)) path.push(Number(rest % BigInt(size)));
  let small = Number(rest);
  do {
    path.push(small % size);
    small = Math.floor(small / size);
  } while (small > 0);
  return path;
}

/** A value, not a link. */
export const isAmtValue = <Link, V>(slot: Link | AmtValue<V>): slot is AmtValue<V> => typeof slot === "object" && slot !== null && "value" in slot;

/** The value at an index below `root`, a node `height` levels above the leaves; undefined when there is none. `Link` must not have a field "value". */
export function* findInAmt<Link, V>(
  root: AmtNode<Link, V>,
  height: number,
  index: number | bigint,
  bitWidth: number,
): Walk<Link, AmtNode<Link, V>, V | undefined> {
  const path = amtPath(index, bitWidth);
  if (path.length > height + 1) return undefined;
  let node = root;
  for (let level = height; ; level--) {
    const slot = node[path[level] ?? 0];
    if (slot === undefined) return undefined;
    if (isAmtValue<Link, V>(slot)) return slot.value;
    node = (yield [slot])[0] as AmtNode<Link, V>;
  }
}

/** Every index with its value, ascending; nodes of one level are asked for together. Indices above 2⁵³ are bigint. */
export function* allOfAmt<Link, V>(
  root: AmtNode<Link, V>,
  height: number,
  bitWidth: number,
): Walk<Link, AmtNode<Link, V>, [index: number | bigint, value: V][]> {
  const entries: [number | bigint, V][] = [];
  let nodes: { node: AmtNode<Link, V>; offset: bigint }[] = [{ node: root, offset: 0n }];
  for (let level = height; nodes.length > 0; level--) {
    const span = 1n << BigInt(bitWidth * level);
    const links: { link: Link; offset: bigint }[] = [];
    for (const { node, offset } of nodes) {
      node.forEach((slot, i) => {
        const at = offset + BigInt(i) * span;
        if (slot === undefined) return;
        if (!isAmtValue<Link, V>(slot)) links.push({ link: slot, offset: at });
        else entries.push([at <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(at) : at, slot.value]);
      });
    }
    const opened = links.length === 0 ? [] : yield links.map(({ link }) => link);
    nodes = links.map(({ offset }, i) => ({ node: opened[i] as AmtNode<Link, V>, offset }));
  }
  return entries;
}

/** A value of a stored array: yields CIDs, is given bytes. What V is stands in the schema of whoever reads the array. */
export function* amtGet(cid: Cid, index: number | bigint, options: AmtOptions = {}): Walk<Cid, Uint8Array, CborValue | undefined> {
  const root = decodeAmtRoot((yield [cid])[0] as Uint8Array, options);
  return yield* below(root, findInAmt(root.node, root.height, index, root.bitWidth));
}

/** Every index of a stored array with its value, ascending. `most` bounds their number: an array that says it has more is refused. */
export function* amtEntries(cid: Cid, options: AmtOptions & { most?: number } = {}): Walk<Cid, Uint8Array, [index: number | bigint, value: CborValue][]> {
  const root = decodeAmtRoot((yield [cid])[0] as Uint8Array, options);
  const { most = Infinity } = options;
  if (root.count > most) throw new AmtError(`expected at most ${most} entries; the array has ${root.count}`);
  const entries = yield* below(root, allOfAmt(root.node, root.height, root.bitWidth));
  if (entries.length !== root.count) throw new AmtError(`the root counts ${root.count} entries; there are ${entries.length}`);
  return entries;
}

/** Decodes nodes by their level: every link asked for together is of one level, and each request is one level lower than the one before. */
function* below<T>(root: AmtRoot, walk: Walk<Cid, AmtNode<Cid, CborValue>, T>): Walk<Cid, Uint8Array, T> {
  let level = root.height;
  let step = walk.next();
  while (step.done !== true) {
    const raws = yield step.value;
    level--;
    step = walk.next(raws.map((bytes) => decodeAmtNode(decodeCbor(bytes), root.bitWidth, level)));
  }
  return step.value;
}

/** A stored root. Throws AmtError, CborError. */
export function decodeAmtRoot(bytes: Uint8Array, options: AmtOptions = {}): AmtRoot {
  const root = decodeCbor(bytes);
  const version = options.version ?? 3;
  const fields = Array.isArray(root) ? [...(root as readonly CborValue[])] : [];
  const bitWidth = version === 0 ? AMT_BIT_WIDTH : fields.shift();
  const [height, count, node] = fields;
  if (fields.length !== 3 || typeof bitWidth !== "number" || typeof height !== "number" || typeof count !== "number") {
    throw new AmtError(`the root is not that of an AMT of format ${version}`);
  }
  checkAmtWidth(bitWidth);
  if (options.bitWidth !== undefined && options.bitWidth !== bitWidth) {
    throw new AmtError(`expected bit width ${options.bitWidth}, the stored array has ${bitWidth}`);
  }
  if (height < 0 || height * bitWidth >= INDEX_BITS) throw new AmtError(`height ${height} is impossible`);
  if (count < 0 || count > 2 ** (bitWidth * (height + 1))) throw new AmtError(`${count} entries do not fit below height ${height}`);
  return { bitWidth, height, count, node: decodeAmtNode(node, bitWidth, height, height === 0) };
}

/** A node as it stands in its block or in the root; `level` 0 is a leaf. Only an empty array's root may be empty. Throws AmtError. */
export function decodeAmtNode(value: CborValue | undefined, bitWidth: number, level: number, mayBeEmpty = false): (Cid | AmtValue<CborValue> | undefined)[] {
  if (!Array.isArray(value) || value.length !== 3) throw new AmtError("a node must be [bitmap, links, values]");
  const [bitmap, links, values] = value as readonly CborValue[];
  const size = amtBitmapBytes(bitWidth);
  if (!(bitmap instanceof Uint8Array) || bitmap.length !== size || !Array.isArray(links) || !Array.isArray(values)) {
    throw new AmtError(`a node of width ${bitWidth} must be [${size} bytes, links, values]`);
  }
  if ((level > 0 ? values : links).length > 0) throw new AmtError("links belong to inner nodes, values to leaves");
  const content = (level > 0 ? links : values) as readonly CborValue[];
  if (content.length === 0 && !mayBeEmpty) throw new AmtError("only the root of an empty array may be empty");
  const slots: (Cid | AmtValue<CborValue> | undefined)[] = [];
  let next = 0;
  for (let i = 0; i < size * 8; i++) {
    const set = ((bitmap[i >> 3] as number) >> (i & 7)) & 1;
    if (set && i >= 2 ** bitWidth) throw new AmtError(`the bitmap names place ${i} of ${2 ** bitWidth}`);
    if (i < 2 ** bitWidth) slots.push(set ? decodeSlot(content[next++], level) : undefined);
  }
  if (next !== content.length) throw new AmtError("the bitmap does not match the number of entries");
  return slots;
}

/** Bytes of a node's bitmap. */
export const amtBitmapBytes = (bitWidth: number): number => (bitWidth <= 3 ? 1 : 1 << (bitWidth - 3));

function decodeSlot(value: CborValue | undefined, level: number): Cid | AmtValue<CborValue> {
  if (value === undefined) throw new AmtError("the bitmap does not match the number of entries");
  if (level === 0) return { value };
  if (!(value instanceof CID)) throw new AmtError("an inner node must hold links");
  if (value.code !== DAG_CBOR) throw new AmtError(`a link must lead to DAG-CBOR; got codec ${value.code}`);
  return value;
}
