import { bareMessage, draftOf } from "../../../wallet/draft.ts";
import { baseFeeOf } from "../../../wallet/node-set.ts";
import { dryRun } from "../../../wallet/prediction/dry-run.ts";
import { ceilingOf, costAt, feeFor } from "../../../wallet/price/fee.ts";
import { readAddress, readReceiver } from "../../../wallet/read-address.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { reserved } from "../../../wallet/slots/nonce.ts";
import type { Body, Reply } from "../../shared/messages.ts";
import type { SlotStore } from "../signing/slot-store.ts";
import { receiverView, type ReceiverParts } from "./receiver-view.ts";

/** What a bare send would cost, what the account could send at most, and who the receiver is. */
export async function quoteSend(
  parts: ReceiverParts & { slots: Pick<SlotStore, "of"> },
  scope: Scope,
  { from, to, amount, speed }: Body<"send.quote">,
): Promise<Reply<"send.quote">> {
  const { network, node, head, actors } = scope;
  const receiver = readReceiver(to, network.prefix);
  const sender = readAddress(from, network.prefix);
  const value = BigInt(amount);
  const [actor, slots] = await Promise.all([actors.at(sender), parts.slots.of(network.genesis, sender.toString())]);
  const balance = actor.balance ?? 0n;
  // A dry run without value asks for gas only, so that it also answers for amounts the account does not have.
  const run = await dryRun(scope, bareMessage(draftOf(network, sender, { to: receiver, value: 0n, method: 0 }, speed)));
  const gasUsed = Math.max(run.gasUsed, 1);
  const baseFee = baseFeeOf(head);
  const premium = await node.gasEstimateGasPremium(2, sender, 10_000).catch(() => 0n);
  const fee = feeFor({ estimate: { gasLimit: Math.ceil(gasUsed * 1.25), premium }, dryRunGas: gasUsed, baseFee, speed });
  const free = balance - reserved(slots, actor.nonce) - ceilingOf(fee);
  const maximum = free > 0n ? free : 0n;
  return {
    receiver: await receiverView(parts, scope, receiver),
    fee: {
      speed,
      gasLimit: fee.gasLimit,
      gasUsed,
      baseFee: baseFee.toString(),
      premium: fee.gasPremium.toString(),
      feeCap: fee.gasFeeCap.toString(),
      expected: costAt(fee, gasUsed, baseFee).toString(),
      ceiling: ceilingOf(fee).toString(),
      source: { kind: "oneNode" as const, node: scope.host },
    },
    balance: balance.toString(),
    maximum: maximum.toString(),
    missing: (value > maximum ? value - maximum : 0n).toString(),
    after: (free - value).toString(),
  };
}
