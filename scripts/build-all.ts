import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runIfStale } from "./fingerprint.ts";

/** What stands in build/owner.json. */
export interface OwnerBuild {
  codeCid: string;
  size: number;
}

/** Sources whose change makes a step run again. */
const actorSources = ["actor", "scripts/build-actor.ts", "scripts/pack-data.ts", "package-lock.json"];
const extensionSources = [
  "actor/abi",
  "filecoin",
  "wallet",
  "extension",
  "vite.config.ts",
  "package-aliases.ts",
  "manifest.config.ts",
  "package.json",
  "package-lock.json",
  "build/owner.wasm",
  "scripts/build-extension.ts",
];

const devnetSources = ["actor/abi", "filecoin", "devnet", "package-lock.json", "scripts/build-devnet.ts"];

/** Builds what is stale: the owner actor's Wasm, the devnet's bundle, then dist/. */
export async function buildAll(
  root: string,
  options: { force?: boolean; say?: (line: string) => void; without?: "extension" } = {},
): Promise<{ ownerCodeCid: string; ownerWasmBytes: number }> {
  const say = options.say ?? (() => undefined);
  // Compiler and bundler are loaded only when they have work: a start from finished files takes a fraction of the time.
  const steps = [
    {
      name: "owner-actor",
      sources: actorSources,
      outputs: ["build/owner.wasm", "build/owner.json"],
      run: async () => void (await (await import("./build-actor.ts")).writeOwnerActor(root)),
    },
    {
      name: "devnet",
      sources: devnetSources,
      outputs: ["build/devnet/node-worker.js"],
      run: async () => (await import("./build-devnet.ts")).buildDevnet(root),
    },
    {
      name: "extension",
      sources: extensionSources,
      outputs: ["dist/manifest.json", "dist/owner.wasm"],
      run: async () => (await import("./build-extension.ts")).buildExtension(root),
    },
  ];
  for (const step of steps) {
    if (step.name === options.without) continue;
    const started = performance.now();
    const ran = await runIfStale(root, step, options.force).catch((error: unknown) => {
      throw new Error(`the step «build ${step.name}» failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    });
    if (ran) say(`built ${step.name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  const owner = JSON.parse(readFileSync(join(root, "build/owner.json"), "utf8")) as OwnerBuild;
  return { ownerCodeCid: owner.codeCid, ownerWasmBytes: owner.size };
}
