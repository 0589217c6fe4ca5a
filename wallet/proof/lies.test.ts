import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { TestNode } from "../../devnet/rpc/test-node.ts";
import { Address } from "../../filecoin/address.ts";
import { fromBase64, toBase64 } from "../../filecoin/bytes.ts";
import { decodeBlockHeader, encodeBlockHeader } from "../../filecoin/chain/block-header.ts";
import { type Cid, cidOf, DAG_CBOR, parseCid } from "../../filecoin/cid.ts";
import { type ActorId, actorId } from "../../filecoin/units.ts";
import { proveActor, proveId, proveKey } from "./actor.ts";
import { chooseRoot, rootAt } from "./choose-root.ts";
import { proveMessage } from "./message.ts";
import { proveMinerDeadlines } from "./miner-deadlines.ts";
import { proveMinerBalances, proveMinerInfo, provePowerClaim } from "./miner.ts";
import { proveOwner, proveOwnerAccount, proveOwnerMiners, proveOwnerPosition, proveOwnerTerms } from "./owner.ts";
import { NodeBehind, NodesDiffer, ProofFailure } from "./proof-failure.ts";
import type { ProofScope } from "./proof-scope.ts";
import { isProven, type Proven } from "./proven.ts";
import { type Lie, mine, newCache, startedChain, witness } from "./test-nodes.ts";
import { callOffer, createdOffer, idOf } from "./test-offer.ts";

/** Whatever one node answers, what is proven is so: it is what an honest node's blocks say at the same tipset, or nothing is proven. */

let node: TestNode;
let offer: ActorId;
let holder: ActorId;
let deposit: Cid;
let head: { Cids: { "/": string }[]; Height: number };

beforeAll(async () => {
  node = await startedChain();
  offer = await createdOffer(node);
  holder = await idOf(node, 1);
  for (let i = 0; i < 12; i++) await callOffer(node, 1, offer, "Deposit", {}, 3n * 10n ** 18n);
  head = await node.must("ChainHead");
  let tipset = head;
  let messages: { Cid: { "/": string } }[] | null = null;
  while (messages === null) {
    messages = await node.must("ChainGetMessagesInTipset", [tipset.Cids]);
    tipset = await node.must("ChainGetTipSetByHeight", [tipset.Height - 1, tipset.Cids]);
  }
  deposit = parseCid(messages[0]?.Cid["/"] as string);
  // The agreed tipset is to be the one after the message's own.
  await mine(node, tipset.Height + 7 - head.Height);
  head = await node.must("ChainHead");
  const { value } = await proveMessage(await chooseRoot([witness(node, "one"), witness(node, "two")], newCache()), deposit);
  expect(value?.events.length).toBeGreaterThan(0);
});
afterAll(() => node.close());

type Proof = (scope: ProofScope) => Promise<Proven<unknown>>;
const account = (n: number): Address => Address.parse(node.accounts[n]?.address as string);
const subjects: Record<string, Proof> = {
  "an actor by id": (scope) => proveActor(scope, Address.id(1000)),
  "an actor by key": (scope) => proveActor(scope, account(1)),
  "an absent actor": (scope) => proveActor(scope, Address.actor(Uint8Array.of(7))),
  "an id": (scope) => proveId(scope, account(2)),
  "an absent id": (scope) => proveId(scope, Address.id(5_000_000)),
  "a key": (scope) => proveKey(scope, holder),
  "a miner's info": (scope) => proveMinerInfo(scope, actorId(1000n)),
  "a miner's money": (scope) => proveMinerBalances(scope, actorId(1001n)),
  "a miner's deadlines": (scope) => proveMinerDeadlines(scope, actorId(1000n)),
  "a claim": (scope) => provePowerClaim(scope, actorId(1000n)),
  "an owner actor": (scope) => proveOwner(scope, offer),
  "its terms": (scope) => proveOwnerTerms(scope, offer),
  "its miners": (scope) => proveOwnerMiners(scope, offer),
  "a position": (scope) => proveOwnerPosition(scope, offer, 3n),
  "an account": (scope) => proveOwnerAccount(scope, offer, holder),
  "a message": (scope) => proveMessage(scope, deposit),
};

/** Blocks that the liar made up, by CID. */
type MadeUp = Map<string, Uint8Array>;

/** The same header on another state: what hangs below it is real, and of another time. */
async function otherState(made: MadeUp, tipset: typeof head): Promise<typeof head> {
  const bytes = await blockOf(tipset.Cids[0]?.["/"] as string);
  const genesis = await node.must<{ Cids: { "/": string }[] }>("ChainGetGenesis");
  const { parentStateRoot } = decodeBlockHeader(await blockOf(genesis.Cids[0]?.["/"] as string));
  const block = encodeBlockHeader({ ...decodeBlockHeader(bytes), parentStateRoot });
  const cid = cidOf(DAG_CBOR, block).toString();
  made.set(cid, block);
  return { ...tipset, Cids: [{ "/": cid }] };
}
const blockOf = async (cid: string): Promise<Uint8Array> => fromBase64(await node.must<string>("ChainReadObj", [{ "/": cid }]));

