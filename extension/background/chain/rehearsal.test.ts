import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { CALIBRATION_GENESIS, MAINNET_GENESIS } from "../../../filecoin/network-genesis.ts";
import { newWords } from "../secrets/keys/words.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import { DevnetWorker, PASSWORD } from "../desk/devnet-worker.ts";

/** Play money and money are kept apart by what a node is, never by the name of the entry under which it is kept. */

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let worker: DevnetWorker;
beforeAll(async () => {
  worker = await DevnetWorker.start();
});
afterAll(() => worker.devnet.close());
beforeEach(async () => {
  worker = await DevnetWorker.beside(worker.devnet);
});

const genesisIs = (cid: string): void => {
  worker.lie = (method, reply) =>
    method === "ChainGetGenesis"
      ? { ...reply, result: { ...(reply["result"] as object), Cids: [{ "/": cid }] } }
      : method === "Peggy.Rehearsal"
        ? { ...reply, result: undefined, error: { code: -32601, message: "no such method" } }
        : reply;
};
const KNOWN = "test test test test test test test test test test test junk";
const saved = async (part: object): Promise<string> =>
  worker.app.networks
    .get("devnet")
    .then((network) => worker.app.networks.save({ ...network, ...part }))
    .then(
      () => "done",
      (error: unknown) => (error as Refusal).code,
    );

describe("a rehearsal network", () => {
  it.each([
    ["mainnet", MAINNET_GENESIS],
    ["calibration", CALIBRATION_GENESIS],
  ])("is never %s, though a node of it listens where the devnet used to", async (_name, genesis) => {
    genesisIs(genesis);
    expect(await worker.codeOf("secret.createVault", { password: PASSWORD, source: { kind: "words", words: KNOWN, paths: [] } })).toBe("wrongChain");
    expect((await worker.ask("wallet.state", {})).phase).toBe("empty");
    expect((await worker.app.networks.get("devnet")).genesis).not.toBe(genesis);
  });

  it("is one only where the node declares it", async () => {
    worker.lie = (method, reply) =>
      method === "Peggy.Rehearsal" ? { ...reply, result: undefined, error: { code: -32601, message: "no such method" } } : reply;
    expect(
      await worker.codeOf("secret.createVault", { password: PASSWORD, source: { kind: "words", words: newWords(wordlist, 12, worker.s.random), paths: [] } }),
    ).toBe("wrongChain");
  });

  it("stays on this machine and off the public realms", async () => {
    expect(await saved({ url: "https://node.example/rpc/v1" })).toBe("notRehearsal");
    expect(await saved({ secondUrl: "https://node.example/rpc/v1" })).toBe("notRehearsal");
    expect(await saved({ genesis: MAINNET_GENESIS })).toBe("notRehearsal");
    expect(await saved({})).toBe("done");
    expect(await worker.codeOf("networks.edit", { id: "devnet", name: "Devnet", url: "https://node.example/rpc/v1", token: null, keepToken: false })).toBe(
      "notRehearsal",
    );
  });
});

describe("a public network", () => {
  const onMainnet = async (): Promise<void> => {
    genesisIs(MAINNET_GENESIS);
    await worker.app.networks.save({ ...(await worker.app.networks.get("mainnet")), url: worker.devnet.rpc });
    await worker.ask("networks.select", { id: "mainnet" });
  };

  it("refuses publicly known words and rehearsal words", async () => {
    await onMainnet();
    expect(await worker.codeOf("secret.createVault", { password: PASSWORD, source: { kind: "words", words: KNOWN, paths: [] } })).toBe("knownWords");
    expect(await worker.codeOf("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } })).toBe("notRehearsal");
  });

  it("gets no signature for a copy of its chain that a devnet made", async () => {
    await onMainnet();
    await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "words", words: newWords(wordlist, 12, worker.s.random), paths: [] } });
    const probed = async (): Promise<unknown> => (await worker.ask("networks.probe", { url: worker.devnet.rpc, token: null, against: null })).usable;
    expect(await probed()).toBe(true);
    const lie = worker.lie;
    worker.lie = (method, reply, host) =>
      method === "Peggy.Rehearsal" ? { ...reply, result: { ...(reply["result"] as object), realm: MAINNET_GENESIS } } : lie(method, reply, host);
    expect(await probed()).toBe(false);
    await expect(worker.app.scopes.toSign({ networkId: "mainnet", genesis: MAINNET_GENESIS })).rejects.toThrow(/wrongChain/);
  });
});
