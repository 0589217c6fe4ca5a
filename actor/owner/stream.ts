/** The stream: harvested reward on its way to the positions (design 5.2). */
import { epoch } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { allPrincipal, credit } from "./classes";
import { accrue, isFixed } from "./coupon";
import { SENIOR } from "./policy.generated";
import { root } from "./state";

/** The seniors' part of d by weight of principal; with a fixed income, or if nobody has principal, whoever of them holds shares takes all. */
function seniorPart(d: U256): U256 {
  const all = allPrincipal();
  if (all.isZero || isFixed()) return root.senior.shares.isZero ? U256.zero : d;
  return d.mulDiv(root.senior.principal, all);
}

/** True if nobody could be credited. */
function nobody(): bool {
  return root.senior.shares.isZero && root.junior.shares.isZero;
}

/** Brings stream and coupon up to the present epoch. */
export function bringUpToDate(): void {
  accrue();
  const s = root.stream;
  const now = epoch();
  const passed = now - s.last;
  if (passed == 0) return;
  s.last = now;
  if (nobody()) {
    s.end += passed;
    return;
  }
  if (s.left.isZero) return;
  const d = now >= s.end ? s.left : s.left.mulDiv(U256.from(passed), U256.from(s.end - now + passed));
  s.left = s.left - d;
  const senior = seniorPart(d);
  credit(root.senior, senior);
  credit(root.junior, d - senior);
}

/** Takes a class's weight of all that the stream still holds, for a generation that closes. */
export function takeFromStream(kind: u64): U256 {
  const s = root.stream;
  const senior = seniorPart(s.left);
  const part = kind == SENIOR ? senior : s.left - senior;
  s.left = s.left - part;
  return part;
}

/** Adds n attoFIL that should arrive over `over` epochs; what is under way never arrives sooner for it. */
export function addToStream(n: U256, over: i64): void {
  if (n.isZero) return;
  const s = root.stream;
  const now = epoch();
  const waiting = max<i64>(0, s.end - now);
  const all = s.left + n;
  const mean = (s.left * U256.from(waiting) + n * U256.from(over)) / all;
  s.end = max<i64>(s.end, now + <i64>mean.low);
  s.left = all;
}
