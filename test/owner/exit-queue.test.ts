import { describe, expect, it } from "vitest";
import { attoFil } from "../../filecoin/units.ts";
import { NOTICE, World, type WorldOptions, eventOf, fil } from "./world.ts";

/** A miner in custody with 1,000 FIL of in-kind junior (token 1), Alice (token 2) and Bob (token 3) with 100 FIL each. */
function pooled(options: WorldOptions = {}): World {
  const world = World.inCustody(options);
  world.deposit("alice", fil(100));
  world.deposit("bob", fil(100));
  return world;
}

const redeem = (world: World, who: "alice" | "bob" | "minerOwner" | "operator", token: bigint, amount: bigint): bigint =>
  world.must(who, "Redeem", { token, amount: attoFil(amount) });

describe("Redeem", () => {
  it("moves principal into a request that matures after the notice", () => {
    const world = pooled();
    const done = world.call("alice", "Redeem", { token: 2n, amount: fil(30) });
    expect(done.ret).toBe(2n);
    expect(eventOf(done, "redemption-requested")).toEqual({ request: 2n, owner: world.people.alice, token: 2n, amount: fil(30) });
    expect(world.position(2n).principal).toBe(fil(70));
    expect(world.must("stranger", "ListRequests", { from: 0n, limit: 10 })).toEqual({
      requests: [
        {
          id: 2n,
          owner: world.people.alice,
          kind: 0,
          principal: fil(30),
          epoch: world.epoch,
          matures: world.epoch + NOTICE,
          miner: null,
          paid: 0n,
          claimed: 0n,
          unpaidCoupon: 0n,
        },
      ],
      next: 0n,
    });
    expect(world.pool()).toMatchObject({ queued: 1n, tokens: 3n });
  });

  it("gives the whole token up when all of it is asked back", () => {
    const world = pooled();
    redeem(world, "alice", 2n, fil(100));
    world.refused("alice", "Redeem", { token: 2n, amount: fil(1) }, 17, "no position has token id 2");
    expect(world.account("alice").tokens).toBe(0n);
    expect(world.pool().tokens).toBe(2n);
  });

  it("refuses others, unknown tokens, too much, and parts below the minimum deposit", () => {
    const world = pooled();
    world.refused("bob", "Redeem", { token: 2n, amount: fil(1) }, 18, `only the token's owner may do this: f0${world.people.alice}`);
    world.refused("alice", "Redeem", { token: 99n, amount: fil(1) }, 17, "no position has token id 99");
    world.refused("alice", "Redeem", { token: 2n, amount: fil(101) }, 19, `the position's principal is ${fil(100)}`);
    world.refused("alice", "Redeem", { token: 2n, amount: attoFil(fil(1) - 1n) }, 16, "a part and what it leaves must each be at least");
    world.refused("alice", "Redeem", { token: 2n, amount: attoFil(fil(99) + 1n) }, 16, "a part and what it leaves must each be at least");
    redeem(world, "alice", 2n, fil(99));
  });

  it("puts juniors and in-kind juniors beside the queue", () => {
    const world = pooled();
    expect(redeem(world, "minerOwner", 1n, fil(10))).toBe(1n);
    expect(world.pool()).toMatchObject({ queued: 0n, nextSide: 3n });
  });
});

describe("CancelRedemption", () => {
  it("gives a token back until the request matures", () => {
    const world = pooled();
    const request = redeem(world, "alice", 2n, fil(100));
    world.refused("bob", "CancelRedemption", { request }, 18, "only the request's owner");
    world.advance(NOTICE - 1);
    const done = world.call("alice", "CancelRedemption", { request });
    expect(eventOf(done, "redemption-cancelled")).toEqual({ request, owner: world.people.alice, token: 4n });
    expect(world.position(4n)).toMatchObject({ owner: world.people.alice, principal: fil(100), since: world.epoch });
    world.refused("alice", "CancelRedemption", { request }, 17, `no redemption request has id ${request}`);
    expect(world.pool()).toMatchObject({ queued: 0n, queueHead: 4n });
    const next = redeem(world, "alice", 4n, fil(100));
    world.advance(NOTICE);
    world.refused("alice", "CancelRedemption", { request: next }, 20, "the request has matured and stays");
  });

  it("keeps the in-kind mark and the rewards of the time in the queue", () => {
    const world = pooled();
    const request = redeem(world, "minerOwner", 1n, fil(1_000));
    world.bareSend("carol", world.actor, fil(12));
    world.must("stranger", "Sweep", {});
    world.advance(NOTICE - 1);
    const token = world.must("minerOwner", "CancelRedemption", { request });
    world.advance(10);
    expect(world.position(token)).toMatchObject({ miner: world.miner, kind: 1 });
    expect(world.position(token).reward).toBe(fil(10));
  });
});

