/**
 * How the prepaid fee of a message is divided: burned at the base fee, tip for the block producer, burned for asking far
 * more gas than needed, the rest back.
 * Source: ref-fvm fvm/src/gas/outputs.rs.
 */
import { least, minus } from "../integers.ts";
import { effectivePremium } from "./base-fee.ts";

/** attoFIL, but for the two gas figures. */
export interface GasOutputs {
  readonly baseFeeBurn: bigint;
  readonly overEstimationBurn: bigint;
  /** Paid by the block producer when the fee cap is below the base fee, or for a message that was refused. */
  readonly minerPenalty: bigint;
  readonly minerTip: bigint;
  readonly refund: bigint;
  /** gas */
  readonly gasRefund: bigint;
  /** gas */
  readonly gasBurned: bigint;
}

export const NO_GAS_OUTPUTS: GasOutputs = {
  baseFeeBurn: 0n,
  overEstimationBurn: 0n,
  minerPenalty: 0n,
  minerTip: 0n,
  refund: 0n,
  gasRefund: 0n,
  gasBurned: 0n,
};

export interface GasBill {
  /** gas */
  readonly used: bigint;
  /** gas */
  readonly limit: bigint;
  /** attoFIL per gas, as the next two */
  readonly baseFee: bigint;
  readonly feeCap: bigint;
  readonly premium: bigint;
}

export function gasOutputs({ used, limit, baseFee, feeCap, premium }: GasBill): GasOutputs {
  const price = least(baseFee, feeCap);
  const { refund: gasRefund, burned: gasBurned } = overestimation(used, limit);
  const baseFeeBurn = price * used;
  const minerTip = effectivePremium({ gasFeeCap: feeCap, gasPremium: premium }, baseFee) * limit;
  const overEstimationBurn = price * gasBurned;
  return {
    baseFeeBurn,
    overEstimationBurn,
    minerPenalty: (baseFee - price) * (used + gasBurned),
    minerTip,
    refund: feeCap * limit - baseFeeBurn - minerTip - overEstimationBurn,
    gasRefund,
    gasBurned,
  };
}

/** Unused gas is burned by the share in which the limit exceeds 110 % of what was used. */
export function overestimation(used: bigint, limit: bigint): { refund: bigint; burned: bigint } {
  if (used === 0n) return { refund: 0n, burned: limit };
  const over = least(minus(limit, (used * 11n) / 10n), used);
  const remaining = minus(limit, used);
  const burned = (remaining * over) / used;
  return { refund: remaining - burned, burned };
}
