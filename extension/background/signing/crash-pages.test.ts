import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { signedMessageCid, signedMessageFromJson } from "../../../filecoin/message.ts";
import type { Reply } from "../../shared/messages.ts";
import type { ApprovalView, SlotView } from "../../../wallet/approval-views.ts";
import { DevnetWorker, PASSWORD } from "../desk/devnet-worker.ts";
import { dyingAt } from "./dying-worker.ts";

/**
 * The worker dies at a call of its disk, one after the other, and the person opens the pages anew: home, activity, the approval. Nobody clicks again. No message is lost from
 * sight, none stands there twice, each that is not over has a way on, and nothing is called failed that was signed.
 */

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

/** PEGGY_LONG: dies at every call; else at every third, and PEGGY_SEED says at which. */
const STEP = process.env["PEGGY_LONG"] === undefined ? 3 : 1;
const FIRST = Number(process.env["PEGGY_SEED"] ?? 0) % STEP;
/** An approved message that is not signed by then is over. */
const UNSIGNED_MS = 5 * 60_000;
const OVER: readonly SlotView["status"][] = ["final", "failed", "replaced", "void", "foreign"];

let worker: DevnetWorker;
let from: string;
let to: string;
const pushed = new Set<string>();

// Each case begins with nothing sent: what is judged again and again stays short.
beforeEach(async () => {
  pushed.clear();
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
  [from, to] = worker.devnet.accounts.map(({ address }) => address) as [string, string];
  const { fetch } = worker.s;
  worker.s.fetch = (input, init) => {
    const { method, params } = JSON.parse(String(init?.body)) as { method: string; params: unknown[] };
    if (method === "Filecoin.MpoolPush") pushed.add(signedMessageCid(signedMessageFromJson(params[0])).toString());
    return fetch(input, init);
  };
  worker.restart();
});
afterEach(() => worker.devnet.close());

/** The clock of these tests runs fast, and the wallet locks. */
async function open(): Promise<void> {
  if ((await worker.ask("wallet.state", {})).phase === "locked") await worker.ask("wallet.unlock", { password: PASSWORD });
}

async function activity(): Promise<SlotView[]> {
  const all: SlotView[] = [];
  for (let after: string | null = null; ;) {
    const page: Reply<"activity.list"> = await worker.ask("activity.list", { account: null, after });
    all.push(...page.slots);
    if (page.next === null) return all;
    after = page.next;
  }
}

const hasWay = ({ canSpeedUp, canCancel, canResend, canLeave, canTakeUp, canMoveTo }: SlotView): boolean =>
  canSpeedUp || canCancel || canResend || canLeave || canTakeUp || canMoveTo.length > 0;

/** Faults of what the pages show, in words. `fresh`: nothing has run since the worker started. */
async function faults(approvalId: string | null, fresh: boolean): Promise<string[]> {
  await open();
  const slots = await activity();
  const attempts = slots.flatMap((slot) => slot.attempts);
  const twice = [slots.map(({ id }) => id), attempts.map(({ cid }) => cid)].filter((all) => new Set(all).size !== all.length);
  const lost = [...pushed].filter((cid) => attempts.filter(({ chainCid }) => chainCid === cid).length !== 1);
  // A block takes what is included, and what is stored is signed or over soon.
  const resting: readonly SlotView["status"][] = [...OVER, "included", ...(fresh ? (["stored"] as const) : [])];
  const stuck = slots.filter((slot) => !resting.includes(slot.status) && !hasWay(slot));
  const failed = attempts.filter(({ state, chainCid }) => state === "void" && chainCid !== null);
  return [
    ...twice.map((all) => `shown twice: ${all.join(" ")}`),
    ...lost.map((cid) => `pushed and not shown once: ${cid}`),
    ...stuck.map(({ id, status }) => `${id} is ${status}, without a way on`),
    ...failed.map(({ cid }) => `signed and called void: ${cid}`),
    ...(approvalId === null ? [] : await faultsOfApproval(approvalId, slots)),
  ];
}

