import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Address } from "../../../filecoin/address.ts";
import type { Message } from "../../../filecoin/message.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { PinnedNode } from "../../../wallet/told/pinned-node.ts";
import { DevnetWorker } from "../desk/devnet-worker.ts";

/** All that one review reads of the chain hangs on one tipset; 127.0.0.1 and localhost are one devnet under two names. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Methods that read a state, by the place of the tipset among their params. */
const TIPSET_AT: Readonly<Record<string, number>> = {
  StateCall: 1,
  StateGetActor: 1,
  StateLookupID: 1,
  StateAccountKey: 1,
  StateLookupRobustAddress: 1,
  StateMinerInfo: 1,
  StateMinerPower: 1,
  StateMinerSectorCount: 1,
  StateMinerProvingDeadline: 1,
  StateListMiners: 0,
  StateReadState: 1,
  GasEstimateMessageGas: 2,
  GasEstimateGasPremium: 3,
};
/** Of the chain itself, or of blocks by their CIDs. */
const STATELESS = [
  "ChainHead",
  "ChainGetGenesis",
  "ChainGetTipSetByHeight",
  "ChainGetFinalizedTipSet",
  "ChainReadObj",
  "StateNetworkName",
  "MpoolPush",
  "MpoolGetNonce",
  "MpoolCheckPendingMessages",
  "GetActorEventsRaw",
  "Peggy.Rehearsal",
];

interface Asked {
  method: string;
  params: unknown[];
}

let worker: DevnetWorker;
let offer: Awaited<ReturnType<DevnetWorker["openOffer"]>>;
let asked: Asked[] = [];
/** runs before a call is passed on */
let before: (call: Asked) => Promise<void> = async () => {};

beforeAll(async () => {
  worker = await DevnetWorker.start();
  const pass = worker.s.fetch;
  worker.s.fetch = async (input, init) => {
    const call = JSON.parse(String(init?.body)) as Asked;
    const named = { method: call.method.replace("Filecoin.", ""), params: call.params };
    asked.push(named);
    await before(named);
    return pass(input, init);
  };
  worker.restart();
  offer = await worker.openOffer();
});
afterAll(() => worker.devnet.close());
beforeEach(() => {
  asked = [];
  before = async () => {};
});

/** Tipset keys that state reads named; a method that this test does not know fails it. */
function keysNamed(): Set<string> {
  const keys = new Set<string>();
  for (const { method, params } of asked) {
    const at = TIPSET_AT[method];
    if (at === undefined && !STATELESS.includes(method)) throw new Error(`the test does not know at which tipset ${method} reads`);
    if (at !== undefined) keys.add(JSON.stringify(params[at]));
  }
  return keys;
}

const reviews: [string, () => Promise<{ approvalId: string }>][] = [
  ["send", () => worker.ask("send.review", { from: offer.operator, to: offer.holder, amount: "1000", speed: "usual" })],
  ["withdraw", () => worker.ask("miner.withdraw", { miner: offer.miner, from: offer.operator, amount: null })],
  ["propose an owner", () => worker.ask("miner.proposeOwner", { miner: offer.miner, from: offer.operator, owner: offer.holder })],
  ["deposit", () => worker.ask("offer.deposit", { actor: offer.actor, from: offer.holder, amount: (100n * 10n ** 18n).toString() })],
];

describe("a review", () => {
  it.each(reviews)("of %s reads every state, dry run and estimate at tipsets it names, the newest of them one", async (_name, review) => {
    const head = await worker.peggy<{ Cids: unknown }>("Filecoin.ChainHead", []);
    const { approvalId } = await review();
    const final = await worker.peggy<{ Cids: unknown }>("Filecoin.ChainGetFinalizedTipSet", []);
    const allowed = [head.Cids, final.Cids].map((key) => JSON.stringify(key));
    expect([...keysNamed()].filter((key) => !allowed.includes(key))).toEqual([]);
    expect(asked.some(({ method }) => method === "StateCall")).toBe(true);

    asked = [];
    const approval = await worker.approval(approvalId);
    worker.s.clock.now += 1_000;
    if (approval.blocked === null) await worker.ask("approvals.confirm", worker.consentTo(approval));
    expect([...keysNamed()].filter((key) => !allowed.includes(key))).toEqual([]);
    await worker.peggy("Peggy.Mine", [10]);
    await worker.app.outbox.advance();
  });

  it("says the epoch of its own tipset when the chain goes on meanwhile", async () => {
    const head = await worker.peggy<{ Height: number }>("Filecoin.ChainHead", []);
    let mined = false;
    before = async ({ method }) => {
      if (mined || method !== "StateCall") return;
      mined = true;
      await worker.peggy("Peggy.Mine", [3]);
    };
    const { approvalId } = await worker.ask("send.review", { from: offer.operator, to: offer.holder, amount: "1000", speed: "usual" });
    expect(mined).toBe(true);
    expect((await worker.approval(approvalId)).dryRun.epoch).toBe(head.Height);
  });
});

describe("a page's read", () => {
  it.each([
    ["home", () => worker.ask("home.get", {})],
    ["a miner", () => worker.ask("miner.get", { miner: offer.miner })],
    ["an owner actor", () => worker.ask("owner.get", { actor: offer.actor })],
    ["positions", () => worker.ask("positions.list", { account: null })],
    ["governance", () => worker.ask("governance.get", { actor: offer.actor })],
    ["a quote", () => worker.ask("send.quote", { from: offer.operator, to: offer.holder, amount: "5", speed: "usual" })],
  ] as [string, () => Promise<unknown>][])("of %s never asks a node for the state at whatever its head is", async (_name, read) => {
    await read();
    expect([...keysNamed()]).not.toContain("[]");
    expect([...keysNamed()]).not.toContain("null");
  });
});

describe("a scope", () => {
  it("is refused for another chain than its draft was made for", async () => {
    await expect(worker.app.scopes.madeFor({ networkId: "devnet", genesis: "bafyother" })).rejects.toMatchObject({ code: "wrongChain" });
  });

  it("has one place for its proofs, agreed where two hosts name the tipset", async () => {
    const alone = await worker.app.scopes.selected();
    expect((await alone.roots.now()).root).toMatchObject({ standing: "oneNode", height: alone.head.height });
    const network = await worker.app.networks.get("devnet");
    await worker.app.networks.save({ ...network, secondUrl: worker.devnet.rpc.replace("127.0.0.1", "localhost") });
    const both = await worker.app.scopes.selected();
    const { root } = await both.roots.now();
    expect(root).toMatchObject({ standing: "agreed", height: both.head.height - 5, nodes: ["127.0.0.1", "localhost"] });
    await worker.peggy("Peggy.Mine", [3]);
    expect((await both.roots.now()).root).toBe(root);
    await worker.app.networks.save(network);
  });
});

it("refuses to be pinned to no tipset, which a node reads as its head", async () => {
  const { node } = await worker.app.scopes.selected();
  expect(node).toBeInstanceOf(PinnedNode);
  expect(() => node.at([])).toThrow(RangeError);
});

/** Never run: a state is read at the node's own tipset, and of the bare clients of a scope not at all. */
export function doesNotCompile({ node, nodes }: Scope, address: Address, message: Message): void {
  // @ts-expect-error: no tipset is chosen here
  void node.stateGetActor(address, []);
  // @ts-expect-error: no tipset is chosen here
  void node.stateCall(message, null);
  // @ts-expect-error: heads and pools alone
  void nodes.node.stateGetActor(address);
  // @ts-expect-error: heads and pools alone
  void nodes.node.stateCall(message);
}
