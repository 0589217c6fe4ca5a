/** Who gets a reward, in order: the caller's tip, the coupon, earlier losses, the legacy claim, fees, the rest (design 5.4). */
import { epoch } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { credit } from "./classes";
import { Legacy, Miner } from "./codec.generated";
import { isFixed, payCoupon } from "./coupon";
import { isFlagged } from "./flags";
import { payLegacy } from "./legacy";
import { FULL_BPS, LONGEST_STREAM_EPOCHS } from "./policy.generated";
import { root, terms } from "./state";
import { addToStream } from "./stream";
import { withhold } from "./withheld";

/** n · bps / 10,000, floor. */
export function bpsOf(n: U256, bps: u64): U256 {
  return n.mulDiv(U256.from(bps), U256.from(FULL_BPS));
}

/** What a reward was spent on, attoFIL. */
@final
export class Shares {
  tip: U256 = U256.zero;
  coupon: U256 = U256.zero;
  recovered: U256 = U256.zero;
  legacy: U256 = U256.zero;
  fees: U256 = U256.zero;
  /** What the operator loses to the holders while a miner is flagged. */
  forgone: U256 = U256.zero;
}

/** The tip for harvesting a reward. */
function tipFor(reward: U256): U256 {
  return bpsOf(reward, terms().tipBps).min(terms().tipMaximum);
}

/** Earns back what losses took of the seniors, from at most n; returns what it took of n. It bears no fee. */
function recoverSenior(n: U256): U256 {
  const part = n.min(root.writtenOffSenior);
  root.writtenOffSenior = root.writtenOffSenior - part;
  return part;
}

/** The same for the juniors. */
function recoverJunior(n: U256): U256 {
  const part = n.min(root.writtenOffJunior);
  root.writtenOffJunior = root.writtenOffJunior - part;
  return part;
}

/** Books every beneficiary's fee on `base`. */
function takeFees(base: U256, out: Shares): void {
  const fees = terms().fees;
  const flagged = isFlagged();
  for (let i = 0; i < fees.length; i++) {
    const fee = bpsOf(base, fees[i].bps);
    if (fees[i].beneficiary == 0 && flagged) {
      out.forgone = out.forgone + fee;
      continue;
    }
    if (fees[i].beneficiary == 0) withhold(fee);
    else root.feesPayable[i] = root.feesPayable[i] + fee;
    out.fees = out.fees + fee;
  }
  root.fees = root.fees + out.fees;
}

/** How long a reward of miner m takes to reach the positions: the time since its last harvest, within bounds. */
function spread(m: Miner): i64 {
  return min<i64>(max<i64>(epoch() - m.harvested, <i64>terms().smoothing), LONGEST_STREAM_EPOCHS);
}

/** Gives the holders money that is no reward of a miner: it bears no fee. The coupon comes first. */
export function giveToHolders(n: U256): void {
  root.rewards = root.rewards + n;
  addToStream(n - payCoupon(n), <i64>terms().smoothing);
}

/** With a fixed income, what is left of a reward is the juniors', or the operator's while they have nothing; returns what the juniors get. */
function giveResidual(rest: U256, out: Shares): U256 {
  if (!root.junior.principal.isZero) return rest;
  if (isFlagged()) out.forgone = out.forgone + rest;
  else {
    withhold(rest);
    root.fees = root.fees + rest;
  }
  return U256.zero;
}

/** Spends a reward of miner m. `vesting` is what m still has vesting. The tip is only taken out: paying it is the caller's work. */
export function distribute(m: Miner, reward: U256, vesting: U256, withTip: bool): Shares {
  const out = new Shares();
  if (withTip) out.tip = tipFor(reward);
  const fixed = isFixed();
  let rest = reward - out.tip;
  out.coupon = payCoupon(rest);
  rest = rest - out.coupon;
  let flowing = recoverSenior(rest);
  if (!fixed) flowing = flowing + recoverJunior(rest - flowing);
  rest = rest - flowing;
  // Without a reward too: a penalty must lower the claim before new rewards vest again.
  const legacy: Legacy | null = m.legacy;
  if (legacy !== null) out.legacy = payLegacy(legacy, vesting, rest);
  if (reward.isZero) return out;
  rest = rest - out.legacy;
  let juniors = fixed && !root.junior.shares.isZero ? recoverJunior(rest) : U256.zero;
  rest = rest - juniors;
  out.recovered = flowing + juniors;
  takeFees(rest, out);
  rest = rest - out.fees - out.forgone;
  if (fixed) juniors = juniors + giveResidual(rest, out);
  else flowing = flowing + rest;
  root.rewards = root.rewards + out.coupon + flowing + juniors + out.legacy;
  addToStream(flowing, spread(m));
  credit(root.junior, juniors);
  giveToHolders(out.forgone);
  return out;
}
