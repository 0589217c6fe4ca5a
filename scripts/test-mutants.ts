import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { attackRows } from "../test/mutants/attack-table.ts";
import { MUTANTS, type Mutant } from "../test/mutants/mutants.ts";
import { gaps } from "../test/mutants/refusals.ts";
import { CommandMistake } from "./command-line.ts";
import { root } from "./root.ts";
import { runCommand } from "./run-command.ts";
import { runTool } from "./run-tool.ts";

const AT_ONCE = 2;
const folder = join(root, "build/mutants");

/** One rule taken out, and the tests that run against it: all of some files, or the one of a name. */
interface Trial {
  readonly mutant: Mutant;
  readonly files: readonly string[];
  readonly test: string | null;
}

function mutantOf(name: string): Mutant {
  const found = MUTANTS.find(({ rule }) => rule === name);
  if (found === undefined) throw new Error(`docs/attacks.md names a mutant that test/mutants/mutants.ts does not have: ${name}`);
  return found;
}

/** Those whose rule, file or attack contains `wanted`. */
function trials(byAttack: boolean, wanted: string): Trial[] {
  if (!byAttack) {
    const chosen = MUTANTS.filter(({ rule, file }) => `${rule} ${file}`.includes(wanted));
    return chosen.map((mutant) => ({ mutant, files: mutant.tests, test: null }));
  }
  const rows = attackRows().filter(({ attack, test, mutants }) => [attack, test, ...mutants].join(" ").includes(wanted));
  return rows.flatMap(({ file, test, mutants }) => mutants.map((name) => ({ mutant: mutantOf(name), files: [file], test })));
}

interface Result {
  passed: number;
  /** Titles of failed tests. */
  failed: string[];
  output: string;
}

interface Report {
  numPassedTests: number;
  testResults: { assertionResults: { status: string; fullName: string }[] }[];
}

/** Runs test files against an actor, up to the first that fails; of their tests those of these names alone, if any are given. */
async function run(name: string, wasm: Uint8Array, files: readonly string[], tests: readonly string[] = []): Promise<Result> {
  const [code, results] = [join(folder, `${name}.wasm`), join(folder, `${name}.json`)];
  writeFileSync(code, wasm);
  rmSync(results, { force: true });
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const only = tests.length === 0 ? [] : ["--testNamePattern", tests.map((test) => `${test.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`).join("|")];
  const child = spawn(process.execPath, [vitest, "run", "--bail=1", "--maxWorkers=1", "--reporter=json", `--outputFile=${results}`, ...only, ...files], {
    cwd: root,
    // The same properties for each mutant: CI fixes their seed.
    env: { ...process.env, CI: "true", PEGGY_OWNER_WASM: code },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => (output += part.toString()));
  await new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let report: Report;
  try {
    report = JSON.parse(readFileSync(results, "utf8")) as Report;
  } catch {
    return { passed: 0, failed: [], output };
  }
  const failed = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === "failed").map((test) => test.fullName),
  );
  return { passed: report.numPassedTests, failed, output };
}

/** The actor's code without the rule. */
async function withoutRule({ file, from, to }: Mutant): Promise<Uint8Array> {
  const path = posix.join("actor/owner", file);
  const source = readFileSync(join(root, path), "utf8");
  if (source.split(from).length !== 2) throw new Error(`${path} does not have exactly one: ${from}`);
  const { compileActor } = await import("./build-actor.ts");
  return compileActor("actor/owner/main.ts", root, new Map([[path, source.replace(from, () => to)]]));
}

/** Runs the tests of the actor and of its sdk, and prints what they have never seen it refuse. */
async function listRefusals(): Promise<number> {
  const seen = join(folder, "refusals");
  rmSync(seen, { recursive: true, force: true });
  // Crowds and gas refuse nothing that the others do not, and keep long traces.
  const files = ["test/owner", "test/model", "test/sdk", "--exclude=**/crowds.test.ts", "--exclude=**/gas.test.ts"];
  if (!(await runTool("vitest/vitest.mjs", ["run", ...files], { ...process.env, PEGGY_REFUSALS: seen }))) return 1;
  const { refusals, gaps: missing } = gaps(seen);
  for (const gap of missing) process.stdout.write(`${gap}\n`);
  process.stdout.write(`${refusals} refusals in the sources, ${missing.length} gaps\n`);
  return missing.length === 0 ? 0 : 1;
}

/** Runs the trials, prints each rule with the first test that turned red, and answers those that could go without any. */
async function survivorsOf(chosen: readonly Trial[]): Promise<string[]> {
  const survivors: string[] = [];
  const queue = [...chosen.entries()];
  async function work(): Promise<void> {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [at, { mutant, files, test }] = next;
      const line = `${mutant.file}: ${mutant.rule}`;
      const code = await withoutRule(mutant).catch((error: unknown) => String(error));
      if (typeof code === "string") {
        survivors.push(line);
        process.stdout.write(`NO ACTOR  ${line}\n${code}\n`);
        continue;
      }
      const { failed, output } = await run(String(at), code, files, test === null ? [] : [test]);
      if (failed[0] === undefined) {
        survivors.push(line);
        process.stdout.write(`SURVIVES  ${line}${test === null ? "" : `  in  ${test}`}\n${/passed|skipped/.test(output) ? "" : output.slice(-600)}`);
      } else process.stdout.write(`red       ${line}  ←  ${failed[0]}\n`);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return survivors;
}

/**
 * `npm run test:mutants [-- TEXT]`: takes one rule at a time out of the owner actor (those whose rule or file contains TEXT) and runs the
 * tests that must notice. Prints each rule with the first test that turned red; ends with 1 when a rule could go without any.
 * `npm run test:mutants -- --refusals` takes nothing out: it runs the actor's tests and lists the refusals in its sources, and the exit codes in its
 * table of methods, that no test has seen.
 * `npm run test:mutants -- --attacks [TEXT]` does so for each row of docs/attacks.md (those that contain TEXT) and runs that row's test alone.
 */
await runCommand("test:mutants", async ({ values, rest: [wanted = ""] }) => {
  const [byAttack, refusals] = [values.attacks === true, values.refusals === true];
  if (refusals && (byAttack || wanted !== "")) throw new CommandMistake("--refusals takes nothing out: expected it alone.");
  mkdirSync(folder, { recursive: true });
  if (refusals) process.exit(await listRefusals());
  const chosen = trials(byAttack, wanted);
  if (chosen.length === 0) throw new CommandMistake(`nothing to take out has «${wanted}» in its rule, file or attack.`);
  const named = chosen.flatMap(({ test }) => test ?? []);
  // The compiler takes seconds to load: nobody waits for it who mistyped.
  const { buildActor } = await import("./build-actor.ts");
  const whole = await run("whole", (await buildActor()).wasm, [...new Set(chosen.flatMap(({ files }) => files))], [...new Set(named)]);
  if (whole.passed === 0 || whole.failed.length > 0) {
    process.stderr.write(`${whole.output}\nThe tests must be green before a rule is taken out. Red: ${whole.failed.join(", ") || "none ran"}\n`);
    process.exit(1);
  }
  const survivors = await survivorsOf(chosen);
  process.stdout.write(`${chosen.length - survivors.length} of ${chosen.length} rules are missed by a test when they are gone\n`);
  process.exit(survivors.length === 0 ? 0 : 1);
});
