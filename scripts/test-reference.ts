import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildRunner, cache, findBundle, runner } from "./reference-runner.ts";
import { wholeNumber } from "./command-line.ts";
import { root } from "./root.ts";
import { runCommand } from "./run-command.ts";
import { runTool } from "./run-tool.ts";

/** Runs the owner actor's tests once more, with their messages noted down in a file for each, and answers the folder with the recordings. */
async function recordOwnerTests(bundle: string): Promise<string> {
  const folder = join(root, "build/reference/recordings");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const env = { PEGGY_SEED: "1", PEGGY_HISTORIES: "20", ...process.env, REFERENCE_RECORDINGS: folder, ACTORS_BUNDLE: bundle };
  if (!(await runTool("vitest/vitest.mjs", ["run", "--isolate", "--reporter=dot", "test/owner", "test/model"], env))) {
    process.stderr.write("The step «record the owner actor's tests» failed; its words stand above.\n");
    process.exit(1);
  }
  return folder;
}

/**
 * `npm run test:reference`: the scenarios and the messages of the owner actor's tests on the reference FVM (Rust, crate `fvm`) and on the
 * devnet's machine; --scenarios leaves the tests out. Where the reference cannot be had (no cargo, no network at the first build, no time
 * left to build) it says so and fails nothing.
 */
await runCommand("test:reference", async ({ values }) => {
  const seconds = values["build-seconds"] === undefined ? undefined : wholeNumber("--build-seconds", values["build-seconds"], 1, 86_400);
  const bundle = findBundle(values.bundle);
  const { missing } = buildRunner(seconds);
  if (missing !== undefined) {
    process.stdout.write(`Nothing was compared with the reference FVM: ${missing}\n`);
    process.exit(0);
  }
  const owner = join(root, "build/reference/owner");
  rmSync(owner, { recursive: true, force: true });
  if (!(await runTool("tsx/dist/cli.mjs", [join(root, "test/reference/write/owner.ts"), owner]))) process.exit(1);
  const folders = ["--folder", owner];
  const args = ["--binary", runner, ...(values.gas === true ? ["--gas"] : [])];
  if (bundle === undefined)
    process.stdout.write(
      `There is no bundle of the released built-in actors, so only what needs none is compared. Name one with --bundle, or keep it as ${cache}/builtin-actors-devnet.car (test/reference/README.md).\n`,
    );
  else {
    args.push("--bundle", bundle);
    if (values.scenarios !== true) folders.push("--folder", await recordOwnerTests(bundle));
  }
  process.exit((await runTool("tsx/dist/cli.mjs", [join(root, "test/reference/compare.ts"), ...args, ...folders])) ? 0 : 1);
});
