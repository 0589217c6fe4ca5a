import * as v from "valibot";
import { type Runs, bitFieldFromJson } from "../bit-field.ts";
import {
  addressJson,
  addressOrEmptyJson,
  amountJson,
  bytesJson,
  cidJson,
  countJson,
  epochJson,
  integerJson,
  listJson,
  reading,
  wordsJson,
} from "./json-values.ts";

/** What a node tells of itself and of actors' states. Fields we do not use are ignored; fields we use must be right. Source: lotus api/types.go. */

const MOST_NAME = 100;

export const networkNameJson = v.pipe(wordsJson(MOST_NAME), v.nonEmpty());

export const versionJson = v.pipe(
  v.object({
    Version: wordsJson(MOST_NAME),
    APIVersion: countJson,
    BlockDelay: countJson,
    Agent: v.optional(wordsJson(MOST_NAME)),
  }),
  v.transform((o) => ({
    version: o.Version,
    apiVersion: o.APIVersion,
    /** Seconds. */
    blockDelay: o.BlockDelay,
    agent: o.Agent ?? null,
  })),
);
export type NodeVersion = v.InferOutput<typeof versionJson>;

export const networkParamsJson = v.pipe(
  v.object({
    NetworkName: wordsJson(MOST_NAME),
    BlockDelaySecs: countJson,
    ConsensusMinerMinPower: v.optional(amountJson),
    Eip155ChainID: v.optional(countJson),
    GenesisTimestamp: v.optional(countJson),
  }),
  v.transform((o) => ({
    networkName: o.NetworkName,
    /** Seconds. */
    blockDelay: o.BlockDelaySecs,
    consensusMinerMinPower: o.ConsensusMinerMinPower === undefined ? null : BigInt(o.ConsensusMinerMinPower),
    eip155ChainId: o.Eip155ChainID ?? null,
    /** Unix seconds. */
    genesisTimestamp: o.GenesisTimestamp ?? null,
  })),
);
export type NetworkParams = v.InferOutput<typeof networkParamsJson>;

export const actorJson = v.pipe(
  v.object({
    Code: cidJson,
    Head: cidJson,
    Nonce: countJson,
    Balance: amountJson,
    DelegatedAddress: v.nullish(addressOrEmptyJson, null),
  }),
  v.transform((o) => ({
    code: o.Code,
    head: o.Head,
    nonce: o.Nonce,
    balance: o.Balance,
    delegatedAddress: o.DelegatedAddress,
  })),
);
export type Actor = v.InferOutput<typeof actorJson>;

const beneficiaryTermJson = v.pipe(
  v.object({ Quota: amountJson, UsedQuota: amountJson, Expiration: epochJson }),
  v.transform((o) => ({ quota: o.Quota, usedQuota: o.UsedQuota, expiration: o.Expiration })),
);
const pendingBeneficiaryJson = v.pipe(
  v.object({
    NewBeneficiary: addressJson,
    NewQuota: amountJson,
    NewExpiration: epochJson,
    ApprovedByBeneficiary: v.boolean(),
    ApprovedByNominee: v.boolean(),
  }),
  v.transform((o) => ({
    newBeneficiary: o.NewBeneficiary,
    newQuota: o.NewQuota,
    newExpiration: o.NewExpiration,
    approvedByBeneficiary: o.ApprovedByBeneficiary,
    approvedByNominee: o.ApprovedByNominee,
  })),
);

