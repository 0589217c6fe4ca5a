/** Where a reward goes, in order: tip, coupon, losses earned back, the former owner's legacy, fees, and the rest. */
import { credit } from "./accumulator.ts";
import { type Books, type MinerBook, type Side, addTo, least } from "./books.ts";
import { giveToHolders, payCoupon } from "./coupon.ts";
import { flowTime, pour } from "./stream.ts";

const TURN = 60_480;
const LEGACY_SCALE = 64n;

export interface Divided {
  readonly tip: bigint;
  readonly coupon: bigint;
  readonly recovered: bigint;
  readonly legacy: bigint;
  readonly fees: bigint;
}

/** Divides a reward r of miner m. `unvestedNow` = what still vests at the miner; a tip is paid by Harvest alone. */
export function divide(b: Books, m: MinerBook, r: bigint, unvestedNow: bigint, withTip: boolean): Divided {
  const { tipBps, tipMaximum } = b.terms;
  const tip = withTip ? least((tipBps * r) / 10_000n, tipMaximum) : 0n;
  return b.coupon === null ? share(b, m, r, tip, unvestedNow) : divideFixed(b, m, r, tip, unvestedNow);
}

/** FixedFeeRate: all that is left over flows to both classes. */
function share(b: Books, m: MinerBook, r: bigint, tip: bigint, unvestedNow: bigint): Divided {
  const seniors = recover(b, "senior", r - tip);
  const recovered = seniors + recover(b, "junior", r - tip - seniors);
  const legacy = payLegacy(b, m, r - tip - recovered, unvestedNow);
  const fees = r === 0n ? 0n : takeFees(b, r - tip - recovered - legacy);
  const forgone = r === 0n ? 0n : forgoneBy(b, r - tip - recovered - legacy);
  const flowing = r - tip - legacy - fees - forgone;
  b.R += flowing;
  pour(b, flowing, flowTime(b, m.lastHarvest));
  giveToHolders(b, forgone);
  return { tip, coupon: 0n, recovered, legacy, fees };
}

/** FixedIncome: seniors get their coupon and their losses, the juniors all beyond. */
function divideFixed(b: Books, m: MinerBook, r: bigint, tip: bigint, unvestedNow: bigint): Divided {
  let left = r - tip;
  const take = (n: bigint): bigint => {
    left -= n;
    return n;
  };
  const coupon = take(payCoupon(b, left));
  const flowing = take(recover(b, "senior", left));
  const legacy = take(payLegacy(b, m, left, unvestedNow));
  const earnedBack = b.classes.junior.N > 0n ? take(recover(b, "junior", left)) : 0n;
  const base = left;
  const fees = r === 0n ? 0n : take(takeFees(b, base));
  let forgone = r === 0n ? 0n : take(forgoneBy(b, base));
  let toJuniors = earnedBack;
  if (b.classes.junior.P > 0n) toJuniors += left;
  else if (isFlagged(b)) forgone += left;
  else {
    b.withheld.newer += left;
    b.F += left;
  }
  b.R += coupon + flowing + toJuniors;
  pour(b, flowing, flowTime(b, m.lastHarvest));
  credit(b, "junior", toJuniors);
  giveToHolders(b, forgone);
  return { tip, coupon, recovered: flowing + earnedBack, legacy, fees };
}

/** What earns a class's losses back; it bears no fee. */
function recover(b: Books, side: Side, most: bigint): bigint {
  const recovered = least(most, b.W[side]);
  b.W[side] -= recovered;
  return recovered;
}

/** What has vested of the table saved at takeover, cut by the share of it that is no longer there. */
function payLegacy(b: Books, m: MinerBook, most: bigint, unvestedNow: bigint): bigint {
  const legacy = m.legacy;
  if (legacy === null) return 0n;
  const sum = (from: number, to: number): bigint =>
    legacy.entries.reduce((total, [epoch, amount]) => (epoch >= from && epoch < to ? total + amount : total), 0n);
  const toCome = sum(b.now, Infinity);
  if (toCome > 0n) legacy.factor = least(legacy.factor, (unvestedNow << LEGACY_SCALE) / toCome);
  legacy.due += (legacy.factor * sum(legacy.last, b.now)) >> LEGACY_SCALE;
  legacy.last = b.now;
  const paid = least(legacy.due, most);
  legacy.due -= paid;
  legacy.payable += paid;
  b.R += paid;
  return paid;
}

const isFlagged = (b: Books): boolean => [...b.miners.values()].some(({ flagged }) => flagged);

/** The operator's fees that the holders get while a miner is flagged. */
function forgoneBy(b: Books, base: bigint): bigint {
  if (!isFlagged(b)) return 0n;
  return b.terms.fees.filter(({ beneficiary }) => beneficiary === null).reduce((sum, { bps }) => sum + (base * bps) / 10_000n, 0n);
}

/** Fees of a reward that bears them, each rounded down; the operator's are withheld. */
function takeFees(b: Books, base: bigint): bigint {
  const flagged = isFlagged(b);
  if (!flagged) turn(b);
  let taken = 0n;
  for (const { beneficiary, bps } of b.terms.fees) {
    if (beneficiary === null && flagged) continue;
    const fee = (base * bps) / 10_000n;
    if (beneficiary === null) b.withheld.newer += fee;
    else addTo(b.feesPayable, beneficiary, fee);
    taken += fee;
  }
  b.F += taken;
  return taken;
}

/** Moves the operator's withheld fees on: they wait in two buckets of three weeks. */
export function turn(b: Books): void {
  const w = b.withheld;
  const turns = Math.min(2, Math.floor((b.now - w.turned) / TURN));
  for (let i = 0; i < turns; i++) {
    b.operator.payable += w.older;
    w.older = w.newer;
    w.newer = 0n;
  }
  if (turns > 0) w.turned = b.now;
}
