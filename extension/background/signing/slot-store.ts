import { Refusal } from "../../../wallet/refusal.ts";
import type { Database, Table, Transaction } from "../storage/stores.ts";
import { dropped, isHeld, slotPrefix, type Attempt, type Slot } from "../../../wallet/slots/slot.ts";
import { after, withAttempt, type SlotEvent } from "../../../wallet/slots/transitions.ts";
import { countSentIn } from "./sent-before.ts";
import { INDEX_TABLE, isListed, listAll, listPrefix, listSlot, OPEN_PREFIX, type SlotList } from "./slot-index.ts";
import { untilItFails } from "../../../wallet/waiting.ts";

/** Slots on disk. Each transition is one strict transaction that reads the slot, applies the rule and writes it, before the act it stands for. */

/** What a transaction that writes slots spans. */
export const SLOT_TABLES = ["slots", INDEX_TABLE] as const satisfies readonly Table[];

/** Its form was checked when it was read. */
const read = (value: unknown): Slot => value as Slot;

/** One page of a list, newest first. */
export interface SlotPage {
  slots: Slot[];
  /** asks for the next page; null: there is none */
  next: string | null;
}

export class SlotStore {
  readonly #database: Database;
  readonly #now: () => number;
  /** the lists are known to be there: asked once per start */
  #listed: Promise<void> | undefined;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  async all(): Promise<Slot[]> {
    const records = await this.#database.read(["slots"], (tx) => tx.listReadable("slots", ""));
    return records.map(({ value }) => read(value));
  }

  async of(genesis: string, account: string): Promise<Slot[]> {
    const records = await this.#database.read(["slots"], (tx) => tx.list("slots", slotPrefix(genesis, account)));
    return records.map(({ value }) => read(value));
  }

  /** Slots whose nonce is taken and not yet used for ever. */
  async held(): Promise<Slot[]> {
    return (await this.open()).filter(isHeld);
  }

  /** Those and the ones that are let lie: every slot whose message may run. */
  async open(): Promise<Slot[]> {
    await this.#mustBeListed();
    return this.#database.read(SLOT_TABLES, async (tx) => {
      const ids = await tx.list(INDEX_TABLE, OPEN_PREFIX);
      return slotsAt(
        tx,
        ids.map(({ value }) => value),
      );
    });
  }

  /** Messages of a chain, or of one account there, newest first. `after`: `next` of the page before. */
  async page(of: { list: SlotList; genesis: string; account: string | null }, count: number, after: string | null): Promise<SlotPage> {
    await this.#mustBeListed();
    const prefix = listPrefix(of.list, of.genesis, of.account);
    return this.#database.read(SLOT_TABLES, async (tx) => {
      const keys = await tx.page(INDEX_TABLE, prefix, count + 1, after === null ? undefined : `${prefix}${after}`);
      const shown = keys.slice(0, count);
      const slots = await slotsAt(
        tx,
        shown.map(({ value }) => value),
      );
      return { slots, next: keys.length > count ? (shown.at(-1)?.key.slice(prefix.length) ?? null) : null };
    });
  }

  /** How many stand in a list, counted up to `most`. */
  async countUpTo(most: number, list: SlotList, genesis: string): Promise<number> {
    await this.#mustBeListed();
    return (await this.#database.read([INDEX_TABLE], (tx) => tx.page(INDEX_TABLE, listPrefix(list, genesis, null), most))).length;
  }

  /** Throws unknownSlot. */
  async get(id: string): Promise<Slot> {
    const value = await this.#database.read(["slots"], (tx) => tx.get("slots", id));
    if (value === undefined) throw new Refusal("unknownSlot", { id });
    return read(value);
  }

  /** Adds an attempt inside a transaction that spans SLOT_TABLES and "approvals"; the oldest closed slots beyond the bound go. */
  async addIn(tx: Transaction, fresh: Omit<Slot, "attempts">, attempt: Attempt): Promise<Slot> {
    const present = await tx.get("slots", fresh.id);
    const before = present === undefined ? undefined : read(present);
    const slot = withAttempt(before, fresh, attempt);
    await tx.put("slots", slot.id, slot);
    await listSlot(tx, before, slot);
    const all = (await tx.list("slots", slotPrefix(fresh.genesis, fresh.account))).map(({ value }) => read(value));
    const gone = new Set(dropped(all));
    for (const old of all.filter(({ id }) => gone.has(id))) {
      await tx.delete("slots", old.id);
      await listSlot(tx, old, undefined);
    }
    return slot;
  }

  /** One transition of one attempt. */
  async apply(id: string, cid: string, event: SlotEvent): Promise<Slot> {
    if (event.to !== "signed") return this.#change(SLOT_TABLES, id, (slot) => after(slot, cid, event, this.#now()));
    return this.#change([...SLOT_TABLES, "seen"], id, async (before, tx) => {
      const slot = after(before, cid, event, this.#now());
      if (slot !== before) await countSentIn(tx, slot, cid, this.#now());
      return slot;
    });
  }

  /** From now on through another network, which is the same chain. */
  async move(id: string, networkId: string): Promise<Slot> {
    return this.#change(SLOT_TABLES, id, (slot) => ({ ...slot, networkId, changedAt: this.#now() }));
  }

  async #change(tables: readonly Table[], id: string, change: (slot: Slot, tx: Transaction) => Slot | Promise<Slot>): Promise<Slot> {
    return this.#database.write(tables, async (tx) => {
      const value = await tx.get("slots", id);
      if (value === undefined) throw new Refusal("unknownSlot", { id });
      const before = read(value);
      const slot = await change(before, tx);
      await tx.put("slots", id, slot);
      await listSlot(tx, before, slot);
      return slot;
    });
  }

  /** Slots of a build without lists are listed once. */
  #mustBeListed(): Promise<void> {
    return untilItFails((this.#listed ??= this.#list()), () => (this.#listed = undefined));
  }

  async #list(): Promise<void> {
    if (await this.#database.read([INDEX_TABLE], isListed)) return;
    await this.#database.write(SLOT_TABLES, async (tx) =>
      listAll(
        tx,
        (await tx.listReadable("slots", "")).map(({ value }) => read(value)),
      ),
    );
  }
}

/** The slots with these ids; one that is gone is left out. */
async function slotsAt(tx: Transaction, ids: readonly unknown[]): Promise<Slot[]> {
  const found: Slot[] = [];
  for (const id of ids) {
    // One that is damaged is left out here, and said in the settings and to whoever sends from its account.
    const row = (await tx.listReadable("slots", String(id))).find(({ key }) => key === id);
    if (row !== undefined) found.push(read(row.value));
  }
  return found;
}
