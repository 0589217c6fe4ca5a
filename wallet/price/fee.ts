import type { FeeSpeed } from "../approval-views.ts";
import { Refusal } from "../refusal.ts";

/** Fee rules. Gas in units, everything else attoFIL (prices: attoFIL per gas). Sources: lotus gasutils and messagepool, fvm gas outputs. */

const PREMIUM_FLOOR = 100_000n;
const PREMIUM_CEILING = 1_000_000n;
/** lotus refuses lower fee caps. */
const FEE_CAP_FLOOR = 100n;
const BLOCK_GAS_LIMIT = 10_000_000_000;
/** 0.07 FIL, lotus' own default for the most a message may cost */
export const CAREFUL_CEILING = 70_000_000_000_000_000n;
/** 5 FIL */
export const LARGEST_CEILING = 5_000_000_000_000_000_000n;
const CAP_TIMES: Readonly<Record<FeeSpeed, bigint>> = { patient: 2n, usual: 4n, urgent: 8n };

export interface Fee {
  gasLimit: number;
  gasFeeCap: bigint;
  gasPremium: bigint;
}

/** What a signature of 65 bytes adds to a message: the pair around both, the byte string's head of 2, its 66 bytes. BLS ones are aggregated. */
const SECP_ENVELOPE_BYTES = 69;

/**
 * Gas for being on the chain at all, which StateCall leaves out (it runs messages as implicit ones): inclusion by serialized length, and
 * the returned bytes. Source: fvm price list "on_chain_message", "on_chain_return_value" (nv21 and later).
 */
export function chainGas(messageBytes: number, sender: "secp256k1" | "bls", returnedBytes: number): number {
  const n = messageBytes + (sender === "secp256k1" ? SECP_ENVELOPE_BYTES : 0);
  return 38_863 + 1_300 * (36 + n) + 475_000 + 1_300 * returnedBytes;
}

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The limit: the node's estimate, held within 1.1 to 2 times what the dry run used. */
export function gasLimitFor(estimate: number, dryRunGas: number): number {
  const low = Math.ceil(dryRunGas * 1.1);
  const high = dryRunGas * 2;
  return Math.min(Math.max(Math.min(Math.max(estimate, low), high), 1), BLOCK_GAS_LIMIT);
}

/** The premium: the node's estimate, held between 100,000 and the greater of 1,000,000 and a tenth of the base fee. */
export function premiumFor(estimate: bigint, baseFee: bigint): bigint {
  return least(most(estimate, PREMIUM_FLOOR), most(PREMIUM_CEILING, baseFee / 10n));
}

/** Fee of a new message. `estimate` is the node's word and only used within the bounds above. */
export function feeFor(input: { estimate: { gasLimit: number; premium: bigint }; dryRunGas: number; baseFee: bigint; speed: FeeSpeed }): Fee {
  const gasPremium = premiumFor(input.estimate.premium, input.baseFee);
  const gasFeeCap = most(CAP_TIMES[input.speed] * input.baseFee + gasPremium, FEE_CAP_FLOOR);
  return { gasLimit: gasLimitFor(input.estimate.gasLimit, input.dryRunGas), gasFeeCap, gasPremium: least(gasPremium, gasFeeCap) };
}

/** The most a message can ever cost: limit x cap. */
export const ceilingOf = (fee: Pick<Fee, "gasLimit" | "gasFeeCap">): bigint => BigInt(fee.gasLimit) * fee.gasFeeCap;

/** Refuses a ceiling above 5 FIL. */
export function checkCeiling(fee: Fee): void {
  const ceiling = ceilingOf(fee);
  if (ceiling > LARGEST_CEILING) throw new Refusal("feeTooHigh", { ceiling: ceiling.toString(), limit: LARGEST_CEILING.toString() });
}

/** Refuses base fees of two nodes that differ more than twofold. */
export function checkBaseFees(a: { node: string; baseFee: bigint }, b: { node: string; baseFee: bigint }): void {
  if (a.baseFee > 2n * b.baseFee || b.baseFee > 2n * a.baseFee) {
    throw new Refusal("baseFeesDiffer", { node: a.node, baseFee: a.baseFee.toString(), otherNode: b.node, otherBaseFee: b.baseFee.toString() });
  }
}

/** What the sender pays at a base fee: burned gas, the tip on the whole limit, and burned over-estimation. */
export function costAt(fee: Fee, gasUsed: number, baseFee: bigint): bigint {
  const [limit, used] = [BigInt(fee.gasLimit), BigInt(Math.min(gasUsed, fee.gasLimit))];
  const price = least(fee.gasFeeCap, baseFee);
  const tip = most(0n, least(fee.gasPremium, fee.gasFeeCap - price));
  let over = limit - (used * 11n) / 10n;
  if (over < 0n) over = 0n;
  if (over > used) over = used;
  const burned = used === 0n ? limit : ((limit - used) * over) / used;
  return (used + burned) * price + limit * tip;
}

/**
 * Fee of a replacement in the same slot. Lotus takes it when the premium is at least floor(old x 1.1) + 1; ours is
 * ceil(old x 1.25) + 1, and the cap follows both the old cap and the base fee.
 */
export function replacementFee(old: Fee, input: { baseFee: bigint; speed: FeeSpeed; gasLimit?: number }): Fee {
  const gasPremium = (old.gasPremium * 125n + 99n) / 100n + 1n;
  const gasFeeCap = most((old.gasFeeCap * 125n + 99n) / 100n, CAP_TIMES[input.speed] * input.baseFee + gasPremium);
  return { gasLimit: input.gasLimit ?? old.gasLimit, gasFeeCap, gasPremium };
}

/** Lotus' own rule for a replacement (messagepool ComputeMinRBF). */
export const isReplacement = (old: Pick<Fee, "gasPremium">, next: Pick<Fee, "gasPremium">): boolean => next.gasPremium >= (old.gasPremium * 110n) / 100n + 1n;
