/** State trees of tipsets, read-only and shared by all readers; the last ones asked for stay at hand. */
import { type Cid, cidKey } from "../../filecoin/cid.ts";
import type { Blockstore } from "../state/blockstore.ts";
import { StateTree } from "../state/state-tree.ts";

const TREES_AT_HAND = 16;

export class PastStates {
  readonly #blocks: Blockstore;
  readonly #trees = new Map<string, StateTree>();

  constructor(blocks: Blockstore) {
    this.#blocks = blocks;
  }

  at(root: Cid): StateTree {
    const key = cidKey(root);
    const tree = this.#trees.get(key) ?? StateTree.load(this.#blocks, root);
    this.#trees.delete(key);
    this.#trees.set(key, tree);
    if (this.#trees.size > TREES_AT_HAND) this.#trees.delete(this.#trees.keys().next().value as string);
    return tree;
  }
}
