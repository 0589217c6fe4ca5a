import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DevnetWorker, PASSWORD, type Lie } from "../desk/devnet-worker.ts";

/** What both nodes must say before a signature, and when a message is final. 127.0.0.1 and localhost are one devnet under two names. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let worker: DevnetWorker;
let from: string;
let to: string;
let miner: string;
const honest: Lie = (_method, reply) => reply;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.app.networks.save({
    ...(await worker.app.networks.get("devnet")),
    url: worker.devnet.rpc,
    secondUrl: worker.devnet.rpc.replace("127.0.0.1", "localhost"),
  });
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
  [from, to] = worker.devnet.accounts.map(({ address }) => address) as [string, string];
  miner = worker.devnet.miners[0]?.address as string;
  await worker.peggy("Peggy.Advance", [100]);
});
afterAll(() => worker.devnet.close());
beforeEach(() => {
  worker.lie = honest;
});

const send = (): Promise<{ approvalId: string }> => worker.ask("send.review", { from, to, amount: "1000", speed: "usual" });
const withdraw = (): Promise<unknown> => worker.answer("miner.withdraw", { miner, from, amount: null });
const of =
  (wanted: string, host: string, change: (result: Record<string, unknown>) => unknown): Lie =>
  (method, reply, asked) =>
    method === wanted && asked === host ? { ...reply, result: change(reply["result"] as Record<string, unknown>) } : reply;
const noMethod =
  (wanted: string): Lie =>
  (method, reply) =>
    method === wanted ? { jsonrpc: "2.0", id: reply["id"], error: { code: -32601, message: `method '${wanted}' not found` } } : reply;

describe("the facts of a signature", () => {
  it("are compared at one tipset, five epochs below the lower head", async () => {
    const heights: unknown[] = [];
    const head = (await worker.ask("miner.get", { miner })).epoch;
    worker.lie = (method, reply, host) => {
      if (method === "ChainGetTipSetByHeight") heights.push([host, (reply["result"] as { Height: number }).Height]);
      return reply;
    };
    await send();
    expect(heights).toEqual(
      expect.arrayContaining([
        ["127.0.0.1", head - 5],
        ["localhost", head - 5],
      ]),
    );
    expect(new Set(heights.map(String)).size).toBe(2);
  });

  const other = { "/": "bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a" };

  it.each<[string, Lie, string]>([
    ["another tipset there", of("ChainGetTipSetByHeight", "localhost", (result) => ({ ...result, Cids: [other] })), "nodesDiffer"],
    [
      "no answer at all",
      (method, reply, host) =>
        host === "localhost" && method === "StateNetworkName" ? { jsonrpc: "2.0", id: reply["id"], error: { code: 1, message: "not today" } } : reply,
      "nodeRefused",
    ],
  ])("stop it when one node says %s", async (_what, lie, code) => {
    worker.lie = lie;
    expect(await withdraw()).toMatchObject({ ok: false, code });
  });

  /** What is signed and what it is said to do are those of the chain: the lie of one node is in neither. */
  it.each<[string, Lie]>([
    ["another owner of the miner", of("StateMinerInfo", "127.0.0.1", (result) => ({ ...result, Owner: "t0101" }))],
    ["another beneficiary", of("StateMinerInfo", "127.0.0.1", (result) => ({ ...result, Beneficiary: "t0101" }))],
    ["another code of the miner", of("StateGetActor", "localhost", (result) => ({ ...result, Code: other }))],
    ["another head of the actor's state", of("StateGetActor", "localhost", (result) => ({ ...result, Head: other }))],
    ["another id", of("StateLookupID", "127.0.0.1", () => "t0999")],
    ["blocks that are not those of their CIDs", of("ChainReadObj", "127.0.0.1", () => "AAAA")],
  ])("are proven, whoever says %s", async (_what, lie) => {
    worker.lie = lie;
    const reply = (await withdraw()) as { ok: boolean; body: { approvalId: string } };
    expect(reply.ok).toBe(true);
    const approval = await worker.approval(reply.body.approvalId);
    expect([approval.kind, approval.mark, approval.parties.find(({ role }) => role === "payee")?.forms]).toMatchObject([
      "minerWithdraw",
      null,
      { address: "t0100", own: true },
    ]);
    expect(approval.checks.find(({ id }) => id === "agreement")).toMatchObject({ state: "ok", text: { code: "check.agreed" } });
  });

  it("wait until they are proven when one node says that what the message means has changed since", async () => {
    worker.lie = of("StateMinerInfo", "127.0.0.1", (result) => ({ ...result, NewWorker: "t0102", WorkerChangeEpoch: 9_000 }));
    const change = { miner, from, worker: worker.devnet.accounts[2]?.address as string, controls: [] };
    const reply = await worker.ask("miner.changeWorker", change);
    expect(await worker.approval(reply.approvalId)).toMatchObject({ state: "blocked", blocked: { code: "blocked.changedSince" } });
  });

  it("are those of one node's word where the other is the same machine, and asked for by typed words on a public network", async () => {
    await worker.app.networks.save({ ...(await worker.app.networks.get("devnet")), secondUrl: null });
    const { approvalId } = await worker.ask("miner.withdraw", { miner, from, amount: null });
    expect((await worker.approval(approvalId)).mark).toMatchObject({ code: "mark.oneNode" });
    await worker.app.networks.save({ ...(await worker.app.networks.get("devnet")), secondUrl: worker.devnet.rpc.replace("127.0.0.1", "localhost") });
  });
});

