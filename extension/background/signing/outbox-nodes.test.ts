import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { parseLotusKey } from "../../../filecoin/lotusKey.ts";
import { messageFromJson, signedMessageToJson, type Message } from "../../../filecoin/message.ts";
import { attoFil } from "../../../filecoin/units.ts";
import type { ApprovalView, SlotView } from "../../../wallet/approval-views.ts";
import { DevnetWorker, PASSWORD, type Lie } from "../desk/devnet-worker.ts";
import { signMessage } from "./sign-message.ts";

/** What the outbox makes of nodes that are behind, use other words, or hold messages of others. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const honest: Lie = (_method, reply) => reply;
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

const review = async (): Promise<ApprovalView> => worker.approval((await worker.ask("send.review", { from, to, amount: "1000", speed: "usual" })).approvalId);
const send = async (): Promise<string> => worker.confirm(await worker.ask("send.review", { from, to, amount: "1000", speed: "usual" }));
const slotOf = async (id: string): Promise<SlotView> => (await worker.ask("activity.get", { id })).slot;
const stateOf = async (id: string): Promise<string> => (await slotOf(id)).state;
const refusing = (method: string, message: string, reply: Record<string, unknown>, wanted: string): Record<string, unknown> =>
  method === wanted ? { jsonrpc: "2.0", id: reply["id"], error: { code: 1, message } } : reply;
const pushesAsked = (): number => worker.asked.filter((method) => method === "MpoolPush").length;

/** Signs with the account's key outside of this wallet, as another copy of it would, and pushes. */
async function pushElsewhere(like: ApprovalView["message"], change: Partial<Message>): Promise<void> {
  const key = parseLotusKey(worker.devnet.accounts[0]?.key as string);
  const signed = await signMessage(
    { ...messageFromJson(like), value: attoFil(7n), ...change },
    { kind: "secp256k1", privateKey: key.privateKey },
    worker.app.signer,
  );
  await worker.peggy("Filecoin.MpoolPush", [signedMessageToJson(signed, "t")]);
}

describe("a pool full of what is not ours", () => {
  it("stops no sending: 12,000 messages with method 2⁶⁴−1 and a signature of no known type cost nothing", async () => {
    const stranger = {
      Message: {
        Version: 0,
        To: to,
        From: to,
        Nonce: 1,
        Value: "0",
        GasLimit: 1,
        GasFeeCap: "1",
        GasPremium: "1",
        Method: 18446744073709551615n.toString(),
        Params: "",
      },
      Signature: { Type: 77, Data: "" },
    };
    const pool = Array.from({ length: 12_000 }, () => stranger);
    worker.lie = (method, reply) => (method === "MpoolPending" ? { ...reply, result: pool } : reply);
    const id = await send();
    await worker.app.outbox.advance();
    expect(await stateOf(id)).toBe("seen");
    expect(worker.asked).not.toContain("MpoolPending");
  });
});

describe("a push that the node answers with an error", () => {
  it("was taken all the same when the node has the message now, whatever its words", async () => {
    worker.lie = (method, reply) => refusing(method, "computer says no", reply, "MpoolPush");
    const id = await send();
    expect(await stateOf(id)).toMatch(/accepted|seen/);
  });

  it.each(["already in mpool, increase GasPremium to 9 from 1", "message already exists", "Message with sequence already in mempool"])(
    "was not taken when the node does not have it, though it says %s",
    async (words) => {
      worker.lie = (method, reply) => refusing(method, words, reply, "MpoolPush");
      // The devnet never hears of it.
      const asked = worker.s.fetch;
      worker.s.fetch = async (input, init) =>
        String(init?.body).includes("MpoolPush")
          ? new Response(JSON.stringify({ jsonrpc: "2.0", id: (JSON.parse(String(init?.body)) as { id: number }).id, error: { code: 1, message: words } }))
          : asked(input, init);
      worker.restart();
      const id = await send().finally(() => (worker.s.fetch = asked));
      worker.restart();
      expect(await stateOf(id)).toBe("refused");
      worker.lie = honest;
      worker.s.clock.now += 15_000;
      await worker.app.outbox.advance();
      expect(await stateOf(id)).toMatch(/accepted|seen/);
    },
  );

  it("was not taken when another copy of the keys holds its number with a higher premium", async () => {
    const approval = await review();
    await pushElsewhere(approval.message, {
      gasPremium: attoFil(BigInt(approval.message.GasPremium) * 2n),
      gasFeeCap: attoFil(BigInt(approval.message.GasFeeCap) * 2n),
    });
    worker.s.clock.now += 1_000;
    const fresh = await review();
    expect(fresh.message.Nonce).toBe(approval.message.Nonce);
    expect(fresh.checks.map(({ id, state }) => [id, state])).toContainEqual(["poolAhead", "warn"]);
    worker.s.clock.now += 1_000;
    const { slotId } = await worker.ask("approvals.confirm", worker.consentTo(fresh));
    expect(await slotOf(slotId)).toMatchObject({ state: "refused", canSpeedUp: true });
    expect((await slotOf(slotId)).attempts[0]?.note?.code).toBe("held.occupied");
    await worker.peggy("Peggy.Mine", [10]);
    await worker.app.outbox.advance();
    expect(await stateOf(slotId)).toBe("foreign");
  });
});

