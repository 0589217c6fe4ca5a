import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startDevnet, type Devnet } from "../../../devnet/node.ts";
import { messageCid, messageFromJson, signedMessageCid, signedMessageFromJson } from "../../../filecoin/message.ts";
import type { SlotView } from "../../../wallet/approval-views.ts";
import type { Body, MessageName, Reply } from "../../shared/messages.ts";
import { fileBesideWorker } from "../storage/test-files.ts";
import { testSurroundings, type TestSurroundings } from "../storage/test-surroundings.ts";
import { composeWorker, type Worker } from "../../compose-worker.ts";

/** A send whose worker dies, whose chain is reorganised or whose fee was too low, against a real devnet that mines when it is told to. */

const SELF = { id: "abcdefghijklmnopabcdefghijklmnop", origin: "chrome-extension://abcdefghijklmnopabcdefghijklmnop" };
const PASSWORD = "a long enough password";
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let devnet: Devnet;
let s: TestSurroundings;
let app: Worker;
let requests = 0;
let from: string;
let to: string;

function startWorker(): void {
  s.database.beforeCall = () => {};
  app = composeWorker(s, SELF);
}

async function ask<N extends MessageName>(name: N, body: Body<N>): Promise<Reply<N>> {
  const page = name.startsWith("secret.") ? "secret.html" : "popup.html";
  const reply = await app.dispatcher.answer(
    { v: 1, requestId: `request-${requests++}`, name, body },
    { id: SELF.id, origin: SELF.origin, url: `${SELF.origin}/${page}`, frameId: 0 },
  );
  if (!reply.ok) throw new Error(`${name}: ${reply.code} ${JSON.stringify(reply.params)}`);
  return reply.body as Reply<N>;
}

async function peggy(method: string, params: unknown[]): Promise<unknown> {
  const response = await fetch(devnet.rpc, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${devnet.token}` },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as { result: unknown; error?: { message: string } };
  if (error !== undefined) throw new Error(`${method}: ${error.message}`);
  return result;
}

async function confirm(approvalId: string): Promise<string> {
  const { approval } = await ask("approvals.get", { id: approvalId });
  s.clock.now += 1_000;
  const cid = messageCid(messageFromJson(approval.message)).toString();
  const done = await ask("approvals.confirm", {
    id: approvalId,
    revision: approval.revision,
    cid,
    gesture: approval.confirm.gesture,
    word: null,
    typed: {},
    password: approval.confirm.password ? PASSWORD : null,
  });
  return done.slotId;
}

const review = async (): Promise<string> => (await ask("send.review", { from, to, amount: "1000000000000000000", speed: "usual" })).approvalId;
const slots = async (): Promise<SlotView[]> => (await ask("activity.list", { account: null })).slots;
const slotOf = async (id: string): Promise<SlotView> => (await ask("activity.get", { id })).slot;

/** Until nothing is open: mines and lets the outbox look. */
async function settle(): Promise<void> {
  for (let i = 0; i < 8; i++) {
    s.clock.now += 30_000;
    await app.outbox.advance();
    await peggy("Peggy.Mine", [4]);
  }
  await app.outbox.advance();
}

beforeAll(async () => {
  devnet = await startDevnet({ inProcess: true, epochMs: 3_600_000 });
  s = testSurroundings({ fetch: globalThis.fetch, file: fileBesideWorker });
  startWorker();
  await app.networks.save({ ...(await app.networks.get("devnet")), url: devnet.rpc });
  await ask("networks.select", { id: "devnet" });
  await ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await ask("settings.set", { settings: { lockMinutes: 60 } });
  [from, to] = [devnet.accounts[0]?.address as string, devnet.accounts[1]?.address as string];
}, 60_000);

afterAll(() => devnet.close());

/** A way to the devnet that says it took a message and forgets it. */
async function forgetfulNode(): Promise<{ rpc: string; close(): void }> {
  const server = createServer((incoming, reply) => {
    void (async () => {
      const body = await text(incoming);
      const call = JSON.parse(body) as { id: number; method: string; params: unknown[] };
      const taken = (): object => ({
        jsonrpc: "2.0",
        id: call.id,
        result: { "/": signedMessageCid(signedMessageFromJson(call.params[0] as never)).toString() },
      });
      const answer =
        call.method === "Filecoin.MpoolPush"
          ? JSON.stringify(taken())
          : await (await fetch(devnet.rpc, { method: "POST", headers: { "Content-Type": "application/json" }, body })).text();
      reply.writeHead(200, { "content-type": "application/json" }).end(answer);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { rpc: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rpc/v1`, close: () => server.close() };
}

