/** Locking, vesting and drawing on a miner's locked funds. Amounts in attoFIL. Source: actors/miner/src/state.rs. */
import { ExitCode } from "../../../filecoin/exit-code.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { chargeVesting } from "../gas-figures.ts";
import type { MinerState } from "../../../filecoin/state/miner.ts";
import { unlockedBalance } from "./state.ts";
import { loadFunds, mergeFunds, REWARD_VESTING, saveFunds, schedule, takeVested, takeVestedAndUnvested } from "./vesting.ts";

function reduceLocked(rt: Runtime, state: MinerState, amount: bigint): void {
  state.lockedFunds -= amount;
  if (state.lockedFunds < 0n) {
    rt.abort(ExitCode.USR_ILLEGAL_STATE, `negative locked funds after unlocking ${amount}`);
  }
}

/** Vests what is due, then locks `amount` with the reward schedule. Answers what vested. */
export function addLockedFunds(rt: Runtime, state: MinerState, amount: bigint): bigint {
  const added = schedule(amount, rt.epoch, state.provingPeriodStart, REWARD_VESTING);
  chargeVesting(rt, "schedule", added.length);
  const { vested, rest } = takeVested(mergeFunds(loadFunds(rt, state.vestingFunds), added), rt.epoch);
  state.vestingFunds = saveFunds(rt, rest);
  reduceLocked(rt, state, vested);
  state.lockedFunds += amount;
  return vested;
}

/** Vests what is due and answers how much that was. */
export function unlockVestedFunds(rt: Runtime, state: MinerState): bigint {
  const root = state.vestingFunds;
  if (state.lockedFunds === 0n || root === null || root.head.epoch >= rt.epoch) return 0n;
  const { vested, rest } = takeVested(loadFunds(rt, root), rt.epoch);
  state.vestingFunds = saveFunds(rt, rest);
  reduceLocked(rt, state, vested);
  return vested;
}

/** Vests what is due and frees up to `target` more. Answers all that was freed. */
function unlockVestedAndUnvested(rt: Runtime, state: MinerState, target: bigint): bigint {
  const root = state.vestingFunds;
  if (target === 0n || state.lockedFunds === 0n || root === null) return 0n;
  if (root.head.epoch >= rt.epoch && root.head.amount >= target) {
    state.vestingFunds = { ...root, head: { ...root.head, amount: root.head.amount - target } };
    reduceLocked(rt, state, target);
    return target;
  }
  const { vested, unvested, rest } = takeVestedAndUnvested(loadFunds(rt, root), rt.epoch, target);
  state.vestingFunds = saveFunds(rt, rest);
  reduceLocked(rt, state, vested + unvested);
  return vested + unvested;
}

/** Adds a penalty to the fee debt; a negative one ends with 20. */
export function applyPenalty(rt: Runtime, state: MinerState, penalty: bigint): void {
  if (penalty < 0n) rt.abort(ExitCode.USR_ILLEGAL_STATE, `applying negative penalty ${penalty} not allowed`);
  state.feeDebt += penalty;
}

/** Pays fee debt from vesting funds first, then from the unlocked balance, as far as they go. */
export function repayPartialDebt(rt: Runtime, state: MinerState): { toBurn: bigint; unlocked: bigint } {
  const unlocked = unlockVestedAndUnvested(rt, state, state.feeDebt);
  const free = unlockedBalance(rt, state, rt.balance());
  const toBurn = free < state.feeDebt ? free : state.feeDebt;
  state.feeDebt -= toBurn;
  return { toBurn, unlocked };
}

/** Pays the whole fee debt from the unlocked balance or ends with 19. Answers what to burn. */
export function repayDebtsOrAbort(rt: Runtime, state: MinerState): bigint {
  const free = unlockedBalance(rt, state, rt.balance());
  if (free < state.feeDebt) {
    rt.abort(ExitCode.USR_INSUFFICIENT_FUNDS, `unlocked balance can not repay fee debt (${free} < ${state.feeDebt})`);
  }
  const toBurn = state.feeDebt;
  state.feeDebt = 0n;
  return toBurn;
}
