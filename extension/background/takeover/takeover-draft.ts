import * as v from "valibot";
import { termsForm } from "../../shared/miner-views.ts";
import type { Database } from "../storage/stores.ts";

/** What a person chose for a take-over and what no chain knows yet. No secret; survives lock and worker. */
const draftSchema = v.object({
  // A draft from before there was FixedIncome has no rate.
  terms: v.nullable(v.strictObject({ ...termsForm.entries, annualRateBps: v.optional(termsForm.entries.annualRateBps, 0) })),
  /** f0 address of worker or control → keep it */
  keep: v.record(v.string(), v.boolean()),
  newWorker: v.nullable(v.string()),
  addedControls: v.array(v.string()),
  /** an owner actor chosen by hand */
  actor: v.nullable(v.string()),
  changedAt: v.number(),
});
export type TakeoverDraft = v.InferOutput<typeof draftSchema>;

export const EMPTY_DRAFT: TakeoverDraft = { terms: null, keep: {}, newWorker: null, addedControls: [], actor: null, changedAt: 0 };

const PREFIX = "takeover ";
const keyOf = (genesis: string, miner: string, account: string): string => `${PREFIX}${genesis} ${miner} ${account}`;

export class TakeoverDrafts {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  async get(genesis: string, miner: string, account: string): Promise<TakeoverDraft> {
    const stored = await this.#database.read(["drafts"], (tx) => tx.get("drafts", keyOf(genesis, miner, account)));
    return stored === undefined ? structuredClone(EMPTY_DRAFT) : v.parse(draftSchema, stored);
  }

  async change(genesis: string, miner: string, account: string, now: number, part: Partial<TakeoverDraft>): Promise<void> {
    const before = await this.get(genesis, miner, account);
    await this.#database.write(["drafts"], (tx) => tx.put("drafts", keyOf(genesis, miner, account), { ...before, ...part, changedAt: now }));
  }

  /** Drafts of a network: miner, account, when changed. */
  async list(genesis: string): Promise<{ miner: string; account: string; draft: TakeoverDraft }[]> {
    const rows = await this.#database.read(["drafts"], (tx) => tx.list("drafts", `${PREFIX}${genesis} `));
    return rows.map(({ key, value }) => {
      const [, , miner = "", account = ""] = key.split(" ");
      return { miner, account, draft: v.parse(draftSchema, value) };
    });
  }
}
