/** The runner on the reference FVM (test/reference) and the bundle of released actors: where they are kept, and how the runner is built. */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { CommandMistake } from "./command-line.ts";
import { fingerprint } from "./fingerprint.ts";
import { root } from "./root.ts";

/** Outside the clone, so that a fresh clone need not build for five minutes again. */
export const cache = join(homedir(), ".cache/fil-peggy");
const target = process.env["CARGO_TARGET_DIR"] ?? join(cache, "reference");
const crate = join(root, "test/reference");
export const runner = join(target, "release/reference");
/** The second runner: its users may install code (README.md there). */
const installing = `${runner}-m2`;
const stamp = join(target, "built-from");

/** The bundle that was named, or the one in the cache. Throws CommandMistake for a name without a file. */
export function findBundle(named: string | undefined): string | undefined {
  if (named !== undefined && !existsSync(named)) throw new CommandMistake(`--bundle takes a file, and there is no «${named}».`);
  const kept = join(cache, "builtin-actors-devnet.car");
  return named ?? process.env["ACTORS_BUNDLE"] ?? (existsSync(kept) ? kept : undefined);
}

/**
 * Builds the runner unless it stands as the sources have it. Where it cannot be had (no cargo, no network at the first build, no time left) the answer says why; a build that fails ends the
 * command. What cargo has compiled stays, so a build that ran out of time goes on at the next run.
 */
export function buildRunner(seconds?: number): { readonly missing?: string } {
  const sources = fingerprint(root, ["test/reference/src", "test/reference/Cargo.toml", "test/reference/Cargo.lock"]);
  if ([runner, installing, stamp].every((file) => existsSync(file)) && readFileSync(stamp, "utf8") === sources) return {};
  const deadline = seconds === undefined ? undefined : Date.now() + seconds * 1_000;
  let late = false;
  const cargo = (args: readonly string[]): boolean => {
    if (late) return false;
    const ran = spawnSync("cargo", args, {
      cwd: crate,
      stdio: ["ignore", 2, 2],
      env: { ...process.env, CARGO_TARGET_DIR: target },
      ...(deadline === undefined ? {} : { timeout: Math.max(1, deadline - Date.now()) }),
    });
    late = ran.signal === "SIGTERM";
    return ran.status === 0;
  };
  const tooLate = { missing: "the time for its build ran out. The next run goes on where this one stopped." };
  if (spawnSync("cargo", ["--version"]).status !== 0) return { missing: "cargo is not here. Install Rust (https://rustup.rs) and run this again." };
  if (!cargo(["fetch", "--locked", "--offline"]) && !cargo(["fetch", "--locked"]))
    return late ? tooLate : { missing: "its crates are not here and could not be fetched (cargo's words stand above). Run this again with a network." };
  const release = ["build", "--release", "--locked", "--offline"];
  const built = cargo([...release, "--features", "m2-native"]);
  if (built) copyFileSync(runner, installing);
  if (!built || !cargo(release)) {
    if (late) return tooLate;
    process.stderr.write("The step «build the reference runner» failed; cargo's words stand above.\n");
    process.exit(1);
  }
  writeFileSync(stamp, sources);
  return {};
}
