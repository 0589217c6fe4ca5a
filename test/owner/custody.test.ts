import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { decodeReturn, encodeReturn, numberOf } from "../../filecoin/methods/method.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { epoch } from "../../filecoin/units.ts";
import { DAY, World, eventOf, fil } from "./world.ts";

const controlled = (world: World, who: bigint): boolean => world.builtin("stranger", world.miner, minerMethods.IsControllingAddress, Address.id(who));

describe("ApproveMiner", () => {
  it("is the operator's alone", () => {
    const world = World.create();
    const { minerOwner, worker } = world.people;
    const params = { miner: world.miner, owner: Address.id(minerOwner), worker: Address.id(worker), controls: [] };
    world.refused("stranger", "ApproveMiner", params, 18, `only the operator may do this, not f0${world.people.stranger}`);
  });

  it("refuses what is no miner, a worker that is also a control address, and unknown addresses", () => {
    const world = World.create();
    const { minerOwner, worker, alice } = world.people;
    const good = { miner: world.miner, owner: Address.id(minerOwner), worker: Address.id(worker), controls: [] };
    world.refused("operator", "ApproveMiner", { ...good, miner: alice }, 16, `not the built-in storageminer: f0${alice}`);
    world.refused("operator", "ApproveMiner", { ...good, miner: world.actor }, 16, "not the built-in storageminer");
    world.refused("operator", "ApproveMiner", { ...good, controls: [Address.id(worker)] }, 16, "the worker is also a control address");
    world.refused("operator", "ApproveMiner", { ...good, worker: Address.actor(new Uint8Array(1)) }, 17, "no actor has address bytes");
  });

  it("is for a miner that is not in custody", () => {
    const world = World.create();
    world.takeOver();
    const { minerOwner, worker } = world.people;
    const params = { miner: world.miner, owner: Address.id(minerOwner), worker: Address.id(worker), controls: [] };
    world.refused("operator", "ApproveMiner", params, 20, `already in custody: miner f0${world.miner}`);
  });

  it("keeps at most 32 consents at a time; those that ran out make room", () => {
    const world = World.create();
    const { minerOwner, worker } = world.people;
    const { code, head } = world.tree.getActor(world.miner)!;
    const consent = () => ({ miner: world.plant(code, head), owner: Address.id(minerOwner), worker: Address.id(worker), controls: [] });
    for (let i = 0; i < 32; i++) world.must("operator", "ApproveMiner", consent());
    world.refused("operator", "ApproveMiner", consent(), 20, "consents open at the same time are at most 32");
    world.advance(20_161);
    world.must("operator", "ApproveMiner", consent());
  });
});

