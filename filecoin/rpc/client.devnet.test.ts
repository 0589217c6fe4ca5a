import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { WebSocket as NodeWebSocket } from "ws";
import { startDevnet, type Devnet } from "../../devnet/node.ts";
import { Address } from "../address.ts";
import { countOf } from "../bit-field.ts";
import { cidOf, DAG_CBOR, parseCid } from "../cid.ts";
import { EPOCHS_PER_DAY } from "../epochs.ts";
import { ExitCode } from "../exit-code.ts";
import { parseLotusKey } from "../lotusKey.ts";
import { messageCid, signedMessageCid, type Message, type SignedMessage } from "../message.ts";
import { decodeReturn, encodeParams, numberOf } from "../methods/method.ts";
import { minerMethods } from "../methods/miner.ts";
import { signSecp256k1 } from "../signature.ts";
import { attoFil, epoch } from "../units.ts";
import { subscribeChain } from "./chain-notify.ts";
import { LotusClient } from "./client.ts";
import { ActorNotFound, MethodNotFound, RpcError } from "./errors.ts";
import { isReadable } from "./json-values.ts";
import type { HeadChange } from "./lotus-json.ts";

/** The client against a whole node: every method's request is understood and every reply passes its schema. */

let devnet: Devnet;
let node: LotusClient;
let account: Address;
let miner: Address;
let privateKey: Uint8Array;
beforeAll(async () => {
  devnet = await startDevnet({ inProcess: true, epochMs: 0, accounts: 2 });
  node = new LotusClient({ url: devnet.rpc, token: devnet.token, prefix: "t" });
  account = Address.parse(devnet.accounts[0]?.address ?? "");
  privateKey = parseLotusKey(devnet.accounts[0]?.key ?? "").privateKey;
  miner = Address.parse(devnet.miners[0]?.address ?? "");
}, 60_000);
afterAll(() => devnet.close());

async function signedWithGas(fields: Partial<Message>): Promise<SignedMessage> {
  const bare: Message = {
    version: 0,
    to: account,
    from: account,
    nonce: await node.mpoolGetNonce(account),
    value: attoFil(0n),
    gasLimit: 0,
    gasFeeCap: attoFil(0n),
    gasPremium: attoFil(0n),
    method: 0,
    params: new Uint8Array(0),
    ...fields,
  };
  const message = { ...bare, ...(await node.gasEstimateMessageGas(bare)) };
  return { message, signature: signSecp256k1(privateKey, messageCid(message).bytes) };
}

async function search(cid: ReturnType<typeof messageCid>): Promise<NonNullable<Awaited<ReturnType<LotusClient["stateSearchMsg"]>>>> {
  return vi.waitFor(async () => {
    const found = await node.stateSearchMsg(cid);
    if (found === null) throw new Error("not yet on chain");
    return found;
  });
}

test("the node tells about itself and its chain", async () => {
  expect(await node.stateNetworkName()).toBe(devnet.network);
  expect((await node.version()).apiVersion).toBeGreaterThan(0);
  expect(await node.stateNetworkVersion()).toBeGreaterThanOrEqual(28);
  expect((await node.stateGetNetworkParams()).networkName).toBe(devnet.network);
  const genesis = await node.chainGetGenesis();
  expect(genesis.cids[0]?.equals(parseCid(devnet.genesis))).toBe(true);
  const head = await node.chainHead();
  expect((await node.chainGetTipSet(head.cids)).height).toBe(head.height);
  expect((await node.chainGetTipSetByHeight(epoch(0), head.cids)).height).toBe(0);
  expect((await node.chainGetFinalizedTipSet()).height).toBeLessThanOrEqual(head.height);
});

test("actors and addresses are found, or typed as absent", async () => {
  const id = await node.stateLookupID(account);
  expect(Address.id(id).toString("t")).toBe(devnet.accounts[0]?.id);
  expect((await node.stateAccountKey(Address.id(id))).equals(account)).toBe(true);
  expect((await node.stateLookupRobustAddress(Address.id(id))).equals(account)).toBe(true);
  const actor = await node.stateGetActor(account);
  expect(actor.balance).toBe(await node.walletBalance(account));
  const absent = Address.actor(new Uint8Array(1));
  await expect(node.stateGetActor(absent)).rejects.toBeInstanceOf(ActorNotFound);
  await expect(node.stateLookupID(absent)).rejects.toBeInstanceOf(RpcError);
  expect(await node.walletBalance(absent)).toBe(0n);
  expect((await node.stateListActors()).filter(isReadable).some((a) => a.equals(miner))).toBe(true);
  await expect(node.call("NoSuchMethod")).rejects.toBeInstanceOf(MethodNotFound);
});

test("blocks of state are read by CID and hash to it", async () => {
  const { head } = await node.stateGetActor(Address.id(1));
  const bytes = await node.chainReadObj(head);
  expect(cidOf(DAG_CBOR, bytes).equals(head)).toBe(true);
  expect(await node.chainHasObj(head)).toBe(true);
});

