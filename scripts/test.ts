import { mkdirSync, readFileSync, rmSync } from "node:fs";
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

const vitest = (name: string, config: string): Promise<boolean> =>
  runTool("vitest/vitest.mjs", ["run", "--config", config, "--reporter=default", "--reporter=json", `--outputFile.json=${join(results, `${name}.json`)}`], {
    ...process.env,
    CHROME_PATH: browser,
  });

await runSteps([
  [{ name: "build", run: () => buildAll(root, { say }).then(() => true) }, ...staticChecks],
  { name: "unit and property tests", run: () => vitest("unit", "vitest.config.ts") },
  { name: "end-to-end tests", run: () => vitest("e2e", "test/e2e/vitest.config.ts") },
]);

const counts = ["unit", "e2e"].map(
  (name) => JSON.parse(readFileSync(join(results, `${name}.json`), "utf8")) as { numPassedTests: number; numFailedTests: number },
);
const sum = (key: "numPassedTests" | "numFailedTests"): number => counts.reduce((total, count) => total + count[key], 0);
process.stdout.write(`${sum("numPassedTests")} passed, ${sum("numFailedTests")} failed\n`);
