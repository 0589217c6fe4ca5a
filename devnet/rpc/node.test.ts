import { WebSocket } from "ws";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { parseCid } from "../../filecoin/cid.ts";
import { EPOCHS_PER_DAY } from "../../filecoin/epochs.ts";
import { realmPath } from "../../filecoin/hd-path.ts";
import { messageCid, messageToJson, signedMessageCid } from "../../filecoin/message.ts";
import { LotusClient } from "../../filecoin/rpc/client.ts";
import { attoFil } from "../../filecoin/units.ts";
import { FIL, MNEMONIC } from "../chain/test-chain.ts";
import { type TestNode, testNode } from "./test-node.ts";

interface Lookup {
  Message: { "/": string };
  Receipt: { ExitCode: number; GasUsed: number };
  TipSet: { "/": string }[];
  Height: number;
}

let node: TestNode;
beforeAll(async () => {
  node = await testNode();
});
afterAll(() => node.close());

describe("a transfer, from estimate to receipt", () => {
  it("moves the value and costs the sender what the receipt says", async () => {
    const [from, to] = node.accounts.slice(0, 2).map((a) => a.address) as [string, string];
    const before = BigInt(await node.must<string>("WalletBalance", [from]));
    const draft = messageToJson({
      ...node.signed(0, { to: Address.parse(to), value: attoFil(3n * FIL) }).message,
      gasLimit: 0,
      gasFeeCap: attoFil(0n),
      gasPremium: attoFil(0n),
    });
    const estimated = await node.must<{ GasLimit: number; GasFeeCap: string; GasPremium: string }>("GasEstimateMessageGas", [draft, null, null]);
    expect(estimated.GasLimit).toBeGreaterThan(1_260_000 * 1.2);
    expect(estimated.GasLimit).toBeLessThan(1_300_000 * 1.25);
    const nonce = await node.must<number>("MpoolGetNonce", [from]);
    const signed = node.signed(0, {
      nonce,
      to: Address.parse(to),
      value: attoFil(3n * FIL),
      gasLimit: estimated.GasLimit,
      gasFeeCap: attoFil(BigInt(estimated.GasFeeCap)),
      gasPremium: attoFil(BigInt(estimated.GasPremium)),
    });
    const { result } = await node.push(signed);
    expect(result).toEqual({ "/": signedMessageCid(signed).toString() });
    const lookup = await node.must<Lookup>("StateWaitMsg", [result, 0, -1, true]);
    expect(lookup).toMatchObject({
      Message: result,
      Receipt: { ExitCode: 0, Return: null, EventsRoot: null },
      ReturnDec: null,
    });
    expect(await node.must("StateSearchMsg", [null, result, -1, true])).toEqual(lookup);
    const replay = await node.must<{ GasCost: { TotalCost: string; GasUsed: string } }>("StateReplay", [[], result]);
    expect(replay.GasCost.GasUsed).toBe(String(lookup.Receipt.GasUsed));
    const after = BigInt(await node.must<string>("WalletBalance", [from]));
    expect(before - after).toBe(3n * FIL + BigInt(replay.GasCost.TotalCost));
    expect(await node.must("ChainGetMessage", [result])).toMatchObject({
      From: from,
      To: to,
      Nonce: nonce,
      Value: String(3n * FIL),
    });
  });

  it("is refused with Lotus' text when it cannot be", async () => {
    const low = await node.push(node.signed(0, { nonce: 0 }));
    expect(low).toMatchObject({ status: 200, error: { code: 1 } });
    expect(low.error?.message).toMatch(/^minimum expected nonce is \d+, got 0: message nonce too low$/);
    const poor = await node.push(node.signed(2, { value: attoFil(10n ** 26n) }));
    expect(poor.error?.message).toMatch(/not enough funds to execute transaction$/);
  });

  it("an estimate of a message that fails names exit code and reason", async () => {
    const message = messageToJson({
      ...node.signed(2, { to: Address.id(1000), method: 23, params: new Uint8Array([0x43, 0, 1, 2]) }).message,
      gasLimit: 0,
    });
    const { error } = await node.call("GasEstimateMessageGas", [message, null, null]);
    expect(error?.code).toBe(3);
    expect(error?.message).toMatch(/^message execution failed \(exit=\[\w+\(\d+\)\], vm error=\[.+\]\)$/);
    expect(error?.data).toMatch(/^0x/);
  });
});

