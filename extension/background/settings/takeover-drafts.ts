import * as v from "valibot";
import { EMPTY_DRAFT, takeoverDraft, type TakeoverDraft } from "../../../wallet/takeover/takeover-draft.ts";
import type { Database } from "../storage/stores.ts";

/** Drafts of take-overs on disk: no secret; they survive lock and worker. */

const PREFIX = "takeover ";
const keyOf = (genesis: string, miner: string, account: string): string => `${PREFIX}${genesis} ${miner} ${account}`;

const parsed = (stored: unknown): TakeoverDraft => (stored === undefined ? structuredClone(EMPTY_DRAFT) : v.parse(takeoverDraft, stored));

export class TakeoverDrafts {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  async get(genesis: string, miner: string, account: string): Promise<TakeoverDraft> {
    const stored = await this.#database.read(["drafts"], (tx) => tx.get("drafts", keyOf(genesis, miner, account)));
    return parsed(stored);
  }

  async change(genesis: string, miner: string, account: string, now: number, part: Partial<TakeoverDraft>): Promise<void> {
    const key = keyOf(genesis, miner, account);
    await this.#database.write(["drafts"], async (tx) => {
      const before = parsed(await tx.get("drafts", key));
      await tx.put("drafts", key, { ...before, ...part, changedAt: now });
    });
  }

  /** Drafts of a network: miner, account, when changed. */
  async list(genesis: string): Promise<{ miner: string; account: string; draft: TakeoverDraft }[]> {
    const rows = await this.#database.read(["drafts"], (tx) => tx.list("drafts", `${PREFIX}${genesis} `));
    return rows.map(({ key, value }) => {
      const [, , miner = "", account = ""] = key.split(" ");
      return { miner, account, draft: v.parse(takeoverDraft, value) };
    });
  }
}
