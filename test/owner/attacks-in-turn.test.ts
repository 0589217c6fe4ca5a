/** Attacks that take several methods one after the other: each step alone is allowed. */
import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { attoFil } from "../../filecoin/units.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { PROOF, seal } from "./miners.ts";
import { type Action, DELAY, GRACE, KIND, PERIOD, SEAL_OFF, STATE, action, earning, offer, pass, propose, stateOf, vote } from "./voting.ts";
import { DAY, NOTICE, type People, World, eventOf, fil } from "./world.ts";

const at = (world: World, who: keyof People): Address => Address.id(world.people[who]);
const give = (world: World, from: keyof People, to: keyof People, token: bigint): void =>
  void world.must(from, "Transfer", { to: at(world, to), tokens: [token], operatorData: new Uint8Array() });
const allowThis = (world: World): Action => action(KIND.allow, { code: world.code });
const migration = (world: World): Action => action(KIND.migrate, { actor: Address.id(world.heir()) });
const TOO_MUCH = "too much came in since it was proposed: vote again";
const MOVING = "other code has been voted for: nothing comes in or goes to miners until that is over";

/** The operator hands over the second miner too, with 1,000 FIL of equity and nothing vesting; the token of it. */
function takeOverOther(world: World): bigint {
  const miner = world.otherMiner;
  world.editMiner(miner, (state) => Object.assign(state, { lockedFunds: 0n, vestingFunds: null }));
  world.setBalance(miner, fil(1_000));
  world.must("operator", "ApproveMiner", { miner, owner: at(world, "operator"), worker: at(world, "newWorker"), controls: [] });
  world.builtin("operator", miner, minerMethods.ChangeOwnerAddress, Address.id(world.actor));
  return world.must("operator", "TakeOwner", { miner }).token;
}

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
    world.refused(
      "bob",
      "ReleaseMiner",
      release(world, at(world, "bob")),
      20,
      `the miner still has funds vesting for, or owes them to f0${world.people.minerOwner}`,
    );
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

  it("does not leave before what was lost at another is measured: whose miner it is bears his part", () => {
    for (const covered of [false, true]) {
      const world = World.create();
      const { token: his } = world.takeOver();
      const other = takeOverOther(world);
      if (covered) {
        world.openDeposits();
        world.deposit("alice", fil(100));
        world.advance(518_400);
      }
      world.reward(0n, fil(600), world.otherMiner);
      const back = { miner: world.miner, token: his, to: at(world, "minerOwner") };
      world.refused("minerOwner", "ReleaseMiner", back, 20, "the position is worth less than the miner's principal");
      expect(world.must("stranger", "Measure", { miner: world.otherMiner })).toBe(fil(600));
      expect([world.position(his).principal, world.position(other).principal]).toEqual([fil(700), fil(700)]);
    }
  });

  it("does not take along what has vested for its former owner and went to make losses good", () => {
    const world = World.create();
    world.reward(fil(400));
    const { token, legacy } = world.takeOver();
    expect(legacy).toBe(fil(300));
    takeOverOther(world);
    give(world, "minerOwner", "bob", token);
    world.reward(0n, fil(200), world.otherMiner);
    world.must("stranger", "Measure", { miner: world.otherMiner });
    world.advance(200 * DAY);
    world.harvest();
    const claim = world.minerView().legacy!;
    expect([claim.entries.length, claim.due >= fil(200)]).toEqual([0, true]);
    world.must("operator", "Recall", { miner: world.miner, amount: fil(300) });
    world.refused("bob", "ReleaseMiner", { miner: world.miner, token, to: at(world, "bob") }, 20, "the miner still has funds vesting for, or owes them to");
    // Whoever wants it back pays what it owes, through the miner.
    world.bareSend("bob", world.miner, fil(300));
    world.must("bob", "ReleaseMiner", { miner: world.miner, token, to: at(world, "bob") });
    expect(world.account("minerOwner").claim).toBe(fil(300));
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

  it("does not take the operator's flag along: it ends by a vote alone", () => {
    const world = World.inCustody({ terms: { reserveBps: 0 } });
    const made = world.must("operator", "CreateMiner", { worker: at(world, "worker"), proof: PROOF, peer: new Uint8Array(), addresses: [] }, fil(500));
    const token = world.state().nextToken - 1n;
    seal(world, { expiration: 2_000_000 + DAY, miner: made });
    world.must("stranger", "ReportOverExtension", { miner: made, sector: 0n });
    world.refused("operator", "ReleaseMiner", { miner: made, token, to: at(world, "operator") }, 20, `flagged until a vote ends it: miner f0${made}`);
    world.deposit("alice", fil(100));
    world.reward(fil(40));
    expect(eventOf(world.call("stranger", "Harvest", { miner: world.miner }), "harvest").fees).toBe(0n);
  });

  const ALONE = "the miner goes back with the position of its take-over alone, which is 1";

  it("does not leave with a piece of the equity, which costs nothing once all principal was recalled", () => {
    const world = World.create({ minerBalance: fil(1_000) });
    world.takeOver();
    const piece = world.must("minerOwner", "Split", { token: 1n, amount: fil(1) });
    give(world, "minerOwner", "operator", piece);
    world.must("operator", "Recall", { miner: world.miner, amount: fil(1_000) });
    world.reward(fil(400));
    world.refused("operator", "ReleaseMiner", { miner: world.miner, token: piece, to: at(world, "operator") }, 20, ALONE);
    // Whatever becomes of the position of the take-over meanwhile.
    const request = world.must("minerOwner", "Redeem", { token: 1n, amount: fil(999) });
    world.refused("operator", "ReleaseMiner", { miner: world.miner, token: piece, to: at(world, "operator") }, 20, "the position of its take-over alone");
    const again = world.must("minerOwner", "CancelRedemption", { request });
    expect(world.minerView().token).toBe(again);
    give(world, "operator", "minerOwner", piece);
    expect(world.must("minerOwner", "Merge", { tokens: [piece, again] })).toBe(piece);
    expect(world.minerView().token).toBe(piece);
    world.must("minerOwner", "ReleaseMiner", { miner: world.miner, token: piece, to: at(world, "minerOwner") });
  });

  it("does not leave with what is left of an earlier take-over", () => {
    const world = World.create({ minerBalance: fil(1_000) });
    world.takeOver();
    world.must("operator", "Recall", { miner: world.miner, amount: fil(500) });
    const left = world.must("minerOwner", "Split", { token: 1n, amount: fil(500) });
    world.must("minerOwner", "ReleaseMiner", { miner: world.miner, token: 1n, to: at(world, "bob") });
    world.builtin("bob", world.miner, minerMethods.ChangeOwnerAddress, at(world, "bob"));
    // Bob, who bought it, hands it over in turn.
    world.must("operator", "ApproveMiner", { miner: world.miner, owner: at(world, "bob"), worker: at(world, "worker"), controls: [] });
    world.builtin("bob", world.miner, minerMethods.ChangeOwnerAddress, Address.id(world.actor));
    const { token } = world.must("bob", "TakeOwner", { miner: world.miner });
    const words = `the miner goes back with the position of its take-over alone, which is ${token}`;
    world.refused("minerOwner", "ReleaseMiner", { miner: world.miner, token: left, to: at(world, "minerOwner") }, 20, words);
    const again = world.must("minerOwner", "CancelRedemption", { request: world.must("minerOwner", "Redeem", { token: left, amount: fil(500) }) });
    world.refused("minerOwner", "ReleaseMiner", { miner: world.miner, token: again, to: at(world, "minerOwner") }, 20, words);
    world.must("bob", "ReleaseMiner", { miner: world.miner, token, to: at(world, "bob") });
  });
});

