/** What anybody may ask a miner. Source: actors/miner/src/lib.rs. */
import { Address } from "../../../filecoin/address.ts";
import { encodeAmount } from "../../../filecoin/amount.ts";
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { chargeVesting } from "../gas-figures.ts";
import { bare, readBig } from "../params.ts";
import { requestTotalPower } from "../power/actor.ts";
import { requestEpochReward } from "../reward/actor.ts";
import { continuedFaultFee, TERMINATION_LIFETIME_CAP, terminationFee } from "./pledge.ts";
import type { MinerInfo } from "../../../filecoin/state/miner-info.ts";
import { availableBalance, loadMinerInfo, loadMinerState } from "./state.ts";
import { loadFunds } from "./vesting.ts";

function currentInfo(rt: Runtime): MinerInfo {
  return loadMinerInfo(rt, loadMinerState(rt));
}

/** [owner, worker, [control…]] */
export function controlAddresses(rt: Runtime): CborValue {
  const { owner, worker, control } = currentInfo(rt);
  return [Address.id(owner).bytes, Address.id(worker).bytes, control.map((id) => Address.id(id).bytes)];
}

/** [owner, proposed owner or null] */
export function getOwner(rt: Runtime): CborValue {
  const { owner, pendingOwner } = currentInfo(rt);
  return [Address.id(owner).bytes, pendingOwner === null ? null : Address.id(pendingOwner).bytes];
}

export function decodeAddress(value: CborValue): Address {
  return bare(value, "address").address();
}

/** True for owner, worker and control addresses; an unknown address is none. */
export function isControllingAddress(rt: Runtime, address: Address): CborValue {
  const id = rt.resolve(address);
  if (id === undefined) return false;
  const { owner, worker, control } = currentInfo(rt);
  return id === owner || id === worker || control.includes(id);
}

/** bytes */
export function getSectorSize(rt: Runtime): CborValue {
  return currentInfo(rt).sectorSize;
}

/** attoFIL; vested entries count only once something unlocked them */
export function getAvailableBalance(rt: Runtime): CborValue {
  return encodeAmount(availableBalance(rt, loadMinerState(rt), rt.balance()));
}

/** [[[epoch, attoFIL]…]] */
export function getVestingFunds(rt: Runtime): CborValue {
  const funds = loadFunds(rt, loadMinerState(rt).vestingFunds);
  chargeVesting(rt, "answer", funds.length);
  return [funds.map(({ epoch, amount }) => [epoch, encodeAmount(amount)])];
}

/** [bytes] */
export function getPeerId(rt: Runtime): CborValue {
  return [currentInfo(rt).peer];
}

/** [[bytes…]] */
export function getMultiaddrs(rt: Runtime): CborValue {
  return [[...currentInfo(rt).multiaddrs]];
}

/** attoFIL */
export function initialPledge(rt: Runtime): CborValue {
  return encodeAmount(loadMinerState(rt).initialPledge);
}

export function decodeMaxTerminationFee(value: CborValue): { power: bigint; pledge: bigint } {
  const reader = new TupleReader(value, 2, "MaxTerminationFee");
  return { power: readBig(reader), pledge: readBig(reader) };
}

/** The most a sector of that quality-adjusted power and pledge can cost when terminated; attoFIL. */
export function maxTerminationFee(rt: Runtime, params: { power: bigint; pledge: bigint }): CborValue {
  const rewardSmoothed = requestEpochReward(rt).smoothed;
  const powerSmoothed = requestTotalPower(rt).qaPowerSmoothed;
  const faultFee = continuedFaultFee({ rewardSmoothed, powerSmoothed }, params.power);
  return encodeAmount(terminationFee(params.pledge, TERMINATION_LIFETIME_CAP, faultFee));
}
