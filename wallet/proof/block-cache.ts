import { type Cid, cidKey } from "../../filecoin/cid.ts";

export interface BlockCacheLimits {
  /** bytes of blocks, keys not counted */
  readonly mostBytes: number;
  readonly mostBlocks: number;
}

/**
 * Blocks by CID, their hashes checked by whoever puts them in. The ones used longest ago go first. What is asked for while it is on its way is
 * waited for, not asked again.
 * @example const cache = new BlockCache({ mostBytes: 16 * 2 ** 20, mostBlocks: 20_000 });
 */
export class BlockCache {
  readonly #limits: BlockCacheLimits;
  /** In order of last use. */
  readonly #blocks = new Map<string, Uint8Array>();
  readonly #underWay = new Map<string, Promise<Uint8Array>>();
  #bytes = 0;

  constructor(limits: BlockCacheLimits) {
    this.#limits = limits;
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Blocks held. */
  get count(): number {
    return this.#blocks.size;
  }

  /** The block, from memory or through `read`. A failure is not remembered. */
  async get(cid: Cid, read: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const key = cidKey(cid);
    const held = this.#blocks.get(key);
    if (held !== undefined) {
      this.#blocks.delete(key);
      this.#blocks.set(key, held);
      return held;
    }
    const awaited = this.#underWay.get(key);
    if (awaited !== undefined) return awaited;
    const reading = read().then((bytes) => this.#hold(key, bytes));
    this.#underWay.set(key, reading);
    try {
      return await reading;
    } finally {
      this.#underWay.delete(key);
    }
  }

  #hold(key: string, bytes: Uint8Array): Uint8Array {
    const { mostBytes, mostBlocks } = this.#limits;
    if (bytes.length > mostBytes) return bytes;
    this.#blocks.set(key, bytes);
    this.#bytes += bytes.length;
    for (const [oldest, block] of this.#blocks) {
      if (this.#bytes <= mostBytes && this.#blocks.size <= mostBlocks) break;
      this.#blocks.delete(oldest);
      this.#bytes -= block.length;
    }
    return bytes;
  }
}
