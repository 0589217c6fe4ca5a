/** The power actor (f04): creates miners, counts their storage and pledge, runs their cron. Source: actors/power/src/lib.rs. */
import { Address } from "../../../filecoin/address.ts";
import { encodeAmount } from "../../../filecoin/amount.ts";
import { type CborValue, encodeCbor, TupleReader } from "../../../filecoin/cbor.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import type { NativeActor, Runtime } from "../../kernel/runtime.ts";
import { meteredStore } from "../gas-figures.ts";
import { requireCallerIs, requireCallerType } from "../caller.ts";
import { actorOf, toBlock, withoutParams, withParams } from "../dispatch.ts";
import { encodeEstimate, type FilterEstimate } from "../../../filecoin/state/power.ts";
import { nextEstimate, readEstimate } from "../fixed-point.ts";
import { decodeExecReturn, encodeExec } from "../init.ts";
import { ON_DEFERRED_CRON_EVENT } from "../miner-methods.ts";
import { encodeMinerConstructor } from "../miner-constructor-params.ts";
import { bare, readActorId, readBig, readI64 } from "../params.ts";
import { type BuiltinPolicy, CONSENSUS_MINER_MIN_MINERS } from "../policy.ts";
import { requestEpochReward, UPDATE_NETWORK_KPI } from "../reward/actor.ts";
import { mustReturn, mustSend, trySend } from "../send.ts";
import { CRON_ACTOR, INIT_ACTOR, POWER_ACTOR, REWARD_ACTOR, SYSTEM_ACTOR } from "../singletons.ts";
import { createState, loadState, saveState } from "../state-root.ts";
import { type CronEvent, appendCronEvent, takeCronEvents } from "./cron-queue.ts";
import { decodePowerState, encodePowerState, type PowerState } from "../../../filecoin/state/power.ts";
import { addToClaim, currentTotalPower, getClaim, initialPowerState, setClaim } from "./state.ts";

export const CREATE_MINER = 2;
export const UPDATE_CLAIMED_POWER = 3;
export const ENROLL_CRON_EVENT = 4;
export const ON_EPOCH_TICK_END = 5;
export const UPDATE_PLEDGE_TOTAL = 6;
const CURRENT_TOTAL_POWER = 9;
const EXEC = 2;

/** Window PoSt and winning PoSt proofs the power actor knows. */
const KNOWN_PROOFS = new Set([0, 1, 2, 3, 4, 10, 11, 12, 13, 14]);

/** Parameters of CreateMiner. */
export interface CreateMiner {
  readonly owner: Address;
  readonly worker: Address;
  readonly windowPostProofType: bigint;
  readonly peer: Uint8Array;
  readonly multiaddrs: readonly Uint8Array[];
}

/** [owner, worker, proof type, peer id, [multiaddr…]] */
export function encodeCreateMiner(params: CreateMiner): CborValue {
  return [params.owner.bytes, params.worker.bytes, params.windowPostProofType, params.peer, [...params.multiaddrs]];
}

function decodeCreateMiner(value: CborValue): CreateMiner {
  const reader = new TupleReader(value, 5, "CreateMiner");
  return {
    owner: reader.address(),
    worker: reader.address(),
    windowPostProofType: readI64(reader),
    peer: reader.bytes(),
    multiaddrs: reader.list((item) => item.bytes()),
  };
}

/** What the pledge formulas need to know of the network. */
export interface TotalPower {
  readonly qaPowerSmoothed: FilterEstimate;
  readonly rampStartEpoch: bigint;
  readonly rampDurationEpochs: bigint;
}

/** Asks the power actor for the figures frozen at the end of the last epoch. */
export function requestTotalPower(rt: Runtime): TotalPower {
  const reader = new TupleReader(mustReturn(rt, mustSend(rt, POWER_ACTOR, CURRENT_TOTAL_POWER)), 6, "CurrentTotalPower");
  for (let unused = 0; unused < 3; unused++) reader.bytes();
  return {
    qaPowerSmoothed: readEstimate(reader),
    rampStartEpoch: reader.bigint(),
    rampDurationEpochs: reader.bigint(),
  };
}

function load(rt: Runtime): PowerState {
  return loadState(rt, decodePowerState);
}

function save(rt: Runtime, state: PowerState): void {
  saveState(rt, encodePowerState(state));
}

function construct(rt: Runtime): undefined {
  requireCallerIs(rt, SYSTEM_ACTOR);
  createState(rt, encodePowerState(initialPowerState(meteredStore(rt))));
}

