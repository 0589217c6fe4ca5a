import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reply } from "../../extension/shared/messages.ts";
import { FULL_LOAD, LoadedWorker, type Measured } from "./loaded-worker.ts";

/**
 * What a wallet with a thousand accounts, two hundred miners and ten thousand messages asks of its node, whose mempool holds 50,000 messages. Questions and bytes are
 * counted here; times are measured by `npm run bench`.
 */

let loaded: LoadedWorker;
beforeAll(async () => {
  loaded = await LoadedWorker.start(FULL_LOAD);
}, 300_000);
afterAll(() => loaded.close());

describe("with 1,000 accounts, 200 miners and 10,000 messages", () => {
  it("the wallet's state asks nothing", async () => {
    const { calls, reply } = await loaded.measure("wallet.state", {});
    expect(calls).toBe(0);
    expect(reply.accounts).toBe(FULL_LOAD.accounts);
  });

  it("home asks at most 30 questions, the first time and after, and says how much there is in all", async () => {
    for (const time of ["first", "again"]) {
      const { calls, reply } = await loaded.measure("home.get", {});
      expect(calls, time).toBeLessThanOrEqual(30);
      expect([reply.accountsInAll, reply.minersInAll]).toEqual([FULL_LOAD.accounts, FULL_LOAD.miners]);
      expect(reply.accounts.every(({ balance }) => balance.atto !== null)).toBe(true);
    }
  });

  it("a review asks at most 60 questions", async () => {
    const [, , , , , from, to] = loaded.accounts as [string, string, string, string, string, string, string];
    const { calls } = await loaded.measure("send.review", { from, to, amount: "1000", speed: "usual" });
    expect(calls).toBeLessThanOrEqual(60);
  });

  it("activity comes in pages of at most 200 kB, newest first, and no message stands on two", async () => {
    const seen = new Set<string>();
    let newest = Infinity;
    for (let after: string | null = null, pages = 0; ; pages++) {
      const { reply, characters }: Measured<Reply<"activity.list">> = await loaded.measure("activity.list", { account: null, after });
      expect(characters).toBeLessThanOrEqual(200_000);
      for (const { id, createdAt } of reply.slots) {
        expect(seen.has(id)).toBe(false);
        expect(createdAt).toBeLessThanOrEqual(newest);
        seen.add(id);
        newest = createdAt;
      }
      after = reply.next;
      // The rest is of one kind: twenty pages tell as much.
      if (after === null || pages === 20) break;
    }
    expect(seen.size).toBe(21 * 50);
  });

  it("the last page of an account's messages is the end", async () => {
    const account = loaded.accounts[50] as string;
    const { reply } = await loaded.measure("activity.list", { account });
    expect(reply.slots.map((slot) => slot.account)).toEqual(Array.from(reply.slots, () => account));
    expect([reply.slots.length > 0, reply.next]).toEqual([true, null]);
  });

  it("the pages of accounts and miners ask for what they show alone", async () => {
    expect((await loaded.measure("accounts.refresh", { addresses: loaded.accounts.slice(100, 120) })).calls).toBeLessThanOrEqual(2 + 2 * 20);
    const { calls, reply } = await loaded.measure("miners.list", { from: 40 });
    expect([reply.miners.length, reply.inAll]).toEqual([20, FULL_LOAD.miners]);
    expect(calls).toBeLessThanOrEqual(10 + 4 * 20);
  });

  it("all of it works with a node that refuses every third question", async () => {
    loaded.manners = { latencyMs: 0, limitsEvery: 3 };
    try {
      expect((await loaded.measure("home.get", {})).reply.accounts).toHaveLength(5);
      const [, , , , , , from, to] = loaded.accounts as [string, string, string, string, string, string, string, string];
      expect((await loaded.measure("send.review", { from, to, amount: "1000", speed: "usual" })).reply.approvalId).toMatch(/./);
    } finally {
      loaded.manners = { latencyMs: 0, limitsEvery: 0 };
    }
  });
});
