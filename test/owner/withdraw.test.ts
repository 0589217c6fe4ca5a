import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { type ActorId, attoFil } from "../../filecoin/units.ts";
import { SMOOTHING, World, eventOf, fil } from "./world.ts";

const BOB = 103n as ActorId;
/** A quarter of 40 FIL, less what the floor leaves. */
const ALICES = fil(10) - 1n;

function earning(): World {
  const world = World.create();
  world.openDeposits();
  world.deposit("alice", fil(100));
  world.deposit("bob", fil(300));
  world.bareSend("carol", world.actor, fil(40));
  world.must("stranger", "Sweep", {});
  world.advance(SMOOTHING);
  return world;
}

describe("Withdraw", () => {
  it("settles the tokens and pays the caller, once", () => {
    const world = earning();
    const before = world.balanceOf("alice");
    const done = world.call("alice", "Withdraw", { tokens: [1n], recipient: null });
    expect(done.ret).toBe(ALICES);
    expect(eventOf(done, "reward-claimed")).toEqual({ account: world.people.alice, amount: ALICES, fees: 0n, recipient: world.people.alice });
    expect(world.balanceOf("alice") - before).toBe(ALICES);
    expect(world.must("alice", "Withdraw", { tokens: [1n], recipient: null })).toBe(0n);
    expect(world.pool().rewards).toBe(fil(40) - ALICES);
    expect(world.position(1n).principal).toBe(fil(100));
  });

  it("pays another recipient if asked, bringing a new key address into being", () => {
    const world = earning();
    const fresh = Address.secp256k1(new Uint8Array(65).fill(4));
    expect(world.must("alice", "Withdraw", { tokens: [1n], recipient: fresh })).toBe(ALICES);
    expect(world.balanceOf(world.tree.resolve(fresh)!)).toBe(ALICES);
  });

  it("refuses other people's tokens, unknown ones, and recipients nobody knows", () => {
    const world = earning();
    world.refused("bob", "Withdraw", { tokens: [1n], recipient: null }, 18, "not the caller's token 1");
    world.refused("bob", "Withdraw", { tokens: [2n, 9n], recipient: null }, 17, "no position has token id 9");
    world.refused("bob", "Withdraw", { tokens: [2n], recipient: Address.actor(new Uint8Array(0)) }, 17, "no actor has address bytes");
  });

  it("pays nothing to a caller without a claim", () => {
    const world = earning();
    expect(world.must("carol", "Withdraw", { tokens: [], recipient: null })).toBe(0n);
  });

  it("pays a claim that was settled before once", () => {
    const world = earning();
    world.must("alice", "Transfer", { to: Address.id(world.people.bob), tokens: [1n], operatorData: new Uint8Array() });
    expect(world.account("alice").claim).toBe(ALICES);
    expect(world.must("alice", "Withdraw", { tokens: [], recipient: null })).toBe(ALICES);
    expect(world.account("alice").claim).toBe(0n);
    expect(world.must("alice", "Withdraw", { tokens: [], recipient: null })).toBe(0n);
  });

  it("pays a fee to its beneficiary alone, the operator's to the operator alone, each once", () => {
    const fees = [
      { label: "operator", beneficiary: null, bps: 1_000 },
      { label: "data", beneficiary: Address.id(BOB), bps: 500 },
    ];
    const world = World.create({ terms: { fees } });
    expect(world.people.bob).toBe(BOB);
    world.takeOver();
    world.openDeposits();
    world.deposit("alice", fil(100));
    world.reward(fil(400));
    world.harvest();
    world.advance(120_960);
    for (const [who, due] of [
      ["stranger", 0n],
      ["bob", fil(5)],
      ["operator", fil(10)],
      ["bob", 0n],
      ["operator", 0n],
    ] as const)
      expect([who, world.must(who, "Withdraw", { tokens: [], recipient: null })]).toEqual([who, due]);
  });

  it("loses no fraction of an attoFIL: three times a third is a whole, however often it is settled", () => {
    const world = World.create();
    world.openDeposits();
    for (const who of ["alice", "bob", "carol"] as const) world.deposit(who, fil(1));
    let paid = 0n;
    for (let i = 0; i < 3; i++) {
      world.bareSend("stranger", world.actor, attoFil(5n));
      world.must("stranger", "Sweep", {});
      world.advance(SMOOTHING);
      paid += world.must("alice", "Withdraw", { tokens: [1n], recipient: null });
    }
    // 15 / 3, less what the accumulator's floor leaves; three floors of 5 / 3 would be 3.
    expect(paid).toBe(4n);
    const { earned, carry, shares } = world.state().senior;
    expect(earned * shares + carry).toBe(15n << 128n);
  });

  it("settles in any order to the same sums", () => {
    const [a, b] = [earning(), earning()];
    a.must("bob", "Withdraw", { tokens: [2n], recipient: null });
    for (const world of [a, b]) world.advance(100);
    const paid = [a, b].map((world) => world.must("alice", "Withdraw", { tokens: [1n], recipient: null }));
    expect(paid[0]).toBe(paid[1]);
  });
});

describe("Sweep", () => {
  it("gives bare sends to the holders without fees and mints nothing", () => {
    const world = World.create();
    world.openDeposits();
    world.deposit("alice", fil(100));
    world.bareSend("bob", world.actor, fil(7));
    expect(world.pool().surplus).toBe(fil(7));
    const done = world.call("stranger", "Sweep", {});
    expect(done.ret).toBe(fil(7));
    expect(eventOf(done, "sweep")).toEqual({ amount: fil(7) });
    expect(world.pool()).toMatchObject({ surplus: 0n, streamLeft: fil(7), streamEnd: world.epoch + SMOOTHING, fees: 0n, tokens: 1n });
    expect(world.must("stranger", "Sweep", {})).toBe(0n);
  });

  it("waits for somebody to receive it while nobody holds a position", () => {
    const world = World.create();
    world.bareSend("bob", world.actor, fil(7));
    world.must("stranger", "Sweep", {});
    world.advance(10 * SMOOTHING);
    world.openDeposits();
    const token = world.deposit("alice", fil(1));
    expect(world.position(token).reward).toBe(0n);
    world.advance(SMOOTHING);
    expect(world.position(token).reward).toBe(fil(7));
  });
});