describe("juniors", () => {
  it("are not held back for ever by one FIL in the queue that never matures, and leave what it asks for", () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0 } });
    const junior = world.stakeJunior(fil(100));
    world.deposit("alice", fil(30));
    const other = world.deposit("alice", fil(1));
    const side = world.must("operator", "Redeem", { token: junior, amount: fil(100) });
    const request = world.must("alice", "Redeem", { token: 2n, amount: fil(30) });
    world.advance(NOTICE - 1);
    // The next one stands there before the first one matures.
    world.must("alice", "Redeem", { token: other, amount: fil(1) });
    world.must("alice", "CancelRedemption", { request });
    world.advance(1);
    expect(world.must("stranger", "FinalizeSide", { request: side })).toBe(fil(100));
    expect(world.pool().liquid).toBe(fil(31));
  });

  it("are paid only what the queue leaves, also before it matures", () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0 } });
    const junior = world.stakeJunior(fil(100));
    world.deposit("alice", fil(60));
    world.forward(fil(70));
    const side = world.must("operator", "Redeem", { token: junior, amount: fil(50) });
    world.advance(NOTICE - DAY);
    world.must("alice", "Redeem", { token: 2n, amount: fil(60) });
    world.advance(DAY);
    expect(world.must("stranger", "FinalizeSide", { request: side })).toBe(fil(30));
    world.refused("stranger", "FinalizeSide", { request: side }, 19, "nothing may be paid to this request now");
    world.advance(NOTICE);
    expect(world.must("stranger", "Finalize", { max: 1 }).paid).toBe(fil(60));
  });

  it("do not turn senior through the account of an operator who is voted out", () => {
    const world = offer({ minerBalance: fil(300) });
    const { token } = world.takeOver();
    world.advance(DELAY);
    const id = pass(world, action(KIND.replace, { actor: at(world, "stranger") }));
    give(world, "minerOwner", "operator", token);
    // Nor inside what he held.
    const more = world.must("operator", "Split", { token: 4n, amount: fil(50) });
    world.refused("operator", "Merge", { tokens: [4n, more] }, 20, `the operator is about to be replaced by proposal ${id}`);
    world.must("operator", "Execute", { proposal: id });
    give(world, "operator", "minerOwner", token);
    world.refused("minerOwner", "ConvertJunior", { token }, 20, "not a junior position that a replaced operator held then");
    world.must("operator", "ConvertJunior", { token: 4n });
    expect(world.pool().junior.principal).toBe(fil(350));
  });
});