describe("final", () => {
  const status = async (id: string): Promise<string> => {
    await worker.app.outbox.advance();
    return (await worker.ask("activity.get", { id })).slot.status;
  };
  const included = async (): Promise<string> => {
    const id = await worker.confirm(await send());
    await worker.peggy("Peggy.Mine", [2]);
    expect(await status(id)).toBe("included");
    return id;
  };

  it("is what both nodes call final, and not what one of them does", async () => {
    const id = await included();
    const genesis = await worker.peggy("Filecoin.ChainGetGenesis", []);
    await worker.peggy("Peggy.Mine", [20]);
    for (const host of ["127.0.0.1", "localhost"]) {
      worker.lie = of("ChainGetFinalizedTipSet", host, () => genesis);
      expect([host, await status(id)]).toEqual([host, "included"]);
    }
    worker.lie = honest;
    expect(await status(id)).toBe("final");
  });

  it("is 900 epochs where a node does not know the call", async () => {
    worker.lie = noMethod("ChainGetFinalizedTipSet");
    const id = await included();
    await worker.peggy("Peggy.Advance", [880]);
    expect(await status(id)).toBe("included");
    await worker.peggy("Peggy.Advance", [30]);
    expect(await status(id)).toBe("final");
  });

  it("stays open while the tipset is no ancestor of the final one", async () => {
    const id = await included();
    await worker.peggy("Peggy.Mine", [20]);
    worker.lie = of("ChainGetTipSetByHeight", "localhost", (result) => ({
      ...result,
      Cids: [{ "/": "bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a" }],
    }));
    expect(await status(id)).toBe("included");
    worker.lie = honest;
    expect(await status(id)).toBe("final");
  });
});

describe("a message on its way", () => {
  it("is late when no pool shows it, although the node never told at which epoch it took it", async () => {
    const id = await worker.confirm(await send());
    const key = `slots\n${id}`;
    const slot = worker.s.database.records.get(key) as { attempts: { acceptedEpoch: number | null; state: string }[] };
    worker.s.database.records.set(key, { ...slot, attempts: slot.attempts.map((attempt) => ({ ...attempt, acceptedEpoch: null })) });
    const nonce = (await worker.app.slots.get(id)).nonce;
    worker.lie = (method, reply) =>
      method === "MpoolGetNonce" ? { ...reply, result: nonce } : method === "MpoolCheckPendingMessages" ? { ...reply, result: null } : reply;
    await worker.app.outbox.advance();
    const { epochSeconds } = await worker.app.networks.get("devnet");
    const state = async (): Promise<unknown> => (await worker.app.slots.get(id)).attempts[0]?.state;
    worker.s.clock.now += 3 * epochSeconds * 1_000 - 10_000;
    await worker.app.outbox.advance();
    expect(await state()).toBe("accepted");
    worker.s.clock.now += 10_000;
    await worker.app.outbox.advance();
    expect(await state()).toBe("silent");
    worker.lie = honest;
    await worker.ask("wallet.unlock", { password: PASSWORD });
    await worker.peggy("Peggy.Mine", [10]);
    await worker.app.outbox.advance();
  });

  it("is found by the sender's nonce when nothing else finds it, and is not given up for a node that is away", async () => {
    const id = await worker.confirm(await send());
    await worker.peggy("Peggy.Mine", [300]);
    const unfound: Lie = (method, reply) => (method === "StateSearchMsg" ? { ...reply, result: null } : reply);
    worker.lie = (method, reply, host) => {
      if (method === "ChainGetTipSetByHeight") throw new TypeError("failed to fetch");
      return unfound(method, reply, host);
    };
    await worker.app.outbox.advance();
    expect((await worker.ask("activity.get", { id })).slot.state).not.toBe("unknown");
    worker.lie = (method, reply, host) =>
      method === "ChainGetTipSetByHeight"
        ? { jsonrpc: "2.0", id: reply["id"], error: { code: 1, message: "lookbacks of more than 24h0m0s are disallowed" } }
        : unfound(method, reply, host);
    await worker.app.outbox.advance();
    expect((await worker.ask("activity.get", { id })).slot).toMatchObject({ state: "unknown", status: "unknown" });
    worker.lie = unfound;
    await worker.app.outbox.advance();
    expect((await worker.ask("activity.get", { id })).slot.attempts[0]).toMatchObject({
      state: expect.stringMatching(/included|final/),
      inclusion: { exitCode: 0 },
    });
  });
});