function createMiner(rt: Runtime, params: CreateMiner): CborValue {
  const constructorParams = encodeCbor(encodeMinerConstructor({ ...params, control: [] }));
  const exec = encodeExec(rt.codeForType("storageminer"), constructorParams);
  const answer = mustSend(rt, INIT_ACTOR, EXEC, exec, rt.value);
  if (answer === null) return rt.abort(ExitCode.USR_ASSERTION_FAILED, "return expected");
  const { id, robust } = decodeExecReturn(answer.bytes);

  const state = load(rt);
  setClaim(meteredStore(rt), state, id, {
    windowPostProofType: Number(params.windowPostProofType),
    rawBytePower: 0n,
    qualityAdjPower: 0n,
  });
  state.minerCount += 1;
  save(rt, state);
  return [Address.id(id).bytes, robust.bytes];
}

interface PowerDelta {
  readonly raw: bigint;
  readonly qualityAdjusted: bigint;
}

function updateClaimedPower(rt: Runtime, policy: BuiltinPolicy, delta: PowerDelta): undefined {
  requireCallerType(rt, "storageminer");
  const state = load(rt);
  const change = addToClaim(meteredStore(rt), state, rt.caller, delta, policy.minimumConsensusPower);
  if (change === "no claim") rt.abort(ExitCode.USR_NOT_FOUND, `no claim for actor f0${rt.caller}`);
  if (change === "negative") rt.abort(ExitCode.USR_ILLEGAL_STATE, "negative claimed power");
  save(rt, state);
}

function enrollCronEvent(rt: Runtime, params: { epoch: bigint; payload: Uint8Array }): undefined {
  requireCallerType(rt, "storageminer");
  if (params.epoch < 0n) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `cron event epoch ${params.epoch} cannot be less than zero`);
  }
  const state = load(rt);
  appendCronEvent(meteredStore(rt), state, Number(params.epoch), {
    miner: rt.caller,
    payload: params.payload,
  });
  save(rt, state);
}

function onEpochTickEnd(rt: Runtime, policy: BuiltinPolicy): undefined {
  requireCallerIs(rt, CRON_ACTOR);
  const { smoothed } = requestEpochReward(rt);
  runDueEvents(rt, policy, smoothed);

  const state = load(rt);
  const power = currentTotalPower(state);
  state.thisEpochPledgeCollateral = state.totalPledgeCollateral;
  state.thisEpochQualityAdjPower = power.qualityAdjusted;
  state.thisEpochRawBytePower = power.raw;
  state.thisEpochQaPowerSmoothed = nextEstimate(state.thisEpochQaPowerSmoothed, power.qualityAdjusted, 1);
  save(rt, state);
  mustSend(rt, REWARD_ACTOR, UPDATE_NETWORK_KPI, encodeAmount(power.raw));
}

function runDueEvents(rt: Runtime, policy: BuiltinPolicy, rewardSmoothed: FilterEstimate): void {
  const state = load(rt);
  const due = takeCronEvents(meteredStore(rt), state, rt.epoch).filter(({ miner }) => getClaim(meteredStore(rt), state, miner) !== undefined);
  save(rt, state);
  const failed = due.filter((event) => !runEvent(rt, event, rewardSmoothed, state.thisEpochQaPowerSmoothed));
  if (failed.length > 0)
    freezeMiners(
      rt,
      policy,
      failed.map(({ miner }) => miner),
    );
}

function runEvent(rt: Runtime, { miner, payload }: CronEvent, reward: FilterEstimate, power: FilterEstimate): boolean {
  const params = toBlock([payload, encodeEstimate(reward), encodeEstimate(power)]);
  return trySend(rt, Address.id(miner), ON_DEFERRED_CRON_EVENT, params, 0n).exitCode === ExitCode.OK;
}

/** A miner whose cron fails loses its claim for good. */
function freezeMiners(rt: Runtime, policy: BuiltinPolicy, miners: readonly ActorId[]): void {
  const state = load(rt);
  for (const miner of miners) {
    const claim = getClaim(meteredStore(rt), state, miner);
    if (claim !== undefined) {
      const back = { raw: -claim.rawBytePower, qualityAdjusted: -claim.qualityAdjPower };
      addToClaim(meteredStore(rt), state, miner, back, policy.minimumConsensusPower);
      setClaim(meteredStore(rt), state, miner, null);
    }
    state.minerCount -= 1;
  }
  save(rt, state);
}

