import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeParams } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS } from "../../actor/abi/methods.generated.ts";
import { writeMessageMeta, writeReceipts } from "../../devnet/chain/receipts.ts";
import { FIL, messageOf } from "../../devnet/chain/test-chain.ts";
import type { TestNode } from "../../devnet/rpc/test-node.ts";
import { MemoryBlockstore, putBlock } from "../../devnet/state/blockstore.ts";
import { emptyInitState, StateTree } from "../../devnet/state/state-tree.ts";
import { Address } from "../../filecoin/address.ts";
import { toBase64 } from "../../filecoin/bytes.ts";
import { decodeBlockHeader, encodeBlockHeader } from "../../filecoin/chain/block-header.ts";
import { type Cid, DAG_CBOR, EMPTY_ARRAY_CID, parseCid } from "../../filecoin/cid.ts";
import { encodeMessage, encodeSignedMessage, type Message, type SignedMessage, signedMessageCid, signedMessageToJson } from "../../filecoin/message.ts";
import { actorId, attoFil } from "../../filecoin/units.ts";
import { chooseRoot, rootAt } from "./choose-root.ts";
import { proveMessage } from "./message.ts";
import type { ProofScope } from "./proof-scope.ts";
import { headerWith, mine, newCache, startedChain, storeNode, witness } from "./test-nodes.ts";
import { createdOffer } from "./test-offer.ts";

describe("a message of a devnet", () => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startedChain();
  });
  afterAll(() => node.close());

  /** Proofs that hang on the tipset which a node names as the one after a message's own. */
  async function scopeAfter(cid: Cid): Promise<{ scope: ProofScope; told: { Receipt: Record<string, unknown>; Height: number } }> {
    const told = await node.must<{ Receipt: Record<string, unknown>; TipSet: { "/": string }[]; Height: number }>("StateSearchMsg", [
      [],
      { "/": cid.toString() },
      -1,
      true,
    ]);
    const nodes = [witness(node, "one"), witness(node, "two")];
    return {
      scope: await rootAt(
        nodes,
        newCache(),
        told.TipSet.map((link) => parseCid(link["/"])),
      ),
      told,
    };
  }

  it("is proven with its receipt, its place and the tipset before the one that names the receipts", async () => {
    const signed = [0, 1, 2].map((account) => node.signed(account, { to: Address.id(99), value: attoFil(1n + BigInt(account)) }));
    for (const each of signed) await node.must("MpoolPush", [signedMessageToJson(each)]);
    await mine(node, 2);
    for (const each of signed) {
      const cid = signedMessageCid(each);
      const { scope, told } = await scopeAfter(cid);
      expect(scope.root).toMatchObject({ standing: "agreed", height: told.Height });
      const { value } = await proveMessage(scope, cid);
      expect(value?.message).toEqual(each.message);
      expect([value?.receipt.exitCode, value?.receipt.gasUsed]).toEqual([told.Receipt["ExitCode"], told.Receipt["GasUsed"]]);
      expect(value?.tipset.height).toBeLessThan(told.Height);
    }
  });

  it("is proven not to have run in a tipset that has others, or none", async () => {
    const signed = node.signed(3, { to: Address.id(99) });
    await node.must("MpoolPush", [signedMessageToJson(signed)]);
    await mine(node, 2);
    const { scope } = await scopeAfter(signedMessageCid(signed));
    const other = signedMessageCid(node.signed(4, { to: Address.id(99) }));
    expect((await proveMessage(scope, other)).value).toBeNull();
    await mine(node, 10);
    expect((await proveMessage(await chooseRoot([witness(node, "one"), witness(node, "two")], newCache()), signedMessageCid(signed))).value).toBeNull();
  });

  it("is proven with its events, in their order", async () => {
    const actor = await createdOffer(node);
    const params = encodeParams("Deposit", {});
    const nonce = await node.must<number>("MpoolGetNonce", [node.accounts[1]?.address]);
    const fields = { to: Address.id(actor), method: METHOD_NUMBERS.Deposit, params, value: attoFil(3n * FIL), gasLimit: 100_000_000 };
    const signed = node.signed(1, { ...fields, nonce });
    await node.must("MpoolPush", [signedMessageToJson(signed)]);
    await mine(node, 2);
    const { scope, told } = await scopeAfter(signedMessageCid(signed));
    const { value } = await proveMessage(scope, signedMessageCid(signed));
    const events = await node.must<{ Emitter: number; Entries: { Key: string; Value: string }[] }[]>("ChainGetEvents", [told.Receipt["EventsRoot"]]);
    expect(value?.events.map(({ emitter, entries }) => [Number(emitter), entries.map(({ key, value: v }) => [key, toBase64(v)])])).toEqual(
      events.map(({ Emitter, Entries }) => [Emitter, Entries.map(({ Key, Value }) => [Key, Value])]),
    );
    expect(value?.events.map(({ emitter }) => emitter)).toContain(actor);
  });
});

