/**
 * Runs scenarios and recordings on the reference FVM and on the devnet's machine and prints where they differ; gas to the unit.
 * Usage: tsx test/reference/compare.ts [--bundle FILE.car] [--binary FILE] [--record] [--gas] [--figures FILE] [--folder FOLDER …] [SCENARIO.json | RECORDING.ndjson …]
 * Default: all scenarios here, and those and the recordings of each FOLDER. --record writes what the reference answered to expected/, where the unit tests read it; --gas prints each
 * message's exit code and gas; --figures writes what those messages cost on the reference that are figures of docs/benchmarks.md: whole messages, their place on chain included.
 */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Line } from "./devnet-world.ts";
import { type RecordedCall, isRecording, readRecording } from "./recording.ts";
import { runInWorker } from "./run-in-worker.ts";
import { type ScenarioMessage, readScenarios } from "./scenario.ts";

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
  gas: boolean;
  figures: string | undefined;
  folders: string[];
  files: string[];
}

/** A line of the reference; `fatal` = the machine itself gave up. */
type ReferenceLine = Line & { readonly fatal?: string };

function readOptions(args: readonly string[]): Options {
  const options: Options = {
    bundle: process.env["ACTORS_BUNDLE"],
    binary: process.env["REFERENCE_BINARY"] ?? join(HERE, "target/release/reference"),
    record: args.includes("--record"),
    gas: args.includes("--gas"),
    figures: undefined,
    folders: [],
    files: [],
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === "--bundle") options.bundle = args[++i];
    else if (arg === "--binary") options.binary = args[++i] ?? "";
    else if (arg === "--figures") options.figures = args[++i];
    else if (arg === "--folder") options.folders.push(args[++i] ?? "");
    else if (arg !== "--record" && arg !== "--gas") options.files.push(arg);
  }
  return options;
}

/** Scenarios in folders named bundle, and recordings, need the real actors; the other ones run on stand-ins that answer nothing. */
function allFiles({ bundle, folders }: Options): string[] {
  const all = [join(HERE, "scenarios"), ...folders].flatMap((folder) => (bundle === undefined ? [folder] : [folder, join(folder, "bundle")]));
  return all.flatMap((folder) => {
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json") || (isRecording(name) && bundle !== undefined))
      .map((name) => join(folder, name))
      .filter((file) => isRecording(file) || (readScenarios(file).at(-1)?.scenario.messages ?? []).length > 0);
  });
}

interface Job {
  readonly file: string;
  readonly binary: string;
  readonly bundle: string | undefined;
}

function jobOf(options: Options, file: string): Job {
  const installs = !isRecording(file) && readScenarios(file).at(-1)?.scenario.network?.installsCode === true;
  const needsBundle = file.includes("/bundle/") || isRecording(file) || options.files.length > 0;
  return { file, binary: installs ? `${options.binary}-m2` : options.binary, bundle: needsBundle ? options.bundle : undefined };
}

const execute = promisify(execFile);

/** The reference's lines by file: one process for all files that need the same runner, since it compiles the released actors first. */
async function runReference(jobs: readonly Job[]): Promise<Map<string, ReferenceLine[]>> {
  const lines = new Map<string, ReferenceLine[]>();
  const kind = ({ binary, bundle }: Job): string => `${binary} ${bundle ?? ""}`;
  const first = jobs.filter((job) => jobs.find((other) => kind(other) === kind(job)) === job);
  for (const { binary, bundle } of first) {
    const files = jobs.filter((job) => job.binary === binary && job.bundle === bundle).map(({ file }) => file);
    const { stdout } = await execute(binary, bundle === undefined ? files : ["--bundle", bundle, ...files], { encoding: "utf8", maxBuffer: 1 << 29 });
    let current: ReferenceLine[] = [];
    for (const text of stdout.split("\n").filter((line) => line !== "")) {
      const line = JSON.parse(text) as ReferenceLine | { file: string };
      if ("file" in line) lines.set(line.file, (current = []));
      else current.push(line);
    }
  }
  return lines;
}

async function runDevnet(jobs: readonly Job[]): Promise<Line[][]> {
  const lines: Line[][] = [];
  for (const { file, bundle } of jobs) lines.push(await runInWorker(file, STACK_MB, bundle));
  return lines;
}

function record(file: string, lines: readonly Line[]): void {
  const path = join(HERE, "expected", `${basename(file, ".json")}.jsonl`);
  writeFileSync(path, lines.map((line) => `${canonical(line)}\n`).join(""));
}

