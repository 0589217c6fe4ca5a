import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addTally, missing, newTally, tables, tallyFromJson } from "../test/model/occurrences.ts";
import { wholeNumber } from "./command-line.ts";
import { runCommand } from "./run-command.ts";
import { runTool } from "./run-tool.ts";

/** Steps in which everything comes. */
const CERTAIN = 100_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * `npm run test:invariants [-- HISTORIES STEPS]`: random histories of the owner actor against the independent model, 2,000 of 200 steps
 * unless said otherwise, on two cores, a bank run of 10,000 redemptions and a spam run of 100,000 positions; `npm test` runs a few short ones.
 * Prints how often everything came, and fails if something never did in a run that is long enough to be certain of it.
 */
await runCommand("test:invariants", async ({ rest: [first = "2000", second = "200"] }) => {
  const histories = wholeNumber("HISTORIES", first, 1, 1_000_000);
  const steps = wholeNumber("STEPS", second, 1, 1_000_000);
  const started = performance.now();
  const minutes = (): string => ((performance.now() - started) / 60_000).toFixed(1);

  const folder = mkdtempSync(join(tmpdir(), "histories-"));
  const half = Math.ceil(histories / 2);
  const run = (file: string, env: NodeJS.ProcessEnv): Promise<boolean> => runTool("vitest/vitest.mjs", ["run", file], { ...process.env, ...env });
  const walk = (part: number, count: number): Promise<boolean> =>
    run("test/model/histories.test.ts", { PEGGY_HISTORIES: String(count), PEGGY_STEPS: String(steps), PEGGY_TALLY: join(folder, `${part}.json`) });
  const ended = await Promise.all([walk(0, half), walk(1, histories - half)]);
  if (!ended.includes(false)) {
    const tally = newTally();
    for (const part of [0, 1]) addTally(tally, tallyFromJson(readFileSync(join(folder, `${part}.json`), "utf8")));
    say(tables(tally));
    const never = missing(tally);
    for (const line of never) say(line);
    if (histories * steps >= CERTAIN) ended.push(never.length === 0);
    say(`${histories} histories of ${steps} steps took ${minutes()} minutes`);
  }
  rmSync(folder, { recursive: true });
  ended.push(await run("test/owner/crowds.test.ts", { PEGGY_SPAM: "100000", PEGGY_REDEMPTIONS: "10000" }));
  say(`in all ${minutes()} minutes`);
  process.exit(ended.includes(false) ? 1 : 0);
});
