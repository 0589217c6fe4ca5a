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
import { ifRead } from "../../../wallet/if-read.ts";

type Home = Reply<"home.get">;

export type HomeParts = AccountParts & WalletStateParts & { slots: Pick<SlotStore, "open" | "held">; drafts: Pick<TakeoverDrafts, "list"> };

/** What a screen has room for: each costs questions, and the rest stands on pages of its own. */
const ROOM = { accounts: 5, miners: 3, owners: 3 };

/** Accounts, miners, positions and what needs the person, of the selected network. */
export async function homeView(parts: HomeParts): Promise<Home> {
  const scope = await parts.scopes.selected();
  const first = [...scope.accounts, ...scope.watched.accounts].slice(0, ROOM.accounts);
  const [balances, watched, known] = await Promise.all([
    readBalances(parts.s.database, scope, first, false),
    watchedMiners(scope, 0, ROOM.miners),
    left(knownOwners(scope, ROOM.accounts), []),
  ]);
  const owners = known.slice(0, ROOM.owners);
  const found = watched.length < ROOM.miners ? (await left(findMiners(scope, await operatedOwners(scope, owners)), { miners: [] })).miners : [];
  const miners = [...watched, ...found];
  const { positions } = await left(readPositions(scope, owners, scope.accounts.slice(0, ROOM.accounts)), { positions: [] as Home["positions"] });
  const { accounts } = await shown(parts, scope.network, balances);
  const own = accounts.filter(({ kind }) => kind !== "watch");
  const times = own.flatMap(({ balance }) => balance.time ?? []);
  return {
    accounts: first.flatMap((address) => accounts.find((account) => account.address === address.toString(scope.network.prefix)) ?? []),
    accountsInAll: accounts.length,
    total: {
      atto: own.reduce((sum, { balance }) => sum + BigInt(balance.atto ?? 0), 0n).toString(),
      unread: own.filter(({ balance }) => balance.atto === null).length,
      oldest: times.length === 0 ? null : Math.min(...times),
    },
    miners,
    minersInAll: Math.max(miners.length, scope.watched.miners.length),
    positions,
    needs: await needsOf(parts, scope, miners),
    readAt: scope.now(),
  };
}

/** What one part of the page cannot be told now leaves the others as they are. */
async function left<T, N>(asked: Promise<T>, nothing: N): Promise<T | N> {
  return (await ifRead(asked)) ?? nothing;
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
  const [all, networks] = await Promise.all([parts.slots.open(), parts.networks.list()]);
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
