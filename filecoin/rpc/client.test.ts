import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Address } from "../address.ts";
import { countOf } from "../bit-field.ts";
import { fromHex } from "../bytes.ts";
import { cidOf, DAG_CBOR, EMPTY_ARRAY_CID, parseCid } from "../cid.ts";
import { messageCid, messageToJson, signedMessageCid, signedMessageToJson, type Message } from "../message.ts";
import { attoFil, epoch } from "../units.ts";
import headers from "../vectors/block-headers.json" with { type: "json" };
import { LotusClient } from "./client.ts";
import { ActorNotFound, RpcBadReply, RpcFailure } from "./errors.ts";

interface Request {
  method: string;
  params: unknown[];
}

/** A client whose node gives `result` to everything, and the requests it was sent. */
function clientOf(result: unknown, error?: { code: number; message: string }): { client: LotusClient; requests: Request[] } {
  const requests: Request[] = [];
  const fetch = ((_: unknown, init: RequestInit) => {
    const request = JSON.parse(init.body as string) as Request & { id: number };
    requests.push({ method: request.method, params: request.params });
    const reply = error === undefined ? { result } : { error };
    return Promise.resolve(new Response(JSON.stringify({ jsonrpc: "2.0", id: request.id, ...reply })));
  }) as typeof globalThis.fetch;
  return { client: new LotusClient({ url: "http://127.0.0.1:1/rpc/v1", fetch, prefix: "t" }), requests };
}

const CID = EMPTY_ARRAY_CID.toString();
const link = { "/": CID };
const miner = Address.id(1000);
const key = Address.parse("f1d2xrzcslx7xlbbylc5c3d5lvandqw4iwl6epxba");
const block = headers.cases[0]?.block as Record<string, unknown>;
const tipSet = { Cids: [link], Blocks: [block], Height: block.Height };
const message: Message = {
  version: 0,
  to: miner,
  from: key,
  nonce: 3,
  value: attoFil(5n),
  gasLimit: 0,
  gasFeeCap: attoFil(0n),
  gasPremium: attoFil(0n),
  method: 23,
  params: fromHex("4300e807"),
};
const receipt = { ExitCode: 0, Return: null, GasUsed: 12, EventsRoot: null };

const minerInfo = {
  Owner: "t01001",
  Worker: "t01002",
  NewWorker: "<empty>",
  ControlAddresses: null,
  WorkerChangeEpoch: -1,
  PeerId: null,
  Multiaddrs: ["BAEC"],
  WindowPoStProofType: 10,
  SectorSize: 2048,
  WindowPoStPartitionSectors: 2,
  ConsensusFaultElapsed: -1,
  PendingOwnerAddress: "t01003",
  Beneficiary: "t01001",
  BeneficiaryTerm: { Quota: "0", UsedQuota: "0", Expiration: 0 },
  PendingBeneficiaryTerm: null,
};

async function isBad(act: Promise<unknown>): Promise<boolean> {
  return act.then(
    () => false,
    (error: unknown) => error instanceof RpcBadReply,
  );
}

describe("requests carry Lotus' JSON", () => {
  test("addresses with the network's prefix, CIDs as links, the head as an empty key", async () => {
    const { client, requests } = clientOf("t01234");
    expect(await client.stateLookupID(key)).toBe(1234n);
    await client.stateLookupID(key, [EMPTY_ARRAY_CID]);
    expect(requests).toEqual([
      { method: "Filecoin.StateLookupID", params: [key.toString("t"), []] },
      { method: "Filecoin.StateLookupID", params: [key.toString("t"), [link]] },
    ]);
  });
  test("StateSearchMsg and StateWaitMsg give all four parameters of v1", async () => {
    const { client, requests } = clientOf(null);
    expect(await client.stateSearchMsg(EMPTY_ARRAY_CID)).toBeNull();
    await client.stateWaitMsg(EMPTY_ARRAY_CID, { confidence: 5 }).catch(() => undefined);
    expect(requests.map((r) => r.params)).toEqual([
      [[], link, -1, true],
      [link, 5, -1, true],
    ]);
  });
  test("an event filter leaves out what was not given", async () => {
    const { client, requests } = clientOf([]);
    await client.getActorEventsRaw({
      addresses: [miner],
      fields: { $type: [{ codec: 0x51, value: fromHex("6161") }], id: [] },
      fromHeight: epoch(7),
    });
    expect(requests[0]?.params).toEqual([{ addresses: ["t01000"], fields: { $type: [{ codec: 0x51, value: "YWE=" }], id: [] }, fromHeight: 7 }]);
  });
});

