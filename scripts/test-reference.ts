import { spawnSync } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { root } from "./root.ts";
import { runTool } from "./run-tool.ts";

/** `npm run test:reference [-- --bundle FILE.car]`: the scenario suite on the reference FVM (Rust, crate `fvm`) and on the devnet's machine. */
if (spawnSync("cargo", ["--version"]).status !== 0) {
  process.stdout.write("cargo is not here, so nothing was compared with the reference FVM. Install Rust (https://rustup.rs) and run this again.\n");
  process.exit(0);
}
// Outside the clone, so that a fresh clone need not build for five minutes again.
const target = process.env["CARGO_TARGET_DIR"] ?? join(homedir(), ".cache/fil-peggy/reference");
const build = spawnSync("cargo", ["build", "--release", "--locked"], {
  cwd: join(root, "test/reference"),
  stdio: "inherit",
  env: { ...process.env, CARGO_TARGET_DIR: target },
});
if (build.status !== 0) {
  process.stderr.write("The step «build the reference runner» failed; cargo's words stand above.\n");
  process.exit(1);
}
const args = ["--binary", join(target, "release/reference"), ...process.argv.slice(2)];
process.exit((await runTool("tsx/dist/cli.mjs", [join(root, "test/reference/compare.ts"), ...args])) ? 0 : 1);
