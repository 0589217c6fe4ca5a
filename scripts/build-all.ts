import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runIfStale } from "./fingerprint.ts";
import { runTool } from "./run-tool.ts";

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

/** A step of the build that did not end well; its own words stand above. */
export class BuildFailed extends Error {
  override readonly name = "BuildFailed";
}

const STEPS = [
  { name: "owner-actor", sources: actorSources, outputs: ["build/owner.wasm", "build/owner.json"] },
  { name: "devnet", sources: devnetSources, outputs: ["build/devnet/node-worker.js"] },
  { name: "extension", sources: extensionSources, outputs: ["dist/manifest.json", "dist/owner.wasm"] },
] as const;

/** Builds what is stale: the owner actor's Wasm, the devnet's bundle, then dist/. Each step is a process of its own, which ends with it. Throws BuildFailed. */
export async function buildAll(
  root: string,
  options: { force?: boolean; say?: (line: string) => void; without?: "extension" } = {},
): Promise<{ ownerCodeCid: string; ownerWasmBytes: number }> {
  const say = options.say ?? (() => undefined);
  for (const step of STEPS) {
    if (step.name === options.without) continue;
    const started = performance.now();
    const run = async (): Promise<void> => {
      if (await runTool("tsx/dist/cli.mjs", [join(root, "scripts/build-step.ts"), step.name], process.env, 2)) return;
      throw new BuildFailed(`the step «build ${step.name}» failed; its words stand above. \`npm run check\` shows what is wrong in the sources.`);
    };
    if (await runIfStale(root, { ...step, run }, options.force)) say(`built ${step.name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  const owner = JSON.parse(readFileSync(join(root, "build/owner.json"), "utf8")) as OwnerBuild;
  return { ownerCodeCid: owner.codeCid, ownerWasmBytes: owner.size };
}
