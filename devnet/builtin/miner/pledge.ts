/** Pledge, deposit and fee formulas. Amounts in attoFIL, power in bytes. Source: actors/miner/src/monies.rs; FIP-0077, 0081, 0098. */
import { EPOCHS_PER_DAY } from "../../../filecoin/epochs.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import type { FilterEstimate } from "../../../filecoin/state/power.ts";
import { estimate, extrapolatedCumSumOfRatio, floorDiv, PRECISION } from "../fixed-point.ts";
import { type BuiltinPolicy, createMinerDepositPower } from "../policy.ts";
import { requestTotalPower } from "../power/actor.ts";
import { requestEpochReward } from "../reward/actor.ts";

const INITIAL_PLEDGE_PROJECTION = 20 * EPOCHS_PER_DAY;
/** A fault costs what the sector would have earned in 3.51 days. */
const CONTINUED_FAULT_PROJECTION = Math.trunc((EPOCHS_PER_DAY * 351) / 100);
/** From this age, in epochs, the termination fee no longer grows. */
export const TERMINATION_LIFETIME_CAP = 140 * EPOCHS_PER_DAY;
/** 1 FIL per 32 GiB */
const PLEDGE_MAX_PER_BYTE = 10n ** 18n / (32n << 30n);

const DAILY_FEE_NUMERATOR = 161_817n;
const DAILY_FEE_DENOMINATOR = 10n ** 30n;
const DAILY_FEE_REWARD_SHARE = 2n;

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The network's figures the formulas work with. */
export interface NetworkEstimates {
  readonly rewardSmoothed: FilterEstimate;
  readonly powerSmoothed: FilterEstimate;
}

/** What `power` is expected to earn over `epochs`. */
function expectedReward(network: NetworkEstimates, power: bigint, epochs: number): bigint {
  if (estimate(network.powerSmoothed) === 0n) return estimate(network.rewardSmoothed);
  const perByte = extrapolatedCumSumOfRatio(epochs, 0, network.rewardSmoothed, network.powerSmoothed);
  return max((power * perByte) >> PRECISION, 0n);
}

/** Fee for a day of continued fault. */
export function continuedFaultFee(network: NetworkEstimates, power: bigint): bigint {
  return expectedReward(network, power, CONTINUED_FAULT_PROJECTION);
}

/** A sector's fee for each day of its life (FIP-0100): 5.56·10⁻¹⁵ of the circulating supply for 32 GiB, fixed when it comes. */
export function dailyProofFee(circulatingSupply: bigint, power: bigint): bigint {
  return floorDiv(DAILY_FEE_NUMERATOR * circulatingSupply * power, DAILY_FEE_DENOMINATOR);
}

/** What is payable of a deadline's daily fee: at most half of what its power is expected to earn in a day. */
export function dailyFeePayable(network: NetworkEstimates, dailyFee: bigint, power: bigint): bigint {
  return min(dailyFee, floorDiv(expectedReward(network, power, EPOCHS_PER_DAY), DAILY_FEE_REWARD_SHARE));
}

/** Fee for terminating a sector of that pledge and age (epochs). */
export function terminationFee(pledge: bigint, age: number, faultFee: bigint): bigint {
  const full = floorDiv(pledge * 85n, 1000n);
  const byAge = floorDiv(BigInt(age) * full, BigInt(TERMINATION_LIFETIME_CAP));
  const floor = max(floorDiv(pledge * 2n, 100n), floorDiv(faultFee * 105n, 100n));
  return max(min(full, byAge), floor);
}

/** FIP-0081: permille of the consensus pledge that still follows the baseline. */
function baselineShare(epochsSinceRamp: bigint, rampEpochs: bigint): bigint {
  if (epochsSinceRamp < 0n) return 1000n;
  if (rampEpochs === 0n || epochsSinceRamp >= rampEpochs) return 700n;
  return 1000n - (epochsSinceRamp * 300n) / rampEpochs;
}

/** Figures that decide a pledge. */
export interface PledgeInputs extends NetworkEstimates {
  readonly baselinePower: bigint;
  readonly circulatingSupply: bigint;
  readonly epochsSinceRampStart: bigint;
  readonly rampDurationEpochs: bigint;
}

/** Pledge for new quality-adjusted power. */
export function initialPledgeForPower(power: bigint, inputs: PledgeInputs): bigint {
  const base = max(expectedReward(inputs, power, INITIAL_PLEDGE_PROJECTION), 1n);
  const networkPower = estimate(inputs.powerSmoothed);
  const share = baselineShare(inputs.epochsSinceRampStart, inputs.rampDurationEpochs);
  const lockTarget = inputs.circulatingSupply * 3n * power;
  const byBaseline = max(max(networkPower, inputs.baselinePower), power) * 10n;
  const simple = max(networkPower, power) * 10n;
  const additional = floorDiv(share * lockTarget, byBaseline * 1000n) + floorDiv((1000n - share) * lockTarget, simple * 1000n);
  return min(base + additional, PLEDGE_MAX_PER_BYTE * power);
}

/** Pledge for `power` in the network as it is now. */
function currentPledgeForPower(rt: Runtime, power: bigint): bigint {
  const reward = requestEpochReward(rt);
  const total = requestTotalPower(rt);
  return initialPledgeForPower(power, {
    rewardSmoothed: reward.smoothed,
    powerSmoothed: total.qaPowerSmoothed,
    baselinePower: reward.baselinePower,
    circulatingSupply: rt.circulatingSupply,
    epochsSinceRampStart: BigInt(rt.epoch) - total.rampStartEpoch,
    rampDurationEpochs: total.rampDurationEpochs,
  });
}

/** What a new miner must bring along, locked for 180 days. */
export function createMinerDeposit(rt: Runtime, policy: BuiltinPolicy): bigint {
  return currentPledgeForPower(rt, createMinerDepositPower(policy));
}
