import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startDevnet, type Devnet } from "../../../devnet/node.ts";
import type { Body, MessageName, ReplyEnvelope } from "../../shared/messages.ts";
import type { ApprovalView } from "../../../wallet/approval-views.ts";
import { fileBesideWorker } from "../storage/test-files.ts";
import { testSurroundings } from "../storage/test-surroundings.ts";
import { composeWorker, type Worker } from "../../compose-worker.ts";

/** One of two nodes lies; the other one, the same devnet under another name, does not. */

const SELF = { id: "abcdefghijklmnopabcdefghijklmnop", origin: "chrome-extension://abcdefghijklmnopabcdefghijklmnop" };
type Lie = (method: string, result: unknown) => unknown;

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let devnet: Devnet;
let app: Worker;
let requests = 0;
let lie: Lie = (_, result) => result;
let accounts: string[];

/** fetch whose answers from 127.0.0.1 go through the lie; "localhost" is the honest node. */
const lyingFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (!String(input).includes("127.0.0.1")) return response;
  const { method } = JSON.parse(String(init?.body)) as { method: string };
  const json = (await response.json()) as { result?: unknown };
  if ("result" in json) json.result = lie(method.replace("Filecoin.", ""), json.result);
  return new Response(JSON.stringify(json), { status: response.status, headers: { "Content-Type": "application/json" } });
};

const answer = <N extends MessageName>(name: N, body: Body<N>): Promise<ReplyEnvelope> =>
  app.dispatcher.answer(
    { v: 1, requestId: `request-${requests++}`, name, body },
    { id: SELF.id, origin: SELF.origin, url: `${SELF.origin}/${name.startsWith("secret.") ? "secret" : "popup"}.html`, frameId: 0 },
  );
const review = (): Promise<ReplyEnvelope> => answer("send.review", { from: accounts[0] as string, to: accounts[1] as string, amount: "1000", speed: "usual" });

beforeAll(async () => {
  devnet = await startDevnet({ inProcess: true, epochMs: 3_600_000 });
  accounts = devnet.accounts.map((account) => account.address);
  app = composeWorker(testSurroundings({ fetch: lyingFetch, file: fileBesideWorker }), SELF);
  await app.networks.save({ ...(await app.networks.get("devnet")), url: devnet.rpc, secondUrl: devnet.rpc.replace("127.0.0.1", "localhost") });
  await answer("networks.select", { id: "devnet" });
  expect(await answer("secret.createVault", { password: "a long enough password", source: { kind: "rehearsal" } })).toMatchObject({ ok: true });
}, 60_000);

afterAll(() => devnet.close());
beforeEach(() => (lie = (_, result) => result));

const onActor =
  (change: (actor: Record<string, unknown>) => Record<string, unknown>): Lie =>
  (method, result) =>
    method === "StateGetActor" && result !== null ? change(result as Record<string, unknown>) : result;

describe("a node that lies while a second one does not", () => {
  it("is believed where both agree, and the facts are marked so", async () => {
    const reply = await review();
    expect(reply).toMatchObject({ ok: true });
    const { approval } = ((await answer("approvals.current", {})) as { ok: true; body: { approval: ApprovalView } }).body;
    expect([approval.fee.source.kind, approval.checks.find((row) => row.id === "agreement")?.state]).toEqual(["agreed", "ok"]);
  });

  it.each<[string, string, Lie]>([
    ["about the nonce", "nodesDiffer", onActor((actor) => ({ ...actor, Nonce: (actor["Nonce"] as number) + 3 }))],
    ["about the network's name", "nodesDiffer", (method, result) => (method === "StateNetworkName" ? "mainnet" : result)],
    ["about the base fee", "baseFeesDiffer", (method, result) => (method === "ChainHead" ? withBaseFee(result, "900000000") : result)],
    ["about the genesis", "wrongChain", (method, result) => (method === "ChainGetGenesis" ? otherGenesis(result) : result)],
  ])("stops the signature: %s", async (_what, code, told) => {
    app.nodes.forget();
    lie = told;
    const reply = await review();
    // A devnet that answers with another genesis is a new devnet to the wallet; then the honest second node is on the wrong chain.
    expect(reply).toMatchObject({ ok: false, code });
    lie = (_, result) => result;
    app.nodes.forget();
    await answer("networks.test", { id: "devnet" });
  });

  it("gets no more premium than the bounds allow, whatever it estimates", async () => {
    lie = (method, result) => (method === "GasEstimateMessageGas" ? { ...(result as object), GasPremium: "100000000000", GasLimit: 9_000_000_000 } : result);
    expect(await review()).toMatchObject({ ok: true });
    const { approval } = ((await answer("approvals.current", {})) as { ok: true; body: { approval: ApprovalView } }).body;
    expect(BigInt(approval.fee.premium)).toBeLessThanOrEqual(BigInt(approval.fee.baseFee) / 10n);
    expect(approval.fee.gasLimit).toBeLessThanOrEqual(2 * approval.fee.gasUsed);
  });

  it("is refused when it answers with garbage", async () => {
    lie = (method, result) => (method === "StateCall" ? { MsgRct: "ok" } : result);
    expect(await review()).toMatchObject({ ok: false, code: "nodeGarbage" });
  });
});

function withBaseFee(head: unknown, baseFee: string): unknown {
  const tipset = structuredClone(head) as { Blocks: { ParentBaseFee: string }[] };
  for (const block of tipset.Blocks) block.ParentBaseFee = baseFee;
  return tipset;
}

function otherGenesis(genesis: unknown): unknown {
  return { ...(genesis as object), Cids: [{ "/": "bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a" }] };
}
