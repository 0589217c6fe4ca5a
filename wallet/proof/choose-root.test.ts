import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { putBlock, MemoryBlockstore } from "../../devnet/state/blockstore.ts";
import type { TestNode } from "../../devnet/rpc/test-node.ts";
import { encodeBlockHeader, type BlockHeader } from "../../filecoin/chain/block-header.ts";
import { type Cid, DAG_CBOR, EMPTY_ARRAY_CID, parseCid } from "../../filecoin/cid.ts";
import { chooseRoot, rootAt } from "./choose-root.ts";
import { NodeBehind, NodesDiffer, ProofFailure } from "./proof-failure.ts";
import { headerWith, type Lie, newCache, startedChain, storeNode, witness } from "./test-nodes.ts";

let node: TestNode;
let head: { Cids: { "/": string }[]; Height: number };

beforeAll(async () => {
  node = await startedChain();
  head = await node.must("ChainHead");
});
afterAll(() => node.close());

const one = (lie?: Lie) => witness(node, "one", lie);
const two = (lie?: Lie) => witness(node, "two", lie);
const at = (height: number): Promise<typeof head> => node.must("ChainGetTipSetByHeight", [height, []]);
const keyText = (key: readonly Cid[]): string[] => key.map(String);
const cidsOf = (tipset: typeof head): string[] => tipset.Cids.map((link) => link["/"]);
/** The node answers `method` with the tipset of another height. */
const instead =
  (method: string, other: typeof head): Lie =>
  (name) =>
    name === method ? other : undefined;
const silent =
  (...methods: string[]): Lie =>
  (name) =>
    methods.includes(name) ? new Error("no such thing") : undefined;

