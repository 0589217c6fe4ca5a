import { describe, expect, it, vi } from "vitest";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { formatLotusKey } from "../../../../filecoin/lotusKey.ts";
import { Lock } from "../lock/lock.ts";
import type { KnownNetwork } from "../../../../wallet/network.ts";
import { Refusal } from "../../../../wallet/refusal.ts";
import { fileBesideWorker } from "../../storage/test-files.ts";
import { testSurroundings } from "../../storage/test-surroundings.ts";
import { Vault } from "../vault/vault.ts";
import { isPathOf, ledgerPathOf, pathOf } from "./hd-path.ts";
import { CALIBRATION_GENESIS, MAINNET_GENESIS } from "../../../../filecoin/network-genesis.ts";
import { Keyring, readLotusKey } from "./keyring.ts";
import { signerOf } from "./signer.ts";
import { newWords, readWords } from "./words.ts";

vi.mock("@noble/hashes/scrypt.js", async () => {
  const { sha256 } = await import("@noble/hashes/sha2.js");
  return { scryptAsync: async (password: string, salt: Uint8Array) => sha256(new Uint8Array([...new TextEncoder().encode(password), ...salt])) };
});

const DEVNET_GENESIS = "bafy2bzacebc3bt6cedhoyw34drrmjvazhu4oj25er2ebk4u445pzycvq4ta4a";
const KNOWN = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "done",
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  );

function network(genesis: string, rehearsal = false): KnownNetwork {
  return {
    id: genesis.slice(-6),
    name: "n",
    kind: "custom",
    url: "http://127.0.0.1:1234/rpc/v1",
    secondUrl: null,
    genesis,
    networkName: "n",
    prefix: "f",
    epochSeconds: 30,
    genesisTime: 0,
    rehearsal,
    acceptsCode: "unknown",
  };
}
const MAINNET = network(MAINNET_GENESIS);
const CALIBRATION = network(CALIBRATION_GENESIS);
const DEVNET = network(DEVNET_GENESIS, true);

const signer = signerOf(() => fileBesideWorker("filecoin_signer_wasm_bg.wasm"));

async function unlocked(): Promise<{ keyring: Keyring; vault: Vault }> {
  const s = testSurroundings();
  const vault = new Vault(s, new Lock(s));
  await vault.create("a long enough password", [], false, 15);
  return { vault, keyring: new Keyring(vault, { now: s.now, wordList: async () => wordlist, signer }) };
}

