/** State of the reward actor and how an epoch moves it. Source: builtin-actors actors/reward/src/state.rs. */
import { encodeAmount } from "../../../filecoin/amount.ts";
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import { encodeEstimate, type FilterEstimate } from "../../../filecoin/state/power.ts";
import { nextEstimate, readEstimate, wholeEstimate } from "../fixed-point.ts";
import { readBig } from "../params.ts";
import { BASELINE_INITIAL_VALUE, BASELINE_TOTAL, epochReward, INIT_BASELINE_POWER, nextBaselinePower, rewardTheta, SIMPLE_TOTAL } from "./minting.ts";

/** Amounts in attoFIL, powers in bytes, sums in byte-epochs. */
export interface RewardState {
  cumsumBaseline: bigint;
  cumsumRealized: bigint;
  effectiveNetworkTime: number;
  effectiveBaselinePower: bigint;
  /** For all winners of the epoch together. */
  thisEpochReward: bigint;
  thisEpochRewardSmoothed: FilterEstimate;
  thisEpochBaselinePower: bigint;
  epoch: number;
  totalStoragePowerReward: bigint;
  simpleTotal: bigint;
  baselineTotal: bigint;
}

/** 36.266 FIL at epoch 0, and its change an epoch. */
const INITIAL_REWARD_POSITION = 36_266_260_308_195_979_333n;
const INITIAL_REWARD_VELOCITY = -109_897_758_509n;

/** State at epoch 0 of a network whose storage is `realizedPower` bytes. */
export function initialRewardState(realizedPower: bigint): RewardState {
  const state: RewardState = {
    cumsumBaseline: 0n,
    cumsumRealized: 0n,
    effectiveNetworkTime: 0,
    effectiveBaselinePower: BASELINE_INITIAL_VALUE,
    thisEpochReward: 0n,
    thisEpochRewardSmoothed: wholeEstimate(INITIAL_REWARD_POSITION, INITIAL_REWARD_VELOCITY),
    thisEpochBaselinePower: INIT_BASELINE_POWER,
    epoch: -1,
    totalStoragePowerReward: 0n,
    simpleTotal: SIMPLE_TOTAL,
    baselineTotal: BASELINE_TOTAL,
  };
  computeNextReward(state, realizedPower);
  return state;
}

/** Moves one epoch on without a reward: a null round. */
function skipEpoch(state: RewardState, realizedPower: bigint): void {
  state.epoch += 1;
  state.thisEpochBaselinePower = nextBaselinePower(state.thisEpochBaselinePower);
  const capped = realizedPower < state.thisEpochBaselinePower ? realizedPower : state.thisEpochBaselinePower;
  state.cumsumRealized += capped;
  while (state.cumsumRealized > state.cumsumBaseline) {
    state.effectiveNetworkTime += 1;
    state.effectiveBaselinePower = nextBaselinePower(state.effectiveBaselinePower);
    state.cumsumBaseline += state.effectiveBaselinePower;
  }
}

function theta(state: RewardState): bigint {
  return rewardTheta(state.effectiveNetworkTime, state.effectiveBaselinePower, state.cumsumRealized, state.cumsumBaseline);
}

function computeNextReward(state: RewardState, realizedPower: bigint): void {
  const before = theta(state);
  skipEpoch(state, realizedPower);
  state.thisEpochReward = epochReward(state.epoch, before, theta(state), state.simpleTotal, state.baselineTotal);
}

/** Catches up to `currentEpoch`, computes the next epoch's reward and smooths it. */
export function updateNetworkKpi(state: RewardState, realizedPower: bigint, currentEpoch: number): void {
  const previous = state.epoch;
  while (state.epoch < currentEpoch) skipEpoch(state, realizedPower);
  computeNextReward(state, realizedPower);
  state.thisEpochRewardSmoothed = nextEstimate(state.thisEpochRewardSmoothed, state.thisEpochReward, state.epoch - previous);
}

export function encodeRewardState(state: RewardState): CborValue {
  return [
    encodeAmount(state.cumsumBaseline),
    encodeAmount(state.cumsumRealized),
    state.effectiveNetworkTime,
    encodeAmount(state.effectiveBaselinePower),
    encodeAmount(state.thisEpochReward),
    encodeEstimate(state.thisEpochRewardSmoothed),
    encodeAmount(state.thisEpochBaselinePower),
    state.epoch,
    encodeAmount(state.totalStoragePowerReward),
    encodeAmount(state.simpleTotal),
    encodeAmount(state.baselineTotal),
  ];
}

export function decodeRewardState(value: CborValue): RewardState {
  const reader = new TupleReader(value, 11, "reward state");
  return {
    cumsumBaseline: readBig(reader),
    cumsumRealized: readBig(reader),
    effectiveNetworkTime: reader.int(),
    effectiveBaselinePower: readBig(reader),
    thisEpochReward: readBig(reader),
    thisEpochRewardSmoothed: readEstimate(reader),
    thisEpochBaselinePower: readBig(reader),
    epoch: reader.int(),
    totalStoragePowerReward: readBig(reader),
    simpleTotal: readBig(reader),
    baselineTotal: readBig(reader),
  };
}
