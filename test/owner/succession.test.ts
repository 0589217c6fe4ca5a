import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { brokenInvariants } from "./invariants.ts";
import { CHOICE, DELAY, GRACE, KIND, PERIOD, SEAL_OFF, STATE, action, decide, earning, offer, pass, propose, stateOf, vote } from "./voting.ts";
import { DAY, type People, type World, eventOf, fil } from "./world.ts";

const at = (world: World, who: keyof People): Address => Address.id(world.people[who]);
const nominate = (world: World, who: keyof People = "stranger"): void => void world.must("operator", "ProposeOperator", { operator: at(world, who) });
const refusal = (world: World) => action(KIND.refuse, { actor: at(world, "stranger") });
const replacement = (world: World) => action(KIND.replace, { actor: at(world, "stranger") });

describe("a nominee of the operator", () => {
  it("takes office after the delay; fees that were payable are the former one's, what is withheld stays behind losses", () => {
    const world = earning();
    world.advance(2 * 60_480);
    world.reward(fil(40));
    world.harvest();
    const fees = world.state().operator;
    expect([fees.payable > 0n, fees.newer > 0n]).toEqual([true, true]);
    const named = world.call("operator", "ProposeOperator", { operator: at(world, "stranger") });
    expect(eventOf(named, "operator-proposed")).toEqual({ operator: world.people.stranger, from: world.epoch + DELAY });
    world.advance(DELAY - 1);
    world.refused("stranger", "AcceptOperator", {}, 20, `the nominee must wait until epoch ${world.epoch + 1}`);
    world.refused("bob", "AcceptOperator", {}, 18, "only the operator's nominee may do this, not f0");
    world.advance(1);
    const done = world.call("stranger", "AcceptOperator", {});
    expect(eventOf(done, "operator-changed")).toEqual({ operator: world.people.stranger, former: world.people.operator, paid: fees.payable });
    expect(world.pool()).toMatchObject({ operator: world.people.stranger, accepted: true, lastSeen: world.epoch, withheldNewer: fees.newer });
    expect(world.account("operator").claim).toBe(fees.payable);
    expect(brokenInvariants(world)).toEqual([]);
    expect(world.must("operator", "Withdraw", { tokens: [], recipient: null })).toBe(fees.payable);
    world.refused("operator", "Heartbeat", {}, 18, "only the operator");
    world.must("stranger", "Heartbeat", {});
    world.refused("stranger", "AcceptOperator", {}, 18, "only the operator's nominee");
  });

  it("is named by the operator alone, must be able to be paid, and is taken back by naming oneself", () => {
    const world = offer();
    world.refused("bob", "ProposeOperator", { operator: at(world, "stranger") }, 18, "only the operator");
    world.refused("operator", "ProposeOperator", { operator: Address.id(world.miner) }, 16, "neither account, multisig");
    nominate(world);
    nominate(world, "operator");
    world.advance(DELAY);
    world.refused("stranger", "AcceptOperator", {}, 18, "only the operator's nominee");
    world.refused("operator", "AcceptOperator", {}, 18, "only the operator's nominee");
  });

  it("waits while a vote is held against him, and is nobody's nominee when it passes", () => {
    const world = offer();
    nominate(world);
    world.refused("alice", "Propose", { token: 1n, action: action(KIND.refuse, { actor: at(world, "bob") }) }, 20, "not a nominee");
    const id = propose(world, refusal(world));
    const decided = world.epoch + PERIOD;
    world.refused("bob", "Propose", { token: 2n, action: refusal(world) }, 20, "already voted on");
    world.refused("alice", "CancelProposal", { proposal: id }, 20, "a nominee waits for it");
    world.refused("operator", "ProposeOperator", { operator: at(world, "bob") }, 20, `being voted on in proposal ${id}`);
    world.advance(DELAY);
    world.refused("stranger", "AcceptOperator", {}, 20, `the nominee must wait until epoch ${decided + DELAY}`);
    vote(world, id, "alice", [1n]);
    world.advance(PERIOD - DELAY);
    expect(stateOf(world, id)).toBe(STATE.ready);
    world.must("stranger", "Execute", { proposal: id });
    world.advance(DELAY);
    world.refused("stranger", "AcceptOperator", {}, 18, "only the operator's nominee");
    nominate(world, "bob");
  });

  it("takes office when the vote against him fails; it then comes too late", () => {
    const world = offer();
    nominate(world);
    const id = propose(world, refusal(world));
    vote(world, id, "alice", [1n], CHOICE.against);
    world.advance(PERIOD + DELAY);
    world.must("stranger", "AcceptOperator", {});
    world.refused("bob", "Execute", { proposal: id }, 20, "in state 1");

    const other = offer();
    nominate(other);
    const late = propose(other, refusal(other));
    vote(other, late, "alice", [1n]);
    other.advance(PERIOD + DELAY);
    other.must("stranger", "AcceptOperator", {});
    other.refused("bob", "Execute", { proposal: late }, 20, "not a nominee");
  });

  it("cannot be shielded by filling the places for proposals: a vote against him is not pushed out", () => {
    const world = offer();
    for (let i = 0; i < 16; i++) world.deposit("bob", fil(1_000));
    world.deposit("carol", fil(1));
    world.advance(DELAY);
    nominate(world);
    const id = propose(world, refusal(world), "carol", 21n);
    for (let i = 5n; i < 20n; i++) propose(world, SEAL_OFF, "bob", i);
    world.refused("bob", "Propose", { token: 20n, action: SEAL_OFF }, 20, "others stand behind all open proposals");
    expect(stateOf(world, id)).toBe(STATE.voting);
  });
});

