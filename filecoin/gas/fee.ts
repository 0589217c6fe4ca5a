/** The fee fields of a message, what they cost, and which others may take their place in a node's pool. */
import { divideUp } from "../integers.ts";
import type { Message } from "../message.ts";
import { BLOCK_GAS_LIMIT } from "./block-limits.ts";
import { gasOutputs } from "./gas-outputs.ts";

/** gas, and twice attoFIL per gas: a message's own fields. */
export interface Fee {
  readonly gasLimit: number;
  readonly gasFeeCap: bigint;
  readonly gasPremium: bigint;
}

/** attoFIL per gas: a node suggests no lower premium (lotus gasutils MinGasPremium). */
export const LEAST_SUGGESTED_PREMIUM = 100_000n;
/** attoFIL: 0.07 FIL, the most that a message may cost unless its sender says otherwise (lotus DefaultMaxFee). */
export const DEFAULT_MAX_FEE = 70_000_000_000_000_000n;

/** gas: the limit a node suggests for a message that used `used` of it, a quarter more (lotus GasLimitOverestimation). */
export const suggestedGasLimit = (used: number): number => Math.min(Math.floor((used * 5) / 4), BLOCK_GAS_LIMIT);

/** attoFIL set aside for a message while it runs, which is the most that it can ever cost: limit × cap. */
export const prepaidFee = (fee: Pick<Fee, "gasLimit" | "gasFeeCap">): bigint => BigInt(fee.gasLimit) * fee.gasFeeCap;

/** attoFIL a sender must hold for a message: its prepaid fee and its value. */
export const requiredFunds = (message: Pick<Message, "gasLimit" | "gasFeeCap" | "value">): bigint => prepaidFee(message) + message.value;

/** attoFIL that a message costs its sender at a base fee, once it has used `gasUsed`: what is prepaid and does not come back. */
export function feeAt(fee: Fee, gasUsed: number, baseFee: bigint): bigint {
  const used = BigInt(Math.min(gasUsed, fee.gasLimit));
  return prepaidFee(fee) - gasOutputs({ used, limit: BigInt(fee.gasLimit), baseFee, feeCap: fee.gasFeeCap, premium: fee.gasPremium }).refund;
}

/** attoFIL per gas: the least premium with which another message takes the place of one that waits with `premium` (lotus ComputeMinRBF). */
export const leastReplacingPremium = (premium: bigint): bigint => (premium * 110n) / 100n + 1n;

/** attoFIL per gas: a premium that nodes take in its place whatever they ask by default, a quarter more (lotus ReplaceByFeePercentageDefault). */
export const usualReplacingPremium = (premium: bigint): bigint => aQuarterMore(premium) + 1n;

/** ⌈1.25 × price⌉. */
export const aQuarterMore = (price: bigint): bigint => divideUp(price * 5n, 4n);
