import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { ethAddressOf } from "../../filecoin/eth-address.ts";
import { toHex } from "../../filecoin/bytes.ts";
import { RAW, cidOf } from "../../filecoin/cid.ts";
import { initMethods } from "../../filecoin/methods/init.ts";
import { decodeReturn, encodeParams } from "../../filecoin/methods/method.ts";
import { fromBase64 } from "../../filecoin/bytes.ts";
import { attoFil } from "../../filecoin/units.ts";
import { type EmittedEntry, emitterOf } from "./test-emitter.ts";
import { type TestNode, testNode } from "./test-node.ts";

const TOPIC = new Uint8Array(32).fill(0xab);
const OTHER = new Uint8Array(32).fill(0x0c);
const hex = (bytes: Uint8Array): string => `0x${toHex(bytes)}`;

const EVENTS: EmittedEntry[][] = [
  [{ key: "kind", value: TOPIC, codec: 0x51 }],
  [
    { key: "t1", value: TOPIC },
    { key: "t2", value: OTHER },
    { key: "d", value: Uint8Array.of(1, 2, 3) },
    { key: "x", value: Uint8Array.of(9) },
  ],
  [{ key: "t2", value: TOPIC }],
  [
    { key: "t1", value: TOPIC },
    { key: "t1", value: TOPIC },
  ],
  [{ key: "t1", value: TOPIC.slice(1) }],
  [
    { key: "d", value: TOPIC },
    { key: "d", value: TOPIC },
  ],
  [{ key: "d", value: Uint8Array.of() }],
];
const CODE = emitterOf(EVENTS);

let node: TestNode;
let actor: string;
let message: { "/": string };
let height: number;
beforeAll(async () => {
  node = await testNode({ installed: [CODE] });
  const params = encodeParams(initMethods.Exec, { code: cidOf(RAW, CODE), constructorParams: new Uint8Array() });
  const fees = { value: attoFil(0n), gasLimit: 1_000_000_000 };
  const created = (await node.push(node.signed(0, { to: Address.id(1), method: 2, params, nonce: 0, ...fees }))).result;
  const lookup = await node.must<{ Receipt: { ExitCode: number; Return: string } }>("StateWaitMsg", [created, 0, -1, true]);
  expect(lookup.Receipt.ExitCode).toBe(0);
  const { idAddress } = decodeReturn(initMethods.Exec, fromBase64(lookup.Receipt.Return));
  actor = idAddress.toString("t");
  // Two messages in one tipset cannot be had here: each push is mined. The second one is asked for.
  message = (await node.push(node.signed(0, { to: idAddress, method: 2, nonce: 1, ...fees }))).result as { "/": string };
  height = (await node.must<{ Height: number }>("StateWaitMsg", [message, 0, -1, true])).Height - 1;
});
afterAll(() => node.close());

const logs = (filter: object): Promise<Record<string, unknown>[]> => node.must("eth_getLogs", [filter]);
const at = (): object => ({ fromBlock: `0x${height.toString(16)}`, toBlock: `0x${height.toString(16)}` });