describe("an operator who is voted out", () => {
  it("gets his withheld fees after every miner was measured; the offer waits for the new one's first call", () => {
    const world = earning();
    const { newer } = world.state().operator;
    expect(newer).toBeGreaterThan(0n);
    const id = pass(world, replacement(world));
    const replaced = `the operator is about to be replaced by proposal ${id}`;
    world.refused("operator", "ChangeWorker", { miner: world.miner, worker: at(world, "newWorker"), controls: [] }, 20, replaced);
    world.refused("operator", "ChangePeerID", { miner: world.miner, peer: new Uint8Array(3) }, 20, replaced);
    world.refused("operator", "ChangeMultiaddrs", { miner: world.miner, addresses: [] }, 20, replaced);
    world.pledge(-fil(200));
    const { vesting } = world.minerView();
    world.penalty(vesting + fil(4));
    const done = world.call("bob", "Execute", { proposal: id });
    expect(eventOf(done, "loss")).toMatchObject({ loss: fil(4), withheld: fil(4), junior: 0n });
    expect(eventOf(done, "operator-changed")).toEqual({ operator: world.people.stranger, former: world.people.operator, paid: newer - fil(4) });
    expect(world.account("operator").claim).toBe(newer - fil(4));
    expect(world.pool()).toMatchObject({ operator: world.people.stranger, accepted: false, lastSeen: 0, withheldOlder: 0n, withheldNewer: 0n });
    expect(brokenInvariants(world)).toEqual([]);
    world.refused("operator", "Recall", { miner: world.miner, amount: fil(1) }, 18, "only the operator may recall");
    world.refused("carol", "Deposit", {}, 20, "the operator has not called this actor yet", fil(1));
    world.must("stranger", "ChangeWorker", { miner: world.miner, worker: at(world, "newWorker"), controls: [] });
    world.deposit("carol", fil(1));
  });

  it("whose successor never appears leaves an actor that counts as leaving after the absence", () => {
    const world = earning({ terms: { absence: 86_400 as never } });
    world.pledge(-fil(200));
    decide(world, replacement(world));
    world.advance(86_400);
    world.refused("bob", "Recall", { miner: world.miner, amount: fil(10) }, 18, "only the operator may recall");
    world.advance(1);
    world.harvest("bob");
    expect(world.pool().status).toBe(1);
    expect(world.must("bob", "Recall", { miner: world.miner, amount: fil(10) })).toBe(fil(10));
  });

  it("does not get money of the holders for the faults of his successor: his junior turns senior", () => {
    const world = earning();
    const late = world.deposit("bob", fil(5));
    decide(world, replacement(world));
    world.refused("bob", "ConvertJunior", { token: late }, 20, "not a junior position that a replaced operator held then");
    world.refused("bob", "ConvertJunior", { token: 99n }, 17, "no position has token id 99");
    const reward = world.position(4n).reward;
    const done = world.call("bob", "ConvertJunior", { token: 4n });
    expect(done.ret).toBe(fil(100));
    expect(eventOf(done, "junior-converted")).toEqual({ token: 4n, owner: world.people.operator, amount: fil(100) });
    expect(world.position(4n)).toMatchObject({ kind: 0, principal: fil(100), reward: 0n, since: world.epoch });
    expect(world.account("operator").claim).toBeGreaterThanOrEqual(reward);
    expect(world.pool().junior.principal).toBe(0n);
    expect(brokenInvariants(world)).toEqual([]);
    world.refused("bob", "ConvertJunior", { token: 4n }, 20, "not a junior position");
    world.pledge(-fil(200));
    world.penalty(world.minerView().vesting + fil(30));
    world.must("bob", "Measure", { miner: world.miner });
    expect(world.position(4n).principal).toBeGreaterThan(fil(90));
  });

  it("cannot make what he buys later, or what his successor stakes, senior; in-kind stays outside the queue", () => {
    const world = offer({ minerBalance: fil(20) });
    world.takeOver();
    world.must("minerOwner", "Transfer", { to: at(world, "operator"), tokens: [5n], operatorData: new Uint8Array() });
    decide(world, replacement(world));
    world.must("stranger", "Heartbeat", {});
    const his = world.must("stranger", "StakeJunior", {}, fil(10));
    world.must("stranger", "Transfer", { to: at(world, "operator"), tokens: [his], operatorData: new Uint8Array() });
    world.refused("operator", "ConvertJunior", { token: his }, 20, "not a junior position that a replaced operator held then");
    expect(world.must("operator", "ConvertJunior", { token: 5n })).toBe(fil(20));
    expect(world.position(5n)).toMatchObject({ kind: 0, miner: world.miner });
    world.refused("operator", "ExitNow", { token: 5n, amount: fil(20), least: fil(0) }, 16, "only cash seniors may exit without notice");
    const request = world.must("operator", "Redeem", { token: 5n, amount: fil(20) });
    expect(request & 1n).toBe(1n);
    world.advance(DAY * 7);
    world.refused("bob", "FinalizeSide", { request }, 19, "nothing may be paid to this request now");
    expect(brokenInvariants(world)).toEqual([]);
  });

  it("cannot make senior what his successor merges into it", () => {
    const world = offer();
    decide(world, replacement(world));
    world.must("stranger", "Heartbeat", {});
    const mine = world.must("stranger", "StakeJunior", {}, fil(10));
    const part = world.must("operator", "Split", { token: 4n, amount: fil(40) });
    world.must("operator", "Transfer", { to: at(world, "stranger"), tokens: [4n, part], operatorData: new Uint8Array() });
    world.refused("stranger", "Merge", { tokens: [4n, mine] }, 20, `a replaced operator held the first token, and not token ${mine}`);
    world.refused("stranger", "Merge", { tokens: [4n, part] }, 20, `a replaced operator held the first token, and not token ${part}`);
    world.must("stranger", "Merge", { tokens: [mine, part] });
    expect(world.must("bob", "ConvertJunior", { token: 4n })).toBe(fil(60));
    world.refused("bob", "ConvertJunior", { token: mine }, 20, "not a junior position that a replaced operator held then");
    expect(world.pool().junior.principal).toBe(fil(50));
  });

  it("merges what he held then, all of which turns senior", () => {
    const world = offer();
    const part = world.must("operator", "Split", { token: 4n, amount: fil(40) });
    decide(world, replacement(world));
    world.must("operator", "Merge", { tokens: [4n, part] });
    expect(world.must("bob", "ConvertJunior", { token: 4n })).toBe(fil(100));
  });

  it("keeps his fees withheld and his stake junior if he is the one that the vote names", () => {
    const world = earning();
    nominate(world);
    const id = pass(world, replacement(world));
    world.must("stranger", "AcceptOperator", {});
    const stake = world.must("stranger", "StakeJunior", {}, fil(10));
    world.refused("stranger", "ChangeWorker", { miner: world.miner, worker: at(world, "newWorker"), controls: [] }, 20, "about to be replaced");
    const { newer } = world.state().operator;
    expect(newer).toBeGreaterThan(0n);
    world.must("bob", "Execute", { proposal: id });
    expect(world.pool()).toMatchObject({ operator: world.people.stranger, accepted: true, withheldNewer: newer });
    expect(world.account("stranger").claim).toBe(0n);
    world.refused("bob", "ConvertJunior", { token: stake }, 20, "not a junior position that a replaced operator held then");
    world.must("stranger", "ChangeWorker", { miner: world.miner, worker: at(world, "newWorker"), controls: [] });
    expect(brokenInvariants(world)).toEqual([]);
  });

  it("keeps no vote: what turns senior is as young as on its first day", () => {
    const world = offer();
    const light = propose(world, SEAL_OFF, "carol", 3n);
    decide(world, replacement(world));
    world.must("operator", "ConvertJunior", { token: 4n });
    world.refused("operator", "Vote", { proposal: light, tokens: [4n], choice: 0 }, 20, "voting has ended");
    const next = propose(world, SEAL_OFF, "carol", 3n);
    world.refused("operator", "Vote", { proposal: next, tokens: [4n], choice: 0 }, 20, "too young to vote: position 4");
  });
});

describe("an absent operator", () => {
  it("makes the actor count as leaving, until he calls again", () => {
    const world = offer({ terms: { absence: 86_400 as never } });
    world.must("operator", "Heartbeat", {});
    world.advance(86_400);
    world.deposit("alice", fil(1));
    world.advance(1);
    world.refused("alice", "Deposit", {}, 20, "the actor is leaving", fil(1));
    expect(world.pool().status).toBe(1);
    world.must("operator", "Heartbeat", {});
    expect(world.pool().status).toBe(0);
    world.deposit("alice", fil(1));
    world.advance(GRACE);
    expect(world.pool().status).toBe(0);
  });
});
