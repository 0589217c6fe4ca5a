import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { ethAddressOf } from "../../filecoin/eth-address.ts";
import { attoFil } from "../../filecoin/units.ts";
import { FIL } from "../chain/test-chain.ts";
import { type Reply, type TestNode, testNode } from "./test-node.ts";

/** Account 1 is given 5 FIL in the message of `paid`, and nothing before or after; 50 epochs of null rounds follow. */
let node: TestNode;
let holder: string;
let eth: string;
let paid: number;
let before: bigint;
const hex = (n: number): string => `0x${n.toString(16)}`;

beforeAll(async () => {
  node = await testNode({ epochMs: 3_600_000 });
  holder = node.accounts[1]?.address ?? "";
  await node.must("Peggy.Mine", [8], "admin");
  eth = ethAddressOf(Address.parse(node.accounts[1]?.id ?? "")) ?? "";
  before = BigInt(await node.must<string>("WalletBalance", [holder]));
  await node.push(node.signed(0, { to: Address.parse(holder), value: attoFil(5n * FIL), nonce: 0 }));
  await node.push(node.signed(1, { to: Address.parse(holder), value: attoFil(0n), nonce: 0 }));
  await node.must("Peggy.Mine", [1], "admin");
  paid = (await node.must<{ Height: number }>("ChainHead")).Height;
  await node.must("Peggy.Mine", [2], "admin");
  await node.must("Peggy.Advance", [50], "admin");
});
afterAll(() => node.close());

const balance = async (block: unknown): Promise<bigint> => BigInt(await node.must<string>("eth_getBalance", [eth, block]));
const refusal = async (method: string, ...params: unknown[]): Promise<Reply["error"]> => (await node.call(method, params)).error;
const hashAt = async (height: number): Promise<string> => (await node.must<{ hash: string }>("eth_getBlockByNumber", [hex(height), false])).hash;

