/**
 * Array of CBOR items by index, byte-equal to fvm_ipld_amt v3: root [bitWidth, height, count, node], node [bitmap, links, values].
 * Nodes are opened when first needed; flush writes only those that changed.
 */
import { ILLEGAL_ARGUMENT, SERIALIZATION, check } from "./abort";
import { Bytes, at, newBytes } from "./bytes";
import { openBlock, putBlock } from "./blocks";
import { Reader } from "./cbor-reader";
import { Writer } from "./cbor-writer";

/** No index: what `next` returns at the end. Also one above the largest index. */
export const NO_INDEX: u64 = u64.MAX_VALUE;
const MAX_WIDTH: u32 = 8;

/** `slots` holds the values of a leaf or the links of an inner node; `children` the opened nodes behind the links. */
@final
class Node {
  slots: StaticArray<Bytes | null>;
  children: StaticArray<Node | null>;
  dirty: bool = false;

  constructor(width: i32) {
    this.slots = new StaticArray<Bytes | null>(width);
    this.children = new StaticArray<Node | null>(width);
  }

  static read(r: Reader, width: i32): Node {
    const node = new Node(width);
    r.nextArray(3);
    const bitmap = r.nextBytes(32);
    check(bitmap.length == bitmapLength(width), SERIALIZATION, utf8("AMT bitmap of another width"));
    let left = r.nextList(width);
    const inner = left > 0;
    for (let i = 0; inner && i < width; i++) if (bit(bitmap, i) && left-- > 0) node.slots[i] = r.nextCid();
    let values = r.nextList(width);
    for (let i = 0; !inner && i < width; i++) if (bit(bitmap, i) && values-- > 0) node.slots[i] = r.nextRaw();
    check(left == 0 && values == 0, SERIALIZATION, utf8("AMT bitmap does not fit its node"));
    return node;
  }

  /** The node behind slot i, or null if the slot is empty. */
  child(i: i32): Node | null {
    let node = this.children[i];
    const link = this.slots[i];
    if (node === null && link !== null) {
      const r = new Reader(openBlock(link));
      node = Node.read(r, this.slots.length);
      r.finish();
      this.children[i] = node;
    }
    return node;
  }

  has(i: i32): bool {
    return this.slots[i] !== null || this.children[i] !== null;
  }

  /** True if no slot from `first` on is taken. */
  isEmptyFrom(first: i32): bool {
    for (let i = first; i < this.slots.length; i++) if (this.has(i)) return false;
    return true;
  }

  write(w: Writer, height: u32): void {
    const width = this.slots.length;
    const bitmap = newBytes(bitmapLength(width));
    let count = 0;
    for (let i = 0; i < width; i++) {
      if (!this.has(i)) continue;
      count++;
      const byte = at(bitmap) + (i >> 3);
      store<u8>(byte, load<u8>(byte) | (<u8>1 << (<u8>i & 7)));
      const child = this.children[i];
      if (child !== null && child.dirty) this.slots[i] = child.flush(height - 1);
    }
    w.array(3).bytes(bitmap);
    w.array(height > 0 ? count : 0);
    for (let i = 0; i < width; i++) {
      if (height == 0 && i == 0) w.array(count);
      const slot = this.slots[i];
      if (slot === null) continue;
      if (height > 0) w.cid(slot);
      else w.raw(slot);
    }
    if (height > 0) w.array(0);
    this.dirty = false;
  }

  private flush(height: u32): Bytes {
    const w = new Writer();
    this.write(w, height);
    return putBlock(w.finish());
  }
}

function bitmapLength(width: i32): i32 {
  return width <= 8 ? 1 : width >> 3;
}

function bit(bitmap: Bytes, i: i32): bool {
  return ((load<u8>(at(bitmap) + (i >> 3)) >> (<u8>i & 7)) & 1) != 0;
}

@final
export class Amt {
  private height: u32 = 0;
  private root: Node;
  private link: Bytes | null = null;
  /** Number of values. */
  count: u64 = 0;

  constructor(private bitWidth: u32) {
    this.root = new Node(1 << bitWidth);
  }

