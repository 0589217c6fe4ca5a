import { Address } from "../../../filecoin/address.ts";
import { fromBase64 } from "../../../filecoin/bytes.ts";
import { decodeMessage } from "../../../filecoin/message.ts";
import { attoFil } from "../../../filecoin/units.ts";
import type { FeeView } from "../../../wallet/approval-views.ts";
import { baseFeeOf } from "../../../wallet/node-set.ts";
import { dryRun } from "../../../wallet/prediction/dry-run.ts";
import { ceilingOf, costAt, replacementFee, type Fee } from "../../../wallet/price/fee.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { outbid, type Slot } from "../../../wallet/slots/slot.ts";
import type { Reply } from "../../shared/messages.ts";

/** What it would cost to raise the fee of a waiting message, or to cancel it. Throws notReplaceable. */
export async function quoteReplacement(scope: Scope, slot: Slot): Promise<Reply<"activity.quoteReplace">> {
  const attempt = outbid(slot);
  const old: Fee = { gasLimit: attempt.gasLimit, gasFeeCap: BigInt(attempt.gasFeeCap), gasPremium: BigInt(attempt.gasPremium) };
  const baseFee = baseFeeOf(scope.head);
  const cancel = { ...decodeMessage(fromBase64(attempt.unsigned)), to: Address.parse(slot.account), value: attoFil(0n), method: 0, params: new Uint8Array() };
  const { gasUsed: cancelGas } = await dryRun(scope, { ...cancel, gasLimit: 0 });
  const view = (fee: Fee, gasUsed: number): FeeView => ({
    speed: "usual",
    gasLimit: fee.gasLimit,
    gasUsed,
    baseFee: baseFee.toString(),
    premium: fee.gasPremium.toString(),
    feeCap: fee.gasFeeCap.toString(),
    expected: costAt(fee, gasUsed, baseFee).toString(),
    ceiling: ceilingOf(fee).toString(),
    source: { kind: "oneNode", node: scope.host },
  });
  return {
    speedUp: view(replacementFee(old, { baseFee, speed: "usual" }), attempt.predicted.gasUsed),
    cancel: attempt.purpose === "cancel" ? null : view(replacementFee(old, { baseFee, speed: "usual", gasLimit: Math.ceil(cancelGas * 1.25) }), cancelGas),
    baseFee: baseFee.toString(),
  };
}
