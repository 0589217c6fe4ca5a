/** Actor states as StateReadState prints them: Go's field names. Source: go-state-types builtin/v18. */
import { Address } from "../../filecoin/address.ts";
import { bitFieldToJson, decodeBitField } from "../../filecoin/bit-field.ts";
import { addressJson, cidJson } from "./lotus-shapes.ts";
import { type CborValue, TupleReader } from "../../filecoin/cbor.ts";
import type { FilterEstimate } from "../../filecoin/state/power.ts";
import { decodeMinerState } from "../../filecoin/state/miner.ts";
import { decodeMultisigState } from "../../filecoin/state/multisig.ts";
import { decodePowerState } from "../../filecoin/state/power.ts";
import { decodeRewardState } from "../builtin/reward/state.ts";
import type { BuiltinName } from "../../filecoin/methods/actor-type.ts";

type Json = Record<string, unknown>;

const estimateJson = (e: FilterEstimate): Json => ({
  PositionEstimate: e.position.toString(),
  VelocityEstimate: e.velocity.toString(),
});

const READERS: Partial<Record<BuiltinName, (value: CborValue) => Json>> = {
  system: (value) => ({ BuiltinActors: cidJson(new TupleReader(value, 1, "system state").cid()) }),
  init: initJson,
  cron: (value) => ({
    Entries: new TupleReader(value, 1, "cron state").list((item) => item.tuple(2, (e) => ({ Receiver: addressJson(e.address()), MethodNum: e.int() }))),
  }),
  account: (value) => ({ Address: addressJson(new TupleReader(value, 1, "account state").address()) }),
  reward: rewardJson,
  storagepower: powerJson,
  storageminer: minerJson,
  multisig: multisigJson,
};

/** The state of an actor of a known type; undefined when its layout is not known here. */
export function actorStateJson(type: BuiltinName, value: CborValue): Json | undefined {
  return READERS[type]?.(value);
}

function initJson(value: CborValue): Json {
  const r = new TupleReader(value, [3, 4], "init state");
  const state: Json = { AddressMap: cidJson(r.cid()), NextID: r.int(), NetworkName: r.text() };
  if (r.remaining > 0) state.InstalledActors = cidJson(r.cid());
  return state;
}

function rewardJson(value: CborValue): Json {
  const s = decodeRewardState(value);
  return {
    CumsumBaseline: s.cumsumBaseline.toString(),
    CumsumRealized: s.cumsumRealized.toString(),
    EffectiveNetworkTime: s.effectiveNetworkTime,
    EffectiveBaselinePower: s.effectiveBaselinePower.toString(),
    ThisEpochReward: s.thisEpochReward.toString(),
    ThisEpochRewardSmoothed: estimateJson(s.thisEpochRewardSmoothed),
    ThisEpochBaselinePower: s.thisEpochBaselinePower.toString(),
    Epoch: s.epoch,
    TotalStoragePowerReward: s.totalStoragePowerReward.toString(),
    SimpleTotal: s.simpleTotal.toString(),
    BaselineTotal: s.baselineTotal.toString(),
  };
}

function powerJson(value: CborValue): Json {
  const s = decodePowerState(value);
  return {
    TotalRawBytePower: s.totalRawBytePower.toString(),
    TotalBytesCommitted: s.totalBytesCommitted.toString(),
    TotalQualityAdjPower: s.totalQualityAdjPower.toString(),
    TotalQABytesCommitted: s.totalQaBytesCommitted.toString(),
    TotalPledgeCollateral: s.totalPledgeCollateral.toString(),
    ThisEpochRawBytePower: s.thisEpochRawBytePower.toString(),
    ThisEpochQualityAdjPower: s.thisEpochQualityAdjPower.toString(),
    ThisEpochPledgeCollateral: s.thisEpochPledgeCollateral.toString(),
    ThisEpochQAPowerSmoothed: estimateJson(s.thisEpochQaPowerSmoothed),
    MinerCount: s.minerCount,
    MinerAboveMinPowerCount: s.minerAboveMinPowerCount,
    RampStartEpoch: s.rampStartEpoch,
    RampDurationEpochs: s.rampDurationEpochs,
    CronEventQueue: cidJson(s.cronEventQueue),
    FirstCronEpoch: s.firstCronEpoch,
    Claims: cidJson(s.claims),
    ProofValidationBatch: null,
  };
}

function minerJson(value: CborValue): Json {
  const s = decodeMinerState(value);
  const vesting = s.vestingFunds;
  return {
    Info: cidJson(s.info),
    PreCommitDeposits: s.preCommitDeposits.toString(),
    LockedFunds: s.lockedFunds.toString(),
    VestingFunds:
      vesting === null
        ? null
        : {
            Head: { Epoch: vesting.head.epoch, Amount: vesting.head.amount.toString() },
            Tail: cidJson(vesting.tail),
          },
    FeeDebt: s.feeDebt.toString(),
    InitialPledge: s.initialPledge.toString(),
    PreCommittedSectors: cidJson(s.preCommittedSectors),
    PreCommittedSectorsCleanUp: cidJson(s.preCommittedSectorsCleanup),
    AllocatedSectors: cidJson(s.allocatedSectors),
    Sectors: cidJson(s.sectors),
    ProvingPeriodStart: s.provingPeriodStart,
    CurrentDeadline: s.currentDeadline,
    Deadlines: cidJson(s.deadlines),
    EarlyTerminations: bitFieldToJson(decodeBitField(s.earlyTerminations)),
    DeadlineCronActive: s.deadlineCronActive,
  };
}

function multisigJson(value: CborValue): Json {
  const s = decodeMultisigState(value);
  return {
    Signers: s.signers.map((id) => addressJson(Address.id(id))),
    NumApprovalsThreshold: Number(s.threshold),
    NextTxnID: Number(s.nextTransaction),
    InitialBalance: s.initialBalance.toString(),
    StartEpoch: Number(s.startEpoch),
    UnlockDuration: Number(s.unlockDuration),
    PendingTxns: cidJson(s.pending),
  };
}
