/**
 * The chain's blocks. While a tipset runs, its blocks are staged; afterwards what the new state refers to is kept and the rest,
 * the intermediate states of every message, is dropped. Without this the store would grow by every step of every message.
 */
import { CID } from "multiformats/cid";
import { type CborValue, decodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, DAG_CBOR, cidKey } from "../../filecoin/cid.ts";
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
      if (block.cid.code === DAG_CBOR) for (const link of linksOf(block.bytes)) open.push(cidKey(link));
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

/** Links of a DAG-CBOR block. An actor may store what strict decoding refuses; such a block is scanned byte by byte. */
function linksOf(bytes: Uint8Array): Cid[] {
  const links: Cid[] = [];
  try {
    collectLinks(decodeCbor(bytes), links);
  } catch {
    scanForLinks(bytes, links);
  }
  return links;
}

function collectLinks(value: CborValue, links: Cid[]): void {
  if (value instanceof CID) links.push(value);
  else if (Array.isArray(value)) for (const item of value as readonly CborValue[]) collectLinks(item, links);
  else if (value !== null && typeof value === "object" && !(value instanceof Uint8Array)) {
    for (const item of Object.values(value as Record<string, CborValue>)) collectLinks(item, links);
  }
}

/** Prefix of a link in CBOR: tag 42, 39 bytes, 0x00, CIDv1 … blake2b-256. A false find keeps a block too many, no harm. */
function scanForLinks(bytes: Uint8Array, links: Cid[]): void {
  for (let i = 0; i + 41 <= bytes.length; i++) {
    if (bytes[i] !== 0xd8 || bytes[i + 1] !== 0x2a || bytes[i + 2] !== 0x58 || bytes[i + 3] !== 0x27)
      continue;
    try {
      links.push(CID.decode(bytes.subarray(i + 5, i + 43)));
    } catch {
      // not a link after all
    }
  }
}
