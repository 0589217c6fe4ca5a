import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Devnet, type DevnetOptions, startDevnet } from "./node.ts";

it("runs in a thread of its own and ends when told", async () => {
  const devnet = await startDevnet({
    epochMs: 0,
    installed: [new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])],
  });
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "Filecoin.ChainHead", params: [] });
  const reply = await fetch(devnet.rpc, { method: "POST", body });
  expect(await reply.json()).toMatchObject({ result: { Height: 1 } });
  expect(devnet.ownerActorCode).toMatch(/^bafk/);
  await devnet.close();
  await expect(fetch(devnet.rpc, { method: "POST", body })).rejects.toThrow();
}, 60_000);

it("says why it cannot start", async () => {
  await expect(startDevnet({ inProcess: true, epochMs: -1 })).rejects.toThrow("expected an epoch length of 0 or more milliseconds, got -1");
  const devnet = await startDevnet({ inProcess: true, epochMs: 0 });
  await expect(startDevnet({ inProcess: true, port: Number(new URL(devnet.rpc).port) })).rejects.toThrow("is in use by another program");
  await devnet.close();
});

describe("a folder for the chain", () => {
  const folders: string[] = [];
  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), "peggy-node-"));
    folders.push(made);
    return made;
  };
  afterAll(() => folders.forEach((each) => rmSync(each, { recursive: true })));
  const start = (options: DevnetOptions): Promise<Devnet> => startDevnet({ inProcess: true, epochMs: 0, ...options });

  it("must be a folder, its own, and used by one devnet", async () => {
    const [file, foreign, dataDir] = [join(folder(), "file"), folder(), folder()];
    writeFileSync(file, "x");
    writeFileSync(join(foreign, "letter.txt"), "x");
    await expect(start({ dataDir: "" })).rejects.toThrow("expected a folder for the chain, got an empty name");
    await expect(start({ dataDir: file })).rejects.toThrow(`expected a folder for the chain, and ${file} is a file`);
    await expect(start({ dataDir: join(file, "deep/er") })).rejects.toThrow(`expected a folder for the chain, and ${file} is a file`);
    await expect(start({ dataDir: foreign })).rejects.toThrow(`${foreign} holds other files and no chain: expected an empty folder, or one of a devnet`);
    const devnet = await start({ dataDir: join(dataDir, "made/for/it") });
    await expect(start({ dataDir: join(dataDir, "made/for/it") })).rejects.toThrow(`another devnet uses ${join(dataDir, "made/for/it")}`);
    await devnet.close();
  });

  it("keeps its words: others are refused, not passed over", async () => {
    const dataDir = folder();
    const words = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
    await (await start({ dataDir, mnemonic: words })).close();
    await (await start({ dataDir, mnemonic: words })).close();
    await (await start({ dataDir })).close();
    const others = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    await expect(start({ dataDir, mnemonic: others })).rejects.toThrow(`the chain in ${dataDir} has other words: leave the words out, or use another folder`);
    await expect(start({ dataDir, accounts: 7 })).rejects.toThrow(`the chain in ${dataDir} has 5 accounts, and 7 were asked for`);
  });
});

it("words are 12 to 24 of the list, and fit their checksum", async () => {
  const start = (mnemonic: string): Promise<Devnet> => startDevnet({ inProcess: true, mnemonic });
  await expect(start("abandon abandon")).rejects.toThrow("expected 12 to 24 words of the English BIP-39 list, got 2");
  await expect(start(`${"abandon ".repeat(11)}peggy`)).rejects.toThrow("«peggy» is no word of the English BIP-39 list");
  await expect(start(`${"abandon ".repeat(11)}abandon`)).rejects.toThrow("the words do not fit their checksum: one is wrong, or two have changed places");
});
