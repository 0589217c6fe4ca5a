import { tables, type Database, type Table, type Transaction } from "./stores.ts";

/** The worker's tables over IndexedDB, durability "strict": a resolved write is on disk. */

const NAME = "peggy";
const VERSION = 1;

/** Opens (and on first run makes) the database. A blocked or failing open rejects with IndexedDB's own error. */
export function openDatabase(factory: IDBFactory = indexedDB): Database {
  let opened: Promise<IDBDatabase> | undefined;
  const open = (): Promise<IDBDatabase> => {
    opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = factory.open(NAME, VERSION);
      request.onupgradeneeded = () => {
        for (const table of tables) if (!request.result.objectStoreNames.contains(table)) request.result.createObjectStore(table);
      };
      request.onsuccess = () => {
        request.result.onclose = () => (opened = undefined);
        resolve(request.result);
      };
      request.onerror = () => reject(request.error ?? new Error("the database did not open"));
    }).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  const run = async <T>(of: readonly Table[], mode: IDBTransactionMode, act: (tx: Transaction) => Promise<T>): Promise<T> => {
    const tx = (await open()).transaction([...of], mode, { durability: "strict" });
    const ended = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error ?? new Error("the database transaction was aborted"));
    });
    // Heard below where `act` succeeds; where it fails its own error tells more.
    ended.then(undefined, () => {});
    try {
      const result = await act(wrap(tx));
      await ended;
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
    write: (of, act) => run(of, "readwrite", act),
    read: (of, act) => run(of, "readonly", act),
  };
}

function wrap(tx: IDBTransaction): Transaction {
  const settle = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("the database request failed"));
    });
  return {
    get: (table, key) => settle(tx.objectStore(table).get(key)),
    async list(table, prefix) {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const store = tx.objectStore(table);
      const [keys, values] = await Promise.all([settle(store.getAllKeys(range)), settle(store.getAll(range))]);
      return keys.map((key, i) => ({ key: String(key), value: values[i] }));
    },
    async page(table, prefix, count, after) {
      const range = IDBKeyRange.bound(after ?? prefix, `${prefix}\uffff`, after !== undefined);
      const store = tx.objectStore(table);
      const [keys, values] = await Promise.all([settle(store.getAllKeys(range, count)), settle(store.getAll(range, count))]);
      return keys.map((key, i) => ({ key: String(key), value: values[i] }));
    },
    async put(table, key, value) {
      await settle(tx.objectStore(table).put(value, key));
    },
    async delete(table, key) {
      await settle(tx.objectStore(table).delete(key));
    },
  };
}
