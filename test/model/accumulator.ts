/** How income reaches positions: one running sum per class instead of a payment to each holder. */
import { type Books, type Side, type Stake, addTo } from "./books.ts";

export const SCALE = 128n;
const REST = (1n << SCALE) - 1n;

/** credit(c, n): n attoFIL to all shares of a class alike. */
export function credit(b: Books, side: Side, n: bigint): void {
  if (n === 0n) return;
  const c = b.classes[side];
  const t = (n << SCALE) + c.carry;
  b.postings.push({ did: "credit", side, n });
  c.Y += t / c.N;
  c.carry = t % c.N;
}

/** What a stake has earned since it was settled, scaled 2^128. */
function earnedOf(b: Books, stake: Stake): { t: bigint; Y: bigint } {
  const c = b.classes[stake.side];
  const Y = stake.generation === c.generation ? c.Y : c.closed.get(stake.generation);
  if (Y === undefined) throw new Error(`generation ${stake.generation} of the ${stake.side} class kept no accumulator`);
  return { t: stake.shares * (Y - stake.y) + stake.rem, Y };
}

/** Whole attoFIL a stake has earned and nobody has settled yet. */
export const rewardOf = (b: Books, stake: Stake): bigint => earnedOf(b, stake).t >> SCALE;

/** settle: what was earned becomes the owner's claim; the fraction stays with the stake. */
export function settle(b: Books, stake: Stake): bigint {
  const { t, Y } = earnedOf(b, stake);
  addTo(b.claims, stake.owner, t >> SCALE);
  stake.rem = t & REST;
  stake.y = Y;
  return t >> SCALE;
}
