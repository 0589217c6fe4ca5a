import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { SlotView } from "../../../wallet/approval-views.ts";
import { DevnetWorker, PASSWORD, type Lie } from "../desk/devnet-worker.ts";

/** Through which nodes a message goes and is followed, and what one node alone cannot make of it. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const honest: Lie = (_method, reply) => reply;
const OTHER = { "/": "bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a" };
let worker: DevnetWorker;
let from: string;
let to: string;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
  [from, to] = worker.devnet.accounts.map(({ address }) => address) as [string, string];
});
afterAll(() => worker.devnet.close());
beforeEach(async () => {
  worker.lie = honest;
  for (let i = 0; i < 4; i++) {
    await worker.peggy("Peggy.Mine", [10]);
    await worker.app.outbox.advance();
  }
  worker.asked = [];
});

const send = async (): Promise<string> => worker.confirm(await worker.ask("send.review", { from, to, amount: "1000", speed: "usual" }));
const slotOf = async (id: string): Promise<SlotView> => (await worker.ask("activity.get", { id })).slot;
const stateOf = async (id: string): Promise<string> => (await slotOf(id)).state;
describe("two entries for one chain", () => {
  it("stay apart: what was reviewed through one is signed, pushed and watched through it", async () => {
    const twin = worker.devnet.rpc.replace("127.0.0.1", "localhost");
    const network = await worker.ask("networks.add", { name: "Twin", url: twin, token: null });
    await worker.ask("networks.select", { id: network.id });
    const hosts = new Set<string>();
    worker.lie = (method, reply, host) => {
      if (["MpoolPush", "ChainGetGenesis", "StateSearchMsg", "StateGetActor"].includes(method)) hosts.add(host);
      return reply;
    };
    worker.app.nodes.forget();
    const id = await send();
    await worker.peggy("Peggy.Mine", [2]);
    await worker.app.outbox.advance();
    expect([...hosts]).toEqual(["localhost"]);
    expect(await stateOf(id)).toBe("included");
    await worker.ask("networks.select", { id: "devnet" });
    expect(await worker.codeOf("networks.remove", { id: network.id })).toBe("networkInUse");
    worker.lie = honest;
    await worker.app.outbox.leave(id);
    await worker.ask("networks.remove", { id: network.id });
    expect(await slotOf(id)).toMatchObject({ state: "left", stranded: "removed", canTakeUp: false, canMoveTo: [{ id: "devnet", name: "Devnet" }] });
    expect(await worker.codeOf("activity.move", { id, networkId: "mainnet" })).toBe("wrongChain");
    await worker.ask("activity.move", { id, networkId: "devnet" });
    await worker.ask("activity.takeUp", { id });
    await worker.peggy("Peggy.Mine", [10]);
    await worker.app.outbox.advance();
    expect(await slotOf(id)).toMatchObject({ state: "final", networkId: "devnet", stranded: null });
  });

  it("are said to be gone where an older version let them be removed, and the person moves the message", async () => {
    const id = await send();
    const key = `slots\n${id}`;
    worker.s.database.records.set(key, { ...(worker.s.database.records.get(key) as object), networkId: "custom-gone" });
    expect(await worker.app.outbox.advance()).toBe(0);
    expect(await slotOf(id)).toMatchObject({ stranded: "removed", canSpeedUp: false, canResend: false, canLeave: true });
    expect((await worker.ask("home.get", {})).needs).toContainEqual(
      expect.objectContaining({ id, text: expect.objectContaining({ code: "need.stranded.removed" }) }),
    );
    await worker.ask("activity.move", { id, networkId: "devnet" });
    await worker.app.outbox.advance();
    expect(await stateOf(id)).toBe("seen");
  });
});

describe("one of two nodes", () => {
  beforeEach(async () => {
    const devnet = await worker.app.networks.get("devnet");
    await worker.app.networks.save({ ...devnet, secondUrl: worker.devnet.rpc.replace("127.0.0.1", "localhost") });
  });
  afterEach(async () => {
    await worker.app.networks.save({ ...(await worker.app.networks.get("devnet")), secondUrl: null });
  });

  const lying =
    (lies: Record<string, (result: never) => unknown>): Lie =>
    (method, reply, host) => {
      const lie = host === "127.0.0.1" ? lies[method] : undefined;
      return lie === undefined ? reply : { jsonrpc: "2.0", id: reply["id"], result: lie(reply["result"] as never) };
    };

  it("gets what the other one gets, and takes it where the other one does not", async () => {
    const asked: string[] = [];
    worker.lie = (method, reply, host) => {
      if (method === "MpoolPush") asked.push(host);
      return method === "MpoolPush" && host === "127.0.0.1" ? { jsonrpc: "2.0", id: reply["id"], error: { code: 1, message: "no" } } : reply;
    };
    const id = await send();
    expect(asked.sort()).toEqual(["127.0.0.1", "localhost"]);
    const { attempts } = await slotOf(id);
    expect(attempts[0]?.pushes.map(({ node }) => node.split(":")[0])).toEqual(["127.0.0.1", "localhost"]);
    expect(await stateOf(id)).toBe("accepted");
  });

  it("gets nothing when it is on another chain", async () => {
    const asked: string[] = [];
    worker.lie = (method, reply, host) => {
      if (method === "MpoolPush") asked.push(host);
      return method === "ChainGetGenesis" && host === "localhost" ? { ...reply, result: { ...(reply["result"] as object), Cids: [OTHER] } } : reply;
    };
    const id = await worker.ask("send.review", { from, to, amount: "1000", speed: "usual" }).then(
      () => "reviewed",
      (error: Error) => error.message,
    );
    expect([id, asked]).toEqual([expect.stringContaining("wrongChain"), []]);
  });

  it("makes no message foreign by its word alone", async () => {
    const id = await send();
    await worker.peggy("Peggy.Mine", [20]);
    worker.lie = lying({
      StateSearchMsg: () => null,
      ChainGetParentMessages: (messages: { Message: object }[]) =>
        messages.map(({ Message }) => ({ Cid: OTHER, Message: { ...Message, CID: OTHER, Value: "999" } })),
    });
    await worker.app.outbox.advance();
    expect((await slotOf(id)).attempts[0]).toMatchObject({ state: "unknown", note: { code: "unknown.otherTold" } });
    worker.lie = honest;
    await worker.app.outbox.advance();
    expect(await stateOf(id)).toBe("final");
  });

  it("makes no message included or final by its word alone, nor its receipt", async () => {
    const id = await send();
    const final = await worker.peggy<{ Cids: unknown[]; Height: number }>("Filecoin.ChainGetFinalizedTipSet", []);
    const lookup = { Message: OTHER, Receipt: { ExitCode: 0, Return: "", GasUsed: 1 }, ReturnDec: null, TipSet: final.Cids, Height: final.Height };
    worker.lie = lying({
      StateGetActor: (actor: { Nonce: number }) => ({ ...actor, Nonce: actor.Nonce + 9 }),
      StateSearchMsg: () => ({ ...lookup, Message: { "/": chainCid } }),
    });
    const chainCid = (await slotOf(id)).attempts[0]?.chainCid;
    await worker.app.outbox.advance();
    expect((await slotOf(id)).attempts[0]).toMatchObject({ state: "unknown", inclusion: null, note: { code: "unknown.notThere" } });
    worker.lie = honest;
    await worker.app.outbox.advance();
    await worker.peggy("Peggy.Mine", [2]);
    worker.lie = lying({ StateSearchMsg: (found: { Receipt: object } | null) => found && { ...found, Receipt: { ExitCode: 16, Return: null, GasUsed: 7 } } });
    await worker.app.outbox.advance();
    const [attempt] = (await slotOf(id)).attempts;
    expect([attempt?.state, attempt?.inclusion?.exitCode]).toEqual(["included", 0]);
  });
});

describe("the only node", () => {
  it("makes no message foreign that nobody signed", async () => {
    const id = await send();
    await worker.peggy("Peggy.Mine", [20]);
    worker.lie = (method, reply) => {
      if (method === "StateSearchMsg") return { ...reply, result: null };
      if (method !== "ChainGetParentMessages") return reply;
      const messages = (reply["result"] as { Cid: object; Message: object }[] | null) ?? [];
      return { ...reply, result: messages.map(({ Message }) => ({ Cid: OTHER, Message: { ...Message, CID: OTHER, Value: "5" } })) };
    };
    await worker.app.outbox.advance();
    expect(await slotOf(id)).toMatchObject({ state: "unknown", canLeave: true });
    worker.lie = honest;
    await worker.ask("activity.leave", { id });
    await worker.app.outbox.advance();
    expect(await slotOf(id)).toMatchObject({ state: "left", status: "left", canTakeUp: true });
    await worker.ask("activity.takeUp", { id });
    await worker.app.outbox.advance();
    expect(await stateOf(id)).toBe("final");
  });
});
