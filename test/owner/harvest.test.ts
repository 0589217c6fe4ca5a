import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { decodeReturn, encodeReturn, numberOf } from "../../filecoin/methods/method.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { attoFil } from "../../filecoin/units.ts";
import { DAY, SMOOTHING, World, type WorldOptions, eventOf, fil } from "./world.ts";

/** A miner of 1,000 FIL in custody, 100 FIL of Alice, 80 of them forwarded and all of the miner's money pledged. */
function running(options: WorldOptions = {}): World {
  const world = World.inCustody(options);
  world.deposit("alice", fil(100));
  world.forward(fil(80));
  world.pledge(fil(1_080));
  return world;
}

describe("Harvest", () => {
  it("takes the reward for anyone and pays him nothing but the tip", () => {
    const world = running({ terms: { tipBps: 50, tipMaximum: fil("0.02") } });
    world.reward(fil(8));
    const before = world.balanceOf("stranger");
    const done = world.call("stranger", "Harvest", { miner: world.miner });
    expect(done.ret).toBe(fil(2));
    expect(world.balanceOf("stranger") - before).toBe(fil("0.01"));
    expect(eventOf(done, "harvest")).toMatchObject({
      miner: world.miner,
      withdrawn: fil(2),
      reward: fil(2),
      principal: 0n,
      tip: fil("0.01"),
      fees: fil("0.199"),
      vesting: fil(6),
      available: fil(2),
      caller: world.people.stranger,
    });
    expect(world.pool()).toMatchObject({ rewards: fil("1.791"), fees: fil("0.199"), streamLeft: fil("1.791"), balance: fil("21.99"), surplus: 0n });
  });

  it("never pays a tip above its maximum", () => {
    const world = running({ terms: { tipBps: 5_000, tipMaximum: fil("0.02") } });
    world.reward(fil(400));
    const before = world.balanceOf("stranger");
    world.harvest("stranger");
    expect(world.balanceOf("stranger") - before).toBe(fil("0.02"));
  });

  it("leaves all principal at the miner, pledged or free", () => {
    const world = running();
    world.pledge(-fil(1_080));
    expect(world.harvest()).toBe(0n);
    world.reward(fil(4));
    expect(world.harvest()).toBe(fil(1));
    expect(world.harvest()).toBe(0n);
    expect(world.minerView()).toMatchObject({ principal: fil(1_080), balance: fil(1_083) });
  });

  it("counts what has vested and is not yet unlocked", () => {
    const world = running();
    world.reward(fil(400));
    world.harvest();
    world.advance(90 * DAY);
    const { vesting, matured } = world.minerView();
    expect(world.harvest()).toBe(matured);
    expect(world.minerView().vesting).toBe(vesting - matured);
  });

  it("takes what is free of a reward, while the rest of it is pledged", () => {
    const world = running();
    world.reward(fil(400));
    world.pledge(fil(60));
    expect(world.harvest()).toBe(fil(40));
    expect(world.minerView()).toMatchObject({ principal: fil(1_080), balance: fil(1_440) });
    world.pledge(-fil(60));
    expect(world.harvest()).toBe(fil(60));
  });

  it("ends when a miner did not pay what it says it paid", () => {
    const world = running();
    world.reward(fil(400));
    const before = world.head();
    world.pretend("storageminer", (real) => (rt) => {
      const answer = real(rt);
      // WithdrawBalance: one attoFIL more than was sent.
      return rt.method === BigInt(numberOf(minerMethods.WithdrawBalance)) && rt.caller === world.actor
        ? { codec: 0x51, bytes: encodeReturn(minerMethods.WithdrawBalance, attoFil(decodeReturn(minerMethods.WithdrawBalance, answer!.bytes) + 1n)) }
        : answer;
    });
    world.refused("stranger", "Harvest", { miner: world.miner }, 20, "the miner did not pay what it says it paid");
    expect(world.head()).toBe(before);
  });

  it("spreads a reward over the time since the last harvest, at least the smoothing and at most 180 days", () => {
    for (const [waited, spread] of [
      [0, SMOOTHING],
      [SMOOTHING + 1, SMOOTHING + 1],
      [518_401, 518_400],
    ] as const) {
      const world = running();
      world.harvest();
      world.advance(waited);
      world.reward(fil(4));
      world.harvest();
      expect(world.pool().streamEnd - world.epoch).toBe(spread);
    }
  });

  it("lets no reward that is under way arrive sooner for a new one", () => {
    const world = running();
    world.advance(60 * DAY);
    world.reward(fil(4));
    world.harvest();
    const { streamEnd } = world.pool();
    expect(streamEnd).toBe(world.epoch + 60 * DAY + 900);
    world.advance(1);
    // A hundred times as much, over seven days: the mean lies before the end of what is under way.
    world.reward(fil(400));
    world.harvest();
    expect(world.pool().streamEnd).toBe(streamEnd);
  });

  it("refuses a miner whose debt exceeds its free funds, and undoes the measurement", () => {
    const world = running();
    world.penalty(fil(5));
    world.refused("stranger", "Harvest", { miner: world.miner }, 20, `its debt exceeds its free funds: miner f0${world.miner}`);
    expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(fil(5));
  });

  it("refuses miners outside custody", () => {
    const world = running();
    world.refused("stranger", "Harvest", { miner: world.otherMiner }, 17, `not in custody: miner f0${world.otherMiner}`);
  });

  it("earns losses back first, without a fee, seniors' before juniors'", () => {
    const world = running();
    world.pledge(-fil(1_080));
    world.penalty(fil(1_060));
    expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(fil(1_060));
    expect(world.pool()).toMatchObject({ writtenOffJunior: fil(1_000), writtenOffSenior: fil(60) });
    world.reward(fil(300));
    expect(eventOf(world.call("stranger", "Harvest", { miner: world.miner }), "harvest")).toMatchObject({ recovered: fil(75), fees: 0n });
    expect(world.pool()).toMatchObject({ writtenOffJunior: fil(985), writtenOffSenior: 0n });
  });

  it("pays named beneficiaries at once and withholds the operator's fee for two turns of three weeks", () => {
    const world = running({
      terms: {
        fees: [
          { label: "operator", beneficiary: null, bps: 1_000 },
          { label: "data", beneficiary: Address.id(103), bps: 500 },
        ],
      },
    });
    expect(world.people.bob).toBe(103n);
    world.reward(fil(400));
    world.harvest();
    expect(world.account("bob").payable).toBe(fil(5));
    expect(world.must("bob", "Withdraw", { tokens: [], recipient: null })).toBe(fil(5));
    expect(world.must("operator", "Withdraw", { tokens: [], recipient: null })).toBe(0n);
    expect(world.pool()).toMatchObject({ withheldNewer: fil(10), withheldOlder: 0n });
    world.advance(60_480);
    expect(world.must("operator", "Withdraw", { tokens: [], recipient: null })).toBe(0n);
    expect(world.pool()).toMatchObject({ withheldNewer: 0n, withheldOlder: fil(10) });
    world.advance(60_480);
    expect(world.must("operator", "Withdraw", { tokens: [], recipient: null })).toBe(fil(10));
    expect(world.pool().fees).toBe(0n);
  });

  it("rounds each fee down, and not their sum", () => {
    const world = World.create({
      terms: {
        fees: [
          { label: "operator", beneficiary: null, bps: 1_000 },
          { label: "dataset", beneficiary: Address.id(103), bps: 1_000 },
        ],
      },
    });
    world.takeOver();
    world.reward(fil(40) + 36n);
    const harvest = eventOf(world.call("stranger", "Harvest", { miner: world.miner }), "harvest");
    expect(harvest).toMatchObject({ reward: fil(10) + 9n, fees: fil(2) });
    expect(world.state()).toMatchObject({ operator: { newer: fil(1) }, feesPayable: [0n, fil(1)] });
  });

  it("turns both buckets at once after six weeks", () => {
    const world = running();
    world.reward(fil(400));
    world.harvest();
    world.advance(120_960);
    expect(world.must("operator", "Withdraw", { tokens: [], recipient: null })).toBe(fil("2.5") * 4n);
  });

  it("shows the operator what he could withdraw at this epoch, before anybody has turned the buckets", () => {
    const world = running();
    world.reward(fil(400));
    world.harvest();
    world.advance(world.state().operator.turned + 120_959 - world.epoch);
    expect(world.account("operator").payable).toBe(0n);
    world.advance(1);
    expect(world.account("operator").payable).toBe(fil(10));
    expect(world.account("bob").payable).toBe(0n);
    // What has not been turned still bears losses.
    expect(world.pool().withheldNewer).toBe(fil(10));
    expect(world.must("operator", "Withdraw", { tokens: [], recipient: null })).toBe(fil(10));
  });

  it("is flat in the number of positions", () => {
    const few = running();
    const many = running();
    for (let i = 0; i < 60; i++) many.deposit("bob", fil(1));
    for (const world of [few, many]) world.reward(fil(8));
    const [a, b] = [few, many].map((world) => world.call("stranger", "Harvest", { miner: world.miner }).gas) as [number, number];
    expect(Math.abs(a - b) / a).toBeLessThan(0.05);
  });
});

