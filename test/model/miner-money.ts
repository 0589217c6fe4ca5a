/** What comes back from miners: reward above the principal, principal below it, and losses. */
import { type Books, type MinerBook, Refused, least, minerOf, most } from "./books.ts";

/** What a miner shows in a message, after its fee debt was repaid as far as it can. */
export interface MinerFacts {
  /** attoFIL held by the miner actor */
  readonly balance: bigint;
  /** GetAvailableBalance; negative = fee debt that nothing covers */
  readonly available: bigint;
  /** GetVestingFunds */
  readonly vesting: readonly (readonly [epoch: number, amount: bigint])[];
  /** Sectors were terminated whose fees nobody has settled: the miner pays nothing out. */
  readonly terminating: boolean;
}

const amountOf = (entries: readonly (readonly [number, bigint])[]): bigint => entries.reduce((sum, [, amount]) => sum + amount, 0n);

/** V − M: what vests from now on. */
export const unvested = (b: Books, facts: MinerFacts): bigint => amountOf(facts.vesting.filter(([epoch]) => epoch >= b.now));

/** A′ = A + M: what a withdrawal could bring; a miner that owes more than that, or has terminations to settle, pays nothing. */
export function withdrawable(b: Books, facts: MinerFacts): bigint {
  if (facts.terminating) throw new Refused("fees of terminated sectors are due");
  const free = facts.available + amountOf(facts.vesting.filter(([epoch]) => epoch < b.now));
  if (free < 0n) throw new Refused("its debt exceeds its free funds");
  return free;
}

/** Splits w attoFIL withdrawn from a miner; facts as before the withdrawal. Principal goes to L. */
export function split(b: Books, m: MinerBook, w: bigint, facts: MinerFacts): { reward: bigint; principal: bigint } {
  const S = facts.balance - unvested(b, facts);
  const reward = least(most(S - m.K, 0n), w);
  const principal = w - reward;
  m.K -= principal;
  m.net += principal;
  b.L += principal;
  return { reward, principal };
}

/** Reward that a harvest would find. */
export const retained = (b: Books, m: MinerBook, facts: MinerFacts): bigint => most(0n, facts.balance - unvested(b, facts) - m.K);

/** Measure: books a loss above a thousandth of K on withheld fees (older first), juniors, seniors. Returns what was booked. */
export function measure(b: Books, id: bigint, facts: MinerFacts): bigint {
  const m = minerOf(b, id);
  const debt = most(0n, -facts.available);
  const loss = least(m.K, most(0n, m.K + debt - facts.balance));
  m.measured = b.now;
  if (1000n * loss <= m.K) {
    m.gap = loss;
    return 0n;
  }
  m.gap = 0n;
  m.K -= loss;
  let open = loss;
  for (const bucket of ["older", "newer"] as const) {
    const taken = least(open, b.withheld[bucket]);
    b.withheld[bucket] -= taken;
    b.F -= taken;
    b.L += taken;
    open -= taken;
  }
  for (const side of ["junior", "senior"] as const) {
    const taken = least(open, b.classes[side].P);
    b.classes[side].P -= taken;
    b.W[side] += taken;
    if (taken > 0n) b.postings.push({ did: "lose", side, amount: taken });
    open -= taken;
  }
  if (open !== 0n) throw new Error(`a loss of ${loss} left ${open} that nobody bears: I2 is broken`);
  return loss;
}
