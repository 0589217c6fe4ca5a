import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeStruct, decodeStruct } from "../../actor/abi/codec.ts";
import { Address } from "../../filecoin/address.ts";
import { cidOf } from "../../filecoin/cid.ts";
import { putBlock } from "../../devnet/state/blockstore.ts";
import { type Ballot, carries } from "../model/votes.ts";
import { CHOICE, DELAY, GRACE, KIND, PERIOD, SEAL_OFF, STATE, action, decide, offer, pass, propose, stateOf, vote } from "./voting.ts";
import { NOTICE, World, eventOf, fil } from "./world.ts";

const DAG_CBOR = 0x71;
const CODE = cidOf(0x55, new TextEncoder().encode("some code"));
const allow = action(KIND.allow, { code: CODE });
const limits = { maxMiners: 2, maxPerMiner: fil(50), maxForwardPerDay: fil(30) };

describe("a proposal", () => {
  it("is voted on, waits, is carried out by anybody, and tells so", () => {
    const world = offer();
    const made = world.call("alice", "Propose", { token: 1n, action: SEAL_OFF });
    expect(made.ret).toBe(1n);
    expect(eventOf(made, "proposal-created")).toEqual({ proposal: 1n, proposer: world.people.alice, token: 1n, kind: 0 });
    expect(world.must("stranger", "GetProposal", { proposal: 1n })).toMatchObject({
      id: 1n,
      state: STATE.voting,
      proposal: {
        token: 1n,
        proposer: world.people.alice,
        action: SEAL_OFF,
        epoch: world.epoch,
        voters: 0,
        stake: fil(100),
        senior: fil(200),
        junior: fil(100),
      },
    });
    const voted = world.call("alice", "Vote", { proposal: 1n, tokens: [1n], choice: CHOICE.for });
    expect(voted.ret).toBe(fil(100));
    expect(eventOf(voted, "vote")).toEqual({ proposal: 1n, voter: world.people.alice, choice: 1, weight: fil(100) });
    vote(world, 1n, "bob", [2n], CHOICE.against);
    vote(world, 1n, "carol", [3n], CHOICE.abstain);
    expect(world.must("stranger", "GetProposal", { proposal: 1n }).proposal).toMatchObject({
      yes: fil(100),
      no: fil(60),
      abstained: fil(40),
      vetoes: 0n,
      contested: true,
    });
    world.advance(PERIOD - 1);
    world.refused("stranger", "Execute", { proposal: 1n }, 20, `voting goes on until epoch ${world.epoch + 1}`);
    world.advance(1);
    expect(stateOf(world, 1n)).toBe(STATE.waiting);
    world.refused("stranger", "Execute", { proposal: 1n }, 20, `the delay goes on until epoch ${world.epoch + DELAY}`);
    world.advance(DELAY);
    expect(stateOf(world, 1n)).toBe(STATE.ready);
    const done = world.call("stranger", "Execute", { proposal: 1n });
    expect(eventOf(done, "proposal-executed")).toEqual({ proposal: 1n, kind: 0 });
    expect(world.pool().sealing).toBe(false);
    expect(stateOf(world, 1n)).toBe(STATE.executed);
    world.refused("stranger", "Execute", { proposal: 1n }, 20, "the proposal is in state 5");
  });

  it("expires when nobody carries it out within the grace, and a failed one is never carried out", () => {
    const world = offer();
    const first = pass(world, SEAL_OFF);
    world.advance(GRACE - 1);
    expect(stateOf(world, first)).toBe(STATE.ready);
    world.advance(1);
    world.refused("stranger", "Execute", { proposal: first }, 20, "the proposal is in state 4");
    const second = propose(world, SEAL_OFF);
    vote(world, second, "carol", [3n]);
    world.advance(PERIOD + DELAY);
    world.refused("stranger", "Execute", { proposal: second }, 20, "the proposal is in state 1");
    expect(world.pool().sealing).toBe(true);
  });

  it("needs a token of the voting class that is the caller's, old enough and worth something", () => {
    const world = offer();
    world.refused("bob", "Propose", { token: 1n, action: SEAL_OFF }, 18, "only the token's owner may do this: f0");
    world.refused("bob", "Propose", { token: 99n, action: SEAL_OFF }, 17, "no position has token id 99");
    world.refused("operator", "Propose", { token: 4n, action: SEAL_OFF }, 18, "only the voting class may propose");
    const young = world.deposit("bob", fil(1));
    world.advance(DELAY - 1);
    world.refused("bob", "Propose", { token: young, action: SEAL_OFF }, 20, `too young to vote: position ${young}`);
    world.advance(1);
    propose(world, SEAL_OFF, "bob", young);
    world.refused("bob", "Propose", { token: young, action: SEAL_OFF }, 20, "the token stands behind open proposal 1");
  });

  it("gives exactly the fields of its action, and an action that can be carried out", () => {
    const world = offer();
    const { alice } = world.people;
    const wrong = [
      action(8),
      action(KIND.limits),
      action(KIND.sealing, { code: CODE }),
      action(KIND.sealing, { actor: Address.id(alice) }),
      action(KIND.allow, { code: CODE, on: true }),
      action(KIND.allow),
      action(KIND.replace),
      action(KIND.clear),
      action(KIND.migrate, { actor: Address.id(alice), limits }),
      action(KIND.issuer, { actor: null, code: CODE }),
    ];
    for (const what of wrong) world.refused("alice", "Propose", { token: 1n, action: what }, 16, `the fields given are not those of action ${what.kind}`);
    world.refused(
      "alice",
      "Propose",
      { token: 1n, action: action(KIND.limits, { limits: { ...limits, maxMiners: 33 } }) },
      16,
      "limit of miners 33 is not within 1 and 32",
    );
    world.refused("alice", "Propose", { token: 1n, action: action(KIND.replace, { actor: Address.id(world.people.operator) }) }, 16, "already the operator");
    world.refused(
      "alice",
      "Propose",
      { token: 1n, action: action(KIND.replace, { actor: Address.id(world.miner) }) },
      16,
      "neither account, multisig, ethaccount nor EVM contract",
    );
    world.refused("alice", "Propose", { token: 1n, action: action(KIND.refuse, { actor: Address.id(alice) }) }, 20, "not a nominee");
    world.refused("alice", "Propose", { token: 1n, action: action(KIND.clear, { actor: Address.id(world.miner) }) }, 17, "not in custody: miner");
    world.refused("alice", "Propose", { token: 1n, action: action(KIND.migrate, { actor: Address.id(alice) }) }, 20, "no vote has allowed the code of f0");
  });

  it("is withdrawn by its proposer alone, before anybody else has voted", () => {
    const world = offer();
    const id = propose(world, SEAL_OFF);
    vote(world, id, "alice", [1n]);
    world.refused("bob", "CancelProposal", { proposal: id }, 18, "only the proposer may do this");
    world.refused("alice", "CancelProposal", { proposal: 9n }, 17, "no proposal has id 9");
    expect(eventOf(world.call("alice", "CancelProposal", { proposal: id }), "proposal-cancelled")).toEqual({ proposal: id, kind: 0 });
    world.refused("alice", "CancelProposal", { proposal: id }, 20, "voting is over");
    const next = propose(world, SEAL_OFF);
    vote(world, next, "bob", [2n]);
    world.refused("alice", "CancelProposal", { proposal: next }, 20, "others have voted");
  });

  it("stands in a list that is read page by page", () => {
    const world = offer();
    propose(world, SEAL_OFF);
    propose(world, allow, "bob", 2n);
    const page = world.must("stranger", "ListProposals", { from: 0n, limit: 1 });
    expect([page.proposals.map((p) => p.id), page.next]).toEqual([[1n], 2n]);
    const rest = world.must("stranger", "ListProposals", { from: page.next, limit: 9 });
    expect([rest.proposals.map((p) => [p.id, p.proposal.action]), rest.next]).toEqual([[[2n, allow]], 0n]);
    world.refused("stranger", "GetProposal", { proposal: 3n }, 17, "no proposal has id 3");
  });
});