const SENDERS = 4;
const START = 7;
const keyAddress = (sender: number): Address =>
  sender % 2 === 0 ? Address.bls(new Uint8Array(48).fill(sender + 1)) : Address.secp256k1(new Uint8Array(65).fill(4).fill(sender, 1));

/** One message of a sender: which nonce, which of several messages with it, and how the sender is written. */
interface Made {
  readonly sender: number;
  readonly nonce: number;
  readonly variant: number;
  readonly byId: boolean;
}

/** Signatures are not looked at here. */
function signedOf({ sender, nonce, variant, byId }: Made): SignedMessage {
  const message: Message = messageOf(byId ? Address.id(100 + sender) : keyAddress(sender), { nonce, value: attoFil(BigInt(variant)) });
  return { message, signature: sender % 2 === 0 ? { type: 2, data: new Uint8Array(96) } : { type: 1, data: new Uint8Array(65) } };
}

/** Blocks as producers make them apart from each other: of each sender some messages in turn, from the nonce of the common state on. */
const blockOf = fc
  .array(fc.array(fc.record({ variant: fc.integer({ min: 0, max: 2 }), byId: fc.integer({ min: 0, max: 5 }) }), { maxLength: 3 }), { maxLength: SENDERS })
  .map((bySender) =>
    bySender.flatMap((messages, sender) => messages.map(({ variant, byId }, i): Made => ({ sender, nonce: START + i, variant, byId: byId === 0 }))),
  );

/** A tipset of these blocks and a block on it, in a store; the CIDs of the messages that ran, found by the plain rule: the next nonce of the sender. */
function chainOf(blocks: readonly (readonly Made[])[]): { store: MemoryBlockstore; head: Cid; listed: Cid[]; ran: string[] } {
  const store = new MemoryBlockstore();
  const tree = StateTree.empty(store);
  tree.setActor(actorId(1n), { code: EMPTY_ARRAY_CID, head: emptyInitState(store, "test"), nonce: 0, balance: 0n, delegated: null });
  for (let sender = 0; sender < SENDERS; sender++) tree.registerAddress(keyAddress(sender));
  const parentStateRoot = tree.flush();
  const next = new Map<number, number>();
  const [listed, ran, parents]: [Cid[], string[], Cid[]] = [[], [], []];
  blocks.forEach((made, i) => {
    const lists = [0, 1].map((odd) => made.filter(({ sender }) => sender % 2 === odd));
    const cids = lists.map((list, odd) =>
      list.map((each) => {
        const signed = signedOf(each);
        const cid = putBlock(store, DAG_CBOR, odd === 1 ? encodeSignedMessage(signed) : encodeMessage(signed.message));
        listed.push(cid);
        if ((next.get(each.sender) ?? START) === each.nonce) {
          next.set(each.sender, each.nonce + 1);
          ran.push(cid.toString());
        }
        return cid;
      }),
    );
    const messages = writeMessageMeta(store, cids[0] as Cid[], cids[1] as Cid[]);
    parents.push(putBlock(store, DAG_CBOR, encodeBlockHeader(headerWith({ height: 4, messages, parentStateRoot, timestamp: i }))));
  });
  const receipts = writeReceipts(
    store,
    ran.map((_, i) => ({ exitCode: 0, ret: new Uint8Array(), gasUsed: i + 1, eventsRoot: null })),
  );
  const header = headerWith({ height: 5, parents, parentMessageReceipts: receipts, parentStateRoot });
  return { store, head: putBlock(store, DAG_CBOR, encodeBlockHeader(header)), listed, ran };
}

describe("messages of a tipset of several blocks", () => {
  it("have their receipts in the order of the chain, whatever stands twice or has a nonce that another block used", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(blockOf, { minLength: 1, maxLength: 4 }), async (blocks) => {
        const { store, head, listed, ran } = chainOf(blocks);
        const scope = await chooseRoot([storeNode(store, { cids: [head], height: 5 })], newCache());
        for (const cid of listed) {
          const { value } = await proveMessage(scope, cid);
          const place = ran.indexOf(cid.toString());
          expect(value === null ? -1 : [value.index, value.receipt.gasUsed]).toEqual(place < 0 ? -1 : [place, place + 1]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("are refused when the receipts are fewer than the messages that ran", async () => {
    const { store, head } = chainOf([[{ sender: 0, nonce: START, variant: 0, byId: false }]]);
    const header = decodeBlockHeader(store.get(head) as Uint8Array);
    const short = putBlock(store, DAG_CBOR, encodeBlockHeader({ ...header, parentMessageReceipts: writeReceipts(store, []) }));
    const scope = await chooseRoot([storeNode(store, { cids: [short], height: 5 })], newCache());
    await expect(proveMessage(scope, head)).rejects.toMatchObject({ name: "ProofFailure", why: "badTipset" });
  });
});
