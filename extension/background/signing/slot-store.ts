import * as v from "valibot";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Database, Table, Transaction } from "../storage/stores.ts";
import { dropped, isHeld, slotPrefix, type Attempt, type Slot } from "../../../wallet/slots/slot.ts";
import { after, withAttempt, type SlotEvent } from "../../../wallet/slots/transitions.ts";
import { countSentIn } from "./sent-before.ts";

/** Slots on disk. Each transition is one strict transaction that reads the slot, applies the rule and writes it, before the act it stands for. */

const slotShape = v.looseObject({
  id: v.string(),
  genesis: v.string(),
  account: v.string(),
  nonce: v.number(),
  attempts: v.array(v.looseObject({ cid: v.string(), state: v.string() })),
});

const read = (value: unknown): Slot => v.parse(slotShape, value) as unknown as Slot;

export class SlotStore {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  async all(): Promise<Slot[]> {
    const records = await this.#database.read(["slots"], (tx) => tx.list("slots", ""));
    return records.map(({ value }) => read(value));
  }

  async of(genesis: string, account: string): Promise<Slot[]> {
    const records = await this.#database.read(["slots"], (tx) => tx.list("slots", slotPrefix(genesis, account)));
    return records.map(({ value }) => read(value));
  }

  async held(): Promise<Slot[]> {
    return (await this.all()).filter(isHeld);
  }

  /** Throws unknownSlot. */
  async get(id: string): Promise<Slot> {
    const value = await this.#database.read(["slots"], (tx) => tx.get("slots", id));
    if (value === undefined) throw new Refusal("unknownSlot", { id });
    return read(value);
  }

  /** Adds an attempt inside a transaction that already spans "slots" and "approvals"; the oldest closed slots beyond the bound go. */
  async addIn(tx: Transaction, fresh: Omit<Slot, "attempts">, attempt: Attempt): Promise<Slot> {
    const present = await tx.get("slots", fresh.id);
    const slot = withAttempt(present === undefined ? undefined : read(present), fresh, attempt);
    await tx.put("slots", slot.id, slot);
    const all = await tx.list("slots", slotPrefix(fresh.genesis, fresh.account));
    for (const id of dropped(all.map(({ value }) => read(value)))) await tx.delete("slots", id);
    return slot;
  }

  /** One transition of one attempt. */
  async apply(id: string, cid: string, event: SlotEvent): Promise<Slot> {
    if (event.to !== "signed") return this.#change(["slots"], id, (slot) => after(slot, cid, event, this.#now()));
    return this.#change(["slots", "seen"], id, async (before, tx) => {
      const slot = after(before, cid, event, this.#now());
      if (slot !== before) await countSentIn(tx, slot, cid, this.#now());
      return slot;
    });
  }

  /** From now on through another network, which is the same chain. */
  async move(id: string, networkId: string): Promise<Slot> {
    return this.#change(["slots"], id, (slot) => ({ ...slot, networkId, changedAt: this.#now() }));
  }

  async #change(tables: readonly Table[], id: string, change: (slot: Slot, tx: Transaction) => Slot | Promise<Slot>): Promise<Slot> {
    return this.#database.write(tables, async (tx) => {
      const value = await tx.get("slots", id);
      if (value === undefined) throw new Refusal("unknownSlot", { id });
      const slot = await change(read(value), tx);
      await tx.put("slots", id, slot);
      return slot;
    });
  }
}
