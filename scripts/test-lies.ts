import { wholeNumber } from "./command-line.ts";
import { runCommand } from "./run-command.ts";
import { runTool } from "./run-tool.ts";

/**
 * `npm run test:lies [-- LIES]`: one of two nodes lies about every call of every review and confirmation, at least 5,000 times unless said otherwise. Prints its
 * seed; `--only NAME` repeats the lie of this name with that seed (PEGGY_SEED).
 */
await runCommand("test:lies", async ({ values, rest: [count = "5000"] }) => {
  const lies = wholeNumber("LIES", count, 1, 1_000_000);
  const only = values.only === undefined ? {} : { PEGGY_LIE: values.only };
  const passed = await runTool("vitest/vitest.mjs", ["run", "--project", "chain", "test/lies/"], { ...process.env, PEGGY_LIES: String(lies), ...only });
  process.exit(passed ? 0 : 1);
});
