/**
 * Array mapped trie, byte for byte the layout of fvm_ipld_amt 0.7 / go-amt-ipld v4 ("v3" of the format, with the bit width in
 * the root) and of its first version ("v0": width 3, no width in the root), in which blocks keep their message and receipt lists.
 * Nodes are read when first touched, kept, and written on flush only where something changed.
 */
import { CID } from "multiformats/cid";
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { type Blockstore, mustGet, putBlock } from "./blockstore.ts";

/** Width of the v0 format, and the default of the later one. */
const DEFAULT_BIT_WIDTH = 3;
/** Largest index either implementation accepts (u64::MAX − 1). */
const MAX_INDEX = (1n << 64n) - 2n;

export interface AmtOptions {
  /** Bits of the index consumed by each level, 1..18. A stored array of format 3 names its own; a different one here is refused. */
  bitWidth?: number;
  /** Format of the root: 3 (state, events) or 0 (message and receipt lists). Default 3. */
  version?: 0 | 3;
}

/** The stored bytes are not an AMT of this shape, or an index is out of range. */
export class AmtError extends Error {
  override readonly name = "AmtError";
}

interface Node<V> {
  /** Where it was stored; null when it changed since. */
  cid: Cid | null;
  /** Null until read. */
  slots: (Node<V> | { value: V } | undefined)[] | null;
}

const isLeafValue = <V>(slot: Node<V> | { value: V }): slot is { value: V } => "value" in slot;

export class Amt<V extends CborValue = CborValue> {
  readonly #blocks: Blockstore;
  readonly #width: number;
  readonly #version: 0 | 3;
  #height: number;
  #count: number;
  #root: Node<V>;
  #rootCid: Cid | null;

  private constructor(blocks: Blockstore, width: number, version: 0 | 3, height: number, count: number, root: Node<V>, cid: Cid | null) {
    if (!Number.isInteger(width) || width < 1 || width > 18) throw new AmtError(`bit width must be 1..18, got ${String(width)}`);
    this.#blocks = blocks;
    this.#width = width;
    this.#version = version;
    this.#height = height;
    this.#count = count;
    this.#root = root;
    this.#rootCid = cid;
  }

  /** An empty array, not yet stored. */
  static empty<V extends CborValue = CborValue>(blocks: Blockstore, options: AmtOptions = {}): Amt<V> {
    const version = options.version ?? 3;
    const width = version === 0 ? DEFAULT_BIT_WIDTH : (options.bitWidth ?? DEFAULT_BIT_WIDTH);
    return new Amt<V>(blocks, width, version, 0, 0, { cid: null, slots: [] }, null);
  }

  /** The array stored at `cid`; reads the root, the rest on first access. */
  static load<V extends CborValue = CborValue>(blocks: Blockstore, cid: Cid, options: AmtOptions = {}): Amt<V> {
    const root = decodeCbor(mustGet(blocks, cid, "AMT root"));
    const version = options.version ?? 3;
    const fields = Array.isArray(root) ? [...root] : [];
    const width = version === 0 ? DEFAULT_BIT_WIDTH : fields.shift();
    const [height, count, node] = fields;
    if (fields.length !== 3 || typeof width !== "number" || typeof height !== "number" || typeof count !== "number") {
      throw new AmtError(`the root is not that of an AMT of format ${String(version)}`);
    }
    if (options.bitWidth !== undefined && options.bitWidth !== width) {
      throw new AmtError(`expected bit width ${String(options.bitWidth)}, the stored array has ${String(width)}`);
    }
    if (height < 0 || height * width > 64) throw new AmtError(`height ${String(height)} is impossible`);
    return new Amt<V>(blocks, width, version, height, count, decodeNode<V>(node, width, height), cid);
  }

  /** Number of entries. */
  get count(): number {
    return this.#count;
  }

