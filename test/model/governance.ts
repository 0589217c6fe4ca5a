/** Votes: who may propose and vote, what a proposal's state is, and what follows from what was decided. */
import { settle } from "./accumulator.ts";
import { type Books, Refused, type Side, type Stake, addTo, minerOf, positionOf } from "./books.ts";
import { due } from "./coupon.ts";
import { convert, principalOf } from "./share-class.ts";
import type { ModelAction, Proposal, ProposalState } from "./governance-books.ts";
import { type Ballot, carries } from "./votes.ts";

const PLACES = 16;
const KEPT = 16;
const CODES = 16;

const isHeavy = ({ action: { kind } }: Proposal): boolean => kind === "allowCode" || kind === "migrate";
const votersOf = (p: Proposal): Side => (p.senior > 0n ? "senior" : "junior");
const endOf = (b: Books, p: Proposal): number => p.epoch + b.terms.voting.period;
/** A refusal changes nothing: it waits for nothing. */
const readyAt = (b: Books, p: Proposal): number => endOf(b, p) + (p.action.kind === "refuseOperator" ? 0 : b.terms.voting.delay);
const closesAt = (b: Books, p: Proposal): number => endOf(b, p) + b.terms.voting.delay + b.terms.voting.grace;

export function proposalOf(b: Books, id: number): Proposal {
  const p = b.votes.proposals.get(id);
  if (p === undefined) throw new Refused(`no proposal ${id}`);
  return p;
}

export function stateOf(b: Books, p: Proposal): ProposalState {
  if (p.status !== "open") return p.status;
  if (b.now < endOf(b, p)) return "voting";
  const { quorumBps, approvalBps } = b.terms.voting;
  if (!carries({ senior: p.senior, junior: p.junior, heavy: isHeavy(p), quorumBps, approvalBps, ballots: p.ballots })) return "failed";
  if (b.now < readyAt(b, p)) return "waiting";
  return b.now < closesAt(b, p) ? "ready" : "expired";
}

const isOpen = (b: Books, p: Proposal): boolean => ["voting", "waiting", "ready"].includes(stateOf(b, p));

/** Proposals that may still be voted on or carried out. */
export const openProposals = (b: Books): [number, Proposal][] => [...b.votes.proposals].filter(([, p]) => isOpen(b, p));

/** Epochs at which something becomes possible, or ends. */
export const moments = (b: Books): number[] => [
  ...openProposals(b).flatMap(([, p]) => [endOf(b, p), readyAt(b, p), closesAt(b, p)]),
  ...(b.votes.nominee === null ? [] : [b.votes.nominee.from]),
];

/** No notice and no discount while other code was voted for and waits. */
export const exitsAreFree = (b: Books): boolean => openProposals(b).some(([, p]) => isHeavy(p) && stateOf(b, p) === "waiting");

export const isVoting = (b: Books): boolean => openProposals(b).some(([, p]) => stateOf(b, p) === "voting");

/** Between a vote for other code and its end nobody comes in, and nothing goes to a miner. */
export function requireNotMoving(b: Books): void {
  if (openProposals(b).some(([, p]) => isHeavy(p) && stateOf(b, p) !== "voting")) throw new Refused("other code has been voted for");
}

/** What came in since had no say: other code needs its votes of all that is there now, anything else a voting class that has not more than doubled. */
function stillHolds(b: Books, p: Proposal): boolean {
  // The nominee is voted on once: money that comes for a week must not undo that.
  if (p.action.kind === "refuseOperator") return true;
  const { senior, junior } = b.classes;
  const bySeniors = votersOf(p) === "senior";
  const now = bySeniors ? senior.P : senior.P + junior.P;
  const yes = p.ballots.reduce((sum, { side, choice, principal }) => (side === votersOf(p) && choice === "for" ? sum + principal : sum), 0n);
  return isHeavy(p) ? 10_000n * yes >= b.terms.voting.quorumBps * (senior.P + junior.P) && 3n * yes >= 2n * now : now <= 2n * (bySeniors ? p.senior : p.junior);
}

/** Between a vote that replaces the operator and its end he changes nothing at the miners. */
export function requireNotReplaced(b: Books): void {
  if (openProposals(b).some(([, p]) => p.action.kind === "replaceOperator" && stateOf(b, p) !== "voting")) throw new Refused("about to be replaced");
}

/** Whoever voted for other code cannot leave, nor change the size of his position, before it is decided. */
export function requireFree(b: Books, stake: Stake): void {
  if (b.now < stake.frozenUntil) throw new Refused(`frozen until ${stake.frozenUntil}`);
}

export const isOldEnough = (b: Books, stake: Stake, proposed: number): boolean => stake.since <= proposed - b.terms.voting.delay;

