/**
 * The storage miner: its methods and numbers. Methods of sealing and proving real sectors are not among the stand-ins.
 * Source: builtin-actors actors/miner/src/lib.rs.
 */
import type { NativeActor } from "../../kernel/runtime.ts";
import { actorOf, type MethodEntry, withoutParams, withParams } from "../dispatch.ts";
import type { BuiltinPolicy } from "../policy.ts";
import { changeBeneficiary, decodeChangeBeneficiary, getBeneficiary } from "./beneficiary.ts";
import { decodeMinerConstructor } from "../miner-constructor-params.ts";
import { construct } from "./create.ts";
import {
  controlAddresses,
  decodeAddress,
  decodeMaxTerminationFee,
  getAvailableBalance,
  getMultiaddrs,
  getOwner,
  getPeerId,
  getSectorSize,
  getVestingFunds,
  initialPledge,
  isControllingAddress,
  maxTerminationFee,
} from "./getters.ts";
import { APPLY_REWARDS, ON_DEFERRED_CRON_EVENT } from "../miner-methods.ts";
import { decodeDeferredCronEvent, onDeferredCronEvent } from "./proving-cron.ts";
import { SECTOR_REHEARSAL_METHODS } from "./sector-rehearsal.ts";
import {
  checkSectorProven,
  decodeSectorNumber,
  decodeSectorStatusQuestion,
  decodeSectorTuple,
  generateSectorLocation,
  getNominalSectorExpiration,
  validateSectorStatus,
} from "./sector-queries.ts";
import { changeOwnerAddress, decodeNewOwner } from "./owner.ts";
import { REHEARSAL_METHODS } from "./rehearsal.ts";
import { changeMultiaddrs, changePeerId, decodeMultiaddrs, decodePeerId } from "./peer.ts";
import { applyRewards, decodeApplyRewards } from "./rewards.ts";
import { decodeWithdraw, repayDebt, withdrawBalance } from "./withdraw.ts";
import { changeWorkerAddress, confirmChangeWorkerAddress, decodeChangeWorkerAddress } from "./worker.ts";

const COMMANDS: readonly MethodEntry[] = [
  {
    name: "ChangeWorkerAddress",
    number: 3,
    exported: true,
    run: withParams(decodeChangeWorkerAddress, changeWorkerAddress),
  },
  { name: "ChangePeerID", number: 4, exported: true, run: withParams(decodePeerId, changePeerId) },
  {
    name: "OnDeferredCronEvent",
    number: ON_DEFERRED_CRON_EVENT,
    run: withParams(decodeDeferredCronEvent, onDeferredCronEvent),
  },
  { name: "ApplyRewards", number: APPLY_REWARDS, run: withParams(decodeApplyRewards, applyRewards) },
  { name: "WithdrawBalance", number: 16, exported: true, run: withParams(decodeWithdraw, withdrawBalance) },
  {
    name: "ChangeMultiaddrs",
    number: 18,
    exported: true,
    run: withParams(decodeMultiaddrs, changeMultiaddrs),
  },
  {
    name: "ConfirmChangeWorkerAddress",
    number: 21,
    exported: true,
    run: withoutParams(confirmChangeWorkerAddress),
  },
  { name: "RepayDebt", number: 22, exported: true, run: withoutParams(repayDebt) },
  {
    name: "ChangeOwnerAddress",
    number: 23,
    exported: true,
    run: withParams(decodeNewOwner, changeOwnerAddress),
  },
  {
    name: "ChangeBeneficiary",
    number: 30,
    exported: true,
    run: withParams(decodeChangeBeneficiary, changeBeneficiary),
  },
];

const QUERIES: readonly MethodEntry[] = [
  { name: "ControlAddresses", number: 2, run: withoutParams(controlAddresses) },
  { name: "GetBeneficiary", number: 31, exported: true, run: withoutParams(getBeneficiary) },
  { name: "GetOwner", exported: true, run: withoutParams(getOwner) },
  { name: "IsControllingAddress", exported: true, run: withParams(decodeAddress, isControllingAddress) },
  { name: "GetSectorSize", exported: true, run: withoutParams(getSectorSize) },
  { name: "GetAvailableBalance", exported: true, run: withoutParams(getAvailableBalance) },
  { name: "GetVestingFunds", exported: true, run: withoutParams(getVestingFunds) },
  { name: "GetPeerID", exported: true, run: withoutParams(getPeerId) },
  { name: "GetMultiaddrs", exported: true, run: withoutParams(getMultiaddrs) },
  { name: "CheckSectorProven", number: 13, run: withParams(decodeSectorTuple, checkSectorProven) },
  {
    name: "GetNominalSectorExpiration",
    exported: true,
    run: withParams(decodeSectorNumber, getNominalSectorExpiration),
  },
  {
    name: "GenerateSectorLocation",
    exported: true,
    run: withParams(decodeSectorTuple, generateSectorLocation),
  },
  {
    name: "ValidateSectorStatus",
    exported: true,
    run: withParams(decodeSectorStatusQuestion, validateSectorStatus),
  },
  { name: "InitialPledge", exported: true, run: withoutParams(initialPledge) },
  {
    name: "MaxTerminationFee",
    exported: true,
    run: withParams(decodeMaxTerminationFee, maxTerminationFee),
  },
];

/** The miner actor of a network with that policy. */
export function miner(policy: BuiltinPolicy): NativeActor {
  return actorOf("storageminer", [
    {
      name: "Constructor",
      number: 1,
      run: withParams(decodeMinerConstructor, (rt, params) => construct(rt, policy, params)),
    },
    ...COMMANDS,
    ...QUERIES,
    ...REHEARSAL_METHODS,
    ...SECTOR_REHEARSAL_METHODS,
  ]);
}
