/** Histories at random: what may happen, how often, and how most of them begin. */
import fc from "fast-check";
import type { Step, StepKind } from "./history.ts";
import { type Offer, offers } from "./offer.ts";
import { WHOLE } from "./step-parts.ts";

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

/** An offer and the steps of a history under it. */
export interface RandomHistory {
  readonly offer: Offer;
  readonly steps: readonly Step[];
}

/** Histories of so many steps, beside those that most begin with. */
export const histories = ({ shortest, longest }: { shortest: number; longest: number }): fc.Arbitrary<RandomHistory> =>
  fc
    .record({ offer: offers, begun: fc.boolean(), steps: fc.noBias(fc.array(steps, { minLength: shortest, maxLength: longest, size: "max" })) })
    .map(({ offer, begun, steps }) => ({ offer, steps: begun ? [...opening, ...steps] : steps }));