test("a miner is read through every call", async () => {
  const info = await node.stateMinerInfo(miner);
  expect(Address.id(await node.stateLookupID(account)).equals(info.owner)).toBe(true);
  expect(info.pendingOwner).toBeNull();
  expect((await node.stateListMiners()).filter(isReadable).some((a) => a.equals(miner))).toBe(true);
  expect(typeof (await node.stateMinerPower(miner)).hasMinPower).toBe("boolean");
  expect((await node.stateMinerSectorCount(miner)).faulty).toBeGreaterThanOrEqual(0);
  expect((await node.stateMinerProvingDeadline(miner)).provingPeriod).toBe(EPOCHS_PER_DAY);
  expect(await node.stateMinerAvailableBalance(miner)).toBeGreaterThanOrEqual(0n);
  expect(countOf(await node.stateMinerFaults(miner))).toBe(BigInt((await node.stateMinerSectorCount(miner)).faulty));
  expect((await node.stateReadState(miner)).balance).toBe((await node.stateGetActor(miner)).balance);
});

test("a message is estimated, dry-run, pushed, included, found and replayed", async () => {
  const signed = await signedWithGas({
    to: Address.parse(devnet.accounts[1]?.address ?? ""),
    value: attoFil(7n),
  });
  const dry = await node.stateCall(signed.message);
  expect(dry.receipt?.exitCode).toBe(ExitCode.OK);
  expect(dry.trace?.message.value).toBe(7n);
  expect(await node.gasEstimateGasLimit(signed.message)).toBeGreaterThan(0);
  expect(await node.gasEstimateGasPremium(5, account, signed.message.gasLimit)).toBeGreaterThan(0n);
  expect(await node.gasEstimateFeeCap(signed.message, 10)).toBeGreaterThan(0n);

  const cid = await node.mpoolPush(signed);
  expect(cid.equals(signedMessageCid(signed))).toBe(true);
  expect(Array.isArray(await node.mpoolPending())).toBe(true);
  expect(await node.mpoolCheckPendingMessages(account)).toEqual([]);
  const found = await search(cid);
  expect(found.receipt.exitCode).toBe(ExitCode.OK);
  expect((await node.stateWaitMsg(cid)).height).toBe(found.height);
  expect(messageCid(await node.chainGetMessage(cid)).equals(messageCid(signed.message))).toBe(true);

  const [block] = found.tipSet;
  if (block === undefined) throw new Error("expected a block that holds the receipt");
  const messages = await node.chainGetParentMessages(block);
  const receipts = await node.chainGetParentReceipts(block);
  const at = messages.filter(isReadable).findIndex((m) => m.cid.equals(cid));
  expect(receipts.filter(isReadable)[at]?.gasUsed).toBe(found.receipt.gasUsed);
  const including = await node.chainGetTipSet((await node.chainGetTipSet(found.tipSet)).blocks[0]?.parents ?? []);
  expect((await node.chainGetMessagesInTipset(including.cids)).filter(isReadable).some((m) => m.cid.equals(cid))).toBe(true);
  const inBlock = await node.chainGetBlockMessages(including.cids[0] as typeof cid);
  expect(inBlock.secpkMessages.filter(isReadable).some((m) => signedMessageCid(m).equals(cid))).toBe(true);
  const replay = await node.stateReplay(including.cids, cid);
  expect(replay.receipt?.gasUsed).toBe(found.receipt.gasUsed);
  const unknown = cidOf(DAG_CBOR, new Uint8Array(1));
  await expect(node.stateSearchMsg(unknown)).rejects.toThrow("failed to load message");
});

test("a built-in method's parameters and return pass through a dry run", async () => {
  const { message } = await signedWithGas({});
  // The estimate was for a transfer; zero stands for the block limit.
  const getOwner = { ...message, gasLimit: 0, to: miner, method: numberOf(minerMethods.GetOwner) };
  const result = await node.stateCall(getOwner);
  const { owner, proposed } = decodeReturn(minerMethods.GetOwner, result.receipt?.return ?? new Uint8Array(0));
  expect(owner.equals((await node.stateMinerInfo(miner)).owner)).toBe(true);
  expect(proposed).toBeNull();
  const params = encodeParams(minerMethods.ChangeOwnerAddress, account);
  const refused = await node.stateCall({
    ...getOwner,
    method: numberOf(minerMethods.ChangeOwnerAddress),
    params,
  });
  expect(refused.receipt?.exitCode).toBe(ExitCode.USR_ILLEGAL_ARGUMENT);
  expect(refused.error).not.toBe("");
});

test("events can be asked for", async () => {
  expect(Array.isArray(await node.getActorEventsRaw({ fromHeight: epoch(0), addresses: [miner] }))).toBe(true);
});

test("ChainNotify gives the head and then each new tipset", async () => {
  const seen: HeadChange[] = [];
  const subscription = subscribeChain({
    url: devnet.ws,
    token: devnet.token,
    WebSocket: NodeWebSocket as unknown as typeof WebSocket,
    onChanges: (changes) => seen.push(...changes),
    onEnd: () => undefined,
  });
  await vi.waitFor(() => expect(seen[0]?.type).toBe("current"));
  await node.mpoolPush(await signedWithGas({ value: attoFil(1n) }));
  await vi.waitFor(() => expect(seen.some((change) => change.type === "apply")).toBe(true));
  subscription.close();
});
