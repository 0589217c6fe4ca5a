/** Positions in other sizes: a part of one becomes a position, or several become one. */
import { SCALE, settle } from "./accumulator.ts";
import { type Books, Refused, addTo, moveRight, positionOf } from "./books.ts";
import { isVoting, requireFree, requireNotReplaced, wasReplaced } from "./governance.ts";
import { principalOf, sharesFor } from "./share-class.ts";

/** The part is new to every vote; the fraction of an attoFIL stays with what is left. */
export function split(b: Books, token: number, amount: bigint): number {
  const position = positionOf(b, token);
  requireFree(b, position);
  const rest = principalOf(b, position) - amount;
  const { minimumDeposit } = b.terms;
  if (amount < minimumDeposit || rest < minimumDeposit) throw new Refused("a part below the minimum deposit");
  settle(b, position);
  const shares = sharesFor(b, position, amount);
  position.shares -= shares;
  const part = b.nextToken++;
  b.positions.set(part, { ...position, shares, rem: 0n, since: b.now });
  b.postings.push({ did: "move", from: `token ${token}`, to: `token ${part}`, amount });
  return part;
}

/** All become the one with the least id; fractions that add up to an attoFIL are paid. */
export function merge(b: Books, tokens: readonly number[]): number {
  const [least, ...others] = tokens.toSorted((x, y) => x - y);
  if (least === undefined || others.length === 0) throw new Refused("nothing to merge");
  if (isVoting(b)) throw new Refused("a vote runs");
  const first = positionOf(b, least);
  requireFree(b, first);
  if (first.side === "junior") requireNotReplaced(b);
  settle(b, first);
  for (const token of others) {
    const other = positionOf(b, token);
    for (const same of ["owner", "side", "generation", "miner"] as const) if (other[same] !== first[same]) throw new Refused(`another ${same}`);
    requireFree(b, other);
    if (first.side === "junior" && wasReplaced(b, least) && !wasReplaced(b, token)) throw new Refused("it would turn senior with the first");
    settle(b, other);
    first.shares += other.shares;
    first.rem += other.rem;
    b.positions.delete(token);
    moveRight(b, `token ${token}`, `token ${least}`);
    b.postings.push({ did: "join", from: `token ${token}`, to: `token ${least}` });
  }
  addTo(b.claims, first.owner, first.rem >> SCALE);
  first.rem %= 1n << SCALE;
  first.since = b.now;
  return least;
}
