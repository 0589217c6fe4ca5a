import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startDevnet, type Devnet } from "../../../devnet/node.ts";
import { Address } from "../../../filecoin/address.ts";
import { messageCid, messageFromJson } from "../../../filecoin/message.ts";
import type { ApprovalView } from "../../../wallet/approval-views.ts";
import type { Body, MessageName, Reply } from "../../shared/messages.ts";
import { fileBesideWorker } from "../storage/test-files.ts";
import { testSurroundings, type TestSurroundings } from "../storage/test-surroundings.ts";
import { composeWorker, type Worker } from "../../compose-worker.ts";

/** The worker as a page sees it, against a real devnet in this process: only the browser's storage is in memory. */

const SELF = { id: "abcdefghijklmnopabcdefghijklmnop", origin: "chrome-extension://abcdefghijklmnopabcdefghijklmnop" };
const PASSWORD = "a long enough password";
const FIL = 10n ** 18n;

// Some twenty approvals and weeks of epochs in one process.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let devnet: Devnet;
let s: TestSurroundings;
let app: Worker;
let requests = 0;

/** A worker that starts anew over the same storage. */
function startWorker(): void {
  app = composeWorker(s, SELF);
}

async function ask<N extends MessageName>(name: N, body: Body<N>): Promise<Reply<N>> {
  requests += 1;
  const page = name.startsWith("secret.") ? "secret.html" : "popup.html";
  const reply = await app.dispatcher.answer(
    { v: 1, requestId: `request-${requests}`, name, body },
    { id: SELF.id, origin: SELF.origin, url: `${SELF.origin}/extension/popup/${page}`, frameId: 0 },
  );
  if (!reply.ok) throw new Error(`${name}: ${reply.code} ${JSON.stringify(reply.params)}`);
  return reply.body as Reply<N>;
}

async function confirm(approvalId: string): Promise<{ slotId: string; cid: string; approval: ApprovalView }> {
  const { approval } = await ask("approvals.get", { id: approvalId });
  expect(approval.blocked).toBeNull();
  s.clock.now += 1_000;
  const typed = Object.fromEntries(approval.confirm.typed.map(({ id, text }) => [id, text]));
  const cid = messageCid(messageFromJson(approval.message)).toString();
  const done = await ask("approvals.confirm", {
    id: approvalId,
    revision: approval.revision,
    cid,
    gesture: approval.confirm.gesture,
    word: null,
    typed,
    password: approval.confirm.password ? PASSWORD : null,
  });
  return { ...done, approval };
}

beforeAll(async () => {
  devnet = await startDevnet({ inProcess: true, epochMs: 0 });
  s = testSurroundings({ fetch: globalThis.fetch, file: fileBesideWorker });
  startWorker();
  await app.networks.save({ ...(await app.networks.get("devnet")), url: devnet.rpc });
  await ask("networks.select", { id: "devnet" });
}, 60_000);

afterAll(() => devnet.close());

