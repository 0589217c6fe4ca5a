import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../../scripts/root.ts";
import { createGenesis } from "../../devnet/builtin/genesis.ts";
import { cronWork } from "../../devnet/builtin/cron-work.ts";
import { standInBuiltins } from "../../devnet/builtin/registry.ts";
import { Chain } from "../../devnet/chain/chain.ts";
import { supplyOf } from "../../devnet/chain/supply.ts";
import { messageOf, sign } from "../../devnet/chain/test-chain.ts";
import { Address } from "../../filecoin/address.ts";
import { EMPTY_ARRAY_CID } from "../../filecoin/cid.ts";
import { parseLotusKey } from "../../filecoin/lotusKey.ts";
import { signedMessageToJson } from "../../filecoin/message.ts";
import { attoFil } from "../../filecoin/units.ts";
import { TestDevnet } from "../e2e/devnet.ts";
import { median, record } from "./record.ts";

interface Started {
  child: ChildProcess;
  rpc: string;
  token: string;
  accounts: { address: string; key: string }[];
}

/** The devnet's own command in a process of its own, ready. */
async function startCommand(...flags: string[]): Promise<Started> {
  const child = spawn(process.execPath, ["--import", "tsx", join(root, "scripts/devnet.ts"), "--port", "0", "--json", ...flags], {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const line = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (part: Buffer) => {
      text += part.toString();
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
    });
    child.once("exit", (code) => reject(new Error(`the devnet ended with ${code}`)));
  });
  return { ...(JSON.parse(line) as Omit<Started, "child">), child };
}

async function stop({ child }: Started): Promise<void> {
  child.kill("SIGKILL");
  await once(child, "exit");
}

const call = (method: string, ...params: unknown[]): object => ({ jsonrpc: "2.0", id: 1, method, params });

