/**
 * Writing of array mapped tries, byte for byte the layout of fvm_ipld_amt 0.7 / go-amt-ipld v4 and of their first version; filecoin/ipld/amt.ts reads
 * them. Nodes are read when first touched, kept, and written on flush only where something changed.
 */
import { type CborValue, decodeCbor, encodeCbor } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import {
  AMT_BIT_WIDTH,
  amtBitmapBytes,
  AmtError,
  type AmtOptions,
  amtPath,
  type AmtValue,
  checkAmtWidth,
  decodeAmtNode,
  decodeAmtRoot,
  findInAmt,
  isAmtValue,
} from "../../filecoin/ipld/amt.ts";
import { walkNow } from "../../filecoin/ipld/walk.ts";
import { type Blockstore, mustGet, putBlock } from "./blockstore.ts";

interface Node<V> {
  /** Where it was stored; null when it changed since. */
  cid: Cid | null;
  /** Null until read. */
  slots: Slots<V> | null;
}
type Slots<V> = (Node<V> | AmtValue<V> | undefined)[];

export class Amt<V extends CborValue = CborValue> {
  readonly #blocks: Blockstore;
  readonly #width: number;
  readonly #version: 0 | 3;
  #height: number;
  #count: number;
  #root: Node<V>;
  #rootCid: Cid | null;

  private constructor(blocks: Blockstore, width: number, version: 0 | 3, height: number, count: number, root: Node<V>, cid: Cid | null) {
    checkAmtWidth(width);
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
    const width = version === 0 ? AMT_BIT_WIDTH : (options.bitWidth ?? AMT_BIT_WIDTH);
    return new Amt<V>(blocks, width, version, 0, 0, { cid: null, slots: [] }, null);
  }

  /** The array stored at `cid`; reads the root, the rest on first access. */
  static load<V extends CborValue = CborValue>(blocks: Blockstore, cid: Cid, options: AmtOptions = {}): Amt<V> {
    const { bitWidth, height, count, node } = decodeAmtRoot(mustGet(blocks, cid, "AMT root"), options);
    return new Amt<V>(blocks, bitWidth, options.version ?? 3, height, count, { cid: null, slots: slotsOf<V>(node) }, cid);
  }

  /** Number of entries. */
  get count(): number {
    return this.#count;
  }

  get(index: number | bigint): V | undefined {
    let level = this.#height;
    const walk = findInAmt<Node<V>, V>(this.#open(this.#root, level), level, index, this.#width);
    return walkNow(walk, (node) => this.#open(node, --level));
  }

  set(index: number | bigint, value: V): void {
    const path = amtPath(index, this.#width);
    while (path.length > this.#height + 1) this.#grow();
    this.#rootCid = null;
    let node = this.#root;
    for (let level = this.#height; level > 0; level--) {
      const slots = this.#open(node, level);
      node.cid = null;
      const at = path[level] ?? 0;
      const child = slots[at] ?? { cid: null, slots: [] };
      if (isAmtValue(child)) throw new AmtError("a value where a link was expected");
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
    const path = amtPath(index, this.#width);
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
      if (first === undefined || isAmtValue(first) || slots.some((s, i) => i > 0 && s !== undefined)) return;
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
      if (isAmtValue(slot) || !this.#remove(slot, level - 1, path)) return false;
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
      if (isAmtValue(slot)) yield [offset + i, slot.value];
      else yield* this.#walk(slot, level - 1, offset + i * span);
    }
  }

  #open(node: Node<V>, level: number): Slots<V> {
    if (node.slots === null) {
      if (node.cid === null) throw new AmtError("a node without content");
      node.slots = slotsOf<V>(decodeAmtNode(decodeCbor(mustGet(this.#blocks, node.cid, "AMT node")), this.#width, level));
    }
    return node.slots;
  }

  #encode(node: Node<V>, level: number): CborValue {
    const slots = this.#open(node, level);
    const bitmap = new Uint8Array(amtBitmapBytes(this.#width));
    const links: CborValue[] = [];
    const values: CborValue[] = [];
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i];
      if (slot === undefined) continue;
      bitmap[i >> 3] = (bitmap[i >> 3] ?? 0) | (1 << (i & 7));
      if (isAmtValue(slot)) values.push(slot.value);
      else links.push(this.#write(slot, level - 1));
    }
    return [bitmap, links, values];
  }

  #write(node: Node<V>, level: number): Cid {
    node.cid ??= putBlock(this.#blocks, 0x71, encodeCbor(this.#encode(node, level)));
    return node.cid;
  }
}

/** What V is stands in the schema of whoever loads the array; the array stores any CBOR value. */
function slotsOf<V>(slots: ReturnType<typeof decodeAmtNode>): Slots<V> {
  return slots.map((slot) => (slot === undefined || isAmtValue(slot) ? (slot as AmtValue<V> | undefined) : { cid: slot, slots: null }));
}
