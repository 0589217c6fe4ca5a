/**
 * Blocks by content. Synchronous, since a syscall of an actor cannot wait. Every store in the devnet speaks this interface:
 * memory, the buffered layer of a message, a disk cache.
 */
import { type BlockCodec, type Cid, cidKey, cidOf } from "../../filecoin/cid.ts";

export interface Blockstore {
  /** The bytes of a block, or undefined when this store does not hold it. */
  get(cid: Cid): Uint8Array | undefined;
  /** Keeps `bytes` under `cid`. The caller vouches that they belong together. */
  put(cid: Cid, bytes: Uint8Array): void;
  has(cid: Cid): boolean;
}

/** A block that the state refers to is not in the store: the store is damaged, or the reference was never written. */
export class MissingBlock extends Error {
  override readonly name = "MissingBlock";
  constructor(
    readonly cid: Cid,
    readonly what: string,
  ) {
    super(`${what}: block ${cid.toString()} is not in the store`);
  }
}

/** Blocks in a Map, for as long as the process lives. */
export class MemoryBlockstore implements Blockstore {
  readonly #blocks = new Map<string, Uint8Array>();

  get(cid: Cid): Uint8Array | undefined {
    return this.#blocks.get(cidKey(cid));
  }

  put(cid: Cid, bytes: Uint8Array): void {
    this.#blocks.set(cidKey(cid), bytes);
  }

  has(cid: Cid): boolean {
    return this.#blocks.has(cidKey(cid));
  }

  /** Number of blocks held. */
  get size(): number {
    return this.#blocks.size;
  }
}

/** Hashes (blake2b-256) and keeps `bytes`; answers the CID. */
export function putBlock(blocks: Blockstore, codec: BlockCodec, bytes: Uint8Array): Cid {
  const cid = cidOf(codec, bytes);
  blocks.put(cid, bytes);
  return cid;
}

/** The bytes of a block that must be there; `what` names the owner of the reference in the error. */
export function mustGet(blocks: Blockstore, cid: Cid, what: string): Uint8Array {
  const bytes = blocks.get(cid);
  if (bytes === undefined) throw new MissingBlock(cid, what);
  return bytes;
}