/** What a node answers in place of a block. */
const blockLies: Record<string, (result: string, pick: number, before: string | null) => unknown> = {
  "one bit changed": (result, pick) => {
    const bytes = fromBase64(result);
    const at = pick % bytes.length;
    bytes[at] = (bytes[at] as number) ^ (1 << (pick % 8));
    return toBase64(bytes);
  },
  "cut short": (result, pick) => toBase64(fromBase64(result).slice(0, pick % fromBase64(result).length)),
  "another block": (_result, _pick, before) => before ?? "",
  null: () => null,
  "a number": (_result, pick) => pick,
  "an object": (result) => ({ Data: result }),
  "no base64": (result) => `${result}!`,
  "an error": () => new Error("blockstore get: ipld: could not find it"),
};

const scenario = fc.record({
  subject: fc.constantFrom(...Object.keys(subjects)),
  lie: fc.constantFrom(...Object.keys(blockLies), "another head", "another tipset", "a made-up head", "a made-up tipset", "a head of another shape"),
  /** which of the blocks that are asked for; later ones are truthful, or all lies */
  place: fc.nat(30),
  always: fc.boolean(),
  pick: fc.nat(5_000),
  nodes: fc.constantFrom("liar alone", "liar first", "honest first"),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

async function liar({ lie, place, always, pick }: Scenario): Promise<Lie> {
  const made: MadeUp = new Map();
  const lower = await node.must<typeof head>("ChainGetTipSetByHeight", [head.Height - 1 - (pick % 12), []]);
  const answers: Record<string, [method: string, answer: unknown]> = {
    "another head": ["ChainHead", lower],
    "another tipset": ["ChainGetTipSetByHeight", lower],
    "a made-up head": ["ChainHead", await otherState(made, head)],
    "a made-up tipset": ["ChainGetTipSetByHeight", await otherState(made, await node.must("ChainGetTipSetByHeight", [head.Height - 5, []]))],
    "a head of another shape": ["ChainHead", { Cids: [{ "/": "bafy" }], Height: "12" }],
  };
  let asked = 0;
  let before: string | null = null;
  return (method, result, params) => {
    const answer = answers[lie];
    if (answer !== undefined && answer[0] === method) return answer[1];
    if (method !== "ChainReadObj") return undefined;
    const own = made.get((params[0] as { "/": string })["/"]);
    if (own !== undefined) return toBase64(own);
    const change = blockLies[lie];
    const lies = change !== undefined && typeof result === "string" && (always ? asked >= place : asked === place);
    asked++;
    const last = before;
    if (typeof result === "string") before = result;
    return lies ? change(result, pick, last) : undefined;
  };
}

async function proveWith(scene: Scenario): Promise<Proven<unknown> | Error> {
  const [lying, honest] = [witness(node, "liar", await liar(scene)), witness(node, "honest")];
  const nodes = { "liar alone": [lying], "liar first": [lying, honest], "honest first": [honest, lying] }[scene.nodes] as [typeof lying];
  try {
    return await (subjects[scene.subject] as Proof)(await chooseRoot(nodes, newCache()));
  } catch (error) {
    if (error instanceof ProofFailure || error instanceof NodesDiffer || error instanceof NodeBehind) return error;
    throw error;
  }
}

it("no lie of one node proves what is not so", async () => {
  const seen = { proven: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(scenario, async (scene) => {
      const outcome = await proveWith(scene);
      if (outcome instanceof Error) {
        seen.refused++;
        // With an honest node beside it a liar about blocks stops nothing.
        if (scene.nodes !== "liar alone") expect(blockLies[scene.lie]).toBeUndefined();
        return;
      }
      seen.proven++;
      expect(isProven(outcome)).toBe(true);
      if (scene.lie === "a made-up head" && scene.nodes === "liar alone") {
        // That this is the chain is the one thing that a node alone can make believe; the fact says so.
        expect(outcome.root).toMatchObject({ standing: "oneNode", nodes: ["liar"] });
        return;
      }
      const honest = await rootAt([witness(node, "honest")], newCache(), outcome.root.key);
      expect(outcome.value).toEqual((await (subjects[scene.subject] as Proof)(honest)).value);
    }),
    { numRuns: 250 },
  );
  expect(Math.min(seen.proven, seen.refused)).toBeGreaterThan(10);
}, 240_000);