describe("senior requests beside the queue", () => {
  /** Alice's 100 FIL, and 120 FIL of takeover equity that became senior when its operator was voted out; its token. Alice leaves. */
  function converted(recalled: bigint): { world: World; token: bigint } {
    const world = World.create({ minerBalance: fil(120), terms: { reserveBps: 0, fees: [] } });
    world.openDeposits();
    world.deposit("alice", fil(100));
    const { token } = world.takeOver();
    world.confirm();
    give(world, "minerOwner", "operator", token);
    world.advance(DELAY);
    const id = propose(world, action(KIND.replace, { actor: at(world, "stranger") }));
    vote(world, id, "alice", [1n]);
    world.advance(PERIOD + DELAY);
    world.must("stranger", "Execute", { proposal: id });
    world.must("stranger", "Heartbeat", {});
    world.must("stranger", "ConvertJunior", { token });
    if (recalled > 0n) world.must("stranger", "Recall", { miner: world.miner, amount: attoFil(recalled) });
    world.must("alice", "ExitNow", { token: 1n, amount: fil(100), least: attoFil(0n) });
    return { world, token };
  }

  it("do not hold each other back", () => {
    const { world, token } = converted(fil(60));
    const [first, second] = [1, 2].map(() => world.must("operator", "Redeem", { token, amount: fil(60) })) as [bigint, bigint];
    world.advance(NOTICE);
    expect(world.pool()).toMatchObject({ liquid: fil(60), queued: 0n });
    world.refused("bob", "CancelRedemption", { request: first }, 18, "only the request's owner");
    expect(world.must("bob", "FinalizeSide", { request: second })).toBe(fil(60));
    world.refused("bob", "FinalizeSide", { request: first }, 19, "nothing may be paid to this request now");
    world.must("stranger", "Recall", { miner: world.miner, amount: fil(60) });
    expect(world.must("bob", "FinalizeSide", { request: first })).toBe(fil(60));
    expect(world.state().sideSenior).toBe(0n);
  });

  it("do not hold juniors back while their own miner has given nothing back", () => {
    const { world, token } = converted(0n);
    const stake = world.must("stranger", "StakeJunior", {}, fil(100));
    world.must("operator", "Redeem", { token, amount: fil(120) });
    const junior = world.must("stranger", "Redeem", { token: stake, amount: fil(100) });
    world.advance(NOTICE);
    // 15 % of the 120 FIL at the miner stay.
    expect(world.must("bob", "FinalizeSide", { request: junior })).toBe(fil(82));
  });

  it("taken back, they count no more", () => {
    const { world, token } = converted(0n);
    const request = world.must("operator", "Redeem", { token, amount: fil(120) });
    expect(world.state().sideSenior).toBe(fil(120));
    world.must("operator", "CancelRedemption", { request });
    expect(world.state().sideSenior).toBe(0n);
  });
});