  /** Opens an AMT by its root. Ends the message with 21 if the block is no AMT. */
  static load(link: Bytes): Amt {
    const r = new Reader(openBlock(link));
    r.nextArray(4);
    const bitWidth = r.nextU64();
    check(bitWidth > 0 && bitWidth <= MAX_WIDTH, SERIALIZATION, utf8("AMT width above 8"));
    const amt = new Amt(<u32>bitWidth);
    const height = r.nextU64();
    check(height < 64 && height * bitWidth < 64, SERIALIZATION, utf8("AMT too high"));
    amt.height = <u32>height;
    amt.count = r.nextU64();
    amt.root = Node.read(r, 1 << <i32>bitWidth);
    r.finish();
    amt.link = link;
    return amt;
  }

  /** Slot of index i in a node of a height. */
  private slot(i: u64, height: u32): i32 {
    return <i32>((i >> (height * this.bitWidth)) & ((1 << this.bitWidth) - 1));
  }

  private outOfReach(i: u64): bool {
    const bits = (this.height + 1) * this.bitWidth;
    return bits < 64 && i >> bits != 0;
  }

  /** CBOR of the value at i, or null. */
  get(i: u64): Bytes | null {
    if (this.outOfReach(i)) return null;
    let node = this.root;
    for (let h = this.height; h > 0; h--) {
      const child = node.child(this.slot(i, h));
      if (child === null) return null;
      node = child;
    }
    return node.slots[this.slot(i, 0)];
  }

  /** Sets the value at i (CBOR of one item). */
  set(i: u64, value: Bytes): void {
    check(i != NO_INDEX, ILLEGAL_ARGUMENT, utf8("AMT index too large"));
    const width = this.root.slots.length;
    this.link = null;
    while (this.outOfReach(i)) {
      const above = new Node(width);
      if (!this.root.isEmptyFrom(0)) {
        above.children[0] = this.root;
        this.root.dirty = true;
      }
      this.root = above;
      this.height++;
    }
    let node = this.root;
    for (let h = this.height; h > 0; h--) {
      const slot = this.slot(i, h);
      let child = node.child(slot);
      if (child === null) {
        child = new Node(width);
        node.children[slot] = child;
      }
      child.dirty = true;
      node = child;
    }
    const slot = this.slot(i, 0);
    if (node.slots[slot] === null) this.count++;
    node.slots[slot] = value;
  }

  /** Removes the value at i; false if there is none. */
  delete(i: u64): bool {
    if (this.outOfReach(i) || !this.remove(this.root, this.height, i)) return false;
    this.link = null;
    this.count--;
    if (this.count == 0) {
      this.root = new Node(this.root.slots.length);
      this.height = 0;
    }
    while (this.height > 0 && this.root.isEmptyFrom(1)) {
      this.root = this.root.child(0)!;
      this.height--;
    }
    return true;
  }

  private remove(node: Node, height: u32, i: u64): bool {
    const slot = this.slot(i, height);
    if (height == 0) {
      if (node.slots[slot] === null) return false;
    } else {
      const child = node.child(slot);
      if (child === null || !this.remove(child, height - 1, i)) return false;
      if (!child.isEmptyFrom(0)) {
        node.dirty = true;
        return true;
      }
      node.children[slot] = null;
    }
    node.slots[slot] = null;
    node.dirty = true;
    return true;
  }

  /** The least index from `from` on that has a value, or NO_INDEX. */
  next(from: u64): u64 {
    return from == NO_INDEX || this.outOfReach(from) ? NO_INDEX : this.find(this.root, this.height, from, 0);
  }

  /** Searches a node that begins at index `base` for indices from `from` on. */
  private find(node: Node, height: u32, from: u64, base: u64): u64 {
    const width = node.slots.length;
    const step = height * this.bitWidth;
    for (let i = from > base ? this.slot(from, height) : 0; i < width; i++) {
      const begin = base + (<u64>i << step);
      if (height == 0) {
        if (node.slots[i] !== null) return begin;
      } else {
        const child = node.child(i);
        const found = child === null ? NO_INDEX : this.find(child, height - 1, from, begin);
        if (found != NO_INDEX) return found;
      }
    }
    return NO_INDEX;
  }

  /** Stores what changed and returns the root's CID. */
  flush(): Bytes {
    let link = this.link;
    if (link === null) {
      const w = new Writer();
      w.array(4).u64(this.bitWidth).u64(this.height).u64(this.count);
      this.root.write(w, this.height);
      link = putBlock(w.finish());
      this.link = link;
    }
    return link;
  }
}