describe("two nodes of different hosts", () => {
  it("agree on the tipset five epochs below the head, whose blocks are read and hashed", async () => {
    const scope = await chooseRoot([one(), two()], newCache());
    const agreed = await at(head.Height - 5);
    expect(scope.root).toMatchObject({ standing: "agreed", nodes: ["one", "two"], height: agreed.Height });
    expect(keyText(scope.root.key)).toEqual(cidsOf(agreed));
    expect(scope.headers[0]?.parentStateRoot.equals(scope.root.stateRoot)).toBe(true);
  });

  it("with heads some epochs apart agree below the lower one", async () => {
    const scope = await chooseRoot([one(instead("ChainHead", await at(head.Height - 3))), two()], newCache());
    expect(scope.root.height).toBe(head.Height - 8);
  });

  it("with heads further apart are no witnesses: the lower one is behind", async () => {
    const lower = await at(head.Height - 6);
    await expect(chooseRoot([one(), two(instead("ChainHead", lower))], newCache())).rejects.toMatchObject({ name: "NodeBehind", host: "two", epochs: 6 });
    await expect(chooseRoot([one(), two(instead("ChainHead", lower))], newCache())).rejects.toBeInstanceOf(NodeBehind);
  });

  it("that name different tipsets are shown both", async () => {
    const other = await at(head.Height - 6);
    const failure: unknown = await chooseRoot([one(), two(instead("ChainGetTipSetByHeight", other))], newCache()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(NodesDiffer);
    expect((failure as NodesDiffer).answers.map(({ host, key }) => [host, keyText(key)])).toEqual([
      ["one", cidsOf(await at(head.Height - 5))],
      ["two", cidsOf(other)],
    ]);
  });

  it("that both name a tipset above what was asked are refused", async () => {
    const higher = instead("ChainGetTipSetByHeight", await at(head.Height - 1));
    await expect(chooseRoot([one(higher), two(higher)], newCache())).rejects.toMatchObject({ why: "badTipset" });
  });

  it("of which only one answers are one witness, and that one's head is taken", async () => {
    for (const nodes of [
      [one(), two(silent("ChainHead"))],
      [one(silent("ChainHead")), two()],
      [one(), two(silent("ChainGetTipSetByHeight"))],
    ]) {
      const { root } = await chooseRoot(nodes, newCache());
      expect([root.standing, root.nodes.length, keyText(root.key)]).toEqual(["oneNode", 1, cidsOf(head)]);
    }
    const { root } = await chooseRoot([one(silent("ChainGetTipSetByHeight")), two()], newCache());
    expect(root.nodes).toEqual(["two"]);
  });
});

describe("one node", () => {
  it("gives its head, and so do two names of one host", async () => {
    for (const nodes of [[one()], ...["ONE", "one:1234", "one."].map((host) => [one(), witness(node, host)])]) {
      const { root } = await chooseRoot(nodes, newCache());
      expect([root.standing, root.nodes, keyText(root.key)]).toEqual(["oneNode", ["one"], cidsOf(head)]);
    }
  });

  it("that cannot give the blocks of its head proves nothing", async () => {
    await expect(chooseRoot([one(silent("ChainReadObj"))], newCache())).rejects.toMatchObject({ why: "missing", host: "one" });
    await expect(chooseRoot([one(silent("ChainHead"))], newCache())).rejects.toBeInstanceOf(ProofFailure);
    await expect(chooseRoot([], newCache())).rejects.toBeInstanceOf(ProofFailure);
  });
});

describe("a tipset of the past", () => {
  it("is agreed when both nodes have it on their chains, one node's when one answers, and refused when one names another", async () => {
    const past = await at(3);
    const key = cidsOf(past).map(parseCid);
    expect((await rootAt([one(), two()], newCache(), key)).root).toMatchObject({ standing: "agreed", height: 3, nodes: ["one", "two"] });
    expect((await rootAt([one(), two(silent("ChainGetTipSetByHeight"))], newCache(), key)).root).toMatchObject({ standing: "oneNode", nodes: ["one"] });
    const liar = two(instead("ChainGetTipSetByHeight", await at(4)));
    await expect(rootAt([one(), liar], newCache(), key)).rejects.toBeInstanceOf(NodesDiffer);
    await expect(rootAt([liar], newCache(), key)).rejects.toBeInstanceOf(NodesDiffer);
  });
});

describe("blocks that are no tipset", () => {
  const store = new MemoryBlockstore();
  const put = (fields: Partial<BlockHeader>): Cid => putBlock(store, DAG_CBOR, encodeBlockHeader(headerWith(fields)));
  const other = parseCid("bafy2bzaceaa2jny7gkgdwnid4kuldau6bnvgyss5bszo4uy6uikrncvdu5mc2");
  const plain = put({});
  const named = (cids: Cid[]): Promise<unknown> => chooseRoot([storeNode(store, { cids, height: 1 })], newCache());

  it.each<[string, () => Cid[]]>([
    ["no block", () => []],
    ["a block twice", () => [plain, plain]],
    ["blocks of two heights", () => [plain, put({ height: 2 })]],
    ["blocks on different parents", () => [plain, put({ parents: [other] })]],
    ["blocks on different states", () => [plain, put({ parentStateRoot: other })]],
    ["blocks with different receipts", () => [plain, put({ parentMessageReceipts: other })]],
    ["blocks of different base fees", () => [plain, put({ parentBaseFee: 101n })]],
    ["a block that is none", () => [putBlock(store, DAG_CBOR, Uint8Array.of(0x80))]],
    ["more blocks than a tipset has", () => Array.from({ length: 51 }, (_, i) => put({ timestamp: i }))],
  ])("%s", async (_what, cids) => {
    await expect(named(cids())).rejects.toMatchObject({ name: "ProofFailure", why: "badTipset" });
  });

  it("several that agree are one", async () => {
    const cids = [plain, put({ timestamp: 1 }), put({ timestamp: 2 })];
    expect((await chooseRoot([storeNode(store, { cids, height: 1 })], newCache())).root).toMatchObject({ key: cids, stateRoot: EMPTY_ARRAY_CID });
  });
});
