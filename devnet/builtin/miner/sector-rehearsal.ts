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
import { SYSTEM_ACTOR } from "../singletons.ts";
import type { MinerInfo } from "../../../filecoin/state/miner-info.ts";
import { notifyPledgeChanged } from "./money.ts";
import type { PowerPair } from "../../../filecoin/state/deadline.ts";
import { enrollProvingDeadline, updateClaimedPower } from "./proving-cron.ts";
import { addSectors, faultSectors, type NewSectors, recoverSectors, terminateSectors } from "./sector-changes.ts";
import type { MinerState } from "../../../filecoin/state/miner.ts";
import { checkBalanceInvariants, loadMinerInfo, loadMinerState, saveMinerState, unlockedBalance } from "./state.ts";
import { requestEstimates, settleTerminations } from "./terminations.ts";

/** [count, expiration epoch, attoFIL of pledge each]: adds proven sectors. 19 when free funds do not cover the pledge. */
export const SEAL_SECTORS = 0xf0_0010;
/** [[sector…]]: they lose their power, and cost a fee at the end of each of their deadlines. */
export const FAULT_SECTORS = 0xf0_0011;
/** [[sector…]]: faulty ones get their power back. */
export const RECOVER_SECTORS = 0xf0_0012;
/** [[sector…], settle]: ends them; with settle false their fees stay due, which blocks withdrawals. */
export const TERMINATE_SECTORS = 0xf0_0013;
/** Settles what TERMINATE_SECTORS left due. */
export const SETTLE_TERMINATIONS = 0xf0_0014;

const MAX_SECTORS_AT_ONCE = 1000;

/** Parameters of SEAL_SECTORS. */
export function encodeSealSectors(added: NewSectors): CborValue {
  return [added.count, added.expiration, encodeAmount(added.pledge)];
}

/** Parameters of FAULT_SECTORS and RECOVER_SECTORS. */
export function encodeSectorNumbers(numbers: readonly number[]): CborValue {
  return [[...numbers]];
}

/** Parameters of TERMINATE_SECTORS. */
export function encodeTerminateSectors(numbers: readonly number[], settle: boolean): CborValue {
  return [[...numbers], settle];
}

function decodeSealSectors(value: CborValue): NewSectors {
  const reader = new TupleReader(value, 3, "SealSectors");
  return { count: reader.uint(), expiration: reader.int(), pledge: readBig(reader) };
}

function decodeSectorNumbers(value: CborValue): number[] {
  return new TupleReader(value, 1, "sectors").list((item) => item.uint());
}

function decodeTerminate(value: CborValue): { numbers: number[]; settle: boolean } {
  const reader = new TupleReader(value, 2, "TerminateSectors");
  return { numbers: reader.list((item) => item.uint()), settle: reader.bool() };
}

function sealSectors(rt: Runtime, added: NewSectors): undefined {
  requireCallerIs(rt, SYSTEM_ACTOR);
  if (added.count === 0 || added.count > MAX_SECTORS_AT_ONCE || added.expiration <= rt.epoch || added.pledge < 0n) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `expected 1 to ${MAX_SECTORS_AT_ONCE} sectors that expire after epoch ${rt.epoch}`);
  }
  const state = loadMinerState(rt);
  const pledge = added.pledge * BigInt(added.count);
  const free = unlockedBalance(rt, state, rt.balance()) - state.feeDebt;
  if (free < pledge) rt.abort(ExitCode.USR_INSUFFICIENT_FUNDS, `cannot pledge ${pledge}, available: ${free}`);
  const power = addSectors(rt, state, loadMinerInfo(rt, state), added);
  state.initialPledge += pledge;
  const startsCron = !state.deadlineCronActive;
  state.deadlineCronActive = true;
  saveMinerState(rt, state);
  updateClaimedPower(rt, power);
  notifyPledgeChanged(rt, pledge);
  if (startsCron) enrollProvingDeadline(rt, state, rt.epoch);
  checkBalanceInvariants(rt, state);
}

type SectorChange = (rt: Runtime, state: MinerState, info: MinerInfo, numbers: readonly number[]) => PowerPair;

function changeSectors(change: SectorChange): (rt: Runtime, numbers: readonly number[]) => undefined {
  return (rt, numbers) => {
    requireCallerIs(rt, SYSTEM_ACTOR);
    const state = loadMinerState(rt);
    const delta = change(rt, state, loadMinerInfo(rt, state), numbers);
    saveMinerState(rt, state);
    updateClaimedPower(rt, delta);
  };
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
  { name: "RehearseSettlement", number: SETTLE_TERMINATIONS, run: withoutParams(settle) },
];
