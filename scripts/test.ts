import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildAll } from "./build-all.ts";
import { findBrowser } from "./browser.ts";
import { staticChecks } from "./checks.ts";
import { root } from "./root.ts";
import { runCommand } from "./run-command.ts";
import { runSteps, runTool } from "./run-tool.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const results = join(root, "build/test-results");

/** What a run of vitest wrote down: its files, each with its tests. */
interface Report {
  readonly testResults: readonly { readonly name: string; readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}
const reportFile = (name: string): string => join(results, `${name}.json`);
const filesOf = (name: string): Report["testResults"] =>
  existsSync(reportFile(name)) ? (JSON.parse(readFileSync(reportFile(name), "utf8")) as Report).testResults : [];

const vitest = (browser: string, name: string, config: string): Promise<boolean> =>
  runTool("vitest/vitest.mjs", ["run", "--config", config, "--reporter=default", "--reporter=json", `--outputFile.json=${reportFile(name)}`], {
    ...process.env,
    CHROME_PATH: browser,
  });

/** `npm test`: everything that has to hold before a change lands. */
await runCommand("test", async () => {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const browser = findBrowser(root, say);
  await runSteps([
    [{ name: "build", run: () => buildAll(root, { say }).then(() => true) }, ...staticChecks],
    { name: "unit and property tests", run: () => vitest(browser, "unit", "vitest.config.ts") },
    { name: "end-to-end tests", run: () => vitest(browser, "e2e", "test/e2e/vitest.config.ts") },
  ]);

  const files = [...filesOf("unit"), ...filesOf("e2e")];
  const count = (status: string): number => files.flatMap(({ assertionResults }) => assertionResults).filter((test) => test.status === status).length;
  process.stdout.write(`${count("passed")} passed, ${count("failed")} failed\n`);
});
