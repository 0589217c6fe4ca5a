/** Block rewards: a quarter is free at once, the rest vests; a penalty becomes fee debt. Source: actors/miner/src/lib.rs. */
import { type CborValue, TupleReader } from "../../../filecoin/cbor.ts";
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { requireCallerIs } from "../caller.ts";
import { floorDiv } from "../fixed-point.ts";
import { readBig } from "../params.ts";
import { REWARD_ACTOR } from "../singletons.ts";
import { addLockedFunds, applyPenalty, repayPartialDebt } from "./locked-funds.ts";
import { burnFunds, notifyPledgeChanged } from "./money.ts";
import { checkBalanceInvariants, loadMinerState, saveMinerState, unlockedBalance } from "./state.ts";

/** attoFIL */
export interface ApplyRewards {
  readonly reward: bigint;
  readonly penalty: bigint;
}

export function decodeApplyRewards(value: CborValue): ApplyRewards {
  const reader = new TupleReader(value, 2, "ApplyRewards");
  return { reward: readBig(reader), penalty: readBig(reader) };
}

/** Takes a reward that came as value with this call. */
export function applyRewards(rt: Runtime, { reward, penalty }: ApplyRewards): undefined {
  if (reward < 0n) rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "cannot lock up a negative amount of funds");
  if (penalty < 0n) rt.abort(ExitCode.USR_ILLEGAL_ARGUMENT, "cannot penalize a negative amount of funds");
  const state = loadMinerState(rt);
  requireCallerIs(rt, REWARD_ACTOR);
  const toLock = floorDiv(reward * 3n, 4n);
  const unlocked = unlockedBalance(rt, state, rt.balance());
  if (unlocked < toLock) {
    rt.abort(ExitCode.USR_INSUFFICIENT_FUNDS, `cannot lock ${toLock}, available: ${unlocked}`);
  }
  const newlyVested = addLockedFunds(rt, state, toLock);
  applyPenalty(rt, state, penalty);
  const repaid = repayPartialDebt(rt, state);
  saveMinerState(rt, state);

  notifyPledgeChanged(rt, toLock - newlyVested - repaid.unlocked);
  burnFunds(rt, repaid.toBurn);
  checkBalanceInvariants(rt, loadMinerState(rt));
}
