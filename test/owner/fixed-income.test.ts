import { encodeStruct } from "../../actor/abi/codec.ts";
import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { type AttoFil, attoFil, epoch } from "../../filecoin/units.ts";
import { brokenInvariants } from "./invariants.ts";
import { seal } from "./miners.ts";
import { KIND, action, decide, offer } from "./voting.ts";
import { DAY, NOTICE, SMOOTHING, type Terms, World, eventOf, fil } from "./world.ts";

const YEAR = 1_051_200;
/** 8 % a year: what the examples of the design reckon with. */
const PROMISE: Partial<Terms> = { custodyType: 1, annualRateBps: 800 };

/** Seniors are promised 8 %; no fees, no reserve, one miner without equity in custody. */
function promised(terms: Partial<Terms> = {}): World {
  const world = World.create({ minerBalance: 0n, terms: { ...PROMISE, fees: [], reserveBps: 0, exitDiscountBps: 0, cap: fil(5_000_000), ...terms } });
  world.takeOver();
  world.confirm();
  world.openDeposits(fil(5_000_000));
  return world;
}

/** A year goes by; the operator shows that he is there, and the miner is looked at. */
function year(world: World): void {
  world.advance(YEAR);
  world.must("operator", "Heartbeat", {});
  world.must("stranger", "Measure", { miner: world.miner });
}

/** The miner earns so that a harvest finds this much (three times as much goes on vesting). */
function earn(world: World, amount: AttoFil): ReturnType<typeof eventOf<"harvest">> {
  world.reward(4n * amount);
  return eventOf(world.call("stranger", "Harvest", { miner: world.miner }), "harvest");
}

/** Money for the holders that is no reward: the coupon comes first. */
function donate(world: World, amount: AttoFil): void {
  world.bareSend("stranger", world.actor, amount);
  world.must("stranger", "Sweep", {});
}

/** Burns what vests at the miner and `amount` of principal, and books it. */
function lose(world: World, amount: AttoFil): void {
  world.penalty(world.pool().vesting + amount);
  expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(amount);
}

/** Equal but for floors. */
function near(actual: bigint, expected: bigint, slack = 4n): void {
  const off = actual - expected;
  expect(off <= slack && -off <= slack, `${actual} is within ${slack} attoFIL of ${expected}`).toBe(true);
}

const reward = (world: World, token: bigint): bigint => world.position(token).reward;