/** Differences in one message, as lines of text. */
function differences(expected: ReferenceLine, actual: Line): string[] {
  if (expected.fatal !== undefined) return [`    the reference gave up: ${expected.fatal}`];
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

/** What a message must end with, as its scenario says. */
function unexpected(message: ScenarioMessage | undefined, line: ReferenceLine): string[] {
  if (message?.exitCode === undefined || message.exitCode === line.exitCode) return [];
  return [`    exitCode: the scenario says ${String(message.exitCode)}, reference ${String(line.exitCode)}: ${line.error ?? ""}`];
}

/** Gas of the stand-ins for each gas of the released actors, of messages that succeeded. */
const gasRatios: number[] = [];
/** Gas on the reference of the messages that are figures. */
const figures: Record<string, number> = {};

const STAND_IN_FIELDS = ["exitCode", "return", "returnCodec", "events", "stateRoot"] as const;

/** Where the devnet's stand-ins part from the released actors. */
function strayed({ standIn }: RecordedCall, line: ReferenceLine): string[] {
  const found = STAND_IN_FIELDS.filter((f) => canonical(line[f]) !== canonical(standIn[f])).map(
    (f) => `    ${f}: released actors ${brief(line[f])}, stand-ins ${brief(standIn[f])}`,
  );
  return found.length === 0 ? [] : [...found, `    released actors say: ${brief(line.error)}`, `    stand-ins say: ${brief(standIn.error)}`];
}

async function recordedCalls(file: string): Promise<RecordedCall[]> {
  const calls: RecordedCall[] = [];
  for await (const entry of readRecording(file)) if ("call" in entry) calls.push(entry.call);
  return calls;
}

/** How many messages of one file there are and how many of them differ. */
async function compareFile(
  options: Options,
  { file, bundle }: Job,
  expected: readonly ReferenceLine[],
  actual: readonly Line[],
): Promise<{ messages: number; unequal: number }> {
  if (options.record && bundle === undefined) record(file, expected);
  const calls = isRecording(file) ? await recordedCalls(file) : [];
  const messages = isRecording(file) ? [] : (readScenarios(file).at(-1)?.scenario.messages ?? []);
  console.log(`${file.replace(`${HERE}/`, "")}: ${String(expected.length)} messages`);
  let unequal = 0;
  if (actual.length !== expected.length) {
    unequal += 1;
    console.log(`  the devnet ran ${String(actual.length)} messages`);
  }
  expected.forEach((line, i) => {
    if (options.gas) console.log(`  ${String(i)} ${line.name}: exit ${String(line.exitCode)}, ${String(line.gasUsed)} gas`);
    const found = actual[i] === undefined ? ["    not run"] : [...differences(line, actual[i]), ...unexpected(messages[i], line)];
    const call = calls[i];
    if (call !== undefined && line.fatal === undefined) {
      found.push(...strayed(call, line));
      if (line.exitCode === 0) gasRatios.push(call.standIn.gasUsed / line.gasUsed);
      if (call.figure !== undefined) figures[call.figure] = line.gasUsed + call.inclusion;
    }
    if (found.length === 0) return;
    unequal += 1;
    console.log(`  ${String(i)} ${line.name}`);
    for (const text of found) console.log(text);
  });
  return { messages: expected.length, unequal };
}

async function compare(options: Options): Promise<number> {
  const files = options.files.length > 0 ? options.files : allFiles(options);
  const jobs = files.map((file) => jobOf(options, file));
  // Both at the same time: each takes one core.
  const [expected, actual] = await Promise.all([runReference(jobs), runDevnet(jobs)]);
  let messages = 0;
  let unequal = 0;
  for (const [i, job] of jobs.entries()) {
    const done = await compareFile(options, job, expected.get(job.file) ?? [], actual[i] ?? []);
    messages += done.messages;
    unequal += done.unequal;
  }
  if (gasRatios.length > 0) {
    const [least, middle, most] = [0.01, 0.5, 0.99].map((part) => gasRatios.sort((a, b) => a - b)[Math.floor(part * gasRatios.length)]?.toFixed(3));
    console.log(`gas on stand-ins / on released actors: 1 % below ${least ?? ""}, median ${middle ?? ""}, 1 % above ${most ?? ""}`);
  }
  if (options.figures !== undefined) writeFileSync(options.figures, JSON.stringify(figures));
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
