import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { attoFil } from "../../filecoin/units.ts";
import { Receiver } from "./receiver.ts";
import { CHOICE, KIND, PERIOD, action, offer, propose, vote } from "./voting.ts";
import { DAY, NOTICE, World, eventOf, fil } from "./world.ts";

/** The miner's former owner holds 1 in kind; Alice 2 and 3, Bob 4; the operator the cash junior 5. */
function pooled(): World {
  const world = World.create({ minerBalance: fil(300) });
  world.takeOver();
  world.openDeposits();
  for (const who of ["alice", "alice", "bob"] as const) world.deposit(who, fil(100));
  world.stakeJunior(fil(100));
  return world;
}

/** 60 FIL flow to all positions alike, and half of them have arrived. */
function flowing(): World {
  const world = pooled();
  world.bareSend("stranger", world.actor, fil(70));
  world.must("stranger", "Sweep", {});
  world.advance(NOTICE / 2);
  return world;
}

describe("Split", () => {
  it("makes two positions of one: principal, future reward and age of what is left stay", () => {
    const world = flowing();
    const since = world.position(2n).since;
    const done = world.call("alice", "Split", { token: 2n, amount: fil(30) });
    expect(eventOf(done, "split")).toEqual({ token: 2n, owner: world.people.alice, part: 6n, amount: fil(30) });
    expect(world.position(2n)).toMatchObject({ principal: fil(70), reward: 0n, since });
    expect(world.position(6n)).toMatchObject({ owner: world.people.alice, principal: fil(30), reward: 0n, since: world.epoch, miner: null, kind: 0 });
    expect([world.account("alice").claim, world.account("alice").tokens]).toEqual([fil(5) - 1n, 3n]);
    world.advance(NOTICE);
    expect([world.position(2n).reward, world.position(6n).reward, world.position(4n).reward]).toEqual([fil("3.5"), fil("1.5"), fil(10) - 1n]);
  });

  it("keeps the in-kind mark and the class of juniors", () => {
    const world = pooled();
    const part = world.must("minerOwner", "Split", { token: 1n, amount: fil(100) });
    expect(world.position(part)).toMatchObject({ kind: 1, miner: world.miner, principal: fil(100) });
    expect(world.position(world.must("operator", "Split", { token: 5n, amount: fil(10) }))).toMatchObject({ kind: 1, miner: null });
  });

  it("makes no part below the minimum deposit, out of nothing, or out of somebody else's position", () => {
    const world = pooled();
    const small = `a part and what it leaves must each be at least ${fil(1)}`;
    world.refused("alice", "Split", { token: 2n, amount: attoFil(fil(1) - 1n) }, 16, small);
    world.refused("alice", "Split", { token: 2n, amount: attoFil(fil(99) + 1n) }, 16, small);
    world.refused("alice", "Split", { token: 2n, amount: fil(100) }, 16, small);
    world.refused("alice", "Split", { token: 2n, amount: fil(101) }, 19, `the position's principal is ${fil(100)}`);
    world.refused("bob", "Split", { token: 2n, amount: fil(50) }, 18, `only the token's owner may do this: f0${world.people.alice}`);
    world.refused("alice", "Split", { token: 77n, amount: fil(50) }, 17, "no position has token id 77");
    world.must("alice", "ApproveForAll", { operator: Address.id(world.people.bob) });
    world.refused("bob", "Split", { token: 2n, amount: fil(50) }, 18, "only the token's owner");
    world.must("alice", "Split", { token: 2n, amount: fil(99) });
  });

  it("tells the owner of the new token, who may refuse it and cannot re-enter", () => {
    const world = pooled();
    for (const [mode, exitCode] of [
      ["refuses", 77],
      ["re-enters", 0],
    ] as const) {
      const receiver = Receiver.create(world, "accepts", undefined, fil(50));
      expect(receiver.calls("Deposit", {}, fil(50)).exitCode).toBe(0);
      const token = world.state().nextToken - 1n;
      receiver.become(mode, { method: "Merge", params: { tokens: [token, token + 1n] } });
      const before = world.head();
      expect(receiver.calls("Split", { token, amount: fil(20) }).exitCode).toBe(exitCode);
      if (exitCode === 0) expect(receiver.seen()).toEqual({ calls: 1, exit: 20 });
      else expect(world.head()).toBe(before);
    }
  });
});

