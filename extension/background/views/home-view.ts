import { Address } from "../../../filecoin/address.ts";
import { addressOf, numberOf, say, textOf } from "../../../wallet/phrase.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { isHeld, leadingAttempt } from "../../../wallet/slots/slot.ts";
import { isShownWith } from "../../../wallet/slots/stranded.ts";
import type { Reply } from "../../shared/messages.ts";
import type { TakeoverDrafts } from "../settings/takeover-drafts.ts";
import type { SlotStore } from "../signing/slot-store.ts";
import { readBalances, shown, type AccountParts } from "./account-views.ts";
import { knownOwners, operatedOwners } from "./known-owners.ts";
import { findMiners, watchedMiners } from "./miner-list.ts";
import { readPositions } from "./positions-view.ts";
import { slotView } from "./slot-views.ts";
import { takeoverList } from "./takeover-list.ts";
import { walletState, type WalletStateParts } from "./wallet-state.ts";

type Home = Reply<"home.get">;

export type HomeParts = AccountParts & WalletStateParts & { slots: Pick<SlotStore, "all" | "held">; drafts: Pick<TakeoverDrafts, "list"> };

/** Accounts, miners, positions and what needs the person, of the selected network. */
export async function homeView(parts: HomeParts): Promise<Home> {
  const scope = await parts.scopes.selected();
  const { accounts } = await shown(parts, scope.network, await readBalances(parts.s.database, scope));
  const watched = await watchedMiners(scope);
  const found = await findMiners(scope, await operatedOwners(scope))
    .then((result) => result.miners)
    .catch(() => []);
  const miners = [...watched, ...found.filter((miner) => !watched.some((w) => Address.parse(w.address).equals(Address.parse(miner.address))))];
  const { positions } = await readPositions(scope, await knownOwners(scope), scope.accounts).catch(() => ({ positions: [] as Home["positions"] }));
  return { accounts, miners, positions, needs: await needsOf(parts, scope, miners), readAt: scope.now() };
}

/** What needs the person now: steps that are ready, messages that are late, a backup that is missing. */
async function needsOf(parts: HomeParts, scope: Scope, miners: Home["miners"]): Promise<Home["needs"]> {
  const needs: Home["needs"] = [];
  const state = await walletState(parts);
  if (state.openApproval !== null)
    needs.push({ id: "approval", text: say("need.approval"), urgency: "next", target: { page: "approval", id: state.openApproval } });
  if (state.backup.needed) needs.push({ id: "backup", text: say("need.backup"), urgency: "warning", target: { page: "backup", id: "" } });
  const takeovers = await takeoverList(parts.drafts, scope);
  for (const { miner, step } of takeovers)
    needs.push({
      id: `takeover ${miner}`,
      text: say("need.takeover", { miner: addressOf(miner), step: textOf(step) }),
      urgency: "next",
      target: { page: "takeover", id: miner },
    });
  needs.push(...(await lateMessages(parts, scope)));
  for (const miner of miners) {
    if (miner.state.code !== "minerState.proposed" || takeovers.some((t) => t.miner === miner.address)) continue;
    needs.push({
      id: `proposed ${miner.address}`,
      text: say("need.ownerProposed", { miner: addressOf(miner.address, miner.label) }),
      urgency: "danger",
      target: { page: "miner", id: miner.address },
    });
  }
  return needs;
}

async function lateMessages(parts: HomeParts, { network }: Scope): Promise<Home["needs"]> {
  const [all, networks] = await Promise.all([parts.slots.all(), parts.networks.list()]);
  return all
    .filter((slot) => isHeld(slot) && isShownWith(slot, network, networks))
    .flatMap((slot) => {
      const { status, stranded } = slotView(slot, { prefix: network.prefix, all, networks, headEpoch: null, label: () => null, receiver: () => null });
      if (stranded === null && status !== "late" && status !== "held" && status !== "unknown") return [];
      const nonce = { nonce: numberOf(slot.nonce) };
      const text = stranded === null ? (leadingAttempt(slot).note ?? say(`need.${status}`, nonce)) : say(`need.stranded.${stranded}`, nonce);
      return [{ id: slot.id, text, urgency: "warning" as const, target: { page: "activity" as const, id: slot.id } }];
    });
}
