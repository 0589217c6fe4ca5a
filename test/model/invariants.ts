/** What must hold of the actor's ledger after every message, whatever the model says. Numbers I1 … are those of docs/security.md. */
import { expect } from "vitest";
import type { OwnerEvent } from "../../actor/abi/events.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { rewardOf } from "./accumulator.ts";
import type { Ledger } from "./actor-books.ts";
import { addTo, type Stake, type StakeName } from "./books.ts";
import { ExactLedger } from "./exact-ledger.ts";
import { exitsAreFree } from "./governance.ts";
import type { History } from "./history.ts";
import { factsOf } from "./miner-facts.ts";
import { principalOf } from "./share-class.ts";

const total = (sums: Iterable<bigint>): bigint => [...sums].reduce((a, v) => a + v, 0n);
/** attoFIL that roundings may leave in R that belong to nobody any more: less than this in any history. */
const MOST_RESIDUE = 1_000_000n;

/** A statement of the ledger as it stands. */
export function checkState(line: string, h: History, now: Ledger): void {
  const { L, Q, R, F } = now.sums;
  const say = (rule: string): string => `${line}${rule}`;
  expect(h.world.balanceOf(h.world.actor), say("I1 own balance = L + Q + R + F + X")).toBe(L + Q + R + F + h.donated);
  const { senior, junior } = now.classes;
  const miners = Object.entries(now.miners);
  expect(senior.P + junior.P, say("I2 P = L + Σ K")).toBe(L + total(miners.map(([, m]) => m.K)));
  for (const [id, { K }] of miners)
    expect(K >= 0n && K <= (h.put.get(BigInt(id) as ActorId) ?? 0n), say("I3 0 ≤ K ≤ all that was put at the miner")).toBe(true);
  const owed = total(Object.values(now.claims)) + now.stream.left + total(holdings(now).map(({ reward }) => reward));
  expect(R - owed >= 0n && R - owed < MOST_RESIDUE, say(`I5 claims + left + residue ≤ R, difference ${R - owed}`)).toBe(true);
  const fees = total(Object.values(now.fees)) + now.sums["withheld older"] + now.sums["withheld newer"];
  expect(F, say("F = withheld + payable")).toBe(fees);
  for (const side of ["senior", "junior"] as const) {
    const held = total(
      holdings(now)
        .filter((holding) => holding.side === side)
        .map(({ principal }) => principal),
    );
    expect(held <= now.classes[side].P, say(`positions hold no more than the ${side} principal`)).toBe(true);
  }
  if (now.coupon !== null) expect(now.coupon.paid <= now.coupon.level, say("I13 no more coupon is paid than was due")).toBe(true);
  expect(Q, say("Q = finalised and not yet claimed")).toBe(total(Object.values(now.requests).map(({ paid, claimed }) => paid - claimed)));
  expect(Number(h.world.state().supply), say("I19 supply = live tokens")).toBe(Object.keys(now.positions).length);
}

const holdings = (ledger: Ledger): { owner: bigint; side: string; principal: bigint; reward: bigint }[] => [
  ...Object.values(ledger.positions),
  ...Object.values(ledger.requests),
];

/** I6: roundings cost nobody more than an attoFIL a message or so, against arithmetic that never rounds. */
export function checkExact(line: string, h: History): void {
  const { books, exact } = h;
  const slack = BigInt(h.messages) + 4n;
  const owed = new Map(books.claims);
  const stakes: [StakeName, Stake][] = [
    ...[...books.positions].map(([token, stake]): [StakeName, Stake] => [`token ${token}`, stake]),
    ...[...books.requests].map(([id, request]): [StakeName, Stake] => [`request ${id}`, request]),
  ];
  for (const [name, stake] of stakes) {
    addTo(owed, stake.owner, rewardOf(books, stake));
    if (stake.shares === 0n) continue;
    const off = ExactLedger.distance(principalOf(books, stake), exact.principalOf(name));
    expect(off <= slack + exact.grainOf(name), `${line}I6 principal of ${name} is ${off} off the exact one`).toBe(true);
  }
  for (const [account, amount] of owed) {
    const exactly = exact.owed(account);
    const off = ExactLedger.distance(amount, exactly);
    // 2⁻⁵⁰ of all that it has earned: what it withdrew was rounded too.
    expect(off <= slack + (exact.earnedBy(account) >> 50n) + exact.coarse, `${line}I6 what f0${account} is owed is ${off} off the exact sum`).toBe(true);
  }
}

