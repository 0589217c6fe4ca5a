/** Filecoin.StateMiner*: everything asked about a miner. Source: lotus node/impl/full/state.go, go-state-types dline. */
import { base58btc } from "multiformats/bases/base58";
import { decode as decodeMultihash } from "multiformats/hashes/digest";
import { Address } from "../../filecoin/address.ts";
import { BitFieldError, bitFieldFromJson, bitFieldToJson, countOf, decodeBitField, isIn, runsOf } from "../../filecoin/bit-field.ts";
import { toBase64 } from "../../filecoin/bytes.ts";
import { type CborValue, TupleReader } from "../../filecoin/cbor.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { decodeBitfield, union, without } from "../builtin/miner/bitfield.ts";
import type { PartitionState } from "../../filecoin/state/deadline.ts";
import { decodePowerState } from "../../filecoin/state/power.ts";
import { currentTotalPower, getClaim } from "../builtin/power/state.ts";
import {
  DEVNET_POLICY,
  FAULT_DECLARATION_CUTOFF,
  WPOST_CHALLENGE_LOOKBACK,
  WPOST_CHALLENGE_WINDOW,
  WPOST_PERIOD_DEADLINES,
  WPOST_PROVING_PERIOD,
} from "../builtin/policy.ts";
import type { Chain } from "../chain/chain.ts";
import { UNDEFINED_ADDRESS, addressJson, cidJson, nullIfEmpty } from "./lotus-shapes.ts";
import { type RpcMethod, read } from "./method-table.ts";
import { type FoundMiner, allPartitions, deadlinesOf, loadMiner, partitionsOf, readCbor, sectorsOf, vestedBy } from "./miner-reader.ts";
import type { Params } from "./params.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";
import { loadActor, minerIds } from "./state-reader.ts";

const idJson = (id: ActorId): string => addressJson(Address.id(id));

export function minerMethods(chain: Chain): Record<string, RpcMethod> {
  const miner = (answer: (found: FoundMiner) => unknown): RpcMethod => read(2, (p) => answer(loadMiner(chain, p.address(), p.tipsetKey())));
  const faults = (pick: (p: PartitionState) => Uint8Array) =>
    miner((m) =>
      setJson(
        allPartitions(chain, m.miner)
          .map((p) => decodeBitfield(pick(p)))
          .reduce(union, []),
      ),
    );
  return {
    StateMinerInfo: miner(infoJson),
    StateMinerAvailableBalance: miner((m) => available(chain, m).toString()),
    StateMinerProvingDeadline: miner(provingDeadline),
    StateMinerDeadlines: miner((m) =>
      deadlinesOf(chain, m.miner).map((d) => ({
        PostSubmissions: bitFieldToJson(decodeBitField(d.posted)),
        DisputableProofCount: 0,
        DailyFee: d.dailyFee.toString(),
      })),
    ),
    StateMinerPartitions: read(3, (p) => {
      const address = p.address();
      const index = p.count();
      const m = loadMiner(chain, address, p.tipsetKey());
      const deadline = deadlinesOf(chain, m.miner)[index];
      if (deadline === undefined) throw new RpcFault(RpcCode.domain, `failed to load the deadline: invalid deadline ${index}`);
      return nullIfEmpty(partitionsOf(chain, deadline).map(partitionJson));
    }),
    StateMinerSectorCount: miner((m) => sectorCount(allPartitions(chain, m.miner))),
    StateMinerFaults: faults((p) => p.faults),
    StateMinerRecoveries: faults((p) => p.recoveries),
    StateMinerSectors: read(3, (p) => minerSectors(chain, p)),
    StateMinerActiveSectors: miner((m) => {
      const active = new Set(allPartitions(chain, m.miner).flatMap(activeOf));
      return [...sectorsOf(chain, m.miner)].filter(([n]) => active.has(n)).map(([, value]) => sectorJson(value));
    }),
    StateSectorGetInfo: read(3, (p) => {
      const address = p.address();
      const sector = p.count();
      const m = loadMiner(chain, address, p.tipsetKey());
      for (const [n, value] of sectorsOf(chain, m.miner)) if (n === sector) return sectorJson(value);
      return null;
    }),
    StateMinerPower: read(2, (p) => minerPower(chain, p)),
    StateListMiners: read(1, (p) => minerIds(chain, p.tipsetKey()).map(idJson)),
  };
}