describe("votes", () => {
  it("are refused for unknown, foreign, young and repeated tokens, unknown choices, none at all, and late ones", () => {
    const world = offer();
    const id = propose(world, SEAL_OFF);
    const young = world.deposit("bob", fil(5));
    world.refused("alice", "Vote", { proposal: 7n, tokens: [1n], choice: 1 }, 17, "no proposal has id 7");
    world.refused("alice", "Vote", { proposal: id, tokens: [1n], choice: 3 }, 16, "a choice is 0 against, 1 for or 2 abstain, not 3");
    world.refused("alice", "Vote", { proposal: id, tokens: [], choice: 1 }, 16, "no token votes");
    world.refused("alice", "Vote", { proposal: id, tokens: [1n, 2n], choice: 1 }, 18, "not the caller's token 2");
    world.refused("alice", "Vote", { proposal: id, tokens: [88n], choice: 1 }, 17, "no position has token id 88");
    world.refused("bob", "Vote", { proposal: id, tokens: [2n, young], choice: 1 }, 20, `too young to vote: position ${young}`);
    vote(world, id, "bob", [2n]);
    world.refused("bob", "Vote", { proposal: id, tokens: [2n], choice: 0 }, 20, "has voted already: token 2");
    world.advance(PERIOD);
    world.refused("alice", "Vote", { proposal: id, tokens: [1n], choice: 1 }, 20, `voting has ended, at the latest at epoch ${world.epoch}`);
  });

  it("count a token once, whoever holds it, and a position that left and came back not at all", () => {
    const world = offer();
    const id = propose(world, SEAL_OFF);
    vote(world, id, "alice", [1n]);
    world.must("alice", "Transfer", { to: Address.id(world.people.bob), tokens: [1n], operatorData: new Uint8Array() });
    world.refused("bob", "Vote", { proposal: id, tokens: [1n], choice: 1 }, 20, "has voted already: token 1");
    const request = world.must("bob", "Redeem", { token: 1n, amount: fil(100) });
    const token = world.must("bob", "CancelRedemption", { request });
    world.refused("bob", "Vote", { proposal: id, tokens: [token], choice: 1 }, 20, "too young to vote");
    expect(world.must("stranger", "GetProposal", { proposal: id }).proposal.yes).toBe(fil(100));
  });

  it("keep apart tokens that share a block of 256 and those that do not", () => {
    const world = World.create();
    world.openDeposits();
    for (let i = 0; i < 260; i++) world.deposit("alice", fil(1));
    world.advance(DELAY);
    const id = propose(world, SEAL_OFF);
    for (const token of [1n, 255n, 256n, 257n]) vote(world, id, "alice", [token]);
    vote(
      world,
      id,
      "alice",
      Array.from({ length: 64 }, (_, i) => BigInt(i + 10)),
    );
    for (const token of [1n, 255n, 256n, 257n, 73n])
      world.refused("alice", "Vote", { proposal: id, tokens: [token], choice: 0 }, 20, `has voted already: token ${token}`);
    expect(world.must("stranger", "GetProposal", { proposal: id }).proposal.yes).toBe(fil(68));
  });

  it("of juniors count only against, and only on AllowCode and Migrate", () => {
    const world = offer();
    const light = propose(world, SEAL_OFF);
    const heavy = propose(world, allow, "bob", 2n);
    world.refused(
      "operator",
      "Vote",
      { proposal: light, tokens: [4n], choice: CHOICE.against },
      18,
      "juniors may only vote against, and only on AllowCode and Migrate: token 4",
    );
    for (const choice of [CHOICE.for, CHOICE.abstain])
      world.refused("operator", "Vote", { proposal: heavy, tokens: [4n], choice }, 18, "juniors may only vote against");
    expect(vote(world, heavy, "operator", [4n], CHOICE.against)).toBe(fil(100));
    expect(world.must("stranger", "GetProposal", { proposal: heavy }).proposal).toMatchObject({ vetoes: fil(100), no: 0n });
  });

  it("are the juniors' when there are no seniors", () => {
    const world = World.create();
    world.openDeposits();
    const token = world.stakeJunior(fil(10));
    world.advance(DELAY);
    const id = propose(world, allow, "operator", token);
    const late = world.deposit("alice", fil(1));
    world.refused("alice", "Vote", { proposal: id, tokens: [late], choice: 0 }, 20, "too young to vote");
    vote(world, id, "operator", [token]);
    world.advance(PERIOD + DELAY);
    world.must("stranger", "Execute", { proposal: id });
    expect(world.must("stranger", "GetGovernance", {}).codes).toEqual([CODE]);
  });

  const part = fc.integer({ min: 1, max: 60 });
  const ballot = fc.record({ amount: part, choice: fc.constantFrom("for", "against", "abstain", null) });
  it("carry an action exactly when the rule says so, for any ballots", () => {
    fc.assert(
      fc.property(fc.array(ballot, { minLength: 1, maxLength: 6 }), fc.array(ballot, { maxLength: 3 }), fc.boolean(), (seniors, juniors, heavy) => {
        const world = World.create();
        world.openDeposits();
        const tokens = [
          ...seniors.map((b) => ({ ...b, side: "senior" as const, who: "alice" as const, token: world.deposit("alice", fil(b.amount)) })),
          ...juniors.map((b) => ({ ...b, side: "junior" as const, who: "operator" as const, token: world.stakeJunior(fil(b.amount)) })),
        ];
        world.advance(DELAY);
        const id = propose(world, heavy ? allow : SEAL_OFF, "alice", tokens[0]!.token);
        const ballots: Ballot[] = [];
        for (const b of tokens) {
          if (b.choice === null || (b.side === "junior" && (!heavy || b.choice !== "against"))) continue;
          vote(world, id, b.who, [b.token], CHOICE[b.choice]);
          ballots.push({ side: b.side, principal: fil(b.amount), choice: b.choice });
        }
        const sum = (of: readonly { amount: number }[]): bigint => of.reduce((a, b) => a + fil(b.amount), 0n);
        world.advance(PERIOD);
        const expected = carries({ senior: sum(seniors), junior: sum(juniors), heavy, quorumBps: 2_000n, approvalBps: 6_000n, ballots });
        expect(stateOf(world, id)).toBe(expected ? STATE.waiting : STATE.failed);
      }),
      { numRuns: 60 },
    );
  });

  it("for other code pass at exactly two thirds of the seniors with less than a fifth against, and not one attoFIL below or at a fifth", () => {
    for (const [forVotes, against, others, state] of [
      [fil(200), 0n, fil(100), STATE.waiting],
      [fil(200), 0n, fil(100) + 1n, STATE.failed],
      [fil(160) + 1n, fil(40), 0n, STATE.waiting],
      [fil(160), fil(40), 0n, STATE.failed],
    ] as const) {
      const world = World.create();
      world.openDeposits();
      const [mine, theirs] = [world.deposit("alice", forVotes), world.deposit("bob", against + others)];
      world.advance(DELAY);
      const id = propose(world, allow, "alice", mine);
      vote(world, id, "alice", [mine]);
      vote(world, id, "bob", [theirs], against === 0n ? CHOICE.abstain : CHOICE.against);
      world.advance(PERIOD);
      expect({ forVotes, state: stateOf(world, id) }).toEqual({ forVotes, state });
    }
  });

  it("pass at exactly 60 % of those who decide and 20 % of all principal, and not one attoFIL below", () => {
    for (const [forVotes, against, others, state] of [
      [60n, 40n, 0n, STATE.waiting],
      [60n, 41n, 0n, STATE.failed],
      [20n, 0n, 80n, STATE.waiting],
      [20n, 0n, 81n, STATE.failed],
    ] as const) {
      const world = World.create();
      world.openDeposits();
      const tokens = [
        world.deposit("alice", fil(1) * forVotes),
        against === 0n ? 0n : world.deposit("bob", fil(1) * against),
        others === 0n ? 0n : world.stakeJunior(fil(1) * others),
      ];
      world.advance(DELAY);
      const id = propose(world, SEAL_OFF, "alice", tokens[0]!);
      vote(world, id, "alice", [tokens[0]!]);
      if (against !== 0n) vote(world, id, "bob", [tokens[1]!], CHOICE.against);
      world.advance(PERIOD);
      expect(stateOf(world, id)).toBe(state);
    }
  });
});

