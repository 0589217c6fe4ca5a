/** The miner's constructor. Source: actors/miner/src/lib.rs. */
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { meteredStore } from "../gas-figures.ts";
import { Amt } from "../../state/amt.ts";
import { Hamt } from "../../state/hamt.ts";
import { requireCallerIs } from "../caller.ts";
import type { BuiltinPolicy } from "../policy.ts";
import { INIT_ACTOR } from "../singletons.ts";
import { createState, putCbor } from "../state-root.ts";
import type { MinerConstructor } from "../miner-constructor-params.ts";
import { deadlineIndex, EMPTY_BITFIELD, emptyDeadlines, provingPeriodOffset, provingPeriodStart, SECTORS_AMT_WIDTH } from "./deadlines.ts";
import { encodeMinerInfo, type MinerInfo } from "../../../filecoin/state/miner-info.ts";
import { addLockedFunds } from "./locked-funds.ts";
import { checkPeerInfo } from "./peer.ts";
import { createMinerDeposit } from "./pledge.ts";
import { windowPostProof } from "./proof-types.ts";
import { encodeMinerState, type MinerState } from "../../../filecoin/state/miner.ts";
import { checkControlAddresses, resolveControlAddresses, resolveWorkerAddress } from "./worker.ts";

const PRECOMMIT_CLEANUP_AMT_WIDTH = 6;

/** Creates the state and locks the deposit (FIP-0077) out of the value that came along. */
export function construct(rt: Runtime, policy: BuiltinPolicy, params: MinerConstructor): undefined {
  requireCallerIs(rt, INIT_ACTOR);
  checkControlAddresses(rt, params.control);
  checkPeerInfo(rt, params.peer, params.multiaddrs);
  const proofType = Number(params.windowPostProofType);
  if (!policy.postProofs.has(proofType)) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `proof type ${proofType} not allowed for new miner actors`);
  }
  const balance = rt.balance();
  const deposit = createMinerDeposit(rt, policy);
  if (balance < deposit) {
    rt.abort(ExitCode.USR_INSUFFICIENT_FUNDS, `sent balance ${balance} < create miner deposit ${deposit}`);
  }
  const state = emptyState(rt, initialInfo(rt, params, proofType));
  addLockedFunds(rt, state, deposit);
  createState(rt, encodeMinerState(state));
}

function initialInfo(rt: Runtime, params: MinerConstructor, proofType: number): MinerInfo {
  const owner: ActorId = rt.resolve(params.owner) ?? rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `unable to resolve owner address: ${params.owner.toString()}`);
  const worker = resolveWorkerAddress(rt, params.worker);
  const control = resolveControlAddresses(rt, params.control);
  const proof = windowPostProof(proofType) ?? rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "invalid sector size");
  return {
    owner,
    worker,
    control,
    pendingWorker: null,
    peer: params.peer,
    multiaddrs: params.multiaddrs,
    windowPostProofType: proofType,
    sectorSize: proof.sectorSize,
    partitionSectors: proof.partitionSectors,
    consensusFaultElapsed: -1,
    pendingOwner: null,
    beneficiary: owner,
    beneficiaryTerm: { quota: 0n, usedQuota: 0n, expiration: 0n },
    pendingBeneficiary: null,
  };
}

function emptyState(rt: Runtime, info: MinerInfo): MinerState {
  const periodStart = provingPeriodStart(rt.epoch, provingPeriodOffset(rt));
  return {
    info: putCbor(rt, encodeMinerInfo(info)),
    preCommitDeposits: 0n,
    lockedFunds: 0n,
    vestingFunds: null,
    feeDebt: 0n,
    initialPledge: 0n,
    preCommittedSectors: Hamt.empty(meteredStore(rt)).flush(),
    preCommittedSectorsCleanup: Amt.empty(meteredStore(rt), {
      bitWidth: PRECOMMIT_CLEANUP_AMT_WIDTH,
    }).flush(),
    allocatedSectors: putCbor(rt, EMPTY_BITFIELD),
    sectors: Amt.empty(meteredStore(rt), { bitWidth: SECTORS_AMT_WIDTH }).flush(),
    provingPeriodStart: periodStart,
    currentDeadline: deadlineIndex(rt.epoch, periodStart),
    deadlines: emptyDeadlines(rt),
    earlyTerminations: EMPTY_BITFIELD,
    deadlineCronActive: false,
  };
}
