/** What a unit of gas costs the sender: the base fee of a tipset, as of nv28. Source: lotus chain/store/basefee.go. */
import { least, most } from "../integers.ts";
import type { Message } from "../message.ts";
import { BLOCK_GAS_LIMIT } from "./block-limits.ts";

/** attoFIL per gas */
export const INITIAL_BASE_FEE = 100_000_000n;
/** attoFIL per gas. A message whose fee cap lies below it is taken by no node (lotus messagepool). */
export const MINIMUM_BASE_FEE = 100n;
/** The unit of gas whose premium moves the base fee: the last of the lower 80 %. */
const TARGET_INDEX = (BLOCK_GAS_LIMIT * 80) / 100 - 1;
const MAX_CHANGE_DENOMINATOR = 8n;
/** Beyond this the factor leaves the whole numbers. */
const MOST_BLOCKS = 256;

/**
 * attoFIL per gas of the next tipset. `baseFee` is what the messages of this one paid; the fee rises by at most an eighth when the premium at
 * the 80 % mark of the block's gas exceeds it, and falls by an eighth when the block is not that full (lotus ComputeNextBaseFeeFromPremiums).
 */
export function nextBaseFee(baseFee: bigint, messages: readonly Message[]): bigint {
  const maxAdjustment = (baseFee + MAX_CHANGE_DENOMINATOR - 1n) / MAX_CHANGE_DENOMINATOR;
  const change = least(maxAdjustment, percentilePremium(baseFee, messages) - maxAdjustment);
  return most(MINIMUM_BASE_FEE, baseFee + change);
}

/** attoFIL per gas: the base fee after it rose for `blocks` tipsets in a row, in steps of a 256th (lotus gasutils GasEstimateFeeCap). */
export function risenBaseFee(baseFee: bigint, blocks: number): bigint {
  const factor = Math.floor((1 + 1 / 8) ** Math.min(blocks, MOST_BLOCKS) * 256);
  return (baseFee * BigInt(factor)) / 256n;
}

/** attoFIL per gas that a message really pays its block's producer, beyond the base fee. */
export function effectivePremium(message: { readonly gasFeeCap: bigint; readonly gasPremium: bigint }, baseFee: bigint): bigint {
  return most(0n, least(message.gasPremium, message.gasFeeCap - baseFee));
}

/** The premium under the index-th unit of gas when messages are laid out from the highest premium down; 0 beyond the last. */
function percentilePremium(baseFee: bigint, messages: readonly Message[]): bigint {
  const sorted = messages
    .map((m) => ({ premium: effectivePremium(m, baseFee), limit: m.gasLimit }))
    .sort((a, b) => (a.premium === b.premium ? 0 : a.premium > b.premium ? -1 : 1));
  let index = TARGET_INDEX;
  for (const { premium, limit } of sorted) {
    if (index < limit) return premium;
    index -= limit;
  }
  return 0n;
}