/** What an action needs, when it is proposed and again when it is carried out. */
function requireSense(b: Books, action: ModelAction, proposing: boolean): void {
  const { votes } = b;
  switch (action.kind) {
    case "setLimits": {
      const { maxMiners, maxPerMiner, maxForwardPerDay } = action.limits;
      if (maxMiners < 1 || maxMiners > 32 || maxPerMiner === 0n || maxForwardPerDay === 0n) throw new Refused("limits out of bounds");
      return;
    }
    case "refuseOperator":
      if (votes.nominee?.id !== action.who) throw new Refused("not a nominee");
      if (proposing && votes.nominee.refusal !== null) throw new Refused("the nominee was voted on already");
      return;
    case "replaceOperator":
      if (proposing && !action.payee) throw new Refused("nobody who can be paid");
      if (proposing && action.who === b.operator.id) throw new Refused("already the operator");
      return;
    case "migrate":
      if (!votes.codes.includes(action.code)) throw new Refused("no vote has allowed this code");
      return;
    case "clearFlag":
      if (!minerOf(b, action.miner).flagged) throw new Refused("not flagged");
      return;
    case "setSealing":
    case "allowCode":
    case "setIssuer":
  }
}

/** Propose: a position of the voting class stands behind it, and behind no other. */
export function propose(b: Books, token: number, action: ModelAction): number {
  const { votes } = b;
  const position = positionOf(b, token);
  if (position.owner !== b.caller) throw new Refused("not the caller's token");
  const { senior, junior } = b.classes;
  if (position.side !== (senior.P > 0n ? "senior" : "junior")) throw new Refused("not of the voting class");
  if (!isOldEnough(b, position, b.now)) throw new Refused("too young");
  const stake = principalOf(b, position);
  if (stake === 0n) throw new Refused("worth nothing");
  requireSense(b, action, true);
  votes.open = votes.open.filter((id) => isOpen(b, proposalOf(b, id)));
  if (votes.open.some((id) => proposalOf(b, id).token === token)) throw new Refused("the token stands behind another proposal");
  const id = votes.next;
  if (votes.open.length < PLACES) votes.open.push(id);
  else displace(b, stake, id);
  votes.next += 1;
  const p: Proposal = {
    token,
    proposer: b.caller,
    action,
    epoch: b.now,
    stake,
    senior: senior.P,
    junior: junior.P,
    ballots: [],
    operator: b.operator.id,
    held: new Set(tokensOf(b, b.operator.id)),
    status: "open",
  };
  votes.proposals.set(id, p);
  if (action.kind === "refuseOperator" && votes.nominee !== null)
    votes.nominee = { ...votes.nominee, from: Math.max(votes.nominee.from, endOf(b, p) + b.terms.voting.delay), refusal: id };
  return id;
}

/** Principal behind a proposal: its token as it is now, or its votes; none behind one that waits in vain; undefined for one that keeps its place. */
function backing(b: Books, p: Proposal): bigint | undefined {
  if (stateOf(b, p) !== "voting") return stillHolds(b, p) ? undefined : 0n;
  if (p.action.kind === "refuseOperator") return undefined;
  const yes = p.ballots.reduce((sum, { choice, principal }) => (choice === "for" ? sum + principal : sum), 0n);
  const position = b.positions.get(p.token);
  const own = position === undefined ? 0n : principalOf(b, position);
  return yes > own ? yes : own;
}

/** The least of those that are voted on gives its place; among equals the one that stands first, the last one moves up. */
function displace(b: Books, stake: bigint, id: number): void {
  const { open } = b.votes;
  let out: number | undefined;
  let weight = stake;
  for (const other of open) {
    const own = backing(b, proposalOf(b, other));
    if (own === undefined || own >= weight) continue;
    weight = own;
    out = other;
  }
  if (out === undefined) throw new Refused("others stand behind all open proposals with as much");
  proposalOf(b, out).status = "ended";
  const last = open.pop() as number;
  if (last !== out) open[open.indexOf(out)] = last;
  open.push(id);
}

/** Vote: each token once, with what it is worth now. */
export function vote(b: Books, id: number, tokens: readonly number[], choice: Ballot["choice"] | null): bigint {
  const p = proposalOf(b, id);
  if (choice === null) throw new Refused("no such choice");
  if (stateOf(b, p) !== "voting") throw new Refused("voting is over");
  if (tokens.length === 0) throw new Refused("no token");
  let weight = 0n;
  for (const token of tokens) {
    const position = positionOf(b, token);
    if (position.owner !== b.caller) throw new Refused("not the caller's token");
    if (!isOldEnough(b, position, p.epoch)) throw new Refused("too young");
    if (p.ballots.some((ballot) => ballot.token === token)) throw new Refused("has voted already");
    const veto = position.side === "junior" && votersOf(p) === "senior" && isHeavy(p) && choice === "against";
    if (position.side !== votersOf(p) && !veto) throw new Refused("not of the voting class");
    const principal = principalOf(b, position);
    p.ballots.push({ token, voter: b.caller, side: position.side, principal, choice });
    weight += principal;
    if (choice === "for" && isHeavy(p)) position.frozenUntil = Math.max(position.frozenUntil, closesAt(b, p));
  }
  return weight;
}

