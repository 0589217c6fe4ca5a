/** Miners that this actor creates or adopts, what the operator may tell a miner, and the flag for sectors that outlive the offer. */
import { describe, expect, it } from "vitest";
import { decodeStruct } from "../../actor/abi/codec.ts";
import { Address } from "../../filecoin/address.ts";
import { decodeCbor } from "../../filecoin/cbor.ts";
import { methodNumber } from "../../filecoin/frc42.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { type ActorId, epoch } from "../../filecoin/units.ts";
import { PROOF, born, seal } from "./miners.ts";
import { Receiver } from "./receiver.ts";
import { KIND, action } from "./voting.ts";
import { DAY, NOTICE, World, eventOf, fil } from "./world.ts";

const none = new Uint8Array();
const params = (world: World) => ({ worker: Address.id(world.people.worker), proof: PROOF, peer: Uint8Array.of(1, 2), addresses: [Uint8Array.of(3)] });
const book = (world: World, id: ActorId) => decodeStruct("Miners", world.block(world.state().miners!)).list.find((m) => m.id === id)!;

function approve(world: World, miner: ActorId): void {
  world.must("operator", "ApproveMiner", { miner, owner: Address.id(world.people.stranger), worker: Address.id(world.people.worker), controls: [] });
}

describe("CreateMiner", () => {
  it("makes a miner that this actor owns: the locked deposit is the operator's claim, the rest his in-kind position", () => {
    const world = World.create();
    const done = world.call("operator", "CreateMiner", params(world), fil(500));
    expect(done.error).toBe("");
    const miner = done.ret;
    const { principal, legacy } = eventOf(done, "miner-custodied");
    expect(eventOf(done, "miner-custodied")).toMatchObject({ miner, owner: world.people.operator, token: 1n });
    expect(principal + legacy).toBe(fil(500));
    expect(legacy).toBeGreaterThan(0n);
    expect(legacy).toBe(world.minerState(miner).lockedFunds);
    expect(world.position(1n)).toMatchObject({ owner: world.people.operator, kind: 1, principal, miner });
    expect(world.builtin("stranger", miner, minerMethods.GetOwner, undefined as never)).toEqual({ owner: Address.id(world.actor), proposed: null });
    expect(world.pool()).toMatchObject({ balance: 0n, liquid: 0n, atMiners: principal, surplus: 0n });
    world.advance(900);
    expect(world.must("stranger", "ConfirmWorker", { miner })).toBe(true);
    world.openDeposits();
    world.deposit("alice", fil(100));
    world.must("operator", "Forward", { miner, amount: fil(50), attestation: null });
  });

  it("is the operator's, of an active offer, within the limits, with the deposit that the network asks", () => {
    const world = World.create({ terms: { limits: { maxMiners: 1, maxPerMiner: fil(400), maxForwardPerDay: fil(1) } } });
    world.refused("stranger", "CreateMiner", params(world), 18, "only the operator may do this", fil(300));
    world.refused("operator", "CreateMiner", params(world), 20, /f04 method 1173380165 exit/, 1n);
    world.refused("operator", "CreateMiner", params(world), 20, `the limit of principal per miner is ${fil(400)}`, fil(5_000));
    world.refused("operator", "CreateMiner", { ...params(world), worker: Address.id(world.people.alice) }, 20, /f04 method 1173380165 exit/, fil(300));
    world.must("operator", "CreateMiner", params(world), fil(300));
    world.refused("operator", "CreateMiner", params(world), 20, "the limit of miners is 1", fil(300));
    world.must("operator", "SetLeaving", {});
    world.refused("operator", "CreateMiner", params(world), 20, "the actor is leaving", fil(300));
    expect(world.balanceOf(world.actor)).toBe(0n);
  });

  it("tells an operator that is a contract, which may refuse", () => {
    const world = World.create({ bare: true });
    const receiver = Receiver.create(world, "accepts", undefined, fil(1_000));
    const actor = world.tree.getActor(receiver.id)!;
    // The terms accept an EVM contract as operator; what it does in the hook is this receiver's business.
    world.tree.setActor(receiver.id, { ...actor, code: world.codeOf("evm") });
    expect(world.construct({ operator: Address.id(receiver.id) }).error).toBe("");
    world.tree.setActor(receiver.id, actor);
    expect(receiver.calls("Heartbeat", {}).exitCode).toBe(0);
    receiver.become("refuses");
    const before = world.head();
    expect(receiver.calls("CreateMiner", params(world), fil(300)).exitCode).toBe(77);
    expect([world.head(), world.balanceOf(receiver.id)]).toEqual([before, fil(1_000)]);
    receiver.become("re-enters", { method: "Heartbeat", params: {} });
    expect(receiver.calls("CreateMiner", params(world), fil(300)).error).toBe("");
    expect(receiver.seen()).toEqual({ calls: 1, exit: 20 });
  });
});

