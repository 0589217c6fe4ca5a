import { beforeAll, describe, expect, it, vi } from "vitest";
import { Refusal } from "../../../../wallet/refusal.ts";
import { testSurroundings, type TestSurroundings } from "../../storage/test-surroundings.ts";
import { Lock } from "../lock/lock.ts";
import { checksumOf } from "./vault-file.ts";
import { Vault } from "./vault.ts";

// The real scrypt costs 0.7 s a call by design; here every rule but its price is under test, so a cheap hash stands in.
vi.mock("@noble/hashes/scrypt.js", async () => {
  const { sha256 } = await import("@noble/hashes/sha2.js");
  return { scryptAsync: async (password: string, salt: Uint8Array) => sha256(new Uint8Array([...new TextEncoder().encode(password), ...salt])) };
});

/**
 * Every state that the four places of a vault can be in, each by itself: the pointer, the two slots and the database's copy. Whatever opens is offered to the
 * password, whatever does not is kept for an export, and what a later version wrote is left alone.
 */

const PASSWORD = "correct horse battery";
const REALM = "bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2";

const POINTERS = ["whole", "damaged", "missing"] as const;
const FILES = ["whole", "sealBroken", "damaged", "missing", "newer"] as const;
type FileState = (typeof FILES)[number];
interface Case {
  pointer: (typeof POINTERS)[number];
  a: FileState;
  b: FileState;
  copy: FileState;
}
const CASES: Case[] = POINTERS.flatMap((pointer) => FILES.flatMap((a) => FILES.flatMap((b) => FILES.map((copy) => ({ pointer, a, b, copy })))));

/** Texts of three generations of one vault, oldest first: one, two and three accounts. */
let generations: [string, string, string];

const open = (s: TestSurroundings): Vault => new Vault(s, new Lock(s));
const account = (vault: Vault, name: string) => ({ kind: "account" as const, id: vault.newRecordId(), realm: REALM, value: { name } });
const accountsIn = async (vault: Vault): Promise<number> => (await vault.list("account")).length;
const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "done",
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );

beforeAll(async () => {
  const vault = open(testSurroundings());
  await vault.create(PASSWORD, [account(vault, "one")], false, 15);
  const first = await vault.exportText();
  await vault.change({ put: [account(vault, "two")] });
  const second = await vault.exportText();
  await vault.change({ put: [account(vault, "three")] });
  generations = [first, second, await vault.exportText()];
});

/** A text in a state: whole; one that reads with a record changed, so that its seal does not fit; cut; or with a higher version. */
function inState(state: FileState, text: string): string | undefined {
  switch (state) {
    case "whole":
      return text;
    case "sealBroken": {
      const file = JSON.parse(text) as { records: unknown[] };
      return JSON.stringify({ ...file, records: file.records.slice(1) });
    }
    case "damaged":
      return text.slice(0, -20);
    case "missing":
      return undefined;
    case "newer":
      return JSON.stringify({ ...(JSON.parse(text) as object), version: 2, more: true });
  }
}

/** Slot A holds the newest generation and is pointed to, slot B the oldest, the database the one between. */
function laid({ pointer, a, b, copy }: Case): TestSurroundings {
  const s = testSurroundings();
  const [oldest, between, newest] = generations;
  const put = (key: string, text: string | undefined): void => void (text !== undefined && s.local.values.set(key, text));
  put("vault.slot.a", inState(a, newest));
  put("vault.slot.b", inState(b, oldest));
  if (pointer === "whole") s.local.values.set("vault.pointer", { slot: "vault.slot.a", generation: 3, sha256: checksumOf(newest) });
  if (pointer === "damaged") s.local.values.set("vault.pointer", "vault.slot");
  const text = inState(copy, between);
  if (text !== undefined) s.database.records.set("vault\ncopy", { text, generation: 2, sha256: checksumOf(between) });
  return s;
}

const bytesOf = (s: TestSurroundings): string => JSON.stringify([[...s.local.values], [...s.database.records]]);
const nameOf = ({ pointer, a, b, copy }: Case): string => `pointer ${pointer}, slot A ${a}, slot B ${b}, copy ${copy}`;

