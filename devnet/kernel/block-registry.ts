/**
 * Blocks an invocation holds, by handle from 1, and the CIDs it may open: what its state, its params and what it was
 * given link to.
 * Source: ref-fvm fvm/src/kernel/blocks.rs.
 */
import { ErrorNumber, SyscallError } from "./runtime.ts";
import type { WireCid } from "./wire-cid.ts";

/** The handle that stands for "no block". */
export const NO_BLOCK = 0;

export interface HeldBlock {
  readonly codec: number;
  readonly bytes: Uint8Array;
  readonly links: readonly WireCid[];
}

export class BlockRegistry {
  readonly #blocks: HeldBlock[] = [];
  readonly #reachable = new Set<string>();

  /** Keeps a block that is known to be reachable; so are its links then. */
  putReachable(block: HeldBlock): number {
    for (const link of block.links) this.#reachable.add(link.key);
    return this.#blocks.push(block);
  }

  /** Keeps a new block. SyscallError notFound when it links to what the actor cannot reach. */
  putChecked(block: HeldBlock): number {
    for (const link of block.links) {
      if (!this.#reachable.has(link.key)) {
        throw new SyscallError(ErrorNumber.notFound, "a block links to a CID that the actor cannot reach");
      }
    }
    return this.#blocks.push(block);
  }

  markReachable(key: string): void {
    this.#reachable.add(key);
  }

  isReachable(key: string): boolean {
    return this.#reachable.has(key);
  }

  /** SyscallError invalidHandle for a handle never given out. */
  get(handle: number): HeldBlock {
    const block = this.#blocks[handle - 1];
    if (block === undefined) throw new SyscallError(ErrorNumber.invalidHandle, `no block ${String(handle)}`);
    return block;
  }

  find(handle: number): HeldBlock | undefined {
    return this.#blocks[handle - 1];
  }
}
