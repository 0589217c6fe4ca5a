import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Address } from "../../../filecoin/address.ts";
import type { ApprovalView, SlotView } from "../../../wallet/approval-views.ts";
import { DevnetWorker, PASSWORD } from "../desk/devnet-worker.ts";
import { dyingAt } from "./dying-worker.ts";

/**
 * The worker dies at each call of its disk in turn, starts again, and the page asks once more, as pages do. What the page then sees is
 * what happened: nothing is lost and nothing happens twice.
 */

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

let worker: DevnetWorker;
let from: string;
let receivers = 0;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
  from = worker.devnet.accounts[0]?.address as string;
});
afterAll(() => worker.devnet.close());

const VALUE = 1_000n;
/** Nobody was ever sent anything there. */
const newReceiver = (): string => Address.secp256k1(Uint8Array.from({ length: 65 }, (_, i) => (i === 0 ? 4 : i === 1 ? ++receivers : i))).toString("t");

/** Until nothing is on its way. */
async function settle(): Promise<void> {
  for (let round = 0; round < 10; round++) {
    await worker.peggy("Peggy.Mine", [10]);
    worker.s.clock.now += 15_000;
    if ((await worker.app.outbox.advance()) === 0) return;
  }
  throw new Error("messages are still on their way after 10 rounds");
}

const slotsOf = async (approval: ApprovalView): Promise<SlotView[]> =>
  (await worker.ask("activity.list", { account: null })).slots.filter(({ attempts }) => attempts.some(({ approvalId }) => approvalId === approval.id));
const balance = (address: string): Promise<string> => worker.peggy<string>("Filecoin.WalletBalance", [address]);

async function review(): Promise<{ approval: ApprovalView; to: string }> {
  const to = newReceiver();
  const { approvalId } = await worker.ask("send.review", { from, to, amount: VALUE.toString(), speed: "usual" });
  const approval = await worker.approval(approvalId);
  worker.s.clock.now += 1_000;
  return { approval, to };
}

describe("a worker that dies at a call of its disk", () => {
  it("while it confirms: the page that asks again is told the truth, and the message runs once or never", async () => {
    const ends: Record<string, number> = {};
    for (let death = 0, died = true; died; death++) {
      const { approval, to } = await review();
      const consent = worker.consentTo(approval);
      const click = (): Promise<unknown> => worker.answer("approvals.confirm", consent, `click-number-${death}`);
      died = await dyingAt(worker, death, click);
      const reply = (await click()) as { ok: boolean; code?: string; body?: { slotId: string } };
      const end = reply.ok ? "done" : String(reply.code);
      ends[end] = (ends[end] ?? 0) + 1;
      const seen = await slotsOf(approval);
      expect([death, seen.length]).toEqual([death, reply.ok ? 1 : Math.min(seen.length, 1)]);
      if (reply.ok) {
        expect(seen[0]?.id).toBe(reply.body?.slotId);
        expect(seen[0]?.attempts.filter(({ cid }) => cid === approval.cid)).toMatchObject([{ chainCid: expect.any(String) }]);
        expect((await worker.approval(approval.id)).state).toBe("consumed");
      } else for (const { attempts } of seen) expect(attempts.find(({ approvalId }) => approvalId === approval.id)?.state).toBe("void");
      await settle();
      expect([death, end, await balance(to)]).toEqual([death, end, reply.ok ? VALUE.toString() : "0"]);
      if (reply.ok) expect((await slotsOf(approval)).map(({ status }) => status)).toEqual(["final"]);
    }
    // Nothing but the death was in the way: asked again, each click succeeds.
    expect(Object.keys(ends)).toEqual(["done"]);
    expect(ends["done"]).toBeGreaterThan(20);
  });

  it.each<[string, () => Promise<void>]>([
    ["what was signed and not pushed", async () => {}],
    ["what became final", async () => void (await worker.peggy("Peggy.Mine", [20]))],
    [
      "what left the pool",
      async () => {
        const snapshot = await worker.peggy("Peggy.Snapshot", []);
        await worker.app.outbox.advance();
        await worker.peggy("Peggy.Revert", [snapshot]);
      },
    ],
  ])("while it looks after %s: the next round goes on, with the same bytes", async (what, stage) => {
    let deaths = 0;
    for (let death = 0, died = true; died; death++) {
      const { approval, to } = await review();
      const confirm = (): Promise<unknown> => worker.ask("approvals.confirm", worker.consentTo(approval));
      if (what === "what was signed and not pushed") await withoutPush(confirm);
      else await confirm();
      await stage();
      died = await dyingAt(worker, death, () => worker.app.outbox.advance());
      if (died) deaths++;
      const [seen] = await slotsOf(approval);
      expect(seen?.attempts.map(({ cid }) => cid)).toEqual([approval.cid]);
      await settle();
      expect([death, (await slotsOf(approval)).map(({ status }) => status), await balance(to)]).toEqual([death, ["final"], VALUE.toString()]);
    }
    expect(deaths).toBeGreaterThan(3);
  });
});

/** Confirms while the node takes nothing: the message is signed and refused. */
async function withoutPush(confirm: () => Promise<unknown>): Promise<void> {
  const { fetch } = worker.s;
  worker.s.fetch = (input, init) => (String(init?.body).includes("MpoolPush") ? Promise.reject(new TypeError("failed to fetch")) : fetch(input, init));
  worker.restart();
  await confirm();
  worker.s.fetch = fetch;
  worker.restart();
  worker.s.clock.now += 20_000;
}
