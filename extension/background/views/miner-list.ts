import type { Address } from "../../../filecoin/address.ts";
import { isReadable } from "../../../filecoin/rpc/json-values.ts";
import type { Reply } from "../../shared/messages.ts";
import { say, addressOf } from "../../../wallet/phrase.ts";
import { accountWithId, type Scope } from "../../../wallet/scope.ts";
import { readAvailable } from "../../../wallet/told/miner-money.ts";

type Summary = Reply<"miners.list">["miners"][number];

/** Networks with more miners are not looked through: each costs a question. */
const SMALL_NETWORK = 50;
export const MINERS_ON_A_PAGE = 20;

/** One line of the list; null when the actor is no miner (any more). */
async function summarise(scope: Scope, miner: Address, because: Summary["because"]): Promise<Summary | null> {
  if ((await scope.actors.typeAt(miner)) !== "storageminer") return null;
  const [info, available] = await Promise.all([scope.node.stateMinerInfo(miner), readAvailable(scope, miner)]);
  const owner = await scope.actors.forms(info.owner);
  const ownerCode = await scope.actors.identity(info.owner);
  const state =
    info.pendingOwner !== null
      ? say("minerState.proposed", { owner: addressOf(info.owner.toString(scope.actors.prefix), owner.label) })
      : ownerCode !== null
        ? say("minerState.code")
        : say("minerState.key", { owner: addressOf(owner.robust ?? owner.address, owner.label) });
  return {
    address: miner.toString(scope.actors.prefix),
    label: scope.labelOf(miner),
    owner,
    ownerCode,
    available: available.toString(),
    state,
    watched: scope.watched.miners.some((watched) => watched.equals(miner)),
    because,
    readAt: scope.now(),
  };
}

/** The miners this wallet watches: `count` of them from the `from`th. */
export async function watchedMiners(scope: Scope, from = 0, count = MINERS_ON_A_PAGE): Promise<Summary[]> {
  const lines = await Promise.all(scope.watched.miners.slice(from, from + count).map((miner) => summarise(scope, miner, "watched")));
  return lines.filter((line) => line !== null);
}

/** Looks through a small network for further miners of this wallet's accounts and of owner actors it operates. */
export async function findMiners(scope: Scope, operatedOwners: readonly Address[]): Promise<{ miners: Summary[]; complete: boolean }> {
  // Public networks have some hundred thousand: their list alone is too large.
  if (scope.network.kind === "mainnet" || scope.network.kind === "calibration") return { miners: [], complete: false };
  const all = (await scope.node.stateListMiners()).filter(isReadable);
  if (all.length > SMALL_NETWORK) return { miners: [], complete: false };
  const found: Summary[] = [];
  for (const miner of all) {
    if (scope.watched.miners.some((watched) => watched.equals(miner))) continue;
    const info = await scope.node.stateMinerInfo(miner);
    const because: Summary["because"] | null =
      (await accountWithId(scope, info.owner)) !== null
        ? "owner"
        : operatedOwners.some((owner) => owner.equals(info.owner))
          ? "custody"
          : (await accountWithId(scope, info.worker)) !== null
            ? "worker"
            : (await accountWithId(scope, info.beneficiary)) !== null
              ? "beneficiary"
              : null;
    const line = because === null ? null : await summarise(scope, miner, because);
    if (line !== null) found.push(line);
  }
  return { miners: found, complete: true };
}