  get(index: number | bigint): V | undefined {
    const path = this.#path(index);
    if (path.length > this.#height + 1) return undefined;
    let node = this.#root;
    for (let level = this.#height; level > 0; level--) {
      const child = this.#open(node, level)[path[level] ?? 0];
      if (child === undefined || isLeafValue(child)) return undefined;
      node = child;
    }
    const leaf = this.#open(node, 0)[path[0] ?? 0];
    return leaf !== undefined && isLeafValue(leaf) ? leaf.value : undefined;
  }

  set(index: number | bigint, value: V): void {
    const path = this.#path(index);
    while (path.length > this.#height + 1) this.#grow();
    this.#rootCid = null;
    let node = this.#root;
    for (let level = this.#height; level > 0; level--) {
      const slots = this.#open(node, level);
      node.cid = null;
      const at = path[level] ?? 0;
      const child = slots[at] ?? { cid: null, slots: [] };
      if (isLeafValue(child)) throw new AmtError("a value where a link was expected");
      slots[at] = child;
      node = child;
    }
    const slots = this.#open(node, 0);
    node.cid = null;
    if (slots[path[0] ?? 0] === undefined) this.#count++;
    slots[path[0] ?? 0] = { value };
  }

  /** Adds after a dense run: index = count. For the lists of blocks and receipts. */
  push(value: V): void {
    this.set(this.#count, value);
  }

  /** Removes an entry; false when there was none. */
  delete(index: number | bigint): boolean {
    const path = this.#path(index);
    if (path.length > this.#height + 1 || !this.#remove(this.#root, this.#height, path)) return false;
    this.#rootCid = null;
    this.#count--;
    this.#shrink();
    return true;
  }

  /** Index and value pairs in ascending order. Indices beyond 2⁵³ come as bigint elsewhere: state in this devnet stays below. */
  *entries(): IterableIterator<[index: number, value: V]> {
    yield* this.#walk(this.#root, this.#height, 0);
  }

  /** Writes what changed and answers the root CID. */
  flush(): Cid {
    if (this.#rootCid === null) {
      const node = this.#encode(this.#root, this.#height);
      const root: CborValue[] = [this.#height, this.#count, node];
      if (this.#version === 3) root.unshift(this.#width);
      this.#rootCid = putBlock(this.#blocks, 0x71, encodeCbor(root));
    }
    return this.#rootCid;
  }

  /** Digits of the index in base 2^width, lowest first, at least one. */
  #path(index: number | bigint): number[] {
    const path: number[] = [];
    if (typeof index === "number" && !Number.isSafeInteger(index)) throw new AmtError(`index ${String(index)} is not an integer`);
    if (index < 0 || BigInt(index) > MAX_INDEX) throw new AmtError(`index ${String(index)} is out of range`);
    const size = 2 ** this.#width;
    let rest = BigInt(index);
    for (; rest > BigInt(Number.MAX_SAFE_INTEGER); rest /= BigInt(size)) path.push(Number(rest % BigInt(size)));
    let small = Number(rest);
    do {
      path.push(small % size);
      small = Math.floor(small / size);
    } while (small > 0);
    return path;
  }

  #grow(): void {
    const below = this.#root;
    this.#root = { cid: null, slots: this.#count > 0 ? [below] : [] };
    this.#height++;
  }

  /** A root with nothing but its first child gives way to it, as both implementations do on delete. */
  #shrink(): void {
    if (this.#count === 0) {
      this.#height = 0;
      this.#root = { cid: null, slots: [] };
    }
    while (this.#height > 0) {
      const slots = this.#open(this.#root, this.#height);
      const first = slots[0];
      if (first === undefined || isLeafValue(first) || slots.some((s, i) => i > 0 && s !== undefined)) return;
      this.#open(first, this.#height - 1);
      this.#root = first;
      this.#height--;
    }
  }

  #remove(node: Node<V>, level: number, path: number[]): boolean {
    const slots = this.#open(node, level);
    const at = path[level] ?? 0;
    const slot = slots[at];
    if (slot === undefined) return false;
    if (level > 0) {
      if (isLeafValue(slot) || !this.#remove(slot, level - 1, path)) return false;
      if (this.#open(slot, level - 1).every((s) => s === undefined)) slots[at] = undefined;
    } else {
      slots[at] = undefined;
    }
    node.cid = null;
    return true;
  }

  *#walk(node: Node<V>, level: number, offset: number): IterableIterator<[number, V]> {
    const span = 2 ** (this.#width * level);
    const slots = this.#open(node, level);
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i];
      if (slot === undefined) continue;
      if (isLeafValue(slot)) yield [offset + i, slot.value];
      else yield* this.#walk(slot, level - 1, offset + i * span);
    }
  }

  #open(node: Node<V>, level: number): NonNullable<Node<V>["slots"]> {
    if (node.slots === null) {
      if (node.cid === null) throw new AmtError("a node without content");
      node.slots = decodeNode<V>(decodeCbor(mustGet(this.#blocks, node.cid, "AMT node")), this.#width, level).slots ?? [];
    }
    return node.slots;
  }

  #encode(node: Node<V>, level: number): CborValue {
    const slots = this.#open(node, level);
    const bitmap = new Uint8Array(bitmapLength(this.#width));
    const links: CborValue[] = [];
    const values: CborValue[] = [];
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i];
      if (slot === undefined) continue;
      bitmap[i >> 3] = (bitmap[i >> 3] ?? 0) | (1 << (i & 7));
      if (isLeafValue(slot)) values.push(slot.value);
      else links.push(this.#write(slot, level - 1));
    }
    return [bitmap, links, values];
  }

  #write(node: Node<V>, level: number): Cid {
    node.cid ??= putBlock(this.#blocks, 0x71, encodeCbor(this.#encode(node, level)));
    return node.cid;
  }
}

const bitmapLength = (width: number): number => (width <= 3 ? 1 : 1 << (width - 3));

function decodeNode<V>(value: CborValue | undefined, width: number, level: number): Node<V> {
  if (!Array.isArray(value) || value.length !== 3) throw new AmtError("a node must be [bitmap, links, values]");
  const [bitmap, links, values] = value;
  if (!(bitmap instanceof Uint8Array) || bitmap.length !== bitmapLength(width) || !Array.isArray(links) || !Array.isArray(values)) {
    throw new AmtError(`a node of width ${String(width)} must be [${String(bitmapLength(width))} bytes, links, values]`);
  }
  if (level > 0 ? values.length > 0 : links.length > 0) throw new AmtError("links belong to inner nodes, values to leaves");
  const slots: NonNullable<Node<V>["slots"]> = [];
  let next = 0;
  for (let i = 0; i < 2 ** width; i++) {
    if (((bitmap[i >> 3] ?? 0) >> (i & 7)) % 2 === 0) slots.push(undefined);
    else slots.push(level > 0 ? decodeLink<V>(links[next++]) : decodeValue<V>(values, next++));
  }
  if (next !== (level > 0 ? links : values).length) throw new AmtError("the bitmap does not match the number of entries");
  return { cid: null, slots };
}

function decodeLink<V>(value: CborValue | undefined): Node<V> {
  if (!(value instanceof CID)) throw new AmtError("an inner node must hold links");
  return { cid: value, slots: null };
}

function decodeValue<V>(values: CborValue[], index: number): { value: V } {
  const value = values[index];
  if (value === undefined) throw new AmtError("the bitmap does not match the number of entries");
  // What V is stands in the schema of whoever loads the array; the array stores any CBOR value.
  return { value: value as V };
}
