/** The reward actor (f02): holds the FIL not minted yet and pays winners. Source: builtin-actors actors/reward/src/lib.rs. */
import { Address } from "../../../filecoin/address.ts";
import { encodeAmount } from "../../../filecoin/amount.ts";
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { requireCallerIs } from "../caller.ts";
import { actorOf, toBlock, withoutParams, withParams } from "../dispatch.ts";
import { encodeEstimate, type FilterEstimate } from "../../../filecoin/state/power.ts";
import { floorDiv, readEstimate } from "../fixed-point.ts";
import { APPLY_REWARDS } from "../miner-methods.ts";
import { bare, readBig } from "../params.ts";
import { EXPECTED_LEADERS_PER_EPOCH } from "../policy.ts";
import { mustReturn, mustSend, trySend } from "../send.ts";
import { BURNT_FUNDS_ACTOR, POWER_ACTOR, REWARD_ACTOR, SYSTEM_ACTOR } from "../singletons.ts";
import { createState, loadState, saveState } from "../state-root.ts";
import { decodeRewardState, encodeRewardState, initialRewardState, updateNetworkKpi } from "./state.ts";

export const AWARD_BLOCK_REWARD = 2;
const THIS_EPOCH_REWARD = 3;
export const UPDATE_NETWORK_KPI = 4;

/** The network charges this multiple of a block's penalty. */
const PENALTY_MULTIPLIER = 3n;
const METHOD_SEND = 0;

/** Parameters of AwardBlockReward; amounts in attoFIL. */
export interface AwardBlockReward {
  readonly miner: Address;
  readonly penalty: bigint;
  readonly gasReward: bigint;
  readonly winCount: bigint;
}

/** [miner, penalty, gas reward, win count] */
export function encodeAwardBlockReward(award: AwardBlockReward): CborValue {
  return [award.miner.bytes, encodeAmount(award.penalty), encodeAmount(award.gasReward), award.winCount];
}

function decodeAwardBlockReward(value: CborValue): AwardBlockReward {
  const reader = new TupleReader(value, 4, "AwardBlockReward");
  return {
    miner: reader.address(),
    penalty: readBig(reader),
    gasReward: readBig(reader),
    winCount: reader.bigint(),
  };
}

/** What other actors ask for: smoothed reward (attoFIL an epoch) and baseline power (bytes). */
export interface EpochReward {
  readonly smoothed: FilterEstimate;
  readonly baselinePower: bigint;
}

/** Asks the reward actor for the current epoch's figures. */
export function requestEpochReward(rt: Runtime): EpochReward {
  const answer = mustReturn(rt, mustSend(rt, REWARD_ACTOR, THIS_EPOCH_REWARD));
  const reader = new TupleReader(answer, 2, "ThisEpochReward");
  return { smoothed: readEstimate(reader), baselinePower: readBig(reader) };
}

function decodeOptionalPower(value: CborValue): bigint | null {
  return bare(value, "power").nullable(readBig);
}

function construct(rt: Runtime, power: bigint | null): undefined {
  requireCallerIs(rt, SYSTEM_ACTOR);
  if (power === null) rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "argument should not be nil");
  createState(rt, encodeRewardState(initialRewardState(power)));
}

function checkAward(rt: Runtime, award: AwardBlockReward, balance: bigint): void {
  if (award.penalty < 0n) rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `negative penalty ${award.penalty}`);
  if (award.gasReward < 0n) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `negative gas reward ${award.gasReward}`);
  }
  if (balance < award.gasReward) {
    rt.abort(ExitCode.USR_ILLEGAL_STATE, `balance ${balance} cannot pay gas reward ${award.gasReward}`);
  }
  if (award.winCount <= 0n) rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `invalid win count ${award.winCount}`);
}

function awardBlockReward(rt: Runtime, award: AwardBlockReward): undefined {
  requireCallerIs(rt, SYSTEM_ACTOR);
  const balance = rt.balance();
  checkAward(rt, award, balance);
  const miner = rt.resolve(award.miner);
  if (miner === undefined) return rt.abort(ExitCode.USR_NOT_FOUND, "failed to resolve given owner address");

  const state = loadState(rt, decodeRewardState);
  const minted = floorDiv(state.thisEpochReward * award.winCount, EXPECTED_LEADERS_PER_EPOCH);
  const due = award.gasReward + minted;
  const total = due > balance ? balance : due;
  state.totalStoragePowerReward += total - award.gasReward;
  saveState(rt, encodeRewardState(state));

  const params = toBlock([encodeAmount(total), encodeAmount(award.penalty * PENALTY_MULTIPLIER)]);
  const { exitCode } = trySend(rt, Address.id(miner), APPLY_REWARDS, params, total);
  // A miner that cannot take its reward loses it: the block must not fail.
  if (exitCode !== ExitCode.OK) trySend(rt, Address.id(BURNT_FUNDS_ACTOR), METHOD_SEND, null, total);
}

function thisEpochReward(rt: Runtime): CborValue {
  const state = loadState(rt, decodeRewardState);
  return [encodeEstimate(state.thisEpochRewardSmoothed), encodeAmount(state.thisEpochBaselinePower)];
}

function updateKpi(rt: Runtime, realizedPower: bigint | null): undefined {
  requireCallerIs(rt, POWER_ACTOR);
  if (realizedPower === null) rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "argument cannot be None");
  const state = loadState(rt, decodeRewardState);
  updateNetworkKpi(state, realizedPower, rt.epoch);
  saveState(rt, encodeRewardState(state));
}

export const reward = actorOf("reward", [
  { name: "Constructor", number: 1, run: withParams(decodeOptionalPower, construct) },
  {
    name: "AwardBlockReward",
    number: AWARD_BLOCK_REWARD,
    run: withParams(decodeAwardBlockReward, awardBlockReward),
  },
  { name: "ThisEpochReward", number: THIS_EPOCH_REWARD, run: withoutParams(thisEpochReward) },
  { name: "UpdateNetworkKPI", number: UPDATE_NETWORK_KPI, run: withParams(decodeOptionalPower, updateKpi) },
]);
