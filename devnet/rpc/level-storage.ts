/**
 * The chain on disk, in LevelDB. Each commit is one synced batch: after a crash the chain is as it was after some commit, and at most
 * what the last one carried is missing.
 */
import { ClassicLevel } from "classic-level";
import type { Cid } from "../../filecoin/cid.ts";
import { decodeCbor, encodeCbor, TupleReader } from "../../filecoin/cbor.ts";
import type { ChainCommit, ChainStorage, StoredChain } from "../chain/storage.ts";

const BLOCK = "b:";
const RECORD = "r:";
const POOL = "p:";
const HEAD = "head";

/** The data directory does not hold what it must. */
class StorageError extends Error {
  override readonly name = "StorageError";
}

type Database = ClassicLevel<string, Uint8Array>;

const cidText = (cid: Cid): string => Buffer.from(cid.bytes).toString("base64");
const heightText = (height: number): string => height.toString(16).padStart(12, "0");

export class LevelStorage implements ChainStorage {
  readonly #db: Database;
  #queue: Promise<void> = Promise.resolve();
  #failure: unknown;
  readonly #loaded: StoredChain | null;

  private constructor(db: Database, loaded: StoredChain | null) {
    this.#db = db;
    this.#loaded = loaded;
  }

  /** Opens or creates the database in a directory. Rejects when another process holds it. */
  static async open(directory: string): Promise<LevelStorage> {
    const db: Database = new ClassicLevel(directory, { valueEncoding: "view" });
    await db.open();
    return new LevelStorage(db, await readChain(db));
  }

  /** Small facts kept beside the chain, such as its mnemonic. */
  async getFact(name: string): Promise<string | undefined> {
    const bytes = await this.#db.get(`fact:${name}`);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  async setFact(name: string, value: string): Promise<void> {
    await this.#db.put(`fact:${name}`, new TextEncoder().encode(value), { sync: true });
  }

  load(): StoredChain | null {
    return this.#loaded;
  }

  getBlock(cid: Cid): Uint8Array | undefined {
    return this.#db.getSync(BLOCK + cidText(cid));
  }

  commit({ blocks, records, head, tip, poolAdded, poolRemoved }: ChainCommit): void {
    const batch: { type: "put"; key: string; value: Uint8Array }[] = [
      ...blocks.map(({ cid, bytes }) => put(BLOCK + cidText(cid), bytes)),
      ...records.map((r) => put(RECORD + heightText(r.height), encodeCbor([r.parentHeight, r.record]))),
      ...poolAdded.map(({ cid, bytes }) => put(POOL + cidText(cid), bytes)),
      put(HEAD, encodeCbor([head, tip])),
    ];
    const removed = poolRemoved.map((cid) => ({ type: "del" as const, key: POOL + cidText(cid) }));
    this.#queue = this.#queue.then(async () => {
      try {
        await this.#db.batch([...batch, ...removed], { sync: true });
      } catch (error) {
        this.#failure ??= error;
      }
    });
  }

  async settled(): Promise<void> {
    await this.#queue;
    if (this.#failure !== undefined) throw this.#failure;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#db.close();
  }
}

const put = (key: string, value: Uint8Array): { type: "put"; key: string; value: Uint8Array } => ({
  type: "put",
  key,
  value,
});

async function readChain(db: Database): Promise<StoredChain | null> {
  const head = await db.get(HEAD);
  if (head === undefined) return null;
  const r = new TupleReader(decodeCbor(head), 2, "stored head");
  const height = r.int();
  const tip = r.cid();
  const records = branch(db, height);
  const pool: Uint8Array[] = [];
  for await (const value of db.values({ gte: POOL, lt: "p;" })) pool.push(value);
  return { records, pool, tip };
}

/** Records from the genesis to the head, each found by the height its child names. */
function branch(db: Database, head: number): Uint8Array[] {
  const records: Uint8Array[] = [];
  for (let height = head; height >= 0;) {
    const stored = db.getSync(RECORD + heightText(height));
    if (stored === undefined) throw new StorageError(`the record of epoch ${height} is missing: the data directory is damaged`);
    const r = TupleReader.decode(stored, 2, "stored tipset");
    height = r.int();
    records.push(r.bytes());
  }
  return records.reverse();
}