describe("AdoptMiner", () => {
  it("takes in an approved miner that is this actor's already; all that it holds is reward", () => {
    const world = World.create();
    const miner = born(world);
    approve(world, miner);
    const done = world.call("operator", "AdoptMiner", { miner });
    expect(eventOf(done, "miner-custodied")).toEqual({ miner, owner: world.actor, token: 0n, principal: 0n, legacy: 0n });
    expect(book(world, miner)).toMatchObject({ principal: 0n, worker: world.people.worker, confirmed: false, legacy: null });
    world.openDeposits();
    world.deposit("alice", fil(100));
    const harvested = world.must("stranger", "Harvest", { miner });
    expect(harvested).toBeGreaterThan(fil(100));
    expect(world.pool()).toMatchObject({ atMiners: 0n, liquid: fil(100), surplus: 0n });
  });

  it("is the operator's, of an approved miner that this actor owns and has not in custody", () => {
    const world = World.create();
    const miner = born(world);
    world.refused("operator", "AdoptMiner", { miner }, 18, `the operator has not approved this owner and miner f0${miner}`);
    approve(world, miner);
    world.refused("stranger", "AdoptMiner", { miner }, 18, "only the operator may do this");
    world.refused("operator", "AdoptMiner", { miner: world.people.alice }, 16, "its code is not the built-in storageminer");
    world.approve();
    world.refused("operator", "AdoptMiner", { miner: world.miner }, 20, "the miner's owner is not this actor after all");
    world.must("operator", "AdoptMiner", { miner });
    world.refused("operator", "AdoptMiner", { miner }, 20, `already in custody: miner f0${miner}`);
  });

  it("does not take back a miner that was released and waits for its new owner", () => {
    const world = World.create();
    world.takeOver();
    world.must("minerOwner", "ReleaseMiner", { miner: world.miner, token: 1n, to: Address.id(world.people.minerOwner) });
    world.approve();
    world.refused("operator", "AdoptMiner", { miner: world.miner }, 20, "the miner's owner is not this actor after all");
  });
});

describe("ChangePeerID and ChangeMultiaddrs", () => {
  it("tell a miner in custody, by the operator alone", () => {
    const world = World.create();
    world.refused("operator", "ChangePeerID", { miner: world.miner, peer: Uint8Array.of(9) }, 17, "not in custody: miner");
    world.takeOver();
    world.must("operator", "ChangePeerID", { miner: world.miner, peer: Uint8Array.of(9) });
    world.must("operator", "ChangeMultiaddrs", { miner: world.miner, addresses: [Uint8Array.of(4, 5), Uint8Array.of(6)] });
    const ask = (name: string): unknown => decodeCbor(world.raw(world.people.stranger, world.miner, methodNumber(name), none).ret!.bytes);
    expect([ask("GetPeerID"), ask("GetMultiaddrs")]).toEqual([[Uint8Array.of(9)], [[Uint8Array.of(4, 5), Uint8Array.of(6)]]]);
    world.refused("minerOwner", "ChangePeerID", { miner: world.miner, peer: none }, 18, "only the operator may do this");
    world.refused("alice", "ChangeMultiaddrs", { miner: world.miner, addresses: [] }, 18, "only the operator may do this");
    world.refused("operator", "ChangeMultiaddrs", { miner: world.otherMiner, addresses: [] }, 17, "not in custody: miner");
  });
});

