import type { Address } from "../../../filecoin/address.ts";
import type { Act } from "../../../wallet/draft.ts";
import { draftOf } from "../../../wallet/draft.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { App, Handlers } from "./app.ts";
import { openScope } from "./scope-of.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import type { ChainScope } from "../../../wallet/scope.ts";
import { operatedOwners } from "../views/known-owners.ts";
import {
  changeBeneficiary,
  changeOwner,
  changeWorker,
  confirmBeneficiary,
  confirmWorker,
  repayDebt,
  stopProposal,
  withdraw,
} from "../../../wallet/acts/miner-acts.ts";
import { findMiners, watchedMiners } from "../views/miner-list.ts";
import { readMiner } from "../views/miner-view.ts";
import { refusalOfGetter } from "../../../wallet/told/refusal-of-getter.ts";
import { requireMiner } from "../../../wallet/told/miner-money.ts";

/** Answers about miners and the commands that an account may give them. */

/** Builds a message to a miner and asks for its approval. */
async function review(
  app: App,
  body: { miner: string; from: string },
  make: (scope: ChainScope, miner: Address) => Promise<Act> | Act,
): Promise<{ approvalId: string }> {
  const { scope, chain } = await openScope(app.wallet);
  const { address: from } = await app.wallet.mustAccount(chain, body.from);
  const miner = readAddress(body.miner, scope.actors.prefix);
  await requireMiner(scope, miner);
  return app.approvals.request(draftOf(chain.network, from, await make(scope, miner)));
}

export async function changeWatch(app: App, list: "watchedMiners" | "watchedOwners", text: string, add: boolean): Promise<void> {
  const network = await app.wallet.selectedNetwork();
  const address = readAddress(text, network.prefix).toString();
  await app.wallet.books.change((book) => {
    const rest = (book[list][network.genesis] ?? []).filter((each) => each !== address);
    book[list][network.genesis] = add ? [...rest, address] : rest;
  });
  app.wallet.s.tell([list === "watchedMiners" ? "miners" : "owners"]);
}

export const minerHandlers: Handlers<
  | "miners.list"
  | "miners.find"
  | "miners.watch"
  | "miners.unwatch"
  | "miner.get"
  | "miner.withdraw"
  | "miner.changeWorker"
  | "miner.confirmWorker"
  | "miner.proposeOwner"
  | "miner.stopProposal"
  | "miner.confirmOwner"
  | "miner.changeBeneficiary"
  | "miner.confirmBeneficiary"
  | "miner.repayDebt"
> = {
  "miners.list": async ({ wallet }) => ({ miners: await watchedMiners((await openScope(wallet)).scope) }),
  "miners.find": async ({ wallet }) => {
    const { scope } = await openScope(wallet);
    return findMiners(scope, await operatedOwners(scope));
  },
  "miners.watch": async (app, { miner, label }) => {
    const { scope } = await openScope(app.wallet);
    await requireMiner(scope, readAddress(miner, scope.actors.prefix));
    await changeWatch(app, "watchedMiners", miner, true);
    if (label !== null)
      await app.wallet.books.change(
        (book) => void (book.labels[`${scope.nodes.network.genesis} ${readAddress(miner, scope.actors.prefix).toString()}`] = label),
      );
    return {};
  },
  "miners.unwatch": async (app, { miner }) => {
    await changeWatch(app, "watchedMiners", miner, false);
    return {};
  },
  "miner.get": async ({ wallet }, { miner }) => {
    const { scope } = await openScope(wallet);
    try {
      return await readMiner(scope, readAddress(miner, scope.actors.prefix));
    } catch (error) {
      throw refusalOfGetter(scope, error);
    }
  },
  "miner.withdraw": (app, body) => review(app, body, (_scope, miner) => withdraw(miner, body.amount === null ? null : BigInt(body.amount))),
  "miner.changeWorker": (app, body) =>
    review(app, body, ({ actors }, miner) =>
      changeWorker(
        miner,
        readAddress(body.worker, actors.prefix),
        body.controls.map((control) => readAddress(control, actors.prefix)),
      ),
    ),
  "miner.confirmWorker": (app, body) => review(app, body, (_scope, miner) => confirmWorker(miner)),
  "miner.proposeOwner": (app, body) => review(app, body, ({ nodes, actors }, miner) => changeOwner(nodes.node, miner, readAddress(body.owner, actors.prefix))),
  "miner.stopProposal": (app, body) => review(app, body, ({ nodes }, miner) => stopProposal(nodes.node, miner)),
  "miner.confirmOwner": (app, body) => review(app, body, ({ nodes, actors }, miner) => changeOwner(nodes.node, miner, readAddress(body.from, actors.prefix))),
  "miner.changeBeneficiary": (app, body) =>
    review(app, body, ({ actors }, miner) => changeBeneficiary(miner, readAddress(body.beneficiary, actors.prefix), BigInt(body.quota), body.expiration)),
  "miner.confirmBeneficiary": (app, body) =>
    review(app, body, async ({ nodes }, miner) => {
      const act = await confirmBeneficiary(nodes.node, miner);
      if (act === null) throw new Refusal("stale", { detail: "no beneficiary is proposed" });
      return act;
    }),
  "miner.repayDebt": (app, body) => review(app, body, (_scope, miner) => repayDebt(miner)),
};
