/**
 * Runs scenarios on the reference FVM and on the devnet's machine and prints where they differ; gas to the unit.
 * Usage: tsx test/reference/compare.ts [--bundle FILE.car] [--binary FILE] [--record] [SCENARIO.json …]
 * Default: all scenarios. --record writes what the reference answered to expected/, where the unit tests read it.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Line } from "./devnet-world.ts";
import { runInWorker } from "./run-in-worker.ts";
import { readScenarios } from "./scenario.ts";

const STACK_MB = 64;
const HERE = dirname(fileURLToPath(import.meta.url));
const FIELDS = [
  "exitCode",
  "return",
  "returnCodec",
  "gasUsed",
  "events",
  "eventsRoot",
  "stateRoot",
  "minerTip",
  "minerPenalty",
  "baseFeeBurn",
  "overEstimationBurn",
  "refund",
  "balances",
] as const satisfies readonly (keyof Line)[];

interface Options {
  bundle: string | undefined;
  binary: string;
  record: boolean;
  files: string[];
}

function readOptions(args: readonly string[]): Options {
  const options: Options = {
    bundle: process.env["ACTORS_BUNDLE"],
    binary: process.env["REFERENCE_BINARY"] ?? join(HERE, "target/release/reference"),
    record: args.includes("--record"),
    files: [],
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === "--bundle") options.bundle = args[++i];
    else if (arg === "--binary") options.binary = args[++i] ?? "";
    else if (arg !== "--record") options.files.push(arg);
  }
  return options;
}

/** Scenarios of scenarios/bundle need the real actors; those of scenarios/ run on stand-ins that answer nothing. */
function allScenarios(bundle: string | undefined): string[] {
  const folders = bundle === undefined ? ["scenarios"] : ["scenarios", "scenarios/bundle"];
  return folders.flatMap((folder) => {
    const path = join(HERE, folder);
    if (!existsSync(path)) return [];
    return readdirSync(path)
      .filter((f) => f.endsWith(".json"))
      .map((f) => join(path, f))
      .filter((f) => (readScenarios(f).at(-1)?.scenario.messages ?? []).length > 0);
  });
}

function runReference(options: Options, bundle: string | undefined, file: string): Line[] {
  const installs = readScenarios(file).at(-1)?.scenario.network?.installsCode === true;
  const binary = installs ? `${options.binary}-m2` : options.binary;
  const args = bundle === undefined ? [file] : ["--bundle", bundle, file];
  const out = execFileSync(binary, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}

function record(file: string, lines: readonly Line[]): void {
  const path = join(HERE, "expected", `${basename(file, ".json")}.jsonl`);
  writeFileSync(path, lines.map((line) => `${canonical(line)}\n`).join(""));
}

/** Differences in one message, as lines of text. */
function differences(expected: Line, actual: Line): string[] {
  const found = FIELDS.filter((f) => canonical(expected[f]) !== canonical(actual[f])).map(
    (f) => `    ${f}: reference ${brief(expected[f])}, devnet ${brief(actual[f])}`,
  );
  if (found.length > 0 && expected.exitCode !== 0) found.push(`    reference says: ${brief(expected.error)}`);
  if (found.length > 0 && actual.exitCode !== 0) found.push(`    devnet says: ${brief(actual.error)}`);
  return found;
}

/** Text of a value, keys sorted. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) =>
    v !== null && typeof v === "object" && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v,
  );
}

function brief(value: unknown): string {
  const text = canonical(value) ?? "";
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

async function compare(options: Options): Promise<number> {
  const files = options.files.length > 0 ? options.files : allScenarios(options.bundle);
  let messages = 0;
  let unequal = 0;
  for (const file of files) {
    const needsBundle = file.includes("/bundle/");
    const bundle = needsBundle || options.files.length > 0 ? options.bundle : undefined;
    const expected = runReference(options, bundle, file);
    if (options.record && bundle === undefined) record(file, expected);
    const actual = await runInWorker(file, STACK_MB, bundle);
    console.log(`${file.replace(`${HERE}/`, "")}: ${String(expected.length)} messages`);
    expected.forEach((line, i) => {
      messages += 1;
      const found = actual[i] === undefined ? ["    not run"] : differences(line, actual[i]);
      if (found.length === 0) return;
      unequal += 1;
      console.log(`  ${String(i)} ${line.name}`);
      for (const text of found) console.log(text);
    });
  }
  console.log(`${String(messages - unequal)} of ${String(messages)} messages equal`);
  return unequal;
}

const options = readOptions(process.argv.slice(2));
if (!existsSync(options.binary)) {
  console.log(`no reference runner at ${options.binary}: build it with cargo in test/reference (README.md there)`);
  process.exitCode = 2;
} else {
  process.exitCode = (await compare(options)) === 0 ? 0 : 1;
}
