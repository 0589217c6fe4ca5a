import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DevnetWorker, PASSWORD, type Lie } from "../desk/devnet-worker.ts";
import type { ApprovalView } from "../../../wallet/approval-views.ts";

/** A node that gives no blocks: nothing can be proven, which the approval says in the sentence's place, and typed words are asked for. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let worker: DevnetWorker;
let mine: string;
let other: string;
let miner: string;
const noBlocks: Lie = (method, reply) =>
  method === "ChainReadObj" ? { jsonrpc: "2.0", id: reply["id"], error: { code: -32601, message: "method 'Filecoin.ChainReadObj' not found" } } : reply;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
  mine = (await worker.ask("accounts.list", {})).accounts[0]?.address as string;
  other = worker.devnet.accounts[3]?.address as string;
  miner = worker.devnet.miners[0]?.address as string;
  await worker.signed(await worker.ask("miner.proposeOwner", { miner, from: mine, owner: other }));
  worker.restart();
});
afterAll(() => worker.devnet.close());
beforeEach(() => {
  worker.lie = noBlocks;
});

const review = async (asked: Promise<{ approvalId: string }>): Promise<ApprovalView> => worker.approval((await asked).approvalId);
const typed = (approval: ApprovalView): string[] => approval.confirm.typed.map(({ id }) => id);

describe("an approval whose facts cannot be proven", () => {
  it("says so in the sentence's place, also for a stop, and tells what the node says beside it", async () => {
    const stop = await review(worker.ask("miner.stopProposal", { miner, from: mine }));
    expect([stop.kind, stop.sentence.code, stop.alarm?.code, stop.tier]).toEqual(["unproven", "sentence.unproven", "alarm.unproven", 3]);
    expect(typed(stop)).toContain("oneNode");
    expect(stop.checks.find(({ id }) => id === "agreement")?.text.code).toBe("check.unproven.noBlocks");
    expect(stop.checks.find(({ id }) => id === "told")).toMatchObject({ state: "warn", source: { kind: "oneNode" } });
  });

  it("gives no account the mark of one's own but by its bytes, and no id a label", async () => {
    const { parties } = await review(worker.ask("miner.withdraw", { miner, from: mine, amount: "1" }));
    expect(parties.map(({ role, forms }) => [role, forms.own, forms.label])).toEqual(
      expect.arrayContaining([
        ["from", true, null],
        ["to", false, null],
      ]),
    );
    expect(parties.filter(({ forms }) => forms.own).map(({ role }) => role)).toEqual(["from"]);
  });

  it.each([
    ["the miner's worker", () => worker.ask("miner.changeWorker", { miner, from: mine, worker: "t0101", controls: [] })],
    ["the miner's beneficiary", () => worker.ask("miner.changeBeneficiary", { miner, from: mine, beneficiary: "t0103", quota: "5", expiration: 900_000 })],
    ["the miner's owner", () => worker.ask("miner.proposeOwner", { miner, from: mine, owner: "t0101" })],
  ])("changes %s only with the words typed", async (_what, ask) => {
    const approval = await review(ask());
    expect(approval.sentence.code).toBe("sentence.unproven");
    worker.s.clock.now += 1_000;
    const consent = { ...worker.consentTo(approval), typed: {} };
    expect(approval.state === "blocked" ? "wordNeeded" : await worker.codeOf("approvals.confirm", consent)).toBe("wordNeeded");
  });

  it("is signed with the words typed", async () => {
    const { approvalId } = await worker.ask("miner.stopProposal", { miner, from: mine });
    await worker.signed({ approvalId });
    worker.lie = (_method, reply) => reply;
    expect((await worker.ask("miner.get", { miner })).pendingOwner).toBeNull();
  });

  it("of FIL alone is told by its bytes, without the words", async () => {
    const send = await review(worker.ask("send.review", { from: mine, to: other, amount: "1000", speed: "usual" }));
    expect([send.sentence.code, typed(send).includes("oneNode"), send.tier >= 2]).toEqual(["sentence.send", false, true]);
  });

  it("names the reason when the node gives other bytes than those of the blocks", async () => {
    worker.restart();
    worker.lie = (method, reply) => (method === "ChainReadObj" ? { ...reply, result: "AAAA" } : reply);
    // Its own list of built-in codes is read from blocks too: nothing is believed of such a node.
    expect(await worker.codeOf("miner.withdraw", { miner, from: mine, amount: "1" })).toBe("nodeGarbage");
  });
});