describe("Finalize", () => {
  it("pays matured requests first come, first served, the last one in part", () => {
    const world = pooled({ terms: { reserveBps: 0 } });
    world.forward(fil(50));
    redeem(world, "alice", 2n, fil(100));
    world.advance(10);
    redeem(world, "bob", 3n, fil(100));
    world.advance(NOTICE);
    const done = world.call("stranger", "Finalize", { max: 10 });
    expect(done.ret).toEqual({ paid: fil(150), done: 1n });
    expect(world.pool()).toMatchObject({ liquid: 0n, finalized: fil(150), queued: 1n });
    expect(world.must("stranger", "ListRequests", { from: 4n, limit: 1 }).requests).toMatchObject([{ id: 4n, principal: fil(50), paid: fil(50) }]);
    world.must("operator", "Recall", { miner: world.miner, amount: fil(50) });
    expect(world.must("stranger", "Finalize", { max: 10 })).toEqual({ paid: fil(50), done: 1n });
    expect(world.pool()).toMatchObject({ queued: 0n, liquid: 0n });
  });

  it("stops at the first request that has not matured, and at max", () => {
    const world = pooled();
    redeem(world, "alice", 2n, fil(10));
    redeem(world, "alice", 2n, fil(10));
    world.advance(1);
    redeem(world, "bob", 3n, fil(10));
    world.advance(NOTICE - 1);
    expect(world.must("stranger", "Finalize", { max: 1 })).toEqual({ paid: fil(10), done: 1n });
    expect(world.must("stranger", "Finalize", { max: 5 })).toEqual({ paid: fil(10), done: 1n });
    expect(world.must("stranger", "Finalize", { max: 5 })).toEqual({ paid: 0n, done: 0n });
    // It has kept its place.
    world.advance(1);
    expect(world.must("stranger", "Finalize", { max: 5 })).toEqual({ paid: fil(10), done: 1n });
  });

  it("measures first, so that nobody leaves at a price that leaves the loss to the rest", () => {
    const world = pooled({ minerBalance: 0n, terms: { reserveBps: 0 } });
    world.forward(fil(100));
    const tokens = [1n, 2n];
    expect(tokens.map((token) => world.position(token).principal)).toEqual([fil(100), fil(100)]);
    redeem(world, "alice", 1n, fil(100));
    world.advance(NOTICE);
    world.penalty(fil(50));
    expect(world.must("stranger", "Finalize", { max: 10 })).toEqual({ paid: fil(75), done: 1n });
    expect(world.position(2n).principal).toBe(fil(75));
  });

  it("pays the rewards of the time in the queue to the request's owner", () => {
    const world = pooled();
    redeem(world, "alice", 2n, fil(100));
    world.bareSend("carol", world.actor, fil(12));
    world.must("stranger", "Sweep", {});
    world.advance(NOTICE);
    world.must("stranger", "Finalize", { max: 1 });
    expect(world.account("alice").claim).toBe(fil(1) - 1n);
  });

  it("passes over requests that were cancelled", () => {
    const world = pooled();
    const first = redeem(world, "alice", 2n, fil(50));
    const second = redeem(world, "bob", 3n, fil(50));
    redeem(world, "alice", 2n, fil(50));
    world.must("bob", "CancelRedemption", { request: second });
    world.must("alice", "CancelRedemption", { request: first });
    world.advance(NOTICE);
    expect(world.must("stranger", "Finalize", { max: 10 })).toEqual({ paid: fil(50), done: 1n });
  });
});

describe("ClaimRedemption", () => {
  it("sends what was finalised to the owner, whoever asks, each attoFIL once", () => {
    const world = pooled({ terms: { reserveBps: 0 } });
    world.forward(fil(120));
    const request = redeem(world, "alice", 2n, fil(100));
    world.advance(NOTICE);
    world.must("stranger", "Finalize", { max: 1 });
    const before = world.balanceOf("alice");
    const done = world.call("carol", "ClaimRedemption", { requests: [request] });
    expect(done.ret).toBe(fil(80));
    expect(eventOf(done, "redemption-claimed")).toEqual({ request, owner: world.people.alice, amount: fil(80) });
    expect(world.balanceOf("alice") - before).toBe(fil(80));
    expect(world.must("carol", "ClaimRedemption", { requests: [request] })).toBe(0n);
    world.must("operator", "Recall", { miner: world.miner, amount: fil(20) });
    world.must("stranger", "Finalize", { max: 1 });
    expect(world.must("carol", "ClaimRedemption", { requests: [request] })).toBe(fil(20));
    world.refused("carol", "ClaimRedemption", { requests: [request] }, 17, `no redemption request has id ${request}`);
    expect(world.balanceOf("alice") - before).toBe(fil(100));
  });
});

