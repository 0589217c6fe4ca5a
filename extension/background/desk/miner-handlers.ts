import { readAddress } from "../../../wallet/read-address.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { MinerDeeds } from "../deeds/miner-deeds.ts";
import type { Watching } from "../deeds/watching.ts";
import { knownOwners, operatedOwners } from "../views/known-owners.ts";
import { findMiners, watchedMiners } from "../views/miner-list.ts";
import { readMiner } from "../views/miner-view.ts";
import { readProof } from "../views/proof-view.ts";
import { readChain } from "../views/read-chain.ts";
import type { Handlers } from "./handlers.ts";

type Names =
  | "miners.list"
  | "miners.find"
  | "miners.watch"
  | "miners.unwatch"
  | "miner.get"
  | "proof.get"
  | "miner.withdraw"
  | "miner.changeWorker"
  | "miner.confirmWorker"
  | "miner.proposeOwner"
  | "miner.stopProposal"
  | "miner.confirmOwner"
  | "miner.changeBeneficiary"
  | "miner.returnBeneficiary"
  | "miner.confirmBeneficiary"
  | "miner.repayDebt";

interface Parts {
  scopes: Pick<Scopes, "selected">;
  watching: Watching;
  deeds: MinerDeeds;
}

/** Answers about miners and the commands that an account may give them. */
export const minerHandlers = ({ scopes, watching, deeds }: Parts): Handlers<Names> => ({
  "miners.list": ({ from }) => readChain(scopes, async (scope) => ({ miners: await watchedMiners(scope, from), inAll: scope.watched.miners.length })),
  "miners.find": () => readChain(scopes, async (scope) => findMiners(scope, await operatedOwners(scope, await knownOwners(scope)))),
  "proof.get": ({ subject }) => readChain(scopes, (scope) => readProof(scope, subject)),
  "miners.watch": async ({ miner, label }) => {
    await watching.watchMiner(miner, label);
    return {};
  },
  "miners.unwatch": async ({ miner }) => {
    await watching.change("watchedMiners", miner, false);
    return {};
  },
  "miner.get": ({ miner }) => readChain(scopes, (scope) => readMiner(scope, readAddress(miner, scope.network.prefix))),
  "miner.withdraw": deeds.withdraw,
  "miner.changeWorker": deeds.changeWorker,
  "miner.confirmWorker": deeds.confirmWorker,
  "miner.proposeOwner": deeds.proposeOwner,
  "miner.stopProposal": deeds.stopProposal,
  "miner.confirmOwner": deeds.confirmOwner,
  "miner.changeBeneficiary": deeds.changeBeneficiary,
  "miner.returnBeneficiary": deeds.returnBeneficiary,
  "miner.confirmBeneficiary": deeds.confirmBeneficiary,
  "miner.repayDebt": deeds.repayDebt,
});
