import * as v from "valibot";
import { Address } from "../../../filecoin/address.ts";
import type { FoundOwners } from "../../../wallet/memory.ts";
import type { Database } from "../storage/stores.ts";

/** Each costs some questions whenever owner actors are listed. */
const MOST_FOUND = 50;

const stored = v.array(v.string());
const keyOf = (genesis: string): string => `found-owners ${genesis}`;

/** A copy of what can be found again by asking each account: a record that cannot be read is as good as none. */
const readAs = (record: unknown): string[] => {
  const read = v.safeParse(stored, record);
  return read.success ? read.output : [];
};

export function foundOwnersIn(database: Database): FoundOwners {
  return {
    of: async (genesis) => readAs(await database.read(["cache"], (tx) => tx.get("cache", keyOf(genesis)))).map((text) => Address.parse(text)),
    add: async (genesis, found) => {
      const texts = found.map(String);
      await database.write(["cache"], async (tx) => {
        const before = readAs(await tx.get("cache", keyOf(genesis)));
        if (texts.every((text) => before.includes(text))) return;
        await tx.put("cache", keyOf(genesis), [...new Set([...texts, ...before])].slice(0, MOST_FOUND));
      });
    },
  };
}
