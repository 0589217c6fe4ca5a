import { describe, expect, it } from "vitest";
import { epoch } from "../../filecoin/units.ts";
import { DAY, World, eventOf, fil } from "./world.ts";

describe("OpenDeposits", () => {
  it("sets the room and its end, by the operator alone", () => {
    const world = World.create();
    const until = epoch(world.epoch + 10);
    world.refused("stranger", "OpenDeposits", { amount: fil(5), until }, 18, "only the operator");
    world.refused("operator", "OpenDeposits", { amount: fil(5), until: -1 as never }, 16, "deposits cannot end before epoch 0");
    const done = world.call("operator", "OpenDeposits", { amount: fil(5), until });
    expect(eventOf(done, "room")).toEqual({ amount: fil(5), until });
    expect(world.pool()).toMatchObject({ room: fil(5), roomUntil: until });
  });
});

describe("Deposit", () => {
  it("mints a senior position worth the value sent", () => {
    const world = World.create();
    world.openDeposits();
    const done = world.call("alice", "Deposit", {}, fil(100));
    expect(done.ret).toBe(1n);
    expect(eventOf(done, "deposit")).toEqual({ token: 1n, owner: world.people.alice, class: 0, amount: fil(100) });
    expect(world.position(1n)).toMatchObject({ owner: world.people.alice, kind: 0, principal: fil(100), reward: 0n });
    expect(world.pool()).toMatchObject({ liquid: fil(100), tokens: 1n, balance: fil(100), surplus: 0n });
    expect(world.account("alice")).toMatchObject({ tokens: 1n, claim: 0n });
  });

  it("stays below 15 M gas at 10 positions", () => {
    const world = World.create();
    world.takeOver();
    world.openDeposits();
    for (const who of ["alice", "bob", "carol", "stranger", "operator"] as const) {
      world.deposit(who, fil(10));
      world.deposit(who, fil(20));
    }
    expect(world.call("alice", "Deposit", {}, fil(30)).gas).toBeLessThan(15_000_000);
  });

  it("refuses less than the minimum, more than the room, and more than the cap", () => {
    const world = World.create({ terms: { cap: fil(60) } });
    world.openDeposits(fil(50));
    world.refused("alice", "Deposit", {}, 16, `the minimum deposit is ${fil(1)}`, fil(1) - 1n);
    world.refused("alice", "Deposit", {}, 16, "the minimum deposit is", 0n);
    world.refused("alice", "Deposit", {}, 20, `the room is ${fil(50)}`, fil(51));
    world.deposit("alice", fil(30));
    world.refused("alice", "Deposit", {}, 20, `the room is ${fil(20)}`, fil(21));
    world.openDeposits(fil(1_000));
    world.refused("alice", "Deposit", {}, 20, `the cap is ${fil(60)}`, fil(31));
    world.deposit("alice", fil(30));
  });

  it("refuses before the room is opened, after its end, and before the operator has called at all", () => {
    const world = World.create();
    world.refused("alice", "Deposit", {}, 20, "deposits are closed", fil(1));
    world.must("operator", "OpenDeposits", { amount: fil(50), until: epoch(world.epoch + 5) });
    world.advance(5);
    world.deposit("alice", fil(1));
    world.advance(1);
    world.refused("alice", "Deposit", {}, 20, "deposits are closed", fil(1));
    const fresh = World.create({ bare: true });
    fresh.construct();
    fresh.refused("alice", "Deposit", {}, 20, "the operator has not called this actor yet", fil(1));
  });

  it("refuses once the operator has been absent too long, and accepts again when he is back", () => {
    const world = World.create({ terms: { absence: epoch(86_400) } });
    world.openDeposits();
    world.advance(86_400);
    world.deposit("alice", fil(1));
    world.advance(1);
    world.refused("alice", "Deposit", {}, 20, "the actor is leaving", fil(1));
    expect(world.pool().status).toBe(1);
    world.must("operator", "Heartbeat", {});
    expect(world.pool().status).toBe(0);
    world.deposit("alice", fil(1));
  });

  it("refuses while a miner with principal was not measured for 2,880 epochs", () => {
    const world = World.create();
    world.takeOver();
    world.openDeposits();
    world.advance(DAY);
    world.deposit("alice", fil(1));
    world.advance(1);
    world.refused("alice", "Deposit", {}, 20, `not measured for 2880 epochs: miner f0${world.miner}`, fil(1));
    world.must("stranger", "Measure", { miner: world.miner });
    world.deposit("alice", fil(1));
  });

  it("gives a newcomer no part of what was there before him", () => {
    const world = World.create();
    world.openDeposits();
    world.deposit("alice", fil(100));
    world.bareSend("carol", world.actor, fil(10));
    world.must("stranger", "Sweep", {});
    world.advance(30_000);
    const token = world.deposit("bob", fil(900));
    expect(world.position(token).reward).toBe(0n);
    expect(world.position(1n).reward).toBe(fil(10) - 1n);
  });
});

describe("StakeJunior", () => {
  it("mints a cash junior for the operator alone, within room and cap", () => {
    const world = World.create();
    world.openDeposits(fil(10));
    world.refused("alice", "StakeJunior", {}, 18, "only the operator", fil(1));
    world.refused("operator", "StakeJunior", {}, 20, "the room is", fil(11));
    world.refused("operator", "StakeJunior", {}, 16, "amount too small for a share", 0n);
    const token = world.stakeJunior(fil(10));
    expect(world.position(token)).toMatchObject({ kind: 1, miner: null, principal: fil(10) });
    expect(world.pool().junior.principal).toBe(fil(10));
  });
});