describe("paths", () => {
  it("gives each network its own", () => {
    expect(pathOf(MAINNET_GENESIS, 2)).toBe("m/44'/461'/0'/0/2");
    expect(ledgerPathOf(MAINNET_GENESIS, 2)).toBe("m/44'/461'/2'/0/0");
    expect(pathOf(CALIBRATION_GENESIS, 0)).toBe("m/44'/1'/0'/0/0");
    expect(pathOf(DEVNET_GENESIS, 1)).toMatch(/^m\/44'\/1'\/\d{4,10}'\/0\/1$/);
  });

  it("knows a path of another realm, and none by a trick", () => {
    expect(isPathOf(MAINNET_GENESIS, "m/44'/461'/0'/0/3")).toBe(true);
    expect(isPathOf(MAINNET_GENESIS, "m/44'/461'/3'/0/0")).toBe(true);
    for (const path of ["m/44'/1'/0'/0/0", "m/44'/461'/3'/0/3", "m/44'/461'/0'/0/03", "m/44/461'/0'/0/0", "m/44'/461'/0'/1/0", pathOf(DEVNET_GENESIS, 0)])
      expect([path, isPathOf(MAINNET_GENESIS, path)]).toEqual([path, false]);
  });
});

describe("words", () => {
  it("reads words however they are spaced, and names the place that is wrong", () => {
    expect(readWords(wordlist, `  ${KNOWN.toUpperCase().replace(/ /g, "\n ")} `)).toBe(KNOWN);
    expect(() => readWords(wordlist, KNOWN.replace("about", "zebra"))).toThrow(/checksum/);
    expect(() => readWords(wordlist, KNOWN.replace("about", "notaword"))).toThrow(/"place":12/);
    expect(() => readWords(wordlist, "abandon about")).toThrow(/count/);
  });

  it("asks for three words back and refuses a wrong one", async () => {
    const { keyring } = await unlocked();
    const words = newWords(wordlist, 12, random);
    const list = words.split(" ");
    const proof = [3, 7, 12].map((place) => ({ place, word: list[place - 1] as string }));
    expect(await codeOf(keyring.add({ kind: "created", words, proof: [proof[0], proof[0], proof[0]] as typeof proof }, MAINNET))).toBe("wordsNotProved");
    expect(await codeOf(keyring.add({ kind: "created", words, proof: [...proof.slice(0, 2), { place: 12, word: "zebra" }] }, MAINNET))).toBe("wordsNotProved");
    expect(await codeOf(keyring.add({ kind: "created", words, proof }, MAINNET))).toBe("done");
    expect((await keyring.words())[0]).toMatchObject({ origin: "created", proved: true, realm: "*" });
  });

  it("refuses publicly known words, but for a rehearsal", async () => {
    const { keyring } = await unlocked();
    expect(await codeOf(keyring.add({ kind: "words", words: KNOWN, paths: [] }, MAINNET))).toBe("knownWords");
    expect(await codeOf(keyring.add({ kind: "words", words: KNOWN, paths: [] }, DEVNET))).toBe("done");
    expect((await keyring.accounts())[0]).toMatchObject({ rehearsal: true, realm: DEVNET_GENESIS });
  });

  it("refuses rehearsal words on any other network", async () => {
    const { keyring } = await unlocked();
    const words = newWords(wordlist, 12, random);
    await keyring.add({ kind: "rehearsal", words }, DEVNET);
    expect(await codeOf(keyring.add({ kind: "words", words, paths: [] }, MAINNET))).toBe("knownWords");
    const [rehearsal] = await keyring.words();
    expect(await codeOf(keyring.derive(rehearsal?.id as string, MAINNET))).toBe("keyInOtherRealm");
  });
});

describe("realms", () => {
  it("keeps a Lotus key in the one network it was imported for", async () => {
    const { keyring } = await unlocked();
    const hex = formatLotusKey({ type: "secp256k1", privateKey: random(32) });
    await keyring.add({ kind: "lotus", hex }, CALIBRATION);
    expect(await codeOf(keyring.add({ kind: "lotus", hex }, CALIBRATION))).toBe("keyExists");
    expect(await codeOf(keyring.add({ kind: "lotus", hex }, MAINNET))).toBe("keyInOtherRealm");
    const [account] = await keyring.accounts();
    if (account === undefined) throw new Error("no account");
    expect(await codeOf(keyring.signingKey(account, MAINNET_GENESIS))).toBe("keyInOtherRealm");
    expect(await codeOf(keyring.signingKey({ ...account, realm: MAINNET_GENESIS }, MAINNET_GENESIS))).toBe("keyInOtherRealm");
    expect(await keyring.exportLotusKey(account, CALIBRATION_GENESIS)).toBe(hex);
  });

  it("derives different keys of the same words on each network", async () => {
    const { keyring } = await unlocked();
    await keyring.add({ kind: "words", words: newWords(wordlist, 24, random), paths: [] }, MAINNET);
    const [words] = await keyring.words();
    await keyring.derive(words?.id as string, CALIBRATION);
    await keyring.derive(words?.id as string, CALIBRATION);
    const accounts = await keyring.accounts();
    expect(accounts.map(({ realm, path }) => [realm, path]).sort()).toEqual(
      [
        [MAINNET_GENESIS, "m/44'/461'/0'/0/0"],
        [CALIBRATION_GENESIS, "m/44'/1'/0'/0/0"],
        [CALIBRATION_GENESIS, "m/44'/1'/0'/0/1"],
      ].sort(),
    );
    expect(new Set(accounts.map((a) => a.address)).size).toBe(3);
  });

  it("refuses a path that is another network's", async () => {
    const { keyring } = await unlocked();
    expect(await codeOf(keyring.add({ kind: "words", words: newWords(wordlist, 12, random), paths: ["m/44'/1'/0'/0/0"] }, MAINNET))).toBe("badWords");
  });
});

describe("Lotus keys", () => {
  it.each(["secp256k1", "bls"] as const)("proves a %s key by a round trip and a signature", (type) => {
    const privateKey = random(32);
    if (type === "bls") privateKey[31] = 1;
    const hex = formatLotusKey({ type, privateKey });
    expect(readLotusKey(hex)).toMatchObject({ sameBytesAgain: true, signedAndVerified: true });
  });

  it("refuses other text without repeating it", () => {
    for (const hex of ["", "7b7d", "secret text"]) {
      try {
        readLotusKey(hex);
        expect.unreachable();
      } catch (error) {
        expect((error as Refusal).code).toBe("badLotusKey");
        if (hex !== "") expect(JSON.stringify((error as Refusal).params)).not.toContain(hex);
      }
    }
  });
});
