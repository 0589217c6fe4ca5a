/** What a harvest brings, and who gets it, in order. Amounts are attoFIL, times epochs. */
import { least } from "../../../filecoin/integers.ts";
import type { OwnerStructs } from "../methods.generated.ts";
import { FULL_BPS } from "../policy.ts";
import type { Books } from "./books.ts";
import { couponDue } from "./coupon.ts";
import { type Measured, type MinerBook, type MinerFacts, measure, retainedAt } from "./loss.ts";

type Terms = OwnerStructs["Terms"];

/** The former owner's claim on what was vesting at takeover, with the table that was saved then. */
export interface LegacyBook {
  readonly owner: bigint;
  /** scaled 2^64 */
  readonly factor: bigint;
  /** counted up to */
  readonly last: number;
  readonly due: bigint;
  readonly payable: bigint;
  readonly entries: readonly { readonly epoch: number; readonly amount: bigint }[];
}

/** Why nothing can be taken out of a miner. */
export type WithdrawBar = "debt" | "terminations";

/** The most that can come out of a miner that is measured. */
export function withdrawable({ available, matured, isTerminating }: MinerFacts): bigint | WithdrawBar {
  const free = available + matured;
  if (free < 0n) return "debt";
  return isTerminating ? "terminations" : free;
}

/** What Harvest of a miner finds after measuring it: only reward leaves, and no more than the miner can pay. */
export function harvestOf(books: Books, miner: MinerBook, facts: MinerFacts): (Measured & { readonly reward: bigint }) | WithdrawBar {
  const measured = measure(books, miner, facts);
  const free = withdrawable(measured.facts);
  return typeof free === "string" ? free : { ...measured, reward: least(retainedAt(measured.principal, measured.facts), free) };
}

/** Who gets a reward. All parts but `recovered`, which others contain, add up to it. */
export interface Division {
  /** of who harvests */
  readonly tip: bigint;
  /** FixedIncome: what was due to the seniors */
  readonly coupon: bigint;
  /** what earns losses back; it bears no fee */
  readonly recovered: bigint;
  /** of the miner's former owner */
  readonly legacy: bigint;
  /** by the entries of the terms; the operator's are withheld, or 0 while a miner is flagged */
  readonly fees: readonly bigint[];
  /** FixedIncome: the operator's, while nobody stands for first loss */
  readonly residual: bigint;
  /** FixedIncome: the juniors' at once */
  readonly juniors: bigint;
  /** to the holders over time, by principal */
  readonly stream: bigint;
  /** what the operator loses to the holders while a miner is flagged */
  readonly forgone: bigint;
}

/** What a reward hangs on beside its amount. */
export interface RewardCase {
  /** after the loss that measuring booked */
  readonly books: Books;
  readonly terms: Pick<Terms, "fees" | "tipBps" | "tipMaximum">;
  readonly legacy: LegacyBook | null;
  /** what the miner still has vesting */
  readonly vesting: bigint;
  /** a miner of the ledger is flagged */
  readonly isFlagged: boolean;
}

/** n · bps / 10,000, floor. */
const bpsOf = (n: bigint, bps: number): bigint => (n * BigInt(bps)) / BigInt(FULL_BPS);

/** The tip for harvesting a reward. */
export const tipFor = (reward: bigint, terms: Pick<Terms, "tipBps" | "tipMaximum">): bigint => least(bpsOf(reward, terms.tipBps), terms.tipMaximum);

/** How a reward is divided. `withTip`: by Harvest alone, not where a miner is taken back, nor by Recall. */
export function divide(given: RewardCase, reward: bigint, withTip: boolean): Division {
  const { books, terms } = given;
  const isFixed = books.arrears !== null;
  const tip = withTip ? tipFor(reward, terms) : 0n;
  let rest = reward - tip;
  const take = (most: bigint): bigint => {
    const part = least(rest, most);
    rest -= part;
    return part;
  };
  const coupon = take(couponDue(books));
  let stream = take(books.writtenOff.senior);
  if (!isFixed) stream += take(books.writtenOff.junior);
  const legacy = given.legacy === null ? 0n : take(legacyDue(given.legacy, given.vesting, books.epoch));
  let juniors = isFixed && books.junior.shares > 0n ? take(books.writtenOff.junior) : 0n;
  const recovered = stream + juniors;
  const all = terms.fees.map((fee) => bpsOf(rest, fee.bps));
  const isForgone = (i: number): boolean => given.isFlagged && terms.fees[i]?.beneficiary === null;
  const fees = all.map((fee, i) => (isForgone(i) ? 0n : fee));
  let forgone = all.reduce((sum, fee, i) => (isForgone(i) ? sum + fee : sum), 0n);
  rest -= all.reduce((sum, fee) => sum + fee, 0n);
  let residual = 0n;
  if (!isFixed) stream += rest;
  else if (books.junior.principal > 0n) juniors += rest;
  else if (given.isFlagged) forgone += rest;
  else residual = rest;
  return { tip, coupon, recovered, legacy, fees, residual, juniors, stream, forgone };
}

/** What of a former owner's table vests from one epoch to before another. */
export const vestingOf = ({ entries }: Pick<LegacyBook, "entries">, from: number, to = Infinity): bigint =>
  entries.reduce((total, entry) => (entry.epoch >= from && entry.epoch < to ? total + entry.amount : total), 0n);

/** What is due to a miner's former owner now: what has vested of his table, cut once penalties have eaten into the vesting that backs it. */
export function legacyDue(legacy: LegacyBook, vesting: bigint, epoch: number): bigint {
  const toCome = vestingOf(legacy, epoch);
  const factor = toCome === 0n ? legacy.factor : least(legacy.factor, (vesting << 64n) / toCome);
  return legacy.due + ((vestingOf(legacy, legacy.last, epoch) * factor) >> 64n);
}
