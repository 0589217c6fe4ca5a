import { prepaidFee } from "../../../filecoin/gas/fee.ts";
import { minus } from "../../../filecoin/integers.ts";
import { draftOf, type Draft } from "../../../wallet/draft.ts";
import { baseFeeOf } from "../../../wallet/node-set.ts";
import { feeView } from "../../../wallet/price/fee-view.ts";
import { isAsLong, mostOf, priceOf } from "../../../wallet/prediction/message-cost.ts";
import { readAddress, readReceiver } from "../../../wallet/read-address.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { spendable } from "../../../wallet/slots/nonce.ts";
import type { Body, Reply } from "../../shared/messages.ts";
import type { SlotStore } from "../signing/slot-store.ts";
import { receiverView, type ReceiverParts } from "./receiver-view.ts";

/** What a bare send would cost, what the account could send at most, and who the receiver is. */
export async function quoteSend(
  parts: ReceiverParts & { slots: Pick<SlotStore, "of"> },
  scope: Scope,
  { from, to, amount, speed }: Body<"send.quote">,
): Promise<Reply<"send.quote">> {
  const { network, actors } = scope;
  const receiver = readReceiver(to, network.prefix);
  const sender = readAddress(from, network.prefix);
  const value = BigInt(amount);
  const [actor, slots] = await Promise.all([actors.at(sender), parts.slots.of(network.genesis, sender.toString())]);
  const balance = actor.balance ?? 0n;
  const free = spendable(balance, slots, actor.nonce);
  const draftWith = (amount: bigint): Draft => draftOf(network, sender, { to: receiver, value: amount, method: 0 }, speed);
  const most = await mostOf(scope, draftWith, { spendable: free, bound: free });
  // What the account does not have cannot be run: then it is the fee of the most that it can send.
  const { fee, gasUsed } = value === 0n || value > most.value || isAsLong(value, most.value) ? most : await priceOf(scope, draftWith(value), free);
  return {
    receiver: await receiverView(parts, scope, receiver),
    fee: feeView(fee, { gasUsed, baseFee: baseFeeOf(scope.head), speed, source: { kind: "oneNode", node: scope.host } }),
    balance: balance.toString(),
    maximum: most.value.toString(),
    missing: minus(value, most.value).toString(),
    after: (free - prepaidFee(fee) - value).toString(),
  };
}
