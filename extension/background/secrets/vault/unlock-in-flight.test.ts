import { describe, expect, it, vi } from "vitest";
import { Refusal } from "../../../../wallet/refusal.ts";
import { testSurroundings, type TestSurroundings } from "../../storage/test-surroundings.ts";
import { Lock } from "../lock/lock.ts";
import { Vault } from "./vault.ts";

/** Whoever asks for the next password's key waits here until the test lets it go on: the price of scrypt, by hand. */
const gate = vi.hoisted(() => ({ next: undefined as { reached: () => void; wait: Promise<void> } | undefined }));
vi.mock("@noble/hashes/scrypt.js", async () => {
  const { sha256 } = await import("@noble/hashes/sha2.js");
  return {
    scryptAsync: async (password: string, salt: Uint8Array) => {
      const held = gate.next;
      gate.next = undefined;
      held?.reached();
      await held?.wait;
      return sha256(new Uint8Array([...new TextEncoder().encode(password), ...salt]));
    },
  };
});

const PASSWORD = "correct horse battery";
const OTHER = "another long password";
const REALM = "bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2";
const open = (s: TestSurroundings): Vault => new Vault(s, new Lock(s));
const account = (vault: Vault, name: string) => ({ kind: "account" as const, id: vault.newRecordId(), realm: REALM, value: { name } });
const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "done",
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );
const namesIn = async (vault: Vault): Promise<unknown[]> => (await vault.list("account")).map(({ value }) => (value as { name: string }).name).sort();

async function withVault(): Promise<{ s: TestSurroundings; vault: Vault }> {
  const s = testSurroundings();
  const vault = open(s);
  await vault.create(PASSWORD, [account(vault, "one")], false, 15);
  return { s, vault };
}

/** An unlock that has read the copies and makes its key; `goOn` ends it. */
async function unlocking(vault: Vault): Promise<{ goOn: () => Promise<string> }> {
  let reached = (): void => {};
  let release = (): void => {};
  const there = new Promise<void>((resolve) => (reached = resolve));
  gate.next = { reached, wait: new Promise<void>((resolve) => (release = resolve)) };
  const answer = codeOf(vault.unlock(PASSWORD, 15));
  await there;
  return {
    goOn: () => {
      release();
      return answer;
    },
  };
}

/** Opens with a password as a browser that starts anew does. */
async function opensWith(s: TestSurroundings, password: string): Promise<unknown[] | string> {
  s.session.values.clear();
  s.clock.now += 60_000;
  const vault = open(s);
  const code = await codeOf(vault.unlock(password, 15));
  return code === "done" ? namesIn(vault) : code;
}

describe("an unlock that is under way", () => {
  it("writes nothing over an account that was added meanwhile", async () => {
    const { s, vault } = await withVault();
    const { goOn } = await unlocking(vault);
    await vault.change({ put: [account(vault, "two")] });
    expect(await goOn()).toBe("done");
    expect(await namesIn(vault)).toEqual(["one", "two"]);
    expect(await opensWith(s, PASSWORD)).toEqual(["one", "two"]);
  });

  it("writes nothing over a vault that was made meanwhile", async () => {
    const { s, vault } = await withVault();
    const { goOn } = await unlocking(vault);
    await vault.create(OTHER, [account(vault, "new")], true, 15);
    expect(await goOn()).toBe("wrongPassword");
    expect(await opensWith(s, OTHER)).toEqual(["new"]);
    expect((await vault.copies.archives()).length).toBe(1);
  });

  it("does not bring an old password back", async () => {
    const { s, vault } = await withVault();
    const { goOn } = await unlocking(vault);
    // Its own check of the old password would wait for the unlock's turn: another worker's write, as after a crash of this one.
    const changed = open(s);
    vi.spyOn(changed, "checkPassword").mockResolvedValue();
    await changed.changePassword(PASSWORD, OTHER, 15);
    expect(await goOn()).toBe("wrongPassword");
    expect(await opensWith(s, PASSWORD)).toBe("wrongPassword");
    expect(await opensWith(s, OTHER)).toEqual(["one"]);
  });
});

describe("a password that opens the older of two whole copies", () => {
  /** Storage as `write` leaves it, the database as it was before: a worker that died in between. */
  async function torn(write: (vault: Vault) => Promise<unknown>): Promise<TestSurroundings> {
    const { s, vault } = await withVault();
    const before = structuredClone(s.database.records.get("vault\ncopy"));
    await write(vault);
    s.database.records.set("vault\ncopy", before);
    return s;
  }

  it("leaves another vault's copy as an archive that opens", async () => {
    const s = await torn((vault) => vault.create(OTHER, [account(vault, "new")], true, 15));
    expect(await opensWith(s, PASSWORD)).toEqual(["one"]);
    const vault = open(s);
    const kept = (await vault.copies.archives()).find(({ text }) => text.includes('"generation":2'));
    await vault.switchTo(kept?.id as string);
    expect(await opensWith(s, OTHER)).toEqual(["new"]);
  });

  it("leaves a later copy of the same vault as an archive that opens", async () => {
    const s = await torn(async (vault) => {
      await vault.changePassword(PASSWORD, OTHER, 15);
      await vault.change({ put: [account(vault, "two")] });
    });
    expect(await opensWith(s, PASSWORD)).toEqual(["one"]);
    const vault = open(s);
    const [kept] = await vault.copies.archives();
    await vault.switchTo(kept?.id as string);
    expect(await opensWith(s, OTHER)).toEqual(["one", "two"]);
  });

  it("keeps every whole copy when a vault is begun beside them", async () => {
    const s = await torn((vault) => vault.create(OTHER, [account(vault, "new")], true, 15));
    const vault = open(s);
    for (const { id } of await vault.copies.archives()) await vault.copies.deleteArchive(id);
    await vault.create("a third long password", [account(vault, "third")], true, 15);
    const texts = (await vault.copies.archives()).map(({ text }) => (JSON.parse(text) as { header: { vaultId: string } }).header.vaultId);
    expect(new Set(texts).size).toBe(2);
  });
});
