/** Steps of a history in which the holders decide: they propose, vote, wait and carry out, and some of them leave before it happens. */
import { expect } from "vitest";
import { encodeStruct } from "../../actor/abi/codec.ts";
import type { OwnerMethodName } from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import { type Cid, cidOf } from "../../filecoin/cid.ts";
import { type ActorId, attoFil } from "../../filecoin/units.ts";
import { type Action, CHOICE, KIND, action } from "../owner/actions.ts";
import { type World, fil } from "../owner/world.ts";
import { exitsAreFree, isOldEnough, moments, openProposals, stateOf } from "./governance.ts";
import type { ModelAction, Proposal } from "./governance-books.ts";
import type { History, Step } from "./history.ts";
import { actor, chosen, share } from "./step-parts.ts";
import { principalOf } from "./share-class.ts";
import type { Ballot } from "./votes.ts";

const OTHER_CODE = cidOf(0x55, new TextEncoder().encode("other code"));
const CHOICES = ["against", "for", "abstain"] as const;

/** An action as the message carries it and as the model knows it. */
interface Choice {
  readonly wire: Action;
  readonly rule: ModelAction;
}

const codeOf = (world: World, id: ActorId): string => String(world.tree.getActor(id)?.code);

/** A new instance of this code that waits for an actor. */
function heirOf(h: History, predecessor: ActorId): ActorId {
  const { world } = h;
  const present = world.actor;
  const made = world.constructWith(encodeStruct("Heir", { predecessor: Address.id(predecessor) }));
  expect(made.error).toBe("");
  const heir = world.actor;
  world.actor = present;
  h.heirs.set(heir, predecessor);
  return heir;
}

const migrationTo = ({ world }: History, to: ActorId): Choice => ({
  wire: action(KIND.migrate, { actor: Address.id(to) }),
  rule: { kind: "migrate", to, code: codeOf(world, to) },
});

/** What is to be decided: mostly something that can be. */
function choose(h: History, { who, pick, part }: Step): Choice {
  const { world, books } = h;
  const { alice, bob, carol, operator } = h.people;
  const someone = chosen([alice, bob, carol, operator], part) as ActorId;
  const at = (id: bigint): Address => Address.id(actor(id));
  const allow = (code: Cid): Choice => ({ wire: action(KIND.allow, { code }), rule: { kind: "allowCode", code: String(code) } });
  const flagged = [...books.miners].filter(([, m]) => m.flagged).map(([id]) => id);
  // Who is flagged is mostly forgiven at last.
  switch (flagged.length > 0 && who % 3 === 0 ? 6 : pick % 10) {
    case 0:
      return { wire: action(KIND.sealing, { on: part % 2 === 0 }), rule: { kind: "setSealing", on: part % 2 === 0 } };
    case 1: {
      const limits = {
        maxMiners: part % 11 === 0 ? 33 : 1 + (part % 5),
        maxPerMiner: attoFil(share(fil(5_000), part)),
        maxForwardPerDay: who % 3 === 0 ? attoFil(share(fil(200), part)) : fil(10_000_000),
      };
      return { wire: action(KIND.limits, { limits }), rule: { kind: "setLimits", limits } };
    }
    case 2: {
      const nominee = books.votes.nominee?.id ?? someone;
      return { wire: action(KIND.refuse, { actor: at(nominee) }), rule: { kind: "refuseOperator", who: nominee } };
    }
    case 3:
    case 4: {
      const next = part % 13 === 0 ? world.miner : someone;
      return { wire: action(KIND.replace, { actor: at(next) }), rule: { kind: "replaceOperator", who: next, payee: next !== world.miner } };
    }
    case 5: {
      const issuer = part % 3 === 0 ? null : someone;
      return { wire: action(KIND.issuer, { actor: issuer === null ? null : at(issuer) }), rule: { kind: "setIssuer", who: issuer } };
    }
    case 6: {
      const miner = chosen(flagged.length > 0 ? flagged : [...books.miners.keys()], part) ?? h.miners[0] ?? 0n;
      return { wire: action(KIND.clear, { actor: at(miner) }), rule: { kind: "clearFlag", miner } };
    }
    default:
      if (!books.votes.codes.includes(String(world.code)))
        return part % 7 === 0 ? allow(OTHER_CODE) : part % 11 === 0 ? migrationTo(h, someone) : allow(world.code);
      if (part % 9 === 0) return allow(OTHER_CODE);
      if (part % 9 === 1) return migrationTo(h, someone);
      return migrationTo(h, heirOf(h, part % 9 === 2 ? h.people.alice : world.actor));
  }
}

