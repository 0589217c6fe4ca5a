import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { attoFil } from "../../filecoin/units.ts";
import { DAY, World, type WorldOptions, eventOf, fil } from "./world.ts";

function funded(options: WorldOptions = {}): World {
  const world = World.inCustody(options);
  world.deposit("alice", fil(100));
  return world;
}

const refused = (world: World, amount: bigint, exitCode: number, words: string): void =>
  world.refused("operator", "Forward", { miner: world.miner, amount: attoFil(amount), attestation: null }, exitCode, words);

describe("Forward", () => {
  it("moves principal to the miner, which counts it as its own money", () => {
    const world = funded();
    const done = world.call("operator", "Forward", { miner: world.miner, amount: fil(80), attestation: null });
    expect(eventOf(done, "forward")).toEqual({ miner: world.miner, amount: fil(80) });
    expect(world.minerView()).toMatchObject({ principal: fil(1_080), balance: fil(1_080), net: -fil(80) });
    expect(world.pool()).toMatchObject({ liquid: fil(20), balance: fil(20) });
  });

  it("is the operator's alone, to miners in custody, with an amount", () => {
    const world = funded();
    const params = { miner: world.miner, amount: fil(1), attestation: null };
    world.refused("minerOwner", "Forward", params, 18, "only the operator");
    world.refused("operator", "Forward", { ...params, miner: world.otherMiner }, 17, "not in custody");
    refused(world, 0n, 16, "amount is 0");
  });

  it("waits for 900 epochs of custody and a confirmed worker", () => {
    const world = World.create();
    world.takeOver();
    world.openDeposits();
    world.deposit("alice", fil(100));
    refused(world, fil(1), 20, `the worker is not confirmed 900 epochs after takeover: miner f0${world.miner}`);
    world.advance(900);
    refused(world, fil(1), 20, "the worker is not confirmed");
    world.must("stranger", "ConfirmWorker", { miner: world.miner });
    world.forward(fil(1));
  });

  it("keeps the reserve and everything that was asked back", () => {
    const world = funded();
    refused(world, fil(90) + 1n, 19, `reserve and requests leave ${fil(90)}`);
    world.must("alice", "Redeem", { token: 2n, amount: fil(30) });
    refused(world, fil(60) + 1n, 19, `reserve and requests leave ${fil(60)}`);
    world.forward(fil(60));
    refused(world, 1n, 19, "reserve and requests leave 0");
  });

  it("keeps what juniors asked back too", () => {
    const world = funded();
    world.stakeJunior(fil(20));
    refused(world, fil(110) + 1n, 19, `reserve and requests leave ${fil(110)}`);
    world.must("operator", "Redeem", { token: 3n, amount: fil(20) });
    refused(world, fil(90) + 1n, 19, `reserve and requests leave ${fil(90)}`);
    world.forward(fil(90));
  });

  it("keeps a fraction of an attoFIL of reserve as a whole one", () => {
    const world = World.inCustody();
    world.deposit("alice", fil(100) + 1n);
    refused(world, fil(90) + 1n, 19, `reserve and requests leave ${fil(90)}`);
    world.forward(fil(90));
  });

  it("keeps a fraction of an attoFIL that was asked back as a whole one", () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0 } });
    world.deposit("alice", fil(100));
    world.deposit("bob", fil(50));
    world.forward(fil(100));
    world.penalty(fil(10));
    world.must("stranger", "Measure", { miner: world.miner });
    // A third of 140 FIL, rounded up, of 50.
    const asked = (fil(140) + 2n) / 3n;
    world.must("bob", "Redeem", { token: 2n, amount: world.position(2n).principal });
    refused(world, fil(50) - asked + 1n, 19, `reserve and requests leave ${fil(50) - asked}`);
    world.forward(attoFil(fil(50) - asked));
  });

  it("keeps the limits per miner and per day", () => {
    const world = funded({ terms: { limits: { maxMiners: 1, maxPerMiner: fil(1_050), maxForwardPerDay: fil(30) } } });
    refused(world, fil(51), 20, `the limit of principal per miner is ${fil(1_050)}`);
    refused(world, fil(31), 20, `the limit of forwards a day is ${fil(30)}`);
    world.forward(fil(30));
    refused(world, 1n, 20, "the limit of forwards a day");
    world.advance(DAY);
    world.forward(fil(20));
  });

  it("needs the junior minimum", () => {
    const world = funded({ minerBalance: fil(10), terms: { juniorMinimumBps: 1_500 } });
    refused(world, fil(1), 20, `the junior principal must be at least ${fil("16.5")}`);
    world.stakeJunior(fil(10));
    world.forward(fil(1));
  });

  it("refuses to pledge rewards again: harvest first", () => {
    const world = funded();
    world.reward(fil(48));
    refused(world, fil(1), 20, `harvest first, the miner retains ${fil(12)}`);
    world.harvest();
    world.forward(fil(1));
  });

  it("lets a hundredth of what the miner will hold wait for a harvest, and no more", () => {
    const world = funded();
    // 10.5 of 1,000 + 50 FIL.
    world.reward(fil(42));
    refused(world, fil(50) - 1n, 20, `harvest first, the miner retains ${fil("10.5")}`);
    world.forward(fil(50));
  });

  it("measures the miner first: its loss lowers what may go", () => {
    const world = funded();
    world.penalty(fil(950));
    world.forward(fil(1));
    expect(world.pool()).toMatchObject({ writtenOffJunior: fil(950), atMiners: fil(51) });
  });

  it("wants every other miner measured lately and without an open gap", () => {
    const world = funded({ terms: { legacyMaximum: fil(10_000_000) } });
    const { operator, newWorker } = world.people;
    world.must("operator", "ApproveMiner", { miner: world.otherMiner, owner: Address.id(operator), worker: Address.id(newWorker), controls: [] });
    world.builtin("operator", world.otherMiner, minerMethods.ChangeOwnerAddress, Address.id(world.actor));
    const { principal } = world.must("operator", "TakeOwner", { miner: world.otherMiner });
    world.advance(DAY + 1);
    refused(world, fil(1), 20, `not measured for 2880 epochs: miner f0${world.otherMiner}`);
    world.editMiner(world.otherMiner, (state) => Object.assign(state, { lockedFunds: 0n, vestingFunds: null }));
    world.setBalance(world.otherMiner, principal - principal / 1_000n);
    world.must("stranger", "Measure", { miner: world.otherMiner });
    refused(world, fil(1), 20, `an open gap waits for income at miner f0${world.otherMiner}`);
    world.setBalance(world.otherMiner, principal);
    world.must("stranger", "Measure", { miner: world.otherMiner });
    world.forward(fil(1));
  });
});
