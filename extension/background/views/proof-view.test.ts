import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { PhraseValue } from "../../../wallet/values.ts";
import type { ProofSubject, ProofView } from "../../shared/proof-views.ts";
import { DevnetWorker, type Lie } from "../desk/devnet-worker.ts";

/** How a page's figures are known, on a real devnet: what its blocks prove equals what the devnet holds, also where the node says something else. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const FIL = 10n ** 18n;
let worker: DevnetWorker;
let offer: Awaited<ReturnType<DevnetWorker["openOffer"]>>;
const honest: Lie = (_method, reply) => reply;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  offer = await worker.openOffer();
  await worker.signed(await worker.ask("offer.deposit", { actor: offer.actor, from: offer.holder, amount: (300n * FIL).toString() }));
});
afterAll(() => worker.devnet.close());
afterEach(() => {
  worker.lie = honest;
});

const proofOf = (subject: ProofSubject): Promise<ProofView> => worker.ask("proof.get", { subject });
const plain = (value: PhraseValue): string =>
  value.kind === "amount"
    ? value.atto
    : value.kind === "address"
      ? value.address
      : value.kind === "epoch"
        ? String(value.epoch)
        : "text" in value
          ? value.text
          : "";
const factsOf = ({ parts }: ProofView): Record<string, string[]> =>
  Object.fromEntries(parts.flatMap(({ facts }) => facts.map(({ name, values }) => [name, values.map(plain)])));

describe("how it is known", () => {
  it("a miner's owner, money and sectors, with the blocks from the header down", async () => {
    const shown = await worker.ask("miner.get", { miner: offer.miner });
    const proof = await proofOf({ kind: "miner", address: offer.miner });
    expect(factsOf(proof)).toMatchObject({
      owner: [shown.owner.id],
      worker: [shown.worker.id],
      pendingOwner: [],
      balance: [shown.balance],
      available: [shown.available],
      vesting: [shown.vesting],
      debt: [shown.feeDebt],
      power: [shown.power.adjusted],
    });
    for (const { path } of proof.parts) expect(path.slice(0, 3).map(({ kind }) => kind)).toEqual(["blockHeader", "stateRoot", "actors"]);
    expect(proof.parts[0]?.path.at(-1)?.kind).toBe("minerInfo");
    expect(proof.tipset?.nodes).toEqual(["127.0.0.1"]);
    expect(proof.ground).toMatchObject({ state: "warn", text: { code: "check.oneNode" } });
  });

  it("an owner actor's code, operator and principal", async () => {
    const { operator, pool, release } = await worker.ask("owner.get", { actor: offer.actor });
    expect(factsOf(await proofOf({ kind: "owner", address: offer.actor }))).toMatchObject({
      operator: [operator.id],
      release: [release],
      liquid: [pool.liquid],
      seniorPrincipal: [pool.senior.principal],
      juniorPrincipal: [pool.junior.principal],
    });
  });

  it("a position's holder and principal", async () => {
    const { positions } = await worker.ask("positions.list", { account: offer.holder });
    const position = positions[0];
    if (position === undefined) throw new Error("the holder has a position");
    const proof = await proofOf({ kind: "position", address: offer.actor, token: position.token });
    expect(factsOf(proof)).toMatchObject({
      holder: [position.owner.id],
      principal: [position.principal],
      since: [String(position.since)],
      frozenUntil: [],
      mayGiveAway: [],
    });
    expect(proof.parts[1]?.path.some(({ kind }) => kind === "ownerPositions")).toBe(true);
  });

  it("stays as the blocks have it when the node names another owner", async () => {
    worker.lie = (method, reply) =>
      method === "StateMinerInfo" ? { ...reply, result: { ...(reply["result"] as object), Owner: "t0105", Worker: "t0106" } } : reply;
    const { owner, worker: told } = await worker.ask("miner.get", { miner: offer.miner });
    expect([owner.address, told.address]).toEqual(["t0105", "t0106"]);
    const facts = factsOf(await proofOf({ kind: "miner", address: offer.miner }));
    expect(facts["owner"]).not.toEqual(["t0105"]);
    expect(facts["worker"]).not.toEqual(["t0106"]);
  });

  it("says that nothing is proven where the node gives no blocks or forged ones, and shows no fact", async () => {
    worker.restart();
    worker.lie = (method, reply) =>
      method === "ChainReadObj" ? { jsonrpc: "2.0", id: reply["id"], error: { code: -32601, message: "method 'Filecoin.ChainReadObj' not found" } } : reply;
    expect(await proofOf({ kind: "miner", address: offer.miner })).toMatchObject({
      tipset: null,
      parts: [],
      ground: { state: "warn", text: { code: "check.unproven.noBlocks" } },
    });
    worker.restart();
    worker.lie = (method, reply) => (method === "ChainReadObj" ? { ...reply, result: "gA==" } : reply);
    expect(await proofOf({ kind: "miner", address: offer.miner })).toMatchObject({
      tipset: null,
      parts: [],
      ground: { text: { code: "check.unproven.wrongBytes" } },
    });
  });

  it("proves that there is nothing where there is nothing", async () => {
    worker.restart();
    expect((await proofOf({ kind: "miner", address: "t0999999" })).parts).toEqual([]);
    expect((await proofOf({ kind: "position", address: offer.actor, token: "999" })).parts).toHaveLength(1);
  });
});
