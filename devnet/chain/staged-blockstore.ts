/**
 * The chain's blocks. While a tipset runs, its blocks are staged; afterwards what the new state refers to is kept and the rest,
 * the intermediate states of every message, is dropped. Without this the store would grow by every step of every message.
 */
import { type Cid, DAG_CBOR, cidKey, keyOfCidBytes } from "../../filecoin/cid.ts";
import type { Blockstore } from "../state/blockstore.ts";

/** The part of a disk this store reads through to. */
export interface BlockSource {
  getBlock(cid: Cid): Uint8Array | undefined;
}

interface Staged {
  cid: Cid;
  bytes: Uint8Array;
}

export class StagedBlockstore implements Blockstore {
  readonly #kept = new Map<string, Uint8Array>();
  #staged = new Map<string, Staged>();
  #unsaved: Staged[] = [];
  readonly #source: BlockSource | undefined;

  /** `source` holds blocks of earlier runs; those are not counted as new. */
  constructor(source?: BlockSource) {
    this.#source = source;
  }

  get(cid: Cid): Uint8Array | undefined {
    const key = cidKey(cid);
    return this.#staged.get(key)?.bytes ?? this.#kept.get(key) ?? this.#source?.getBlock(cid);
  }

  has(cid: Cid): boolean {
    return this.get(cid) !== undefined;
  }

  put(cid: Cid, bytes: Uint8Array): void {
    const key = cidKey(cid);
    if (!this.#kept.has(key)) this.#staged.set(key, { cid, bytes });
  }

  /** Keeps staged blocks that `roots` reach and forgets the others. */
  keep(roots: readonly Cid[]): void {
    const open = roots.map(cidKey);
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      const block = this.#staged.get(key);
      if (block === undefined) continue;
      this.#staged.delete(key);
      this.#kept.set(key, block.bytes);
      if (this.#source !== undefined) this.#unsaved.push(block);
      if (block.cid.code === DAG_CBOR) open.push(...linksOf(block.bytes));
    }
    this.#staged = new Map();
  }

  /** Blocks kept since the last call, for the disk. Empty when there is no disk. */
  takeUnsaved(): Staged[] {
    const unsaved = this.#unsaved;
    this.#unsaved = [];
    return unsaved;
  }

  /** Number of blocks held in memory. */
  get size(): number {
    return this.#kept.size + this.#staged.size;
  }
}

/** A view that keeps its own writes to itself: for dry runs. */
export class OverlayBlockstore implements Blockstore {
  readonly #below: Blockstore;
  readonly #own = new Map<string, Uint8Array>();

  constructor(below: Blockstore) {
    this.#below = below;
  }

  get(cid: Cid): Uint8Array | undefined {
    return this.#own.get(cidKey(cid)) ?? this.#below.get(cid);
  }

  has(cid: Cid): boolean {
    return this.get(cid) !== undefined;
  }

  put(cid: Cid, bytes: Uint8Array): void {
    this.#own.set(cidKey(cid), bytes);
  }
}

/** blake2b-256 of 32 bytes, as a multihash begins. */
const MULTIHASH = [0xa0, 0xe4, 0x02, 0x20] as const;
const MULTIHASH_BYTES = 36;

/**
 * Keys of what a DAG-CBOR block links to, found by the bytes of a state block's CID: version 1, codec, blake2b-256. Decoding every
 * block took longer than running it, and an actor may store spellings that strict decoding refuses. A false find keeps a block too
 * many, no harm.
 */
function linksOf(bytes: Uint8Array): string[] {
  const links: string[] = [];
  for (let at = bytes.indexOf(MULTIHASH[0], 2); at >= 0 && at + MULTIHASH_BYTES <= bytes.length; at = bytes.indexOf(MULTIHASH[0], at + 1)) {
    if (bytes[at - 2] !== 1 || !MULTIHASH.every((byte, i) => bytes[at + i] === byte)) continue;
    links.push(keyOfCidBytes(bytes.subarray(at - 2, at + MULTIHASH_BYTES)));
  }
  return links;
}
