/** What the chain asks of a disk. Memory needs none; the node hands in LevelDB. */
import type { Cid } from "../../filecoin/cid.ts";

/** A tipset as stored. The chain is the records reached from the head by `parentHeight`; others are of abandoned branches. */
export interface TipsetRecord {
  height: number;
  /** −1 for the genesis */
  parentHeight: number;
  record: Uint8Array;
}

/** Everything that one step of the chain adds, to be written whole or not at all. */
export interface ChainCommit {
  /** New blocks: state, messages, receipts, headers. */
  blocks: { cid: Cid; bytes: Uint8Array }[];
  /** New tipsets by height. */
  records: TipsetRecord[];
  /** Height of the head from now on; records above it are void. */
  head: number;
  /** Root of the state on which the next tipset is built. */
  tip: Cid;
  /** Signed messages in CBOR that wait from now on, and those that no longer do. */
  poolAdded: { cid: Cid; bytes: Uint8Array }[];
  poolRemoved: Cid[];
}

/** A chain as stored. */
export interface StoredChain {
  /** Tipset records from height 0 to the head, oldest first; null rounds have none. */
  records: Uint8Array[];
  pool: Uint8Array[];
  tip: Cid;
}

export interface ChainStorage {
  /** A block written earlier. */
  getBlock(cid: Cid): Uint8Array | undefined;
  /** Writes in the order of the calls, each whole or not at all. Errors surface on `settled`. */
  commit(commit: ChainCommit): void;
  /** Resolves when everything committed so far is on disk; rejects when a write failed. */
  settled(): Promise<void>;
  load(): StoredChain | null;
  close(): Promise<void>;
}