describe("TakeOwner", () => {
  it("makes the actor owner and beneficiary, resets worker and hidden controls, and gives the former owner an in-kind junior", () => {
    const world = World.create();
    const { minerOwner, worker, bob, carol } = world.people;
    // A control key that nobody outside can read, set before the takeover.
    world.builtin("minerOwner", world.miner, minerMethods.ChangeWorkerAddress, { newWorker: Address.id(worker), newControlAddresses: [Address.id(carol)] });
    expect(controlled(world, carol)).toBe(true);
    world.approve([bob]);
    world.propose();
    const done = world.call("minerOwner", "TakeOwner", { miner: world.miner });
    expect(done.ret).toEqual({ token: 1n, principal: fil(1_000), legacy: 0n });
    expect(eventOf(done, "miner-custodied")).toEqual({ miner: world.miner, owner: minerOwner, token: 1n, principal: fil(1_000), legacy: 0n });
    expect(world.builtin("stranger", world.miner, minerMethods.GetOwner, undefined as never)).toEqual({ owner: Address.id(world.actor), proposed: null });
    expect(world.builtin("stranger", world.miner, minerMethods.GetBeneficiary, undefined as never).active.beneficiary.equals(Address.id(world.actor))).toBe(
      true,
    );
    expect([controlled(world, carol), controlled(world, bob), controlled(world, minerOwner), controlled(world, worker)]).toEqual([false, true, false, true]);
    expect(world.position(1n)).toMatchObject({ owner: minerOwner, kind: 1, principal: fil(1_000), miner: world.miner });
    expect(world.must("stranger", "ListMiners", {})).toMatchObject([{ id: world.miner, principal: fil(1_000) }]);
    expect(world.pool()).toMatchObject({ miners: 1, atMiners: fil(1_000), liquid: 0n });
  });

  it("refuses anybody but the miner's owner, an unproposed actor, and a miner that the operator did not approve", () => {
    const world = World.create();
    world.refused("minerOwner", "TakeOwner", { miner: world.miner }, 20, "this actor is not proposed");
    world.propose();
    world.refused("minerOwner", "TakeOwner", { miner: world.miner }, 18, "the operator has not approved this owner");
    world.approve();
    world.refused("stranger", "TakeOwner", { miner: world.miner }, 18, `only the miner's owner may hand it over: f0${world.people.minerOwner}`);
    world.refused("operator", "TakeOwner", { miner: world.miner }, 18, "only the miner's owner");
    world.must("minerOwner", "TakeOwner", { miner: world.miner });
    world.refused("minerOwner", "TakeOwner", { miner: world.miner }, 20, "already in custody");
  });

  it("lets the consent run out after 20,160 epochs", () => {
    const world = World.create();
    world.approve();
    world.propose();
    world.advance(20_161);
    world.refused("minerOwner", "TakeOwner", { miner: world.miner }, 18, "has not approved");
  });

  it("binds the consent to the owner it names", () => {
    const world = World.create();
    const { alice, worker } = world.people;
    world.must("operator", "ApproveMiner", { miner: world.miner, owner: Address.id(alice), worker: Address.id(worker), controls: [] });
    world.propose();
    world.refused("minerOwner", "TakeOwner", { miner: world.miner }, 18, "has not approved");
  });

  it("refuses what only looks like a miner, whatever it answers", () => {
    const world = World.create();
    const fake = world.strange(() => ({ codec: 0x51, bytes: Uint8Array.of(0x82, 0x43, 0x00, 0xe8, 0x07, 0xf6) }));
    world.refused("minerOwner", "TakeOwner", { miner: fake }, 16, "not the built-in storageminer");
  });

  it("refuses a miner that goes on naming another beneficiary", () => {
    const world = World.create();
    world.approve();
    world.propose();
    world.pretend("storageminer", (real) => (rt) => {
      const answer = real(rt);
      if (rt.method !== BigInt(numberOf(minerMethods.GetBeneficiary))) return answer;
      const said = decodeReturn(minerMethods.GetBeneficiary, answer!.bytes);
      const active = { ...said.active, beneficiary: Address.id(world.people.minerOwner) };
      return { codec: 0x51, bytes: encodeReturn(minerMethods.GetBeneficiary, { ...said, active }) };
    });
    world.refused("minerOwner", "TakeOwner", { miner: world.miner }, 20, "the miner's beneficiary is not this actor after all");
  });

  it("refuses a miner with a foreign beneficiary, naming quota and expiry, until the term is used up or has expired", () => {
    const world = World.create();
    const { bob, minerOwner } = world.people;
    const term = { newBeneficiary: Address.id(bob), newQuota: fil(50), newExpiration: epoch(200_000) };
    world.builtin("minerOwner", world.miner, minerMethods.ChangeBeneficiary, term);
    world.builtin("bob", world.miner, minerMethods.ChangeBeneficiary, term);
    world.approve();
    world.propose();
    world.refused("minerOwner", "TakeOwner", { miner: world.miner }, 16, `the beneficiary f0${bob} still has a quota of ${fil(50)} attoFIL until epoch 200000`);
    world.builtin("minerOwner", world.miner, minerMethods.WithdrawBalance, { amountRequested: fil(50) });
    expect(world.must("minerOwner", "TakeOwner", { miner: world.miner }).principal).toBe(fil(950));
    expect(world.builtin("stranger", world.miner, minerMethods.GetBeneficiary, undefined as never)).toMatchObject({
      active: { beneficiary: Address.id(world.actor), term: { quota: 0n, usedQuota: 0n, expiration: 0 } },
      proposed: null,
    });
    expect(controlled(world, minerOwner)).toBe(false);
  });

  it("takes a miner whose foreign beneficiary's term has expired", () => {
    const world = World.create();
    const term = { newBeneficiary: Address.id(world.people.bob), newQuota: fil(50), newExpiration: epoch(world.epoch + 100) };
    world.builtin("minerOwner", world.miner, minerMethods.ChangeBeneficiary, term);
    world.builtin("bob", world.miner, minerMethods.ChangeBeneficiary, term);
    world.advance(100);
    expect(world.takeOver().principal).toBe(fil(1_000));
  });

  it("refuses a miner whose debt exceeds its free funds", () => {
    const world = World.create();
    world.pledge(fil(1_000));
    world.penalty(fil(5));
    world.approve();
    world.propose();
    world.refused("minerOwner", "TakeOwner", { miner: world.miner }, 20, `f0${world.miner} method 2280458852 exit 19`);
  });

  it("refuses more than the legacy maximum of vesting funds, and more miners or principal than the limits", () => {
    const world = World.create({ terms: { legacyMaximum: fil(7), limits: { maxMiners: 1, maxPerMiner: fil(999), maxForwardPerDay: fil(1) } } });
    world.reward(fil(10));
    world.approve();
    world.propose();
    world.refused("minerOwner", "TakeOwner", { miner: world.miner }, 20, `vesting funds exceed the legacy maximum ${fil(7)}`);
    world.advance(181 * DAY);
    world.approve();
    world.refused("minerOwner", "TakeOwner", { miner: world.miner }, 20, `the limit of principal per miner is ${fil(999)}`);
  });

  it("books the vesting table as the former owner's legacy, and only the rest as principal", () => {
    const world = World.create();
    world.reward(fil(100));
    world.advance(DAY * 10);
    const taken = world.takeOver();
    expect(taken.legacy).toBeGreaterThan(fil(70));
    expect(taken.legacy).toBeLessThan(fil(75));
    expect(taken.principal).toBe(fil(1_100) - taken.legacy);
    const { legacy } = world.minerView();
    expect(legacy).toMatchObject({ owner: world.people.minerOwner, due: 0n, payable: 0n, factor: 1n << 64n });
    expect(legacy!.entries.reduce((sum, entry) => sum + entry.amount, 0n)).toBe(taken.legacy);
  });

  it("mints no position for a miner without equity", () => {
    const world = World.create({ minerBalance: 0n });
    expect(world.takeOver()).toEqual({ token: 0n, principal: 0n, legacy: 0n });
    expect(world.pool()).toMatchObject({ tokens: 0n, miners: 1 });
  });

  it("does not work before the operator has called the actor", () => {
    const world = World.create({ bare: true });
    world.construct();
    world.propose();
    world.refused("minerOwner", "TakeOwner", { miner: world.miner }, 20, "the operator has not called this actor yet");
  });
});

