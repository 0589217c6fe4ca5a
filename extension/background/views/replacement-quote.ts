import { Address } from "../../../filecoin/address.ts";
import { fromBase64 } from "../../../filecoin/bytes.ts";
import { suggestedGasLimit, type Fee } from "../../../filecoin/gas/fee.ts";
import { decodeMessage } from "../../../filecoin/message.ts";
import { attoFil } from "../../../filecoin/units.ts";
import type { FeeView } from "../../../wallet/approval-views.ts";
import { baseFeeOf } from "../../../wallet/node-set.ts";
import { dryRun } from "../../../wallet/prediction/dry-run.ts";
import { feeView } from "../../../wallet/price/fee-view.ts";
import { replacementFee } from "../../../wallet/price/fee.ts";
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
  const view = (fee: Fee, gasUsed: number): FeeView => feeView(fee, { gasUsed, baseFee, speed: "usual", source: { kind: "oneNode", node: scope.host } });
  return {
    speedUp: view(replacementFee(old, { baseFee, speed: "usual" }), attempt.predicted.gasUsed),
    cancel: attempt.purpose === "cancel" ? null : view(replacementFee(old, { baseFee, speed: "usual", gasLimit: suggestedGasLimit(cancelGas) }), cancelGas),
    baseFee: baseFee.toString(),
  };
}
