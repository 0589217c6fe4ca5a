/**
 * Random histories: the compiled actor and the model must agree to the attoFIL after every message.
 * PEGGY_HISTORIES and PEGGY_STEPS set how many and how long (`npm run test:invariants` does); fast-check prints the seed of a failure,
 * PEGGY_SEED and PEGGY_PATH repeat it, PEGGY_SHRINK=no leaves it as long as it was found. PEGGY_TALLY names a file for what came how often.
 */
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { History } from "./history.ts";
import { addTally, newTally, tallyToJson } from "./occurrences.ts";
import { type RandomHistory, histories } from "./random-history.ts";

const RUNS = Number(process.env.PEGGY_HISTORIES ?? 6);
const LENGTH = Number(process.env.PEGGY_STEPS ?? 60);
/** Short histories are found by themselves; where a length is asked for, none is shorter. */
const SHORTEST = process.env.PEGGY_STEPS === undefined ? 0 : LENGTH;
const SEED = process.env.PEGGY_SEED;
/** The case of that seed, as fast-check prints it. */
const PATH = process.env.PEGGY_PATH;
/** A long run says how far it is. */
const TOLD = 100;
/** Where the counts go. */
const TALLY = process.env.PEGGY_TALLY;

it(`the actor keeps the model's books in ${RUNS} random histories of up to ${LENGTH} steps`, { timeout: 0 }, () => {
  const tally = newTally();
  let walked = 0;
  const walk = ({ offer, steps }: RandomHistory): void => {
    const history = new History(offer);
    for (const step of steps) history.run(step);
    addTally(tally, history.tally);
    walked++;
    if (walked % TOLD === 0) process.stderr.write(`${walked} of ${RUNS} histories\n`);
  };
  fc.assert(fc.property(histories({ shortest: SHORTEST, longest: LENGTH }), walk), {
    numRuns: RUNS,
    ...(PATH === undefined ? {} : { path: PATH }),
    endOnFailure: process.env.PEGGY_SHRINK === "no",
    ...(SEED === undefined ? {} : { seed: Number(SEED) }),
  });
  if (TALLY !== undefined) writeFileSync(TALLY, tallyToJson(tally));
  // A few short histories may well come past without one of them.
  if (RUNS >= 40)
    for (const name of ["Deposit", "Harvest", "Withdraw", "Redeem"]) expect(tally.methods.get(name)?.done, `${name} was tried`).toBeGreaterThan(0);
});