describe("a node that is behind", () => {
  it("undoes no inclusion that lies above its head, and nothing is pushed again", async () => {
    const behind = await worker.peggy("Filecoin.ChainHead", []);
    const id = await send();
    await worker.peggy("Peggy.Mine", [2]);
    await worker.app.outbox.advance();
    expect(await stateOf(id)).toBe("included");
    worker.asked = [];
    worker.lie = (method, reply) => (method === "ChainHead" ? { ...reply, result: behind } : reply);
    await worker.app.outbox.advance();
    expect([await stateOf(id), pushesAsked()]).toEqual(["included", 0]);
    worker.lie = honest;
    await worker.peggy("Peggy.Mine", [10]);
    await worker.app.outbox.advance();
    expect(await stateOf(id)).toBe("final");
  });
});

describe("a clock that goes back", () => {
  it("keeps no refused message from being pushed again", async () => {
    const asked = worker.s.fetch;
    worker.s.fetch = async (input, init) => {
      if (String(init?.body).includes("MpoolPush")) throw new TypeError("failed to fetch");
      return asked(input, init);
    };
    worker.restart();
    const id = await send();
    expect(await stateOf(id)).toBe("refused");
    worker.s.fetch = asked;
    worker.restart();
    worker.s.clock.now -= 5 * 3_600_000;
    await worker.app.outbox.advance();
    await worker.ask("wallet.unlock", { password: PASSWORD });
    expect(await stateOf(id)).toMatch(/accepted|seen/);
  });

  it("gives no approved message a longer life", async () => {
    let commits = 0;
    worker.s.database.beforeCall = (call) => {
      if (call.startsWith("database.commit") && call.includes("slots") && ++commits >= 2) throw new Error("the worker was killed");
    };
    await send().catch(() => {});
    worker.s.database.beforeCall = () => {};
    worker.restart();
    worker.s.clock.now -= 5 * 3_600_000;
    await worker.ask("wallet.unlock", { password: PASSWORD });
    await worker.app.outbox.advance();
    const [newest] = (await worker.ask("activity.list", { account: null })).slots.sort((a, b) => b.nonce - a.nonce);
    expect(newest).toMatchObject({ state: "void", attempts: [expect.anything()] });
    worker.s.clock.now += 5 * 3_600_000;
    await worker.ask("wallet.unlock", { password: PASSWORD });
  });
});

describe("a number that another copy of the keys has used ahead", () => {
  it("is shown and not used: the next message leaves no gap, and a gap that is there can be filled", async () => {
    const { message } = await review();
    await pushElsewhere(message, { nonce: message.Nonce + 2 });
    expect((await review()).message.Nonce).toBe(message.Nonce);
    const gaps = async (): Promise<unknown> => (await worker.ask("activity.gaps", { account: null })).accounts.map(({ account, gap }) => ({ account, gap }));
    expect(await gaps()).toEqual([{ account: from, gap: { nonce: message.Nonce, waiting: message.Nonce + 2 } }]);
    for (const nonce of [message.Nonce, message.Nonce + 1]) {
      const { approvalId } = await worker.ask("activity.fillGap", { account: from, nonce });
      const approval = await worker.approval(approvalId);
      expect(approval.message).toMatchObject({ Nonce: nonce, To: from, Value: "0", Method: 0 });
      worker.s.clock.now += 1_000;
      await worker.ask("approvals.confirm", worker.consentTo(approval));
    }
    const ahead = { node: new URL(worker.devnet.rpc).host, from: message.Nonce + 2, count: 1 };
    expect((await worker.ask("activity.gaps", { account: from })).accounts).toMatchObject([{ gap: null, ahead }]);
    for (const nonce of [message.Nonce, message.Nonce + 2, message.Nonce + 9])
      expect([nonce, await worker.codeOf("activity.fillGap", { account: from, nonce })]).toEqual([nonce, "noGap"]);
    await worker.peggy("Peggy.Mine", [3]);
    expect((await worker.peggy<{ Nonce: number }>("Filecoin.StateGetActor", [from, []])).Nonce).toBe(message.Nonce + 3);
  });
});
