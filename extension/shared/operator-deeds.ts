/** What an operator, or one who is about to become it, does rarely, and what anybody may do about operators; each becomes one message. */
import * as v from "valibot";
import { FULL_BPS } from "../../actor/abi/policy.ts";
import { addressText, count, idText, positiveAtto } from "../../wallet/values.ts";

export const operatorDeed = v.variant("deed", [
  v.strictObject({ deed: v.literal("SetLeaving") }),
  /** fee: its place in the terms, from 0 */
  v.strictObject({ deed: v.literal("LowerFees"), fee: count, bps: v.pipe(count, v.maxValue(FULL_BPS)) }),
  v.strictObject({ deed: v.literal("ProposeOperator"), operator: addressText }),
  v.strictObject({ deed: v.literal("AcceptOperator") }),
  v.strictObject({ deed: v.literal("ConvertJunior"), token: idText }),
  /** proof: the type of window proof-of-spacetime, by sector size */
  v.strictObject({ deed: v.literal("CreateMiner"), worker: addressText, proof: v.picklist([10, 11, 13, 14]), amount: positiveAtto }),
  /** the consent that AdoptMiner needs; the actor owns the miner already */
  v.strictObject({ deed: v.literal("ApproveAdoption"), miner: addressText, worker: addressText }),
  v.strictObject({ deed: v.literal("AdoptMiner"), miner: addressText }),
  v.strictObject({ deed: v.literal("ReportOverExtension"), miner: addressText, sector: idText }),
]);
export type OperatorDeed = v.InferOutput<typeof operatorDeed>;
