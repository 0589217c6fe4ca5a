/** What Go prints for what is not there: null, [], "<empty>", or nothing at all. Clients in Go and in TypeScript decode by it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestNode, testNode } from "./test-node.ts";

let node: TestNode;
let cid: unknown;
let shownIn: unknown[];
beforeAll(async () => {
  node = await testNode();
  cid = (await node.push(node.signed(0, { nonce: 0 }))).result;
  ({ TipSet: shownIn } = await node.must<{ TipSet: unknown[] }>("StateWaitMsg", [cid, 0, -1, true]));
});
afterAll(() => node.close());

describe("lists without entries", () => {
  it("a slice never appended to is null, one that was made is []", async () => {
    const head = await node.must<{ Cids: [unknown] }>("ChainHead");
    expect(await node.must("GetActorEventsRaw", [{}])).toBeNull();
    expect(await node.must("StateMinerPartitions", ["t01000", 0, null])).toBeNull();
    expect(await node.must("ChainGetMessagesInTipset", [head.Cids])).toBeNull();
    expect(await node.must("StateListMessages", [{ To: "t01001" }, null, 0])).toBeNull();
    expect(await node.must("ChainGetParentMessages", [(await node.must<{ Cids: [unknown] }>("ChainGetGenesis")).Cids[0]])).toBeNull();
    expect(await node.must("MpoolPending", [null])).toEqual([]);
    expect(await node.must("MpoolCheckPendingMessages", [node.accounts[0]?.address])).toBeNull();
    expect(await node.must("StateMinerSectors", ["t01000", null, null])).toEqual([]);
    expect(await node.must("StateMinerActiveSectors", ["t01000", null])).toEqual([]);
    expect(await node.must("eth_getLogs", [{}])).toEqual([]);
    expect(await node.must("ChainGetBlockMessages", head.Cids)).toEqual({ BlsMessages: [], SecpkMessages: [], Cids: [] });
    expect(await node.must("StateMinerFaults", ["t01000", null])).toEqual([0]);
  });

  it("a miner without peer, addresses and changes", async () => {
    expect(await node.must("StateMinerInfo", ["t01000", null])).toMatchObject({
      NewWorker: "<empty>",
      ControlAddresses: null,
      WorkerChangeEpoch: -1,
      PeerId: null,
      Multiaddrs: null,
      PendingOwnerAddress: null,
      PendingBeneficiaryTerm: null,
      ConsensusFaultElapsed: -1,
    });
  });

  it("a trace leaves out logs and IPLD operations, and says null where no call was made", async () => {
    const { ExecutionTrace: trace, GasCost } = await node.must<{ ExecutionTrace: Record<string, unknown>; GasCost: Record<string, unknown> }>("StateReplay", [
      [],
      cid,
    ]);
    expect(Object.keys(trace)).toEqual(["Msg", "MsgRct", "GasCharges", "Subcalls"]);
    expect(trace).toMatchObject({
      Subcalls: null,
      Msg: { Params: null, ParamsCodec: 0, ReadOnly: false },
      MsgRct: { ExitCode: 0, Return: null, ReturnCodec: 0 },
    });
    expect(GasCost.Message).toEqual(cid);
  });

  it("a receipt without return and events; nothing decoded", async () => {
    expect(await node.must("ChainGetParentReceipts", [shownIn[0]])).toEqual([{ ExitCode: 0, Return: null, GasUsed: expect.any(Number), EventsRoot: null }]);
    expect(await node.must("StateSearchMsg", [null, cid, -1, true])).toMatchObject({ ReturnDec: null });
  });
});

describe("a call without an id, or with null", () => {
  const post = async (body: object): Promise<{ status: number; text: string }> => {
    const response = await fetch(node.rpc, { method: "POST", body: JSON.stringify(body) });
    return { status: response.status, text: await response.text() };
  };

  it.each([{}, { id: null }])("%j is a notification: no answer, whether it succeeds or fails", async (id) => {
    expect(await post({ ...id, jsonrpc: "2.0", method: "Filecoin.ChainHead", params: [] })).toEqual({ status: 200, text: "" });
    expect(await post({ ...id, jsonrpc: "2.0", method: "Filecoin.StateGetActor", params: ["t0999999", null] })).toEqual({ status: 200, text: "" });
  });

  it("one that cannot be called gets its error, with id null", async () => {
    const { status, text } = await post({ jsonrpc: "2.0", method: "Filecoin.Nope", params: [] });
    expect(status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ id: null, error: { code: -32601 } });
  });

  it.each([0, -1, 1.5, "", "a", 9007199254740993])("id %j comes back as it was", async (id) => {
    expect(JSON.parse((await post({ jsonrpc: "2.0", id, method: "Filecoin.ChainHead", params: [] })).text)).toMatchObject({ id });
  });

  it.each([true, {}, [1]])("id %j is refused", async (id) => {
    expect(JSON.parse((await post({ jsonrpc: "2.0", id, method: "Filecoin.ChainHead", params: [] })).text)).toMatchObject({
      id: null,
      error: { code: -32700 },
    });
  });
});

it("a peer id is shown only when it is one", async () => {
  // Set by the owner: 3 bytes that are no multihash, then a multihash of an Ed25519 key.
  const peerOf = async (bytes: number[]): Promise<unknown> => {
    const params = Buffer.from([0x81, 0x58, bytes.length, ...bytes]).toString("base64");
    const reply = await node.must<{ MsgRct: { ExitCode: number } }>(
      "Peggy.Impersonate",
      [node.accounts[0]?.address, { To: "t01000", Method: 4, Params: params, Value: "0" }],
      "admin",
    );
    expect(reply.MsgRct.ExitCode).toBe(0);
    return (await node.must<{ PeerId: unknown }>("StateMinerInfo", ["t01000", null])).PeerId;
  };
  expect(await peerOf(Array.from({ length: 38 }, (_, i) => (i === 0 ? 0 : i === 1 ? 36 : i)))).toMatch(/^[1-9A-HJ-NP-Za-km-z]+$/);
  expect(await peerOf(Array.from({ length: 30 }, () => 0xff))).toBeNull();
});