function infoJson({ info }: FoundMiner): Record<string, unknown> {
  const { pendingWorker, pendingOwner, pendingBeneficiary: pending } = info;
  return {
    Owner: idJson(info.owner),
    Worker: idJson(info.worker),
    NewWorker: pendingWorker === null ? UNDEFINED_ADDRESS : idJson(pendingWorker.newWorker),
    ControlAddresses: info.control.length === 0 ? null : info.control.map(idJson),
    WorkerChangeEpoch: pendingWorker?.effectiveAt ?? -1,
    PeerId: peerIdJson(info.peer),
    Multiaddrs: info.multiaddrs.length === 0 ? null : info.multiaddrs.map(toBase64),
    WindowPoStProofType: info.windowPostProofType,
    SectorSize: info.sectorSize,
    WindowPoStPartitionSectors: info.partitionSectors,
    ConsensusFaultElapsed: info.consensusFaultElapsed,
    PendingOwnerAddress: pendingOwner === null ? null : idJson(pendingOwner),
    Beneficiary: idJson(info.beneficiary),
    BeneficiaryTerm: {
      Quota: info.beneficiaryTerm.quota.toString(),
      UsedQuota: info.beneficiaryTerm.usedQuota.toString(),
      Expiration: Number(info.beneficiaryTerm.expiration),
    },
    PendingBeneficiaryTerm:
      pending === null
        ? null
        : {
            NewBeneficiary: idJson(pending.newBeneficiary),
            NewQuota: pending.newQuota.toString(),
            NewExpiration: Number(pending.newExpiration),
            ApprovedByBeneficiary: pending.approvedByBeneficiary,
            ApprovedByNominee: pending.approvedByNominee,
          },
  };
}

/** libp2p knows a peer by a multihash; other bytes a miner may have set are no peer, and Lotus says null. */
function peerIdJson(peer: Uint8Array): string | null {
  if (peer.length === 0) return null;
  try {
    decodeMultihash(peer);
    return base58btc.baseEncode(peer);
  } catch {
    return null;
  }
}

/** attoFIL: what WithdrawBalance could pay now, vested funds that are still booked as locked included. */
function available(chain: Chain, { miner: m, actor, tipset }: FoundMiner): bigint {
  return actor.balance - m.lockedFunds - m.preCommitDeposits - m.initialPledge - m.feeDebt + vestedBy(chain, m, tipset.height);
}

/** The open deadline, or the next one, at the tipset's epoch. */
function provingDeadline({ miner: m, tipset }: FoundMiner): Record<string, unknown> {
  const epoch = tipset.height;
  const periods = Math.floor((epoch - m.provingPeriodStart) / WPOST_PROVING_PERIOD);
  const start = m.deadlineCronActive ? m.provingPeriodStart : m.provingPeriodStart + periods * WPOST_PROVING_PERIOD;
  const index = m.deadlineCronActive ? m.currentDeadline : Math.floor((epoch - start) / WPOST_CHALLENGE_WINDOW);
  const open = start + index * WPOST_CHALLENGE_WINDOW;
  return {
    CurrentEpoch: epoch,
    PeriodStart: start,
    Index: index,
    Open: open,
    Close: open + WPOST_CHALLENGE_WINDOW,
    Challenge: open - WPOST_CHALLENGE_LOOKBACK,
    FaultCutoff: open - FAULT_DECLARATION_CUTOFF,
    WPoStPeriodDeadlines: WPOST_PERIOD_DEADLINES,
    WPoStProvingPeriod: WPOST_PROVING_PERIOD,
    WPoStChallengeWindow: WPOST_CHALLENGE_WINDOW,
    WPoStChallengeLookback: WPOST_CHALLENGE_LOOKBACK,
    FaultDeclarationCutoff: FAULT_DECLARATION_CUTOFF,
  };
}