describe("LowerFees", () => {
  it("lowers an entry of the operator for all rewards to come, and never raises one", () => {
    const world = World.create({ minerBalance: fil(100) });
    world.takeOver();
    world.reward(fil(40));
    world.harvest();
    const before = world.state().fees;
    expect(before).toBe(fil(1));
    const done = world.call("operator", "LowerFees", { fee: 0, bps: 400 });
    expect(eventOf(done, "fee")).toEqual({ fee: 0, bps: 400 });
    expect(world.must("stranger", "GetTerms", {}).fees).toEqual([{ label: "operator", beneficiary: null, bps: 400 }]);
    world.reward(fil(40));
    world.harvest();
    expect(world.state().fees - before).toBe(fil("0.4"));
    world.refused("operator", "LowerFees", { fee: 0, bps: 400 }, 16, "the fee in basis points must be below 400");
    world.refused("alice", "LowerFees", { fee: 0, bps: 0 }, 18, "only the operator may do this");
  });

  it("touches no entry of others", () => {
    const bare = World.create({ bare: true });
    const world = World.create({
      terms: {
        fees: [
          { label: "data", beneficiary: Address.id(bare.people.carol), bps: 500 },
          { label: "operator", beneficiary: null, bps: 100 },
        ],
      },
    });
    world.refused("operator", "LowerFees", { fee: 0, bps: 1 }, 18, "no fee of the operator stands at that place");
    world.refused("operator", "LowerFees", { fee: 2, bps: 1 }, 18, "no fee of the operator stands at that place");
    world.must("operator", "LowerFees", { fee: 1, bps: 0 });
  });
});

describe("SetLeaving", () => {
  it("ends deposits, forwards and take-overs for good, and lets anybody recall", () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0 } });
    world.deposit("alice", fil(100));
    world.forward(fil(60));
    world.refused("stranger", "Recall", { miner: world.miner, amount: fil(60) }, 18, "only the operator may recall");
    world.refused("alice", "SetLeaving", {}, 18, "only the operator may do this");
    expect(eventOf(world.call("operator", "SetLeaving", {}), "leaving")).toEqual({ operator: world.people.operator });
    expect(world.pool().status).toBe(1);
    const leaving = "the actor is leaving";
    world.refused("operator", "SetLeaving", {}, 20, leaving);
    world.refused("bob", "Deposit", {}, 20, leaving, fil(10));
    world.refused("operator", "StakeJunior", {}, 20, leaving, fil(10));
    world.refused("operator", "Forward", { miner: world.miner, amount: fil(1), attestation: null }, 20, leaving);
    expect(world.must("stranger", "Recall", { miner: world.miner, amount: fil(60) })).toBe(fil(60));
    expect(world.must("alice", "ExitNow", { token: 1n, amount: fil(100), least: fil(0) })).toBe(fil(95));
  });
});

