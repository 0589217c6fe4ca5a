/**
 * How much FIL an epoch mints: 30 % by time, 70 % by storage measured against a baseline that doubles each year.
 * Powers in bytes, sums in byte-epochs, theta in Q.128. Source: builtin-actors actors/reward/src/logic.rs.
 */
import { expNegative, floorDiv, PRECISION } from "../fixed-point.ts";

const FIL = 10n ** 18n;
/** attoFIL minted by time over all years. */
export const SIMPLE_TOTAL = 330_000_000n * FIL;
/** attoFIL minted by storage over all years. */
export const BASELINE_TOTAL = 770_000_000n * FIL;

/** Growth of the baseline in one epoch, Q.128. */
const BASELINE_EXPONENT = 340282591298641078465964189926313473653n;
/** Baseline at epoch 0: 2.5 EiB. */
export const BASELINE_INITIAL_VALUE = 2_888_888_880_000_000_000n;
/** Baseline one epoch before that. */
export const INIT_BASELINE_POWER = ((BASELINE_INITIAL_VALUE << (2n * PRECISION)) / BASELINE_EXPONENT) >> PRECISION;

/** ln 2 ÷ (6 years of epochs), Q.128, and e to that power minus 1. */
const LAMBDA = 37396271439864487274534522888786n;
const EXP_LAMBDA_MINUS_ONE = 37396273494747879394193016954629n;

/** The baseline one epoch later. */
export function nextBaselinePower(previous: bigint): bigint {
  return (previous * BASELINE_EXPONENT) >> PRECISION;
}

/** Effective network time as a fraction, Q.128: where the baseline's sum meets the realised one. */
export function rewardTheta(effectiveTime: number, baselineAtEffectiveTime: bigint, cumsumRealized: bigint, cumsumBaseline: bigint): bigint {
  if (effectiveTime === 0) return 0n;
  const beyond = floorDiv((cumsumBaseline - cumsumRealized) << PRECISION, baselineAtEffectiveTime);
  return (BigInt(effectiveTime) << PRECISION) - beyond;
}

/** attoFIL for all winners of an epoch in which theta moved from `before` to `now`. */
export function epochReward(epoch: number, before: bigint, now: bigint, simpleTotal: bigint, baselineTotal: bigint): bigint {
  const simple = (simpleTotal * EXP_LAMBDA_MINUS_ONE * expNegative(LAMBDA * BigInt(epoch))) >> PRECISION;
  const baseline = baselineSupply(now, baselineTotal) - baselineSupply(before, baselineTotal);
  return (simple + baseline) >> PRECISION;
}

/** attoFIL minted by storage up to theta, Q.128. */
function baselineSupply(theta: bigint, total: bigint): bigint {
  return ((1n << PRECISION) - expNegative((theta * LAMBDA) >> PRECISION)) * total;
}
