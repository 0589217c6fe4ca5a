import { buildAll } from "./build-all.ts";
import { findBrowser } from "./browser.ts";
import { root } from "./root.ts";
import { runSteps, runTool } from "./run-tool.ts";

/** `npm run test:e2e [file…]`: real Chromium against the real devnet. */
const say = (line: string): void => void process.stderr.write(`${line}\n`);
await buildAll(root, { say });
const browser = findBrowser(root, say);
await runSteps([
  {
    name: "end-to-end tests",
    run: () =>
      runTool("vitest/vitest.mjs", ["run", "--config", "test/e2e/vitest.config.ts", ...process.argv.slice(2)], { ...process.env, CHROME_PATH: browser }),
  },
]);
