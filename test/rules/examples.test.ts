/** States that random histories seldom or never come to. */
import { describe, expect, it } from "vitest";
import { mostDeposit } from "../../actor/abi/rules/deposits.ts";
import { payableToday } from "../../actor/abi/rules/exits.ts";
import { forwardable } from "../../actor/abi/rules/forwards.ts";
import { measure } from "../../actor/abi/rules/loss.ts";
import { epoch } from "../../filecoin/units.ts";
import { DAY, NOTICE, type Terms, World, defaultTerms, fil } from "../owner/world.ts";
import { exitHolds, forwardableHolds, harvestHolds, lossHolds, roomHolds } from "./held-against-actor.ts";
import { type Scene, sceneOf } from "./scene.ts";

const unnoted = (): void => undefined;

function scene(world: World): Scene {
  const found = sceneOf(world);
  if (found === null) throw new Error("the actor has migrated");
  return found;
}

/** An offer with its miner in custody and 1,000 FIL deposited. */
function offer(terms: Partial<Terms> = {}): World {
  const world = World.inCustody({ terms });
  world.deposit("alice", fil(1_000));
  return world;
}

const limits = (changes: Partial<Terms["limits"]>): Partial<Terms> => ({
  limits: { ...defaultTerms({ operator: 0n as never }).limits, ...changes },
});

const toForward = (world: World) => {
  const { books, terms, limits, today, isMoving, miners } = scene(world);
  const [miner] = miners;
  return forwardable({ books, terms, limits, today, isMoving, miners: miners.map(({ book }) => book) }, miner!.book, miner!.facts);
};

describe("a miner's debt", () => {
  it("counts as lost also where the miner's free funds could pay it", () => {
    const world = offer();
    world.editMiner(world.miner, (state) => Object.assign(state, { feeDebt: fil(100) }));
    const now = scene(world);
    expect(now.miners[0]!.facts.available).toBe(fil(900));
    expect(measure(now.books, now.miners[0]!.book, now.miners[0]!.facts).loss).toBe(fil(100));
    lossHolds(now, now.miners[0]!, unnoted);
    harvestHolds(now, now.miners[0]!, unnoted);
  });

  it("is paid out of what vests first, which then covers nothing any more", () => {
    const world = offer();
    world.reward(fil(400));
    world.editMiner(world.miner, (state) => Object.assign(state, { feeDebt: fil(350) }));
    for (const days of [0, 30, 200]) {
      world.advance(days * DAY);
      const now = scene(world);
      lossHolds(now, now.miners[0]!, unnoted);
      harvestHolds(now, now.miners[0]!, unnoted);
    }
  });

  it("lowers what an exit pays, once it is booked", () => {
    const world = offer();
    world.forward(fil(900));
    world.editMiner(world.miner, (state) => Object.assign(state, { feeDebt: fil(1_500) }));
    const now = scene(world);
    expect(measure(now.books, now.miners[0]!.book, now.miners[0]!.facts).borne.senior).toBeGreaterThan(0n);
    for (const position of now.positions) exitHolds(now, position, unnoted);
  });
});

describe("what may be forwarded", () => {
  it.each<[string, Partial<Terms>, bigint]>([
    ["what the reserve leaves", {}, fil(900)],
    ["the miner's limit", limits({ maxPerMiner: fil("1000.5") }), fil("0.5")],
    ["the day's limit", limits({ maxForwardPerDay: fil(7) }), fil(7)],
  ])("is bounded by %s", (_name, terms, most) => {
    const world = offer(terms);
    expect(toForward(world)).toEqual({ least: 1n, most, bar: null });
    forwardableHolds(scene(world), scene(world).miners[0]!, unnoted);
  });

  it.each<[string, Partial<Terms>, (world: World) => void]>([
    ["minerFull", limits({ maxPerMiner: fil(1_000) }), () => undefined],
    ["dayFull", limits({ maxForwardPerDay: fil(7) }), (world) => world.forward(fil(7))],
    ["nothingFree", { reserveBps: 10_000 }, () => undefined],
    ["juniorThin", { juniorMinimumBps: 5_001 }, () => undefined],
    ["harvestFirst", limits({ maxForwardPerDay: fil(7) }), (world) => world.reward(fil(100))],
  ])("is nothing: %s", (bar, terms, prepare) => {
    const world = offer(terms);
    prepare(world);
    expect(toForward(world)).toMatchObject({ most: 0n, bar });
    forwardableHolds(scene(world), scene(world).miners[0]!, unnoted);
  });

  it("is counted by the day, from its first epoch on", () => {
    const world = offer(limits({ maxForwardPerDay: fil(7) }));
    world.forward(fil(7));
    world.advance(DAY - (world.epoch % DAY));
    expect(toForward(world)).toEqual({ least: 1n, most: fil(7), bar: null });
    forwardableHolds(scene(world), scene(world).miners[0]!, unnoted);
  });

  it("begins where unharvested reward is a hundredth of what would be there", () => {
    const world = offer();
    // A quarter of the reward is free at once: 15 FIL beside 1,000.
    world.reward(fil(60));
    expect(toForward(world)).toEqual({ least: fil(500), most: fil(900), bar: null });
    forwardableHolds(scene(world), scene(world).miners[0]!, unnoted);
  });
});

describe("with coupon due, the cap", () => {
  it("lets in what buys it besides, to the last attoFIL", () => {
    const world = offer({ custodyType: 1, annualRateBps: 777, cap: fil(3_000) });
    world.advance(DAY);
    world.must("stranger", "Harvest", { miner: world.miner });
    world.advance(DAY / 2);
    const now = scene(world);
    expect(mostDeposit(now.books, now.terms)).toBeGreaterThan(fil(1_000));
    roomHolds(now, unnoted);
  });

  it("is never passed, however much coupon is due", () => {
    const world = offer({ custodyType: 1, annualRateBps: 10_000, cap: fil(3_000), absence: epoch(10_000_000) });
    for (const years of [1, 3]) {
      world.advance(years * 365 * DAY);
      world.must("stranger", "Measure", { miner: world.miner });
      roomHolds(scene(world), unnoted);
    }
  });
});

it("what liquid principal would pay of a position is what a request gets once it matures, behind those that asked before", () => {
  const world = offer({ reserveBps: 0 });
  const second = world.deposit("bob", fil(300));
  world.forward(fil(700));
  world.must("alice", "Redeem", { token: scene(world).positions.find(({ view }) => view.owner === world.people.alice)!.token, amount: fil(450) });
  const payable = payableToday(scene(world).books, fil(300));
  expect(payable).toBe(fil(150));
  const request = world.must("bob", "Redeem", { token: second, amount: fil(300) });
  world.advance(NOTICE);
  world.must("stranger", "Finalize", { max: 10 });
  const { requests } = world.must("stranger", "ListRequests", { from: request, limit: 1 });
  expect(requests[0]!.paid).toBe(payable);
});
