import { describe, expect, it } from "vitest";
import type { ReplyEnvelope } from "../../shared/messages.ts";
import { MemoryDatabase } from "../storage/memory-stores.ts";
import { ReplyLog } from "./reply-log.ts";

const NAME = "secret.revealWords";

function counted(): { act: () => Promise<ReplyEnvelope>; times: () => number } {
  let times = 0;
  return { act: async () => ({ ok: true, body: { words: [`told ${++times}`] } }), times: () => times };
}

describe("replies that hold secrets", () => {
  it("are shared among equal requests at the same time", async () => {
    const { act, times } = counted();
    const log = new ReplyLog({ database: new MemoryDatabase(), now: () => 0, report: () => {} });
    const [a, b] = await Promise.all([log.once("request-1", NAME, "memory", act), log.once("request-1", NAME, "memory", act)]);
    expect([a, times()]).toEqual([b, 1]);
  });

  it("are forgotten once they are given, in memory and on disk", async () => {
    const { act, times } = counted();
    const database = new MemoryDatabase();
    const log = new ReplyLog({ database, now: () => 0, report: () => {} });
    await log.once("request-1", NAME, "memory", act);
    await log.once("request-1", NAME, "memory", act);
    expect([times(), database.records.size]).toEqual([2, 0]);
  });
});
