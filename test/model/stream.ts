/** Rewards flow to the classes over time, so that nobody gains by arriving just before a harvest. */
import { credit } from "./accumulator.ts";
import { type Books, type Side, allPrincipal } from "./books.ts";

const LONGEST = 518_400;

/** How n attoFIL of the stream would fall on the classes now; null while nobody holds shares. */
export function byWeight(b: Books, n: bigint): Record<Side, bigint> | null {
  const { senior, junior } = b.classes;
  const P = allPrincipal(b);
  // Seniors with a fixed income get what earns their losses back, the juniors their part directly.
  if (P > 0n && b.coupon === null) {
    const toSeniors = (n * senior.P) / P;
    return { senior: toSeniors, junior: n - toSeniors };
  }
  // Also when everybody was written down to 0: those who lost are still the ones who earn.
  if (senior.N > 0n) return { senior: n, junior: 0n };
  if (junior.N > 0n) return { senior: 0n, junior: n };
  return null;
}

/** Brings the stream up to date. With nobody to receive it, it waits: its end moves. */
export function flow(b: Books): void {
  const s = b.stream;
  const dt = b.now - s.last;
  const d = b.now >= s.end ? s.left : (s.left * BigInt(dt)) / BigInt(s.end - s.last);
  s.last = b.now;
  const parts = byWeight(b, d);
  if (parts === null) {
    s.end += dt;
    return;
  }
  s.left -= d;
  credit(b, "senior", parts.senior);
  credit(b, "junior", parts.junior);
}

/** Time over which a reward of a miner flows: as long as it took to come in, within bounds. */
export const flowTime = (b: Books, lastHarvest: number): number => Math.min(Math.max(b.now - lastHarvest, b.terms.smoothing), LONGEST);

/** Adds n attoFIL to flow over D epochs; the end never comes nearer. */
export function pour(b: Books, n: bigint, D: number): void {
  if (n === 0n) return;
  const s = b.stream;
  const q = BigInt(Math.max(0, s.end - b.now));
  s.end = Math.max(s.end, b.now + Number((s.left * q + n * BigInt(D)) / (s.left + n)));
  s.left += n;
}
