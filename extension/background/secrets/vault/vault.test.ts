import { beforeAll, describe, expect, it, vi } from "vitest";
import { Lock } from "../lock/lock.ts";
import { BookStore } from "../../settings/book.ts";
import { Refusal } from "../../../../wallet/refusal.ts";
import { testSurroundings, type TestSurroundings } from "../../storage/test-surroundings.ts";
import { sealedBook } from "./sealed-record.ts";
import { Vault } from "./vault.ts";
import { parseVaultFile } from "./vault-file.ts";

// The real scrypt costs 0.7 s a call by design; here every rule but its price is under test, so a cheap hash stands in.
vi.mock("@noble/hashes/scrypt.js", async () => {
  const { sha256 } = await import("@noble/hashes/sha2.js");
  return { scryptAsync: async (password: string, salt: Uint8Array) => sha256(new Uint8Array([...new TextEncoder().encode(password), ...salt])) };
});

const PASSWORD = "correct horse battery";
const REALM = "bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2";

interface Opened {
  s: TestSurroundings;
  vault: Vault;
  lock: Lock;
}

function open(s: TestSurroundings = testSurroundings()): Opened {
  const lock = new Lock(s);
  return { s, lock, vault: new Vault(s, lock) };
}

/** The same storage seen by a worker that starts anew, in a browser that starts anew. */
function restarted({ s }: Opened): Opened {
  s.session.values.clear();
  s.local.beforeCall = () => {};
  s.database.beforeCall = () => {};
  return open(s);
}

const account = (vault: Vault, name: string) => ({ kind: "account" as const, id: vault.newRecordId(), realm: REALM, value: { name } });
const namesIn = async (vault: Vault): Promise<unknown[]> => (await vault.list("account")).map((record) => (record.value as { name: string }).name).sort();

async function withVault(): Promise<Opened> {
  const opened = open();
  await opened.vault.create(PASSWORD, [account(opened.vault, "one")], false, 15);
  return opened;
}

const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "done",
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );

