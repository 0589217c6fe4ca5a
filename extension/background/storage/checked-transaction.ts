import * as v from "valibot";
import { kindOf } from "./record-kinds.ts";
import type { Row, Table, Transaction } from "./stores.ts";

/** A record on disk is not what this build or one before it writes. It lies where it lay; nothing is written over it. */
export class RecordDamaged extends Error {
  override readonly name = "RecordDamaged";
  constructor(
    readonly table: Table,
    readonly key: string,
    detail: string,
  ) {
    super(`the record ${key} in ${table} cannot be read: ${detail}`);
  }
}

/** Where what is damaged goes before anything takes its place. */
const ASIDE: Table = "aside";

/** The damage of a record; null for a whole one and for those that are checked elsewhere. */
export function damageOf(table: Table, key: string, value: unknown): RecordDamaged | null {
  const kind = kindOf(table, key);
  if (kind === undefined) return null;
  const { success, issues } = v.safeParse(kind.schema, value);
  if (success) return null;
  const [issue] = issues;
  // Without what came: a record may hold what nobody else is to read.
  return new RecordDamaged(table, key, `${v.getDotPath(issue) ?? "it"} is no ${issue.expected ?? issue.type}`);
}

/** A transaction whose records are checked as they are read; `note` hears of each that is damaged. */
export function checked(raw: Transaction, note: (damage: RecordDamaged) => void): Transaction {
  const whole = (table: Table, { key, value }: Row): boolean => {
    const damage = damageOf(table, key, value);
    if (damage !== null) note(damage);
    return damage === null;
  };
  const setAside = async (table: Table, key: string): Promise<void> => {
    if (kindOf(table, key) === undefined) return;
    const value = await raw.get(table, key);
    if (value !== undefined && damageOf(table, key, value) !== null) await raw.put(ASIDE, `${table} ${key}`, value);
  };
  return {
    async get(table, key) {
      const value = await raw.get(table, key);
      if (value === undefined) return undefined;
      const damage = damageOf(table, key, value);
      if (damage === null) return value;
      note(damage);
      if (kindOf(table, key)?.damaged === "refuse") throw damage;
      return undefined;
    },
    async list(table, prefix) {
      const rows = await raw.list(table, prefix);
      for (const { key, value } of rows) {
        const damage = kindOf(table, key)?.damaged === "refuse" ? damageOf(table, key, value) : null;
        if (damage !== null) throw damage;
      }
      return rows.filter((row) => whole(table, row));
    },
    listReadable: async (table, prefix) => (await raw.list(table, prefix)).filter((row) => whole(table, row)),
    page: async (table, prefix, count, after) => (await raw.page(table, prefix, count, after)).filter((row) => whole(table, row)),
    async put(table, key, value) {
      await setAside(table, key);
      await raw.put(table, key, value);
    },
    async delete(table, key) {
      await setAside(table, key);
      await raw.delete(table, key);
    },
  };
}

/** What a transaction that writes spans: the tables it names, and the one for what it finds damaged there. */
export const spanOf = (of: readonly Table[]): Table[] => [...new Set([...of, ASIDE])];