/** An approval is open and can be reached, or went into one message, or is over and nothing of it was signed. */
async function faultsOfApproval(id: string, slots: readonly SlotView[]): Promise<string[]> {
  const [{ state, cid }, { openApproval }, { needs }] = [await worker.approval(id), await worker.ask("wallet.state", {}), await worker.ask("home.get", {})];
  const signed = slots.flatMap(({ attempts }) => attempts.filter(({ approvalId }) => approvalId === id));
  const reachable = openApproval === id && needs.some(({ target }) => target.page === "approval" && target.id === id);
  const fits = {
    open: reachable && signed.length === 0,
    blocked: reachable && signed.length === 0,
    consumed: openApproval !== id && signed.length === 1 && signed[0]?.cid === cid,
    dead: openApproval !== id && signed.length === 0,
  }[state];
  return fits ? [] : [`approval ${state}, ${reachable ? "" : "not "}reachable, with ${signed.length} messages`];
}

/** Dies at one call after the other until an act comes through, and judges what is shown after each death: at once, and once nothing is unsigned. */
async function judged(prepare: () => Promise<{ id: string | null; act: () => Promise<unknown> }>): Promise<number> {
  let deaths = 0;
  for (let death = FIRST, died = true; died; death += STEP) {
    await open();
    const { id, act } = await prepare();
    died = await dyingAt(worker, death, act);
    if (died) deaths++;
    const shown = [await faults(id, true)];
    await worker.app.outbox.advance();
    worker.s.clock.now += UNSIGNED_MS + 1_000;
    await worker.app.outbox.advance();
    shown.push(await faults(id, false));
    expect([death, ...shown]).toEqual([death, [], []]);
    await settled();
  }
  return deaths;
}

/** Until nothing is on its way; an approval that is still open is rejected. */
async function settled(): Promise<void> {
  const { openApproval } = await worker.ask("wallet.state", {});
  if (openApproval !== null) await worker.ask("approvals.reject", { id: openApproval });
  for (let round = 0; round < 10; round++) {
    await worker.peggy("Peggy.Mine", [10]);
    worker.s.clock.now += 15_000;
    if ((await worker.app.outbox.advance()) === 0) return;
  }
  throw new Error("messages are still on their way after 10 rounds");
}

async function approvalOf({ approvalId }: { approvalId: string }): Promise<ApprovalView> {
  const approval = await worker.approval(approvalId);
  worker.s.clock.now += 1_000;
  return approval;
}
const payment = () => worker.ask("send.review", { from, to, amount: "1000", speed: "usual" });
const confirming = (approval: ApprovalView) => ({ id: approval.id, act: () => worker.answer("approvals.confirm", worker.consentTo(approval)) });

/** The id of a message that was signed, pushed, and waits. */
const waiting = async (): Promise<string> => worker.confirm(await payment());

describe("what the pages show after a worker died at a call of its disk", () => {
  it("while it made an approval", async () => {
    expect(await judged(async () => ({ id: null, act: payment }))).toBeGreaterThan(3 / STEP);
  });

  it("while it confirmed a payment", async () => {
    expect(await judged(async () => confirming(await approvalOf(await payment())))).toBeGreaterThan(10 / STEP);
  });

  it("while it confirmed a higher fee", async () => {
    const raised = async () => confirming(await approvalOf(await worker.ask("activity.speedUp", { id: await waiting(), speed: "urgent" })));
    expect(await judged(raised)).toBeGreaterThan(10 / STEP);
  });

  it("while it confirmed that a message is cancelled", async () => {
    expect(await judged(async () => confirming(await approvalOf(await worker.ask("activity.cancel", { id: await waiting() }))))).toBeGreaterThan(10 / STEP);
  });

  it("while it pushed a message again", async () => {
    const again = async () => {
      const id = await waiting();
      return { id: null, act: () => worker.answer("activity.resend", { id }) };
    };
    expect(await judged(again)).toBeGreaterThan(3 / STEP);
  });

  it("while it looked after what a block took", async () => {
    const taken = async () => {
      await waiting();
      await worker.peggy("Peggy.Mine", [2]);
      return { id: null, act: () => worker.app.outbox.advance() };
    };
    expect(await judged(taken)).toBeGreaterThan(3 / STEP);
  });
});
