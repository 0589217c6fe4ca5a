import { MINIMUM_BASE_FEE } from "../../filecoin/gas/base-fee.ts";
import { BLOCK_GAS_LIMIT } from "../../filecoin/gas/block-limits.ts";
import { DEFAULT_MAX_FEE, LEAST_SUGGESTED_PREMIUM, aQuarterMore, prepaidFee, usualReplacingPremium, type Fee } from "../../filecoin/gas/fee.ts";
import { least, most } from "../../filecoin/integers.ts";
import type { FeeSpeed } from "../approval-views.ts";
import { Refusal } from "../refusal.ts";

/** Which fee this wallet offers, and what it refuses. Gas in units, everything else attoFIL (prices: attoFIL per gas). */

const PREMIUM_CEILING = 1_000_000n;
/** above it a message is looked at twice */
export const CAREFUL_CEILING = DEFAULT_MAX_FEE;
/** 5 FIL */
export const LARGEST_CEILING = 5_000_000_000_000_000_000n;
const CAP_TIMES: Readonly<Record<FeeSpeed, bigint>> = { patient: 2n, usual: 4n, urgent: 8n };

/** The least limit for a message that used so much gas in its dry run: a tenth more, above which the chain burns what is asked for and not used. */
const leastGasLimit = (dryRunGas: number): number => Math.min(Math.max(Math.ceil((dryRunGas * 11) / 10), 1), BLOCK_GAS_LIMIT);

/** The limit: the node's estimate, held within 1.1 to 2 times what the dry run used. */
export function gasLimitFor(estimate: number, dryRunGas: number): number {
  return Math.min(Math.max(estimate, leastGasLimit(dryRunGas)), Math.max(dryRunGas * 2, 1), BLOCK_GAS_LIMIT);
}

/** The premium: the node's estimate, held between 100,000 and the greater of 1,000,000 and a tenth of the base fee. */
export function premiumFor(estimate: bigint, baseFee: bigint): bigint {
  return least(most(estimate, LEAST_SUGGESTED_PREMIUM), most(PREMIUM_CEILING, baseFee / 10n));
}

/** What a fee is made of. */
export interface FeeInput {
  /** the node's word, only used within the bounds above */
  estimate: { gasLimit: number; premium: bigint };
  dryRunGas: number;
  baseFee: bigint;
  speed: FeeSpeed;
  /** attoFIL that the sender can set aside for it; null: it is not known yet */
  budget: bigint | null;
}

/**
 * Fee of a new message. Where what the sender has is a little short of it, premium and limit go down within their bounds until it fits: a node
 * estimates a little more from one moment to the next, and a form has filled in the most that could be sent. Where that does not help, the fee stays.
 */
export function feeFor(input: FeeInput): Fee {
  const { speed, baseFee, dryRunGas, budget } = input;
  const capFor = (premium: bigint): bigint => most(CAP_TIMES[speed] * baseFee + premium, MINIMUM_BASE_FEE);
  const feeOf = (gasLimit: number, premium: bigint): Fee => ({ gasLimit, gasFeeCap: capFor(premium), gasPremium: least(premium, capFor(premium)) });
  const gasLimit = gasLimitFor(input.estimate.gasLimit, dryRunGas);
  const premium = premiumFor(input.estimate.premium, baseFee);
  const wanted = feeOf(gasLimit, premium);
  if (budget === null || prepaidFee(wanted) <= budget) return wanted;
  const lower = budget / BigInt(gasLimit) - CAP_TIMES[speed] * baseFee;
  const [cheap, bare] = [feeOf(gasLimit, most(lower, LEAST_SUGGESTED_PREMIUM)), feeOf(leastGasLimit(dryRunGas), LEAST_SUGGESTED_PREMIUM)];
  if (prepaidFee(cheap) <= budget) return cheap;
  if (prepaidFee(bare) > budget) return wanted;
  return { ...bare, gasLimit: Number(least(budget / bare.gasFeeCap, BigInt(gasLimit))) };
}

/** Refuses a ceiling above 5 FIL. */
export function checkCeiling(fee: Fee): void {
  const ceiling = prepaidFee(fee);
  if (ceiling > LARGEST_CEILING) throw new Refusal("feeTooHigh", { ceiling: ceiling.toString(), limit: LARGEST_CEILING.toString() });
}

/** Refuses base fees of two nodes that differ more than twofold. */
export function checkBaseFees(a: { node: string; baseFee: bigint }, b: { node: string; baseFee: bigint }): void {
  if (a.baseFee > 2n * b.baseFee || b.baseFee > 2n * a.baseFee) {
    throw new Refusal("baseFeesDiffer", { node: a.node, baseFee: a.baseFee.toString(), otherNode: b.node, otherBaseFee: b.baseFee.toString() });
  }
}

/** Fee of a replacement in the same slot: its premium is one that nodes take, and its cap follows both the old cap and the base fee. */
export function replacementFee(old: Fee, input: { baseFee: bigint; speed: FeeSpeed; gasLimit?: number }): Fee {
  const gasPremium = usualReplacingPremium(old.gasPremium);
  const gasFeeCap = most(aQuarterMore(old.gasFeeCap), CAP_TIMES[input.speed] * input.baseFee + gasPremium);
  return { gasLimit: input.gasLimit ?? old.gasLimit, gasFeeCap, gasPremium };
}
