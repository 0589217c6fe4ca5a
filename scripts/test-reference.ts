import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fingerprint } from "./fingerprint.ts";
import { root } from "./root.ts";
import { runTool } from "./run-tool.ts";

/**
 * `npm run test:reference [-- --bundle FILE.car] [--scenarios] [--gas] [--build-seconds N]`: the scenarios and the messages of the owner actor's
 * tests on the reference FVM (Rust, crate `fvm`) and on the devnet's machine; --scenarios leaves the tests out. Where the reference cannot be had
 * (no cargo, no network at the first build, no time left to build) it says so and fails nothing.
 */
const { values } = parseArgs({
  options: { bundle: { type: "string" }, "build-seconds": { type: "string" }, scenarios: { type: "boolean" }, gas: { type: "boolean" } },
});
/** Outside the clone, so that a fresh clone need not build for five minutes again. */
const cache = join(homedir(), ".cache/fil-peggy");
const target = process.env["CARGO_TARGET_DIR"] ?? join(cache, "reference");
const crate = join(root, "test/reference");
const binary = join(target, "release/reference");
/** The second runner: its users may install code (README.md there). */
const installing = `${binary}-m2`;
const stamp = join(target, "built-from");
const sources = fingerprint(root, ["test/reference/src", "test/reference/Cargo.toml", "test/reference/Cargo.lock"]);

function nothingCompared(why: string): never {
  process.stdout.write(`Nothing was compared with the reference FVM: ${why}\n`);
  process.exit(0);
}

function isBuilt(): boolean {
  return [binary, installing, stamp].every((file) => existsSync(file)) && readFileSync(stamp, "utf8") === sources;
}

const deadline = values["build-seconds"] === undefined ? undefined : Date.now() + Number(values["build-seconds"]) * 1_000;

/** Runs cargo; false = it failed. What it has compiled stays, so a build that ran out of time goes on at the next run. */
function cargo(args: readonly string[]): boolean {
  const left = deadline === undefined ? undefined : Math.max(1, deadline - Date.now());
  const ran = spawnSync("cargo", args, {
    cwd: crate,
    stdio: ["ignore", 2, 2],
    env: { ...process.env, CARGO_TARGET_DIR: target },
    ...(left === undefined ? {} : { timeout: left }),
  });
  if (ran.signal === "SIGTERM") nothingCompared("the time for its build ran out. The next run goes on where this one stopped.");
  return ran.status === 0;
}

function build(): void {
  if (spawnSync("cargo", ["--version"]).status !== 0) nothingCompared("cargo is not here. Install Rust (https://rustup.rs) and run this again.");
  if (!cargo(["fetch", "--locked", "--offline"]) && !cargo(["fetch", "--locked"]))
    nothingCompared("its crates are not here and could not be fetched (cargo's words stand above). Run this again with a network.");
  const release = ["build", "--release", "--locked", "--offline"];
  const built = cargo([...release, "--features", "m2-native"]);
  if (built) copyFileSync(binary, installing);
  if (!built || !cargo(release)) {
    process.stderr.write("The step «build the reference runner» failed; cargo's words stand above.\n");
    process.exit(1);
  }
  writeFileSync(stamp, sources);
}

/** The bundle that was named, or the one in the cache. */
function findBundle(): string | undefined {
  const kept = join(cache, "builtin-actors-devnet.car");
  return values.bundle ?? process.env["ACTORS_BUNDLE"] ?? (existsSync(kept) ? kept : undefined);
}

/** Runs the owner actor's tests once more, with their messages noted down, and answers the folder with the recordings. */
async function recordOwnerTests(bundle: string): Promise<string> {
  const folder = join(root, "build/reference/recordings");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const env = { PEGGY_SEED: "1", PEGGY_HISTORIES: "20", ...process.env, REFERENCE_RECORDINGS: folder, ACTORS_BUNDLE: bundle };
  if (!(await runTool("vitest/vitest.mjs", ["run", "--reporter=dot", "test/owner", "test/model"], env))) {
    process.stderr.write("The step «record the owner actor's tests» failed; its words stand above.\n");
    process.exit(1);
  }
  return folder;
}

if (!isBuilt()) build();
const bundle = findBundle();
const owner = join(root, "build/reference/owner");
rmSync(owner, { recursive: true, force: true });
if (!(await runTool("tsx/dist/cli.mjs", [join(root, "test/reference/write/owner.ts"), owner]))) process.exit(1);
const folders = ["--folder", owner];
const args = ["--binary", binary, ...(values.gas === true ? ["--gas"] : [])];
if (bundle === undefined)
  process.stdout.write(
    `There is no bundle of the released built-in actors, so only what needs none is compared. Name one with --bundle, or keep it as ${cache}/builtin-actors-devnet.car (test/reference/README.md).\n`,
  );
else {
  args.push("--bundle", bundle);
  if (values.scenarios !== true) folders.push("--folder", await recordOwnerTests(bundle));
}
process.exit((await runTool("tsx/dist/cli.mjs", [join(root, "test/reference/compare.ts"), ...args, ...folders])) ? 0 : 1);