describe("actions", () => {
  it("SetSealing stops and starts Forward, and lets anybody recall while sealing is off", () => {
    const world = offer({ minerBalance: 0n });
    world.takeOver();
    world.confirm();
    decide(world, SEAL_OFF);
    world.refused("operator", "Forward", { miner: world.miner, amount: fil(10), attestation: null }, 20, "sealing is off");
    decide(world, action(KIND.sealing, { on: true }));
    world.forward(fil(10));
    world.refused("carol", "Recall", { miner: world.miner, amount: fil(4) }, 18, "only the operator may recall");
    decide(world, SEAL_OFF);
    expect(world.must("carol", "Recall", { miner: world.miner, amount: fil(4) })).toBe(fil(4));
  });

  it("SetLimits binds Forward and TakeOwner in place of the terms", () => {
    const world = offer({ minerBalance: fil(1) });
    world.takeOver();
    world.confirm();
    decide(world, action(KIND.limits, { limits: { ...limits, maxPerMiner: fil(6) } }));
    expect(world.must("stranger", "GetGovernance", {}).limits).toEqual({ ...limits, maxPerMiner: fil(6) });
    world.refused("operator", "Forward", { miner: world.miner, amount: fil(7), attestation: null }, 20, `the limit of principal per miner is ${fil(6)}`);
    world.forward(fil(5));
    decide(world, action(KIND.limits, { limits: { ...limits, maxPerMiner: fil(10_000) } }));
    world.refused("operator", "Forward", { miner: world.miner, amount: fil(31), attestation: null }, 20, `the limit of forwards a day is ${fil(30)}`);
  });

  it("AllowCode puts a code on the list once, SetIssuer names and unnames an issuer", () => {
    const world = offer();
    expect(world.must("stranger", "GetGovernance", {})).toMatchObject({ next: 1n, codes: [], issuer: null, issuerVoted: false });
    decide(world, allow);
    decide(world, allow);
    expect(world.must("stranger", "GetGovernance", {}).codes).toEqual([CODE]);
    decide(world, action(KIND.issuer, { actor: Address.id(world.people.carol) }));
    expect(world.must("stranger", "GetGovernance", {})).toMatchObject({ issuer: world.people.carol, issuerVoted: true });
    decide(world, action(KIND.issuer));
    expect(world.must("stranger", "GetGovernance", {})).toMatchObject({ issuer: null, issuerVoted: true });
  });

  it("AllowCode keeps at most 16 codes", () => {
    const world = offer();
    const code = (n: number) => action(KIND.allow, { code: cidOf(0x55, Uint8Array.of(n)) });
    for (let n = 0; n < 16; n++) decide(world, code(n));
    const proposal = pass(world, code(16));
    world.refused("stranger", "Execute", { proposal }, 20, "codes on the list are at most 16");
  });

  it("ClearFlag forgives one miner", () => {
    const world = offer({ minerBalance: 0n });
    world.takeOver();
    world.refused("alice", "Propose", { token: 1n, action: action(KIND.clear, { actor: Address.id(world.miner) }) }, 20, "not flagged: miner f0");
    const root = world.state();
    const book = decodeStruct("Miners", world.block(root.miners!));
    const flagged = { ...book, list: book.list.map((m) => ({ ...m, flagged: true })) };
    world.setRoot(encodeStruct("Root", { ...root, miners: putBlock(world.blocks, DAG_CBOR, encodeStruct("Miners", flagged)) }));
    decide(world, action(KIND.clear, { actor: Address.id(world.miner) }));
    expect(decodeStruct("Miners", world.block(world.state().miners!)).list.map((m) => m.flagged)).toEqual([false]);
  });
});

