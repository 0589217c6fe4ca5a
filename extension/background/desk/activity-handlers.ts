import { Address } from "../../../filecoin/address.ts";
import { fromBase64 } from "../../../filecoin/bytes.ts";
import { decodeMessage } from "../../../filecoin/message.ts";
import type { FeeSpeed, FeeView, SlotView } from "../../../wallet/approval-views.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import { dryRun } from "../../../wallet/prediction/dry-run.ts";
import { draftOf, type Draft } from "../../../wallet/draft.ts";
import { baseFeeOf } from "../../../wallet/node-set.ts";
import type { KnownActor } from "../../../wallet/told/known-actor.ts";
import { bookKey } from "../settings/book.ts";
import { ceilingOf, costAt, replacementFee, type Fee } from "../../../wallet/price/fee.ts";
import { isHeld, isLive, leadingAttempt, type Attempt, type Slot } from "../../../wallet/slots/slot.ts";
import { isShownWith } from "../../../wallet/slots/stranded.ts";
import { oddNumbers } from "../views/account-gaps.ts";
import { selectedOf } from "../views/account-views.ts";
import { slotView, type SlotFacts } from "../views/slot-views.ts";
import { toBase64 } from "../../../filecoin/bytes.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { App, Handlers } from "./app.ts";
import type { OpenChain } from "./wallet.ts";

/** The attempt a replacement outbids: the newest signed one that is still open. */
function outbid(slot: Slot): Attempt {
  const attempt = slot.attempts.findLast((a) => isLive(a) && a.signed !== null);
  if (attempt === undefined || !isHeld(slot) || attempt.state === "included") throw new Refusal("notReplaceable", { state: leadingAttempt(slot).state });
  return attempt;
}

const oldFee = (attempt: Attempt): Fee => ({ gasLimit: attempt.gasLimit, gasFeeCap: BigInt(attempt.gasFeeCap), gasPremium: BigInt(attempt.gasPremium) });

async function factsFor(app: App, slots: readonly Slot[]): Promise<SlotFacts> {
  const network = await app.wallet.networks.selected();
  const book = await app.wallet.bookOrNull();
  const health = app.wallet.nodes.health(network.url);
  const receivers = new Map<string, KnownActor>();
  const chain = network.genesis === null ? null : await app.wallet.openChainOf({ ...network, genesis: network.genesis }).catch(() => null);
  if (chain !== null) {
    await app.wallet.nodes.head(network.url, chain.nodes.node).catch(() => {});
    for (const slot of slots.filter((s) => s.genesis === network.genesis).slice(-50)) {
      const to = decodeMessage(fromBase64(leadingAttempt(slot).unsigned)).to;
      const actor = await chain.actors.at(to).catch(() => null);
      if (actor !== null) receivers.set(slot.id, actor);
    }
  }
  return {
    prefix: network.prefix,
    all: slots,
    networks: await app.wallet.networks.list(),
    headEpoch: app.wallet.nodes.health(network.url).epoch ?? health.epoch,
    label: (address) => book?.labels[bookKey(network.genesis ?? "", address)] ?? null,
    receiver: (slot) => receivers.get(slot.id) ?? null,
  };
}

async function viewOf(app: App, id: string): Promise<SlotView> {
  const slot = await app.wallet.slots.get(id);
  const all = await app.wallet.slots.of(slot.genesis, slot.account);
  return slotView(slot, await factsFor(app, all));
}

/** Same slot, same nonce: a draft that replaces what is there. */
async function requestReplacement(app: App, id: string, purpose: "speedUp" | "cancel", speed: FeeSpeed): Promise<{ approvalId: string }> {
  await app.wallet.lock.mustBeOpen();
  const slot = await app.wallet.slots.get(id);
  const message = decodeMessage(fromBase64(outbid(slot).unsigned));
  const cancel = purpose === "cancel";
  const draft: Draft = {
    networkId: slot.networkId,
    genesis: slot.genesis,
    from: slot.account,
    to: cancel ? slot.account : message.to.toString(),
    value: cancel ? "0" : message.value.toString(),
    method: cancel ? 0 : message.method,
    params: cancel ? "" : toBase64(message.params),
    speed,
    purpose,
    slotId: slot.id,
  };
  return app.approvals.request(draft);
}

/** Accounts that are asked about unasked: a page must not wait for a thousand of them. */
const BUSY_ASKED = 10;

/** The selected account, and those of the network with messages on their way. */
async function busyAccounts(app: App, { network, accounts, book }: OpenChain): Promise<Address[]> {
  const selected = selectedOf(network, accounts, book);
  const held = (await app.wallet.slots.held()).filter((slot) => slot.genesis === network.genesis);
  const busy = new Set([...(selected === null ? [] : [Address.parse(selected).toString()]), ...held.map((slot) => slot.account)]);
  return [...busy].slice(0, BUSY_ASKED).map((text) => Address.parse(text));
}

