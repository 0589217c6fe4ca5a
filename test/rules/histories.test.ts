/**
 * Random histories of an owner actor: after some of their steps, what each rule of actor/abi/rules says is tried with the actor's Wasm.
 * PEGGY_HISTORIES and PEGGY_STEPS set how many and how long; fast-check prints the seed of a failure, PEGGY_SEED repeats it,
 * PEGGY_SHRINK=no leaves it as long as it was found.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { History } from "../model/history.ts";
import { type RandomHistory, histories } from "../model/random-history.ts";
import {
  booksAgree,
  exitHolds,
  forwardableHolds,
  harvestHolds,
  lossHolds,
  proposingHolds,
  releaseHolds,
  roomHolds,
  splitHolds,
  stakeRoomHolds,
  votesHold,
} from "./held-against-actor.ts";
import { sceneOf } from "./scene.ts";

const RUNS = Number(process.env["PEGGY_HISTORIES"] ?? 12);
const LENGTH = Number(process.env["PEGGY_STEPS"] ?? 60);
/** The rules are tried after each so manieth step. */
const EVERY = 6;
/** Positions whose exit is tried at a time. */
const MOST_POSITIONS = 3;

it(`what the rules say is what the actor does, in ${RUNS} random histories of up to ${LENGTH} steps`, { timeout: 0 }, () => {
  const seen = new Map<string, number>();
  const note = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
  const tryAll = (history: History): void => {
    const scene = sceneOf(history.world);
    if (scene === null) return;
    booksAgree(scene);
    roomHolds(scene, note);
    stakeRoomHolds(scene, note);
    votesHold(scene, note);
    for (const miner of scene.miners) {
      lossHolds(scene, miner, note);
      harvestHolds(scene, miner, note);
      forwardableHolds(scene, miner, note);
      releaseHolds(scene, miner, note);
    }
    for (const position of scene.positions.slice(-MOST_POSITIONS)) {
      exitHolds(scene, position, note);
      splitHolds(scene, position, note);
      proposingHolds(scene, position, note);
    }
  };
  const walk = ({ offer, steps }: RandomHistory): void => {
    const history = new History(offer);
    steps.forEach((step, i) => {
      history.run(step);
      if (i % EVERY === 0) tryAll(history);
    });
  };
  fc.assert(fc.property(histories({ shortest: 0, longest: LENGTH }), walk), {
    numRuns: RUNS,
    endOnFailure: process.env["PEGGY_SHRINK"] === "no",
  });
  if (process.env["PEGGY_TELL"] !== undefined)
    console.log(
      [...seen]
        .sort()
        .map(([what, times]) => `${times} ${what}`)
        .join("\n"),
    );
  // Rarer things may well not come in a few short histories.
  for (const what of ["deposit", "exit", "harvest"]) expect(seen.get(what), what).toBeGreaterThan(0);
});