/** One message that was let through. */
export interface Passed {
  readonly name: string;
  readonly line: string;
  readonly before: Ledger;
  readonly after: Ledger;
  readonly events: readonly OwnerEvent[];
}

/** What must hold of the change that a message made. */
export function checkStep(h: History, passed: Passed): void {
  const { line, before, after } = passed;
  for (const side of ["senior", "junior"] as const)
    expect(after.classes[side].generation, `${line}I15 generations go on`).toBeGreaterThanOrEqual(before.classes[side].generation);
  for (const [id, request] of Object.entries(after.requests)) {
    const known = before.requests[id];
    if (known !== undefined) expect(request.paid >= known.paid && request.claimed >= known.claimed, `${line}I14 nothing paid is taken back`).toBe(true);
  }
  OF_MESSAGE[passed.name]?.(passed, h);
}

const OF_MESSAGE: Record<string, (passed: Passed, h: History) => void> = {
  Measure({ line, before, after, events }) {
    const fallen = (of: (ledger: Ledger) => bigint): bigint => of(before) - of(after);
    const borne = fallen((l) => l.classes.senior.P) + fallen((l) => l.classes.junior.P) + fallen((l) => l.sums["withheld older"] + l.sums["withheld newer"]);
    expect(borne, `${line}I15 a loss splits exactly`).toBe(lossOf(events));
  },

  /** I13: whoever comes pays for the coupon that he gets, and takes nothing from those who wait for theirs. */
  Deposit({ line, before, after, events }, h) {
    const { token, amount, coupon = 0n } = events.find(({ type }) => type === "deposit")?.fields as unknown as Record<string, bigint>;
    // What a closed generation left belongs to the next one.
    if (before.classes.senior.generation !== after.classes.senior.generation) return;
    const own = after.positions[String(token)]!;
    const slack = BigInt(h.messages) + 4n;
    const worth = ({ principal, reward, unpaid }: Ledger["positions"][string]): bigint => principal + reward + unpaid;
    const off = worth(own) - amount! - coupon;
    expect(off <= 0n && -off <= slack, `${line}I13 a newcomer has what he paid, ${off} off`).toBe(true);
    if (before.coupon?.last !== h.world.epoch) return;
    for (const [other, was] of Object.entries(before.positions)) {
      const lost = worth(was) - worth(after.positions[other]!);
      expect(lost <= slack, `${line}I13 token ${other} loses ${lost} by a deposit`).toBe(true);
    }
  },

  Harvest(passed, h) {
    const { line, before, after, events } = passed;
    expect(principalAtMiners(before) - principalAtMiners(after), `${line}I21 a stranger's harvest takes no principal`).toBe(lossOf(events));
    checkSplit(passed, h);
  },

  Recall: checkSplit,

  "Recall by a stranger"(passed, h) {
    checkSplit(passed, h);
    const { line, before, events } = passed;
    const asked = total(
      queueOf(before)
        .filter(([, { since }]) => exitsAreFree(h.books) || h.world.epoch >= since + h.books.terms.notice)
        .map(([, { principal }]) => principal),
    );
    const needed = asked > before.sums.L ? asked - before.sums.L : 0n;
    expect((figuresOf(events).principal ?? 0n) <= needed, `${line}I21 a stranger recalls no more than matured requests need`).toBe(true);
  },

  /** A donation: nobody's principal changes, nobody is owed less. */
  Sweep({ line, before, after }) {
    for (const [token, { principal }] of Object.entries(before.positions)) expect(after.positions[token]?.principal, `${line}I8 principal`).toBe(principal);
    for (const [account, amount] of owedBy(before)) expect((owedBy(after).get(account) ?? 0n) >= amount, `${line}I8 f0${account} is owed no less`).toBe(true);
  },

  Transfer: transferred,
  TransferFrom: transferred,
  Split: conserves,
  Merge: conserves,

  Finalize({ line, before, after }) {
    let stopped = false;
    for (const [id, was] of queueOf(before)) {
      const now = after.requests[id];
      const paid = (now?.paid ?? was.paid) - was.paid;
      expect(paid <= was.principal + BigInt(queueOf(before).length), `${line}I14 request ${id} is paid no more than its principal`).toBe(true);
      expect(stopped && paid > 0n, `${line}I14 request ${id} is paid before one that came first`).toBe(false);
      if (now !== undefined && now.principal > 0n) stopped = true;
    }
  },
};