describe("attacks on votes that must fail", () => {
  it("one FIL beside takeover equity does not vote a miner away: the quorum counts all principal", () => {
    const world = World.create();
    world.takeOver();
    world.openDeposits();
    const token = world.deposit("alice", fil(1));
    world.advance(DELAY);
    const id = propose(world, allow, "alice", token);
    vote(world, id, "alice", [token]);
    world.advance(PERIOD + DELAY);
    world.refused("stranger", "Execute", { proposal: id }, 20, "in state 1");
  });

  it("money that comes in for the vote does not vote", () => {
    const world = offer();
    const token = world.deposit("stranger", fil(10_000));
    world.advance(DELAY - 1);
    const id = propose(world, allow);
    world.refused("stranger", "Vote", { proposal: id, tokens: [token], choice: 1 }, 20, `too young to vote: position ${token}`);
  });

  it("more than half of the juniors veto other code, half of them do not", () => {
    for (const [share, state] of [
      [51, STATE.failed],
      [50, STATE.waiting],
    ] as const) {
      const world = World.create();
      world.openDeposits();
      world.deposit("alice", fil(200));
      world.stakeJunior(fil(share));
      world.stakeJunior(fil(100 - share));
      world.advance(DELAY);
      const id = propose(world, allow);
      vote(world, id, "alice", [1n]);
      vote(world, id, "operator", [2n], CHOICE.against);
      world.advance(PERIOD);
      expect(stateOf(world, id)).toBe(state);
    }
  });

  it("who voted for other code stays until it is over, also when the vote fails; the others leave without notice", () => {
    const world = offer({ terms: { reserveBps: 0 } });
    const id = propose(world, allow);
    vote(world, id, "alice", [1n]);
    vote(world, id, "bob", [2n]);
    const closes = world.epoch + PERIOD + DELAY + GRACE;
    world.refused("alice", "Redeem", { token: 1n, amount: fil(100) }, 20, `the position voted and is frozen until epoch ${closes}`);
    world.must("alice", "Transfer", { to: Address.id(world.people.stranger), tokens: [1n], operatorData: new Uint8Array() });
    world.refused("stranger", "Redeem", { token: 1n, amount: fil(100) }, 20, "frozen until epoch");
    world.advance(PERIOD);
    expect(stateOf(world, id)).toBe(STATE.waiting);
    const request = world.must("carol", "Redeem", { token: 3n, amount: fil(40) });
    expect(world.must("stranger", "Finalize", { max: 5 })).toEqual({ paid: fil(40), done: 1n });
    expect(world.must("stranger", "ClaimRedemption", { requests: [request] })).toBe(fil(40));
    world.advance(DELAY + GRACE - 1);
    world.refused("bob", "Redeem", { token: 2n, amount: fil(60) }, 20, "frozen until epoch");
    world.advance(1);
    world.must("bob", "Redeem", { token: 2n, amount: fil(60) });
    expect(world.must("stranger", "Finalize", { max: 5 })).toEqual({ paid: 0n, done: 0n });
  });

  it("a request made while exits are free stays matured after the delay", () => {
    const world = offer({ minerBalance: 0n, terms: { reserveBps: 0 } });
    world.takeOver();
    world.confirm();
    world.forward(fil(300));
    const id = propose(world, allow);
    vote(world, id, "alice", [1n]);
    vote(world, id, "bob", [2n]);
    world.advance(PERIOD);
    const request = world.must("carol", "Redeem", { token: 3n, amount: fil(40) });
    expect(world.must("stranger", "Finalize", { max: 5 })).toEqual({ paid: 0n, done: 0n });
    world.refused("carol", "CancelRedemption", { request }, 20, "the request has matured and stays");
    world.advance(DELAY);
    expect(stateOf(world, id)).toBe(STATE.ready);
    expect(world.must("stranger", "Recall", { miner: world.miner, amount: fil(300) })).toBe(fil(40));
    expect(world.must("stranger", "Finalize", { max: 5 })).toEqual({ paid: fil(40), done: 1n });
  });

  /** So much is at the miner, and in `left` epochs those who stay out of the vote for other code may leave without notice. */
  function almostAllowed(forwarded: ReturnType<typeof fil>, left: number): World {
    const world = offer({ minerBalance: 0n, terms: { reserveBps: 0 } });
    world.takeOver();
    world.confirm();
    world.forward(forwarded);
    const id = propose(world, allow);
    vote(world, id, "alice", [1n]);
    vote(world, id, "bob", [2n]);
    world.advance(PERIOD - left);
    return world;
  }

  it("who leaves without notice is not held up by one who asked back before him: that has matured for good too, is recalled for and paid first", () => {
    const world = almostAllowed(fil(300), 1);
    const before = world.must("carol", "Redeem", { token: 3n, amount: fil(20) });
    world.advance(1);
    const without = world.must("carol", "Redeem", { token: 3n, amount: fil(15) });
    world.advance(DELAY);
    const after = world.must("carol", "Redeem", { token: 3n, amount: fil(5) });
    const matures = Object.fromEntries(world.must("stranger", "ListRequests", { from: 0n, limit: 9 }).requests.map((r) => [String(r.id), Number(r.matures)]));
    expect(matures).toEqual({ [String(before)]: world.epoch, [String(without)]: expect.any(Number), [String(after)]: world.epoch + NOTICE });
    expect(matures[String(without)]).toBeLessThan(world.epoch);
    world.refused("carol", "CancelRedemption", { request: before }, 20, "the request has matured and stays");
    expect(world.must("stranger", "Finalize", { max: 5 })).toEqual({ paid: 0n, done: 0n });
    expect(world.must("stranger", "Recall", { miner: world.miner, amount: fil(300) })).toBe(fil(35));
    expect(world.must("stranger", "Finalize", { max: 5 })).toEqual({ paid: fil(35), done: 2n });
  });

  it("what was paid in part while exits were free has matured for good", () => {
    const world = almostAllowed(fil(290), 10);
    const request = world.must("carol", "Redeem", { token: 3n, amount: fil(40) });
    world.advance(10);
    expect(world.must("bob", "Finalize", { max: 10 })).toEqual({ paid: fil(10), done: 0n });
    world.advance(DELAY);
    world.refused("carol", "CancelRedemption", { request }, 20, "the request has matured and stays");
    world.must("operator", "Recall", { miner: world.miner, amount: fil(30) });
    expect(world.must("bob", "Finalize", { max: 10 })).toEqual({ paid: fil(30), done: 1n });
  });

  it("sixteen open proposals do not make the exit of sixty-four requests dear", () => {
    const world = World.create({ minerBalance: 0n });
    world.takeOver();
    world.openDeposits();
    for (let i = 0; i < 16; i++) world.deposit("stranger", fil(1));
    for (let i = 0; i < 64; i++) world.deposit("alice", fil(1));
    for (let i = 17n; i <= 80n; i++) world.must("alice", "Redeem", { token: i, amount: fil(1) });
    world.advance(NOTICE);
    const plain = world.call("stranger", "Recall", { miner: world.miner, amount: fil(1) });
    for (let i = 1n; i <= 16n; i++) propose(world, allow, "stranger", i);
    const crowded = world.call("stranger", "Recall", { miner: world.miner, amount: fil(1) });
    expect([plain.exitCode, crowded.exitCode]).toEqual([18, 18]);
    expect(crowded.gas - plain.gas).toBeLessThan(20_000_000);
  });

  it("sixteen open proposals make no deposit dear", () => {
    const world = World.create();
    world.openDeposits();
    for (let i = 0; i < 16; i++) world.deposit("stranger", fil(1));
    world.advance(DELAY);
    const plain = world.call("alice", "Deposit", {}, fil(10));
    for (let i = 1n; i <= 16n; i++) propose(world, allow, "stranger", i);
    const crowded = world.call("alice", "Deposit", {}, fil(10));
    expect([plain.exitCode, crowded.exitCode]).toEqual([0, 0]);
    expect(crowded.gas - plain.gas).toBeLessThan(3_000_000);
  });

  it("many small proposals do not keep a larger one from its place, nor push out what has more behind it", () => {
    const world = World.create();
    world.openDeposits();
    for (let i = 0; i < 17; i++) world.deposit("stranger", fil(1));
    const big = world.deposit("alice", fil(100));
    world.advance(DELAY);
    for (let i = 1n; i <= 16n; i++) propose(world, SEAL_OFF, "stranger", i);
    world.refused("stranger", "Propose", { token: 17n, action: SEAL_OFF }, 20, "others stand behind all open proposals with as much, which are 16");
    const done = world.call("alice", "Propose", { token: big, action: SEAL_OFF });
    expect(eventOf(done, "proposal-cancelled")).toEqual({ proposal: 1n, kind: 0 });
    expect([stateOf(world, 1n), stateOf(world, 17n)]).toEqual([STATE.ended, STATE.voting]);
    expect(world.must("stranger", "GetGovernance", {}).open).toHaveLength(16);
    world.refused("stranger", "Propose", { token: 17n, action: SEAL_OFF }, 20, "others stand behind all open proposals");
    world.advance(PERIOD);
    propose(world, SEAL_OFF, "stranger", 17n);
    expect(world.must("stranger", "GetGovernance", {}).open).toEqual([18n]);
  });
});
