/**
 * Map from byte keys to CBOR items, byte-equal to fvm_ipld_hamt (sha2-256, buckets of 3, a bit width of 1 to 5): node [bitfield,
 * pointers], pointer = link or list of [key, value] sorted by key. Nodes are opened when first needed; flush writes only those
 * that changed. The width does not stand in the blocks: whoever reads a map must know it.
 */
import { SERIALIZATION, check } from "./abort";
import { Bytes, at, compareBytes, sameBytes } from "./bytes";
import { openBlock, putBlock } from "./blocks";
import { Reader } from "./cbor-reader";
import { Writer } from "./cbor-writer";
import { SHA2_256, hash } from "./hash";

const BUCKET: i32 = 3;
const MAX_KEY: i32 = 256;

/** One pair of a bucket, in a chain sorted by key. */
@final
class Entry {
  constructor(
    public key: Bytes,
    public value: Bytes,
    public next: Entry | null,
  ) {}
}

/** Puts a pair into a sorted chain and returns its head. The key must not be in it. */
function insert(head: Entry | null, key: Bytes, value: Bytes): Entry {
  if (head === null || compareBytes(key, head.key) < 0) return new Entry(key, value, head);
  head.next = insert(head.next, key, value);
  return head;
}

/** Puts the pairs of one chain into another, but for a key, and returns its head. */
function mergeInto(head: Entry | null, from: Entry | null, except: Bytes | null): Entry | null {
  while (from !== null) {
    if (except === null || !sameBytes(from.key, except)) head = insert(head, from.key, from.value);
    from = from.next;
  }
  return head;
}

function lengthOf(head: Entry | null): i32 {
  let n = 0;
  while (head !== null) {
    n++;
    head = head.next;
  }
  return n;
}

function entryOf(head: Entry | null, key: Bytes): Entry | null {
  while (head !== null && !sameBytes(head.key, key)) head = head.next;
  return head;
}

/** Each of the 2^bits slots is empty, a bucket, or a link with (once opened) its node. */
@final
class Node {
  buckets: StaticArray<Entry | null>;
  links: StaticArray<Bytes | null>;
  children: StaticArray<Node | null>;
  dirty: bool = false;

  constructor(private bits: i32) {
    this.buckets = new StaticArray<Entry | null>(1 << bits);
    this.links = new StaticArray<Bytes | null>(1 << bits);
    this.children = new StaticArray<Node | null>(1 << bits);
  }

  static open(link: Bytes, width: i32): Node {
    const node = new Node(width);
    const r = new Reader(openBlock(link));
    r.nextArray(2);
    const field = r.nextBytes(4);
    let bits: u32 = 0;
    for (let i = 0; i < field.length; i++) bits = (bits << 8) | field[i];
    r.nextArray(popcnt(bits));
    // Bits beyond the width have no slot; what stands for them is left over, and refused.
    for (let slot = 0; slot < 1 << width; slot++) {
      if (((bits >> slot) & 1) == 0) continue;
      if (r.atLink) node.links[slot] = r.nextCid();
      else node.readBucket(slot, r);
    }
    r.finish();
    return node;
  }

  /** Slot of a digest in a node of this depth: the next bits, most significant first. */
  slotOf(digest: Bytes, depth: i32): i32 {
    const first = depth * this.bits;
    check(first + this.bits <= 256, SERIALIZATION, utf8("HAMT too deep"));
    const byte = at(digest) + (first >> 3);
    const two = ((<u32>load<u8>(byte)) << 8) | (first < 248 ? <u32>load<u8>(byte, 1) : 0);
    return (two >> (16 - this.bits - (first & 7))) & (this.buckets.length - 1);
  }

  private readBucket(slot: i32, r: Reader): void {
    for (let n = r.nextList(BUCKET); n > 0; n--) {
      r.nextArray(2);
      const key = r.nextBytes(MAX_KEY);
      this.buckets[slot] = insert(this.buckets[slot], key, r.nextRaw());
    }
  }

  child(slot: i32): Node | null {
    let node = this.children[slot];
    const link = this.links[slot];
    if (node === null && link !== null) {
      node = Node.open(link, this.bits);
      this.children[slot] = node;
    }
    return node;
  }

