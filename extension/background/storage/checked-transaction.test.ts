import { describe, expect, it } from "vitest";
import { RecordDamaged } from "./checked-transaction.ts";
import { MemoryDatabase } from "./memory-stores.ts";
import type { Table } from "./stores.ts";

const slot = { id: "g a 1", genesis: "g", account: "a", nonce: 1, attempts: [] };
const withRecords = (records: Record<string, unknown>): MemoryDatabase => {
  const database = new MemoryDatabase();
  for (const [at, value] of Object.entries(records)) database.records.set(at.replace("|", "\n"), value);
  return database;
};
const get = (database: MemoryDatabase, table: Table, key: string): Promise<unknown> => database.read([table], (tx) => tx.get(table, key));

describe("a damaged record", () => {
  it("counts as not there where that costs a preference alone, and is noted", async () => {
    const database = withRecords({ "settings|settings": { lockMinutes: "soon" }, "networks|network.x": { id: "x" }, "drafts|takeover g m a": 5 });
    expect(await get(database, "settings", "settings")).toBeUndefined();
    expect(await database.read(["networks", "drafts"], async (tx) => [await tx.list("networks", ""), await tx.list("drafts", "")])).toEqual([[], []]);
    expect(database.noted.map(({ table, key }) => `${table} ${key}`)).toEqual(["settings settings", "networks network.x", "drafts takeover g m a"]);
  });

  it("is refused where its number could be given out again, and left out of what is only shown", async () => {
    const database = withRecords({ "slots|g a 0": { id: "g a 0" }, "slots|g a 1": slot, "slots|g b 1": { ...slot, id: "g b 1", account: "b" } });
    await expect(get(database, "slots", "g a 0")).rejects.toThrow(RecordDamaged);
    await expect(database.read(["slots"], (tx) => tx.list("slots", "g a "))).rejects.toThrow(RecordDamaged);
    expect((await database.read(["slots"], (tx) => tx.list("slots", "g b "))).length).toBe(1);
    expect((await database.read(["slots"], (tx) => tx.listReadable("slots", ""))).map(({ key }) => key)).toEqual(["g a 1", "g b 1"]);
  });

  it("is put aside before anything takes its place, and when it is removed", async () => {
    const database = withRecords({ "settings|settings": { lockMinutes: "soon" }, "slots|g a 0": { id: "g a 0" } });
    await database.write(["settings"], (tx) => tx.put("settings", "settings", { lockMinutes: 5 }));
    await database.write(["slots"], (tx) => tx.delete("slots", "g a 0"));
    expect(database.records.get("aside\nsettings settings")).toEqual({ lockMinutes: "soon" });
    expect(database.records.get("aside\nslots g a 0")).toEqual({ id: "g a 0" });
    expect(await database.damaged()).toEqual([]);
    await database.write(["settings"], (tx) => tx.put("settings", "settings", { lockMinutes: 15 }));
    expect(database.records.get("aside\nsettings settings")).toEqual({ lockMinutes: "soon" });
  });

  it("is named without what it holds", async () => {
    const database = withRecords({ "settings|settings": { lockMinutes: "a secret that lies here" } });
    await get(database, "settings", "settings");
    expect(database.noted[0]?.message).toContain("lockMinutes");
    expect(database.noted[0]?.message).not.toContain("secret");
  });
});