describe("the coupon", () => {
  it("grows with time and principal, bears no interest, and is shown as due to the pool and to each position", () => {
    const world = promised();
    world.deposit("alice", fil(100_000));
    world.deposit("bob", fil(50_000));
    world.advance(YEAR / 4);
    world.must("operator", "Heartbeat", {});
    near(world.pool().couponDue, fil(3_000));
    world.advance((3 * YEAR) / 4);
    world.must("operator", "Heartbeat", {});
    near(world.pool().couponDue, fil(12_000));
    near(world.position(1n).unpaidCoupon, fil(8_000));
    near(world.position(2n).unpaidCoupon, fil(4_000));
    expect([reward(world, 1n), reward(world, 2n)]).toEqual([0n, 0n]);
  });

  it("is paid out of rewards before anybody else gets anything, and never above what is due (I13)", () => {
    const world = promised({ fees: [{ label: "operator", beneficiary: null, bps: 1_000 }], tipBps: 50, tipMaximum: fil(1) });
    world.deposit("alice", fil(100_000));
    year(world);
    const short = earn(world, fil(3_000));
    expect(short).toMatchObject({ reward: fil(3_000), tip: fil(1), coupon: fil(2_999), recovered: 0n, legacy: 0n, fees: 0n });
    expect(world.pool()).toMatchObject({ streamLeft: 0n, fees: 0n });
    near(world.pool().couponDue, fil(5_001));
    near(reward(world, 1n), fil(2_999));
    const plenty = earn(world, fil(10_000));
    near(plenty.coupon!, fil(5_001));
    near(plenty.fees, (fil(10_000) - fil(5_002)) / 10n);
    expect(world.pool().couponDue).toBe(0n);
    near(reward(world, 1n), fil(8_000));
    expect(brokenInvariants(world)).toEqual([]);
  });

  it("is bought by whoever comes while it is due: he gets his part of it and his money, and those before him all of theirs", () => {
    const world = promised();
    world.deposit("alice", fil(100_000));
    year(world);
    world.deposit("bob", fil(900_000));
    const bob = world.position(2n);
    near(bob.principal, (fil(900_000) * 100n) / 108n, 10n);
    near(bob.principal + bob.reward + bob.unpaidCoupon, fil(900_000));
    near(world.position(1n).reward + world.position(1n).unpaidCoupon, fil(8_000));
    near(world.pool().couponDue, fil(8_000));
    near(earn(world, fil(8_000)).coupon!, fil(8_000));
    near(reward(world, 1n), fil(8_000));
    expect(world.position(1n).principal).toBe(fil(100_000));
    near(world.position(2n).principal + reward(world, 2n), fil(900_000));
    expect(brokenInvariants(world)).toEqual([]);
  });

  it("that a newcomer buys does not count against the cap: only principal does", () => {
    const world = promised({ cap: fil(200_000) });
    world.deposit("alice", fil(100_000));
    year(world);
    // 8 % of what he brings is no principal: 108,000 FIL buy 100,000.
    world.refused("bob", "Deposit", {}, 20, `the cap is ${fil(200_000)}`, fil(108_000) + 2_000n);
    world.deposit("bob", fil(108_000) - 2_000n);
    near(world.pool().senior.principal, fil(200_000), 4_000n);
    world.refused("carol", "Deposit", {}, 20, `the cap is ${fil(200_000)}`, fil(1));
    expect(brokenInvariants(world)).toEqual([]);
  });

  it("goes with a token that is sold, and what was paid stays the seller's", () => {
    const world = promised();
    world.deposit("alice", fil(100_000));
    year(world);
    donate(world, fil(3_000));
    world.must("alice", "Transfer", { to: Address.id(world.people.carol), tokens: [1n], operatorData: new Uint8Array() });
    near(world.account("alice").claim, fil(3_000));
    near(world.position(1n).unpaidCoupon, fil(5_000));
    donate(world, fil(5_000));
    near(reward(world, 1n), fil(5_000));
  });

  it("that is unpaid is lost when principal is paid out: the others' stays theirs", () => {
    const world = promised();
    world.deposit("alice", fil(100_000));
    world.deposit("bob", fil(100_000));
    world.advance(YEAR / 2);
    const request = world.must("alice", "Redeem", { token: 1n, amount: fil(100_000) });
    world.advance(YEAR / 2);
    near(world.must("stranger", "ListRequests", { from: 0n, limit: 5 }).requests[0]!.unpaidCoupon, fil(8_000));
    near(world.pool().couponDue, fil(16_000));
    world.must("stranger", "Finalize", { max: 5 });
    near(world.pool().couponDue, fil(8_000));
    expect(world.must("stranger", "ClaimRedemption", { requests: [request] })).toBe(fil(100_000));
    donate(world, fil(8_000));
    near(reward(world, 2n), fil(8_000));
    expect(world.account("alice").claim).toBe(0n);
  });

  it("grows on what a loss has left", () => {
    const world = promised();
    world.deposit("alice", fil(100_000));
    world.forward(fil(100_000));
    lose(world, fil(50_000));
    world.advance(YEAR);
    near(world.pool().couponDue, fil(4_000));
  });

  it("is paid first out of bare sends and the discount of exits; the rest flows to the seniors alone", () => {
    const world = promised({ exitDiscountBps: 1_000 });
    world.deposit("alice", fil(100_000));
    world.deposit("bob", fil(100_000));
    world.stakeJunior(fil(100));
    year(world);
    near(world.must("bob", "ExitNow", { token: 2n, amount: fil(100_000), least: fil(0) }), fil(90_000));
    // Bob's own coupon is lost; his discount pays all of Alice's.
    near(reward(world, 1n), fil(8_000));
    near(world.pool().streamLeft, fil(2_000));
    donate(world, fil(1_000));
    world.advance(SMOOTHING * 2);
    near(reward(world, 1n), fil(11_000));
    expect(reward(world, 3n)).toBe(0n);
  });
});