describe("ConfirmWorker", () => {
  it("answers false for 900 epochs after the takeover, then true, and opens Forward", () => {
    const world = World.create();
    world.takeOver();
    expect(world.must("stranger", "ConfirmWorker", { miner: world.miner })).toBe(false);
    world.advance(899);
    expect(world.must("stranger", "ConfirmWorker", { miner: world.miner })).toBe(false);
    expect(world.minerView().confirmed).toBe(false);
    world.advance(1);
    expect(world.must("stranger", "ConfirmWorker", { miner: world.miner })).toBe(true);
    expect(world.minerView().confirmed).toBe(true);
  });

  it("outlives a worker change that the former owner left pending", () => {
    const world = World.create();
    const { newWorker, worker } = world.people;
    world.builtin("minerOwner", world.miner, minerMethods.ChangeWorkerAddress, { newWorker: Address.id(newWorker), newControlAddresses: [] });
    world.takeOver();
    world.openDeposits();
    world.deposit("alice", fil(100));
    // The approved worker is the present one still: that proves nothing yet.
    expect(world.must("stranger", "ConfirmWorker", { miner: world.miner })).toBe(false);
    world.advance(900);
    // The foreign worker takes effect and is asked to go again.
    expect(world.must("stranger", "ConfirmWorker", { miner: world.miner })).toBe(false);
    expect(controlled(world, newWorker)).toBe(true);
    world.refused("operator", "Forward", { miner: world.miner, amount: fil(1), attestation: null }, 20, "the worker is not confirmed");
    world.advance(900);
    expect(world.must("stranger", "ConfirmWorker", { miner: world.miner })).toBe(true);
    world.forward(fil(1));
    expect([controlled(world, newWorker), controlled(world, worker)]).toEqual([false, true]);
  });

  it("knows no miner outside custody", () => {
    const world = World.create();
    world.refused("stranger", "ConfirmWorker", { miner: world.otherMiner }, 17, `not in custody: miner f0${world.otherMiner}`);
  });
});

describe("ChangeWorker", () => {
  it("lets the operator change worker and controls, and nobody else", () => {
    const world = World.create();
    world.takeOver();
    const { newWorker, bob } = world.people;
    const params = { miner: world.miner, worker: Address.id(newWorker), controls: [Address.id(bob)] };
    world.refused("minerOwner", "ChangeWorker", params, 18, "only the operator");
    world.refused("operator", "ChangeWorker", { ...params, miner: world.otherMiner }, 17, "not in custody");
    world.refused("operator", "ChangeWorker", { ...params, controls: [Address.id(newWorker)] }, 16, "also a control address");
    world.must("operator", "ChangeWorker", params);
    expect(controlled(world, bob)).toBe(true);
    world.advance(900);
    expect(world.must("stranger", "ConfirmWorker", { miner: world.miner })).toBe(true);
    expect(controlled(world, newWorker)).toBe(true);
  });

  it("passes on what the miner refuses: a worker without a BLS key", () => {
    const world = World.create();
    world.takeOver();
    world.refused("operator", "ChangeWorker", { miner: world.miner, worker: Address.id(world.people.bob), controls: [] }, 20, "exit 16");
  });
});

