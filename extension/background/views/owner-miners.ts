import type { MinerView as CustodyView } from "../../../actor/abi/methods.generated.ts";
import { Address } from "../../../filecoin/address.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { OwnerView } from "../../shared/owner-views.ts";
import { bytesText } from "./bytes-text.ts";

/** Miners in an owner actor's custody. */

export async function minerLine(
  scope: Scope,
  actor: Address,
  miner: CustodyView,
  release: OwnerView["miners"][number]["release"],
): Promise<OwnerView["miners"][number]> {
  const address = Address.id(miner.id);
  const { node } = scope;
  const [info, power, sectors, self] = await Promise.all([
    node.stateMinerInfo(address),
    node.stateMinerPower(address),
    node.stateMinerSectorCount(address),
    scope.actors.at(actor),
  ]);
  const harvestNow = predictHarvest(miner);
  const debt = miner.available < 0n ? -miner.available : 0n;
  return {
    miner: await scope.actors.forms(address),
    principal: miner.principal.toString(),
    available: (miner.available < 0n ? 0n : miner.available).toString(),
    vesting: miner.vesting.toString(),
    balance: miner.balance.toString(),
    feeDebt: debt.toString(),
    lastHarvest: miner.harvested > 0 ? miner.harvested : null,
    lastMeasure: miner.measured > 0 ? miner.measured : null,
    workerConfirmed: miner.confirmed,
    pendingWorker: info.newWorker === null ? null : await scope.actors.forms(info.newWorker),
    worker: await scope.actors.forms(info.worker),
    controls: await Promise.all(info.controlAddresses.map((control) => scope.actors.forms(control))),
    faulty: sectors.faulty,
    rawPower: bytesText(power.minerPower.rawBytePower),
    harvestNow,
    lossNow: lossOf(miner).toString(),
    legacyDue: (miner.legacy === null ? 0n : miner.legacy.due + miner.legacy.payable).toString(),
    release,
    inCustody: self.id !== null && info.owner.equals(self.id) && info.beneficiary.equals(self.id) && info.pendingOwner === null,
  };
}

/** What Measure would book now, attoFIL; a gap of a thousandth or less waits for income. */
export function lossOf({ principal, available, balance }: CustodyView): bigint {
  const debt = available < 0n ? -available : 0n;
  const gap = principal + debt - balance;
  if (gap <= 0n || 1000n * gap <= principal) return 0n;
  return gap < principal ? gap : principal;
}

/** x and r of Harvest now; null when there is nothing to take. */
function predictHarvest(miner: CustodyView): { reward: string; principal: string } | null {
  const available = miner.available + miner.matured;
  const cover = miner.balance - (miner.vesting - miner.matured) - miner.principal;
  const x = available < cover ? available : cover;
  return x <= 0n ? null : { reward: x.toString(), principal: "0" };
}
