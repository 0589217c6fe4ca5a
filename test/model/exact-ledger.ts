/**
 * Each holder's principal and earnings in arithmetic that is exact for every purpose here (fixed point, 2^-320 attoFIL), without
 * accumulators, generations of Y or rests: every credit is paid to every stake at once. It follows the model's postings.
 */
import { type Books, type Posting, type Side, type StakeName, addTo } from "./books.ts";

const SCALE = 320n;
/**
 * Whoever leaves, moves or comes may be a share and an attoFIL of principal off, and earns by what he has: after r such roundings a class of fewer than r·2^50 shares, which
 * only a minimum deposit of dust allows, or of less principal, which only ruin leaves beside it, knows no part of itself as finely as 2^-50.
 */
const FINE = 1n << 50n;

interface ExactStake {
  owner: bigint;
  side: Side;
  /** Scaled; null once its generation has closed. */
  shares: bigint | null;
}

export class ExactLedger {
  readonly #stakes = new Map<StakeName, ExactStake>();
  readonly #principal: Record<Side, bigint> = { senior: 0n, junior: 0n };
  /** Scaled shares of the open generations. */
  readonly #shares: Record<Side, bigint> = { senior: 0n, junior: 0n };
  /** Scaled earnings of each account from the beginning, and what it has withdrawn of them. */
  readonly #earned = new Map<bigint, bigint>();
  readonly #withdrawn = new Map<bigint, bigint>();

  /** Minted, moved and burnt so far: each of them may have been rounded by a share. */
  #roundings = 0n;
  /** attoFIL that may have gone to another holder because a share, or an attoFIL, of a class of dust is so much of it. */
  coarse = 0n;

  /** Follows one message. */
  follow(books: Books): void {
    for (const posting of books.postings) this.#post(posting);
  }

  /** Principal of a stake, scaled. */
  principalOf(name: StakeName): bigint {
    const { side, shares } = this.#stake(name);
    return shares === null || this.#shares[side] === 0n ? 0n : ((this.#principal[side] << SCALE) * shares) / this.#shares[side];
  }

  /** attoFIL that roundings to whole shares may have moved into or out of a stake, where a share of its class is more than an attoFIL. */
  grainOf(name: StakeName): bigint {
    const { side } = this.#stake(name);
    const shares = this.#shares[side] >> SCALE;
    return shares < FINE ? (this.#principal[side] * this.#roundings) / (shares + 1n) + 1n : 0n;
  }

  /** What an account has earned and not withdrawn, scaled. */
  owed(account: bigint): bigint {
    return (this.#earned.get(account) ?? 0n) - ((this.#withdrawn.get(account) ?? 0n) << SCALE);
  }

  /** What an account has earned from the beginning, in attoFIL. */
  earnedBy(account: bigint): bigint {
    return (this.#earned.get(account) ?? 0n) >> SCALE;
  }

  /** How far an amount in attoFIL lies from a scaled one, in attoFIL rounded up. */
  static distance(amount: bigint, scaled: bigint): bigint {
    const gap = (amount << SCALE) - scaled;
    return ((gap < 0n ? -gap : gap) >> SCALE) + 1n;
  }

  #stake(name: StakeName): ExactStake {
    const stake = this.#stakes.get(name);
    if (stake === undefined) throw new Error(`the exact ledger knows no ${name}`);
    return stake;
  }

  #post(posting: Posting): void {
    if (posting.did === "mint" || posting.did === "move" || posting.did === "leave") this.#roundings++;
    switch (posting.did) {
      case "credit":
        return this.#credit(posting.side, posting.n);
      case "lose":
        this.#principal[posting.side] -= posting.amount;
        return;
      case "mint": {
        const { side, owner, v, bought, due } = posting;
        const shares = this.#shares[side] === 0n ? v << SCALE : ((v + bought) * this.#shares[side]) / (this.#principal[side] + due);
        this.#stakes.set(posting.stake, { owner, side, shares });
        this.#shares[side] += shares;
        this.#principal[side] += v;
        return;
      }
      case "close":
        for (const stake of this.#stakes.values()) if (stake.side === posting.side) stake.shares = null;
        this.#shares[posting.side] = 0n;
        return;
      case "move":
        return this.#move(posting.from, posting.to, posting.amount);
      case "join": {
        const [from, to] = [this.#stake(posting.from), this.#stake(posting.to)];
        if (to.shares !== null && from.shares !== null) to.shares += from.shares;
        this.#stakes.delete(posting.from);
        return;
      }
      case "leave":
        return this.#leave(posting.stake, posting.out, posting.all);
      case "sell":
        this.#stake(posting.stake).owner = posting.to;
        return;
      case "grant":
        return addTo(this.#earned, posting.owner, posting.amount << SCALE);
      case "withdraw":
        return addTo(this.#withdrawn, posting.owner, posting.amount);
    }
  }

  #credit(side: Side, n: bigint): void {
    const [shares, principal] = [this.#shares[side] >> SCALE, this.#principal[side]];
    const whole = shares < principal ? shares : principal;
    if (whole < FINE * this.#roundings) this.coarse += (n * this.#roundings) / (whole + 1n) + 1n;
    for (const { owner, shares: own, side: of } of this.#stakes.values())
      if (of === side && own !== null) addTo(this.#earned, owner, ((n << SCALE) * own) / this.#shares[side]);
  }

  /** Shares of a stake that are worth an amount. */
  #worth(stake: ExactStake, amount: bigint): bigint {
    return amount === 0n ? 0n : (amount * this.#shares[stake.side]) / this.#principal[stake.side];
  }

  #move(from: StakeName, to: StakeName, amount: bigint | "all"): void {
    const stake = this.#stake(from);
    if (amount === "all") {
      this.#stakes.delete(from);
      this.#stakes.set(to, stake);
      return;
    }
    if (stake.shares === null) throw new Error(`${from} has no principal to move`);
    const shares = this.#worth(stake, amount);
    stake.shares -= shares;
    this.#stakes.set(to, { ...stake, shares });
  }

  #leave(name: StakeName, out: bigint, all: boolean): void {
    const stake = this.#stake(name);
    const held = stake.shares ?? 0n;
    const shares = all ? held : this.#worth(stake, out);
    this.#principal[stake.side] -= out;
    this.#shares[stake.side] -= shares;
    if (all) this.#stakes.delete(name);
    else stake.shares = held - shares;
  }
}