describe("FinalizeSide", () => {
  it("measures first: a junior who leaves bears the loss that nobody has booked yet", () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0 } });
    world.stakeJunior(fil(100));
    world.deposit("alice", fil(100));
    world.forward(fil(100));
    const side = redeem(world, "operator", 1n, fil(50));
    world.advance(NOTICE);
    world.penalty(fil(60));
    // 60 of the 100 of the juniors are gone: the half that leaves is worth 20.
    expect(world.must("stranger", "FinalizeSide", { request: side })).toBe(fil(20));
    expect(world.pool()).toMatchObject({ writtenOffJunior: fil(60) });
  });

  it("pays a cash junior only what the minimum and 15 % of the miners' principal leave", () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0, juniorMinimumBps: 2_000 } });
    world.stakeJunior(fil(100));
    world.deposit("alice", fil(300));
    world.forward(fil(200));
    const side = redeem(world, "operator", 1n, fil(100));
    world.refused("stranger", "FinalizeSide", { request: side }, 20, "the request has not matured");
    world.advance(NOTICE);
    // 100 − x ≥ 20 % of (400 − x): x = 25; 100 − x ≥ 15 % of 200: x = 70.
    expect(world.must("stranger", "FinalizeSide", { request: side })).toBe(fil(25));
    world.refused("stranger", "FinalizeSide", { request: side }, 19, "nothing may be paid to this request now");
    expect(world.must("stranger", "ClaimRedemption", { requests: [side] })).toBe(fil(25));
  });

  it("pays a cash junior nothing of 15 % of the miners' principal, rounded up, whatever the minimum", () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0, juniorMinimumBps: 0 } });
    world.stakeJunior(fil(100));
    world.deposit("alice", fil(300));
    world.forward(attoFil(fil(200) + 3n));
    const side = redeem(world, "operator", 1n, fil(100));
    world.advance(NOTICE);
    // 100 − x ≥ 15 % of 200 and a bit.
    expect(world.must("stranger", "FinalizeSide", { request: side })).toBe(fil(70) - 1n);
    world.refused("stranger", "FinalizeSide", { request: side }, 19, "nothing may be paid to this request now");
  });

  it("asks for no minimum where there are no seniors", () => {
    const world = World.create({ terms: { juniorMinimumBps: 10_000 } });
    world.openDeposits();
    world.stakeJunior(fil(100));
    const side = redeem(world, "operator", 1n, fil(100));
    world.advance(NOTICE);
    expect(world.must("stranger", "FinalizeSide", { request: side })).toBe(fil(100));
  });

  it("does not wait for seniors who have lost everything", () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0 } });
    world.deposit("alice", fil(100));
    world.forward(fil(100));
    redeem(world, "alice", 1n, fil(100));
    world.penalty(fil(100));
    world.must("stranger", "Measure", { miner: world.miner });
    const token = world.stakeJunior(fil(10));
    const side = redeem(world, "operator", token, fil(10));
    world.advance(NOTICE);
    expect(world.pool().queued).toBe(1n);
    expect(world.must("stranger", "FinalizeSide", { request: side })).toBe(fil(10));
  });

  it("waits until no senior request in the queue is unpaid", () => {
    const world = pooled({ terms: { reserveBps: 0 } });
    world.stakeJunior(fil(50));
    const side = redeem(world, "operator", 4n, fil(50));
    const queue = redeem(world, "alice", 2n, fil(100));
    world.advance(NOTICE);
    world.refused("stranger", "FinalizeSide", { request: side }, 20, "queued senior requests come first, open: 1");
    world.refused("stranger", "FinalizeSide", { request: queue }, 16, "not an open side request");
    world.must("stranger", "Finalize", { max: 1 });
    expect(world.must("stranger", "FinalizeSide", { request: side })).toBe(fil(50));
  });

  it("pays an in-kind junior only out of its own miner's returned pledge", () => {
    const world = pooled({ terms: { reserveBps: 0 } });
    world.forward(fil(150));
    world.must("operator", "Recall", { miner: world.miner, amount: fil(150) });
    const side = redeem(world, "minerOwner", 1n, fil(500));
    world.advance(NOTICE);
    world.refused("stranger", "FinalizeSide", { request: side }, 19, "nothing may be paid to this request now");
    world.must("operator", "Recall", { miner: world.miner, amount: fil(120) });
    expect(world.must("stranger", "FinalizeSide", { request: side })).toBe(fil(120));
    expect(world.minerView().net).toBe(0n);
    world.refused("stranger", "FinalizeSide", { request: side }, 19, "nothing may be paid to this request now");
  });
});
