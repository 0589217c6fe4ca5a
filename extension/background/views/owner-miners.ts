import { harvestOf } from "../../../actor/abi/rules/harvest.ts";
import type { Books } from "../../../actor/abi/rules/books.ts";
import { measure } from "../../../actor/abi/rules/loss.ts";
import { Address } from "../../../filecoin/address.ts";
import { most } from "../../../filecoin/integers.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { OwnerView } from "../../shared/owner-views.ts";
import { bytesText } from "./bytes-text.ts";
import type { Custody, OwnerFigures } from "./owner-figures.ts";
import { forwardTo } from "./owner-forwards.ts";

/** Miners in an owner actor's custody. */

export async function minerLine(
  scope: Scope,
  actor: Address,
  figures: OwnerFigures,
  { book: miner, facts }: Custody,
  { release, today }: { release: OwnerView["miners"][number]["release"]; today: bigint },
): Promise<OwnerView["miners"][number]> {
  const address = Address.id(miner.id);
  const { node } = scope;
  const { books } = figures;
  const [info, power, sectors, self] = await Promise.all([
    node.stateMinerInfo(address),
    node.stateMinerPower(address),
    node.stateMinerSectorCount(address),
    scope.actors.at(actor),
  ]);
  return {
    miner: await scope.actors.forms(address),
    principal: miner.principal.toString(),
    available: most(miner.available, 0n).toString(),
    vesting: miner.vesting.toString(),
    balance: miner.balance.toString(),
    feeDebt: facts.debt.toString(),
    lastHarvest: miner.harvested > 0 ? miner.harvested : null,
    lastMeasure: miner.measured > 0 ? miner.measured : null,
    workerConfirmed: miner.confirmed,
    pendingWorker: info.newWorker === null ? null : await scope.actors.forms(info.newWorker),
    worker: await scope.actors.forms(info.worker),
    controls: await Promise.all(info.controlAddresses.map((control) => scope.actors.forms(control))),
    faulty: sectors.faulty,
    rawPower: bytesText(power.minerPower.rawBytePower),
    harvestNow: harvestNow(books, { book: miner, facts }),
    lossNow: measure(books, miner, facts).loss.toString(),
    forward: forwardTo(figures, { book: miner, facts }, today),
    legacyDue: (miner.legacy === null ? 0n : miner.legacy.due + miner.legacy.payable).toString(),
    release,
    inCustody: self.id !== null && info.owner.equals(self.id) && info.beneficiary.equals(self.id) && info.pendingOwner === null,
  };
}

/** What Harvest would bring now; null when there is nothing to take. */
function harvestNow(books: Books, { book, facts }: Custody): { reward: string; principal: string } | null {
  const found = harvestOf(books, book, facts);
  return typeof found === "string" || found.reward === 0n ? null : { reward: found.reward.toString(), principal: "0" };
}