describe("attacks on the coupon that must fail", () => {
  it("arrears of seniors who have all left are nobody's: the first newcomer does not take them", () => {
    const world = promised();
    world.deposit("alice", fil(100_000));
    year(world);
    world.must("alice", "ExitNow", { token: 1n, amount: fil(100_000), least: fil(0) });
    expect(world.pool().couponDue).toBe(0n);
    world.advance(YEAR / 2);
    world.must("stranger", "Measure", { miner: world.miner });
    const token = world.deposit("bob", fil(1));
    expect(world.pool().couponDue).toBe(0n);
    expect(earn(world, fil(8_000)).coupon).toBe(0n);
    expect(reward(world, token)).toBe(0n);
  });

  it("arrears of a generation that was wiped out are not paid to the next one", () => {
    const world = promised();
    world.deposit("alice", fil(100_000));
    year(world);
    world.forward(fil(100_000));
    lose(world, fil(100_000));
    near(world.pool().couponDue, fil(8_000));
    const token = world.deposit("bob", fil(100_000));
    expect(world.pool()).toMatchObject({ couponDue: 0n, senior: { generation: 1n } });
    expect(world.position(1n).unpaidCoupon).toBe(0n);
    expect(earn(world, fil(8_000)).coupon).toBe(0n);
    expect(reward(world, token)).toBe(0n);
  });

  it("a deposit just before the reward that pays years of arrears takes none of them", () => {
    const world = promised({ annualRateBps: 10_000 });
    world.deposit("alice", fil(100_000));
    year(world);
    const before = world.position(1n).unpaidCoupon;
    const token = world.deposit("bob", fil(900_000));
    donate(world, fil(100_000));
    near(reward(world, 1n), before, 10n);
    const bob = world.position(token);
    near(bob.principal + bob.reward, fil(900_000), 20n);
  });

  it("what earns the seniors' losses back flows over time: nine tenths of the principal for one epoch get next to nothing", () => {
    const world = promised({ annualRateBps: 1 });
    world.deposit("alice", fil(100_000));
    world.forward(fil(100_000));
    lose(world, fil(1_000));
    world.must("stranger", "Measure", { miner: world.miner });
    const token = world.deposit("bob", fil(900_000));
    const bought = world.position(token).reward;
    expect(earn(world, fil(1_000)).recovered).toBeGreaterThan(fil(999));
    world.advance(1);
    expect(reward(world, token) - bought).toBeLessThan(fil("0.1"));
    expect(world.pool().writtenOffSenior).toBeLessThan(fil(1));
  });

  it("what earns the juniors' losses back is the juniors', and seniors get their coupon alone", () => {
    const world = promised();
    world.deposit("alice", fil(1_000));
    const token = world.stakeJunior(fil(200));
    world.forward(fil(1_200));
    lose(world, fil(100));
    world.advance(DAY);
    const { couponDue } = world.pool();
    expect(earn(world, fil(100))).toMatchObject({ coupon: couponDue, recovered: fil(100) - couponDue });
    expect(world.pool()).toMatchObject({ streamLeft: 0n, writtenOffJunior: couponDue });
    near(reward(world, 1n), couponDue);
    near(reward(world, token), fil(100) - couponDue);
  });

  it("the operator cannot stake just before a harvest: all surplus would be his", () => {
    const world = promised();
    world.deposit("alice", fil(100));
    world.advance(DAY - 900);
    world.stakeJunior(fil(1));
    world.advance(1);
    world.refused("operator", "StakeJunior", {}, 20, `not harvested for 2880 epochs: miner f0${world.miner}`, fil(1));
    world.must("stranger", "Measure", { miner: world.miner });
    world.refused("operator", "StakeJunior", {}, 20, "not harvested", fil(1));
    world.harvest();
    world.stakeJunior(fil(1));
  });
});

describe("juniors of miners", () => {
  /** 100 FIL of the former owner's equity stand at the miner; nobody has harvested it for a year. */
  function unharvested(): World {
    const world = World.create({ minerBalance: fil(100), terms: { ...PROMISE, fees: [] } });
    world.takeOver();
    world.pledge(fil(100));
    world.reward(fil(4_000));
    world.advance(YEAR - 1);
    return world;
  }
  const create = (world: World) =>
    world.call("operator", "CreateMiner", { worker: Address.id(world.people.newWorker), proof: 10, peer: new Uint8Array(), addresses: [] }, fil(9_900));

  it("a miner made just before a harvest takes nothing of what another's former owner has waited for", () => {
    const world = unharvested();
    const before = world.head();
    expect(create(world)).toMatchObject({ exitCode: 20, error: `not harvested for 2880 epochs: miner f0${world.miner}` });
    expect(world.head()).toBe(before);
    const harvested = world.harvest();
    expect(harvested).toBeGreaterThan(fil(3_900));
    near(reward(world, 1n), harvested);
    expect(create(world).error).toBe("");
    near(reward(world, 1n), harvested);
  });

  it("nor does one that is taken over", () => {
    const world = unharvested();
    const { operator, newWorker } = world.people;
    world.editMiner(world.otherMiner, (state) => Object.assign(state, { lockedFunds: 0n, vestingFunds: null }));
    world.must("operator", "ApproveMiner", { miner: world.otherMiner, owner: Address.id(operator), worker: Address.id(newWorker), controls: [] });
    world.builtin("operator", world.otherMiner, minerMethods.ChangeOwnerAddress, Address.id(world.actor));
    world.refused("operator", "TakeOwner", { miner: world.otherMiner }, 20, `not harvested for 2880 epochs: miner f0${world.miner}`);
    world.harvest();
    world.must("operator", "TakeOwner", { miner: world.otherMiner });
  });
});