export function cancelProposal(b: Books, id: number): void {
  const p = proposalOf(b, id);
  if (p.proposer !== b.caller) throw new Refused("not the proposer");
  if (stateOf(b, p) !== "voting" || p.action.kind === "refuseOperator") throw new Refused("not to be cancelled");
  if (p.ballots.some(({ voter }) => voter !== p.proposer)) throw new Refused("others have voted");
  p.status = "cancelled";
}

/** Execute: from the end of the delay until the grace is over. `isHeir`: the successor waits for this actor. Every miner was measured if the operator goes. */
export function execute(b: Books, id: number, measureAll: () => void, isHeir: boolean): void {
  const p = proposalOf(b, id);
  if (stateOf(b, p) !== "ready") throw new Refused(`the proposal is ${stateOf(b, p)}`);
  if (!stillHolds(b, p)) throw new Refused("too much came in since");
  const { action } = p;
  const { votes } = b;
  requireSense(b, action, false);
  p.status = "executed";
  switch (action.kind) {
    case "setSealing":
      b.sealing = action.on;
      return;
    case "setLimits":
      votes.limits = action.limits;
      return;
    case "refuseOperator":
      votes.nominee = null;
      return;
    case "replaceOperator":
      measureAll();
      return replaceOperator(b, p, action.who);
    case "allowCode":
      if (votes.codes.includes(action.code)) return;
      if (votes.codes.length === CODES) throw new Refused("too many codes");
      votes.codes.push(action.code);
      return;
    case "migrate":
      if (!isHeir) throw new Refused("no heir of this actor");
      for (const [, other] of openProposals(b)) {
        other.status = "ended";
        if (other.action.kind === "refuseOperator") votes.nominee = null;
      }
      votes.open = [];
      return;
    case "setIssuer":
      votes.issuer = action.who;
      return;
    case "clearFlag":
      minerOf(b, action.miner).flagged = false;
  }
}

/** His fees are safe now, also those that stood behind losses; what he held can be made senior; nobody is flagged for what he did. Nobody replaces himself. */
function replaceOperator(b: Books, p: Proposal, who: bigint): void {
  for (const m of b.miners.values()) m.flagged = false;
  if (who === b.operator.id) return;
  // Who came into office since is not the one that was voted on: his fees stay behind losses, and his stake too.
  const meant = b.operator.id === p.operator;
  if (meant) {
    const held = tokensOf(b, b.operator.id);
    // With nothing at either moment, the set takes no place among the last ones.
    if (held.length > 0 && p.held.size > 0) b.votes.former = [...b.votes.former, new Set(held.filter((token) => p.held.has(token)))].slice(-KEPT);
    b.operator.payable += b.withheld.older + b.withheld.newer;
    b.withheld.older = b.withheld.newer = 0n;
  }
  install(b, who);
  b.operator.called = false;
}

const tokensOf = (b: Books, owner: bigint): number[] => [...b.positions].filter(([, position]) => position.owner === owner).map(([token]) => token);

/** What the former operator may pull becomes his claim. */
function install(b: Books, who: bigint): void {
  const { id: former, payable } = b.operator;
  b.F -= payable;
  b.R += payable;
  addTo(b.claims, former, payable);
  b.postings.push({ did: "grant", owner: former, amount: payable });
  b.operator = { id: who, seen: b.now, called: true, payable: 0n };
  b.votes.nominee = null;
  b.consents.clear();
}

/** ProposeOperator; oneself takes the offer back. */
export function proposeOperator(b: Books, who: bigint, payee: boolean): void {
  const { nominee } = b.votes;
  if (!payee) throw new Refused("nobody who can be paid");
  if (nominee !== null && nominee.refusal !== null && stateOf(b, proposalOf(b, nominee.refusal)) === "voting") throw new Refused("the nominee is voted on");
  b.votes.nominee = who === b.caller ? null : { id: who, from: b.now + b.terms.voting.delay, refusal: null };
}

export function acceptOperator(b: Books): void {
  const { nominee } = b.votes;
  if (nominee?.id !== b.caller) throw new Refused("not the nominee");
  if (b.now < nominee.from) throw new Refused("too early");
  install(b, b.caller);
}

/** Whether a replaced operator held the token when that was proposed and when it was carried out. */
export const wasReplaced = (b: Books, token: number): boolean => b.votes.former.some((held) => held.has(token));

/** ConvertJunior: a replaced operator's stake is no first loss for his successor's faults. */
export function convertJunior(b: Books, token: number): bigint {
  const position = positionOf(b, token);
  if (position.side !== "junior" || !wasReplaced(b, token)) throw new Refused("no junior that a replaced operator held");
  if (principalOf(b, position) === 0n) throw new Refused("worth nothing");
  if (due(b) > 0n) throw new Refused("a coupon is due");
  settle(b, position);
  return convert(b, token, position);
}
