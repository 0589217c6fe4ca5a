import { runTool } from "./run-tool.ts";

/**
 * `npm run test:invariants [-- HISTORIES STEPS]`: random histories of the owner actor against the independent model, 2,000 of 200 steps
 * unless said otherwise, on two cores, a bank run of 10,000 redemptions and a spam run of 100,000 positions; `npm test` runs a few short ones.
 */
const [histories = "2000", steps = "200"] = process.argv.slice(2);
const half = Math.ceil(Number(histories) / 2);
const run = (file: string, env: NodeJS.ProcessEnv): Promise<boolean> => runTool("vitest/vitest.mjs", ["run", file], { ...process.env, ...env });
const walk = (count: number): Promise<boolean> => run("test/model/histories.test.ts", { PEGGY_HISTORIES: String(count), PEGGY_STEPS: steps });
const ended = await Promise.all([walk(half), walk(Number(histories) - half)]);
ended.push(await run("test/owner/crowds.test.ts", { PEGGY_SPAM: "100000", PEGGY_REDEMPTIONS: "10000" }));
process.exit(ended.includes(false) ? 1 : 0);
