import type { Body, MessageName, Reply } from "../../shared/messages.ts";
import { Approvals } from "../signing/approvals.ts";
import type { GateCheck } from "../signing/make-approval.ts";
import { Outbox } from "../signing/outbox.ts";
import type { Wallet } from "./wallet.ts";

/** Everything a handler may use. */
export interface App {
  wallet: Wallet;
  approvals: Approvals;
  outbox: Outbox;
}

/** Answers to messages, one per name. */
export type Handlers<N extends MessageName = MessageName> = { [K in N]: (app: App, body: Body<K>) => Promise<Reply<K>> };

export function composeApp(wallet: Wallet, gates: GateCheck): App {
  const outbox = new Outbox(wallet);
  const approvals = new Approvals(wallet, gates, (slot, cid) => outbox.signAndPush(slot, cid));
  wallet.lock.onLocked = async (reason) => {
    const dropped = await approvals.kill("lock");
    await outbox.dropUnsigned();
    await wallet.s.session.set("lock.droppedApproval", dropped && reason !== "user");
  };
  wallet.onChainReplaced = async () => {
    await approvals.kill("network");
  };
  return { wallet, approvals, outbox };
}
