import { buildAll } from "./build-all.ts";
import { staticChecks } from "./checks.ts";
import { root } from "./root.ts";
import { runCommand } from "./run-command.ts";
import { runSteps, runTool } from "./run-tool.ts";

/** `npm run check`: the inner loop. */
await runCommand("check", () =>
  runSteps([
    staticChecks,
    { name: "build actor and devnet", run: () => buildAll(root, { without: "extension" }).then(() => true) },
    { name: "unit tests", run: () => runTool("vitest/vitest.mjs", ["run", "--config", "vitest.config.ts"]) },
  ]),
);
