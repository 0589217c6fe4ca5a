import { root } from "./root.ts";

/** One step of the build in a process of its own, so that whoever waits for it never holds compiler or bundler: `tsx scripts/build-step.ts owner-actor`. */
const STEPS: Readonly<Record<string, () => Promise<unknown>>> = {
  "owner-actor": async () => (await import("./build-actor.ts")).writeOwnerActor(root),
  devnet: async () => (await import("./build-devnet.ts")).buildDevnet(root),
  extension: async () => (await import("./build-extension.ts")).buildExtension(root),
};

const name = process.argv[2] ?? "";
const step = STEPS[name];
if (step === undefined) throw new Error(`expected a step of the build (${Object.keys(STEPS).join(", ")}), got «${name}»`);
await step();
