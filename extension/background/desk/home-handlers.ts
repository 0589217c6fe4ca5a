import { Address } from "../../../filecoin/address.ts";
import type { Reply } from "../../shared/messages.ts";
import { addressOf, numberOf, say, textOf } from "../../../wallet/phrase.ts";
import { findMiners, watchedMiners } from "../views/miner-list.ts";
import { readPositions } from "../views/positions-view.ts";
import { knownOwners, operatedOwners } from "../views/known-owners.ts";
import { takeoverHandlers } from "./takeover-handlers.ts";
import { slotView } from "../views/slot-views.ts";
import { isHeld, leadingAttempt } from "../../../wallet/slots/slot.ts";
import { isShownWith } from "../../../wallet/slots/stranded.ts";
import type { App, Handlers } from "./app.ts";
import { accountViews, readBalances } from "../views/account-views.ts";
import { openScope } from "./scope-of.ts";
import { walletState } from "../views/wallet-state.ts";

type Home = Reply<"home.get">;

/** What needs the person now: steps that are ready, messages that are late, a backup that is missing. */
async function needsOf(app: App, miners: Home["miners"]): Promise<Home["needs"]> {
  const needs: Home["needs"] = [];
  const state = await walletState(app);
  if (state.openApproval !== null)
    needs.push({ id: "approval", text: say("need.approval"), urgency: "next", target: { page: "approval", id: state.openApproval } });
  if (state.backup.needed) needs.push({ id: "backup", text: say("need.backup"), urgency: "warning", target: { page: "backup", id: "" } });
  const { takeovers } = await takeoverHandlers["takeover.list"](app, {});
  for (const takeover of takeovers) {
    if (takeover.step === "done") continue;
    needs.push({
      id: `takeover ${takeover.miner}`,
      text: say("need.takeover", { miner: addressOf(takeover.miner), step: textOf(takeover.step) }),
      urgency: "next",
      target: { page: "takeover", id: takeover.miner },
    });
  }
  const network = await app.wallet.networks.selected();
  const all = await app.wallet.slots.all();
  const networks = await app.wallet.networks.list();
  for (const slot of all.filter((s) => isHeld(s) && isShownWith(s, network, networks))) {
    const { status, stranded } = slotView(slot, { prefix: network.prefix, all, networks, headEpoch: null, label: () => null, receiver: () => null });
    if (stranded === null && status !== "late" && status !== "held" && status !== "unknown") continue;
    needs.push({
      id: slot.id,
      text:
        stranded !== null
          ? say(`need.stranded.${stranded}`, { nonce: numberOf(slot.nonce) })
          : (leadingAttempt(slot).note ?? say(`need.${status}`, { nonce: numberOf(slot.nonce) })),
      urgency: "warning",
      target: { page: "activity", id: slot.id },
    });
  }
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

export const homeHandlers: Handlers<"home.get"> = {
  "home.get": async (app) => {
    await app.wallet.lock.mustBeOpen();
    const { scope, chain } = await openScope(app.wallet);
    const balances = await readBalances(app.wallet, chain);
    const accounts = await accountViews(app.wallet, chain.network, chain.accounts, chain.book, balances);
    const watched = await watchedMiners(scope);
    const found = await findMiners(scope, await operatedOwners(scope))
      .then((result) => result.miners)
      .catch(() => []);
    const miners = [...watched, ...found.filter((miner) => !watched.some((w) => Address.parse(w.address).equals(Address.parse(miner.address))))];
    const { positions } = await readPositions({ ...scope, watchedOwners: await knownOwners(scope) }, scope.accounts).catch(() => ({
      positions: [] as Home["positions"],
    }));
    return { accounts, miners, positions, needs: await needsOf(app, miners), readAt: app.wallet.s.now() };
  },
};