function put(h: History, token: number, sender: bigint, what: Choice): number | undefined {
  return h.both(
    `Propose ${what.rule.kind}`,
    actor(sender),
    (from) => h.world.call(from, "Propose", { token: BigInt(token), action: what.wire }),
    () => h.model.propose(h.world.epoch, token, what.rule),
    ({ ret }) => Number(ret),
  );
}

/** Tokens that may stand behind a proposal now, the largest first. */
function eligible(h: History): number[] {
  const b = h.present;
  const voters = b.classes.senior.P > 0n ? "senior" : "junior";
  const behind = new Set(openProposals(b).map(([, { token }]) => token));
  return [...b.positions]
    .filter(([token, p]) => p.side === voters && isOldEnough(b, p, b.now) && principalOf(b, p) > 0n && !behind.has(token))
    .sort(([, x], [, y]) => (principalOf(b, y) > principalOf(b, x) ? 1 : -1))
    .map(([token]) => token);
}

export function propose(h: History, step: Step): void {
  const fit = eligible(h);
  const all = [...h.books.positions.keys()];
  const token = chosen(fit.length > 0 && step.who % 5 > 0 ? fit : all, step.who);
  if (token === undefined) return;
  const owner = h.books.positions.get(token)?.owner ?? 0n;
  put(h, token, step.who % 17 === 0 ? h.people.stranger : owner, choose(h, step));
}

/** Sends votes of one account; `choice` 3 is none that there is. */
function cast(h: History, id: number, sender: bigint, tokens: readonly number[], choice: number): void {
  const known: Ballot["choice"] | null = CHOICES[choice] ?? null;
  const { kind } = h.books.votes.proposals.get(id)?.action ?? { kind: "nothing" };
  h.both(
    kind === "allowCode" || kind === "migrate" ? "Vote on other code" : "Vote",
    actor(sender),
    (from) => h.world.call(from, "Vote", { proposal: BigInt(id), tokens: tokens.map(BigInt), choice }),
    () => h.model.vote(h.world.epoch, id, tokens, known),
    ({ ret }) => ret,
  );
}

/** Tokens of an account that could vote on a proposal and have not. */
export function ballotsLeft(h: History, p: Proposal, owner: bigint): number[] {
  const voters = p.senior > 0n ? "senior" : "junior";
  return [...h.books.positions]
    .filter(([token, s]) => s.owner === owner && s.side === voters && isOldEnough(h.books, s, p.epoch) && !p.ballots.some((cast) => cast.token === token))
    .map(([token]) => token)
    .slice(0, 64);
}

/** Mostly somebody's tokens that may vote on what is open; now and then any token, of anybody, on anything. */
export function vote(h: History, step: Step): void {
  const voting = openProposals(h.present).filter(([, p]) => stateOf(h.present, p) === "voting");
  const wrong = step.who % 6 === 0;
  const found = chosen(wrong || voting.length === 0 ? [...h.books.votes.proposals] : voting, step.pick);
  const position = chosen([...h.books.positions], step.part);
  if (found === undefined || position === undefined) return;
  const [id, p] = found;
  const [token, { owner, side }] = position;
  const veto = side === "junior" && p.senior > 0n;
  const tokens = wrong || veto ? [token] : ballotsLeft(h, p, owner);
  const choice =
    veto && step.who % 4 > 0 ? CHOICE.against : step.who % 19 === 0 ? 3 : ([CHOICE.for, CHOICE.for, CHOICE.against, CHOICE.abstain][step.part % 4] as number);
  cast(h, id, step.who % 23 === 0 ? h.people.stranger : owner, tokens, choice);
}

export function execute(h: History, step: Step): void {
  const b = h.present;
  const ready = [...b.votes.proposals].filter(([, p]) => stateOf(b, p) === "ready");
  const found = chosen(ready.length > 0 && step.who % 5 > 0 ? ready : [...b.votes.proposals], step.pick);
  if (found !== undefined) carryOut(h, found[0], step);
}

