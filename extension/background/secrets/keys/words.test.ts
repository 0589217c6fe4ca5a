import { HDKey } from "@scure/bip32";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../../../filecoin/bytes.ts";
import { fileBesideWorker } from "../../storage/test-files.ts";
import { signerOf } from "./signer.ts";
import { deriveKey, readWordList, WORD_LIST_FILE } from "./words.ts";

const signer = signerOf(() => fileBesideWorker("filecoin_signer_wasm_bg.wasm"));

describe("a key at a path", () => {
  // BIP-32, test vectors 1 and 2, at five steps, as all paths of ours have: the private keys inside their xprv texts.
  it.each([
    ["000102030405060708090a0b0c0d0e0f", "m/0'/1/2'/2/1000000000", "471b76e389e528d6de6d816857e012c5455051cad6660850e58372a6c3e6e7c8"],
    [
      "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542",
      "m/0/2147483647'/1/2147483646'/2",
      "bb7d39bdb83ecf58f2fd82b6d918341cbef428661ef01ab97c28a4842125ac23",
    ],
  ])("of seed %s, %s", async (seed, path, key) => {
    expect(toHex(await deriveKey(signer, fromHex(seed), path))).toBe(key);
  });

  it("is that of another implementation, whatever seed and path", async () => {
    const step = fc.tuple(fc.integer({ min: 0, max: 2 ** 31 - 1 }), fc.boolean()).map(([index, hardened]) => `${index}${hardened ? "'" : ""}`);
    const path = fc.array(step, { minLength: 5, maxLength: 5 }).map((steps) => `m/${steps.join("/")}`);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 64, maxLength: 64 }), path, async (seed, at) => {
        expect(toHex(await deriveKey(signer, seed, at))).toBe(toHex(HDKey.fromMasterSeed(seed).derive(at).privateKey as Uint8Array));
      }),
      { numRuns: 100 },
    );
  });
});

describe("the list of words", () => {
  it("is the one of BIP-39", async () => {
    expect(readWordList(await fileBesideWorker(WORD_LIST_FILE))).toEqual(wordlist);
  });

  it.each([
    ["cut off", wordlist.slice(0, -1)],
    ["with a word twice", [...wordlist.slice(0, -1), "zone"]],
    ["empty", []],
  ])("is refused %s", (_, words) => {
    expect(() => readWordList(new TextEncoder().encode(words.join("\n")))).toThrow("expected 2048 different words in words.txt");
  });
});