describe("ReportOverExtension", () => {
  const LAST = 2_000_000;

  function sealed(): World {
    const world = World.create({ minerBalance: fil(100) });
    world.takeOver();
    world.openDeposits();
    seal(world, { expiration: LAST });
    seal(world, { expiration: LAST + 10 * DAY });
    return world;
  }

  it("flags a miner with a sector that outlives the offer: the operator's fee goes to the holders", () => {
    const world = sealed();
    world.reward(fil(40));
    world.harvest();
    expect(world.state().fees).toBe(fil(1));
    const done = world.call("stranger", "ReportOverExtension", { miner: world.miner, sector: 1n });
    expect(eventOf(done, "flag")).toEqual({ miner: world.miner, sector: 1n, expires: epoch(LAST + 10 * DAY) });
    world.advance(NOTICE);
    const before = world.state();
    world.reward(fil(40));
    const harvest = eventOf(world.call("stranger", "Harvest", { miner: world.miner }), "harvest");
    expect(harvest.fees).toBe(0n);
    expect(harvest.reward).toBeGreaterThanOrEqual(fil(10));
    const after = world.state();
    expect([after.fees, after.operator.newer]).toEqual([before.fees, before.operator.newer]);
    expect(after.rewards - before.rewards).toBe(harvest.reward);
  });

  it("of one miner ends the operator's fee on what every miner earns", () => {
    const world = sealed();
    const miner = born(world);
    approve(world, miner);
    world.must("operator", "AdoptMiner", { miner });
    seal(world, { expiration: LAST + DAY, miner });
    world.must("stranger", "ReportOverExtension", { miner, sector: 0n });
    expect([book(world, world.miner).flagged, book(world, miner).flagged]).toEqual([false, true]);
    world.reward(fil(40));
    expect(eventOf(world.call("stranger", "Harvest", { miner: world.miner }), "harvest")).toMatchObject({ reward: fil(10), fees: 0n });
  });

  it("that comes day after day for the same sector counts once, and pays nobody", () => {
    const world = sealed();
    const before = world.balanceOf("stranger");
    world.must("stranger", "ReportOverExtension", { miner: world.miner, sector: 1n });
    for (let day = 0; day < 42; day++) {
      world.advance(DAY);
      world.refused("stranger", "ReportOverExtension", { miner: world.miner, sector: 1n }, 20, "no sector that is known to expire later than epoch");
    }
    expect(world.balanceOf("stranger")).toBe(before);
  });

  it("of what a replaced operator did is over with him", () => {
    const world = sealed();
    world.deposit("alice", fil(900));
    world.must("stranger", "ReportOverExtension", { miner: world.miner, sector: 1n });
    world.advance(DAY);
    const proposal = world.must("alice", "Propose", { token: 2n, action: action(KIND.replace, { actor: Address.id(world.people.bob) }) });
    world.must("alice", "Vote", { proposal, tokens: [2n], choice: 1 });
    world.advance(20_160 + 2_880);
    expect(book(world, world.miner).flagged).toBe(true);
    world.must("stranger", "Execute", { proposal });
    expect(book(world, world.miner).flagged).toBe(false);
    world.reward(fil(40));
    expect(eventOf(world.call("stranger", "Harvest", { miner: world.miner }), "harvest").fees).toBeGreaterThan(0n);
  });

  it("counts a sector once, also after the holders have forgiven it", () => {
    const world = sealed();
    world.deposit("alice", fil(900));
    world.refused("stranger", "ReportOverExtension", { miner: world.miner, sector: 0n }, 20, `no sector that is known to expire later than epoch ${LAST}`);
    world.refused("stranger", "ReportOverExtension", { miner: world.miner, sector: 77n }, 20, /f0\d+ method 3010055991 exit 17/);
    world.refused("stranger", "ReportOverExtension", { miner: world.otherMiner, sector: 0n }, 17, "not in custody: miner");
    world.must("stranger", "ReportOverExtension", { miner: world.miner, sector: 1n });
    const again = `no sector that is known to expire later than epoch ${LAST + 10 * DAY}`;
    world.refused("stranger", "ReportOverExtension", { miner: world.miner, sector: 1n }, 20, again);
    world.advance(DAY);
    const proposal = world.must("alice", "Propose", { token: 2n, action: action(KIND.clear, { actor: Address.id(world.miner) }) });
    world.must("alice", "Vote", { proposal, tokens: [2n], choice: 1 });
    world.advance(20_160 + 2_880);
    world.must("stranger", "Execute", { proposal });
    expect(book(world, world.miner).flagged).toBe(false);
    world.refused("stranger", "ReportOverExtension", { miner: world.miner, sector: 1n }, 20, again);
    seal(world, { expiration: LAST + 20 * DAY });
    world.must("stranger", "ReportOverExtension", { miner: world.miner, sector: 2n });
    expect(book(world, world.miner).flagged).toBe(true);
  });
});