function partitionJson(p: PartitionState): Record<string, unknown> {
  return {
    AllSectors: bitFieldToJson(decodeBitField(p.sectors)),
    FaultySectors: bitFieldToJson(decodeBitField(p.faults)),
    RecoveringSectors: bitFieldToJson(decodeBitField(p.recoveries)),
    LiveSectors: setJson(without(decodeBitfield(p.sectors), decodeBitfield(p.terminated))),
    ActiveSectors: setJson(activeOf(p)),
  };
}

function activeOf(p: PartitionState): number[] {
  return without(decodeBitfield(p.sectors), [p.terminated, p.faults, p.unproven].flatMap(decodeBitfield));
}

function sectorCount(partitions: PartitionState[]): Record<string, number> {
  const sum = (count: (p: PartitionState) => number): number => partitions.reduce((total, p) => total + count(p), 0);
  return {
    Live: sum((p) => sizeOf(p.sectors) - sizeOf(p.terminated)),
    Active: sum((p) => activeOf(p).length),
    Faulty: sum((p) => sizeOf(p.faults)),
  };
}

const setJson = (numbers: readonly number[]): number[] => bitFieldToJson(runsOf(numbers));

const sizeOf = (bytes: Uint8Array): number => Number(countOf(decodeBitField(bytes)));

function minerSectors(chain: Chain, p: Params): unknown[] {
  const address = p.address();
  const filter = p.any();
  const wanted = Array.isArray(filter) ? membersOf(filter) : null;
  const m = loadMiner(chain, address, p.tipsetKey());
  return [...sectorsOf(chain, m.miner)].filter(([n]) => wanted === null || wanted(n)).map(([, value]) => sectorJson(value));
}

/** Whether a number is in the set that run lengths describe. A few of them may name more numbers than memory holds: nothing is unfolded. */
function membersOf(lengths: readonly unknown[]): (n: number) => boolean {
  try {
    const runs = bitFieldFromJson(lengths);
    return (n) => isIn(runs, n);
  } catch (error) {
    if (error instanceof BitFieldError) throw new RpcFault(RpcCode.parse, error.message);
    throw error;
  }
}

function sectorJson(value: CborValue): Record<string, unknown> {
  const r = new TupleReader(value, [15, 16], "sector");
  const amount = (): string => r.amount().toString();
  const optional = (): string | null => r.nullable((f) => f.amount().toString());
  return {
    SectorNumber: r.int(),
    SealProof: r.int(),
    SealedCID: cidJson(r.cid()),
    DeprecatedDealIDs: r.value() === null ? null : [],
    Activation: r.int(),
    Expiration: r.int(),
    DealWeight: amount(),
    VerifiedDealWeight: amount(),
    InitialPledge: amount(),
    ExpectedDayReward: optional(),
    ExpectedStoragePledge: optional(),
    PowerBaseEpoch: r.int(),
    ReplacedDayReward: optional(),
    SectorKeyCID: r.nullable((f) => cidJson(f.cid())),
    Flags: r.int(),
    DailyFee: r.remaining > 0 ? amount() : "0",
  };
}

function minerPower(chain: Chain, p: Params): Record<string, unknown> {
  const address = p.address();
  const key = p.tipsetKey();
  const power = loadActor(chain, Address.id(4), key);
  const state = decodePowerState(readCbor(chain, power.actor.head, "power state"));
  const total = currentTotalPower(state);
  const claim = getClaim(chain.blocks, state, loadActor(chain, address, key).id);
  const raw = claim?.rawBytePower ?? 0n;
  return {
    MinerPower: { RawBytePower: raw.toString(), QualityAdjPower: (claim?.qualityAdjPower ?? 0n).toString() },
    TotalPower: { RawBytePower: total.raw.toString(), QualityAdjPower: total.qualityAdjusted.toString() },
    HasMinPower: raw >= DEVNET_POLICY.minimumConsensusPower || (state.minerAboveMinPowerCount === 0 && raw > 0n),
  };
}
