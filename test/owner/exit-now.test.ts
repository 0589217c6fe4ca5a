import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { attoFil } from "../../filecoin/units.ts";
import { Receiver } from "./receiver.ts";
import { DELAY, GRACE, KIND, PERIOD, STATE, action, offer, propose, stateOf, vote } from "./voting.ts";
import { DAY, NOTICE, SMOOTHING, World, eventOf, fil } from "./world.ts";

/** 1 is in kind, Alice holds 2, Bob 3; 5 % discount. */
function pooled(terms: { exitDiscountBps?: number } = {}): World {
  const world = World.create({ minerBalance: fil(300), terms });
  world.takeOver();
  world.openDeposits();
  world.deposit("alice", fil(100));
  world.deposit("bob", fil(100));
  return world;
}

const exit = (token: bigint, amount: bigint, least: bigint = 0n) => ({ token, amount: attoFil(amount), least: attoFil(least) });

describe("ExitNow", () => {
  it("pays at once less the discount, which flows to those who stay", () => {
    const world = pooled();
    const before = world.balanceOf("alice");
    const done = world.call("alice", "ExitNow", exit(2n, fil(100), fil(95)));
    expect(done.ret).toBe(fil(95));
    expect(eventOf(done, "exit-now")).toEqual({ token: 2n, owner: world.people.alice, amount: fil(100), discount: fil(5) });
    expect(world.balanceOf("alice") - before).toBe(fil(95));
    expect(world.pool()).toMatchObject({ liquid: fil(100), rewards: fil(5), fees: 0n, surplus: 0n, tokens: 2n, balance: fil(105) });
    world.advance(NOTICE);
    // By principal: 100 of 400 are Bob's, the rest is the former owner's in kind.
    expect([world.position(3n).reward, world.position(1n).reward]).toEqual([fil("1.25") - 1n, fil("3.75") - 1n]);
  });

  it("takes a part, rounds the discount up, and leaves what was earned in the claim", () => {
    const world = pooled({ exitDiscountBps: 1 });
    world.bareSend("stranger", world.actor, fil(5));
    world.must("stranger", "Sweep", {});
    world.advance(NOTICE);
    expect(world.must("alice", "ExitNow", exit(2n, fil(10) + 1n))).toBe(fil(10) + 1n - fil("0.001") - 1n);
    expect(world.position(2n)).toMatchObject({ principal: fil(90) - 1n, reward: 0n });
    expect(world.account("alice").claim).toBe(fil(1) - 1n);
  });

  it("books every miner's loss first: nobody leaves at a price that leaves it to the rest", () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0, exitDiscountBps: 0 } });
    world.deposit("alice", fil(100));
    world.deposit("bob", fil(100));
    world.forward(fil(100));
    world.penalty(fil(40));
    world.refused("alice", "ExitNow", exit(1n, fil(100)), 19, `the position's principal is ${fil(80)}`);
    expect(world.must("alice", "ExitNow", exit(1n, fil(80)))).toBe(fil(80));
    expect(world.position(2n).principal).toBe(fil(80));
  });

  it("pays nothing that requests ask for", () => {
    const world = pooled();
    world.must("bob", "Redeem", { token: 3n, amount: fil(100) });
    world.must("minerOwner", "Redeem", { token: 1n, amount: fil(50) });
    world.refused("alice", "ExitNow", exit(2n, fil(60)), 19, `beside the requests there is only ${fil(50)}`);
    expect(world.must("alice", "ExitNow", exit(2n, fil(50)))).toBe(fil("47.5"));
  });

  it("is for seniors who paid in cash", () => {
    const world = pooled();
    const cash = "only cash seniors may exit without notice";
    world.refused("minerOwner", "ExitNow", exit(1n, fil(10)), 16, cash);
    const token = world.stakeJunior(fil(10));
    world.refused("operator", "ExitNow", exit(token, fil(10)), 16, cash);
  });

  it("keeps the caller's bound, the minimum deposit and the owner's right", () => {
    const world = pooled();
    world.refused("alice", "ExitNow", exit(2n, fil(100), fil(95) + 1n), 19, `after the discount it is only ${fil(95)}`);
    world.refused("alice", "ExitNow", exit(2n, fil(1) - 1n), 16, `a part and what it leaves must each be at least ${fil(1)}`);
    world.refused("alice", "ExitNow", exit(2n, fil(99) + 1n), 16, "a part and what it leaves");
    world.refused("alice", "ExitNow", exit(2n, fil(101)), 19, `the position's principal is ${fil(100)}`);
    world.refused("alice", "ExitNow", exit(9n, fil(1)), 17, "no position has token id 9");
    world.must("alice", "ApproveForAll", { operator: Address.id(world.people.carol) });
    world.refused("carol", "ExitNow", exit(2n, fil(100)), 18, "only the token's owner may do this");
  });

  it("pays a contract by a bare send, in which no code of it runs", () => {
    const world = pooled();
    const receiver = Receiver.create(world, "accepts", undefined, fil(10));
    expect(receiver.calls("Deposit", {}, fil(10)).exitCode).toBe(0);
    receiver.become("re-enters", { method: "Sweep", params: {} });
    expect(receiver.calls("ExitNow", exit(4n, fil(10))).exitCode).toBe(0);
    expect([receiver.seen().calls, world.balanceOf(receiver.id)]).toEqual([0, fil("9.5")]);
  });

  it("costs nothing for who stays out of other code that was voted for, and is shut to who voted for it", () => {
    const world = offer();
    const id = propose(world, action(KIND.allow, { code: world.codeOf("account") }));
    vote(world, id, "alice", [1n]);
    vote(world, id, "bob", [2n]);
    const frozen = `the position voted and is frozen until epoch ${world.epoch + PERIOD + DELAY + GRACE}`;
    expect(world.must("carol", "ExitNow", exit(3n, fil(10)))).toBe(fil("9.5"));
    world.advance(PERIOD);
    expect(stateOf(world, id)).toBe(STATE.waiting);
    expect(world.must("carol", "ExitNow", exit(3n, fil(30)))).toBe(fil(30));
    world.refused("alice", "ExitNow", exit(1n, fil(100)), 20, frozen);
    world.refused("alice", "Split", { token: 1n, amount: fil(50) }, 20, frozen);
  });

  it("costs less than 2 G gas with 32 miners", () => {
    const world = World.create({ terms: { exitDiscountBps: 100 } });
    const params = { worker: Address.id(world.people.worker), proof: 10, peer: new Uint8Array(), addresses: [] };
    for (let i = 0; i < 32; i++) world.must("operator", "CreateMiner", params, fil(200));
    world.refused("operator", "CreateMiner", params, 20, "the limit of miners is 32", fil(200));
    world.openDeposits();
    const token = world.deposit("alice", fil(100));
    const done = world.call("alice", "ExitNow", exit(token, fil(100)));
    expect(done.error).toBe("");
    expect(done.gas).toBeLessThan(2_000_000_000);
  });

  it("gives the last one out nothing of his own discount: it waits for whoever comes", () => {
    const world = World.create();
    world.openDeposits();
    world.deposit("alice", fil(100));
    world.must("alice", "ExitNow", exit(1n, fil(100)));
    const { streamEnd } = world.pool();
    expect(streamEnd).toBe(world.epoch + SMOOTHING);
    world.advance(30 * DAY);
    expect(world.pool()).toMatchObject({ streamLeft: fil(5), streamEnd: streamEnd + 30 * DAY });
    const token = world.deposit("bob", fil(10));
    world.advance(NOTICE);
    expect([world.account("alice").claim, world.position(token).reward]).toEqual([0n, fil(5)]);
  });

  it("the end of the stream waits with nobody there also when nothing flows", () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0, fees: [], exitDiscountBps: 0 } });
    world.deposit("alice", fil(100));
    world.forward(fil(100));
    world.penalty(fil(100));
    world.must("stranger", "Measure", { miner: world.miner });
    world.reward(fil(400));
    world.harvest();
    const { streamEnd } = world.pool();
    expect(streamEnd).toBe(world.epoch + SMOOTHING);
    // Bob comes into a class that was wiped out: what flows is Alice's at once.
    const token = world.deposit("bob", fil(1));
    world.must("bob", "ExitNow", exit(token, fil(1)));
    expect(world.pool()).toMatchObject({ streamLeft: 0n, streamEnd });
    world.advance(DAY);
    world.deposit("carol", fil(1));
    expect(world.pool()).toMatchObject({ streamLeft: 0n, streamEnd: streamEnd + DAY });
  });
});