describe("the legacy claim", () => {
  function withLegacy(): World {
    const world = World.create();
    world.reward(fil(400));
    world.takeOver();
    return world;
  }

  it("pays the former owner what vests, before any fee, by Withdraw", () => {
    const world = withLegacy();
    const legacy = world.minerView().legacy!;
    world.advance(90 * DAY);
    const matured = legacy.entries.filter((entry) => entry.epoch < world.epoch).reduce((sum, entry) => sum + entry.amount, 0n);
    const harvest = eventOf(world.call("stranger", "Harvest", { miner: world.miner }), "harvest");
    expect(harvest).toMatchObject({ reward: matured, legacy: matured, fees: 0n });
    expect(world.account("minerOwner").payable).toBe(matured);
    expect(world.must("minerOwner", "Withdraw", { tokens: [], recipient: null })).toBe(matured);
    expect(world.must("minerOwner", "Withdraw", { tokens: [], recipient: null })).toBe(0n);
  });

  it("ends when the table has vested, to the attoFIL", () => {
    const world = withLegacy();
    let paid = 0n;
    for (let i = 0; i < 7; i++) {
      world.advance(30 * DAY);
      paid += eventOf(world.call("stranger", "Harvest", { miner: world.miner }), "harvest").legacy;
    }
    expect(paid).toBe(fil(300));
    expect(world.minerView().legacy).toMatchObject({ due: 0n, payable: fil(300), entries: [] });
  });

  it("is cut by what penalties burnt of the vesting that backs it", () => {
    const world = withLegacy();
    world.penalty(fil(150));
    world.advance(DAY);
    world.harvest();
    const { factor } = world.minerView().legacy!;
    expect(factor).toBeGreaterThan((1n << 64n) / 2n - (1n << 57n));
    expect(factor).toBeLessThanOrEqual((1n << 64n) / 2n + (1n << 57n));
    let paid = 0n;
    for (let i = 0; i < 7; i++) {
      world.advance(30 * DAY);
      paid += eventOf(world.call("stranger", "Harvest", { miner: world.miner }), "harvest").legacy;
    }
    expect(paid).toBeLessThan(fil(152));
  });
});

