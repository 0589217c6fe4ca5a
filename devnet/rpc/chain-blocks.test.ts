import { mkdtemp, rm } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { fromBase64 } from "../../filecoin/bytes.ts";
import { type CborValue, decodeCbor, isCborMap } from "../../filecoin/cbor.ts";
import { type Cid, DAG_CBOR, RAW, cidKey, cidOf, parseCid } from "../../filecoin/cid.ts";
import { parseLotusKey } from "../../filecoin/lotusKey.ts";
import { signedMessageToJson } from "../../filecoin/message.ts";
import { initMethods } from "../../filecoin/methods/init.ts";
import { decodeReturn, encodeParams } from "../../filecoin/methods/method.ts";
import { attoFil } from "../../filecoin/units.ts";
import { messageOf, sign } from "../chain/test-chain.ts";
import type { NodeOptions } from "./run-node.ts";
import { type TestNode, testNode } from "./test-node.ts";
import { emitterOf } from "./test-emitter.ts";

/** What Lotus names as the parent of every genesis block: a JSON-like text of 2017, hashed with sha2-256. */
const PARENT_OF_GENESIS = "bafyreiaqpwbbyjo4a42saasj36kkrpv4tsherf2e7bvezkert2a7dhonoi";
const CODE = emitterOf([[{ key: "kind", value: new Uint8Array(32).fill(7) }]]);
const FIL = 10n ** 18n;

interface Header {
  Miner: string;
  Height: number;
  Parents: { "/": string }[];
  Messages: { "/": string };
  ParentStateRoot: { "/": string };
  ParentMessageReceipts: { "/": string };
}
interface TipsetJson {
  Cids: { "/": string }[];
  Blocks: Header[];
  Height: number;
}

/** Messages of both signatures, one that emits an event, one that fails, sectors, null rounds and a reorganisation. */
async function livelyNode(options: NodeOptions): Promise<{ node: TestNode; landmarks: Cid[] }> {
  const node = await testNode({ epochMs: 3_600_000, installed: [CODE], ...options });
  const fees = { value: attoFil(0n), gasLimit: 1_000_000_000 };
  const params = encodeParams(initMethods.Exec, { code: cidOf(RAW, CODE), constructorParams: new Uint8Array() });
  const { result: created } = await node.push(node.signed(0, { to: Address.id(1), method: 2, params, nonce: 0, ...fees }));
  await node.must("Peggy.Mine", [2], "admin");
  const { Receipt } = await node.must<{ Receipt: { Return: string } }>("StateSearchMsg", [null, created, -1, true]);
  const { idAddress } = decodeReturn(initMethods.Exec, fromBase64(Receipt.Return));
  await node.push(node.signed(0, { to: idAddress, method: 2, nonce: 1, ...fees }));
  await node.push(node.signed(1, { to: Address.id(1000), method: 23, nonce: 0, ...fees }));
  const worker = node.miners[0];
  const transfer = messageOf(Address.parse(worker?.worker ?? ""), { to: Address.id(99), value: attoFil(1n) });
  await node.must("MpoolPush", [signedMessageToJson(sign(transfer, parseLotusKey(worker?.workerKey ?? "")))]);
  const busy = await node.must<TipsetJson>("Peggy.Mine", [1], "admin");
  await node.must("Peggy.Seal", ["t01001", 5, 2_000_000, String(FIL / 100n)], "admin");
  await node.must("Peggy.Mine", [1], "admin");
  const landmarks = await landmarksOf(node, busy);
  await node.must("Peggy.Advance", [3_000], "admin");
  const id = await node.must("Peggy.Snapshot", [], "admin");
  await node.must("Peggy.Mine", [2], "admin");
  await node.must("Peggy.Revert", [id], "admin");
  await node.must("Peggy.Mine", [2], "admin");
  return { node, landmarks };
}

/** Every block that leads from a tipset to the genesis and to every leaf of every state, by its links alone. */
class Walk {
  readonly blocks = new Map<string, Uint8Array>();
  constructor(private readonly node: TestNode) {}

  async block(cid: Cid): Promise<Uint8Array> {
    const key = cidKey(cid);
    const known = this.blocks.get(key);
    if (known !== undefined) return known;
    const bytes = fromBase64(await this.node.must<string>("ChainReadObj", [{ "/": cid.toString() }]));
    if (cid.multihash.code !== 0x12) expect(cidOf(cid.code as typeof RAW, bytes).equals(cid), cid.toString()).toBe(true);
    this.blocks.set(key, bytes);
    return bytes;
  }

  /** Reads a block and all below it. */
  async all(cid: Cid): Promise<void> {
    const open = [cid];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (this.blocks.has(cidKey(next))) continue;
      const bytes = await this.block(next);
      if (next.code === DAG_CBOR) open.push(...linksOf(decodeCbor(bytes)));
    }
  }
}

/** Links to blocks; a sector's commitment is a CID too, of a sector. */
function linksOf(value: CborValue): Cid[] {
  if (Array.isArray(value)) return value.flatMap(linksOf);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  if ("multihash" in value) return [DAG_CBOR, RAW].includes((value as Cid).code) ? [value as Cid] : [];
  return isCborMap(value) ? Object.values(value).flatMap(linksOf) : [];
}