function carryOut(h: History, id: number, step: Step): boolean {
  const { world, model } = h;
  const { action: what } = h.books.votes.proposals.get(id) as Proposal;
  const old = world.actor;
  const facts = h.allFacts();
  const isHeir = what.kind === "migrate" && h.heirs.get(actor(what.to)) === old;
  const done = h.both(
    `Execute ${what.kind}`,
    step.who % 7 === 0 ? actor(h.books.operator.id) : "stranger",
    (from) => {
      const sent = world.call(from, "Execute", { proposal: BigInt(id) });
      // From here on everybody deals with the successor: its books must be the same.
      if (sent.exitCode === 0 && what.kind === "migrate") world.actor = actor(what.to);
      return sent;
    },
    () => {
      model.execute(world.epoch, id, facts, isHeir);
      return true;
    },
    () => true,
  );
  if (done === true && what.kind === "migrate") {
    h.heirs.delete(actor(what.to));
    h.predecessors.push(old);
    checkPredecessor(h, old, step);
  }
  return done === true;
}

/** Whoever has handed everything over refuses every change, shows what it was, and sends on what still comes. */
function checkPredecessor(h: History, old: ActorId, step: Step): void {
  const { world } = h;
  const heir = world.actor;
  const token = BigInt([...h.books.positions.keys()][0] ?? 1);
  const owner = actor(h.books.positions.get(Number(token))?.owner ?? h.people.alice);
  const operator = actor(h.books.operator.id);
  world.actor = old;
  const has = (name: OwnerMethodName, from: ActorId, params: unknown, value = 0n): void =>
    world.refused(from, name, params as never, 20, `this actor has migrated to actor ${heir}`, value);
  has("Deposit", owner, {}, fil(10));
  has("StakeJunior", operator, {}, fil(10));
  has("Heartbeat", operator, {});
  has("Withdraw", owner, { tokens: [token], recipient: null });
  has("Redeem", owner, { token, amount: fil(1) });
  has("ExitNow", owner, { token, amount: fil(1), least: 0n });
  has("Transfer", owner, { to: Address.id(owner), tokens: [token], operatorData: new Uint8Array() });
  has("Propose", owner, { token, action: action(KIND.sealing) });
  has("Execute", owner, { proposal: 1n });
  has("Finalize", owner, { max: 3 });
  for (const miner of [...h.books.miners.keys()].slice(0, 1)) {
    has("Harvest", owner, { miner });
    has("Recall", operator, { miner, amount: fil(1) });
    has("ReleaseMiner", owner, { miner, token, to: Address.id(owner) });
  }
  expect(world.pool().status, "the predecessor has migrated").toBe(2);
  expect(world.balanceOf(old), "the predecessor keeps nothing").toBe(0n);
  const late = share(fil(3), step.part);
  world.bareSend("stranger", old, late);
  expect(world.must("stranger", "Sweep", {}), "late money goes on").toBe(late);
  world.actor = heir;
  h.donated += late;
}

export function cancelProposal(h: History, step: Step): void {
  const open = openProposals(h.present).filter(([, p]) => stateOf(h.present, p) === "voting" && p.action.kind !== "refuseOperator");
  const found = chosen(open.length > 0 && step.who % 4 > 0 ? open : [...h.books.votes.proposals], step.pick);
  if (found === undefined) return;
  const [id, { proposer }] = found;
  h.both(
    "CancelProposal",
    step.who % 9 === 0 ? "stranger" : actor(proposer),
    (from) => h.world.call(from, "CancelProposal", { proposal: BigInt(id) }),
    () => h.model.cancelProposal(h.world.epoch, id),
    () => undefined,
  );
}

/** Waits until a proposal is in a state, unless it goes past it. */
function waitFor(h: History, state: "waiting" | "ready", id: number): boolean {
  const present = (): string => stateOf(h.present, h.books.votes.proposals.get(id) as Proposal);
  const before: readonly string[] = state === "ready" ? ["voting", "waiting"] : ["voting"];
  for (const epoch of moments(h.present).sort((x, y) => x - y)) if (before.includes(present()) && epoch > h.world.epoch) h.world.advance(epoch - h.world.epoch);
  return present() === state;
}