describe("Merge", () => {
  it("makes one position of several: principal and reward add up, it is as young as now, and nobody is approved for it", () => {
    const world = flowing();
    const { alice, bob } = world.people;
    world.must("alice", "Approve", { operator: Address.id(bob), tokens: [2n] });
    const done = world.call("alice", "Merge", { tokens: [2n, 3n] });
    expect(done.ret).toBe(2n);
    expect(eventOf(done, "merge")).toEqual({ token: 2n, owner: alice, part: 3n });
    expect(world.position(2n)).toMatchObject({ principal: fil(200), reward: 0n, since: world.epoch });
    expect(world.must("stranger", "IsApproved", { operator: Address.id(bob), tokens: [2n] })).toEqual([]);
    // Two halves of an attoFIL are one.
    expect(world.account("alice")).toMatchObject({ claim: attoFil(fil(10) - 1n), tokens: 1n });
    expect(world.must("stranger", "TotalSupply", {})).toBe(4n);
    world.refused("stranger", "OwnerOf", { token: 3n }, 17, "no position has token id 3");
    world.advance(NOTICE);
    expect(world.position(2n).reward).toBe(fil(10));
  });

  it("is undone by Split, to the attoFIL", () => {
    const world = flowing();
    const part = world.must("alice", "Split", { token: 2n, amount: fil(33) });
    expect(world.must("alice", "Merge", { tokens: [2n, part] })).toBe(2n);
    world.advance(NOTICE);
    const [merged, never] = [world.position(2n), world.position(3n)];
    expect(merged.principal).toBe(never.principal);
    expect(merged.reward + world.account("alice").claim).toBe(never.reward);
  });

  it("does not mix classes, generations, miners or owners, and needs two positions", () => {
    const world = pooled();
    world.refused("alice", "Merge", { tokens: [2n] }, 16, "there is nothing to merge");
    world.refused("alice", "Merge", { tokens: [] }, 16, "there is nothing to merge");
    world.refused("alice", "Merge", { tokens: [2n, 4n] }, 18, `only the token's owner may do this: f0${world.people.bob}`);
    world.refused("alice", "Merge", { tokens: [2n, 44n] }, 17, "no position has token id 44");
    const give = (who: "minerOwner" | "operator", token: bigint): unknown =>
      world.must(who, "Transfer", { to: Address.id(world.people.alice), tokens: [token], operatorData: new Uint8Array() });
    give("minerOwner", 1n);
    give("operator", 5n);
    world.refused("alice", "Merge", { tokens: [2n, 5n] }, 16, "of another class, generation or miner: token 5");
    // An in-kind junior must not become a cash junior: its own miner alone pays it.
    world.refused("alice", "Merge", { tokens: [1n, 5n] }, 16, "of another class, generation or miner: token 5");
    const part = world.must("alice", "Split", { token: 1n, amount: fil(100) });
    expect(world.must("alice", "Merge", { tokens: [1n, part] })).toBe(1n);
    expect(world.position(1n)).toMatchObject({ miner: world.miner, principal: fil(300) });
  });

  it("does not mix the living with the wiped out", () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0 } });
    world.deposit("alice", fil(100));
    world.forward(fil(100));
    world.penalty(fil(100));
    world.must("stranger", "Measure", { miner: world.miner });
    world.deposit("alice", fil(100));
    world.refused("alice", "Merge", { tokens: [1n, 2n] }, 16, "of another class, generation or miner: token 2");
  });

  it("waits until no vote runs, and for positions that froze themselves; a part of one that voted has no vote", () => {
    const world = offer();
    const other = world.deposit("alice", fil(5));
    const id = propose(world, action(KIND.allow, { code: world.codeOf("account") }), "bob", 2n);
    world.refused("alice", "Merge", { tokens: [1n, other] }, 20, "positions do not merge while a vote runs");
    const part = world.must("alice", "Split", { token: 1n, amount: fil(50) });
    expect(vote(world, id, "alice", [1n])).toBe(fil(50));
    world.refused("alice", "Vote", { proposal: id, tokens: [part], choice: CHOICE.for }, 20, "too young to vote: position 6");
    world.advance(PERIOD);
    world.refused("alice", "Merge", { tokens: [1n, other] }, 20, "the position voted and is frozen until epoch");
    expect(world.must("alice", "Merge", { tokens: [other, part] })).toBe(other);
  });

  it("takes back no request: what is asked back stays asked back", () => {
    const world = pooled();
    world.must("alice", "Redeem", { token: 2n, amount: fil(100) });
    world.refused("alice", "Merge", { tokens: [2n, 3n] }, 17, "no position has token id 2");
    world.advance(DAY);
    world.must("alice", "CancelRedemption", { request: 2n });
    expect(world.position(world.must("alice", "Merge", { tokens: [3n, 6n] })).principal).toBe(fil(200));
  });
});