describe("eth_getLogs of a native actor", () => {
  it("shows events of raw entries with t1…t4 and d, each with its place among all events of the tipset", async () => {
    const block = await node.must<{ hash: string; transactions: string[] }>("eth_getBlockByNumber", [`0x${height.toString(16)}`, false]);
    const address = ethAddressOf(Address.parse(actor));
    const common = {
      address,
      removed: false,
      transactionIndex: "0x0",
      transactionHash: block.transactions[0],
      blockHash: block.hash,
      blockNumber: `0x${height.toString(16)}`,
    };
    expect(await logs(at())).toEqual([
      { ...common, logIndex: "0x1", topics: [hex(TOPIC), hex(OTHER)], data: "0x010203" },
      { ...common, logIndex: "0x6", topics: [], data: "0x" },
    ]);
  });

  it("filters by topic and address in any spelling; an empty position matches all", async () => {
    const found = async (filter: object): Promise<unknown[]> => (await logs({ ...at(), ...filter })).map((log) => log.logIndex);
    expect(await found({ topics: [hex(TOPIC).toUpperCase().replace("0X", "0x")] })).toEqual(["0x1"]);
    expect(await found({ topics: [null, [hex(TOPIC), hex(OTHER)]] })).toEqual(["0x1"]);
    expect(await found({ topics: [[], hex(OTHER)] })).toEqual(["0x1"]);
    expect(await found({ topics: [] })).toEqual(["0x1", "0x6"]);
    expect(await found({ topics: [hex(OTHER)] })).toEqual([]);
    const address = ethAddressOf(Address.parse(actor)) ?? "";
    expect(await found({ address })).toEqual(["0x1", "0x6"]);
    expect(await found({ address: [address] })).toEqual(["0x1", "0x6"]);
    expect(await found({ address: `0x${"11".repeat(20)}` })).toEqual([]);
  });

  it("takes a block's hash instead of a range, and refuses both, backward and long ranges", async () => {
    const { hash } = await node.must<{ hash: string }>("eth_getBlockByNumber", [`0x${height.toString(16)}`, false]);
    expect(await logs({ blockHash: hash })).toHaveLength(2);
    expect((await node.call("eth_getLogs", [{ blockHash: hash, fromBlock: "0x1" }])).error?.message).toBe("must not specify block hash and from/to block");
    expect((await node.call("eth_getLogs", [{ fromBlock: "0x2", toBlock: "0x1" }])).error?.message).toMatch(/^invalid epoch range/);
    expect((await node.call("eth_getLogs", [{ fromBlock: "0x0", toBlock: "0xfff" }])).error?.code).toBe(-32005);
    expect((await node.call("eth_getLogs", [{ topics: ["0x12"] }])).error?.code).toBe(-32700);
  });

  it("the same events, all of them, stand in GetActorEventsRaw", async () => {
    const events = await node.must<{ entries: { Key: string; Codec: number }[]; emitter: string }[]>("GetActorEventsRaw", [
      { fromHeight: height, toHeight: height },
    ]);
    expect(events.map((e) => e.entries.map((x) => x.Key))).toEqual(EVENTS.map((e) => e.map((x) => x.key)));
    expect(new Set(events.map((e) => e.emitter))).toEqual(new Set([actor]));
  });
});

describe("heads and accounts for Ethereum tools", () => {
  it("the latest block is the head's parent, by number, name and hash alike", async () => {
    const number = await node.must<string>("eth_blockNumber");
    const head = await node.must<{ Height: number }>("ChainHead");
    expect(Number(number)).toBe(head.Height - 1);
    const latest = await node.must<{ hash: string; parentHash: string; number: string }>("eth_getBlockByNumber", ["latest", false]);
    expect(latest.number).toBe(number);
    expect(await node.must("eth_getBlockByHash", [latest.hash, false])).toEqual(latest);
    expect(await node.must("eth_getBlockByHash", [latest.parentHash, false])).toMatchObject({ number: `0x${(head.Height - 2).toString(16)}` });
    expect((await node.call("eth_getBlockByNumber", ["0xffffff", false])).error?.message).toBe("requested a future epoch (beyond 'latest')");
  });

  it("a null round is told with its epoch", async () => {
    await node.must("Peggy.Advance", [100], "admin");
    const { Height } = await node.must<{ Height: number }>("ChainHead");
    expect((await node.call("eth_getBlockByNumber", [`0x${(Height - 50).toString(16)}`, false])).error).toMatchObject({ code: 12, data: Height - 50 });
  });

  it("balance, nonce and code by masked id, and the way back", async () => {
    const id = await node.must<string>("StateLookupID", [node.accounts[0]?.address, null]);
    const eth = await node.must<string>("FilecoinAddressToEthAddress", [id]);
    expect(BigInt(await node.must<string>("eth_getBalance", [eth, "latest"]))).toBe(BigInt(await node.must<string>("WalletBalance", [id])));
    expect(await node.must("eth_getTransactionCount", [eth, "latest"])).toBe("0x2");
    expect(await node.must("eth_getCode", [eth, "latest"])).toBe("0x");
    expect(await node.must("eth_getCode", [ethAddressOf(Address.parse(actor)), "latest"])).toBe("0x");
    expect(await node.must("EthAddressToFilecoinAddress", [eth])).toBe(id);
  });

  it("has Lotus' names for the same methods", async () => {
    expect(await node.must("EthChainId")).toBe("0x1df5e76");
    expect(await node.must("eth_chainId")).toBe("0x1df5e76");
    expect(await node.must("net_version")).toBe("31415926");
    expect(await node.must("NetVersion")).toBe("31415926");
    expect(await node.must("Web3ClientVersion")).toBe(await node.must("web3_clientVersion"));
    expect(await node.must("EthGetLogs", [at()])).toHaveLength(2);
  });
});
