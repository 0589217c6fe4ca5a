import { Address } from "../../../filecoin/address.ts";
import { fromBase64 } from "../../../filecoin/bytes.ts";
import { decodeMessage } from "../../../filecoin/message.ts";
import { agreeOnChain } from "../../../wallet/agree-on-chain.ts";
import { dryRun } from "../../../wallet/prediction/dry-run.ts";
import { changesAgainst } from "../../../wallet/prediction/prediction-rules.ts";
import { accountWithId, type Scope } from "../../../wallet/scope.ts";
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
  const own = await ownIn(scope, [...Object.keys(before.changes), ...now.changes.keys()]);
  const changes = Object.fromEntries([...now.changes].map(([address, change]) => [address, change.toString()]));
  return changesAgainst(before, { exitCode: now.exitCode, receiverCode, changes }, (address) => own.has(address)).length === 0;
}

/** Those of the addresses that are accounts of this wallet, by their keys or by ids. */
async function ownIn(scope: Scope, texts: readonly string[]): Promise<ReadonlySet<string>> {
  const isOwn = async (address: Address): Promise<boolean> =>
    address.protocol === 0 ? (await accountWithId(scope, address)) !== null : scope.accounts.some((account) => account.equals(address));
  const found = await Promise.all([...new Set(texts)].map(async (text) => ((await isOwn(Address.parse(text))) ? [text] : [])));
  return new Set(found.flat());
}