describe("what the coupon leaves of a reward", () => {
  const FEES: Terms["fees"] = [{ label: "operator", beneficiary: null, bps: 1_000 }];

  it("earns the seniors' losses back first, then the juniors', then bears fees, and the rest is the juniors' at once", () => {
    const world = promised({ fees: FEES });
    world.deposit("alice", fil(1_000));
    const token = world.stakeJunior(fil(100));
    world.forward(fil(1_100));
    lose(world, fil(150));
    expect(world.pool()).toMatchObject({ writtenOffSenior: fil(50), writtenOffJunior: fil(100) });
    // Juniors that lost all are those whose losses are earned back; what they do not get is the operator's.
    expect(earn(world, fil(120))).toMatchObject({ coupon: 0n, recovered: fil(120), fees: 0n });
    expect(world.pool()).toMatchObject({ writtenOffSenior: 0n, writtenOffJunior: fil(30), streamLeft: fil(50), fees: 0n });
    near(reward(world, token), fil(70));
    const again = world.stakeJunior(fil(10));
    expect(world.pool().junior.generation).toBe(1n);
    expect(earn(world, fil(80))).toMatchObject({ recovered: fil(30), fees: fil(5) });
    // 30 earned back and 45 left over.
    near(reward(world, again), fil(75));
    expect(brokenInvariants(world)).toEqual([]);
  });

  it("is the operator's while the juniors have nothing: withheld like his fee, and no part of the fees told", () => {
    const world = promised({ fees: FEES });
    world.deposit("alice", fil(1_000));
    expect(earn(world, fil(100))).toMatchObject({ coupon: 0n, recovered: 0n, fees: fil(10) });
    expect(world.pool()).toMatchObject({ withheldNewer: fil(100), fees: fil(100), streamLeft: 0n });
    world.advance(60_480);
    world.must("operator", "Heartbeat", {});
    expect(world.must("operator", "Withdraw", { tokens: [], recipient: null })).toBe(0n);
    world.advance(60_480);
    expect(world.must("operator", "Withdraw", { tokens: [], recipient: null })).toBe(fil(100));
    expect(brokenInvariants(world)).toEqual([]);
  });

  it("does not wait for juniors who are gone: their losses stay written off", () => {
    const world = promised();
    world.deposit("alice", fil(1_000));
    const token = world.stakeJunior(fil(100));
    world.forward(fil(1_100));
    lose(world, fil(100));
    world.must("operator", "Burn", { tokens: [token] });
    expect(earn(world, fil(40))).toMatchObject({ recovered: 0n });
    expect(world.pool()).toMatchObject({ writtenOffJunior: fil(100), withheldNewer: fil(40) });
  });

  it("is the holders' instead of the operator's while a miner is flagged", () => {
    const world = promised({ fees: FEES, lastExpiration: 1_500_000 as never });
    world.deposit("alice", fil(1_000));
    world.forward(fil(1_000));
    seal(world, { expiration: 1_600_000, pledge: 1n });
    world.must("stranger", "ReportOverExtension", { miner: world.miner, sector: 0n });
    expect(earn(world, fil(100))).toMatchObject({ fees: 0n });
    expect(world.pool()).toMatchObject({ withheldNewer: 0n, fees: 0n, streamLeft: fil(100) });
    world.advance(2 * SMOOTHING);
    near(reward(world, 1n), fil(100));
  });

  it("and the stream are the juniors' when there are no seniors", () => {
    const world = promised();
    const token = world.stakeJunior(fil(100));
    donate(world, fil(30));
    world.advance(2 * SMOOTHING);
    near(reward(world, token), fil(30));
  });
});