describe("Recall", () => {
  it("brings back for the operator whatever is free, at most", () => {
    const world = running();
    world.refused("operator", "Recall", { miner: world.miner, amount: fil(5) }, 19, "the miner has nothing free to recall");
    world.pledge(-fil(30));
    const done = world.call("operator", "Recall", { miner: world.miner, amount: fil(500) });
    expect(done.ret).toBe(fil(30));
    expect(eventOf(done, "recall")).toMatchObject({ withdrawn: fil(30), principal: fil(30), reward: 0n });
    expect(world.pool()).toMatchObject({ liquid: fil(50), atMiners: fil(1_050) });
    expect(world.minerView().net).toBe(-fil(50));
  });

  it("splits like Harvest, without a tip", () => {
    const world = running({ terms: { tipBps: 10_000, tipMaximum: fil(100) } });
    world.pledge(-fil(30));
    world.reward(fil(40));
    const before = world.balanceOf("operator");
    expect(eventOf(world.call("operator", "Recall", { miner: world.miner, amount: fil(15) }), "recall")).toMatchObject({
      reward: fil(10),
      principal: fil(5),
      tip: 0n,
      fees: fil(1),
    });
    expect(world.balanceOf("operator")).toBe(before);
  });

  it("gives a stranger no more than matured requests need", () => {
    const world = running();
    world.pledge(-fil(1_080));
    world.refused("stranger", "Recall", { miner: world.miner, amount: fil(1) }, 18, "only the operator may recall while no matured request lacks money");
    world.must("alice", "Redeem", { token: 2n, amount: fil(60) });
    world.refused("stranger", "Recall", { miner: world.miner, amount: fil(1) }, 18, "only the operator may recall");
    world.advance(20_160);
    expect(world.must("stranger", "Recall", { miner: world.miner, amount: fil(1_000) })).toBe(fil(40));
    world.refused("stranger", "Recall", { miner: world.miner, amount: fil(1) }, 18, "only the operator may recall");
  });

  it("gives a stranger no more than the first 64 places of the queue need", () => {
    const world = running();
    const tokens = Array.from({ length: 66 }, () => world.deposit("alice", fil(1)));
    world.must("operator", "Forward", { miner: world.miner, amount: fil(66), attestation: null });
    world.pledge(-fil(1_080));
    for (const token of tokens) world.must("alice", "Redeem", { token, amount: fil(1) });
    world.advance(20_160);
    const { liquid } = world.pool();
    expect(world.must("stranger", "Recall", { miner: world.miner, amount: fil(1_000) })).toBe(fil(64) - liquid);
    world.refused("stranger", "Recall", { miner: world.miner, amount: fil(1) }, 18, "only the operator may recall");
  });

  it("is open to all once the operator is gone", () => {
    const world = running();
    world.pledge(-fil(1_080));
    world.advance(1_051_201);
    expect(world.must("stranger", "Recall", { miner: world.miner, amount: fil(2_000) })).toBe(fil(1_080));
  });
});

