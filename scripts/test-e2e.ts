import { readdirSync } from "node:fs";
import { join } from "node:path";
import { buildAll } from "./build-all.ts";
import { findBrowser } from "./browser.ts";
import { CommandMistake } from "./command-line.ts";
import { root } from "./root.ts";
import { runCommand } from "./run-command.ts";
import { runSteps, runTool } from "./run-tool.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const FILES = readdirSync(join(root, "test/e2e")).filter((name) => name.endsWith(".e2e.ts"));

/** `npm run test:e2e [name…]`: real Chromium against the real devnet. */
await runCommand("test:e2e", async ({ values, rest }) => {
  for (const name of rest) {
    if (!FILES.some((file) => join("test/e2e", file).includes(name)))
      throw new CommandMistake(`no file of test/e2e has «${name}» in its name: there are ${FILES.join(", ")}.`);
  }
  await buildAll(root, { say });
  const browser = findBrowser(root, say);
  const chosen = [...rest, ...(values.test === undefined ? [] : ["-t", values.test])];
  await runSteps([
    {
      name: "end-to-end tests",
      run: () => runTool("vitest/vitest.mjs", ["run", "--config", "test/e2e/vitest.config.ts", ...chosen], { ...process.env, CHROME_PATH: browser }),
    },
  ]);
});