describe("vault", () => {
  it("opens with its password after a restart, and with no other", async () => {
    const { vault, s } = restarted(await withVault());
    expect(await codeOf(vault.list("account"))).toBe("locked");
    expect(await codeOf(vault.unlock("wrong horse battery", 15))).toBe("wrongPassword");
    expect(await codeOf(vault.unlock(PASSWORD, 15))).toBe("backOff");
    s.clock.now += 1_000;
    await vault.unlock(PASSWORD, 15);
    expect(await namesIn(vault)).toEqual(["one"]);
  });

  it("waits 1, 2, 4 … 30 s after wrong passwords, also after a restart", async () => {
    let opened = await withVault();
    const waits: number[] = [];
    for (let i = 0; i < 7; i++) {
      opened = restarted(opened);
      const error = await opened.vault.unlock("wrong horse battery", 15).catch((e: unknown) => e as Refusal);
      waits.push(Number((error as Refusal).params["waitUntil"]) - opened.s.clock.now);
      opened.s.clock.now += waits.at(-1) as number;
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  it("takes a password in any Unicode form and none shorter than 12 characters", async () => {
    const opened = open();
    expect(await codeOf(opened.vault.create("elevenchars", [], false, 15))).toBe("passwordTooShort");
    await opened.vault.create("Ångström twelve", [], false, 15);
    await restarted(opened).vault.unlock("Ångström twelve".normalize("NFD"), 15);
  });

  it("never makes a first vault where one is", async () => {
    const { vault } = await withVault();
    expect(await codeOf(vault.create(PASSWORD, [], false, 15))).toBe("notEmpty");
  });

  it.each(["storage", "database"] as const)("repairs the copy in %s after it was damaged, and keeps the damaged bytes", async (where) => {
    const opened = await withVault();
    const { s } = opened;
    if (where === "storage")
      for (const [key, value] of s.local.values) if (key.startsWith("vault.slot")) s.local.values.set(key, `${String(value).slice(0, -9)}damaged}`);
    if (where === "database") s.database.records.set("vault\ncopy", { text: "{", generation: 1, sha256: "0" });
    const again = restarted(opened);
    const found = await again.vault.find();
    expect([found[where].state, found.best === null, found.empty]).toEqual(["damaged", false, false]);
    await again.vault.unlock(PASSWORD, 15);
    expect(await namesIn(again.vault)).toEqual(["one"]);
    const repaired = await again.vault.find();
    expect([repaired.storage.state, repaired.database.state]).toEqual(["whole", "whole"]);
    const kept = [...s.local.values.keys(), ...s.database.records.keys()].filter((key) => key.includes("aside"));
    expect(kept.length).toBeGreaterThan(0);
  });

  it("takes an empty store beside a whole one for a loss, not for a first run", async () => {
    const opened = await withVault();
    opened.s.local.values.clear();
    const again = restarted(opened);
    expect((await again.vault.find()).empty).toBe(false);
    await again.vault.unlock(PASSWORD, 15);
    expect((await again.vault.find()).storage.state).toBe("whole");
  });

  it("with both copies damaged writes nothing over them and makes room beside", async () => {
    const opened = await withVault();
    const { s } = opened;
    for (const key of s.local.values.keys()) if (key.startsWith("vault.slot")) s.local.values.set(key, "not a vault");
    s.database.records.set("vault\ncopy", { text: "nor this", generation: 1, sha256: "0" });
    const again = restarted(opened);
    expect(await codeOf(again.vault.unlock(PASSWORD, 15))).toBe("vaultDamaged");
    expect(await codeOf(again.vault.create(PASSWORD, [], false, 15))).toBe("notEmpty");
    await again.vault.create(PASSWORD, [account(again.vault, "new")], true, 15);
    expect(await namesIn(again.vault)).toEqual(["new"]);
    const [archive] = await again.vault.copies.archives();
    expect(archive?.text).toContain("not a vault");
  });

  it("lets the higher whole generation win", async () => {
    const opened = await withVault();
    const old = opened.s.database.records.get("vault\ncopy");
    await opened.vault.change({ put: [account(opened.vault, "two")] });
    opened.s.database.records.set("vault\ncopy", old);
    const again = restarted(opened);
    await again.vault.unlock(PASSWORD, 15);
    expect(await namesIn(again.vault)).toEqual(["one", "two"]);
  });

  it("refuses a file whose generation or records were changed without the key", async () => {
    const opened = await withVault();
    const text = await opened.vault.exportText();
    for (const change of [
      (f: ReturnType<typeof parseVaultFile>) => (f.header.generation += 5),
      (f: ReturnType<typeof parseVaultFile>) => f.records.pop(),
      (f: ReturnType<typeof parseVaultFile>) => ((f.records[0] as { realm: string }).realm = "*"),
    ]) {
      const file = parseVaultFile(text);
      change(file);
      expect(await codeOf(open().vault.restore(JSON.stringify(file), PASSWORD, false, 15))).toBe("badVaultFile");
    }
  });

  it("refuses a file that asks for weaker or absurd scrypt costs", async () => {
    const text = await (await withVault()).vault.exportText();
    for (const N of [2 ** 16, 2 ** 21, 3 * 2 ** 17])
      expect(await codeOf(open().vault.restore(text.replace(`"N":${2 ** 17}`, `"N":${N}`), PASSWORD, false, 15))).toBe("badVaultFile");
  });

  it("restores an exported file in another browser, with its password alone", async () => {
    const text = await (await withVault()).vault.exportText();
    const other = open();
    expect(await codeOf(other.vault.restore(text, "wrong horse battery", false, 15))).toBe("wrongPassword");
    other.s.clock.now += 1_000;
    await other.vault.restore(text, PASSWORD, false, 15);
    expect(await namesIn(restartedUnlocked(other))).toEqual(["one"]);
  });

  it("keeps a forgotten vault as an archive and can go back to it", async () => {
    const opened = await withVault();
    await opened.vault.create("a second password", [account(opened.vault, "second")], true, 15);
    expect(await namesIn(opened.vault)).toEqual(["second"]);
    const [archive] = await opened.vault.copies.archives();
    await opened.vault.switchTo(archive?.id as string);
    const again = restarted(opened);
    await again.vault.unlock(PASSWORD, 15);
    expect(await namesIn(again.vault)).toEqual(["one"]);
    expect(await again.vault.copies.archives()).toHaveLength(1);
  });

  it("changes the password with a new data key, and the old one opens nothing that is left", async () => {
    const opened = await withVault();
    const before = parseVaultFile(await opened.vault.exportText());
    await opened.vault.changePassword(PASSWORD, "another long one", 15);
    const after = parseVaultFile(await opened.vault.exportText());
    expect(after.records.map((r) => r.data)).not.toEqual(before.records.map((r) => r.data));
    const stored = JSON.stringify([[...opened.s.local.values], [...opened.s.database.records]]);
    expect(stored).not.toContain(before.wrap.data);
    const again = restarted(opened);
    expect(await codeOf(again.vault.unlock(PASSWORD, 15))).toBe("wrongPassword");
    again.s.clock.now += 1_000;
    await again.vault.unlock("another long one", 15);
    expect(await namesIn(again.vault)).toEqual(["one"]);
  });

  it("refuses a file of other forms than its own: costs, salts and nonces of other lengths", async () => {
    const text = await (await withVault()).vault.exportText();
    const { header, wrap } = parseVaultFile(text);
    const long = (base64: string): string => `${base64.slice(0, -4)}AAAA${base64.slice(-4)}`;
    for (const [from, to] of [
      ['"p":1', '"p":5'],
      ['"p":1', '"p":0'],
      ['"r":8', '"r":16'],
      ['"scrypt"', '"pbkdf2"'],
      [header.kdf.salt, long(header.kdf.salt)],
      [wrap.nonce, long(wrap.nonce)],
      [wrap.data, long(wrap.data)],
      ['"version":1,"header"', '"version":2,"header"'],
    ] as const) {
      expect(text).toContain(from);
      expect([from, to, await codeOf(open().vault.restore(text.replace(from, to), PASSWORD, false, 15))]).toEqual([from, to, "badVaultFile"]);
    }
  });

  it("keeps both archives of one vault from two times", async () => {
    const opened = await withVault();
    const early = await opened.vault.exportText();
    await opened.vault.change({ put: [account(opened.vault, "two")] });
    const late = await opened.vault.exportText();
    await opened.vault.restore(early, PASSWORD, true, 15);
    const restored = await opened.vault.exportText();
    await opened.vault.create("a second password", [], true, 15);
    expect((await opened.vault.copies.archives()).map((archive) => archive.text).sort()).toEqual([late, restored].sort());
  });

  it("does not go to an archive that is no vault, and says so", async () => {
    const opened = await withVault();
    for (const key of opened.s.local.values.keys()) if (key.startsWith("vault.slot")) opened.s.local.values.set(key, "not a vault");
    opened.s.database.records.delete("vault\ncopy");
    await opened.vault.create(PASSWORD, [account(opened.vault, "new")], true, 15);
    const [archive] = await opened.vault.copies.archives();
    expect(await codeOf(opened.vault.switchTo(archive?.id as string))).toBe("badVaultFile");
    expect(await namesIn(opened.vault)).toEqual(["new"]);
  });

  it("opens what a lost pointer pointed to, though the other copy is gone as well", async () => {
    const opened = await withVault();
    opened.s.local.values.delete("vault.pointer");
    opened.s.database.records.delete("vault\ncopy");
    const again = restarted(opened);
    expect((await again.vault.find()).storage.state).toBe("damaged");
    await again.vault.unlock(PASSWORD, 15);
    expect(await namesIn(again.vault)).toEqual(["one"]);
    const found = await again.vault.find();
    expect([found.storage.state, found.database.state]).toEqual(["whole", "whole"]);
  });

  it("keeps damaged bytes when it writes before they were repaired", async () => {
    const opened = await withVault();
    for (const key of opened.s.local.values.keys()) if (key.startsWith("vault.slot")) opened.s.local.values.set(key, "what is left of a vault");
    await opened.vault.change({ put: [account(opened.vault, "two")] });
    expect([...opened.s.local.values.values()]).toContain("what is left of a vault");
  });

  it("tries one password at a time", async () => {
    const { vault } = restarted(await withVault());
    const codes = await Promise.all([
      codeOf(vault.unlock("wrong horse battery", 15)),
      codeOf(vault.unlock("another wrong one", 15)),
      codeOf(vault.unlock(PASSWORD, 15)),
    ]);
    expect(codes).toEqual(["wrongPassword", "backOff", "backOff"]);
  });

  it("loses no change of the book that another one overtakes", async () => {
    const { vault } = await withVault();
    const books = new BookStore(sealedBook(vault));
    await Promise.all(Array.from({ length: 20 }, (_, i) => books.change((book) => void (book.labels[`n ${i}`] = String(i)))));
    expect(Object.keys((await books.read()).labels)).toHaveLength(20);
  });

  it("wipes the data key after every use, also one that failed", async () => {
    const { vault, lock } = await withVault();
    const given: Uint8Array[] = [];
    const mustKey = lock.mustKey.bind(lock);
    lock.mustKey = async () => {
      const key = await mustKey();
      given.push(key.dataKey);
      return key;
    };
    await vault.list("account");
    await vault.change({ put: [account(vault, "two")] });
    expect(await codeOf(vault.openSecret("none", REALM))).toBe("unknownKey");
    await vault.changePassword(PASSWORD, "another long one", 15);
    expect(given.length).toBe(4);
    for (const key of given) expect(key.every((byte) => byte === 0)).toBe(true);
  });

  it("opens no secret of another realm", async () => {
    const opened = open();
    const id = opened.vault.newRecordId();
    await opened.vault.create(PASSWORD, [{ kind: "lotus", id, realm: REALM, value: { secret: 1 } }], false, 15);
    expect(await codeOf(opened.vault.openSecret(id, "bafyother"))).toBe("keyInOtherRealm");
    expect((await opened.vault.openSecret(id, REALM)).value).toEqual({ secret: 1 });
  });
});

const restartedUnlocked = (opened: Opened): Vault => opened.vault;

describe("a worker that dies at any storage call", () => {
  const acts = {
    change: { act: (o: Opened) => o.vault.change({ put: [account(o.vault, "two")] }), names: [["one"], ["one", "two"]], passwords: [PASSWORD] },
    changePassword: {
      act: (o: Opened) => o.vault.changePassword(PASSWORD, "another long one", 15),
      names: [["one"]],
      passwords: [PASSWORD, "another long one"],
    },
    beside: {
      act: (o: Opened) => o.vault.create("another long one", [account(o.vault, "second")], true, 15),
      names: [["one"], ["second"]],
      passwords: [PASSWORD, "another long one"],
    },
    repair: {
      act: async (o: Opened) => {
        o.s.database.records.delete("vault\ncopy");
        await o.vault.unlock(PASSWORD, 15);
      },
      names: [["one"]],
      passwords: [PASSWORD],
    },
  };
  let calls: Record<string, number>;

  beforeAll(async () => {
    calls = {};
    for (const [name, { act }] of Object.entries(acts)) {
      const opened = await withVault();
      let count = 0;
      opened.s.local.beforeCall = opened.s.database.beforeCall = () => void count++;
      await act(opened);
      calls[name] = count;
    }
  });

  it.each(Object.keys(acts) as (keyof typeof acts)[])(
    "leaves a vault that opens whole: %s",
    async (name) => {
      const { act, names, passwords } = acts[name];
      expect(calls[name]).toBeGreaterThan(5);
      for (let death = 0; death < (calls[name] as number); death++) {
        const opened = await withVault();
        let count = 0;
        opened.s.local.beforeCall = opened.s.database.beforeCall = () => {
          if (count++ >= death) throw new Error("the worker was killed");
        };
        await act(opened).catch(() => {});
        let again = restarted(opened);
        let opens = false;
        for (const password of passwords) {
          again.s.clock.now += 60_000;
          opens ||= (await codeOf(again.vault.unlock(password, 15))) === "done";
        }
        expect([name, death, opens]).toEqual([name, death, true]);
        expect(names).toContainEqual(await namesIn(again.vault));
        again = restarted(again);
        const found = await again.vault.find();
        expect([found.storage.state, found.database.state, found.storage.text === found.database.text]).toEqual(["whole", "whole", true]);
      }
    },
    60_000,
  );
});

describe("lock", () => {
  it("locks 15 min after the last trusted input, 12 h at most, and when the clock goes back", async () => {
    const idle = await withVault();
    idle.s.clock.now += 14 * 60_000;
    await idle.lock.touch();
    idle.s.clock.now += 14 * 60_000;
    expect(await idle.lock.openUntil()).not.toBeNull();
    idle.s.clock.now += 15 * 60_000;
    expect(await idle.lock.openUntil()).toBeNull();
    expect(await idle.lock.reason()).toBe("idle");

    const long = await withVault();
    for (let i = 0; i < 72; i++) {
      long.s.clock.now += 10 * 60_000;
      await long.lock.touch();
    }
    expect(await long.lock.openUntil()).toBeNull();
    expect(await long.lock.reason()).toBe("limit");

    const back = await withVault();
    back.s.clock.now -= 60_000;
    expect(await back.lock.openUntil()).toBeNull();
    expect(await back.lock.reason()).toBe("clock");
  });

  const asks: Record<string, (lock: Lock) => Promise<unknown>> = {
    "a look at the deadline": (lock) => lock.openUntil(),
    "a trusted input": (lock) => lock.touch(),
    "a change of the idle time": (lock) => lock.setIdleMinutes(5),
    "a use of the key": (lock) => lock.mustKey().catch((error: unknown) => error),
  };
  it.each(Object.keys(asks))("stays locked when %s was under way at that moment", async (name) => {
    for (const before of [true, false]) {
      const { lock, s } = await withVault();
      s.clock.now += 2_000;
      const ask = (): Promise<unknown> => asks[name]!(lock);
      const lockNow = (): Promise<void> => lock.lock("user");
      await Promise.all(before ? [ask(), lockNow()] : [lockNow(), ask()]);
      expect(await s.session.keys()).toEqual(["lock.reason"]);
      expect(await lock.openUntil()).toBeNull();
    }
  });
});