  set(key: Bytes, value: Bytes, digest: Bytes, depth: i32): void {
    this.dirty = true;
    const slot = this.slotOf(digest, depth);
    let child = this.child(slot);
    if (child === null) {
      const bucket = this.buckets[slot];
      const entry = entryOf(bucket, key);
      if (entry !== null) {
        entry.value = value;
        return;
      }
      if (lengthOf(bucket) < BUCKET) {
        this.buckets[slot] = insert(bucket, key, value);
        return;
      }
      child = new Node(this.bits);
      let e = bucket;
      while (e !== null) {
        child.set(e.key, e.value, hash(SHA2_256, e.key), depth + 1);
        e = e.next;
      }
      this.buckets[slot] = null;
      this.children[slot] = child;
    }
    child.set(key, value, digest, depth + 1);
  }

  delete(key: Bytes, digest: Bytes, depth: i32): bool {
    const slot = this.slotOf(digest, depth);
    const child = this.child(slot);
    if (child === null) {
      const bucket = this.buckets[slot];
      if (entryOf(bucket, key) === null) return false;
      this.buckets[slot] = mergeInto(null, bucket, key);
    } else {
      if (!child.delete(key, digest, depth + 1)) return false;
      if (child.fitsBucket()) {
        this.children[slot] = null;
        this.links[slot] = null;
        this.buckets[slot] = child.merged();
      }
    }
    this.dirty = true;
    return true;
  }

  /** True if the node holds at most one bucket's worth of pairs and no links: its parent takes them over. */
  private fitsBucket(): bool {
    let pairs = 0;
    for (let slot = 0; slot < this.buckets.length; slot++) {
      if (this.links[slot] !== null || this.children[slot] !== null) return false;
      pairs += lengthOf(this.buckets[slot]);
    }
    return pairs <= BUCKET;
  }

  private merged(): Entry | null {
    let all: Entry | null = null;
    for (let slot = 0; slot < this.buckets.length; slot++) all = mergeInto(all, this.buckets[slot], null);
    return all;
  }

  flush(): Bytes {
    let bits: u32 = 0;
    for (let slot = 0; slot < this.buckets.length; slot++) {
      const child = this.children[slot];
      if (child !== null && child.dirty) this.links[slot] = child.flush();
      if (this.links[slot] !== null || this.buckets[slot] !== null) bits |= 1 << slot;
    }
    const field = memory.data(4);
    store<u32>(field, bswap<u32>(bits));
    const skipped = clz(bits) >> 3;
    const w = new Writer();
    w.array(2).bytesFrom(field + skipped, 4 - skipped).array(popcnt(bits));
    for (let slot = 0; slot < this.buckets.length; slot++) {
      const link = this.links[slot];
      const bucket = this.buckets[slot];
      if (link !== null) w.cid(link);
      else if (bucket !== null) writeBucket(w, bucket);
    }
    this.dirty = false;
    return putBlock(w.finish());
  }
}

function writeBucket(w: Writer, bucket: Entry): void {
  w.array(lengthOf(bucket));
  let e: Entry | null = bucket;
  while (e !== null) {
    w.array(2).bytes(e.key).raw(e.value);
    e = e.next;
  }
}

@final
export class Hamt {
  private root: Node;
  /** A map of a bit width of 1 to 5: an empty one, or the one behind a link. Ends the message with 21 if that is no HAMT node. */
  constructor(bits: i32, private link: Bytes | null = null) {
    this.root = link === null ? new Node(bits) : Node.open(link, bits);
  }

  /** Opens a map by its root, if there is one; no bytes stand for the empty one. */
  static load(link: Bytes, bits: i32): Hamt {
    return new Hamt(bits, link.length == 0 ? null : link);
  }

  /** CBOR of the value of a key, or null. */
  get(key: Bytes): Bytes | null {
    const digest = hash(SHA2_256, key);
    let node = this.root;
    let depth = 0;
    let child = node.child(node.slotOf(digest, depth));
    while (child !== null) {
      node = child;
      child = node.child(node.slotOf(digest, ++depth));
    }
    const entry = entryOf(node.buckets[node.slotOf(digest, depth)], key);
    return entry === null ? null : entry.value;
  }

  /** Sets the value of a key (CBOR of one item). */
  set(key: Bytes, value: Bytes): void {
    this.link = null;
    this.root.set(key, value, hash(SHA2_256, key), 0);
  }

  /** Removes a key; false if it is not there. */
  delete(key: Bytes): bool {
    if (!this.root.delete(key, hash(SHA2_256, key), 0)) return false;
    this.link = null;
    return true;
  }

  /** Stores what changed and returns the root's CID. */
  flush(): Bytes {
    let link = this.link;
    if (link === null) {
      link = this.root.flush();
      this.link = link;
    }
    return link;
  }
}
