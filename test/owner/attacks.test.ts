import { describe, expect, it } from "vitest";
import { encodeStruct } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS } from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { type ActorId, type AttoFil, attoFil, epoch } from "../../filecoin/units.ts";
import { accountIn, openAccounts, setAccount, tokensOf, withTokens } from "../accounts.ts";
import { DAY, NOTICE, World, type WorldOptions, eventOf, fil } from "./world.ts";

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
const exitNow = (token: bigint, amount: bigint) => ({ token, amount: attoFil(amount), least: attoFil(0n) });

describe("attacks that must fail", () => {
  it("nine tenths of the principal, in for the epoch of each vesting cliff, take less than a thousandth of a month's rewards", () => {
    const world = running({ minerBalance: 0n, terms: { fees: [], reserveBps: 0, exitDiscountBps: 0, cap: fil(2_000_000) } }, fil(100_000), fil(100_000));
    world.openDeposits(fil(100_000_000));
    // 101.25 FIL vest a day, in steps of twelve hours.
    world.reward(fil(24_300));
    world.harvest();
    const nextCliff = (): void => {
      const { vestingFunds } = world.builtin("stranger", world.miner, minerMethods.GetVestingFunds, undefined as never);
      const cliff = vestingFunds.find((entry) => entry.epoch >= world.epoch);
      if (cliff === undefined) throw new Error("nothing is vesting");
      world.advance(cliff.epoch - world.epoch);
    };
    // Until what was free at once has reached Alice.
    for (let cliff = 0; cliff < 30; cliff++) {
      nextCliff();
      world.advance(1);
      world.harvest();
    }
    let harvested = 0n;
    for (let cliff = 0; cliff < 60; cliff++) {
      nextCliff();
      world.harvest();
      const token = world.deposit("bob", fil(900_000));
      world.advance(1);
      harvested += world.harvest();
      const { principal } = world.position(token);
      expect(world.must("bob", "ExitNow", exitNow(token, principal))).toBe(principal);
    }
    expect(harvested).toBeGreaterThan(fil(3_000));
    expect(world.account("bob").claim).toBeGreaterThan(0n);
    expect(world.account("bob").claim).toBeLessThan(harvested / 1_000n);
  });

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
    const world = running({ minerBalance: fil(8_500) }, fil(10_000), 0n);
    const request = world.must("minerOwner", "Redeem", { token: 1n, amount: fil(8_500) });
    const token = world.must("minerOwner", "CancelRedemption", { request });
    expect(world.position(token).miner).toBe(world.miner);
    const again = world.must("minerOwner", "Redeem", { token, amount: fil(8_500) });
    expect(again & 1n).toBe(1n);
    world.advance(NOTICE);
    world.refused("stranger", "FinalizeSide", { request: again }, 19, "nothing may be paid");
    expect(world.pool()).toMatchObject({ liquid: fil(10_000), finalized: 0n });
  });

  /** Alice's 100 FIL are lost whole; nobody else is in. */
  function wipedOut(): World {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0, fees: [] } });
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
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0, fees: [] } });
    world.deposit("alice", fil(100));
    world.forward(fil(100));
    const request = world.must("alice", "Redeem", { token: 1n, amount: fil(50) });
    const second = world.must("alice", "Redeem", { token: 1n, amount: fil(50) });
    world.penalty(fil(100));
    world.must("stranger", "Measure", { miner: world.miner });
    world.deposit("bob", fil(50));
    expect(world.pool().senior.requested).toBe(0n);
    const back = world.must("alice", "CancelRedemption", { request: second });
    expect(world.position(back).principal).toBe(0n);
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

  it("a class closes below 2^-32 of its shares and not at it, and nothing of it is left to the next one", () => {
    const least = fil(100) >> 32n;
    for (const [left, generation] of [
      [least, 0n],
      [least - 1n, 1n],
    ] as const) {
      const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0, fees: [] } });
      world.deposit("alice", fil(100));
      world.bareSend("stranger", world.actor, 7n);
      world.must("stranger", "Sweep", {});
      world.advance(NOTICE);
      world.forward(fil(100));
      world.penalty(fil(100) - left);
      world.must("stranger", "Measure", { miner: world.miner });
      expect(world.state().senior).toMatchObject({ principal: left, generation: 0n });
      expect(world.state().senior.carry).toBeGreaterThan(0n);
      world.deposit("bob", fil(1));
      expect(world.state().senior).toMatchObject(generation === 0n ? { generation } : { generation, carry: 0n, shares: fil(1) });
    }
  });

  it("a class left with one attoFIL closes instead of blowing up the shares", () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0, fees: [] } });
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

  /** Puts scattered ids into an account's token set: where 13,000 positions pushed at it would stand. */
  function holdMore(world: World, who: ActorId, count: number): void {
    const root = world.state();
    const accounts = openAccounts(world.blocks, root.accounts!);
    const account = accountIn(accounts, who);
    const more = Array.from({ length: count }, (_, i) => 1_000n * BigInt(i + 1));
    setAccount(accounts, who, withTokens(world.blocks, account, [...tokensOf(world.blocks, account), ...more]));
    world.setRoot(encodeStruct("Root", { ...root, accounts: accounts.flush() }));
  }

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
    const move = (token: bigint): number => {
      const done = world.call("alice", "Transfer", { to: Address.id(world.people.bob), tokens: [token], operatorData: new Uint8Array() });
      expect(done.error).toBe("");
      return done.gas;
    };
    expect(move(mine.at(-1)!)).toBeLessThan(20_000_000);
    holdMore(world, world.people.alice, 13_000);
    expect(world.account("alice").tokens).toBe(13_064n);
    expect(move(mine.at(-2)!)).toBeLessThan(45_000_000);
    expect(world.must("alice", "Withdraw", { tokens: [1n], recipient: null })).toBe(0n);
  });

  it("dust costs its maker the minimum deposit a piece", () => {
    const world = World.create();
    world.openDeposits();
    world.deposit("bob", fil(10));
    const least = "must each be at least";
    world.refused("bob", "Split", { token: 1n, amount: fil("0.001") }, 16, least);
    world.refused("bob", "Redeem", { token: 1n, amount: fil("0.001") }, 16, least);
    world.refused("bob", "Deposit", {}, 16, "the minimum deposit is", fil("0.001"));
    for (let i = 0; i < 9; i++) world.must("bob", "Split", { token: 1n, amount: fil(1) });
    world.refused("bob", "Split", { token: 1n, amount: fil("0.5") }, 16, least);
    expect(world.account("bob").tokens).toBe(10n);
  });

  it("money that would idle beside the pledge for half of its reward finds no room, the operator's own neither", () => {
    const world = World.create({ minerBalance: 0n, terms: { fees: [], reserveBps: 0 } });
    world.takeOver();
    world.confirm();
    world.openDeposits(fil(100));
    world.deposit("alice", fil(100));
    world.forward(fil(100));
    world.refused("bob", "Deposit", {}, 20, "the room is 0", fil(100));
    world.refused("operator", "StakeJunior", {}, 20, "the room is 0", fil(100));
    world.reward(fil(400));
    world.harvest();
    world.advance(NOTICE);
    expect(reward(world, 1n)).toBeGreaterThanOrEqual(fil(100) - 1n);
  });

  it("a loss that is known and not yet booked is left to nobody: the tenth that leaves bears its fifth", () => {
    for (const way of ["by the queue", "at once"]) {
      const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0, exitDiscountBps: 0 } });
      world.deposit("alice", fil(1_000));
      world.deposit("bob", fil(9_000));
      world.forward(fil(5_000));
      const request = way === "at once" ? null : world.must("alice", "Redeem", { token: 1n, amount: fil(1_000) });
      world.advance(NOTICE);
      world.must("stranger", "Measure", { miner: world.miner });
      world.penalty(fil(2_000));
      if (request === null) expect(world.must("alice", "ExitNow", exitNow(1n, fil(800)))).toBe(fil(800));
      else expect(world.must("stranger", "Finalize", { max: 1 }).paid).toBe(fil(800));
      // 22.2 % if Alice had left with all that was hers before.
      world.must("stranger", "Measure", { miner: world.miner });
      expect(world.position(2n).principal).toBe(fil(7_200));
    }
  });

  it("an in-kind request that cannot be paid holds back no senior behind it", () => {
    const world = running({}, fil(1_000), 0n);
    const side = world.must("minerOwner", "Redeem", { token: 1n, amount: fil(1_000) });
    world.must("alice", "Redeem", { token: 2n, amount: fil(1_000) });
    world.advance(NOTICE);
    expect(world.must("stranger", "Finalize", { max: 10 })).toEqual({ paid: fil(1_000), done: 1n });
    expect(world.must("stranger", "ClaimRedemption", { requests: [2n] })).toBe(fil(1_000));
    world.refused("stranger", "FinalizeSide", { request: side }, 19, "nothing may be paid");
  });

  it("leaving at once costs the same discount in a hundred slices as in one", () => {
    const paid = (slices: number): bigint => {
      const world = running({}, fil(1_000), 0n);
      world.deposit("bob", fil(1_000));
      let sum = 0n;
      for (let i = 0; i < slices; i++) sum += world.must("alice", "ExitNow", exitNow(2n, fil(1_000) / BigInt(slices)));
      return sum;
    };
    expect([paid(1), paid(100)]).toEqual([fil(950), fil(950)]);
  });

  it("a loss at one miner that another earns back bears no fee: only what exceeds it is gain", () => {
    const world = running({ minerBalance: 0n, terms: { reserveBps: 0 } }, fil(3_000), fil(3_000));
    const second = world.must(
      "operator",
      "CreateMiner",
      { worker: Address.id(world.people.worker), proof: 10, peer: new Uint8Array(), addresses: [] },
      fil(500),
    );
    world.pledge(-fil(3_000));
    world.penalty(fil(2_000));
    expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(fil(2_000));
    world.reward(fil(9_996), 0n, second);
    const harvest = eventOf(world.call("stranger", "Harvest", { miner: second }), "harvest");
    expect(harvest).toMatchObject({ reward: fil(2_499), recovered: fil(2_000), legacy: 0n, fees: fil("49.9") });
  });

  it("a former owner gets his miner back after 180 covered days though a holder never answers", () => {
    const world = running({}, fil(100), 0n);
    world.pledge(-fil(1_000));
    world.must("stranger", "Measure", { miner: world.miner });
    const release = { miner: world.miner, token: 1n, to: Address.id(world.people.minerOwner) };
    world.refused("minerOwner", "ReleaseMiner", release, 20, "the seniors must be covered until epoch");
    world.advance(180 * DAY);
    expect(world.must("minerOwner", "ReleaseMiner", release)).toBe(fil(1_000));
    world.builtin("minerOwner", world.miner, minerMethods.ChangeOwnerAddress, release.to);
    expect(world.builtin("stranger", world.miner, minerMethods.GetOwner, undefined as never)).toEqual({ owner: release.to, proposed: null });
    expect(world.position(2n).principal).toBe(fil(100));
  });

  it("an offer in a known operator's name takes nobody's money before he has called it himself", () => {
    const world = World.create({ bare: true });
    expect(world.construct().error).toBe("");
    world.refused("stranger", "OpenDeposits", { amount: fil(1_000), until: epoch(world.epoch + DAY) }, 18, "only the operator may do this");
    world.refused("alice", "Deposit", {}, 20, "the operator has not called this actor yet", fil(100));
    world.propose();
    world.refused("minerOwner", "TakeOwner", { miner: world.miner }, 20, "the operator has not called this actor yet");
  });

  it("no offer that needs attestations begins without anybody who may issue them", () => {
    const world = World.create({ bare: true });
    const done = world.construct({ issuer: null, attestedMethods: [BigInt(METHOD_NUMBERS.Forward)] });
    expect(done).toMatchObject({ exitCode: 16, error: "attestations are needed, but nobody may issue them" });
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
