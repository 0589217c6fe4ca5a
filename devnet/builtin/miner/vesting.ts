/**
 * Funds that become free over time. In state: null, or the next entry inline and the others behind a link.
 * Amounts in attoFIL; an entry is vested when its epoch lies before the current one.
 * Source: actors/miner/src/vesting_state.rs, policy.rs REWARD_VESTING_SPEC.
 */
import { EPOCHS_PER_DAY, quantizeUp } from "../../../filecoin/epochs.ts";
import { decodeVestingTail, encodeFund, fundsOf, type VestingFund, type VestingRoot } from "../../../filecoin/state/vesting.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { chargeVesting } from "../gas-figures.ts";
import { getCbor, putCbor } from "../state-root.ts";

/** A linear schedule; all in epochs. */
export interface VestingSpec {
  readonly initialDelay: number;
  readonly vestPeriod: number;
  readonly stepDuration: number;
  readonly quantization: number;
}

/** 180 days in daily steps, on half days. Rewards and the create-miner deposit alike. */
export const REWARD_VESTING: VestingSpec = {
  initialDelay: 0,
  vestPeriod: 180 * EPOCHS_PER_DAY,
  stepDuration: EPOCHS_PER_DAY,
  quantization: EPOCHS_PER_DAY / 2,
};

/** Entries over which `sum` vests when it is locked at `now`; ascending epochs. */
export function schedule(sum: bigint, now: number, provingPeriodStart: number, spec: VestingSpec): VestingFund[] {
  const begin = now + spec.initialDelay;
  const funds: VestingFund[] = [];
  let vested = 0n;
  for (let step = 1; vested < sum; step++) {
    const epoch = quantizeUp(begin + step * spec.stepDuration, spec.quantization, provingPeriodStart);
    const elapsed = epoch - begin;
    const target = elapsed < spec.vestPeriod ? (sum * BigInt(elapsed)) / BigInt(spec.vestPeriod) : sum;
    funds.push({ epoch, amount: target - vested });
    vested = target;
  }
  return funds;
}

/** Both tables in one; entries of equal epochs add up. */
export function mergeFunds(a: readonly VestingFund[], b: readonly VestingFund[]): VestingFund[] {
  const merged: VestingFund[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (right === undefined || (left !== undefined && left.epoch < right.epoch)) {
      merged.push(left as VestingFund);
      i++;
    } else if (left === undefined || right.epoch < left.epoch) {
      merged.push(right);
      j++;
    } else {
      merged.push({ epoch: left.epoch, amount: left.amount + right.amount });
      i++;
      j++;
    }
  }
  return merged;
}

/** Parts a table at the first entry that is not vested at `now`. */
export function takeVested(funds: readonly VestingFund[], now: number): { vested: bigint; rest: VestingFund[] } {
  const first = funds.findIndex(({ epoch }) => epoch >= now);
  const end = first === -1 ? funds.length : first;
  return { vested: sumOf(funds.slice(0, end)), rest: funds.slice(end) };
}

/** attoFIL in a table. */
export function sumOf(funds: readonly VestingFund[]): bigint {
  return funds.reduce((sum, { amount }) => sum + amount, 0n);
}

/**
 * Takes what is vested, then up to `target` attoFIL of what is not, soonest first.
 * An entry that is used up exactly stays with amount 0, as the released actor leaves it.
 */
export function takeVestedAndUnvested(funds: readonly VestingFund[], now: number, target: bigint): { vested: bigint; unvested: bigint; rest: VestingFund[] } {
  const { vested, rest } = takeVested(funds, now);
  let due = target;
  let used = 0;
  for (const { amount } of rest) {
    if (amount >= due) break;
    due -= amount;
    used++;
  }
  const last = rest[used];
  if (last === undefined) return { vested, unvested: target - due, rest: [] };
  return {
    vested,
    unvested: target,
    rest: [{ epoch: last.epoch, amount: last.amount - due }, ...rest.slice(used + 1)],
  };
}

/** The whole table. A head that fees used up is left out. */
export function loadFunds(rt: Runtime, root: VestingRoot | null): VestingFund[] {
  if (root === null) return [];
  const tail = decodeVestingTail(getCbor(rt, root.tail));
  chargeVesting(rt, "load", tail.length + 1);
  return fundsOf(root, tail);
}

/** Writes a table; null when it is empty. */
export function saveFunds(rt: Runtime, funds: readonly VestingFund[]): VestingRoot | null {
  const [head, ...tail] = funds;
  chargeVesting(rt, "save", funds.length);
  return head === undefined ? null : { head, tail: putCbor(rt, tail.map(encodeFund)) };
}
