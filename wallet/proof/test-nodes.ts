/** For tests: a devnet in this process, and nodes of it that count as two witnesses and may lie. */
import type { MessageFields } from "../../devnet/chain/test-chain.ts";
import { type TestNode, testNode } from "../../devnet/rpc/test-node.ts";
import { type Blockstore, putBlock } from "../../devnet/state/blockstore.ts";
import { Address } from "../../filecoin/address.ts";
import { fromBase64, toBase64 } from "../../filecoin/bytes.ts";
import { type BlockHeader, encodeBlockHeader } from "../../filecoin/chain/block-header.ts";
import { type Cid, DAG_CBOR, EMPTY_ARRAY_CID, parseCid } from "../../filecoin/cid.ts";
import { SIGNATURE_BLS, signedMessageToJson } from "../../filecoin/message.ts";
import { LotusClient } from "../../filecoin/rpc/client.ts";
import type { TipSet } from "../../filecoin/rpc/lotus-json.ts";
import { attoFil } from "../../filecoin/units.ts";
import { BlockCache } from "./block-cache.ts";
import { chooseRoot } from "./choose-root.ts";
import type { ProofClient, ProofNode } from "./proof-blocks.ts";
import type { ProofScope } from "./proof-scope.ts";

/** What a node answers instead of the devnet's `result`; undefined leaves it. */
export type Lie = (method: string, result: unknown, params: unknown[]) => unknown;

export interface Asked {
  method: string;
  params: unknown[];
}

export interface WitnessNode extends ProofNode {
  /** What it was asked, in order. */
  readonly asked: Asked[];
}

export const newCache = (): BlockCache => new BlockCache({ mostBytes: 32 * 2 ** 20, mostBlocks: 50_000 });

/** A node of the devnet under a host's name. */
export function witness(node: Pick<TestNode, "rpc">, host: string, lie: Lie = () => undefined): WitnessNode {
  const asked: Asked[] = [];
  const client = new LotusClient({
    url: node.rpc,
    fetch: async (input, init) => {
      const { method, params } = JSON.parse(String(init?.body)) as Asked;
      const name = method.replace("Filecoin.", "");
      asked.push({ method: name, params });
      const response = await fetch(input, init);
      const reply = (await response.json()) as { id: number; result?: unknown };
      const told = lie(name, reply.result, params);
      if (told === undefined) return Response.json(reply);
      const answer = told instanceof Error ? { error: { code: 1, message: told.message } } : { result: told };
      return Response.json({ jsonrpc: "2.0", id: reply.id, ...answer });
    },
  });
  return { host, client, asked };
}

/** A devnet with some blocks behind it. */
export async function startedChain(): Promise<TestNode> {
  const node = await testNode();
  await mine(node, 10);
  return node;
}

export const mine = (node: TestNode, epochs: number): Promise<unknown> => node.must("Peggy.Mine", [epochs], "admin");

/** The agreed tipset of a devnet, some epochs after all that was done: the state is the present one. Also its key as JSON, to ask the node at. */
export async function agreedNow(node: TestNode): Promise<{ scope: ProofScope; key: { "/": string }[] }> {
  await mine(node, 6);
  const scope = await chooseRoot([witness(node, "one"), witness(node, "two")], newCache());
  return { scope, key: scope.root.key.map((cid) => ({ "/": cid.toString() })) };
}

/** A signed message of a rehearsal account, mined; it must end with exit code 0. Gives what it returned. */
export async function carriedOut(node: TestNode, account: number, fields: MessageFields): Promise<Uint8Array> {
  const from = node.accounts[account]?.address as string;
  const nonce = await node.must<number>("MpoolGetNonce", [from]);
  const cid = await node.must("MpoolPush", [signedMessageToJson(node.signed(account, { gasLimit: 100_000_000, value: attoFil(0n), nonce, ...fields }))]);
  await mine(node, 1);
  const { Receipt } = await node.must<{ Receipt: { ExitCode: number; Return: string | null } }>("StateSearchMsg", [[], cid, -1, true]);
  if (Receipt.ExitCode !== 0) throw new Error(`method ${fields.method} ended with exit code ${Receipt.ExitCode}`);
  return fromBase64(Receipt.Return ?? "");
}

/** A node that serves what a store holds; `tipset` is its head and its every answer. */
export function storeNode(blocks: Blockstore, tipset: { cids: Cid[]; height: number }, host = "one"): ProofNode {
  // The proofs look at the key and the height of what a node calls a tipset, and read the blocks themselves.
  const named = { ...tipset, blocks: [] } as unknown as TipSet;
  const client: ProofClient = {
    call: (method, params) => {
      if (method !== "ChainReadObj") throw new Error(`a proof asks for ${method}`);
      const bytes = blocks.get(parseCid((params?.[0] as { "/": string })["/"]));
      return Promise.resolve(bytes === undefined ? null : toBase64(bytes));
    },
    chainHead: () => Promise.resolve(named),
    chainGetTipSetByHeight: () => Promise.resolve(named),
  };
  return { host, client };
}

/** A block header with the given fields. */
export function headerWith(fields: Partial<BlockHeader>): BlockHeader {
  const signature = { type: SIGNATURE_BLS, data: new Uint8Array(96) };
  return {
    miner: Address.id(1000),
    ticket: new Uint8Array(96),
    electionProof: { winCount: 1, vrfProof: new Uint8Array(96) },
    beaconEntries: [],
    winPoStProof: [],
    parents: [],
    parentWeight: 0n,
    height: 1,
    parentStateRoot: EMPTY_ARRAY_CID,
    parentMessageReceipts: EMPTY_ARRAY_CID,
    messages: EMPTY_ARRAY_CID,
    blsAggregate: signature,
    timestamp: 0,
    blockSig: signature,
    forkSignaling: 0,
    parentBaseFee: 100n,
    ...fields,
  };
}

/** What proofs of a state hang on, read out of a store. */
export async function scopeOf(blocks: Blockstore, stateRoot: Cid, height: number): Promise<ProofScope> {
  const cid = putBlock(blocks, DAG_CBOR, encodeBlockHeader(headerWith({ parentStateRoot: stateRoot, height })));
  return chooseRoot([storeNode(blocks, { cids: [cid], height })], newCache());
}
