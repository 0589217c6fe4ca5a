import { fromBase64 } from "../../../filecoin/bytes.ts";
import { decodeMessage } from "../../../filecoin/message.ts";
import { agreeOnChain } from "../../../wallet/agree-on-chain.ts";
import { dryRun } from "../../../wallet/prediction/dry-run.ts";
import { changesAgainst } from "../../../wallet/prediction/prediction-rules.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { Attempt } from "../../../wallet/slots/slot.ts";

/**
 * Does an attempt's dry run still end as it did when it was approved: the same rule as at confirm, another exit, receiver or amount is not. Throws what
 * agreeOnChain throws when the nodes are not of one chain.
 */
export async function endsAlike({ predicted, unsigned }: Attempt, scope: Scope): Promise<boolean> {
  await agreeOnChain(scope.nodes, scope.head);
  const message = decodeMessage(fromBase64(unsigned));
  const now = await dryRun(scope, message);
  if (predicted.changes === undefined || predicted.receiverCode === undefined) return now.exitCode === predicted.exitCode;
  const before = { exitCode: predicted.exitCode, receiverCode: predicted.receiverCode, changes: predicted.changes };
  const receiverCode = (await scope.actors.at(message.to)).code;
  const own = new Set<string>();
  for (const account of scope.accounts) {
    const { id } = await scope.actors.at(account);
    own.add(account.toString(scope.network.prefix)).add(id?.toString(scope.network.prefix) ?? "");
  }
  const changes = Object.fromEntries([...now.changes].map(([address, change]) => [address, change.toString()]));
  return changesAgainst(before, { exitCode: now.exitCode, receiverCode, changes }, (address) => own.has(address)).length === 0;
}