describe("replies become our types", () => {
  test("a tipset of a published block header", async () => {
    const got = await clientOf(tipSet).client.chainHead();
    expect(got.height).toBe(block.Height);
    expect(got.cids[0]?.equals(EMPTY_ARRAY_CID)).toBe(true);
    expect(got.blocks[0]).toMatchObject({
      parentBaseFee: 87_500_000n,
      parentWeight: 3840n,
      timestamp: 1_596_740_665,
    });
    expect(got.blocks[0]?.miner.toString("t")).toBe("t01000");
  });
  test("an actor with and without a delegated address", async () => {
    const actor = { Code: link, Head: link, Nonce: 1, Balance: "10" };
    expect((await clientOf(actor).client.stateGetActor(key)).delegatedAddress).toBeNull();
    const f4 = "t432f77777777x32lpna";
    const delegated = Address.delegated(32n, fromHex("ffffffffff"));
    const got = await clientOf({ ...actor, DelegatedAddress: f4 }).client.stateGetActor(key);
    expect(got.delegatedAddress?.equals(delegated)).toBe(true);
    expect(got.balance).toBe(10n);
  });
  test("miner info with its empties", async () => {
    const info = await clientOf(minerInfo).client.stateMinerInfo(miner);
    expect(info).toMatchObject({
      newWorker: null,
      controlAddresses: [],
      workerChangeEpoch: -1,
      sectorSize: 2048,
    });
    expect(info.pendingOwner?.id).toBe(1003n);
    expect(info.beneficiaryTerm).toEqual({ quota: 0n, usedQuota: 0n, expiration: 0 });
    expect(info.multiaddrs[0]).toEqual(fromHex("040102"));
  });
  test("a dry run with nested calls", async () => {
    const trace = (subcalls: unknown[] | null): unknown => ({
      Msg: {
        From: "t01",
        To: "t02",
        Value: "0",
        Method: 2,
        Params: "gA==",
        ParamsCodec: 81,
        GasLimit: 1,
        ReadOnly: false,
      },
      MsgRct: { ExitCode: 18, Return: "", ReturnCodec: 0 },
      InvokedActor: { Id: 2, State: { Code: link, Head: link, Nonce: 0, Balance: "0" } },
      GasCharges: [{ Name: "OnX", tg: 5, cg: 5, sg: 0, tt: 1 }],
      Subcalls: subcalls,
    });
    const reply = {
      MsgCid: link,
      Msg: messageToJson(message, "t"),
      MsgRct: { ...receipt, ExitCode: 18 },
      GasCost: null,
      ExecutionTrace: trace([trace([trace(null)])]),
      Error: "forbidden",
      Duration: 5,
    };
    const got = await clientOf(reply).client.stateCall(message);
    expect(got.receipt?.exitCode).toBe(18);
    expect(got.error).toBe("forbidden");
    expect(got.trace?.subcalls[0]?.subcalls[0]?.message.params).toEqual(fromHex("80"));
    expect(got.trace?.invokedActor?.id).toBe(2n);
    for (const none of [null, { Msg: { From: "<empty>", To: "<empty>", Value: "0" }, MsgRct: {} }]) {
      expect((await clientOf({ ...reply, ExecutionTrace: none }).client.stateCall(message)).trace).toBeNull();
    }
  });
  test("a trace nested deeper than any call is a bad reply, not a crash", async () => {
    const level = `{"Msg":{"From":"t01","To":"t02","Value":"0","Method":2,"Params":null},"MsgRct":{"ExitCode":0,"Return":null},"Subcalls":[`;
    const depth = 5000;
    const trace = level.repeat(depth) + "]}".repeat(depth);
    const result = `{"MsgCid":{"/":"${CID}"},"Msg":${JSON.stringify(messageToJson(message))},"MsgRct":null,"ExecutionTrace":${trace}}`;
    const fetch = (() => Promise.resolve(new Response(`{"jsonrpc":"2.0","id":1,"result":${result}}`))) as typeof globalThis.fetch;
    const client = new LotusClient({ url: "http://127.0.0.1:1/", fetch });
    expect(await isBad(client.stateCall(message))).toBe(true);
  });
  test("messages and receipts of a block, with Go's empty slices", async () => {
    const signed = { message, signature: { type: 1 as const, data: new Uint8Array(65) } };
    const reply = {
      BlsMessages: null,
      SecpkMessages: [signedMessageToJson(signed, "t")],
      Cids: [{ "/": signedMessageCid(signed).toString() }],
    };
    const got = await clientOf(reply).client.chainGetBlockMessages(EMPTY_ARRAY_CID);
    expect(got.blsMessages).toEqual([]);
    expect(got.secpkMessages).toEqual([signed]);
    const receipts = await clientOf([{ ...receipt, Return: "gA==" }]).client.chainGetParentReceipts(EMPTY_ARRAY_CID);
    expect(receipts).toEqual([{ exitCode: 0, return: fromHex("80"), gasUsed: 12, eventsRoot: null }]);
    expect(await clientOf(null).client.chainGetParentMessages(EMPTY_ARRAY_CID)).toEqual([]);
  });
  test("faults are counted from their runs", async () => {
    expect(countOf(await clientOf([5, 2, 3, 1]).client.stateMinerFaults(miner))).toBe(3n);
  });
  test("an event", async () => {
    const event = {
      entries: [{ Flags: 3, Key: "$type", Codec: 81, Value: "YWE=" }],
      emitter: "t01000",
      reverted: false,
      height: 9,
      tipsetKey: [link],
      msgCid: link,
    };
    const [got] = await clientOf([event]).client.getActorEventsRaw({});
    expect(got).toMatchObject({ entries: [{ flags: 3, key: "$type", codec: 81, value: fromHex("6161") }], height: 9 });
  });
  test("an actor that does not exist is a typed error", async () => {
    const { client } = clientOf(null, { code: 1, message: "actor not found" });
    await expect(client.stateGetActor(key)).rejects.toBeInstanceOf(ActorNotFound);
  });
  test("any other method gives its raw result", async () => {
    const { client, requests } = clientOf({ any: 1 });
    expect(await client.call("StateDecodeParams", [1])).toEqual({ any: 1 });
    expect(requests).toEqual([{ method: "Filecoin.StateDecodeParams", params: [1] }]);
  });
});

