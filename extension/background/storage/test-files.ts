import { readFile } from "node:fs/promises";
import { wordlist } from "@scure/bip39/wordlists/english.js";

/** For tests: the files that a build puts beside the worker, from where the build takes them. */

const sources: Readonly<Record<string, string>> = {
  "owner.wasm": "build/owner.wasm",
  "filecoin_signer_wasm_bg.wasm": "node_modules/@zondax/filecoin-signing-tools/browser/filecoin_signer_wasm_bg.wasm",
};

export async function fileBesideWorker(name: string): Promise<Uint8Array> {
  return name === "words.txt" ? new TextEncoder().encode(wordlist.join("\n")) : new Uint8Array(await readFile(sources[name] as string));
}