describe("a request without shares", () => {
  it("is none: dust whose price is above it would stand in the count of the queue for ever", () => {
    const world = World.create({
      minerBalance: 0n,
      terms: { custodyType: 1, annualRateBps: 10_000, minimumDeposit: attoFil(1n), fees: [], reserveBps: 0 },
    });
    world.openDeposits();
    world.deposit("bob", 1n);
    world.advance(1);
    world.deposit("carol", 3n);
    expect(world.pool().senior).toMatchObject({ principal: 4n, shares: 2n });
    for (const method of ["Redeem", "Split"] as const) world.refused("carol", method, { token: 2n, amount: attoFil(1n) }, 16, "amount too small for a share");
    expect(world.pool().queued).toBe(0n);
  });
});

describe("an operator who was voted out", () => {
  it("does not turn his first loss senior before it bears what was lost and nobody has measured yet", () => {
    const world = earning();
    pass(world, action(KIND.replace, { actor: at(world, "stranger") }));
    world.must("stranger", "Execute", { proposal: 1n });
    world.pledge(-fil(200));
    world.penalty(world.minerView().vesting + fil(80));
    const seniors = (): bigint => [1n, 2n, 3n].reduce((sum, token) => sum + world.position(token).principal, 0n);
    world.must("operator", "ConvertJunior", { token: 4n });
    expect(world.must("stranger", "Measure", { miner: world.miner })).toBe(0n);
    expect(seniors()).toBe(fil(200));
    expect(world.position(4n).principal).toBeLessThan(fil(30));
  });

  it("gets nothing for a first loss that is gone once everything is measured", () => {
    const world = earning();
    pass(world, action(KIND.replace, { actor: at(world, "stranger") }));
    world.must("stranger", "Execute", { proposal: 1n });
    world.pledge(-fil(200));
    world.penalty(world.minerView().vesting + fil(190));
    world.refused("operator", "ConvertJunior", { token: 4n }, 20, "the position has no principal left");
  });
});

describe("an operator who is voted in", () => {
  it("is not paid and freed by taking office first and naming his other key", () => {
    const world = earning();
    const id = pass(world, action(KIND.replace, { actor: at(world, "stranger") }));
    world.must("operator", "ProposeOperator", { operator: at(world, "stranger") });
    world.advance(DELAY);
    world.must("stranger", "AcceptOperator", {});
    const stake = world.must("stranger", "StakeJunior", {}, fil(50));
    const { newer, older } = world.state().operator;
    expect(newer + older > 0n).toBe(true);
    world.must("stranger", "ProposeOperator", { operator: at(world, "newWorker") });
    give(world, "stranger", "newWorker", stake);
    world.advance(DELAY);
    world.must("newWorker", "AcceptOperator", {});
    world.must("stranger", "Execute", { proposal: id });
    expect(world.pool().operator).toBe(world.people.stranger);
    expect(world.state().operator.newer + world.state().operator.older).toBe(newer + older);
    world.refused("stranger", "ConvertJunior", { token: stake }, 20, "not a junior position that a replaced operator held then");
  });
});

describe("the sixteen places of proposals", () => {
  const FULL = "others stand behind all open proposals with as much, which are 16";

  it("are not held by stake that has left", () => {
    const world = World.create({ minerBalance: 0n });
    world.openDeposits();
    const tokens = Array.from({ length: 16 }, () => world.deposit("alice", fil(100)));
    const bobs = world.deposit("bob", fil(99));
    world.deposit("carol", fil(5_000));
    world.advance(DELAY);
    for (const token of tokens) propose(world, SEAL_OFF, "alice", token);
    world.refused("bob", "Propose", { token: bobs, action: SEAL_OFF }, 20, FULL);
    world.must("alice", "ExitNow", { token: tokens[0]!, amount: fil(100), least: attoFil(0n) });
    const id = propose(world, SEAL_OFF, "bob", bobs);
    expect([stateOf(world, 1n), stateOf(world, id)]).toEqual([STATE.ended, STATE.voting]);
  });

  it("are not held by what 16 FIL have passed alone and nobody can carry out any more", () => {
    const world = World.create({ minerBalance: 0n });
    world.openDeposits();
    const tokens = Array.from({ length: 16 }, () => world.deposit("bob", fil(1)));
    world.advance(DELAY);
    for (const id of tokens.map((token) => propose(world, action(KIND.sealing, { on: true }), "bob", token))) vote(world, id, "bob", tokens);
    const alices = world.deposit("alice", fil(10_000));
    world.advance(PERIOD);
    world.must("operator", "ProposeOperator", { operator: at(world, "stranger") });
    expect(stateOf(world, 1n)).toBe(STATE.waiting);
    const refusal = propose(world, action(KIND.refuse, { actor: at(world, "stranger") }), "alice", alices);
    vote(world, refusal, "alice", [alices]);
    world.advance(PERIOD);
    world.must("alice", "Execute", { proposal: refusal });
    world.refused("stranger", "AcceptOperator", {}, 18, "only the operator's nominee may do this");
  });
});

