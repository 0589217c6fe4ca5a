import { describe, expect, it } from "vitest";
import type { ReplyEnvelope } from "../../shared/messages.ts";
import { MemoryKeyValueStore } from "../storage/memory-stores.ts";
import { ReplyLog } from "./reply-log.ts";

const MINUTE = 60_000;

function counted(): { act: () => Promise<ReplyEnvelope>; times: () => number } {
  let times = 0;
  return { act: async () => ({ ok: true, body: { words: [`told ${++times}`] } }), times: () => times };
}

function log(session = new MemoryKeyValueStore("session")): { log: ReplyLog; session: MemoryKeyValueStore; clock: { now: number } } {
  const clock = { now: 0 };
  return { log: new ReplyLog({ session, now: () => clock.now, report: () => {} }), session, clock };
}

describe("replies that hold secrets", () => {
  it("are shared among equal requests at the same time", async () => {
    const { act, times } = counted();
    const { log: replies } = log();
    const [a, b] = await Promise.all([
      replies.once("request-1", "secret.revealWords", "secret", act),
      replies.once("request-1", "secret.revealWords", "secret", act),
    ]);
    expect([a, times()]).toEqual([b, 1]);
  });

  it("are forgotten once they are given", async () => {
    const { act, times } = counted();
    const { log: replies, session } = log();
    await replies.once("request-1", "secret.revealWords", "secret", act);
    await replies.once("request-1", "secret.revealWords", "secret", act);
    expect([times(), session.values.size]).toEqual([2, 0]);
  });
});

describe("replies to commands", () => {
  it("are given again to a repeated request, also by a worker that has started since", async () => {
    const { act, times } = counted();
    const { log: replies, session } = log();
    const first = await replies.once("request-1", "miner.withdraw", "kept", act);
    expect(await log(session).log.once("request-1", "miner.withdraw", "kept", act)).toEqual(first);
    await replies.once("request-2", "miner.withdraw", "kept", act);
    await replies.once("request-1", "miner.repayDebt", "kept", act);
    expect(times()).toBe(3);
  });

  it("are forgotten after ten minutes, and when the clock has gone back by more", async () => {
    for (const step of [11 * MINUTE, -11 * MINUTE]) {
      const { act } = counted();
      const { log: replies, session, clock } = log();
      await replies.once("request-1", "miner.withdraw", "kept", act);
      clock.now += step;
      await replies.once("request-2", "miner.withdraw", "kept", act);
      expect([...session.values.keys()]).toEqual(["reply miner.withdraw request-2"]);
    }
  });

  it("are forgotten with a lock, and nothing else of the session is", async () => {
    const { act } = counted();
    const { log: replies, session } = log();
    session.values.set("lock.reason", "user");
    await replies.once("request-1", "miner.withdraw", "kept", act);
    await replies.forget();
    expect([...session.values.keys()]).toEqual(["lock.reason"]);
  });
});
