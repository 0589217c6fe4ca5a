import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { createGenesis } from "../../devnet/builtin/genesis.ts";
import { standInBuiltins } from "../../devnet/builtin/registry.ts";
import { type Blockstore, MemoryBlockstore, mustGet, putBlock } from "../../devnet/state/blockstore.ts";
import { Hamt } from "../../devnet/state/hamt.ts";
import { StateTree } from "../../devnet/state/state-tree.ts";
import { Address } from "../../filecoin/address.ts";
import { encodeCbor } from "../../filecoin/cbor.ts";
import { encodeBlockHeader } from "../../filecoin/chain/block-header.ts";
import { type Cid, DAG_CBOR, EMPTY_ARRAY_CID } from "../../filecoin/cid.ts";
import { decodeInitState } from "../../filecoin/state/init.ts";
import { actorId } from "../../filecoin/units.ts";
import { proveActor, proveId } from "../../wallet/proof/actor.ts";
import { chooseRoot } from "../../wallet/proof/choose-root.ts";
import { proveMinerInfo } from "../../wallet/proof/miner.ts";
import type { ProofNode } from "../../wallet/proof/proof-blocks.ts";
import { headerWith, newCache, storeNode } from "../../wallet/proof/test-nodes.ts";
import { median, record } from "./record.ts";

const ACTORS = 1_000_000;
const CALL_MS = 100;
const HEIGHT = 4_000_000;
const FIRST = 3_000_000;

/** Key address of the n-th account. */
function addressOf(n: number): Address {
  const key = new Uint8Array(65).fill(4);
  new DataView(key.buffer).setUint32(1, n);
  return Address.secp256k1(key);
}

/** A state of a million accounts beside miners, and its root. */
function bigState(): { blocks: Blockstore; stateRoot: Cid } {
  const blocks = new MemoryBlockstore();
  const nothing = new Uint8Array(32);
  const context = {
    epoch: 0,
    timestamp: 0,
    baseFee: 0n,
    chainId: 1,
    networkVersion: 28,
    circulatingSupply: 0n,
    tipsetCid: () => EMPTY_ARRAY_CID,
    chainRandomness: () => nothing,
    beaconRandomness: () => nothing,
  };
  const worker = Address.bls(new Uint8Array(48).fill(0x80));
  const builtins = standInBuiltins();
  const accounts = [addressOf(0), worker].map((address) => ({ address, balance: 10n ** 24n }));
  const miners = [{ owner: addressOf(0), worker, balance: 10n ** 21n, windowPostProofType: 10 }];
  const genesis = createGenesis(blocks, { builtins, context, networkName: "bench", accounts, miners });
  const tree = StateTree.load(blocks, genesis.root);
  const init = tree.getActor(actorId(1n));
  const code = builtins.manifest.find(({ name }) => name === "account")?.code;
  if (init === undefined || code === undefined) throw new Error("the genesis has no init actor, or no account code");
  const { addressMap } = decodeInitState(mustGet(blocks, init.head, "init state"));
  const map = Hamt.load(blocks, addressMap);
  for (let n = 1; n <= ACTORS; n++) {
    const address = addressOf(n);
    map.set(address.bytes, FIRST + n);
    const head = n < 100 ? putBlock(blocks, DAG_CBOR, encodeCbor([address.bytes])) : EMPTY_ARRAY_CID;
    tree.setActor(actorId(FIRST + n), { code, head, nonce: n, balance: BigInt(n), delegated: null });
  }
  const head = putBlock(blocks, DAG_CBOR, encodeCbor([map.flush(), FIRST + ACTORS + 1, "bench"]));
  tree.setActor(actorId(1n), { ...init, head });
  return { blocks, stateRoot: tree.flush() };
}

/** The same node, each of whose answers takes a while. */
function slow(node: ProofNode, calls: { at: number }[]): ProofNode {
  const later = <A extends unknown[], T>(call: (...args: A) => Promise<T>) => {
    return async (...args: A): Promise<T> => {
      calls.push({ at: performance.now() });
      await pause(CALL_MS);
      return call(...args);
    };
  };
  const { client } = node;
  return {
    host: node.host,
    client: { call: later(client.call), chainHead: later(client.chainHead), chainGetTipSetByHeight: later(client.chainGetTipSetByHeight) },
  };
}

/** What a review asks: sender, receiver, the miner with its owner, the new owner, ids of own accounts. */
async function review(nodes: readonly ProofNode[]): Promise<unknown[]> {
  const scope = await chooseRoot(nodes, newCache());
  const facts = await Promise.all([
    proveActor(scope, addressOf(1)),
    proveActor(scope, addressOf(2)),
    proveMinerInfo(scope, actorId(1000n)),
    proveActor(scope, Address.id(FIRST + 7)),
    ...[11, 12, 13].map((n) => proveId(scope, addressOf(n))),
  ]);
  return facts.map(({ value }) => value);
}

it("proves what a review says on a chain of a million actors", async () => {
  const { blocks, stateRoot } = bigState();
  const cid = putBlock(blocks, DAG_CBOR, encodeBlockHeader(headerWith({ parentStateRoot: stateRoot, height: HEIGHT - 5 })));
  const [times, rounds, counts]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < 3; i++) {
    const calls: { at: number }[] = [];
    const nodes = ["one", "two"].map((host) => slow(storeNode(blocks, { cids: [cid], height: HEIGHT }, host), calls));
    const started = performance.now();
    const facts = await review(nodes);
    times.push(performance.now() - started);
    expect(facts.every((fact) => fact !== null)).toBe(true);
    counts.push(calls.length);
    // A call that begins before the one before it has ended belongs to its round.
    let round = 0;
    let end = 0;
    for (const { at } of calls.sort((a, b) => a.at - b.at)) {
      if (at < end) continue;
      round++;
      end = at + CALL_MS;
    }
    rounds.push(round);
  }
  record("review proven at 100 ms a call, a million actors", { value: median(times) / 1_000, unit: "s", bar: 3, sense: "most" });
  record("review proven, calls one after the other", { value: median(rounds), unit: "", bar: 20, sense: "most" });
  record("review proven, calls of both nodes", { value: median(counts), unit: "", bar: 60, sense: "most" });
}, 600_000);
