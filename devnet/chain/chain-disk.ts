/** A chain's steps as a storage takes and gives them. Without a storage nothing is written. */
import { encodeCbor, TupleReader } from "../../filecoin/cbor.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { mustGet } from "../state/blockstore.ts";
import { decodeBlockHeader } from "../../filecoin/chain/block-header.ts";
import { CanonicalChain } from "./canonical-chain.ts";
import { ChainError } from "./chain-options.ts";
import type { StagedBlockstore } from "./staged-blockstore.ts";
import type { ChainStorage, StoredChain } from "./storage.ts";
import { Tipset } from "./tipset.ts";

/** What one step adds to what is stored, beside its blocks. */
interface Step {
  tipsets?: readonly Tipset[];
  /** Signed messages that wait from now on, and those that no longer do. */
  poolAdded?: { cid: Cid; bytes: Uint8Array }[];
  poolRemoved?: Cid[];
}

export class ChainDisk {
  readonly #storage: ChainStorage | undefined;
  readonly #blocks: StagedBlockstore;

  constructor(storage: ChainStorage | undefined, blocks: StagedBlockstore) {
    this.#storage = storage;
    this.#blocks = blocks;
  }

  load(): StoredChain | null {
    return this.#storage?.load() ?? null;
  }

  /** Writes a step with all blocks kept since the last one; `head` and `tip` are those after it. */
  save(head: Tipset, tip: Cid, { tipsets = [], poolAdded = [], poolRemoved = [] }: Step): void {
    this.#storage?.commit({
      records: tipsets.map((t) => ({
        height: t.height,
        parentHeight: t.parent?.height ?? -1,
        record: encodeCbor([t.cid, t.after.root, t.after.receipts, t.after.eventCount]),
      })),
      poolAdded,
      poolRemoved,
      blocks: this.#blocks.takeUnsaved(),
      head: head.height,
      tip,
    });
  }

  /** Resolves when all that happened is on disk. At once when there is none. */
  async settled(): Promise<void> {
    await this.#storage?.settled();
  }
}

/** The tipsets of a stored chain, oldest first. */
export function readLine(stored: StoredChain, blocks: StagedBlockstore): CanonicalChain {
  let line: CanonicalChain | undefined;
  let parent: Tipset | null = null;
  for (const bytes of stored.records) {
    const r = TupleReader.decode(bytes, 4, "tipset record");
    const cid = r.cid();
    const after = { root: r.cid(), receipts: r.cid(), eventCount: r.int() };
    const tipset: Tipset = new Tipset(decodeBlockHeader(mustGet(blocks, cid, "block header")), cid, parent, after);
    if (line === undefined) line = new CanonicalChain(tipset);
    else line.append(tipset);
    parent = tipset;
  }
  if (line === undefined) throw new ChainError("the stored chain has no genesis; remove the data directory");
  return line;
}
