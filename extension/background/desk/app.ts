import type { Body, MessageName, Reply } from "../../shared/messages.ts";
import { Approvals } from "../signing/approvals.ts";
import type { GateCheck } from "../signing/make-approval.ts";
import { endsAlike } from "../signing/ends-alike.ts";
import { Outbox } from "../signing/outbox.ts";
import { signMessage } from "../signing/sign-message.ts";
import { SlotNetworks } from "../signing/slot-networks.ts";
import type { Wallet } from "./wallet.ts";

/** Everything a handler may use. */
export interface App {
  wallet: Wallet;
  approvals: Approvals;
  outbox: Outbox;
  slotNetworks: SlotNetworks;
}

/** Answers to messages, one per name. */
export type Handlers<N extends MessageName = MessageName> = { [K in N]: (app: App, body: Body<K>) => Promise<Reply<K>> };

export function composeApp(wallet: Wallet, gates: GateCheck): App {
  const { s, slots, keyring, networks } = wallet;
  const slotNetworks = new SlotNetworks({ networks, nodes: wallet.nodes, tokenOf: (url) => wallet.tokenOf(url), fetch: (input, init) => s.fetch(input, init) });
  const outbox = new Outbox({
    slots,
    locks: s.locks,
    networks: slotNetworks,
    known: networks,
    now: () => s.now(),
    isUnlocked: async () => (await wallet.lock.openUntil()) !== null,
    sign: async (message, genesis) => {
      const account = await keyring.account(message.from, genesis);
      return signMessage(message, await keyring.signingKey(account, genesis), await wallet.signerWasm());
    },
    endsAlike: async (slot, attempt) => endsAlike(attempt, await wallet.openChainOf((await slotNetworks.reach(slot)).network)),
    tell: (topics) => s.tell(topics),
    report: (error) => s.report(error),
  });
  const approvals = new Approvals(wallet, gates, outbox);
  wallet.lock.onLocked = async (reason) => {
    const dropped = await approvals.kill("lock");
    await outbox.dropUnsigned();
    await wallet.s.session.set("lock.droppedApproval", dropped && reason !== "user");
  };
  wallet.onChainReplaced = async () => {
    await approvals.kill("network");
  };
  return { wallet, approvals, outbox, slotNetworks };
}
