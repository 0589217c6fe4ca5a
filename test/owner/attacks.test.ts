import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { type AttoFil, attoFil } from "../../filecoin/units.ts";
import { DAY, NOTICE, World, type WorldOptions, fil } from "./world.ts";

/** Equity of the miner, a cash deposit of Alice, most of it forwarded and pledged. */
function running(options: WorldOptions = {}, deposit: bigint = fil(100), forward: bigint = fil(80)): World {
  const world = World.create(options);
  world.takeOver();
  world.confirm();
  world.openDeposits(fil(1_000_000));
  world.deposit("alice", deposit);
  if (forward > 0n) world.forward(attoFil(forward));
  world.pledge((options.minerBalance ?? fil(1_000)) + forward);
  return world;
}

const reward = (world: World, token: bigint): AttoFil => world.position(token).reward;

describe("attacks that must fail", () => {
  it("a deposit just before a harvest earns by the time it stays, not by the reward that comes in", () => {
    const world = running({ minerBalance: 0n, terms: { fees: [], reserveBps: 0 } }, fil(100_000), fil(100_000));
    world.reward(fil(4_000));
    world.harvest();
    world.advance(30 * DAY);
    world.must("stranger", "Measure", { miner: world.miner });
    const before = reward(world, 1n);
    expect(before).toBeGreaterThan(fil(990));
    const token = world.deposit("bob", fil(900_000));
    world.advance(1);
    world.reward(fil(4_000));
    const harvested = world.harvest();
    expect(harvested).toBeGreaterThan(fil(1_400));
    world.must("bob", "Redeem", { token, amount: fil(900_000) });
    world.advance(NOTICE);
    world.must("stranger", "Finalize", { max: 1 });
    // Nine tenths of the stream, for the seven days of the notice out of the thirty that the reward took to come in.
    expect(world.account("bob").claim).toBeLessThanOrEqual((harvested * 9n * BigInt(NOTICE)) / (10n * BigInt(30 * DAY)));
    expect(world.account("bob").claim).toBeLessThan(harvested / 4n);
  });

  it("a stranger's harvest one epoch after each forward takes no principal: sealing goes on", () => {
    const world = running({}, fil(100), 0n);
    world.pledge(-fil(1_000));
    world.forward(fil(50));
    world.advance(1);
    expect(world.harvest()).toBe(0n);
    expect(world.minerView()).toMatchObject({ principal: fil(1_050), balance: fil(1_050) });
  });

  it("takeover equity is not redeemed out of deposits, not even after losses", () => {
    const world = running({ minerBalance: fil(9_474) }, fil(10_000), 0n);
    const side = world.must("minerOwner", "Redeem", { token: 1n, amount: fil(9_474) });
    world.pledge(-fil(9_474));
    world.penalty(fil(4_250));
    world.advance(NOTICE);
    world.refused("stranger", "FinalizeSide", { request: side }, 19, "nothing may be paid to this request now");
    world.must("stranger", "Measure", { miner: world.miner });
    world.refused("stranger", "FinalizeSide", { request: side }, 19, "nothing may be paid to this request now");
    expect(world.pool()).toMatchObject({ liquid: fil(10_000), finalized: 0n });
  });

  it("redeem and cancel do not turn an in-kind junior into a cash junior", () => {
    const world = running({}, fil(10_000), 0n);
    const request = world.must("minerOwner", "Redeem", { token: 1n, amount: fil(1_000) });
    const token = world.must("minerOwner", "CancelRedemption", { request });
    expect(world.position(token).miner).toBe(world.miner);
    const again = world.must("minerOwner", "Redeem", { token, amount: fil(1_000) });
    expect(again & 1n).toBe(1n);
    world.advance(NOTICE);
    world.refused("stranger", "FinalizeSide", { request: again }, 19, "nothing may be paid");
  });

  /** Alice's 100 FIL are lost whole; nobody else is in. */
  function wipedOut(): World {
    const world = World.create({ minerBalance: 0n, terms: { reserveBps: 0, fees: [] } });
    world.takeOver();
    world.confirm();
    world.openDeposits();
    world.deposit("alice", fil(100));
    world.forward(fil(100));
    world.penalty(fil(100));
    expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(fil(100));
    return world;
  }

  it("a wiped-out class does not revive when the next depositor comes, and its requests are worth nothing", () => {
    const world = wipedOut();
    expect(world.position(1n).principal).toBe(0n);
    const token = world.deposit("bob", fil(50));
    expect([world.position(1n).principal, world.position(token).principal]).toEqual([0n, fil(50)]);
    world.refused("alice", "Redeem", { token: 1n, amount: attoFil(0n) }, 20, "the position has no principal left");
    expect(world.pool().senior).toMatchObject({ generation: 1n, principal: fil(50) });
  });

  it("a request of a closed generation takes nothing from those who came later", () => {
    const world = World.create({ minerBalance: 0n, terms: { reserveBps: 0, fees: [] } });
    world.takeOver();
    world.confirm();
    world.openDeposits();
    world.deposit("alice", fil(100));
    world.forward(fil(100));
    const request = world.must("alice", "Redeem", { token: 1n, amount: fil(100) });
    world.penalty(fil(100));
    world.must("stranger", "Measure", { miner: world.miner });
    world.deposit("bob", fil(50));
    world.advance(NOTICE);
    expect(world.must("stranger", "Finalize", { max: 5 })).toEqual({ paid: 0n, done: 1n });
    world.refused("stranger", "ClaimRedemption", { requests: [request] }, 17, "no redemption request has id");
    expect(world.pool()).toMatchObject({ liquid: fil(50), queued: 0n });
  });

  it("income after everybody was written down to 0 goes to those who lost, not to the first newcomer", () => {
    const world = wipedOut();
    world.reward(fil(400));
    world.harvest();
    const token = world.deposit("bob", fil(1));
    world.advance(NOTICE);
    world.advance(DAY * 200);
    expect(reward(world, token)).toBe(0n);
    expect(reward(world, 1n)).toBe(fil(100));
  });

  it("income after everybody was written down to 0 reaches those who lost, whether or not anybody comes", () => {
    const world = wipedOut();
    world.reward(fil(400));
    world.harvest();
    world.advance(DAY * 200);
    expect(reward(world, 1n)).toBe(fil(100));
    expect(world.pool().streamLeft).toBe(0n);
  });

  it("a class left with one attoFIL closes instead of blowing up the shares", () => {
    const world = World.create({ minerBalance: 0n, terms: { reserveBps: 0, fees: [] } });
    world.takeOver();
    world.confirm();
    world.openDeposits();
    for (let round = 0; round < 4; round++) {
      world.deposit("alice", fil(100));
      const free = world.pool().liquid;
      world.forward(free);
      world.penalty(free - 1n);
      world.must("stranger", "Measure", { miner: world.miner });
      expect(world.state().senior.shares).toBeLessThan(1n << 128n);
    }
    expect(world.state().senior.generation).toBe(3n);
    const token = world.deposit("bob", fil(7));
    const { principal } = world.position(token);
    expect(principal).toBeGreaterThanOrEqual(fil(7) - 2n);
  });

  it("scattered token ids pushed at a victim block neither him nor anybody", () => {
    const world = World.create();
    world.openDeposits();
    world.deposit("alice", fil(100));
    for (let i = 0; i < 90; i++) {
      world.deposit("bob", fil(1));
      if (i % 3 === 0) world.deposit("carol", fil(1));
    }
    const mine = world.must("stranger", "ListOwnedTokens", { owner: Address.id(world.people.bob), cursor: new Uint8Array(), limit: 64 }).tokens;
    world.must("bob", "Transfer", { to: Address.id(world.people.alice), tokens: mine, operatorData: new Uint8Array() });
    expect(world.account("alice").tokens).toBe(65n);
    expect(world.must("alice", "Withdraw", { tokens: [1n], recipient: null })).toBe(0n);
    const last = mine.at(-1)!;
    expect(world.call("alice", "Transfer", { to: Address.id(world.people.bob), tokens: [last], operatorData: new Uint8Array() }).gas).toBeLessThan(20_000_000);
  });

  it("a donation lowers no claim and comes back to the donor by no more than his share", () => {
    const world = running({}, fil(100), 0n);
    const token = world.deposit("bob", fil(100));
    const before = reward(world, 2n);
    world.bareSend("bob", world.actor, fil(12));
    world.must("stranger", "Sweep", {});
    world.advance(NOTICE);
    expect(reward(world, 2n)).toBeGreaterThanOrEqual(before);
    expect(reward(world, token)).toBeLessThanOrEqual(fil(1));
  });

  it("the worker's self-dispute is paid by his own operator's withheld fees and junior first", () => {
    const world = running();
    world.reward(fil(400));
    world.harvest();
    world.pledge(-fil(1_080));
    const { vesting } = world.pool();
    world.penalty(vesting + fil(24));
    world.must("stranger", "Measure", { miner: world.miner });
    expect(world.pool()).toMatchObject({ writtenOffSenior: 0n, writtenOffJunior: fil(14), withheldNewer: 0n });
    expect(world.position(2n).principal).toBe(fil(100));
  });

  it("an abort leaves the root as it was", () => {
    const world = running();
    const before = world.head();
    expect(world.call("stranger", "Harvest", { miner: world.otherMiner }).exitCode).toBe(17);
    expect(world.call("alice", "Redeem", { token: 2n, amount: fil(1_000) }).exitCode).toBe(19);
    expect(world.head()).toBe(before);
  });
});
