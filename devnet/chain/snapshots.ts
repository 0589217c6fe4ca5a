/** Heads that a chain can come back to, any number of times. */
import type { Cid } from "../../filecoin/cid.ts";
import type { CanonicalChain } from "./canonical-chain.ts";
import { ChainError } from "./chain-options.ts";
import type { Tipset } from "./tipset.ts";

export interface Snapshot {
  head: Tipset;
  /** Root of the state after the head and whatever was done to it from outside. */
  tip: Cid;
}

export class Snapshots {
  readonly #taken = new Map<string, Snapshot>();

  /** Answers the snapshot's id. */
  take(snapshot: Snapshot): string {
    const id = `0x${(this.#taken.size + 1).toString(16)}`;
    this.#taken.set(id, snapshot);
    return id;
  }

  /** Throws ChainError for an unknown id, or one on a branch that was itself undone. */
  find(id: string, line: CanonicalChain): Snapshot {
    const snapshot = this.#taken.get(id);
    if (snapshot === undefined) throw new ChainError(`no snapshot ${id}; Peggy.Snapshot makes one`);
    if (!line.isCanonical(snapshot.head)) throw new ChainError(`snapshot ${id} lies on a branch that was undone`);
    return snapshot;
  }
}
