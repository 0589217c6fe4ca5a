import { checked, damageOf, type RecordDamaged, spanOf } from "./checked-transaction.ts";
import type { Database, KeyValueStore, Locks, Row, Table, Transaction } from "./stores.ts";
import { settled } from "../../../wallet/waiting.ts";

/** In-memory stores for tests and for the rules that need a scratch copy. `beforeCall` may throw to stand for a failing or killed store. */

const copy = <T>(value: T): T => (value === undefined ? value : structuredClone(value));

export type CallHook = (call: string) => void;

export class MemoryKeyValueStore implements KeyValueStore {
  readonly values = new Map<string, unknown>();
  beforeCall: CallHook = () => {};
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  async get(key: string): Promise<unknown> {
    this.beforeCall(`${this.#name}.get ${key}`);
    return copy(this.values.get(key));
  }

  async set(key: string, value: unknown): Promise<void> {
    this.beforeCall(`${this.#name}.set ${key}`);
    this.values.set(key, copy(value));
  }

  async remove(key: string): Promise<void> {
    this.beforeCall(`${this.#name}.remove ${key}`);
    this.values.delete(key);
  }

  async keys(): Promise<string[]> {
    this.beforeCall(`${this.#name}.keys`);
    return [...this.values.keys()];
  }
}

/** Transactions run one after another; a throw leaves everything as it was. */
export class MemoryDatabase implements Database {
  records = new Map<string, unknown>();
  beforeCall: CallHook = () => {};
  #queue: Promise<unknown> = Promise.resolve();

  /** damaged records that were met */
  noted: RecordDamaged[] = [];

  write<T>(of: readonly Table[], act: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      this.beforeCall(`database.write ${of.join(",")}`);
      const draft = new Map(this.records);
      const result = await act(checked(transactionOver(draft, spanOf(of)), (damage) => void this.noted.push(damage)));
      this.beforeCall(`database.commit ${of.join(",")}`);
      this.records = draft;
      return result;
    });
  }

  read<T>(of: readonly Table[], act: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      this.beforeCall(`database.read ${of.join(",")}`);
      return act(checked(transactionOver(new Map(this.records), of), (damage) => void this.noted.push(damage)));
    });
  }

  async damaged(): Promise<({ table: Table } & Row)[]> {
    const rows = [...this.records].map(([at, value]) => ({ table: at.split("\n")[0] as Table, key: at.slice(at.indexOf("\n") + 1), value: copy(value) }));
    return rows.filter(({ table, key, value }) => damageOf(table, key, value) !== null);
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(act);
    this.#queue = settled(result);
    return result;
  }
}

function transactionOver(records: Map<string, unknown>, of: readonly Table[]): Transaction {
  const at = (table: Table, key: string): string => {
    if (!of.includes(table)) throw new Error(`table ${table} is not part of this transaction (${of.join(", ")})`);
    return `${table}\n${key}`;
  };
  return {
    async get(table, key) {
      return copy(records.get(at(table, key)));
    },
    async list(table, prefix) {
      const start = at(table, prefix);
      return [...records]
        .filter(([key]) => key.startsWith(start))
        .map(([key, value]) => ({ key: key.slice(table.length + 1), value: copy(value) }))
        .sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    listReadable(table, prefix) {
      return this.list(table, prefix);
    },
    async page(table, prefix, count, after) {
      return (await this.list(table, prefix)).filter(({ key }) => after === undefined || key > after).slice(0, count);
    },
    async put(table, key, value) {
      records.set(at(table, key), copy(value));
    },
    async delete(table, key) {
      records.delete(at(table, key));
    },
  };
}

/** One holder of a name at a time, in order of asking. */
export class MemoryLocks implements Locks {
  readonly #tails = new Map<string, Promise<unknown>>();

  hold<T>(name: string, act: () => Promise<T>): Promise<T> {
    const result = (this.#tails.get(name) ?? Promise.resolve()).then(act);
    this.#tails.set(name, settled(result));
    return result;
  }
}