describe("Measure", () => {
  it("books a loss at once: withheld fees, then juniors, then seniors", () => {
    const world = running();
    world.reward(fil(400));
    world.harvest();
    world.advance(60_480);
    world.must("operator", "Withdraw", { tokens: [], recipient: null });
    world.reward(fil(200));
    world.harvest();
    expect(world.pool()).toMatchObject({ withheldOlder: fil(10) });
    const { withheldNewer, vesting } = world.pool();
    world.pledge(-fil(1_080));
    world.penalty(vesting + fil(1_050));
    const fees = fil(10) + withheldNewer;
    const done = world.call("stranger", "Measure", { miner: world.miner });
    const loss = eventOf(done, "loss");
    expect(loss).toEqual({ miner: world.miner, loss: done.ret, withheld: fees, junior: fil(1_000), senior: done.ret! - fees - fil(1_000) });
    expect(world.pool()).toMatchObject({ withheldOlder: 0n, withheldNewer: 0n, fees: 0n, liquid: fil(20) + fees, writtenOffJunior: fil(1_000), surplus: 0n });
    expect(world.position(1n).principal).toBe(0n);
    expect(world.position(2n).principal).toBe(fil(100) - loss.senior);
  });

  it("takes the older of the withheld fees first", () => {
    const world = running();
    world.reward(fil(400));
    world.harvest();
    world.advance(60_480);
    world.reward(fil(200));
    world.harvest();
    const { withheldOlder, withheldNewer, vesting } = world.pool();
    expect([withheldOlder, withheldNewer > 0n]).toEqual([fil(10), true]);
    world.pledge(-fil(200));
    world.penalty(vesting + fil(4));
    world.must("stranger", "Measure", { miner: world.miner });
    expect(world.pool()).toMatchObject({ withheldOlder: fil(6), withheldNewer });
  });

  it("books no more than the principal there, also where the miner owes more than it has", () => {
    const world = running();
    world.pledge(-fil(1_080));
    world.penalty(fil(1_130));
    expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(fil(1_080));
    expect(world.pool()).toMatchObject({ atMiners: 0n });
    expect(world.minerView().available).toBeLessThan(0n);
  });

  it("lets unvested rewards cover before principal", () => {
    const world = running();
    world.reward(fil(400));
    world.penalty(fil(300));
    expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(0n);
    expect(world.pool()).toMatchObject({ writtenOffJunior: 0n, atMiners: fil(1_080) });
  });

  it("leaves a gap up to a thousandth of the principal waiting for income", () => {
    const world = running();
    world.penalty(fil("1.08"));
    expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(0n);
    expect(world.minerView().gap).toBe(fil("1.08"));
    world.penalty(1n);
    expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(fil("1.08") + 1n);
    expect(world.minerView().gap).toBe(0n);
  });

  it("changes nothing but the time when there is no loss", () => {
    const world = running();
    world.advance(10);
    const before = world.pool();
    expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(0n);
    expect(world.pool()).toEqual(before);
    expect(world.minerView().measured).toBe(world.epoch);
  });

  it("never takes the miner's owner for anything else than a miner: code is looked at before each call", () => {
    const world = running();
    const miner = world.tree.getActor(world.miner)!;
    world.tree.setActor(world.miner, { ...miner, code: world.codeOf("multisig") });
    world.refused("stranger", "Measure", { miner: world.miner }, 16, "not the built-in storageminer");
    world.refused("stranger", "Harvest", { miner: world.miner }, 16, "not the built-in storageminer");
  });
});

it("a worker cannot hand the miner to anybody: only the owner actor is owner", () => {
  const world = running();
  expect(() => world.builtin("minerOwner", world.miner, minerMethods.ChangeOwnerAddress, Address.id(world.people.minerOwner))).toThrow("ended with 18");
});
