/** What Measure finds at a miner, and who bears a loss: withheld fees first, then the juniors, then the seniors. Amounts are attoFIL. */
import { least, minus } from "../../../filecoin/integers.ts";
import { GAP_PARTS } from "../policy.ts";
import type { Books } from "./books.ts";

/** What a miner shows. */
export interface MinerFacts {
  readonly balance: bigint;
  /** GetAvailableBalance: below 0 where a debt exceeds what is free */
  readonly available: bigint;
  /** GetVestingFunds, all of it */
  readonly vesting: bigint;
  /** what of it has vested by now, and the miner has not moved yet */
  readonly matured: bigint;
  /** its fee debt, which no getter tells; its state does */
  readonly debt: bigint;
  /** sectors were terminated whose fees it has not settled: until then it pays nothing out; its state tells */
  readonly isTerminating: boolean;
}

/** What of a miner the owner actor has booked. */
export interface MinerBook {
  readonly id: bigint;
  readonly principal: bigint;
}

/** What RepayDebt leaves: a debt frees as much of what vests, and burns what is free then. Source: builtin-actors miner repay_partial_debt_in_priority_order. */
export function afterRepayment(facts: MinerFacts): MinerFacts {
  const { balance, available, vesting, matured, debt } = facts;
  if (debt === 0n) return facts;
  const early = least(debt, vesting - matured);
  const free = available + debt + matured + early;
  const burned = least(free, debt);
  return { ...facts, balance: balance - burned, available: free - debt, vesting: vesting - matured - early, matured: 0n, debt: debt - burned };
}

/** What is missing of a miner's principal once its debt is paid, vesting funds counting as cover. */
function gapOf({ principal }: MinerBook, facts: MinerFacts): bigint {
  return least(minus(principal + minus(0n, facts.available), facts.balance), principal);
}

/** Reward that a harvest would find at a miner that is measured. */
export const retainedAt = (principal: bigint, facts: MinerFacts): bigint => minus(facts.balance, facts.vesting - facts.matured + principal);

/** Who bears a loss. */
export interface Borne {
  readonly withheld: bigint;
  readonly junior: bigint;
  readonly senior: bigint;
}

/** What measuring a miner finds: its loss and who bears it, and books, miner and facts as they are then. */
export interface Measured {
  readonly books: Books;
  readonly principal: bigint;
  readonly facts: MinerFacts;
  /** A gap too small to be booked, which waits for income. */
  readonly gap: bigint;
  readonly loss: bigint;
  readonly borne: Borne;
}

/** Measure of a miner now. `facts`: as it shows them before. */
export function measure(books: Books, miner: MinerBook, shown: MinerFacts): Measured {
  const facts = afterRepayment(shown);
  const gap = gapOf(miner, facts);
  if (gap * BigInt(GAP_PARTS) <= miner.principal) {
    return { books, principal: miner.principal, facts, gap, loss: 0n, borne: { withheld: 0n, junior: 0n, senior: 0n } };
  }
  const borne = borneBy(books, gap);
  return { books: afterLoss(books, borne), principal: miner.principal - gap, facts, gap: 0n, loss: gap, borne };
}

/** The books once every miner is measured: what the exits, and whoever takes a miner back, begin with. */
export const measureAll = (books: Books, miners: readonly { readonly book: MinerBook; readonly facts: MinerFacts }[]): Books =>
  miners.reduce((now, { book, facts }) => measure(now, book, facts).books, books);

/** Who would bear a loss of so much. */
export function borneBy({ withheld, junior }: Books, loss: bigint): Borne {
  const fees = least(loss, withheld.older + withheld.newer);
  const first = least(loss - fees, junior.principal);
  return { withheld: fees, junior: first, senior: loss - fees - first };
}

function afterLoss(books: Books, borne: Borne): Books {
  const older = least(borne.withheld, books.withheld.older);
  return {
    ...books,
    // What the fees cover is principal again, and lies here.
    liquid: books.liquid + borne.withheld,
    withheld: { older: books.withheld.older - older, newer: books.withheld.newer - (borne.withheld - older) },
    writtenOff: { senior: books.writtenOff.senior + borne.senior, junior: books.writtenOff.junior + borne.junior },
    senior: { ...books.senior, principal: books.senior.principal - borne.senior },
    junior: { ...books.junior, principal: books.junior.principal - borne.junior },
  };
}