describe("a vote against a nominee", () => {
  it("is not lost by a migration that ends it: he is no nominee any more", () => {
    const world = offer({ minerBalance: 0n });
    const allowed = pass(world, allowThis(world));
    world.must("stranger", "Execute", { proposal: allowed });
    const heir = world.heir();
    const id = pass(world, action(KIND.migrate, { actor: Address.id(heir) }));
    world.must("operator", "ProposeOperator", { operator: at(world, "stranger") });
    const refusal = propose(world, action(KIND.refuse, { actor: at(world, "stranger") }), "carol", 3n);
    vote(world, refusal, "carol", [3n]);
    world.must("operator", "Execute", { proposal: id });
    world.actor = heir;
    expect(stateOf(world, refusal)).toBe(STATE.ended);
    world.advance(PERIOD + DELAY);
    world.refused("stranger", "AcceptOperator", {}, 18, "only the operator's nominee may do this");
    world.must("operator", "ProposeOperator", { operator: at(world, "stranger") });
    propose(world, action(KIND.refuse, { actor: at(world, "stranger") }), "carol", 3n);
  });

  it("that has not begun is held in the successor: the nominee goes along", () => {
    const world = offer({ minerBalance: 0n });
    world.must("stranger", "Execute", { proposal: pass(world, allowThis(world)) });
    const heir = world.heir();
    const id = pass(world, action(KIND.migrate, { actor: Address.id(heir) }));
    world.must("operator", "ProposeOperator", { operator: at(world, "stranger") });
    const other = propose(world, SEAL_OFF, "carol", 3n);
    world.must("operator", "Execute", { proposal: id });
    world.actor = heir;
    expect(stateOf(world, other)).toBe(STATE.ended);
    world.advance(DELAY);
    world.must("stranger", "AcceptOperator", {});
    expect(world.pool().operator).toBe(world.people.stranger);
  });

  it("is not undone by money that comes for a week", () => {
    const world = offer({ minerBalance: 0n });
    world.must("operator", "ProposeOperator", { operator: at(world, "stranger") });
    const id = propose(world, action(KIND.refuse, { actor: at(world, "stranger") }));
    for (const [who, token] of [
      ["alice", 1n],
      ["bob", 2n],
      ["carol", 3n],
    ] as const)
      vote(world, id, who, [token]);
    world.advance(PERIOD - 1);
    world.deposit("minerOwner", fil(201));
    world.advance(1);
    world.must("alice", "Execute", { proposal: id });
  });
});

describe("the queue", () => {
  it("is not hidden from whoever would recall for it by requests that were cancelled", () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0 } });
    world.deposit("bob", fil(1));
    world.deposit("alice", fil(100));
    let carols = world.deposit("carol", fil(1));
    world.forward(fil(102));
    world.must("bob", "Redeem", { token: 1n, amount: fil(1) });
    for (let i = 0; i < 63; i++)
      carols = world.must("carol", "CancelRedemption", { request: world.must("carol", "Redeem", { token: carols, amount: fil(1) }) });
    world.must("alice", "Redeem", { token: 2n, amount: fil(100) });
    world.advance(NOTICE);
    expect(world.must("stranger", "Recall", { miner: world.miner, amount: fil(102) })).toBe(fil(101));
  });

  it("is not hidden from whoever would recall for it by requests of the same time that stand outside", () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0 } });
    world.deposit("bob", fil(1));
    world.deposit("alice", fil(100));
    let carols = world.deposit("carol", fil(1));
    const juniors = Array.from({ length: 70 }, () => world.stakeJunior(fil(1)));
    world.forward(fil(172));
    world.must("bob", "Redeem", { token: 1n, amount: fil(1) });
    for (const token of juniors) {
      world.must("operator", "Redeem", { token, amount: fil(1) });
      carols = world.must("carol", "CancelRedemption", { request: world.must("carol", "Redeem", { token: carols, amount: fil(1) }) });
    }
    world.must("alice", "Redeem", { token: 2n, amount: fil(100) });
    world.advance(NOTICE);
    expect(world.must("stranger", "Recall", { miner: world.miner, amount: fil(172) })).toBe(fil(101));
  });
});
