import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildAll } from "./build-all.ts";
import { findBrowser } from "./browser.ts";
import { staticChecks } from "./checks.ts";
import { root } from "./root.ts";
import { runSteps, runTool } from "./run-tool.ts";

/** `npm test`: everything that has to hold before a change lands. */
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const results = join(root, "build/test-results");
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const browser = findBrowser(root, say);

/** What a run of vitest wrote down: its files, each with its tests. */
interface Report {
  readonly testResults: readonly { readonly name: string; readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}
const reportFile = (name: string): string => join(results, `${name}.json`);
const filesOf = (name: string): Report["testResults"] =>
  existsSync(reportFile(name)) ? (JSON.parse(readFileSync(reportFile(name), "utf8")) as Report).testResults : [];

const vitest = (name: string, config: string, files: readonly string[] = []): Promise<boolean> =>
  runTool("vitest/vitest.mjs", ["run", "--config", config, "--reporter=default", "--reporter=json", `--outputFile.json=${reportFile(name)}`, ...files], {
    ...process.env,
    CHROME_PATH: browser,
  });

const E2E = "test/e2e/vitest.config.ts";
/** So many files of browser tests may have been short of time for a moment; more have a cause. */
const MOST_AGAIN = 2;

/**
 * The browser tests. A file goes through one browser from its first test to its last, so that none of them can be tried alone: on the build machine, which is slow at
 * times, a file that failed runs once more from its beginning, and says so; nowhere else.
 */
async function browserTests(): Promise<boolean> {
  if (await vitest("e2e", E2E)) return true;
  const failed = filesOf("e2e").flatMap(({ name, status }) => (status === "passed" ? [] : [name]));
  if (!process.env["CI"] || failed.length === 0 || failed.length > MOST_AGAIN) return false;
  say(`Once more from the beginning: ${failed.join(", ")}`);
  return vitest("e2e-again", E2E, failed);
}

await runSteps([
  [{ name: "build", run: () => buildAll(root, { say }).then(() => true) }, ...staticChecks],
  { name: "unit and property tests", run: () => vitest("unit", "vitest.config.ts") },
  { name: "end-to-end tests", run: browserTests },
]);

// What was run again counts as it came out then.
const again = new Set(filesOf("e2e-again").map(({ name }) => name));
const files = [...filesOf("unit"), ...filesOf("e2e").filter(({ name }) => !again.has(name)), ...filesOf("e2e-again")];
const count = (status: string): number => files.flatMap(({ assertionResults }) => assertionResults).filter((test) => test.status === status).length;
process.stdout.write(`${count("passed")} passed, ${count("failed")} failed\n`);
