/**
 * Sectors without sealing: methods of the devnet alone, for the system actor (f00) alone. They change power, pledge and
 * sector state as sealing, faults, recovery and termination do; from the first sector on the miner gets its deadline cron.
 */
import { encodeAmount } from "../../../filecoin/amount.ts";
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { requireCallerIs } from "../caller.ts";
import { type MethodEntry, withoutParams, withParams } from "../dispatch.ts";
import { readBig } from "../params.ts";
import { WPOST_PERIOD_DEADLINES } from "../policy.ts";
import { SYSTEM_ACTOR } from "../singletons.ts";
import type { PowerPair } from "../../../filecoin/state/deadline.ts";
import { Deadlines } from "./deadline-state.ts";
import { openDeadline } from "./deadlines.ts";
import { notifyPledgeChanged } from "./money.ts";
import { enrollProvingDeadline, updateClaimedPower } from "./proving-cron.ts";
import { addSectors, type NewSectors } from "./seal.ts";
import { type Changing, declareRecoveries, faultSectors, proveDeadline, recoverSectors, terminateSectors } from "./sector-changes.ts";
import { checkBalanceInvariants, loadMinerInfo, loadMinerState, saveMinerState, unlockedBalance } from "./state.ts";
import { requestEstimates, settleTerminations } from "./terminations.ts";

/** [[[count, expiration epoch, attoFIL of pledge each, deadline or null]…]]: adds proven sectors. 19 when free funds do not cover the pledge. */
export const SEAL_SECTORS = 0xf0_0010;
/** [[sector…]]: they lose their power, and cost a fee at the end of each of their deadlines. */
export const FAULT_SECTORS = 0xf0_0011;
/** [[sector…]]: faulty ones get their power back at once. */
export const RECOVER_SECTORS = 0xf0_0012;
/** [[sector…], settle]: ends them; with settle false their fees stay due, which blocks withdrawals. */
export const TERMINATE_SECTORS = 0xf0_0013;
/** Settles what TERMINATE_SECTORS left due. */
export const SETTLE_TERMINATIONS = 0xf0_0014;

/** [[sector…]]: faulty ones are declared to work again, and do from the end of their deadline on. */
export const DECLARE_RECOVERIES = 0xf0_0015;
/** Proves the open deadline, as its miner does; its end does so too where nobody did. */
export const PROVE_DEADLINE = 0xf0_0016;

const MAX_SECTORS_AT_ONCE = 1000;

/** Parameters of SEAL_SECTORS. */
export function encodeSealSectors(groups: readonly NewSectors[]): CborValue {
  return [groups.map(({ count, expiration, pledge, deadline }) => [count, expiration, encodeAmount(pledge), deadline])];
}

/** Parameters of FAULT_SECTORS, RECOVER_SECTORS and DECLARE_RECOVERIES. */
export function encodeSectorNumbers(numbers: readonly number[]): CborValue {
  return [[...numbers]];
}

/** Parameters of TERMINATE_SECTORS. */
export function encodeTerminateSectors(numbers: readonly number[], settle: boolean): CborValue {
  return [[...numbers], settle];
}

function decodeSealSectors(value: CborValue): NewSectors[] {
  return new TupleReader(value, 1, "SealSectors").list((item) =>
    item.tuple(4, (group) => ({ count: group.uint(), expiration: group.int(), pledge: readBig(group), deadline: group.nullable((field) => field.uint()) })),
  );
}

function decodeSectorNumbers(value: CborValue): number[] {
  return new TupleReader(value, 1, "sectors").list((item) => item.uint());
}

function decodeTerminate(value: CborValue): { numbers: number[]; settle: boolean } {
  const reader = new TupleReader(value, 2, "TerminateSectors");
  return { numbers: reader.list((item) => item.uint()), settle: reader.bool() };
}

