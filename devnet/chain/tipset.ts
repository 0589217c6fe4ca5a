/** A tipset of this chain: one block, what it was built on, and what running it gave. */
import { type Cid, cidKey } from "../../filecoin/cid.ts";
import { type BlockHeader, tipsetKeyCid } from "../../filecoin/chain/block-header.ts";

/** What running a tipset's messages and its cron left behind. A later block refers to it as parent state and parent receipts. */
export interface Execution {
  root: Cid;
  receipts: Cid;
  /** Number of events, so that searches can pass over quiet tipsets. */
  eventCount: number;
}

export class Tipset {
  readonly header: BlockHeader;
  /** CID of its only block. */
  readonly cid: Cid;
  /** Text key for Maps: equal exactly for equal tipsets. */
  readonly id: string;
  readonly parent: Tipset | null;
  readonly after: Execution;
  #keyCid: Cid | undefined;

  constructor(header: BlockHeader, cid: Cid, parent: Tipset | null, after: Execution) {
    this.header = header;
    this.cid = cid;
    this.id = cidKey(cid);
    this.parent = parent;
    this.after = after;
  }

  /** epoch */
  get height(): number {
    return this.header.height;
  }

  /** The CIDs of its blocks: its name in the RPC. */
  get key(): Cid[] {
    return [this.cid];
  }

  /** The CID of the key, as actors and events see it. */
  get keyCid(): Cid {
    this.#keyCid ??= tipsetKeyCid(this.key);
    return this.#keyCid;
  }
}

/** A tipset that joined or left the chain, in the words of ChainNotify. */
export interface HeadChange {
  type: "current" | "apply" | "revert";
  tipset: Tipset;
}
