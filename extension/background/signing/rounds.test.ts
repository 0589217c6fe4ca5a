import { describe, expect, it, vi } from "vitest";
import { say } from "../../../wallet/phrase.ts";
import { slotId, type Attempt } from "../../../wallet/slots/slot.ts";
import { testSurroundings, type TestSurroundings } from "../storage/test-surroundings.ts";
import { composeWorker } from "../../compose-worker.ts";
import { OUTBOX_ALARM, type Rounds } from "./rounds.ts";

/** When the outbox looks again. No node may be asked here. */

async function roundsWith(held: boolean, networkId = "devnet"): Promise<{ s: TestSurroundings; rounds: Rounds; later: number[] }> {
  const s = testSurroundings();
  s.mayAsk = async () => false;
  const later: number[] = [];
  s.later = (ms) => void later.push(ms);
  const { rounds } = composeWorker(s, { id: "test", origin: "chrome-extension://test" });
  const attempt = { cid: "c", purpose: "first", state: "seen", signed: "bytes", chainCid: "d", seenBy: [], changedAt: s.clock.now } as unknown as Attempt;
  const account = "f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba";
  const id = slotId("bafyrealm", account, 0);
  if (held)
    await s.database.write(["slots"], (tx) =>
      tx.put("slots", id, {
        id,
        genesis: "bafyrealm",
        networkId,
        account,
        nonce: 0,
        kind: "send",
        sentence: say("x"),
        createdAt: 0,
        changedAt: s.clock.now,
        attempts: [attempt],
      }),
    );
  return { s, rounds, later };
}

describe("the outbox looks again", () => {
  it("by an alarm each 30 s while a message is on its way, each 5 min when nothing happened for two hours", async () => {
    const { s, rounds } = await roundsWith(true);
    await rounds.run();
    expect(s.alarmsSet.get(OUTBOX_ALARM)).toEqual({ everyMinutes: 0.5 });
    s.clock.now += 2 * 3_600_000 - 1;
    await rounds.run();
    expect(s.alarmsSet.get(OUTBOX_ALARM)).toEqual({ everyMinutes: 0.5 });
    s.clock.now += 1;
    await rounds.run();
    expect(s.alarmsSet.get(OUTBOX_ALARM)).toEqual({ everyMinutes: 5 });
  });

  it("by no alarm for a message whose network was removed: nobody could follow it", async () => {
    const { s, rounds } = await roundsWith(true, "removed");
    await s.alarms.set(OUTBOX_ALARM, { everyMinutes: 5 });
    await rounds.run();
    expect(s.alarmsSet.has(OUTBOX_ALARM)).toBe(false);
  });

  it("by no alarm when nothing is on its way", async () => {
    const { s, rounds } = await roundsWith(false);
    await s.alarms.set(OUTBOX_ALARM, { everyMinutes: 5 });
    await rounds.run();
    expect(s.alarmsSet.has(OUTBOX_ALARM)).toBe(false);
  });

  it("each 15 s while a page is open", async () => {
    const { rounds, later } = await roundsWith(false);
    rounds.pageAsked();
    await vi.waitFor(() => expect(later).toEqual([15_000]));
    rounds.pageAsked();
    await Promise.resolve();
    expect(later).toEqual([15_000]);
  });
});