/** I10: the buyer gets the principal, the seller keeps what was earned. */
function transferred({ line, before, after }: Passed): void {
  for (const [token, { principal }] of Object.entries(before.positions)) expect(after.positions[token]?.principal, `${line}I10 principal`).toBe(principal);
  const all = (ledger: Ledger): bigint => total(owedBy(ledger).values()) + ledger.stream.left;
  const off = all(after) - all(before);
  const stakes = BigInt(holdings(after).length + 2);
  expect(off <= stakes && -off <= stakes, `${line}I10 what is owed changes by ${off}`).toBe(true);
  for (const [account, amount] of owedBy(before))
    expect((owedBy(after).get(account) ?? 0n) >= amount, `${line}I10 f0${account} keeps what it earned`).toBe(true);
}

/** I10: nobody's principal changes, and what is owed only by the roundings of the parts. */
function conserves({ line, before, after }: Passed): void {
  const principals = (ledger: Ledger): Map<bigint, bigint> => {
    const sums = new Map<bigint, bigint>();
    for (const { owner, principal } of holdings(ledger)) addTo(sums, owner, principal);
    return sums;
  };
  const within = (off: bigint): boolean => off <= stakes && -off <= stakes;
  const stakes = BigInt(holdings(before).length + 4);
  const now = principals(after);
  for (const [account, was] of principals(before)) expect(within((now.get(account) ?? 0n) - was), `${line}I10 principal of f0${account}`).toBe(true);
  const all = (ledger: Ledger): bigint => total(owedBy(ledger).values()) + ledger.stream.left;
  expect(within(all(after) - all(before)), `${line}I10 what is owed changes by ${all(after) - all(before)}`).toBe(true);
  for (const [account, amount] of owedBy(before))
    expect((owedBy(after).get(account) ?? 0n) >= amount, `${line}I10 f0${account} keeps what it earned`).toBe(true);
  expect(after.classes, `${line}I10 the classes stay as they are`).toEqual(before.classes);
}

/** I4 and I12: what came in splits into reward and principal, and fees stay below the terms on what bears them. */
function checkSplit({ line, after, events }: Passed, h: History): void {
  const { withdrawn = 0n, reward = 0n, principal = 0n, tip = 0n, coupon = 0n, recovered = 0n, legacy = 0n, fees = 0n } = figuresOf(events);
  expect(reward + principal, `${line}I4 reward + principal = withdrawn`).toBe(withdrawn);
  const rate = total(h.books.terms.fees.map(({ bps }) => bps));
  const { level, paid } = after.coupon ?? { level: 0n, paid: 0n };
  const due = ((level - paid) * after.classes.senior.N) >> 128n;
  // What a division leaves of a coupon that was paid in full is an attoFIL at most.
  if (due > 1n) expect(reward, `${line}I13 nobody gets anything before the coupon, of which ${due} is due`).toBe(tip + coupon);
  expect(fees * 10_000n <= (reward - tip - coupon - recovered - legacy) * rate, `${line}I12 fees within the terms, none on what earns losses back`).toBe(true);
  const harvested = passedMiner(events);
  const m = h.books.miners.get(harvested);
  if (reward === 0n || m === undefined || principal > 0n) return;
  const facts = factsOf(h.world, harvested);
  const unvested = total(facts.vesting.filter(([epoch]) => epoch >= h.world.epoch).map(([, amount]) => amount));
  expect(facts.balance - unvested >= m.K, `${line}I4 the miner still holds its principal`).toBe(true);
}

/** The miner of a harvest or recall. */
const passedMiner = (events: readonly OwnerEvent[]): ActorId => figuresOf(events).miner as unknown as ActorId;

const figuresOf = (events: readonly OwnerEvent[]): Record<string, bigint> =>
  events.find(({ type }) => type === "harvest" || type === "recall")?.fields as unknown as Record<string, bigint>;

const lossOf = (events: readonly OwnerEvent[]): bigint =>
  total(events.filter(({ type }) => type === "loss").map((event) => (event.fields as unknown as { loss: bigint }).loss));

/** Open requests of cash seniors in their order. */
const queueOf = (ledger: Ledger): [string, Ledger["requests"][string]][] =>
  Object.entries(ledger.requests)
    .filter(([id]) => Number(id) % 2 === 0)
    .sort(([a], [b]) => Number(a) - Number(b));

/** Claim and unsettled reward of each account. */
function owedBy(ledger: Ledger): Map<bigint, bigint> {
  const owed = new Map(Object.entries(ledger.claims).map(([account, amount]) => [BigInt(account), amount]));
  for (const { owner, reward } of holdings(ledger)) addTo(owed, owner, reward);
  return owed;
}

const principalAtMiners = (ledger: Ledger): bigint => total(Object.values(ledger.miners).map(({ K }) => K));
