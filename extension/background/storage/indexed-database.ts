import { type IDBPDatabase, type IDBPTransaction, openDB } from "idb";
import { Refusal } from "../../../wallet/refusal.ts";
import { checked, damageOf, type RecordDamaged, spanOf } from "./checked-transaction.ts";
import { CHECKED } from "./record-kinds.ts";
import type { Database, Table, Transaction } from "./stores.ts";

/** The worker's tables over IndexedDB, durability "strict": a resolved write is on disk. */

const NAME = "peggy";

/**
 * The steps from each version of the database to the next, the first one from nothing; a step that has been published never changes. A change of what a record
 * holds is a step too: it writes the records of the version before in their new form.
 */
const STEPS: readonly ((db: IDBPDatabase) => void)[] = [
  (db) => {
    for (const table of ["vault", "slots", "approvals", "drafts", "networks", "settings", "replies", "cache", "seen"]) db.createObjectStore(table);
  },
  (db) => {
    // Replies live in the browser's memory since: names that the user gave stood in some.
    db.deleteObjectStore("replies");
    db.createObjectStore("log");
    db.createObjectStore("aside");
  },
];

/** Opens the database, and brings it to this version. A newer one is left as it is: every call throws Refusal storeNewer. */
export function openDatabase(note: (damage: RecordDamaged) => void): Database {
  let opened: Promise<IDBPDatabase> | undefined;
  const open = (): Promise<IDBPDatabase> => {
    opened ??= openDB(NAME, STEPS.length, {
      upgrade: (db, from) => STEPS.slice(from).forEach((step) => step(db)),
      // A later version of this program waits to open it.
      blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
      terminated: () => (opened = undefined),
    }).catch((error: unknown) => {
      opened = undefined;
      if (error instanceof DOMException && error.name === "VersionError") throw new Refusal("storeNewer", {}, { cause: error });
      throw error;
    });
    return opened;
  };
  const run = async <T>(of: readonly Table[], mode: "readwrite" | "readonly", act: (tx: Transaction) => Promise<T>): Promise<T> => {
    const tx = (await open()).transaction([...of], mode, { durability: "strict" });
    // Heard below where `act` succeeds; where it fails its own error tells more.
    tx.done.then(undefined, () => {});
    try {
      const result = await act(over(tx));
      await tx.done;
      return result;
    } catch (error) {
      try {
        tx.abort();
      } catch (late) {
        // It has ended already: the first error tells more.
        if (!(late instanceof DOMException)) throw late;
      }
      throw error;
    }
  };
  return {
    write: (of, act) => run(spanOf(of), "readwrite", (tx) => act(checked(tx, note))),
    read: (of, act) => run(of, "readonly", (tx) => act(checked(tx, note))),
    damaged: () =>
      run([...CHECKED], "readonly", async (tx) => {
        const rows = await Promise.all([...CHECKED].map(async (table) => (await tx.list(table, "")).map((row) => ({ table, ...row }))));
        return rows.flat().filter(({ table, key, value }) => damageOf(table, key, value) !== null);
      }),
  };
}

function over(tx: IDBPTransaction<unknown, string[], "readwrite" | "readonly">): Transaction {
  const list: Transaction["list"] = async (table, prefix) => {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const store = tx.objectStore(table);
    const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
    return keys.map((key, i) => ({ key: String(key), value: values[i] as unknown }));
  };
  return {
    get: (table, key) => tx.objectStore(table).get(key),
    list,
    listReadable: list,
    async page(table, prefix, count, after) {
      const range = IDBKeyRange.bound(after ?? prefix, `${prefix}\uffff`, after !== undefined);
      const store = tx.objectStore(table);
      const [keys, values] = await Promise.all([store.getAllKeys(range, count), store.getAll(range, count)]);
      return keys.map((key, i) => ({ key: String(key), value: values[i] as unknown }));
    },
    async put(table, key, value) {
      await tx.objectStore(table).put?.(value, key);
    },
    async delete(table, key) {
      await tx.objectStore(table).delete?.(key);
    },
  };
}
