import type { Page } from "playwright-core";
import type { Slot } from "../../wallet/slots/slot.ts";

/** What the extension keeps on disk, read from one of its own pages past all of its code. */

/** Every record of a table of its database, by key. */
export function readTable(page: Page, table: string): Promise<Record<string, unknown>> {
  return page.evaluate(
    (name) =>
      new Promise<Record<string, unknown>>((resolve, reject) => {
        const request = indexedDB.open("peggy");
        request.onerror = () => reject(request.error ?? new Error("the database did not open"));
        request.onsuccess = () => {
          const database = request.result;
          const store = database.transaction([name], "readonly").objectStore(name);
          const [keys, values] = [store.getAllKeys(), store.getAll()];
          values.onsuccess = () => {
            database.close();
            resolve(Object.fromEntries(keys.result.map((key, i) => [String(key), values.result[i] as unknown])));
          };
        };
      }),
    table,
  );
}

/** Slots in order of nonce. */
export async function readSlots(page: Page): Promise<Slot[]> {
  return (Object.values(await readTable(page, "slots")) as Slot[]).sort((a, b) => a.nonce - b.nonce);
}

export function readLocal(page: Page): Promise<Record<string, unknown>> {
  return page.evaluate(() => chrome.storage.local.get(null));
}
