import { entropyToMnemonic, mnemonicToSeedWebcrypto, validateMnemonic } from "@scure/bip39";
import { Address } from "../../../../filecoin/address.ts";
import { secp256k1PublicKey } from "../../../../filecoin/signature.ts";
import { Refusal } from "../../../../wallet/refusal.ts";
import type { Signer } from "./signer.ts";

/**
 * BIP-39 words of 12 or 24, and the secp256k1 keys derived from them (BIP-32). The English list is a file beside the worker: it is needed when words are made or
 * typed, and a worker reads all of its code at every start.
 */

export type WordList = readonly string[];

/** The list's file in the extension's folder: one word a line. */
export const WORD_LIST_FILE = "words.txt";
const WORDS_OF_LIST = 2048;

/** Reads the file of the list. Throws when it is not a list of so many words. */
export function readWordList(file: Uint8Array): WordList {
  const list = new TextDecoder().decode(file).split("\n");
  if (new Set(list).size !== WORDS_OF_LIST) throw new Error(`expected ${WORDS_OF_LIST} different words in ${WORD_LIST_FILE}; got ${new Set(list).size}`);
  return list;
}

/** Words that stand in every tutorial: money sent to their keys is taken within seconds. */
const KNOWN_WORDS = new Set([
  "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
  `${"abandon ".repeat(23)}art`,
  "test test test test test test test test test test test junk",
  "test test test test test test test test test test test ball",
  "legal winner thank year wave sausage worth useful legal winner thank yellow",
  "letter advice cage absurd amount doctor acoustic avoid letter advice cage above",
  "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
  `${"zoo ".repeat(23)}vote`,
  "candy maple cake sugar pudding cream honey rich smooth crumble sweet treat",
  "myth like bonus scare over problem client lizard pioneer submit female collect",
  "all all all all all all all all all all all all",
  "equip will roof matter pink blind book anxiety banner elbow sun young",
  "raw include ecology social turtle still perfect trip dance food welcome aunt patient very toss very program estate diet portion city camera loop guess",
]);

/** True for words that anybody can look up. */
export const areKnownWords = (words: string): boolean => KNOWN_WORDS.has(words) || new Set(words.split(" ")).size <= 2;

/** 12 or 24 new words from the browser's random source. */
export function newWords(list: WordList, count: 12 | 24, random: (bytes: number) => Uint8Array): string {
  const entropy = random(count === 12 ? 16 : 32);
  try {
    return entropyToMnemonic(entropy, [...list]);
  } finally {
    entropy.fill(0);
  }
}

/** Words in their one form: NFKD, lower case, single spaces. Throws badWords naming the first place that is no BIP-39 word. */
export function readWords(list: WordList, text: string): string {
  const words = text.normalize("NFKD").trim().toLowerCase().split(/\s+/);
  if (words.length !== 12 && words.length !== 24) throw new Refusal("badWords", { detail: "count", place: words.length });
  const wrong = words.findIndex((word) => !list.includes(word));
  if (wrong >= 0) throw new Refusal("badWords", { detail: "word", place: wrong + 1 });
  const joined = words.join(" ");
  if (!validateMnemonic(joined, [...list])) throw new Refusal("badWords", { detail: "checksum", place: null });
  return joined;
}

/** Checks words asked back: at least three distinct places (from 1). Throws wordsNotProved naming the first wrong place. */
export function checkProof(words: string, proof: readonly { place: number; word: string }[]): void {
  const list = words.split(" ");
  if (new Set(proof.map((p) => p.place)).size < 3) throw new Refusal("wordsNotProved", { place: null });
  for (const { place, word } of proof) {
    if (list[place - 1] !== word.normalize("NFKD").trim().toLowerCase()) throw new Refusal("wordsNotProved", { place });
  }
}

/** 64 seed bytes; no BIP-39 passphrase. */
export const seedOf = (words: string): Promise<Uint8Array> => mnemonicToSeedWebcrypto(words);

/** The 32-byte private key at a BIP-32 path of five steps (BIP-44); the caller wipes it. */
export const deriveKey = (signer: Signer, seed: Uint8Array, path: string): Promise<Uint8Array> =>
  signer(({ keyDeriveFromSeed }) => {
    const key = keyDeriveFromSeed(seed, path);
    try {
      return key.private_raw;
    } finally {
      key.free();
    }
  });

/** The f1 address at a path. */
export async function addressAt(signer: Signer, seed: Uint8Array, path: string): Promise<Address> {
  const key = await deriveKey(signer, seed, path);
  try {
    return Address.secp256k1(secp256k1PublicKey(key));
  } finally {
    key.fill(0);
  }
}
