import { Address } from "../../../filecoin/address.ts";
import type { ApprovalView } from "../../../wallet/approval-views.ts";
import { callsOf, exitPhrase, returnRows, type Prediction } from "../../../wallet/prediction/dry-run.ts";
import { certainForms } from "../../../wallet/reading/certain-forms.ts";
import type { Known } from "../../../wallet/reading/known-facts.ts";
import type { Message } from "../../../filecoin/message.ts";
import type { Prepared } from "./prepare-draft.ts";

/** What the node predicts, for the page. `expected`: the fee as it would be now, attoFIL; `now`: milliseconds since 1970. */
export async function predictionView(
  { scope, sender, from, to }: Prepared,
  message: Message,
  prediction: Prediction,
  known: Known,
  { expected, now }: { expected: bigint; now: number },
): Promise<ApprovalView["dryRun"]> {
  const { prefix } = scope.network;
  const receiver = await scope.actors.at(to);
  const payer = (sender.id ?? from).toString(prefix);
  const all = new Map(prediction.changes).set(payer, (prediction.changes.get(payer) ?? 0n) - expected);
  return {
    node: scope.host,
    epoch: prediction.epoch,
    at: now,
    ok: prediction.exitCode === 0,
    exitCode: prediction.exitCode,
    exitText: exitPhrase(prediction.exitCode, receiver, prediction.error),
    error: prediction.error,
    gasUsed: prediction.gasUsed,
    returned: returnRows(message, receiver, prediction.returned, prefix),
    changes: await Promise.all(
      [...all].map(async ([address, change]) => {
        const at = Address.parse(address);
        const { balance } = await scope.actors.at(at);
        const after = balance === null ? null : String(balance + change);
        return { forms: certainForms(scope, known, at), before: balance?.toString() ?? null, change: change.toString(), after };
      }),
    ),
    calls: await callsOf(prediction.trace, scope.actors),
  };
}