describe("the outbox on a devnet", () => {
  it("goes on after the worker died at any of its writes, with one CID for the nonce", async () => {
    for (let death = 0; death < 6; death++) {
      const before = (await slots()).length;
      const approvalId = await review();
      const { approval } = await ask("approvals.get", { id: approvalId });
      let writes = 0;
      s.database.beforeCall = (call) => {
        if (call.startsWith("database.commit") && call.includes("slots") && writes++ >= death) throw new Error("the worker was killed");
      };
      await confirm(approvalId).catch(() => {});
      startWorker();
      await settle();
      const now = await slots();
      const made = now.filter((slot) => slot.attempts.some((a) => a.approvalId === approvalId));
      if (death === 0) expect([made.length, now.length]).toEqual([0, before]);
      else {
        expect(made).toHaveLength(1);
        expect([death, made[0]?.attempts.map((a) => a.cid), made[0]?.status]).toEqual([death, [approval.cid], "final"]);
      }
    }
    expect(new Set((await slots()).map((slot) => slot.nonce)).size).toBe((await slots()).length);
  });

  it("takes an undone inclusion back and brings the same message in again", async () => {
    const snapshot = await peggy("Peggy.Snapshot", []);
    const id = await confirm(await review());
    await peggy("Peggy.Mine", [2]);
    await app.outbox.advance();
    const included = await slotOf(id);
    expect(included.status).toBe("included");
    await peggy("Peggy.Revert", [snapshot]);
    await peggy("Peggy.Mine", [1]);
    await app.outbox.advance();
    // The new head is below the inclusion: so far it undoes nothing.
    expect((await slotOf(id)).status).toBe("included");
    await settle();
    const again = await slotOf(id);
    expect([again.status, again.attempts.map((a) => a.cid)]).toEqual(["final", included.attempts.map((a) => a.cid)]);
  });

  it("speeds a waiting message up in its own slot", async () => {
    const id = await confirm(await review());
    await app.outbox.advance();
    expect((await slotOf(id)).canSpeedUp).toBe(true);
    expect((await ask("activity.quoteReplace", { id })).speedUp).not.toBeNull();
    expect(await confirm((await ask("activity.speedUp", { id, speed: "urgent" })).approvalId)).toBe(id);
    await settle();
    const slot = await slotOf(id);
    expect([slot.status, slot.attempts.map((a) => [a.purpose, a.state])]).toEqual([
      "final",
      [
        ["first", "replaced"],
        ["speedUp", "final"],
      ],
    ]);
  });

  it("finds the attempt that ran although the node never saw the one before it", async () => {
    const forgetful = await forgetfulNode();
    const network = await app.networks.get("devnet");
    await app.networks.save({ ...network, url: forgetful.rpc });
    const id = await confirm(await review());
    await app.networks.save(network);
    forgetful.close();
    expect((await slotOf(id)).attempts.map((a) => a.state)).toEqual(["accepted"]);
    await confirm((await ask("activity.speedUp", { id, speed: "urgent" })).approvalId);
    await peggy("Peggy.Mine", [2]);
    await settle();
    const slot = await slotOf(id);
    expect([slot.status, slot.attempts.map((a) => [a.purpose, a.state])]).toEqual([
      "final",
      [
        ["first", "replaced"],
        ["speedUp", "final"],
      ],
    ]);
  });

  it("cancels a waiting message by 0 FIL to oneself", async () => {
    const id = await confirm(await review());
    await app.outbox.advance();
    expect(await confirm((await ask("activity.cancel", { id })).approvalId)).toBe(id);
    await settle();
    const slot = await slotOf(id);
    expect(slot.attempts.map((a) => [a.purpose, a.state])).toEqual([
      ["first", "replaced"],
      ["cancel", "final"],
    ]);
    expect(slot.attempts[1]?.message.Value).toBe("0");
  });

  it("gives a second click on an approval the first result", async () => {
    const approvalId = await review();
    const first = await confirm(approvalId);
    expect(await confirm(approvalId)).toBe(first);
    expect((await slotOf(first)).attempts).toHaveLength(1);
    await settle();
  });

  it("drops the open approval when it locks, and signs nothing", async () => {
    const approvalId = await review();
    const before = (await slots()).length;
    await app.lock.lock("idle");
    expect((await ask("wallet.state", {})).lock.droppedApproval).toBe(true);
    await ask("wallet.unlock", { password: PASSWORD });
    expect((await ask("approvals.get", { id: approvalId })).approval.state).toBe("dead");
    await expect(confirm(approvalId)).rejects.toThrow(/approvalGone/);
    expect((await slots()).length).toBe(before);
  });
});