/** A decision from beginning to end, and what naturally follows it. */
export function decide(h: History, step: Step): void {
  // Somebody must be named before he can be refused.
  if (step.pick % 10 === 2 && h.books.votes.nominee === null) h.run({ ...step, kind: "proposeOperator", who: 0, pick: step.part % 7 });
  const choice = choose(h, step);
  // What an operator has staked is made senior once he is replaced.
  if (choice.rule.kind === "replaceOperator" && step.part % 3 > 0) h.run({ ...step, kind: "stakeJunior", who: 0 });
  if (!decideOn(h, step, choice)) return;
  if (choice.rule.kind === "replaceOperator") convertAll(h, step);
  if (choice.rule.kind === "setIssuer") h.run({ ...step, kind: "seal", who: 0 });
  if (choice.rule.kind === "allowCode" && choice.rule.code === String(h.world.code) && step.who % 2 === 0)
    decideOn(h, step, migrationTo(h, heirOf(h, h.world.actor)));
}

/** Most of the holders vote for it; while other code waits, others leave. True once it was carried out. */
function decideOn(h: History, step: Step, choice: Choice): boolean {
  const [token] = eligible(h);
  if (token === undefined) return false;
  const proposer = h.books.positions.get(token)?.owner ?? 0n;
  const id = put(h, token, proposer, choice);
  if (id === undefined) return false;
  const p = h.books.votes.proposals.get(id) as Proposal;
  const owners = [...new Set([...h.books.positions.values()].map(({ owner }) => owner))];
  for (const [i, owner] of owners.entries()) {
    const tokens = ballotsLeft(h, p, owner);
    // The smaller ones stay away now and then, so that somebody is free to leave.
    if (tokens.length > 0 && (owner === proposer || (step.part + i) % 4 > 0)) cast(h, id, owner, tokens, CHOICE.for);
  }
  if (step.who % 3 === 0) h.run({ ...step, kind: "redeem", who: 1 });
  if (waitFor(h, "waiting", id)) {
    if (exitsAreFree(h.present)) leaveBefore(h, step);
    if (p.action.kind === "replaceOperator") h.run({ ...step, kind: "changePeer", who: 0 });
  }
  return waitFor(h, "ready", id) && carryOut(h, id, step);
}

/** A coupon that is due stands in the way: it is harvested first. */
function convertAll(h: History, step: Step): void {
  for (const place of [0, 1, 3]) h.run({ ...step, kind: "harvest", pick: place });
  for (const place of [0, 1]) h.run({ ...step, kind: "convertJunior", who: 1, pick: step.pick + place });
}

/** What the delay of other code is for; those who voted for it cannot. */
function leaveBefore(h: History, step: Step): void {
  const { present: b } = h;
  const free = [...b.positions.keys()].flatMap((token, place) => ((b.positions.get(token)?.frozenUntil ?? 0) <= b.now ? [place] : []));
  for (const [i, kind] of (["exitNow", "redeem", "split", "merge"] as const).entries()) {
    const place = chosen(free, step.pick + i);
    const pick = place === undefined || (step.who + i) % 3 === 0 ? step.pick : place;
    if ((step.part + i) % 3 > 0) h.run({ ...step, kind, pick });
  }
  if (step.part % 2 === 0) h.run({ ...step, kind: "cancel" });
  h.run({ ...step, kind: "recall", who: 0 });
  h.run({ ...step, kind: "finalize" });
  h.run({ ...step, kind: "finalizeSide" });
}

/** More tokens than there are places: small ones first, then a large one that takes a place. */
export function crowd(h: History, step: Step): void {
  const each = h.offer.minimumDeposit + share(fil(1), step.part);
  for (let i = 0; i < 15; i++) {
    const amount = attoFil(each + BigInt(i % 5));
    h.both(
      "Deposit",
      "bob",
      (from) => h.world.call(from, "Deposit", {}, amount),
      () => h.model.deposit(h.world.epoch, h.people.bob, amount),
      ({ ret }) => Number(ret),
    );
  }
  h.world.advance(h.books.terms.voting.delay);
  const small = eligible(h).toReversed();
  const seal: Choice = { wire: action(KIND.sealing, { on: true }), rule: { kind: "setSealing", on: true } };
  for (const token of small) put(h, token, h.books.positions.get(token)?.owner ?? 0n, seal);
}
