/**
 * Random histories: the compiled actor and the model must agree to the attoFIL after every message.
 * PEGGY_HISTORIES and PEGGY_STEPS set how many and how long (`npm run test:invariants` does); fast-check prints the seed of a failure,
 * PEGGY_SEED and PEGGY_PATH repeat it, PEGGY_SHRINK=no leaves it as long as it was found. PEGGY_TALLY names a file for what came how often.
 */
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { History, type Step, type StepKind } from "./history.ts";
import { addTally, newTally, tallyToJson } from "./occurrences.ts";
import { type Offer, offers } from "./offer.ts";
import { WHOLE } from "./step-parts.ts";

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

/** How often each step comes, of 190 or so. */
const WEIGHTS: Record<StepKind, number> = {
  wait: 8,
  days: 6,
  halfYear: 1,
  takeOver: 4,
  confirm: 2,
  deposit: 10,
  stakeJunior: 3,
  seal: 4,
  forward: 4,
  harvest: 7,
  recall: 4,
  measure: 5,
  reward: 9,
  penalty: 4,
  pledge: 4,
  transfer: 4,
  withdraw: 6,
  redeem: 6,
  cancel: 3,
  leave: 4,
  ruin: 2,
  finalize: 4,
  finalizeSide: 3,
  claim: 3,
  bareSend: 2,
  sweep: 2,
  release: 2,
  transferFrom: 2,
  burn: 2,
  split: 4,
  merge: 3,
  exitNow: 3,
  createMiner: 2,
  setLeaving: 1,
  lowerFees: 1,
  report: 1,
  heartbeat: 1,
  changePeer: 1,
  adoptMiner: 1,
  moment: 4,
  propose: 4,
  vote: 6,
  execute: 4,
  cancelProposal: 1,
  decide: 6,
  crowd: 1,
  proposeOperator: 2,
  acceptOperator: 2,
  convertJunior: 2,
  openDeposits: 2,
  changeWorker: 2,
  changeAddresses: 1,
  revoke: 1,
  burnFrom: 1,
  relay: 8,
  advanceNonce: 1,
  sectors: 4,
  fault: 3,
  terminate: 4,
};

const steps: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(...Object.entries(WEIGHTS).map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind as StepKind) }))),
  who: fc.nat({ max: 59 }),
  pick: fc.nat({ max: 99 }),
  part: fc.oneof({ weight: 9, arbitrary: fc.nat({ max: WHOLE - 1 }) }, { weight: 1, arbitrary: fc.constantFrom(1, WHOLE - 1) }),
});

/** Most histories begin with something to lose. */
const opening: readonly Step[] = [
  { kind: "takeOver", who: 0, pick: 0, part: 0 },
  { kind: "confirm", who: 0, pick: 0, part: 0 },
  { kind: "deposit", who: 0, pick: 1, part: WHOLE / 2 },
  { kind: "deposit", who: 1, pick: 1, part: WHOLE / 4 },
];

const histories = fc.record({ offer: offers, begun: fc.boolean(), steps: fc.noBias(fc.array(steps, { minLength: SHORTEST, maxLength: LENGTH, size: "max" })) });

it(`the actor keeps the model's books in ${RUNS} random histories of up to ${LENGTH} steps`, { timeout: 0 }, () => {
  const tally = newTally();
  let walked = 0;
  const walk = ({ offer, begun, steps }: { offer: Offer; begun: boolean; steps: readonly Step[] }): void => {
    const history = new History(offer);
    for (const step of begun ? [...opening, ...steps] : steps) history.run(step);
    addTally(tally, history.tally);
    walked++;
    if (walked % TOLD === 0) process.stderr.write(`${walked} of ${RUNS} histories\n`);
  };
  fc.assert(fc.property(histories, walk), {
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
