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
export const tables = ["vault", "slots", "approvals", "drafts", "networks", "settings", "cache", "seen", "log", "aside"] as const;
export type Table = (typeof tables)[number];

export interface Row {
  key: string;
  value: unknown;
}

/** Records are checked as they are read (record-kinds.ts). Inside one transaction nothing but these may be awaited (IndexedDB closes a transaction that waits for anything else). */
export interface Transaction {
  /** Throws RecordDamaged for a damaged record that must not be overlooked. */
  get(table: Table, key: string): Promise<unknown>;
  /** records whose key begins with `prefix`, in key order. Throws RecordDamaged as `get` does. */
  list(table: Table, prefix: string): Promise<Row[]>;
  /** the same without those that are damaged, for what is shown and decides nothing */
  listReadable(table: Table, prefix: string): Promise<Row[]>;
  /** at most `count` records whose key begins with `prefix`, in key order; with `after`, those behind that key */
  page(table: Table, prefix: string, count: number, after?: string): Promise<Row[]>;
  put(table: Table, key: string, value: unknown): Promise<void>;
  delete(table: Table, key: string): Promise<void>;
}

export interface Database {
  /** Runs `act` in one strict transaction: all of it is on disk when the promise resolves, or none of it. */
  write<T>(of: readonly Table[], act: (tx: Transaction) => Promise<T>): Promise<T>;
  read<T>(of: readonly Table[], act: (tx: Transaction) => Promise<T>): Promise<T>;
  /** every record that is not what this build reads */
  damaged(): Promise<({ table: Table } & Row)[]>;
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

/** A line of the diagnostic log. */
export interface LogLine {
  /** milliseconds since 1970 */
  at: number;
  text: string;
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
  /** a fault that was no answer to anybody: into the diagnostic log */
  report(error: unknown): void;
  /** the diagnostic log, oldest first */
  diagnostics(): Promise<LogLine[]>;
  /** waits before a node is asked again */
  pause(ms: number): Promise<void>;
  version: string;
}