export const minerInfoJson = v.pipe(
  v.object({
    Owner: addressJson,
    Worker: addressJson,
    NewWorker: v.nullish(addressOrEmptyJson, null),
    ControlAddresses: listJson(addressJson),
    WorkerChangeEpoch: epochJson,
    PeerId: v.nullish(wordsJson(MOST_NAME), null),
    Multiaddrs: listJson(bytesJson),
    WindowPoStProofType: integerJson,
    SectorSize: countJson,
    WindowPoStPartitionSectors: countJson,
    ConsensusFaultElapsed: epochJson,
    PendingOwnerAddress: v.nullish(addressOrEmptyJson, null),
    Beneficiary: addressJson,
    BeneficiaryTerm: v.nullish(beneficiaryTermJson, null),
    PendingBeneficiaryTerm: v.nullish(pendingBeneficiaryJson, null),
  }),
  v.transform((o) => ({
    owner: o.Owner,
    worker: o.Worker,
    newWorker: o.NewWorker,
    controlAddresses: o.ControlAddresses,
    /** −1 when no change is pending. */
    workerChangeEpoch: o.WorkerChangeEpoch,
    peerId: o.PeerId,
    multiaddrs: o.Multiaddrs,
    windowPoStProofType: o.WindowPoStProofType,
    sectorSize: o.SectorSize,
    windowPoStPartitionSectors: o.WindowPoStPartitionSectors,
    consensusFaultElapsed: o.ConsensusFaultElapsed,
    pendingOwner: o.PendingOwnerAddress,
    beneficiary: o.Beneficiary,
    beneficiaryTerm: o.BeneficiaryTerm,
    pendingBeneficiaryTerm: o.PendingBeneficiaryTerm,
  })),
);
export type MinerInfo = v.InferOutput<typeof minerInfoJson>;

const powerJson = v.pipe(
  v.object({ RawBytePower: amountJson, QualityAdjPower: amountJson }),
  v.transform((o) => ({ rawBytePower: BigInt(o.RawBytePower), qualityAdjPower: BigInt(o.QualityAdjPower) })),
);
export const minerPowerJson = v.pipe(
  v.object({ MinerPower: powerJson, TotalPower: powerJson, HasMinPower: v.boolean() }),
  v.transform((o) => ({ minerPower: o.MinerPower, totalPower: o.TotalPower, hasMinPower: o.HasMinPower })),
);
export type MinerPower = v.InferOutput<typeof minerPowerJson>;

export const minerSectorsJson = v.pipe(
  v.object({ Live: countJson, Active: countJson, Faulty: countJson }),
  v.transform((o) => ({ live: o.Live, active: o.Active, faulty: o.Faulty })),
);
export type MinerSectors = v.InferOutput<typeof minerSectorsJson>;

export const deadlineInfoJson = v.pipe(
  v.object({
    CurrentEpoch: epochJson,
    PeriodStart: epochJson,
    Index: countJson,
    Open: epochJson,
    Close: epochJson,
    Challenge: epochJson,
    FaultCutoff: epochJson,
    WPoStPeriodDeadlines: countJson,
    WPoStProvingPeriod: countJson,
    WPoStChallengeWindow: countJson,
    WPoStChallengeLookback: countJson,
    FaultDeclarationCutoff: countJson,
  }),
  v.transform((o) => ({
    currentEpoch: o.CurrentEpoch,
    periodStart: o.PeriodStart,
    index: o.Index,
    open: o.Open,
    close: o.Close,
    challenge: o.Challenge,
    faultCutoff: o.FaultCutoff,
    periodDeadlines: o.WPoStPeriodDeadlines,
    provingPeriod: o.WPoStProvingPeriod,
    challengeWindow: o.WPoStChallengeWindow,
    challengeLookback: o.WPoStChallengeLookback,
    faultDeclarationCutoff: o.FaultDeclarationCutoff,
  })),
);
export type DeadlineInfo = v.InferOutput<typeof deadlineInfoJson>;

export const bitFieldJson = v.pipe(listJson(countJson), reading<number[], Runs>(bitFieldFromJson));

export const actorStateJson = v.pipe(
  v.object({ Balance: amountJson, Code: cidJson, State: v.unknown() }),
  v.transform((o) => ({ balance: o.Balance, code: o.Code, state: o.State })),
);
export type ActorStateJson = v.InferOutput<typeof actorStateJson>;