function sealSectors(rt: Runtime, groups: readonly NewSectors[]): undefined {
  requireCallerIs(rt, SYSTEM_ACTOR);
  checkGroups(rt, groups);
  const state = loadMinerState(rt);
  const pledge = groups.reduce((sum, group) => sum + group.pledge * BigInt(group.count), 0n);
  const free = unlockedBalance(rt, state, rt.balance()) - state.feeDebt;
  if (free < pledge) rt.abort(ExitCode.USR_INSUFFICIENT_FUNDS, `cannot pledge ${pledge}, available: ${free}`);
  const power = addSectors({ rt, state, info: loadMinerInfo(rt, state) }, groups);
  state.initialPledge += pledge;
  const startsCron = !state.deadlineCronActive;
  state.deadlineCronActive = true;
  saveMinerState(rt, state);
  updateClaimedPower(rt, power);
  notifyPledgeChanged(rt, pledge);
  if (startsCron) enrollProvingDeadline(rt, state, rt.epoch);
  checkBalanceInvariants(rt, state);
}

function checkGroups(rt: Runtime, groups: readonly NewSectors[]): void {
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const fits = groups.every((group) => group.count > 0 && group.expiration > rt.epoch && group.pledge >= 0n && (group.deadline ?? 0) < WPOST_PERIOD_DEADLINES);
  if (!fits || count === 0 || count > MAX_SECTORS_AT_ONCE) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `expected 1 to ${MAX_SECTORS_AT_ONCE} sectors that expire after epoch ${rt.epoch}`);
  }
}

function changeSectors(change: (changing: Changing, numbers: readonly number[]) => PowerPair): (rt: Runtime, numbers: readonly number[]) => undefined {
  return (rt, numbers) => {
    requireCallerIs(rt, SYSTEM_ACTOR);
    const state = loadMinerState(rt);
    const delta = change({ rt, state, info: loadMinerInfo(rt, state) }, numbers);
    saveMinerState(rt, state);
    updateClaimedPower(rt, delta);
  };
}

function proveOpenDeadline(rt: Runtime): undefined {
  requireCallerIs(rt, SYSTEM_ACTOR);
  const state = loadMinerState(rt);
  const { index } = openDeadline(state.provingPeriodStart, rt.epoch);
  const deadlines = new Deadlines(rt, state);
  const deadline = deadlines.get(index);
  const won = proveDeadline({ rt, state, info: loadMinerInfo(rt, state) }, deadline, index);
  deadlines.set(index, deadline);
  deadlines.save(state);
  saveMinerState(rt, state);
  updateClaimedPower(rt, won);
}

function settle(rt: Runtime): undefined {
  requireCallerIs(rt, SYSTEM_ACTOR);
  settleTerminations(rt, requestEstimates(rt));
  checkBalanceInvariants(rt, loadMinerState(rt));
}

const terminate = changeSectors(terminateSectors);

export const SECTOR_REHEARSAL_METHODS: readonly MethodEntry[] = [
  { name: "RehearseSeal", number: SEAL_SECTORS, run: withParams(decodeSealSectors, sealSectors) },
  {
    name: "RehearseFault",
    number: FAULT_SECTORS,
    run: withParams(decodeSectorNumbers, changeSectors(faultSectors)),
  },
  {
    name: "RehearseRecovery",
    number: RECOVER_SECTORS,
    run: withParams(decodeSectorNumbers, changeSectors(recoverSectors)),
  },
  {
    name: "RehearseTermination",
    number: TERMINATE_SECTORS,
    run: withParams(decodeTerminate, (rt, params) => {
      terminate(rt, params.numbers);
      if (params.settle) settle(rt);
      return undefined;
    }),
  },
  {
    name: "RehearseDeclaredRecovery",
    number: DECLARE_RECOVERIES,
    run: withParams(decodeSectorNumbers, changeSectors(declareRecoveries)),
  },
  { name: "RehearseProof", number: PROVE_DEADLINE, run: withoutParams(proveOpenDeadline) },
  { name: "RehearseSettlement", number: SETTLE_TERMINATIONS, run: withoutParams(settle) },
];