describe("recovery", () => {
  it("has a way for every state of pointer, slots and copy", async () => {
    for (const one of CASES) {
      const s = laid(one);
      const vault = open(s);
      const found = await vault.find();
      const files = [one.a, one.b, one.copy];
      const newer = files.includes("newer");
      const reads = files.some((state) => state === "whole" || state === "sealBroken");
      const whole = files.includes("whole");
      const before = bytesOf(s);
      const answer = await codeOf(vault.unlock(PASSWORD, 15));
      expect([nameOf(one), answer]).toEqual([nameOf(one), newer ? "vaultNewer" : whole ? "done" : "vaultDamaged"]);
      expect([nameOf(one), found.candidates.length > 0 && !found.newer]).toEqual([nameOf(one), reads && !newer]);
      if (newer) expect([nameOf(one), bytesOf(s)]).toEqual([nameOf(one), before]);
      if (answer !== "done") {
        const kept = found.raw.length;
        expect([nameOf(one), kept]).toEqual([nameOf(one), files.filter((state) => state !== "missing").length]);
        continue;
      }
      // The newest generation that is whole: what is vouched for first.
      const vouchedA = one.pointer === "whole" && one.a === "whole";
      const newest = vouchedA ? 3 : one.copy === "whole" ? 2 : one.a === "whole" ? 3 : 1;
      expect([nameOf(one), await accountsIn(vault)]).toEqual([nameOf(one), newest]);
      const again = open(s);
      const after = await again.find();
      expect([nameOf(one), after.storage.state, after.database.state, after.storage.text === after.database.text]).toEqual([
        nameOf(one),
        "whole",
        "whole",
        true,
      ]);
    }
  }, 60_000);

  it("keeps what it could not read beside what it repairs", async () => {
    for (const one of CASES.filter(({ a, b, copy }) => ![a, b, copy].includes("newer") && [a, b, copy].includes("whole"))) {
      const s = laid(one);
      await open(s).unlock(PASSWORD, 15);
      const left = bytesOf(s);
      const [oldest, between, newest] = generations;
      for (const [state, text] of [
        [one.a, newest],
        [one.b, oldest],
        [one.copy, between],
      ] as const) {
        if (state !== "damaged" && state !== "sealBroken") continue;
        // Beside a slot that is pointed to and whole, the other one is an older generation, which goes.
        if (text === oldest && one.pointer === "whole" && one.a === "whole") continue;
        const bytes = JSON.stringify(inState(state, text)).slice(1, -1);
        expect([nameOf(one), state, left.includes(bytes) || left.includes(JSON.stringify(bytes).slice(1, -1))]).toEqual([nameOf(one), state, true]);
      }
    }
  }, 60_000);

  it("says wrong password, and not damaged, where no copy opens with it", async () => {
    const vault = open(laid({ pointer: "missing", a: "sealBroken", b: "whole", copy: "damaged" }));
    expect(await codeOf(vault.unlock("wrong horse battery", 15))).toBe("wrongPassword");
  });

  it("writes nothing while a later version's copy is there: no new vault, no restore, no archive made the present one", async () => {
    const s = laid({ pointer: "whole", a: "newer", b: "missing", copy: "newer" });
    const vault = open(s);
    const slots = (): unknown[] => [s.local.values.get("vault.slot.a"), s.local.values.get("vault.slot.b"), s.database.records.get("vault\ncopy")];
    const before = structuredClone(slots());
    expect(await codeOf(vault.create(PASSWORD, [account(vault, "new")], true, 15))).toBe("vaultNewer");
    expect(await codeOf(vault.restore(generations[2], PASSWORD, true, 15))).toBe("vaultNewer");
    expect(slots()).toEqual(before);
  });
});

describe("waiting after wrong passwords", () => {
  it("does not wait for a moment that another clock has set", async () => {
    const s = testSurroundings();
    const vault = open(s);
    await vault.create(PASSWORD, [account(vault, "one")], false, 15);
    const locked = open(s);
    for (let wrong = 0; wrong < 6; wrong++) {
      expect(await codeOf(locked.unlock("wrong horse battery", 15))).toBe("wrongPassword");
      s.clock.now += 40_000;
    }
    expect(await codeOf(locked.unlock("wrong horse battery", 15))).toBe("wrongPassword");
    s.clock.now -= 3_600_000;
    expect(await codeOf(locked.unlock(PASSWORD, 15))).toBe("done");
  });

  it("still waits after a small step of the clock", async () => {
    const s = testSurroundings();
    const vault = open(s);
    await vault.create(PASSWORD, [account(vault, "one")], false, 15);
    const locked = open(s);
    for (let wrong = 0; wrong < 5; wrong++) {
      expect(await codeOf(locked.unlock("wrong horse battery", 15))).toBe("wrongPassword");
      if (wrong < 4) s.clock.now += 40_000;
    }
    s.clock.now -= 5_000;
    expect(await codeOf(locked.unlock(PASSWORD, 15))).toBe("backOff");
  });
});