describe("a chain with a past", () => {
  it("reorganises under an included message: revert, pool, inclusion again", async () => {
    const slow = await testNode({ epochMs: 3_600_000 });
    try {
      const socket = new WebSocket(slow.ws);
      const heard: { Type: string; Val: { Height: number } }[] = [];
      await new Promise((resolve) => socket.addEventListener("open", resolve));
      let waiting: { count: number; resolve: () => void } | undefined;
      socket.addEventListener("message", ({ data }) => {
        const { method, params } = JSON.parse(String(data)) as {
          method?: string;
          params?: [number, typeof heard];
        };
        if (method === "xrpc.ch.val" && params !== undefined) heard.push(...params[1]);
        if (waiting !== undefined && heard.length >= waiting.count) waiting.resolve();
      });
      const until = (count: number): Promise<void> => new Promise((resolve) => (heard.length >= count ? resolve() : (waiting = { count, resolve })));
      socket.send(JSON.stringify({ jsonrpc: "2.0", id: 7, method: "Filecoin.ChainNotify", params: [] }));
      await until(1);
      const id = await slow.must("Peggy.Snapshot", [], "admin");
      const signed = slow.signed(0, { nonce: 0 });
      const { result: cid } = await slow.push(signed);
      expect(await slow.must("StateSearchMsg", [null, cid, -1, true])).toBeNull();
      await slow.must("Peggy.Mine", [2], "admin");
      expect(await slow.must("StateSearchMsg", [null, cid, -1, true])).not.toBeNull();
      await slow.must("Peggy.Revert", [id], "admin");
      expect(await slow.must<unknown[]>("MpoolPending", [null])).toHaveLength(1);
      const [checks] = await slow.must<{ Cid: unknown; OK: boolean }[][]>("MpoolCheckPendingMessages", [signed.message.from.toString("t")]);
      expect(new Set(checks?.map(({ Cid, OK }) => JSON.stringify([Cid, OK])))).toEqual(
        new Set([JSON.stringify([{ "/": messageCid(signed.message).toString() }, true])]),
      );
      await slow.must("Peggy.Mine", [2], "admin");
      expect(await slow.must<Lookup>("StateSearchMsg", [null, cid, -1, true])).toMatchObject({
        Receipt: { ExitCode: 0 },
        Height: 3,
      });
      await until(7);
      expect(heard.map((c) => `${c.Type} ${c.Val.Height}`)).toEqual(["current 1", "apply 2", "apply 3", "revert 3", "revert 2", "apply 2", "apply 3"]);
      socket.close();
    } finally {
      await slow.close();
    }
  });

  it("keeps what happened on disk, pool included", async () => {
    const { mkdtemp, rm } = await import("node:fs/promises");
    const dataDir = await mkdtemp("/tmp/devnet-");
    try {
      const first = await testNode({ dataDir, epochMs: 3_600_000 });
      const { result: mined } = await first.push(first.signed(0, { nonce: 0 }));
      await first.must("Peggy.Mine", [2], "admin");
      const { result: waiting } = await first.push(first.signed(0, { nonce: 1 }));
      const head = await first.must("ChainHead");
      await first.close();
      const second = await testNode({ dataDir, epochMs: 3_600_000 });
      expect(second.genesis).toBe(first.genesis);
      expect(second.mnemonic).toBe(first.mnemonic);
      expect(second.token).toBe(first.token);
      expect(await second.must("ChainHead")).toEqual(head);
      expect(await second.must("StateSearchMsg", [null, mined, -1, true])).toMatchObject({
        Receipt: { ExitCode: 0 },
      });
      await second.must("Peggy.Mine", [2], "admin");
      expect(await second.must("StateSearchMsg", [null, waiting, -1, true])).toMatchObject({
        Receipt: { ExitCode: 0 },
      });
      await second.close();
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });
});

it("a copy of the disk taken at any moment is the chain as of some commit", async () => {
  const { cp, mkdtemp, rm } = await import("node:fs/promises");
  const dataDir = await mkdtemp("/tmp/devnet-");
  const copyDir = await mkdtemp("/tmp/devnet-");
  try {
    const running = await testNode({ dataDir, epochMs: 3_600_000 });
    for (let nonce = 0; nonce < 3; nonce++) {
      await running.push(running.signed(0, { nonce }));
      await running.must("Peggy.Mine", [1], "admin");
    }
    await cp(dataDir, copyDir, { recursive: true });
    const heads = await Promise.all([0, 1, 2, 3, 4].map((h) => running.must("ChainGetTipSetByHeight", [h, null])));
    await running.close();
    const copy = await testNode({ dataDir: copyDir, epochMs: 3_600_000 });
    expect(heads).toContainEqual(await copy.must("ChainHead"));
    const nonce = await copy.must<number>("MpoolGetNonce", [copy.accounts[0]?.address]);
    expect((await copy.push(copy.signed(0, { nonce }))).error).toBeUndefined();
    await copy.must("Peggy.Mine", [2], "admin");
    await copy.close();
  } finally {
    await Promise.all([dataDir, copyDir].map((directory) => rm(directory, { recursive: true })));
  }
});

describe("what a rehearsal offers", () => {
  it("declares itself to a wallet without a token, words and paths included", async () => {
    const told = await node.must<Record<string, unknown>>("Peggy.Rehearsal");
    const genesis = await node.must<{ Cids: [{ "/": string }] }>("ChainGetGenesis");
    expect(told).toMatchObject({
      rehearsal: true,
      realm: genesis.Cids[0]["/"],
      network: node.network,
      mnemonic: node.mnemonic,
      miners: ["t01000", "t01001"],
    });
    expect(told.accounts).toEqual(node.accounts.map(({ address }, i) => ({ address, path: realmPath(parseCid(node.genesis), i) })));
    expect(JSON.stringify(told)).not.toContain(node.token);
  });

  it("rewards, penalises, advances; the miner's figures follow", async () => {
    const available = async (): Promise<bigint> => BigInt(await node.must<string>("StateMinerAvailableBalance", ["t01000", null]));
    const before = await available();
    await node.must("Peggy.Reward", ["t01000", String(8n * FIL)], "admin");
    expect((await available()) - before).toBe(2n * FIL);
    await node.must("Peggy.Advance", [90 * EPOCHS_PER_DAY], "admin");
    const vested = (await available()) - before - 2n * FIL;
    expect(vested).toBeGreaterThan((29n * FIL) / 10n);
    expect(vested).toBeLessThan(6n * FIL);
    const balance = async (): Promise<bigint> => BigInt(await node.must<string>("WalletBalance", ["t01000"]));
    const held = await balance();
    await node.must("Peggy.Penalty", ["t01000", String(FIL)], "admin");
    expect(await balance()).toBe(held - FIL);
    await node.must("Peggy.SetBalance", [node.accounts[2]?.address, "77"], "admin");
    expect(await node.must("WalletBalance", [node.accounts[2]?.address])).toBe("77");
  });

  it("seals, faults, recovers and ends sectors, and the deadlines go on through null rounds", async () => {
    const count = (): Promise<unknown> => node.must("StateMinerSectorCount", ["t01001", null]);
    const { Height } = await node.must<{ Height: number }>("ChainHead");
    await node.must("Peggy.Seal", ["t01001", 3, Height + 400_000, "1000000000000000"], "admin");
    expect(await count()).toEqual({ Live: 3, Active: 3, Faulty: 0 });
    const sectors = await node.must<{ SectorNumber: number }[]>("StateMinerSectors", ["t01001", null, null]);
    const numbers = sectors.map((s) => s.SectorNumber);
    await node.must("Peggy.Fault", ["t01001", numbers.slice(0, 1)], "admin");
    expect(await count()).toEqual({ Live: 3, Active: 2, Faulty: 1 });
    await node.must("Peggy.Recover", ["t01001", numbers.slice(0, 1)], "admin");
    await node.must("Peggy.Advance", [EPOCHS_PER_DAY], "admin");
    const deadline = await node.must<Record<string, number>>("StateMinerProvingDeadline", ["t01001", null]);
    expect(deadline.Open).toBeLessThanOrEqual((deadline.CurrentEpoch ?? 0) + 60);
    expect(deadline.Close).toBeGreaterThan((deadline.CurrentEpoch ?? 0) - 2);
    expect(await node.must<unknown[]>("StateMinerActiveSectors", ["t01001", null])).toHaveLength(3);
    await node.must("Peggy.Terminate", ["t01001", numbers], "admin");
    expect(await count()).toMatchObject({ Live: 0, Active: 0 });
  });

  it("impersonates whoever the sender is", async () => {
    const reply = await node.must<{ MsgRct: { ExitCode: number } }>("Peggy.Impersonate", ["t099", { To: node.accounts[3]?.address, Value: "1" }], "admin");
    expect(reply.MsgRct.ExitCode).toBe(0);
  });

  it("fixed words, name and time give the same genesis and accounts", async () => {
    const fixed = { mnemonic: MNEMONIC, networkName: "fixed", genesisTimestamp: 1_700_000_000, accounts: 2 };
    const [a, b] = [await testNode(fixed), await testNode(fixed)];
    expect(a.genesis).toBe(b.genesis);
    expect(a.accounts).toEqual(b.accounts);
    expect(a.genesis).not.toBe(node.genesis);
    await Promise.all([a.close(), b.close()]);
  });
});

it("satisfies the typed client, reply by reply", async () => {
  const client = new LotusClient({ url: node.rpc });
  const miner = Address.id(1000);
  const owner = Address.parse(node.accounts[0]?.address ?? "");
  const head = await client.chainHead();
  expect((await client.version()).apiVersion).toBe(0x020300);
  expect(await client.stateNetworkVersion()).toBe(28);
  await client.stateGetNetworkParams();
  await client.chainGetTipSetByHeight(head.height);
  await client.chainGetFinalizedTipSet();
  expect((await client.stateMinerInfo(miner)).owner).toBeDefined();
  await client.stateMinerPower(miner);
  await client.stateMinerSectorCount(miner);
  await client.stateMinerAvailableBalance(miner);
  await client.stateMinerFaults(miner);
  expect(await client.stateListMiners()).toHaveLength(2);
  await client.stateReadState(miner);
  expect(await client.stateLookupID(owner)).toBe(100n);
  expect((await client.stateAccountKey(Address.id(100))).equals(owner)).toBe(true);
  await client.stateGetActor(owner);
  await client.mpoolPending();
  await client.stateCall(node.signed(0, { value: attoFil(1n) }).message);
  expect(await client.getActorEventsRaw({})).toEqual([]);
});
