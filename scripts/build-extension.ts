import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { workerBuild } from "../vite.config.ts";

/** Wasm files that the worker fetches from the extension's own address. */
const wasmFiles = [
  ["node_modules/@zondax/filecoin-signing-tools/browser/filecoin_signer_wasm_bg.wasm", "filecoin_signer_wasm_bg.wasm"],
  ["build/owner.wasm", "owner.wasm"],
] as const;

/** Builds dist/, the unpacked extension: the worker alone, then the pages and the manifest, then the Wasm beside them. */
export async function buildExtension(root: string): Promise<void> {
  await build(workerBuild);
  await build({ root, configFile: join(root, "vite.config.ts"), logLevel: "warn" });
  for (const [from, to] of wasmFiles) copyFileSync(join(root, from), join(root, "dist", to));
}