export const activityHandlers: Handlers<
  | "activity.list"
  | "activity.get"
  | "activity.quoteReplace"
  | "activity.resend"
  | "activity.speedUp"
  | "activity.cancel"
  | "activity.move"
  | "activity.leave"
  | "activity.takeUp"
  | "activity.gaps"
  | "activity.fillGap"
> = {
  "activity.list": async (app, { account }) => {
    await app.wallet.lock.mustBeOpen();
    const network = await app.wallet.networks.selected();
    const wanted = account === null ? null : readAddress(account, network.prefix).toString();
    const known = await app.wallet.networks.list();
    const slots = (await app.wallet.slots.all()).filter((slot) => isShownWith(slot, network, known) && (wanted === null || slot.account === wanted));
    const facts = await factsFor(app, slots);
    return { slots: slots.map((slot) => slotView(slot, facts)).sort((a, b) => b.createdAt - a.createdAt) };
  },

  "activity.get": async (app, { id }) => {
    await app.wallet.lock.mustBeOpen();
    return { slot: await viewOf(app, id) };
  },

  "activity.quoteReplace": async (app, { id }) => {
    const slot = await app.wallet.slots.get(id);
    const attempt = outbid(slot);
    const chain = await app.wallet.openChainOf((await app.slotNetworks.reach(slot)).network);
    const baseFee = baseFeeOf(await chain.nodes.node.chainHead());
    const self = Address.parse(slot.account);
    const cancelGas = (
      await dryRun(chain.nodes, chain.actors, {
        ...decodeMessage(fromBase64(attempt.unsigned)),
        to: self,
        value: 0n as never,
        method: 0,
        params: new Uint8Array(),
        gasLimit: 0,
      })
    ).gasUsed;
    const view = (fee: Fee, gasUsed: number): FeeView => ({
      speed: "usual",
      gasLimit: fee.gasLimit,
      gasUsed,
      baseFee: baseFee.toString(),
      premium: fee.gasPremium.toString(),
      feeCap: fee.gasFeeCap.toString(),
      expected: costAt(fee, gasUsed, baseFee).toString(),
      ceiling: ceilingOf(fee).toString(),
      source: { kind: "oneNode", node: chain.nodes.host },
    });
    return {
      speedUp: view(replacementFee(oldFee(attempt), { baseFee, speed: "usual" }), attempt.predicted.gasUsed),
      cancel:
        attempt.purpose === "cancel"
          ? null
          : view(replacementFee(oldFee(attempt), { baseFee, speed: "usual", gasLimit: Math.ceil(cancelGas * 1.25) }), cancelGas),
      baseFee: baseFee.toString(),
    };
  },

  "activity.resend": async (app, { id }) => {
    await app.outbox.resend(id);
    return { slot: await viewOf(app, id) };
  },

  "activity.move": async (app, { id, networkId }) => {
    await app.outbox.move(id, networkId);
    return { slot: await viewOf(app, id) };
  },

  "activity.leave": async (app, { id }) => {
    await app.outbox.leave(id);
    return { slot: await viewOf(app, id) };
  },

  "activity.takeUp": async (app, { id }) => {
    await app.outbox.takeUp(id);
    return { slot: await viewOf(app, id) };
  },

  "activity.gaps": async (app, { account }) => {
    await app.wallet.lock.mustBeOpen();
    const chain = await app.wallet.openChain();
    const { network, accounts, book } = chain;
    const asked = account === null ? await busyAccounts(app, chain) : [(await app.wallet.mustAccount(chain, account)).address];
    const own = asked.filter((address) => accounts.some((each) => each.address === address.toString()));
    const odd = await Promise.all(
      own.map(async (address) => ({
        account: address.toString(network.prefix),
        label: book?.labels[bookKey(network.genesis, address.toString())] ?? null,
        ...(await oddNumbers({ slots: app.wallet.slots, networks: app.slotNetworks }, network, address)),
      })),
    );
    return { accounts: odd.filter(({ gap, ahead }) => gap !== null || ahead !== null) };
  },

  "activity.fillGap": async (app, { account, nonce }) => {
    await app.wallet.lock.mustBeOpen();
    const chain = await app.wallet.openChain();
    const { address } = await app.wallet.mustAccount(chain, account);
    const { gap } = await oddNumbers({ slots: app.wallet.slots, networks: app.slotNetworks }, chain.network, address);
    if (gap?.nonce !== nonce) throw new Refusal("noGap", { nonce });
    return app.approvals.request({ ...draftOf(chain.network, address, { to: address, method: 0 }), fills: nonce });
  },

  "activity.speedUp": (app, { id, speed }) => requestReplacement(app, id, "speedUp", speed),
  "activity.cancel": (app, { id }) => requestReplacement(app, id, "cancel", "usual"),
};