describe("while coupon is due", () => {
  it("no miner is released", () => {
    const world = World.inCustody({ terms: { ...PROMISE, fees: [], reserveBps: 0 } });
    world.deposit("alice", fil(100));
    world.advance(518_400);
    world.must("operator", "Heartbeat", {});
    const params = { miner: world.miner, token: 1n, to: Address.id(world.people.minerOwner) };
    world.refused("minerOwner", "ReleaseMiner", params, 20, "coupon is due to the seniors");
    world.reward(4n * world.pool().couponDue + 8n);
    expect(world.must("minerOwner", "ReleaseMiner", params)).toBe(fil(1_000));
  });

  it("a junior that is worth less than one senior share is not converted", () => {
    const world = World.create({
      terms: { ...PROMISE, annualRateBps: 10_000, fees: [], minimumDeposit: attoFil(1n), absence: epoch(10 * YEAR) },
    });
    world.openDeposits();
    const first = world.deposit("alice", 1n);
    const stake = world.stakeJunior(1n);
    world.advance((3 * YEAR) / 2);
    const second = world.deposit("bob", 5n);
    // Five attoFIL for one share: the rest of them is coupon and rounding.
    expect(world.pool().senior).toMatchObject({ principal: 5n, shares: 2n });
    donate(world, attoFil(10n));
    expect(world.pool().couponDue).toBe(0n);
    world.advance(DAY);
    const proposal = world.must("bob", "Propose", { token: second, action: action(KIND.replace, { actor: Address.id(world.people.stranger) }) });
    world.must("bob", "Vote", { proposal, tokens: [second], choice: 1 });
    world.must("alice", "Vote", { proposal, tokens: [first], choice: 1 });
    world.advance(DAY * 8);
    world.must("stranger", "Execute", { proposal });
    world.refused("stranger", "ConvertJunior", { token: stake }, 16, "amount too small for a share");
  });

  it("no junior of a replaced operator is converted: it would get arrears that are not its own", () => {
    const world = offer({ terms: { ...PROMISE, reserveBps: 0 } });
    decide(world, action(KIND.replace, { actor: Address.id(world.people.stranger) }));
    world.refused("bob", "ConvertJunior", { token: 4n }, 20, "coupon is due to the seniors");
    donate(world, attoFil(world.pool().couponDue));
    expect(world.must("bob", "ConvertJunior", { token: 4n })).toBe(fil(100));
    expect(world.position(4n)).toMatchObject({ kind: 0, principal: fil(100), reward: 0n, unpaidCoupon: 0n });
  });
});

describe("an offer with a fixed income", () => {
  it("promises between 1 and 10,000 basis points; one with a fixed fee rate promises none", () => {
    const world = World.create({ bare: true });
    const refusals: [Partial<Terms>, string][] = [
      [{ custodyType: 1, annualRateBps: 0 }, "annual rate 0 is not within 1 and 10000"],
      [{ custodyType: 1, annualRateBps: 10_001 }, "annual rate 10001 is not within 1 and 10000"],
      [{ custodyType: 2, annualRateBps: 100 }, "custody type 2 is not within 0 and 1"],
      [{ custodyType: 0, annualRateBps: 1 }, "annual rate 1 is not within 0 and 0"],
    ];
    for (const [terms, words] of refusals) expect(world.construct(terms)).toMatchObject({ exitCode: 16, error: words });
    expect(world.construct({ custodyType: 1, annualRateBps: 10_000 }).error).toBe("");
    expect(world.must("stranger", "GetTerms", {})).toMatchObject({ custodyType: 1, annualRateBps: 10_000 });
  });

  it("keeps the root below 700 bytes", () => {
    const world = promised({ fees: [1, 2, 3, 4].map((n) => ({ label: `share ${n}`, beneficiary: Address.id(101 + n), bps: 100 })) });
    const token = world.deposit("alice", fil(50_000) + 1n);
    world.stakeJunior(fil(1_000));
    world.forward(fil(10_000));
    world.advance(300);
    earn(world, fil(1_000));
    world.must("alice", "Redeem", { token, amount: fil(7) });
    world.advance(NOTICE);
    // Junior requests, votes and a closed generation have each a link too.
    const root = world.state();
    const full = { ...root, sides: root.requests, governance: root.positions, closed: root.positions, successor: root.operator.id };
    expect(encodeStruct("Root", full).length).toBeLessThan(700);
  });
});
