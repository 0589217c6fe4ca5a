/**
 * What sealing, faults and expiry do to a miner's money, without sectors: methods of the devnet alone, for the system actor
 * (f00) alone. Their numbers lie below 2^24 and above every released one. Amounts in attoFIL.
 */
import { encodeAmount } from "../../../filecoin/amount.ts";
import type { CborValue } from "../../../filecoin/cbor.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { requireCallerIs } from "../caller.ts";
import { type MethodEntry, withParams } from "../dispatch.ts";
import { bare, readBig } from "../params.ts";
import { SYSTEM_ACTOR } from "../singletons.ts";
import { applyPenalty, repayPartialDebt } from "./locked-funds.ts";
import { burnFunds, notifyPledgeChanged } from "./money.ts";
import type { MinerState } from "../../../filecoin/state/miner.ts";
import { checkBalanceInvariants, loadMinerState, saveMinerState, unlockedBalance } from "./state.ts";

/** A penalty becomes fee debt and is paid from vesting and free funds, as ApplyRewards and cron do it. */
export const PENALIZE = 0xf0_0001;
/** Locks free funds as initial pledge, as sealing does. 19 when they do not suffice. */
export const PLEDGE = 0xf0_0002;
/** Frees initial pledge, as expiring sectors do. 16 when there is less. */
export const RELEASE_PLEDGE = 0xf0_0003;

/** Parameters of PENALIZE, PLEDGE and RELEASE_PLEDGE. */
export function encodeRehearsalAmount(amount: bigint): CborValue {
  return encodeAmount(amount);
}

function decodeRehearsalAmount(value: CborValue): bigint {
  return readBig(bare(value, "amount"));
}

/** Runs a change of the state, then tells the network of the pledge and burns what was paid. */
function settle(rt: Runtime, change: (state: MinerState) => { pledgeDelta: bigint; toBurn: bigint }): undefined {
  requireCallerIs(rt, SYSTEM_ACTOR);
  const state = loadMinerState(rt);
  const { pledgeDelta, toBurn } = change(state);
  saveMinerState(rt, state);
  notifyPledgeChanged(rt, pledgeDelta);
  burnFunds(rt, toBurn);
  checkBalanceInvariants(rt, state);
}

function charge(rt: Runtime, state: MinerState, fee: bigint): { pledgeDelta: bigint; toBurn: bigint } {
  applyPenalty(rt, state, fee);
  const { toBurn, unlocked } = repayPartialDebt(rt, state);
  return { pledgeDelta: -unlocked, toBurn };
}

function release(rt: Runtime, state: MinerState, pledge: bigint): void {
  if (pledge < 0n || pledge > state.initialPledge) {
    rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, `pledge is ${state.initialPledge}, cannot release ${pledge}`);
  }
  state.initialPledge -= pledge;
}

function lockPledge(rt: Runtime, state: MinerState, pledge: bigint): void {
  const free = unlockedBalance(rt, state, rt.balance()) - state.feeDebt;
  if (pledge < 0n || free < pledge) {
    rt.abort(ExitCode.USR_INSUFFICIENT_FUNDS, `cannot pledge ${pledge}, available: ${free}`);
  }
  state.initialPledge += pledge;
}

export const REHEARSAL_METHODS: readonly MethodEntry[] = [
  {
    name: "Penalize",
    number: PENALIZE,
    run: withParams(decodeRehearsalAmount, (rt, fee) => settle(rt, (state) => charge(rt, state, fee))),
  },
  {
    name: "Pledge",
    number: PLEDGE,
    run: withParams(decodeRehearsalAmount, (rt, pledge) =>
      settle(rt, (state) => {
        lockPledge(rt, state, pledge);
        return { pledgeDelta: pledge, toBurn: 0n };
      }),
    ),
  },
  {
    name: "ReleasePledge",
    number: RELEASE_PLEDGE,
    run: withParams(decodeRehearsalAmount, (rt, pledge) =>
      settle(rt, (state) => {
        release(rt, state, pledge);
        return { pledgeDelta: -pledge, toBurn: 0n };
      }),
    ),
  },
];
