import { hasFailed, isOnTheWay, mayRun, type Slot } from "../../../wallet/slots/slot.ts";
import type { Table, Transaction } from "../storage/stores.ts";

/**
 * Lists of slots, kept beside them in the same transactions, so that a page of ten thousand messages reads a page and not all of them. Each list is a run of
 * keys: its name, then the time turned round (newest first), then the slot's id.
 */

/** Its records are made from slots and can be made anew. */
export const INDEX_TABLE = "cache" satisfies Table;

/** all; onTheWay: something can still happen to it; failed: it ran for nothing. */
export type SlotList = "all" | "onTheWay" | "failed";

const ROOT = "slots/";
/** Says that the lists hold every slot; another number here makes them anew. */
const BUILT = "slots-listed";
const BUILT_VERSION = 1;
/** Milliseconds since 1970 of a year that nobody sees, to count down from. */
const FAR = 99_999_999_999_999;
const DIGITS = 14;

/** Keys of one list of a chain, or of one account there. */
export const listPrefix = (list: SlotList, genesis: string, account: string | null): string => `${ROOT}${list}/${genesis}/${account ?? "*"}/`;
/** Slots of every chain whose nonce nobody else may get. */
export const OPEN_PREFIX = `${ROOT}open/`;

/** The keys under which a slot stands: none twice. */
function keysOf(slot: Slot): string[] {
  const order = `${String(FAR - slot.createdAt).padStart(DIGITS, "0")}/${slot.id}`;
  const lists: SlotList[] = ["all"];
  if (isOnTheWay(slot)) lists.push("onTheWay");
  if (hasFailed(slot)) lists.push("failed");
  const keys = lists.flatMap((list) => [null, slot.account].map((account) => `${listPrefix(list, slot.genesis, account)}${order}`));
  return mayRun(slot) ? [...keys, `${OPEN_PREFIX}${slot.id}`] : keys;
}

/** Writes what changed from `before` to `after`; undefined: it is not, or no longer, there. */
export async function listSlot(tx: Transaction, before: Slot | undefined, after: Slot | undefined): Promise<void> {
  const [old, now] = [before, after].map((slot) => new Set(slot === undefined ? [] : keysOf(slot))) as [Set<string>, Set<string>];
  for (const key of old) if (!now.has(key)) await tx.delete(INDEX_TABLE, key);
  const id = (after ?? before)?.id;
  for (const key of now) if (!old.has(key)) await tx.put(INDEX_TABLE, key, id);
}

/** Are the lists there: slots of an earlier build stand in none. */
export async function isListed(tx: Transaction): Promise<boolean> {
  return (await tx.get(INDEX_TABLE, BUILT)) === BUILT_VERSION;
}

/** Makes all lists anew. */
export async function listAll(tx: Transaction, slots: readonly Slot[]): Promise<void> {
  for (const { key } of await tx.list(INDEX_TABLE, ROOT)) await tx.delete(INDEX_TABLE, key);
  for (const slot of slots) await listSlot(tx, undefined, slot);
  await tx.put(INDEX_TABLE, BUILT, BUILT_VERSION);
}
