/** Attacks that take several methods one after the other: each step alone is allowed. */
import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { attoFil } from "../../filecoin/units.ts";
import { type Action, DELAY, GRACE, KIND, PERIOD, STATE, action, offer, pass, propose, stateOf, vote } from "./voting.ts";
import { type People, World, fil } from "./world.ts";

const at = (world: World, who: keyof People): Address => Address.id(world.people[who]);
const give = (world: World, from: keyof People, to: keyof People, token: bigint): void =>
  void world.must(from, "Transfer", { to: at(world, to), tokens: [token], operatorData: new Uint8Array() });
const allowThis = (world: World): Action => action(KIND.allow, { code: world.code });
const migration = (world: World): Action => action(KIND.migrate, { actor: Address.id(world.heir()) });
const TOO_MUCH = "too much came in since it was proposed: vote again";
const MOVING = "other code has been voted for: nothing comes in or goes to miners until that is over";

/** An offer whose only senior is Bob, the operator's friend, with token 1; old enough to vote. */
function friends(amount: bigint): World {
  const world = World.create({ minerBalance: 0n });
  world.openDeposits();
  world.deposit("bob", amount);
  world.advance(DELAY);
  return world;
}

/** Bob proposes and votes. */
function bobVotes(world: World, what: Action): bigint {
  const id = propose(world, what, "bob", 1n);
  vote(world, id, "bob", [1n]);
  return id;
}

/** The same, and it may be carried out. */
function bobDecides(world: World, what: Action): bigint {
  const id = bobVotes(world, what);
  world.advance(PERIOD + DELAY);
  expect(stateOf(world, id)).toBe(STATE.ready);
  return id;
}

describe("a vote held before the money came", () => {
  it("moves nobody to other code: 1 FIL votes, 10,000 FIL come in until the vote ends", () => {
    const world = friends(fil(1));
    world.must("bob", "Execute", { proposal: bobDecides(world, allowThis(world)) });
    const id = bobVotes(world, migration(world));
    world.advance(PERIOD - 1);
    const late = world.deposit("alice", fil(10_000));
    world.advance(1 + DELAY);
    world.refused("bob", "Execute", { proposal: id }, 20, TOO_MUCH);
    expect(world.must("alice", "ExitNow", { token: late, amount: fil(10_000), least: attoFil(0n) })).toBe(fil(9_500));
    // As soon as it is about nobody else's money, it may be carried out.
    world.must("bob", "Execute", { proposal: id });
  });

  it("moves no miner that came in since: its owner is no senior, and his equity counts in the quorum", () => {
    const world = friends(fil(1));
    const id = bobVotes(world, allowThis(world));
    world.advance(PERIOD - 1);
    world.setBalance(world.miner, fil(1_000));
    world.takeOver();
    world.advance(1 + DELAY);
    world.refused("bob", "Execute", { proposal: id }, 20, TOO_MUCH);
  });

  it("moves no seniors by the votes of juniors who were alone", () => {
    const world = World.create({ minerBalance: 0n });
    world.openDeposits();
    world.stakeJunior(fil(10));
    world.advance(DELAY);
    const id = propose(world, allowThis(world), "operator", 1n);
    vote(world, id, "operator", [1n]);
    world.deposit("alice", fil(10));
    world.advance(PERIOD + DELAY);
    world.refused("operator", "Execute", { proposal: id }, 20, TOO_MUCH);
  });

  it("lets nobody in who could no more vote nor leave, and nothing to miners that leavers need", () => {
    const world = offer({ minerBalance: 0n });
    world.takeOver();
    world.confirm();
    const id = pass(world, allowThis(world));
    const shut = (): void => {
      world.refused("carol", "Deposit", {}, 20, MOVING, fil(10_000));
      world.refused("operator", "StakeJunior", {}, 20, MOVING, fil(1));
      world.refused("operator", "Forward", { miner: world.miner, amount: fil(1), attestation: null }, 20, MOVING);
      world.refused("operator", "AdoptMiner", { miner: world.otherMiner }, 20, MOVING);
    };
    shut();
    world.epoch -= DELAY;
    expect(stateOf(world, id)).toBe(STATE.waiting);
    shut();
    world.advance(DELAY + GRACE);
    expect(stateOf(world, id)).toBe(STATE.expired);
    world.deposit("carol", fil(1));
    world.forward(fil(1));
  });

  it("turns no first loss senior: the operator's friend votes him out while they are alone, and carries it out when the seniors are in", () => {
    const world = friends(fil(20));
    world.stakeJunior(fil(80));
    const id = bobDecides(world, action(KIND.replace, { actor: at(world, "stranger") }));
    world.deposit("alice", fil(20));
    const last = world.deposit("alice", fil(1));
    world.refused("bob", "Execute", { proposal: id }, 20, TOO_MUCH);
    world.must("alice", "ExitNow", { token: last, amount: fil(1), least: attoFil(0n) });
    world.must("bob", "Execute", { proposal: id });
  });
});

