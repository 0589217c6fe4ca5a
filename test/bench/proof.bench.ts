import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { createGenesis } from "../../devnet/builtin/genesis.ts";
import { standInBuiltins } from "../../devnet/builtin/registry.ts";
import { addCrowd, type Crowd } from "../../devnet/chain/crowd.ts";
import { type Blockstore, MemoryBlockstore, putBlock } from "../../devnet/state/blockstore.ts";
import { Address } from "../../filecoin/address.ts";
import { encodeBlockHeader } from "../../filecoin/chain/block-header.ts";
import { DAG_CBOR, EMPTY_ARRAY_CID } from "../../filecoin/cid.ts";
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

/** A state of a million accounts beside miners, and its root. */
function bigState(): { blocks: Blockstore; crowd: Crowd } {
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
  const owner = Address.bls(new Uint8Array(48).fill(0x40));
  const worker = Address.bls(new Uint8Array(48).fill(0x80));
  const builtins = standInBuiltins();
  const accounts = [owner, worker].map((address) => ({ address, balance: 10n ** 24n }));
  const miners = [{ owner, worker, balance: 10n ** 21n, windowPostProofType: 10 }];
  const { root } = createGenesis(blocks, { builtins, context, networkName: "bench", accounts, miners });
  return { blocks, crowd: addCrowd(blocks, root, builtins, ACTORS) };
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
async function review(nodes: readonly ProofNode[], { address, id }: Crowd): Promise<unknown[]> {
  const scope = await chooseRoot(nodes, newCache());
  const facts = await Promise.all([
    proveActor(scope, address(1)),
    proveActor(scope, address(2)),
    proveMinerInfo(scope, actorId(1000n)),
    proveActor(scope, Address.id(id(7))),
    ...[11, 12, 13].map((n) => proveId(scope, address(n))),
  ]);
  return facts.map(({ value }) => value);
}

it("proves what a review says on a chain of a million actors", async () => {
  const { blocks, crowd } = bigState();
  const cid = putBlock(blocks, DAG_CBOR, encodeBlockHeader(headerWith({ parentStateRoot: crowd.root, height: HEIGHT - 5 })));
  const [times, rounds, counts]: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < 3; i++) {
    const calls: { at: number }[] = [];
    const nodes = ["one", "two"].map((host) => slow(storeNode(blocks, { cids: [cid], height: HEIGHT }, host), calls));
    const started = performance.now();
    const facts = await review(nodes, crowd);
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
