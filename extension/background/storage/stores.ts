/**
 * The narrow storage the worker stands on. The real ones wrap storage.local, storage.session and IndexedDB (browser.ts);
 * tests hand in the in-memory ones (memory-stores.ts) and make single calls fail.
 */

/** Keys are read one by one: one damaged LevelDB key makes a whole storage.local call fail. */
export interface KeyValueStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  keys(): Promise<string[]>;
}

/** Tables of the database; a table's records are plain JSON under text keys. */
export const tables = ["vault", "slots", "approvals", "drafts", "networks", "settings", "replies", "cache", "seen"] as const;
export type Table = (typeof tables)[number];

/** Inside one transaction nothing but these may be awaited (IndexedDB closes a transaction that waits for anything else). */
export interface Transaction {
  get(table: Table, key: string): Promise<unknown>;
  /** records whose key begins with `prefix`, in key order */
  list(table: Table, prefix: string): Promise<{ key: string; value: unknown }[]>;
  /** at most `count` records whose key begins with `prefix`, in key order; with `after`, those behind that key */
  page(table: Table, prefix: string, count: number, after?: string): Promise<{ key: string; value: unknown }[]>;
  put(table: Table, key: string, value: unknown): Promise<void>;
  delete(table: Table, key: string): Promise<void>;
}

export interface Database {
  /** Runs `act` in one strict transaction: all of it is on disk when the promise resolves, or none of it. */
  write<T>(of: readonly Table[], act: (tx: Transaction) => Promise<T>): Promise<T>;
  read<T>(of: readonly Table[], act: (tx: Transaction) => Promise<T>): Promise<T>;
}

export interface Locks {
  /** Runs `act` while holding the lock of this name, alone among all contexts of the extension. */
  hold<T>(name: string, act: () => Promise<T>): Promise<T>;
}

export interface Alarms {
  /** Fires once or each `everyMinutes`. */
  set(name: string, options: { at?: number; everyMinutes?: number }): Promise<void>;
  clear(name: string): Promise<void>;
}

/** What a worker needs of its surroundings; the single seam for tests. */
export interface Surroundings {
  local: KeyValueStore;
  session: KeyValueStore;
  database: Database;
  locks: Locks;
  alarms: Alarms;
  /** milliseconds since 1970 */
  now(): number;
  random(bytes: number): Uint8Array;
  fetch: typeof fetch;
  /** bytes of a file of this extension */
  file(name: string): Promise<Uint8Array>;
  /** may this origin be asked: a host permission is there */
  mayAsk(url: string): Promise<boolean>;
  /** tells open pages what to read again */
  tell(topics: readonly string[]): void;
  later(ms: number, act: () => void): void;
  /** a fault that was no answer to anybody: for whoever looks for the reason */
  report(error: unknown): void;
  /** waits before a node is asked again */
  pause(ms: number): Promise<void>;
  version: string;
}
