import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { composeWorker, type Worker } from "../../extension/compose-worker.ts";
import { fileBesideWorker } from "../../extension/background/storage/test-files.ts";
import { testSurroundings, type TestSurroundings } from "../../extension/background/storage/test-surroundings.ts";
import type { Body, MessageName, Reply } from "../../extension/shared/messages.ts";
import { replyOf } from "../../extension/shared/replies.ts";
import type { Slot } from "../../wallet/slots/slot.ts";
import type { Recorded } from "./record-stores.ts";
import { recordStores } from "./record-stores.ts";

/**
 * What an earlier build left on disk is read by this one: nothing is lost, and nothing is signed again. `earlier/` holds what builds have left, recorded once and never
 * changed; the newest is this build's own. How a recording is made: CONTRIBUTING.md.
 */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SELF = { id: "abcdefghijklmnopabcdefghijklmnop", origin: "chrome-extension://abcdefghijklmnopabcdefghijklmnop" };
const FOLDER = "test/update/earlier";
/** Left out of the database since. */
const GONE = "replies\n";

class Updated {
  readonly s: TestSurroundings = testSurroundings({ file: fileBesideWorker });
  readonly app: Worker;
  readonly pushed: string[] = [];
  #requests = 0;

  constructor(recorded: Recorded, withSession: boolean) {
    this.s.clock.now = recorded.at;
    for (const [key, value] of Object.entries(recorded.local)) this.s.local.values.set(key, value);
    if (withSession) for (const [key, value] of Object.entries(recorded.session)) this.s.session.values.set(key, value);
    for (const [key, value] of Object.entries(recorded.database)) if (!key.startsWith(GONE)) this.s.database.records.set(key, value);
    this.s.fetch = async (_input, init) => {
      if (String(init?.body).includes("MpoolPush")) this.pushed.push(String(init?.body));
      throw new TypeError("no node is there");
    };
    this.app = composeWorker(this.s, SELF);
  }

  async ask<N extends MessageName>(name: N, body: Body<N>): Promise<Reply<N>> {
    const sender = { id: SELF.id, origin: SELF.origin, url: `${SELF.origin}/popup.html`, frameId: 0 };
    const envelope = await this.app.dispatcher.answer({ v: 1, requestId: `request-${this.#requests++}`, name, body }, sender);
    if (!envelope.ok) throw new Error(`${name}: ${envelope.code} ${JSON.stringify(envelope.params)}`);
    const reply = replyOf(name, envelope.body);
    if ("fault" in reply) throw new Error(`${name}: ${reply.fault}`);
    return reply.body as Reply<N>;
  }

  slots(): Slot[] {
    return slotsIn(Object.fromEntries(this.s.database.records));
  }
}

const slotsIn = (database: Readonly<Record<string, unknown>>): Slot[] =>
  Object.entries(database).flatMap(([key, value]) => (key.startsWith("slots\n") ? [value as Slot] : []));
const cidsOf = (slots: readonly Slot[]): string[] => slots.flatMap(({ attempts }) => attempts.map(({ cid }) => cid)).sort();
const signaturesOf = (slots: readonly Slot[]): string[] =>
  slots.flatMap(({ attempts }) => attempts.map((attempt) => JSON.stringify(attempt).match(/"signed":"[^"]*"/)?.[0] ?? "none")).sort();

const earlier: [string, () => Promise<Recorded>][] = readdirSync(FOLDER).map((file) => [
  file,
  async () => JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8")) as Recorded,
]);

let own: Promise<Recorded> | undefined;
const ofThisBuild = (): Promise<Recorded> => (own ??= recordStores());

describe.each([...earlier, ["this build", ofThisBuild] as const])("what %s left on disk", (_name, recordedBy) => {
  it("is read whole, and holds messages in every state that lasts", async () => {
    const recorded = await recordedBy();
    const { s } = new Updated(recorded, true);
    expect(await s.database.damaged()).toEqual([]);
    const states = new Set(slotsIn(recorded.database).flatMap(({ attempts }) => attempts.map(({ state }) => state)));
    for (const one of [["final"], ["included"], ["accepted", "seen"], ["signed", "pushing", "refused"]])
      expect([one, one.some((state) => states.has(state as Slot["attempts"][number]["state"]))]).toEqual([one, true]);
  });

  it("goes on unlocked, with its approval open and every message in its place", async () => {
    const recorded = await recordedBy();
    const updated = new Updated(recorded, true);
    const state = await updated.ask("wallet.state", {});
    expect([state.phase, state.openApproval, state.accounts, state.settings.theme]).toEqual([
      "unlocked",
      recorded.approvalId,
      recorded.accounts.length,
      "dark",
    ]);
    expect(state.selectedAccount?.label).toBe("Mine");
    const { slots } = await updated.ask("activity.list", { account: null });
    expect(cidsOf(slots as unknown as Slot[])).toEqual(cidsOf(slotsIn(recorded.database)));
    expect((await updated.ask("approvals.get", { id: recorded.approvalId })).approval.state).toBe("open");
    await updated.ask("approvals.reject", { id: recorded.approvalId });
    expect((await updated.ask("wallet.state", {})).openApproval).toBeNull();
  });

  it("is locked after a restart of the browser, opens with its password, and signs nothing again", async () => {
    const recorded = await recordedBy();
    const updated = new Updated(recorded, false);
    const { phase, lock } = await updated.ask("wallet.state", {});
    expect([phase, lock.droppedApproval]).toEqual(["locked", true]);
    const before = signaturesOf(updated.slots());
    for (let round = 0; round < 5; round++) {
      updated.s.clock.now += 30_000;
      await updated.app.outbox.advance();
    }
    await updated.ask("wallet.unlock", { password: recorded.password });
    for (let round = 0; round < 5; round++) {
      updated.s.clock.now += 30_000;
      await updated.app.outbox.advance();
    }
    expect(signaturesOf(updated.slots())).toEqual(before);
    const open = await updated.ask("wallet.state", {});
    // An approval does not outlive the lock, and no lock came before the browser ended.
    expect([open.selectedAccount?.label, open.openApproval]).toEqual(["Mine", null]);
    expect((await updated.ask("accounts.list", {})).accounts.map(({ address }) => address).sort()).toEqual([...recorded.accounts].sort());
  });
});