describe("the worker against a devnet", () => {
  it("starts with an empty wallet and makes the rehearsal wallet", async () => {
    expect((await ask("wallet.state", {})).phase).toBe("empty");
    const tested = await ask("networks.test", { id: "devnet" });
    expect(tested.node.state).toBe("ok");
    expect(tested.acceptsCode).toBe("yes");
    const { accounts } = await ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
    expect(accounts[0]?.address).toBe(devnet.accounts[0]?.address);
    expect((await ask("wallet.state", {})).phase).toBe("unlocked");
    const fresh = await ask("accounts.refresh", {});
    expect(BigInt(fresh.accounts[0]?.balance.atto ?? 0)).toBeGreaterThan(90_000n * FIL);
  });

  it("sends 1 FIL with an approval, to a final receipt", async () => {
    const [from, to] = [devnet.accounts[0]?.address as string, devnet.accounts[1]?.address as string];
    const quote = await ask("send.quote", { from, to, amount: FIL.toString(), speed: "usual" });
    expect(BigInt(quote.missing)).toBe(0n);
    const { approvalId } = await ask("send.review", { from, to, amount: FIL.toString(), speed: "usual" });
    const { slotId, approval } = await confirm(approvalId);
    expect(approval.kind).toBe("send");
    expect(approval.dryRun.ok).toBe(true);
    const { slot: sent } = await ask("activity.resend", { id: slotId });
    expect(sent.attempts.map(({ pushes }) => pushes.map(({ again }) => again))).toEqual([[false, true]]);
    await app.outbox.advance();
    const { slot } = await ask("activity.get", { id: slotId });
    expect(slot.status).toBe("included");
    expect(slot.attempts[0]?.inclusion?.exitCode).toBe(0);
    await advance(10);
    await app.outbox.advance();
    expect((await ask("activity.get", { id: slotId })).slot.status).toBe("final");
  });

  it("asks for more care with a receiver that it never sent to, whatever the method", async () => {
    const [from, miner] = [devnet.accounts[0]?.address as string, devnet.miners[0]?.address as string];
    const withdrawal = async (): Promise<ApprovalView> =>
      (await ask("approvals.get", { id: (await ask("miner.withdraw", { miner, from, amount: "1000" })).approvalId })).approval;
    const first = await withdrawal();
    expect([first.tier, first.confirm.gesture, first.confirm.reasons.map(({ code }) => code)]).toEqual([2, "hold", ["reason.newReceiver"]]);
    await signed(first.id);
    const second = await withdrawal();
    expect([second.tier, second.confirm.gesture, second.confirm.reasons]).toEqual([1, "button", []]);
    await ask("approvals.reject", { id: second.id });
  });

  it("calls an f0 final once its creation cannot be undone, and asks for a word before", async () => {
    const [from, miner] = [devnet.accounts[0]?.address as string, devnet.miners[0]?.address as string];
    const { keys } = await ask("keys.list", {});
    const { account } = await ask("accounts.derive", { keyId: keys[0]?.keyId as string, kind: "secp256k1" });
    const stranger = Address.fromBytes(new Uint8Array([1, ...new Array<number>(20).fill(7)])).toString("t");
    expect((await ask("address.inspect", { text: stranger })).forms.type).toBe("none");
    const { slotId } = await confirm((await ask("send.review", { from, to: stranger, amount: FIL.toString(), speed: "usual" })).approvalId);
    await app.outbox.advance();
    expect((await ask("activity.get", { id: slotId })).slot.status).toBe("included");
    const young = (await ask("address.inspect", { text: stranger })).forms;
    expect([young.type, young.idFinal]).toEqual(["account", false]);
    expect((await ask("address.inspect", { text: miner })).forms.idFinal).toBe(true);
    const given = young.id as string;
    const control = async (): Promise<ApprovalView> =>
      (
        await ask("approvals.get", {
          id: (await ask("miner.changeWorker", { miner, from, worker: (await ask("miner.get", { miner })).worker.address, controls: [given] })).approvalId,
        })
      ).approval;
    expect((await control()).blocked?.code).toBe("blocked.notFinal");
    const gift = await ask("approvals.get", { id: (await ask("send.review", { from, to: given, amount: "1", speed: "usual" })).approvalId });
    expect(gift.approval.confirm.typed.map(({ id }) => id)).toEqual(["notFinal"]);
    await advance(10);
    await app.outbox.advance();
    expect((await ask("address.inspect", { text: given })).forms.idFinal).toBe(true);
    const later = await control();
    expect([later.blocked, later.confirm.typed, later.parties.every(({ forms }) => forms.idFinal)]).toEqual([null, [], true]);
    await ask("approvals.reject", { id: later.id });
    expect(account.address).toBe(devnet.accounts[1]?.address);
    // For the take-over: one control key that signs now and then, and one that did more than a day ago.
    await signed((await ask("send.review", { from: account.address, to: from, amount: "1", speed: "usual" })).approvalId);
    await signed(
      (await ask("miner.changeWorker", { miner, from, worker: (await ask("miner.get", { miner })).worker.address, controls: [from, account.address] }))
        .approvalId,
    );
    await advance(3_000);
  });

  it("takes over the miner: install, create, approve, propose, take, confirm", async () => {
    const [account, miner] = [devnet.accounts[0]?.address as string, devnet.miners[0]?.address as string];
    const subject = { miner, account };
    expect((await ask("miners.find", {})).miners.map((m) => m.address)).toContain(miner);
    const { terms } = await ask("takeover.defaults", {});
    let view = await ask("takeover.saveDraft", {
      ...subject,
      terms: { ...terms, name: "Kestrel", symbol: "KST" },
      keep: {},
      newWorker: null,
      addedControls: [],
    });
    expect(view.impossible).toBeNull();
    const keep = Object.fromEntries(view.keys.map(({ forms }) => [forms.address, true]));
    view = await ask("takeover.saveDraft", { ...subject, terms: { ...terms, name: "Kestrel", symbol: "KST" }, keep, newWorker: null, addedControls: [] });
    const seen: string[] = [];
    let takenAt: number | null = null;
    const balance = async (): Promise<bigint> => BigInt((await ask("accounts.refresh", {})).accounts[0]?.balance.atto ?? 0);
    const before = await balance();
    for (let i = 0; i < 12 && view.step !== "done"; i++) {
      seen.push(view.step);
      if (view.step === "worker") {
        expect(view.next).toMatchObject({ ready: false, waitingFor: { code: "wait.workerDelay" } });
        await advance(900);
        view = await ask("takeover.get", subject);
      }
      if (view.step === "approve") {
        expect(view.keys.map(({ lastUse }) => lastUse)).toEqual([
          { kind: "never", epoch: null },
          { kind: "at", epoch: takenAt },
          { kind: "notWithin", epoch: view.epoch - 2_880 },
        ]);
        expect(view.keys.map(({ forms }) => [forms.type, forms.balance !== null])).toEqual([
          ["account", true],
          ["account", true],
          ["account", true],
        ]);
      }
      if (view.step === "create") await refusesOperatorAsBeneficiary(subject, view, keep);
      expect(view.steps.find(({ step }) => step === view.step)?.cost?.kind).toBe("estimate");
      const command = view.next?.command as "takeover.propose";
      if (view.next?.ready !== true) throw new Error(`${view.step}: ${JSON.stringify([view.next, view.gate1, view.gate2])}`);
      takenAt = await signed((await ask(command, subject)).approvalId);
      view = await ask("takeover.get", subject);
    }
    expect(seen).toEqual(["install", "create", "approve", "propose", "take", "worker"]);
    const paid = view.steps.filter(({ cost }) => cost?.kind === "paid").map(({ cost }) => BigInt(cost?.atto ?? 0));
    expect([paid.length, paid.reduce((sum, atto) => sum + atto, 0n)]).toEqual([6, before - (await balance())]);
    const { ownerCode, owner } = await ask("miner.get", { miner });
    expect(owner.type).toBe("owner");
    expect(ownerCode?.codeCid).toBe((await ask("wallet.state", {})).build.ownerCodeCid);
    actor = owner.address;
  });

  it("opens a room, deposits, forwards, harvests, withdraws and redeems", async () => {
    const [operator, holder, miner] = [devnet.accounts[0]?.address as string, devnet.accounts[1]?.address as string, devnet.miners[0]?.address as string];
    const { keys } = await ask("keys.list", {});
    expect(keys).toHaveLength(1);
    const before = await ask("owner.get", { actor });
    await signed((await ask("owner.openDeposits", { actor, from: operator, amount: (1_000n * FIL).toString(), until: before.epoch + 100_000 })).approvalId);
    await signed((await ask("offer.deposit", { actor, from: holder, amount: (100n * FIL).toString() })).approvalId);
    const { positions } = await ask("positions.list", { account: holder });
    expect(positions).toHaveLength(1);
    expect(positions[0]?.principal).toBe((100n * FIL).toString());
    await advance(1_000);
    await signed((await ask("owner.measure", { actor, from: operator, miner })).approvalId);
    await signed((await ask("owner.forward", { actor, from: operator, miner, amount: (80n * FIL).toString(), attestation: null })).approvalId);
    await peggy("Peggy.Reward", [miner, (40n * FIL).toString()]);
    await advance(8 * 2_880);
    await signed((await ask("owner.harvest", { actor, from: operator, miner })).approvalId);
    await advance(8 * 2_880);
    const token = positions[0]?.token as string;
    const { position } = await ask("position.get", { actor, token });
    expect(BigInt(position.reward)).toBeGreaterThan(0n);
    await signed((await ask("position.withdraw", { actor, from: holder, tokens: [token], recipient: null })).approvalId);
    await signed((await ask("position.redeem", { actor, from: holder, token, amount: (50n * FIL).toString() })).approvalId);
    expect((await ask("queue.get", { actor })).requests).toHaveLength(1);
    expect((await ask("home.get", {})).positions.length).toBeGreaterThan(0);
  });

  it("takes a request back before its notice is over", async () => {
    const holder = devnet.accounts[1]?.address as string;
    const { requests } = await ask("queue.get", { actor });
    expect(requests.map(({ kind, payable }) => [kind, payable])).toEqual([["senior", false]]);
    const before = (await ask("positions.list", { account: holder })).positions.length;
    await signed((await ask("queue.cancel", { actor, from: holder, request: requests[0]?.id as string })).approvalId);
    expect((await ask("queue.get", { actor })).requests).toEqual([]);
    expect((await ask("positions.list", { account: holder })).positions).toHaveLength(before + 1);
  });

  it("pays a junior request, which stands outside the queue", async () => {
    const operator = devnet.accounts[0]?.address as string;
    await signed((await ask("owner.stakeJunior", { actor, from: operator, amount: (40n * FIL).toString() })).approvalId);
    const stake = (await ask("positions.list", { account: operator })).positions.find(({ inKindMiner }) => inKindMiner === null);
    expect([stake?.class, stake?.release]).toEqual(["junior", null]);
    await signed((await ask("position.redeem", { actor, from: operator, token: stake?.token as string, amount: (40n * FIL).toString() })).approvalId);
    const asked = (await ask("owner.get", { actor })).requests;
    expect(asked.map(({ kind, place, payable }) => [kind, place, payable])).toEqual([["junior", null, false]]);
    await advance(7 * 2_880);
    const [request] = (await ask("owner.get", { actor })).requests;
    expect(request?.payable).toBe(true);
    await signed((await ask("owner.finalizeSide", { actor, from: operator, request: request?.id as string })).approvalId);
    const left = (await ask("owner.get", { actor })).requests;
    expect(left.reduce((sum, { principal }) => sum + BigInt(principal), 0n)).toBeLessThan(40n * FIL);
  });

  it("splits a position, merges it again, and leaves at once for what the quote said", async () => {
    const holder = devnet.accounts[1]?.address as string;
    const own = async (): Promise<Reply<"positions.list">["positions"]> =>
      (await ask("positions.list", { account: holder })).positions.filter(({ principal }) => principal !== "0");
    const whole = (await own()).reduce((most, one) => (BigInt(one.principal) > BigInt(most.principal) ? one : most));
    const { minimumDeposit } = (await ask("owner.get", { actor })).terms;
    expect((await ask("position.get", { actor, token: whole.token })).ways).toMatchObject({ split: null, minimum: minimumDeposit });
    const before = (await own()).length;
    const part = BigInt(minimumDeposit) + FIL;
    await signed((await ask("position.split", { actor, from: holder, token: whole.token, amount: part.toString() })).approvalId);
    const halves = await own();
    expect(halves).toHaveLength(before + 1);
    const { ways } = await ask("position.get", { actor, token: whole.token });
    const mate = halves.find(({ token }) => BigInt(token) > BigInt(whole.token))?.token as string;
    expect([ways.merge, ways.mates.map(({ token }) => token)]).toEqual([null, expect.arrayContaining([mate])]);
    await signed((await ask("position.merge", { actor, from: holder, tokens: [mate, whole.token] })).approvalId);
    expect(await own()).toHaveLength(before);

    await signed((await ask("offer.deposit", { actor, from: holder, amount: (100n * FIL).toString() })).approvalId);
    const fresh = (await own()).reduce((last, one) => (BigInt(one.token) > BigInt(last.token) ? one : last));
    const { exitDiscountBps } = (await ask("owner.get", { actor })).terms;
    const quote = await ask("position.quoteExit", { actor, token: fresh.token, amount: null });
    expect(quote).toMatchObject({ blocked: null, amount: fresh.principal, most: fresh.principal, asked: null });
    const off = BigInt(quote.discount) - (BigInt(fresh.principal) * BigInt(exitDiscountBps)) / 10_000n;
    expect([off >= 0n && off < 10n, BigInt(quote.paid) + BigInt(quote.discount)]).toEqual([true, BigInt(quote.amount)]);
    const tooMuch = await ask("position.quoteExit", { actor, token: fresh.token, amount: (BigInt(fresh.principal) + 1n).toString() });
    expect(tooMuch.blocked?.code).toBe("exit.abovePrincipal");
    const tooSmall = await ask("position.quoteExit", { actor, token: fresh.token, amount: "1" });
    expect(tooSmall.blocked?.code).toBe("exit.part");
    const exit = { actor, from: holder, token: fresh.token, amount: quote.amount };
    const greedy = await ask("position.exitNow", { ...exit, least: (BigInt(quote.paid) + FIL).toString() });
    expect((await ask("approvals.get", { id: greedy.approvalId })).approval.blocked?.code).toBe("blocked.dryRun");
    await ask("approvals.reject", { id: greedy.approvalId });
    await signed((await ask("position.exitNow", { ...exit, least: quote.least })).approvalId);
    expect((await own()).map(({ token }) => token)).not.toContain(fresh.token);
    const inKind = (await ask("positions.list", { account: devnet.accounts[0]?.address as string })).positions.find(({ inKindMiner }) => inKindMiner !== null);
    expect((await ask("position.quoteExit", { actor, token: inKind?.token as string, amount: null })).blocked?.code).toBe("exit.seniorsOnly");
  });

  it("tells an absent operator apart from one who leaves, and a sign of life ends the absence", async () => {
    const operator = devnet.accounts[0]?.address as string;
    const alarms = async (): Promise<string[]> => (await ask("owner.get", { actor })).alarms.map(({ code }) => code);
    expect(await alarms()).toEqual([]);
    const { terms, operatorLastSeen, epoch } = await ask("owner.get", { actor });
    await advance((operatorLastSeen as number) + terms.absenceEpochs - epoch - 2_880);
    expect(await alarms()).toEqual(["owner.absentSoon"]);
    await advance(2_880 + 1);
    const absent = await ask("owner.get", { actor });
    expect([absent.status, absent.operatorAbsent, absent.depositBlocked?.code, absent.alarms.map(({ code }) => code)]).toEqual([
      "leaving",
      true,
      "deposit.absent",
      ["owner.absent"],
    ]);
    await signed((await ask("owner.heartbeat", { actor, from: operator })).approvalId);
    const back = await ask("owner.get", { actor });
    expect([back.status, back.operatorAbsent, back.alarms]).toEqual(["active", false, []]);
  });

  it("gives the miner back once everybody else has been covered for 180 days", async () => {
    const [operator, heir, miner] = [devnet.accounts[0]?.address as string, devnet.accounts[1]?.address as string, devnet.miners[0]?.address as string];
    const inKind = async (): Promise<Reply<"position.get">["position"]> => {
      const { positions } = await ask("positions.list", { account: operator });
      return positions.find(({ inKindMiner }) => inKindMiner === miner) as Reply<"position.get">["position"];
    };
    expect((await inKind()).release).toMatchObject({ open: false, text: { code: "release.notCovered" } });
    const { pool } = await ask("owner.get", { actor });
    await peggy("Peggy.Reward", [miner, (400n * FIL).toString()]);
    await signed((await ask("owner.recall", { actor, from: operator, miner, amount: (BigInt(pool.atMiners) - FIL).toString() })).approvalId);
    expect((await inKind()).release).toMatchObject({ open: false, text: { code: "release.waits" } });
    await advance(518_400);
    const position = await inKind();
    expect(position.release?.open).toBe(true);
    expect((await ask("owner.get", { actor })).miners[0]?.release.open).toBe(true);
    await signed((await ask("owner.releaseMiner", { actor, from: operator, miner, token: position.token, to: heir })).approvalId);
    expect((await ask("miner.get", { miner })).pendingOwner?.robust).toBe(heir);
  });

  it("names an unknown account as this network writes it", async () => {
    const stranger = devnet.accounts[4]?.address as string;
    await expect(ask("owner.heartbeat", { actor, from: stranger })).rejects.toThrow(`unknownAccount {"address":"${stranger}"}`);
  });
});