async function post<T>({ rpc, token }: Started, body: object): Promise<T> {
  const response = await fetch(rpc, { method: "POST", headers: { authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
  return (await response.json()) as T;
}

/** From nothing to the first answered request, milliseconds. */
async function startToAnswer(): Promise<number> {
  const started = performance.now();
  const devnet = await startCommand();
  try {
    await post(devnet, call("Filecoin.ChainHead"));
    return performance.now() - started;
  } finally {
    await stop(devnet);
  }
}

it("starts and answers", async () => {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) times.push(await startToAnswer());
  record("start to first RPC answer", { value: median(times) / 1000, unit: "s", bar: 1.5, sense: "most" });
});

/** What a process holds, Node itself included: MB. */
function residentOf({ child }: Started): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1_000;
}

it("holds no compiler after a build", async () => {
  const answered = async (): Promise<number> => {
    const devnet = await startCommand();
    try {
      await post(devnet, call("Filecoin.ChainHead"));
      return residentOf(devnet);
    } finally {
      await stop(devnet);
    }
  };
  rmSync(join(root, "build/.stamps"), { recursive: true, force: true });
  record("memory of a devnet that has just built", { value: await answered(), unit: "MB", bar: 160, sense: "most" });
  record("memory of a devnet that had nothing to build", { value: await answered(), unit: "MB", bar: 160, sense: "most" });
}, 600_000);

it("advances a year of epochs", async () => {
  const devnet = await TestDevnet.start({ epochMs: 1_000 });
  try {
    const started = performance.now();
    await devnet.call("Peggy.Advance", 1_051_200);
    record("a year of epochs", { value: (performance.now() - started) / 1000, unit: "s", bar: 60, sense: "most" });
  } finally {
    await devnet.close();
  }
});

it("runs a day of epochs without messages, ten miners with sectors", () => {
  const chain = chainWithMiners(10);
  const started = performance.now();
  for (let i = 0; i < 2_880; i++) chain.mine();
  record("a day of empty epochs, 10 miners", { value: (performance.now() - started) / 1000, unit: "s", bar: 2, sense: "most" });
  // Each miner's deadlines came round: cron did its work.
  expect(chain.head.height).toBe(2_880);
});

/** A chain whose genesis holds miners with proven sectors, so that each deadline wakes cron. */
function chainWithMiners(count: number): Chain {
  const builtins = standInBuiltins();
  const key = (kind: "bls" | "secp256k1", n: number): Address =>
    Address[kind](Uint8Array.from({ length: kind === "bls" ? 48 : 65 }, (_, i) => (i === 0 ? (kind === "bls" ? 0x80 : 4) : (n * 31 + i) & 255)));
  const nothing = new Uint8Array(32);
  const context = {
    epoch: 0,
    timestamp: 0,
    baseFee: 100n,
    chainId: 1,
    networkVersion: 28,
    circulatingSupply: 0n,
    tipsetCid: () => EMPTY_ARRAY_CID,
    chainRandomness: () => nothing,
    beaconRandomness: () => nothing,
  };
  const options = { builtins, context, networkName: "bench" };
  const owner = key("secp256k1", 1);
  const balance = 1_000_000n * 10n ** 18n;
  return Chain.open({
    builtins,
    genesis: {
      timestamp: 0,
      networkName: "bench",
      root: (blocks) => createGenesis(blocks, { ...options, accounts: [], miners: [] }).root,
      found: (blocks) =>
        createGenesis(blocks, {
          ...options,
          accounts: [owner, ...Array.from({ length: count }, (_, i) => key("bls", i))].map((address) => ({ address, balance })),
          miners: Array.from({ length: count }, (_, i) => ({
            owner,
            worker: key("bls", i),
            balance,
            windowPostProofType: 10,
            wins: 100,
            sectors: [{ count: 20, expiration: 1_000_000, pledge: 10n ** 18n, deadline: null }],
          })),
        }).root,
    },
    miner: Address.id(1000),
    blockDelay: 30,
    mineOnPush: false,
    circulatingSupply: (state) => supplyOf(state).circulating,
    cronWork,
  });
}

it("answers reads of fifty clients", async () => {
  const CLIENTS = 50;
  const EACH = 200;
  const devnet = await startCommand();
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const body = JSON.stringify(call("Filecoin.StateMinerInfo", "t01000", null));
  const ask = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const started = performance.now();
      request(devnet.rpc, { method: "POST", agent }, (response) => {
        response.resume();
        response.on("end", () => resolve(performance.now() - started));
      })
        .on("error", reject)
        .end(body);
    });
  const client = async (times: number): Promise<number[]> => {
    const taken: number[] = [];
    for (let i = 0; i < times; i++) taken.push(await ask());
    return taken;
  };
  try {
    await Promise.all(Array.from({ length: CLIENTS }, () => client(20)));
    const times = (await Promise.all(Array.from({ length: CLIENTS }, () => client(EACH)))).flat().sort((a, b) => a - b);
    record("StateMinerInfo, p99 of 50 clients", { value: times[Math.floor(times.length * 0.99)] ?? Number.NaN, unit: "ms", bar: 25, sense: "most" });
  } finally {
    agent.destroy();
    await stop(devnet);
  }
});

/** Takes minutes: `npm run bench -- --long`. */
it.runIf(process.env["PEGGY_LONG"] === "1")(
  "keeps its memory over a hundred thousand messages",
  async () => {
    const [TOTAL, BATCH] = [100_000, 500];
    const devnet = await startCommand("--epoch-ms", "3600000");
    try {
      const senders = devnet.accounts.map(({ address, key }) => ({ address: Address.parse(address), key: parseLotusKey(key), nonce: 0 }));
      for (let sent = 0; sent < TOTAL; sent += BATCH) {
        const sender = senders[(sent / BATCH) % senders.length];
        if (sender === undefined) throw new Error("the devnet has no accounts");
        const batch = Array.from({ length: BATCH }, () =>
          call(
            "Filecoin.MpoolPush",
            signedMessageToJson(sign(messageOf(sender.address, { nonce: sender.nonce++, value: attoFil(1n), gasLimit: 2_000_000 }), sender.key)),
          ),
        );
        const replies = await post<{ error?: { message: string } }[]>(devnet, batch);
        const refused = replies.find((reply) => reply.error !== undefined);
        if (refused !== undefined) throw new Error(refused.error?.message);
        await post(devnet, call("Peggy.Mine", 1));
      }
      const last = senders[0];
      expect(await post(devnet, call("Filecoin.MpoolGetNonce", last?.address.toString()))).toMatchObject({ result: last?.nonce });
      record("memory after 100,000 messages", { value: residentOf(devnet), unit: "MB", bar: 500, sense: "most" });
    } finally {
      await stop(devnet);
    }
  },
  900_000,
);
