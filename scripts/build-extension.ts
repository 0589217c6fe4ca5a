import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { build } from "vite";
import { WORD_LIST_FILE } from "../extension/background/secrets/keys/words.ts";
import { workerBuild } from "../vite.config.ts";

/** Files that the worker fetches from the extension's own address, and licences that ask to go along. */
const filesBeside = [
  ["node_modules/@zondax/filecoin-signing-tools/browser/filecoin_signer_wasm_bg.wasm", "filecoin_signer_wasm_bg.wasm"],
  ["build/owner.wasm", "owner.wasm"],
  ["node_modules/@fontsource-variable/inter/LICENSE", "licenses/inter.txt"],
  ["node_modules/@fontsource-variable/jetbrains-mono/LICENSE", "licenses/jetbrains-mono.txt"],
] as const;

/** Builds dist/, the unpacked extension: the worker alone, then the pages and the manifest, then Wasm, words and licences beside them. */
export async function buildExtension(root: string): Promise<void> {
  await build(workerBuild);
  await build({ root, configFile: join(root, "vite.config.ts"), logLevel: "warn" });
  mkdirSync(join(root, "dist/licenses"), { recursive: true });
  for (const [from, to] of filesBeside) copyFileSync(join(root, from), join(root, "dist", to));
  writeFileSync(join(root, "dist", WORD_LIST_FILE), wordlist.join("\n"));
}
