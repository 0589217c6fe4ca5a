import { fromBase64 } from "../../../filecoin/bytes.ts";
import { readAddress, readReceiver } from "../../../wallet/read-address.ts";
import { bareMessage, draftOf, type Act } from "../../../wallet/draft.ts";
import { dryRun } from "../../../wallet/prediction/dry-run.ts";
import { baseFeeOf } from "../../../wallet/node-set.ts";
import { ceilingOf, costAt, feeFor } from "../../../wallet/price/fee.ts";
import { reserved } from "../../../wallet/slots/nonce.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { FeeSpeed } from "../../../wallet/approval-views.ts";
import type { App, Handlers } from "./app.ts";
import type { OpenChain } from "./wallet.ts";
import { receiverView } from "./account-handlers.ts";

/** Makes an approval for an act of one of this vault's accounts on the selected network. */
export async function requestAct(
  app: App,
  from: string,
  act: (chain: OpenChain) => Promise<Act> | Act,
  speed: FeeSpeed = "usual",
): Promise<{ approvalId: string }> {
  await app.wallet.lock.mustBeOpen();
  const chain = await app.wallet.openChain();
  const { address } = await app.wallet.mustAccount(chain, from);
  return app.approvals.request(draftOf(chain.network, address, await act(chain), speed));
}

export const sendHandlers: Handlers<"send.quote" | "send.review" | "send.reviewRaw"> = {
  "send.quote": async (app, { from, to, amount, speed }) => {
    const chain = await app.wallet.openChain();
    const receiver = readReceiver(to, chain.network.prefix);
    const sender = readAddress(from, chain.network.prefix);
    const value = BigInt(amount);
    const [head, actor, slots] = await Promise.all([
      chain.nodes.node.chainHead(),
      chain.actors.at(sender),
      app.wallet.slots.of(chain.network.genesis, sender.toString()),
    ]);
    const balance = actor.balance ?? 0n;
    // A dry run without value asks for gas only, so that it also answers for amounts the account does not have.
    const run = await dryRun(chain.nodes, chain.actors, bareMessage(draftOf(chain.network, sender, { to: receiver, value: 0n, method: 0 }, speed)));
    const gasUsed = Math.max(run.gasUsed, 1);
    const baseFee = baseFeeOf(head);
    const premium = await chain.nodes.node.gasEstimateGasPremium(2, sender, 10_000).catch(() => 0n);
    const fee = feeFor({ estimate: { gasLimit: Math.ceil(gasUsed * 1.25), premium }, dryRunGas: gasUsed, baseFee, speed });
    const free = balance - reserved(slots, actor.nonce) - ceilingOf(fee);
    const maximum = free > 0n ? free : 0n;
    return {
      receiver: await receiverView(app, chain, receiver),
      fee: {
        speed,
        gasLimit: fee.gasLimit,
        gasUsed,
        baseFee: baseFee.toString(),
        premium: fee.gasPremium.toString(),
        feeCap: fee.gasFeeCap.toString(),
        expected: costAt(fee, gasUsed, baseFee).toString(),
        ceiling: ceilingOf(fee).toString(),
        source: { kind: "oneNode" as const, node: chain.nodes.host },
      },
      balance: balance.toString(),
      maximum: maximum.toString(),
      missing: (value > maximum ? value - maximum : 0n).toString(),
      after: (free - value).toString(),
    };
  },

  "send.review": (app, { from, to, amount, speed }) =>
    requestAct(
      app,
      from,
      async (chain) => {
        const receiver = readReceiver(to, chain.network.prefix);
        const actor = await chain.actors.at(receiver);
        if (actor.type === "evm") throw new Refusal("receiverRefused", { reason: "contract", address: to });
        if (receiver.protocol === 0 && actor.type === "none") throw new Refusal("receiverRefused", { reason: "noActor", address: to });
        return { to: receiver, value: BigInt(amount), method: 0 };
      },
      speed,
    ),

  "send.reviewRaw": (app, { from, to, amount, method, params }) =>
    requestAct(app, from, (chain) => {
      let bytes: Uint8Array;
      try {
        bytes = fromBase64(params);
      } catch {
        throw new Refusal("badRequest", { detail: "params" });
      }
      return { to: readReceiver(to, chain.network.prefix), value: BigInt(amount), method, params: bytes };
    }),
};
