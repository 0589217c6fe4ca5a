import { feeAt, prepaidFee, type Fee } from "../../filecoin/gas/fee.ts";
import type { FeeSpeed, FeeView } from "../approval-views.ts";
import type { SourceView } from "../values.ts";

/** A fee as it is shown: what the message will probably cost at a base fee, and the most that it ever can. */
export const feeView = (fee: Fee, at: { speed: FeeSpeed; gasUsed: number; baseFee: bigint; source: SourceView }): FeeView => ({
  speed: at.speed,
  gasLimit: fee.gasLimit,
  gasUsed: at.gasUsed,
  baseFee: at.baseFee.toString(),
  premium: fee.gasPremium.toString(),
  feeCap: fee.gasFeeCap.toString(),
  expected: feeAt(fee, at.gasUsed, at.baseFee).toString(),
  ceiling: prepaidFee(fee).toString(),
  source: at.source,
});