let actor: string;

/** What only the actor can tell, an f0 of the operator among the fees: its words reach the approval through Init. */
async function refusesOperatorAsBeneficiary(
  subject: { miner: string; account: string },
  view: Reply<"takeover.get">,
  keep: Record<string, boolean>,
): Promise<void> {
  const terms = view.draft as NonNullable<typeof view.draft>;
  const { id } = (await ask("accounts.refresh", {})).accounts[0] ?? {};
  await ask("takeover.saveDraft", {
    ...subject,
    terms: { ...terms, fees: [{ label: "operator", beneficiary: id ?? "", bps: 1_000 }] },
    keep,
    newWorker: null,
    addedControls: [],
  });
  const { approval } = await ask("approvals.get", await ask("takeover.createActor", subject).then(({ approvalId }) => ({ id: approvalId })));
  expect([approval.state, approval.dryRun.exitText.params["detail"]]).toEqual([
    "blocked",
    { kind: "text", text: "the operator's own fee has the beneficiary null" },
  ]);
  await ask("approvals.reject", { id: approval.id });
  await ask("takeover.saveDraft", { ...subject, terms, keep, newWorker: null, addedControls: [] });
}

/** Confirms, lets a block take it and lets that become final; the receipt must be a success. Resolves with the epoch that took it. */
async function signed(approvalId: string): Promise<number> {
  const { slotId, approval } = await confirm(approvalId);
  await app.outbox.advance();
  const { slot } = await ask("activity.get", { id: slotId });
  expect([approval.sentence.code, slot.status, slot.attempts[0]?.inclusion?.exitCode, slot.attempts[0]?.note]).toEqual([
    approval.sentence.code,
    "included",
    0,
    null,
  ]);
  await advance(10);
  await app.outbox.advance();
  return (slot.attempts[0]?.inclusion?.epoch ?? 0) - 1;
}

const advance = (epochs: number): Promise<void> => peggy("Peggy.Advance", [epochs]);

async function peggy(method: string, params: unknown[]): Promise<void> {
  const response = await fetch(devnet.rpc, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${devnet.token}` },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  expect(((await response.json()) as { error?: unknown }).error).toBeUndefined();
}
