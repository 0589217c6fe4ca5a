import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { root } from "../../scripts/root.ts";
import type { Slot } from "../../wallet/slots/slot.ts";
import type { Recorded } from "../update/record-stores.ts";
import { TestDevnet } from "./devnet.ts";
import { Session, until } from "./session.ts";
import { readSlots, readTable } from "./stored.ts";
import { createRehearsalWallet, PASSWORD } from "./wallet-steps.ts";
import { askWorker, confirmApproval } from "./worker-asks.ts";

/** The extension is replaced by a later build, over what an earlier one has left and while it runs. */

const FIL = 10n ** 18n;
const dist = join(root, "dist");
const recorded = JSON.parse(readFileSync(join(root, "test/update/earlier/2026-12-01.json"), "utf8")) as Recorded;

const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const act of undo.splice(0).reverse()) await act();
});
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "fil-peggy-build-"));
  undo.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}
async function session(...asked: Parameters<typeof Session.open>): Promise<Session> {
  const opened = await Session.open(...asked);
  undo.push(() => opened.close());
  return opened;
}
const manifestOf = (path: string): Record<string, unknown> => JSON.parse(readFileSync(join(path, "manifest.json"), "utf8")) as Record<string, unknown>;

/** A folder with the extension's identity and one empty page: it lays what an earlier build left, and no worker is there to touch it. */
function emptyExtension(): string {
  const path = folder();
  mkdirSync(join(path, "extension/popup"), { recursive: true });
  writeFileSync(join(path, "extension/popup/tab.html"), "<!doctype html><title>nothing</title>");
  const { key } = manifestOf(dist);
  writeFileSync(join(path, "manifest.json"), JSON.stringify({ manifest_version: 3, name: "Earlier", version: "0.0.1", key, permissions: ["storage"] }));
  return path;
}

/** Runs in a page: storage and the database as the earlier build's worker wrote them, at the database's version of then. */
async function layDown({ local, database, version }: { local: Record<string, unknown>; database: Record<string, unknown>; version: number }): Promise<void> {
  await chrome.storage.local.set(local);
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.open("peggy", version);
    const tables = ["vault", "slots", "approvals", "drafts", "networks", "settings", "replies", "cache", "seen"];
    request.onupgradeneeded = () => tables.forEach((table) => request.result.createObjectStore(table));
    request.onerror = () => reject(request.error ?? new Error("the database did not open"));
    request.onsuccess = () => {
      const tx = request.result.transaction(tables, "readwrite");
      for (const [at, value] of Object.entries(database)) tx.objectStore(at.split("\n")[0] ?? "").put(value, at.slice(at.indexOf("\n") + 1));
      tx.oncomplete = () => {
        request.result.close();
        resolve();
      };
    };
  });
}

async function withEarlierStores(version: number): Promise<string> {
  const earlier = await Session.open(undefined, [], emptyExtension());
  const page = await earlier.tab();
  await page.evaluate(layDown, { local: { ...recorded.local }, database: { ...recorded.database }, version });
  const { profile } = earlier;
  await earlier.kill();
  undo.push(() => rmSync(profile, { recursive: true, force: true }));
  return profile;
}

const cidsOf = (slots: readonly Slot[]): string[] => slots.flatMap(({ attempts }) => attempts.map(({ cid }) => cid)).sort();

describe("an update of the extension", () => {
  it("over what an earlier build left: the wallet opens, every message is there, and the database is brought up to date", async () => {
    const now = await session(await withEarlierStores(1));
    const page = await now.tab();
    await page.getByRole("heading", { name: "Unlock FIL Peggy" }).waitFor();
    await page.getByLabel("Password", { exact: true }).fill(recorded.password);
    await page.getByRole("button", { name: "Unlock", exact: true }).click();
    await page.getByRole("heading", { name: "Home" }).waitFor();
    const before = Object.entries(recorded.database).flatMap(([key, value]) => (key.startsWith("slots\n") ? [value as Slot] : []));
    expect(cidsOf(await readSlots(page))).toEqual(cidsOf(before));
    const databases = await page.evaluate(() => indexedDB.databases());
    expect(databases.map(({ name, version }) => [name, version])).toEqual([["peggy", 2]]);
    expect(await readTable(page, "aside")).toEqual({});
    expect((await askWorker(page, "wallet.state", {})).accounts).toBe(recorded.accounts.length);
  });

  it("leaves a database of a later build as it is, and says so", async () => {
    const now = await session(await withEarlierStores(9));
    const page = await now.tab();
    await page.getByText("A later version of FIL Peggy wrote these records").first().waitFor();
    const databases = await page.evaluate(() => indexedDB.databases());
    expect(databases.map(({ name, version }) => [name, version])).toEqual([["peggy", 9]]);
    expect(cidsOf(await readSlots(page))).toHaveLength(9);
  });

  it("while it runs, unlocked, with a message on its way and an approval open: the message goes on, nothing is signed twice, the approval is dropped", async () => {
    const devnet = await TestDevnet.start({ epochMs: 3_600_000 });
    undo.push(() => devnet.close());
    const build = folder();
    cpSync(dist, build, { recursive: true });
    const manifest = manifestOf(dist);
    const write = (version: string): void => writeFileSync(join(build, "manifest.json"), JSON.stringify({ ...manifest, version }));
    write("0.0.9");
    const running = await session(undefined, [], build);
    const page = await createRehearsalWallet(running, devnet.port);
    const [from, to] = [devnet.node.accounts[0]?.address ?? "", devnet.node.accounts[1]?.address ?? ""];
    const send = (): Promise<{ approvalId: string }> => askWorker(page, "send.review", { from, to, amount: FIL.toString(), speed: "usual" });
    await confirmApproval(page, (await send()).approvalId);
    await send();
    const before = await readSlots(page);
    expect(before).toHaveLength(1);

    write(String(manifest["version"]));
    await running.reloadExtension();
    await until("the extension's pages to close", () => page.isClosed());
    const after = await running.context.newPage();
    // Between the two builds the browser refuses the extension's pages.
    await until("the new build's page", () =>
      after.goto(`chrome-extension://${running.id}/extension/popup/tab.html`).then(
        () => true,
        () => false,
      ),
    );
    await after.getByText("Your open approval was dropped by the lock").waitFor();
    await after.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await after.getByRole("button", { name: "Unlock", exact: true }).click();
    await after.getByRole("heading", { name: "Home" }).waitFor();
    const { build: shown, openApproval } = await askWorker(after, "wallet.state", {});
    expect([shown.version, openApproval]).toEqual([manifest["version"], null]);
    expect(cidsOf(await readSlots(after))).toEqual(cidsOf(before));
    await devnet.call("Peggy.Mine", 10);
    await until("the message to be final", async () => {
      const { slots } = await askWorker(after, "activity.list", { account: null });
      return slots[0]?.status === "final";
    });
    expect(cidsOf(await readSlots(after))).toEqual(cidsOf(before));
    expect((await devnet.call<{ Nonce: number }>("Filecoin.StateGetActor", from, [])).Nonce).toBe(1);
  });
});
