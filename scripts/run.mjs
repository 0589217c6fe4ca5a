// First step of every command: plain JavaScript, no dependencies, so that it works in a clone that has never seen `npm ci`.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installationFits } from "./installed.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const commands = {
  start: "scripts/start.ts",
  test: "scripts/test.ts",
  check: "scripts/check.ts",
  "test:e2e": "scripts/test-e2e.ts",
  "test:reference": "scripts/test-reference.ts",
  "test:invariants": "scripts/test-invariants.ts",
  "test:lies": "scripts/test-lies.ts",
  "test:mutants": "scripts/test-mutants.ts",
  bench: "scripts/bench.ts",
  screens: "scripts/screens.ts",
  devnet: "scripts/devnet.ts",
  build: "scripts/build.ts",
};

function fail(what, way) {
  process.stderr.write(`\nFIL Peggy: ${what}\n  ${way}\n`);
  process.exit(1);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Node ${process.versions.node} is too old; 20.19 or newer is needed.`, "Install a newer Node.js, then run the command again.");
}

/** npm as the one that runs us, else the one on PATH. */
function npm(args) {
  const own = process.env.npm_execpath;
  const [file, prefix] = own ? [process.execPath, [own]] : [process.platform === "win32" ? "npm.cmd" : "npm", []];
  // Standard output stays clean: `--json` promises one line there.
  return spawnSync(file, [...prefix, ...args], { cwd: root, stdio: ["ignore", 2, 2] });
}

/** Installs exactly what package-lock.json says, unless it is there. */
function installPackages() {
  if (installationFits(root)) return;
  process.stderr.write("Installing the packages that package-lock.json names …\n");
  const done = npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (done.status === 0) return;
  fail(
    "the step «install packages» failed: `npm ci` did not end well (its words stand above).",
    "Check that the npm registry can be reached and the disk has about 1 GB free, then run the command again.",
  );
}

const [name, ...args] = process.argv.slice(2);
const script = commands[name];
if (!script) fail(`there is no command «${name ?? ""}».`, `Commands: ${Object.keys(commands).join(", ")}.`);
checkNode();
installPackages();
const run = spawnSync(process.execPath, ["--import", "tsx", join(root, script), ...args], { cwd: root, stdio: "inherit" });
if (run.error) fail(`the step «${name}» could not be started: ${run.error.message}`, "Run the command again; if it stays so, delete node_modules.");
process.exit(run.status ?? 1);