describe("a block by number or hash, in any of its spellings (EIP-1898)", () => {
  it("names the state after the block", async () => {
    const hash = await hashAt(paid);
    const fee = before + 5n * FIL - (await balance(hex(paid)));
    expect(fee).toBeGreaterThan(0n);
    expect(fee).toBeLessThan(FIL);
    for (const spelling of [
      String(paid),
      paid,
      hash,
      { blockNumber: hex(paid) },
      { blockNumber: paid },
      { blockHash: hash },
      { blockHash: hash, requireCanonical: true },
      "latest",
      "pending",
    ]) {
      expect(await balance(spelling), JSON.stringify(spelling)).toBe(before + 5n * FIL - fee);
    }
    expect(await balance({ blockNumber: hex(paid - 1) })).toBe(before);
    expect(await balance(hex(paid - 1))).toBe(before);
  });

  it("is taken by every method that reads a state", async () => {
    const at = (height: number): object => ({ blockNumber: hex(height) });
    expect(await node.must("eth_getTransactionCount", [eth, at(paid)])).toBe("0x1");
    expect(await node.must("eth_getTransactionCount", [eth, at(paid - 1)])).toBe("0x0");
    expect(await node.must("eth_getCode", [eth, at(paid)])).toBe("0x");
    expect(await node.must("eth_getStorageAt", [eth, "0x0", at(paid)])).toBe(`0x${"00".repeat(32)}`);
    expect(await node.must("EthGetBalance", [eth, at(paid - 1)])).toBe(`0x${before.toString(16)}`);
  });

  it("a null round is the last block before it, where a state is asked for; a block itself is not there", async () => {
    expect(await balance(hex(paid + 20))).toBe(await balance("latest"));
    expect(await refusal("eth_getBlockByNumber", hex(paid + 20), false)).toMatchObject({ code: 12, data: paid + 20 });
    expect(await refusal("eth_getBlockTransactionCountByNumber", hex(paid + 20))).toMatchObject({ code: 12 });
  });

  it("counts the messages of a block", async () => {
    expect(await node.must("eth_getBlockTransactionCountByNumber", [hex(paid)])).toBe("0x2");
    expect(await node.must("eth_getBlockTransactionCountByHash", [await hashAt(paid)])).toBe("0x2");
  });

  it("what is pending counts with its sender's nonce", async () => {
    await node.push(node.signed(1, { nonce: 1, value: attoFil(1n) }));
    expect(await node.must("eth_getTransactionCount", [eth, "pending"])).toBe("0x2");
    expect(await node.must("MpoolGetNonce", [node.accounts[1]?.id])).toBe(2);
    expect(await node.must("eth_getTransactionCount", [eth, "latest"])).toBe("0x1");
  });

  it("what is no block is refused in the node's words", async () => {
    const { Height } = await node.must<{ Height: number }>("ChainHead");
    const words = async (block: unknown): Promise<[number | undefined, string | undefined]> => {
      const error = await refusal("eth_getBalance", eth, block);
      return [error?.code, error?.message];
    };
    expect(await words(hex(Height))).toEqual([1, "requested a future epoch (beyond 'latest')"]);
    expect(await words({ blockNumber: hex(Height + 1) })).toEqual([1, "requested a future epoch (beyond 'latest')"]);
    expect(await words("earliest")).toEqual([1, 'block param "earliest" is not supported']);
    expect(await words({})).toEqual([1, "invalid block param"]);
    expect(await words(null)).toEqual([1, "invalid block param"]);
    expect((await words({ blockHash: `0x${"11".repeat(32)}` }))[1]).toMatch(/^failed to get tipset by hash: /);
    for (const value of ["soon", "0xzz", -1, 1.5, true, [], { blockNumber: "soon" }, { blockHash: "0x12" }, `0x${"zz".repeat(32)}`]) {
      expect((await words(value))[0], JSON.stringify(value)).toBe(-32700);
    }
    expect((await words({ blockNumber: "0x1", blockHash: await hashAt(paid) }))[1]).toContain("cannot specify both blockNumber and blockHash");
    expect((await refusal("eth_getBalance", eth))?.code).toBe(-32602);
    expect(await refusal("eth_getBlockByNumber", "soon", false)).toEqual({
      code: 1,
      message: 'failed to parse block number: strconv.ParseUint: parsing "soon": invalid syntax',
    });
    expect(await refusal("eth_getBlockByNumber", { blockNumber: "0x1" }, false)).toMatchObject({ code: -32700 });
  });

  it("a block that a reorganisation undid keeps its hash, and says that it is not canonical", async () => {
    const fork = await testNode({ epochMs: 3_600_000 });
    try {
      const id = await fork.must("Peggy.Snapshot", [], "admin");
      await fork.must("Peggy.Mine", [3], "admin");
      const { hash } = await fork.must<{ hash: string }>("eth_getBlockByNumber", ["0x2", false]);
      await fork.must("Peggy.Revert", [id], "admin");
      await fork.must("Peggy.Mine", [5], "admin");
      expect(await fork.must("eth_getBalance", [eth, { blockHash: hash }])).toMatch(/^0x/);
      expect((await fork.call("eth_getBalance", [eth, { blockHash: hash, requireCanonical: true }])).error?.message).toBe("tipset is not canonical");
    } finally {
      await fork.close();
    }
  });
});