describe("replies that contradict themselves or the question are bad", () => {
  test.each([
    ["a tipset without blocks", { ...tipSet, Cids: [], Blocks: [] }],
    ["a tipset with a CID too many", { ...tipSet, Cids: [link, link] }],
    ["a tipset of another height than its blocks", { ...tipSet, Height: 2 }],
    ["no tipset", null],
  ])("%s", async (_, reply) => {
    expect(await isBad(clientOf(reply).client.chainHead())).toBe(true);
  });
  test("another tipset than asked for", async () => {
    const other = cidOf(DAG_CBOR, new Uint8Array(1));
    expect(await isBad(clientOf(tipSet).client.chainGetTipSet([other]))).toBe(true);
    expect(await isBad(clientOf(tipSet).client.chainGetTipSet([EMPTY_ARRAY_CID]))).toBe(false);
  });
  test("a block whose bytes do not hash to its CID", async () => {
    expect(await clientOf("gA==").client.chainReadObj(EMPTY_ARRAY_CID)).toEqual(fromHex("80"));
    expect(await isBad(clientOf("gQE=").client.chainReadObj(EMPTY_ARRAY_CID))).toBe(true);
  });
  test("a pushed message under another CID", async () => {
    const signed = { message, signature: { type: 2 as const, data: new Uint8Array(96) } };
    const own = { "/": messageCid(message).toString() };
    expect((await clientOf(own).client.mpoolPush(signed)).equals(parseCid(own["/"]))).toBe(true);
    expect(await isBad(clientOf(link).client.mpoolPush(signed))).toBe(true);
  });
  test("an estimate that changes the message", async () => {
    const filled = {
      ...messageToJson(message, "t"),
      GasLimit: 100,
      GasFeeCap: "20",
      GasPremium: "3",
      Nonce: 9,
    };
    const { client } = clientOf(filled);
    expect(await client.gasEstimateMessageGas(message)).toEqual({
      gasLimit: 100,
      gasFeeCap: 20n,
      gasPremium: 3n,
    });
    for (const change of [{ To: "t01" }, { From: "t01" }, { Value: "6" }, { Method: 0 }, { Params: null }]) {
      expect(await isBad(clientOf({ ...filled, ...change }).client.gasEstimateMessageGas(message))).toBe(true);
    }
  });
  test.each([
    ["a float as amount", (c: LotusClient) => c.walletBalance(key), 1.5],
    ["an amount with spaces", (c: LotusClient) => c.walletBalance(key), " 1"],
    ["a nonce as text", (c: LotusClient) => c.mpoolGetNonce(key), "1"],
    ["a nonce beyond 2^53", (c: LotusClient) => c.mpoolGetNonce(key), 2 ** 53],
    ["a robust address as id", (c: LotusClient) => c.stateLookupID(key), key.toString()],
    ["an address with a wrong checksum", (c: LotusClient) => c.stateAccountKey(key), `${key.toString().slice(0, -1)}b`],
    ["miner info without owner", (c: LotusClient) => c.stateMinerInfo(miner), { ...minerInfo, Owner: "<empty>" }],
    ["a network without a name", (c: LotusClient) => c.stateNetworkName(), ""],
  ] as [string, (c: LotusClient) => Promise<unknown>, unknown][])("%s", async (_, ask, reply) => {
    expect(await isBad(ask(clientOf(reply).client))).toBe(true);
  });
  test("any JSON to any method ends in a value or an RpcFailure", async () => {
    const asks: ((c: LotusClient) => Promise<unknown>)[] = [
      (c) => c.version(),
      (c) => c.stateGetNetworkParams(),
      (c) => c.chainHead(),
      (c) => c.stateGetActor(key),
      (c) => c.stateMinerInfo(miner),
      (c) => c.stateMinerPower(miner),
      (c) => c.stateMinerProvingDeadline(miner),
      (c) => c.stateMinerFaults(miner),
      (c) => c.stateCall(message),
      (c) => c.stateSearchMsg(EMPTY_ARRAY_CID),
      (c) => c.mpoolPending(),
      (c) => c.chainReadObj(EMPTY_ARRAY_CID),
      (c) => c.getActorEventsRaw({}),
      (c) => c.gasEstimateMessageGas(message),
    ];
    const known = fc.constantFrom<unknown>(minerInfo, tipSet, receipt, link, [link], messageToJson(message));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), known), fc.constantFrom(...asks), async (reply, ask) => {
        await ask(clientOf(reply).client).catch((error: unknown) => expect(error).toBeInstanceOf(RpcFailure));
      }),
      { numRuns: 1000 },
    );
  });
});
