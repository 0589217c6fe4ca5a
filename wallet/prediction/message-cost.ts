import { encodeAmount } from "../../filecoin/amount.ts";
import { LEAST_SUGGESTED_PREMIUM, prepaidFee, suggestedGasLimit, type Fee } from "../../filecoin/gas/fee.ts";
import { least, minus } from "../../filecoin/integers.ts";
import { bareMessage, type Draft } from "../draft.ts";
import { baseFeeOf } from "../node-set.ts";
import { dryRun, type Prediction } from "./dry-run.ts";
import type { Scope } from "../scope.ts";
import { feeFor } from "../price/fee.ts";

/** The fee of a new message, and the most that one may carry beside its fee: both for forms and for the approval, so that they are the same. */

/**
 * Fee of a new message after a dry run of it. `spendable`: attoFIL that its sender has for value and fee together. The node is asked for an estimate
 * where the message can be run. Throws RpcFailure.
 */
export async function newFee(scope: Scope, draft: Draft, run: Prediction, spendable: bigint): Promise<Fee> {
  const value = BigInt(draft.value);
  const dryRunGas = Math.max(run.gasUsed, 1);
  const canRun = run.exitCode === 0 && value <= spendable;
  const estimate = canRun
    ? await scope.node.gasEstimateMessageGas(bareMessage(draft))
    : { gasLimit: suggestedGasLimit(dryRunGas), gasPremium: LEAST_SUGGESTED_PREMIUM };
  return feeFor({
    estimate: { gasLimit: estimate.gasLimit, premium: estimate.gasPremium },
    dryRunGas,
    baseFee: baseFeeOf(scope.head),
    speed: draft.speed,
    budget: value <= spendable ? spendable - value : null,
  });
}

/** A message's value with the fee that it will have. */
export interface Priced {
  readonly value: bigint;
  readonly fee: Fee;
  readonly gasUsed: number;
}

/** The price of a message as it will be made. Throws RpcFailure. */
export async function priceOf(scope: Scope, draft: Draft, spendable: bigint): Promise<Priced> {
  const run = await dryRun(scope, bareMessage(draft));
  return { value: BigInt(draft.value), fee: await newFee(scope, draft, run, spendable), gasUsed: Math.max(run.gasUsed, 1) };
}

/**
 * The most that a message may carry, up to `bound`: what is spendable beside the ceiling of its fee. Throws RpcFailure.
 * @example const { value } = await mostOf(scope, (value) => draftOf(network, from, { to, value, method: 0 }), { spendable, bound: spendable });
 */
export async function mostOf(scope: Scope, draftWith: (value: bigint) => Draft, { spendable, bound }: { spendable: bigint; bound: bigint }): Promise<Priced> {
  const beside = ({ fee }: Priced): bigint => least(bound, minus(spendable, prepaidFee(fee)));
  // Nothing is left for its fee here, so it is the fee that nobody has lowered.
  const asked = least(bound, spendable);
  const first = await priceOf(scope, draftWith(asked), asked);
  const value = beside(first);
  if (isAsLong(value, asked)) return { ...first, value };
  const second = await priceOf(scope, draftWith(value), value);
  return { ...second, value: beside(second) };
}

/** Do two amounts take as many bytes? Then the same message with the one costs as much as with the other. */
export const isAsLong = (a: bigint, b: bigint): boolean => encodeAmount(a).length === encodeAmount(b).length;