describe("FilecoinAddressToEthAddress", () => {
  const ask = (...params: unknown[]): Promise<Reply> => node.call("FilecoinAddressToEthAddress", params);

  it("gives an f1, f2 or f3 address the masked id of its actor, with and without a block", async () => {
    const worker = node.miners[0]?.worker ?? "";
    const robust = await node.must<string>("StateLookupRobustAddress", ["t01000", null]);
    expect([holder.slice(0, 2), robust.slice(0, 2), worker.slice(0, 2)]).toEqual(["t1", "t2", "t3"]);
    for (const address of [holder, robust, worker]) {
      const masked = ethAddressOf(Address.parse(await node.must<string>("StateLookupID", [address, null])));
      expect((await ask(address)).result).toBe(masked);
      for (const block of [null, "latest", "pending", "safe", "finalized", hex(paid), String(paid)]) {
        expect((await ask(address, block)).result, JSON.stringify(block)).toBe(masked);
      }
    }
  });

  it("needs no look-up for f0 and f410", async () => {
    expect((await ask("t0123456")).result).toBe(ethAddressOf(Address.parse("t0123456")));
    const f410 = Address.delegated(10n, new Uint8Array(20).fill(7)).toString("t");
    expect((await ask(f410, "soon")).result).toBe(`0x${"07".repeat(20)}`);
  });

  it("an account shows itself only from the block that shows its creation", async () => {
    const young = await testNode({ epochMs: 3_600_000 });
    try {
      const to = Address.parse("t15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq");
      await young.push(young.signed(0, { to, value: attoFil(1n), nonce: 0 }));
      await young.must("Peggy.Mine", [3], "admin");
      const asked = (block?: string): Promise<Reply> => young.call("FilecoinAddressToEthAddress", [to.toString("t"), ...(block === undefined ? [] : [block])]);
      expect((await asked("latest")).result).toMatch(/^0xff0{22}/);
      expect((await asked()).error).toEqual({
        code: 1,
        message:
          `failed to lookup ID address for given Filecoin address ${to.toString("t")} (ensure that the address has been instantiated on-chain and sufficient epochs ` +
          `have passed since instantiation to confirm to the given 'blkParam': "finalized"): resolve address ${to.toString("t")}: actor not found`,
      });
    } finally {
      await young.close();
    }
  });

  it("refuses what has no such form, and what is no block", async () => {
    expect((await ask("t432zmy2wfexkzbymnxdqkm")).error?.code).toBe(-32700);
    const other = Address.delegated(32n, new Uint8Array(20).fill(7)).toString("t");
    expect((await ask(other)).error).toEqual({ code: 1, message: `invalid filecoin address protocol: ${other}` });
    expect((await ask(holder, "soon")).error?.message).toMatch(/^failed to parse block number: /);
    expect((await ask(holder, "0xffffff")).error?.message).toBe("requested a future epoch (beyond 'latest')");
    expect((await ask(holder, { blockNumber: "0x1" })).error?.code).toBe(-32700);
  });
});

it("a gateway looks a day back, whatever names the block", async () => {
  const gateway = await testNode({ epochMs: 30_000, gateway: true });
  try {
    const { hash } = await gateway.must<{ hash: string }>("eth_getBlockByNumber", ["0x0", false]);
    await gateway.must("Peggy.Advance", [3_000], "admin");
    const tooOld = /lookbacks of more than 24h0m0s are disallowed/;
    const words = async (method: string, ...params: unknown[]): Promise<string> => (await gateway.call(method, params)).error?.message ?? "answered";
    for (const block of ["0x1", { blockNumber: "0x1" }, { blockHash: hash }, hash]) {
      for (const name of ["eth_getBalance", "eth_getTransactionCount", "eth_getCode", "EthGetBalance"]) {
        expect(await words(name, eth, block), `${name} ${JSON.stringify(block)}`).toMatch(tooOld);
      }
      expect(await words("eth_getStorageAt", eth, "0x0", block)).toMatch(tooOld);
    }
    expect(await words("eth_getBlockByNumber", "0x0", false)).toMatch(tooOld);
    expect(await words("eth_getBlockByHash", hash, false)).toMatch(tooOld);
    expect(await words("eth_getBlockTransactionCountByNumber", "0x0")).toMatch(tooOld);
    expect(await words("eth_getBalance", eth, "latest")).toBe("answered");
  } finally {
    await gateway.close();
  }
});