describe("ReleaseMiner", () => {
  const release = (world: World, token = 1n) => ({ miner: world.miner, token, to: Address.id(world.people.minerOwner) });

  it("gives a miner back at once when there are no seniors, and the former owner can accept it", () => {
    const world = World.create();
    world.takeOver();
    const done = world.call("minerOwner", "ReleaseMiner", release(world));
    expect(done.ret).toBe(fil(1_000));
    expect(eventOf(done, "miner-released")).toEqual({ miner: world.miner, to: world.people.minerOwner, principal: fil(1_000) });
    expect(world.pool()).toMatchObject({ miners: 0, atMiners: 0n, tokens: 0n });
    world.builtin("minerOwner", world.miner, minerMethods.ChangeOwnerAddress, Address.id(world.people.minerOwner));
    expect(world.builtin("stranger", world.miner, minerMethods.GetOwner, undefined as never).owner.equals(Address.id(world.people.minerOwner))).toBe(true);
  });

  it("harvests first and pays the reward to the positions, without a tip", () => {
    const world = World.create({ terms: { tipBps: 10_000, tipMaximum: fil(1_000) } });
    world.takeOver();
    world.reward(fil(40));
    const done = world.call("minerOwner", "ReleaseMiner", release(world));
    expect(eventOf(done, "harvest")).toMatchObject({ reward: fil(10), tip: 0n });
    expect(world.pool().rewards).toBe(fil(9));
  });

  it("is the in-kind owner's alone, with the in-kind token of that miner", () => {
    const world = World.create();
    world.takeOver();
    world.openDeposits();
    const senior = world.deposit("alice", fil(10));
    world.refused("operator", "ReleaseMiner", release(world), 18, "only the token's owner");
    world.refused("alice", "ReleaseMiner", release(world, senior), 20, "not an in-kind junior of this miner");
    world.refused("minerOwner", "ReleaseMiner", release(world, 99n), 17, "no position has token id 99");
  });

  it("waits for 180 days of liquid cover while there are seniors", () => {
    const world = World.inCustody();
    world.deposit("alice", fil(100));
    world.forward(fil(50));
    world.refused("minerOwner", "ReleaseMiner", release(world), 20, "liquid principal does not cover the seniors");
    world.must("operator", "Recall", { miner: world.miner, amount: fil(50) });
    world.refused("minerOwner", "ReleaseMiner", release(world), 20, `the seniors must be covered until epoch ${world.epoch + 518_400}`);
    world.advance(518_399);
    world.refused("minerOwner", "ReleaseMiner", release(world), 20, "must be covered until");
    world.advance(1);
    expect(world.must("minerOwner", "ReleaseMiner", release(world))).toBe(fil(1_000));
    expect(world.pool()).toMatchObject({ liquid: fil(100), miners: 0 });
    expect(world.position(2n).principal).toBe(fil(100));
  });

  it("leaves the former owner what was payable of his legacy claim", () => {
    const world = World.create();
    world.reward(fil(400));
    world.takeOver();
    world.advance(90 * 2_880);
    world.harvest();
    const { payable } = world.account("minerOwner");
    expect(payable).toBeGreaterThan(fil(100));
    world.must("minerOwner", "ReleaseMiner", release(world));
    expect(world.account("minerOwner")).toMatchObject({ payable: 0n, claim: payable });
    expect(world.must("minerOwner", "Withdraw", { tokens: [], recipient: null })).toBe(payable);
  });

  it("waits until liquid principal covers the juniors who asked to leave", () => {
    const world = World.inCustody();
    world.stakeJunior(fil(100));
    world.forward(fil(50));
    world.must("operator", "Redeem", { token: 2n, amount: fil(60) });
    world.refused("minerOwner", "ReleaseMiner", release(world), 20, "liquid principal does not cover the seniors and the junior requests");
    world.must("operator", "Recall", { miner: world.miner, amount: fil(50) });
    expect(world.must("minerOwner", "ReleaseMiner", release(world))).toBe(fil(1_000));
  });

  it("asks for a position that covers all of the miner's principal", () => {
    const world = World.inCustody();
    world.stakeJunior(fil(100));
    world.forward(fil(60));
    world.refused("minerOwner", "ReleaseMiner", release(world), 20, "the position is worth less than the miner's principal");
  });
});
