import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { DevnetWorker, PASSWORD } from "../../desk/devnet-worker.ts";
import { CALIBRATION_GENESIS, MAINNET_GENESIS } from "../../../../filecoin/network-genesis.ts";
import { addressAt, newWords, seedOf } from "./words.ts";

/** Words that were used in another wallet: their accounts are found whether it counted addresses or accounts. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let funded: DevnetWorker;
beforeAll(async () => {
  funded = await DevnetWorker.start();
  await funded.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
});
afterAll(() => funded.devnet.close());

describe("both HD families", () => {
  it.each([
    ["mainnet", MAINNET_GENESIS, "461", "f"],
    ["calibration", CALIBRATION_GENESIS, "1", "t"],
  ] as const)("are searched on %s, past unused addresses, and become accounts that sign", async (id, genesis, coin, prefix) => {
    const words = newWords(wordlist, 24, funded.s.random);
    const seed = await seedOf(words);
    const used = [`m/44'/${coin}'/0'/0/3`, `m/44'/${coin}'/0'/0/7`, `m/44'/${coin}'/4'/0/0`];
    for (const path of used)
      await funded.signed(
        await funded.ask("send.review", {
          from: funded.devnet.accounts[0]?.address as string,
          to: (await addressAt(funded.app.signer, seed, path)).toString("t"),
          amount: "5000000000000000000",
          speed: "usual",
        }),
      );
    const worker = await DevnetWorker.beside(funded.devnet);
    worker.lie = (method, reply) =>
      method === "ChainGetGenesis"
        ? { ...reply, result: { ...(reply["result"] as object), Cids: [{ "/": genesis }] } }
        : method === "Peggy.Rehearsal"
          ? { id: reply["id"], jsonrpc: "2.0", error: { code: -32601, message: "no such method" } }
          : reply;
    await worker.app.networks.save({ ...(await worker.app.networks.get(id)), url: worker.devnet.rpc });
    await worker.ask("networks.select", { id });
    const { accounts } = await worker.ask("secret.previewWords", { words });
    expect(accounts.filter((account) => account.used).map(({ path, balance }) => [path, balance])).toEqual(used.map((path) => [path, "5000000000000000000"]));
    const paths = accounts.map(({ path }) => path);
    await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "words", words, paths: [...paths, ...paths] } });
    const made = (await worker.ask("accounts.list", {})).accounts;
    const expected = await Promise.all(paths.map(async (path) => [path, (await addressAt(funded.app.signer, seed, path)).toString(prefix)]));
    expect(made.map(({ path, address }) => [path, address]).sort()).toEqual(expected.sort());
    expect((await worker.ask("wallet.state", {})).backup.needed).toBe(false);
  });
});
