/** The base fee of the next tipset, as of nv28. Source: lotus chain/store/basefee.go ComputeNextBaseFeeFromPremiums. */
import type { Message } from "../../filecoin/message.ts";
import { BLOCK_GAS_TARGET_INDEX, MINIMUM_BASE_FEE } from "./chain-params.ts";

const MAX_CHANGE_DENOMINATOR = 8n;

/**
 * attoFIL per gas. `baseFee` is what the tipset's own messages paid; the fee rises by at most an eighth when the premium at the
 * 80 % mark of the block's gas exceeds it, and falls by an eighth when the block is not that full.
 */
export function nextBaseFee(baseFee: bigint, messages: readonly Message[]): bigint {
  const maxAdjustment = (baseFee + MAX_CHANGE_DENOMINATOR - 1n) / MAX_CHANGE_DENOMINATOR;
  const change = minimum(maxAdjustment, percentilePremium(baseFee, messages) - maxAdjustment);
  return maximum(MINIMUM_BASE_FEE, baseFee + change);
}

/** What a message really pays beyond the base fee, per gas. */
export function effectivePremium(message: Pick<Message, "gasFeeCap" | "gasPremium">, baseFee: bigint): bigint {
  return maximum(0n, minimum(message.gasPremium, message.gasFeeCap - baseFee));
}

/** The premium under the index-th unit of gas when messages are laid out from the highest premium down; 0 beyond the last. */
function percentilePremium(baseFee: bigint, messages: readonly Message[]): bigint {
  const sorted = messages
    .map((m) => ({ premium: effectivePremium(m, baseFee), limit: m.gasLimit }))
    .sort((a, b) => (a.premium === b.premium ? 0 : a.premium > b.premium ? -1 : 1));
  let index = BLOCK_GAS_TARGET_INDEX;
  for (const { premium, limit } of sorted) {
    if (index < limit) return premium;
    index -= limit;
  }
  return 0n;
}

const minimum = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const maximum = (a: bigint, b: bigint): bigint => (a > b ? a : b);
