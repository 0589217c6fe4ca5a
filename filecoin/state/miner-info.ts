/** The part of a miner's state that changes seldom, in a block of its own. Source: builtin-actors actors/miner/src/state.rs MinerInfo (v9 to v18). */
import { Address } from "../address.ts";
import { encodeAmount } from "../amount.ts";
import { type CborValue, TupleReader } from "../cbor.ts";
import type { ActorId } from "../units.ts";

/** Until when and how much (attoFIL) a beneficiary may withdraw. */
export interface BeneficiaryTerm {
  quota: bigint;
  usedQuota: bigint;
  /** An epoch; any i64 a caller chose. */
  expiration: bigint;
}

/** A proposed change of beneficiary with the approvals it has. */
export interface PendingBeneficiary {
  readonly newBeneficiary: ActorId;
  readonly newQuota: bigint;
  readonly newExpiration: bigint;
  approvedByBeneficiary: boolean;
  approvedByNominee: boolean;
}

export interface MinerInfo {
  owner: ActorId;
  worker: ActorId;
  control: readonly ActorId[];
  /** `effectiveAt`: the epoch from which it may be confirmed. */
  pendingWorker: { readonly newWorker: ActorId; readonly effectiveAt: number } | null;
  peer: Uint8Array;
  multiaddrs: readonly Uint8Array[];
  windowPostProofType: number;
  /** bytes */
  sectorSize: number;
  partitionSectors: number;
  /** The epoch until which a reported consensus fault bars the miner; −1 = none. */
  consensusFaultElapsed: number;
  pendingOwner: ActorId | null;
  beneficiary: ActorId;
  beneficiaryTerm: BeneficiaryTerm;
  pendingBeneficiary: PendingBeneficiary | null;
}

const idBytes = (id: ActorId): Uint8Array => Address.id(id).bytes;

export function encodeTerm(term: BeneficiaryTerm): CborValue {
  return [encodeAmount(term.quota), encodeAmount(term.usedQuota), term.expiration];
}

export function encodePendingBeneficiary(pending: PendingBeneficiary): CborValue {
  return [idBytes(pending.newBeneficiary), encodeAmount(pending.newQuota), pending.newExpiration, pending.approvedByBeneficiary, pending.approvedByNominee];
}

export function encodeMinerInfo(info: MinerInfo): CborValue {
  const { pendingWorker, pendingOwner, pendingBeneficiary } = info;
  return [
    idBytes(info.owner),
    idBytes(info.worker),
    info.control.map(idBytes),
    pendingWorker === null ? null : [idBytes(pendingWorker.newWorker), pendingWorker.effectiveAt],
    info.peer,
    [...info.multiaddrs],
    info.windowPostProofType,
    info.sectorSize,
    info.partitionSectors,
    info.consensusFaultElapsed,
    pendingOwner === null ? null : idBytes(pendingOwner),
    idBytes(info.beneficiary),
    encodeTerm(info.beneficiaryTerm),
    pendingBeneficiary === null ? null : encodePendingBeneficiary(pendingBeneficiary),
  ];
}

function readTerm(reader: TupleReader): BeneficiaryTerm {
  return { quota: reader.amount(), usedQuota: reader.amount(), expiration: reader.int64() };
}

function readPending(reader: TupleReader): PendingBeneficiary {
  return {
    newBeneficiary: reader.address().id,
    newQuota: reader.amount(),
    newExpiration: reader.int64(),
    approvedByBeneficiary: reader.bool(),
    approvedByNominee: reader.bool(),
  };
}

/** Throws CborError, AddressError. */
export function decodeMinerInfo(value: CborValue): MinerInfo {
  const reader = new TupleReader(value, 14, "miner info");
  return {
    owner: reader.address().id,
    worker: reader.address().id,
    control: reader.list((item) => item.address().id),
    pendingWorker: reader.nullable((r) => r.tuple(2, (key) => ({ newWorker: key.address().id, effectiveAt: key.int() }))),
    peer: reader.bytes(),
    multiaddrs: reader.list((item) => item.bytes()),
    windowPostProofType: reader.int(),
    sectorSize: reader.int(),
    partitionSectors: reader.int(),
    consensusFaultElapsed: reader.int(),
    pendingOwner: reader.nullable((r) => r.address().id),
    beneficiary: reader.address().id,
    beneficiaryTerm: reader.tuple(3, readTerm),
    pendingBeneficiary: reader.nullable((r) => r.tuple(5, readPending)),
  };
}