function updatePledgeTotal(rt: Runtime, delta: bigint): undefined {
  requireCallerType(rt, "storageminer");
  const state = load(rt);
  if (getClaim(meteredStore(rt), state, rt.caller) === undefined) {
    rt.abort(ExitCode.USR_FORBIDDEN, `unknown miner f0${rt.caller}`);
  }
  state.totalPledgeCollateral += delta;
  if (state.totalPledgeCollateral < 0n) {
    rt.abort(ExitCode.USR_ILLEGAL_STATE, `negative total pledge collateral ${state.totalPledgeCollateral}`);
  }
  save(rt, state);
}

function totalPower(rt: Runtime): CborValue {
  const state = load(rt);
  return [
    encodeAmount(state.thisEpochRawBytePower),
    encodeAmount(state.thisEpochQualityAdjPower),
    encodeAmount(state.thisEpochPledgeCollateral),
    encodeEstimate(state.thisEpochQaPowerSmoothed),
    state.rampStartEpoch,
    state.rampDurationEpochs,
  ];
}

/** 16 when there is no such miner: unlike MinerPower, which answers 17. */
function minerRawPower(rt: Runtime, policy: BuiltinPolicy, miner: ActorId): CborValue {
  const state = load(rt);
  const claim = getClaim(meteredStore(rt), state, miner);
  if (claim === undefined) return rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `no claim for actor: ${miner}`);
  if (!KNOWN_PROOFS.has(claim.windowPostProofType)) {
    return rt.abort(ExitCode.USR_ILLEGAL_STATE, "could not get miner min power from proof type");
  }
  const power = claim.rawBytePower;
  const enough = power >= policy.minimumConsensusPower || (state.minerAboveMinPowerCount < CONSENSUS_MINER_MIN_MINERS && power > 0n);
  return [encodeAmount(power), enough];
}

function minerPower(rt: Runtime, miner: ActorId): CborValue {
  const claim = getClaim(meteredStore(rt), load(rt), miner);
  if (claim === undefined) return rt.abort(ExitCode.USR_NOT_FOUND, "miner not found");
  return [encodeAmount(claim.rawBytePower), encodeAmount(claim.qualityAdjPower)];
}

function decodeDelta(value: CborValue): PowerDelta {
  const reader = new TupleReader(value, 2, "UpdateClaimedPower");
  return { raw: readBig(reader), qualityAdjusted: readBig(reader) };
}

function decodeEnroll(value: CborValue): { epoch: bigint; payload: Uint8Array } {
  const reader = new TupleReader(value, 2, "EnrollCronEvent");
  return { epoch: readI64(reader), payload: reader.bytes() };
}

const decodeMinerId = (value: CborValue): ActorId => readActorId(bare(value, "miner id"));
const decodeAmountParam = (value: CborValue): bigint => readBig(bare(value, "amount"));

/** The power actor of a network with that policy. */
export function power(policy: BuiltinPolicy): NativeActor {
  return actorOf("storagepower", [
    { name: "Constructor", number: 1, run: withoutParams(construct) },
    {
      name: "CreateMiner",
      number: CREATE_MINER,
      exported: true,
      run: withParams(decodeCreateMiner, createMiner),
    },
    {
      name: "UpdateClaimedPower",
      number: UPDATE_CLAIMED_POWER,
      run: withParams(decodeDelta, (rt, delta) => updateClaimedPower(rt, policy, delta)),
    },
    { name: "EnrollCronEvent", number: ENROLL_CRON_EVENT, run: withParams(decodeEnroll, enrollCronEvent) },
    {
      name: "OnEpochTickEnd",
      number: ON_EPOCH_TICK_END,
      run: withoutParams((rt) => onEpochTickEnd(rt, policy)),
    },
    {
      name: "UpdatePledgeTotal",
      number: UPDATE_PLEDGE_TOTAL,
      run: withParams(decodeAmountParam, updatePledgeTotal),
    },
    { name: "CurrentTotalPower", number: CURRENT_TOTAL_POWER, run: withoutParams(totalPower) },
    {
      name: "NetworkRawPower",
      exported: true,
      run: withoutParams((rt) => encodeAmount(load(rt).thisEpochRawBytePower)),
    },
    {
      name: "MinerRawPower",
      exported: true,
      run: withParams(decodeMinerId, (rt, miner) => minerRawPower(rt, policy, miner)),
    },
    { name: "MinerCount", exported: true, run: withoutParams((rt) => load(rt).minerCount) },
    {
      name: "MinerConsensusCount",
      exported: true,
      run: withoutParams((rt) => load(rt).minerAboveMinPowerCount),
    },
    { name: "MinerPower", exported: true, run: withParams(decodeMinerId, minerPower) },
  ]);
}