describe("a former operator", () => {
  it("leaves no consent behind: a miner that he approved on his last day does not come in under his successor", () => {
    const world = offer();
    const id = pass(world, action(KIND.replace, { actor: at(world, "stranger") }));
    world.approve();
    world.propose();
    world.must("bob", "Execute", { proposal: id });
    world.must("stranger", "Heartbeat", {});
    world.refused("minerOwner", "TakeOwner", { miner: world.miner }, 18, "the operator has not approved this owner and miner");
  });
});

describe("a miner on its way back", () => {
  const release = (world: World, to: Address) => ({ miner: world.miner, token: 1n, to });

  it("does not take along what vests for its former owner, who has sold his equity", () => {
    const world = World.create({ minerBalance: fil(100) });
    world.reward(fil(400));
    expect(world.takeOver()).toMatchObject({ legacy: fil(300) });
    give(world, "minerOwner", "bob", 1n);
    world.refused("bob", "ReleaseMiner", release(world, at(world, "bob")), 20, `the miner still has funds vesting for f0${world.people.minerOwner}`);
    world.advance(600_000);
    world.must("bob", "ReleaseMiner", release(world, at(world, "bob")));
    expect(world.must("minerOwner", "Withdraw", { tokens: [], recipient: null })).toBe(fil(300));
  });

  it("does not take along others' reward as pledge", () => {
    const world = World.create({ minerBalance: fil(100) });
    world.takeOver();
    world.openDeposits();
    world.stakeJunior(fil(100));
    world.reward(fil(40));
    // The worker pledges again what is free.
    world.pledge(fil(110));
    world.refused("minerOwner", "ReleaseMiner", release(world, at(world, "minerOwner")), 20, `harvest first, the miner retains ${fil(10)}`);
    world.pledge(-fil(110));
    world.must("minerOwner", "ReleaseMiner", release(world, at(world, "minerOwner")));
    expect(world.pool().rewards).toBe(fil(9));
  });

  it("is not offered to whom nobody can be: it would be lost to all", () => {
    const world = World.create();
    world.takeOver();
    for (const to of [Address.id(7_654_321n), Address.id(world.actor), Address.id(world.miner)])
      world.refused("minerOwner", "ReleaseMiner", release(world, to), 16, "neither account, multisig, ethaccount nor EVM contract");
  });

  it("does not leave with somebody who has voted for other code and is frozen", () => {
    const world = World.create();
    world.takeOver();
    world.advance(DELAY);
    const id = propose(world, allowThis(world), "minerOwner", 1n);
    vote(world, id, "minerOwner", [1n]);
    world.refused("minerOwner", "ReleaseMiner", release(world, at(world, "minerOwner")), 20, "the position voted and is frozen until epoch");
    world.advance(PERIOD + DELAY + GRACE);
    world.must("minerOwner", "ReleaseMiner", release(world, at(world, "minerOwner")));
  });
});