/** Blocks that lie deep: installed code, sectors of a miner, an event, messages of both kinds in a tipset. */
async function landmarksOf(node: TestNode, tipset: TipsetJson): Promise<Cid[]> {
  const { State } = await node.must<{ State: { Sectors: { "/": string } } }>("StateReadState", ["t01001", null]);
  const { Cids } = await node.must<{ Cids: { "/": string }[] }>("ChainGetBlockMessages", [tipset.Cids[0]]);
  const child = await node.must<TipsetJson>("ChainGetTipSetAfterHeight", [tipset.Height + 1, null]);
  const receipts = await node.must<{ EventsRoot: { "/": string } | null }[]>("ChainGetParentReceipts", [child.Cids[0]]);
  const event = receipts.find(({ EventsRoot }) => EventsRoot !== null)?.EventsRoot;
  expect(Cids).toHaveLength(3);
  return [cidOf(RAW, CODE), cidOfJson(State.Sectors), ...[event ?? undefined, ...Cids].map(cidOfJson)];
}

const cidOfJson = (json: { "/": string } | undefined): Cid => parseCid(json?.["/"] ?? "");

describe.each<[string, NodeOptions]>([
  ["a node", {}],
  ["a gateway", { gateway: true }],
])("%s serves every block that a proof walks", (_name, options) => {
  it("from the head to the genesis, and all of every state, under the right hash", async () => {
    const { node, landmarks } = await livelyNode(options);
    try {
      const walk = new Walk(node);
      const miners = await node.must<string[]>("StateListMiners", [null]);
      let tipset = await node.must<TipsetJson>("ChainHead");
      let tipsets = 0;
      for (;;) {
        tipsets++;
        const [header] = tipset.Blocks;
        const cid = cidOfJson(tipset.Cids[0]);
        expect(await node.must("ChainHasObj", [tipset.Cids[0]])).toBe(true);
        expect(await node.must("ChainGetBlock", [tipset.Cids[0]])).toEqual(header);
        await walk.all(cid);
        if (tipset.Height === 0) break;
        expect(miners).toContain(header?.Miner);
        tipset = await node.must<TipsetJson>("ChainGetTipSet", [header?.Parents]);
      }
      expect(tipsets).toBeGreaterThan(10);
      expect(tipset.Blocks[0]?.Parents).toEqual([{ "/": PARENT_OF_GENESIS }]);
      const text = new TextDecoder().decode(await walk.block(parseCid(PARENT_OF_GENESIS)));
      expect(text).toContain("This is the Genesis Block of the Filecoin Decentralized Storage Network.");
      for (const cid of landmarks) expect(walk.blocks.has(cidKey(cid)), cid.toString()).toBe(true);
    } finally {
      await node.close();
    }
  }, 60_000);
});

describe("the past", () => {
  it("of 900 tipsets stays provable, also after a restart", async () => {
    const dataDir = await mkdtemp("/tmp/devnet-");
    try {
      const lively = await livelyNode({ dataDir });
      let { node } = lively;
      const old = await node.must<TipsetJson>("ChainHead");
      await node.must("Peggy.Mine", [905], "admin");
      const check = async (): Promise<void> => {
        const walk = new Walk(node);
        const [header] = old.Blocks;
        await walk.all(cidOfJson(header?.ParentStateRoot));
        await walk.all(cidOfJson(header?.Messages));
        await walk.all(cidOfJson(header?.ParentMessageReceipts));
        for (const cid of lively.landmarks.slice(0, 2)) expect(walk.blocks.has(cidKey(cid)), cid.toString()).toBe(true);
      };
      await check();
      await node.close();
      node = await testNode({ dataDir, epochMs: 3_600_000 });
      await check();
      await node.close();
    } finally {
      await rm(dataDir, { recursive: true });
    }
  }, 60_000);

  it("a message is told by both its CIDs, what is no message is not, and what was never there neither", async () => {
    const { node } = await livelyNode({});
    try {
      const head = await node.must<TipsetJson>("ChainHead");
      const found = await node.must<{ "/": string }[]>("StateListMessages", [{ To: "t01000" }, null, 0]);
      expect(found).toHaveLength(1);
      const message = await node.must<{ CID: { "/": string } }>("ChainGetMessage", [found[0]]);
      expect(await node.must("ChainGetMessage", [message.CID])).toEqual(message);
      for (const cid of [found[0], message.CID]) expect(await node.must("ChainHasObj", [cid])).toBe(true);
      const absent = { "/": cidOf(RAW, Uint8Array.of(1, 2, 3)).toString() };
      for (const cid of [head.Blocks[0]?.Messages, absent]) {
        expect((await node.call("ChainGetMessage", [cid])).error?.message).toContain("ipld: could not find");
        expect((await node.call("ChainGetBlock", [cid])).error?.message).toContain("ipld: could not find");
      }
      expect(await node.must("ChainHasObj", [absent])).toBe(false);
      expect((await node.call("ChainReadObj", [absent])).error?.message).toContain("ipld: could not find");
    } finally {
      await node.close();
    }
  });
});
