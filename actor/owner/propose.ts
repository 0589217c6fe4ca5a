/** Propose and CancelProposal (design 5.6). A token stands behind each proposal; places are few, and a larger stake takes the place of the least. */
import { FORBIDDEN, ILLEGAL_ARGUMENT, ILLEGAL_STATE, check, failNumber } from "../sdk/abort";
import { newBytes } from "../sdk/bytes";
import { Event } from "../sdk/events";
import { caller, epoch } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { failActor } from "./fail-actor";
import { principalOf } from "./classes";
import { Action, Governance, Position, ProposeParams, Proposal } from "./codec.generated";
import { checkLimits, mustBePayee } from "./constructor";
import {
  endOf, governance, isOpen, openProposals, proposalOf, putProposal, stateOf, stillHolds,
} from "./governance";
import { mustBeFlagged } from "./flags";
import { mustBeAllowed } from "./migrate";
import {
  ALLOW_CODE, CANCELLED, CLEAR_FLAG, ENDED, JUNIOR, MAX_OPEN, MIGRATE, REFUSE_OPERATOR, REPLACE_OPERATOR, SENIOR, SET_ISSUER, SET_LIMITS, SET_SEALING, VOTING,
} from "./policy.generated";
import { tokensOf } from "./positions";
import { accountOf, change, findPosition, positionOf, root, save, terms } from "./state";
import { mustBeNominee } from "./succession";

/** Ends the message with 16 unless exactly the fields of the action's kind are given. */
function checkShape(a: Action): void {
  const needsActor = a.kind == REFUSE_OPERATOR || a.kind == REPLACE_OPERATOR || a.kind == MIGRATE || a.kind == CLEAR_FLAG;
  const fits = a.kind <= CLEAR_FLAG && (a.kind == SET_SEALING || !a.on) && (a.kind == SET_ISSUER || (a.actor != 0) == needsActor)
    && (a.code.length > 0) == (a.kind == ALLOW_CODE) && (a.limits !== null) == (a.kind == SET_LIMITS);
  if (!fits) failNumber(ILLEGAL_ARGUMENT, utf8("the fields given are not those of action"), a.kind);
}

/** Ends the message unless the action could be carried out. */
function checkAction(g: Governance, a: Action): void {
  checkShape(a);
  if (a.kind == SET_LIMITS) checkLimits(a.limits!);
  else if (a.kind == REFUSE_OPERATOR) mustBeNominee(g, a.actor, true);
  else if (a.kind == REPLACE_OPERATOR) {
    mustBePayee(a.actor);
    if (a.actor == root.operator.id) failActor(ILLEGAL_ARGUMENT, utf8("already the operator:"), a.actor);
  } else if (a.kind == MIGRATE) mustBeAllowed(g, a.actor);
  else if (a.kind == CLEAR_FLAG) mustBeFlagged(a.actor);
}

/** Ends the message with 20 unless a position is old enough to vote on what was proposed at an epoch. */
export function mustBeOld(p: Position, token: u64, proposed: i64): void {
  if (p.since > proposed - terms().voting.delay) failNumber(ILLEGAL_STATE, utf8("too young to vote: position"), token);
}

/** Principal behind a proposal: what its token is worth now, or the votes for it; none if it could not be carried out now. */
function backing(p: Proposal): U256 {
  if (stateOf(p) != VOTING) return U256.zero;
  const position = findPosition(p.token);
  return position === null ? p.yes : principalOf(position).max(p.yes);
}

/** True while a proposal may lose its place: while it is voted on, unless a nominee waits for it, and later if too much came in. */
function isDisplaceable(p: Proposal): bool {
  return stateOf(p) == VOTING ? p.action.kind != REFUSE_OPERATOR : !stillHolds(p);
}

/** Drops what is closed from the open proposals and makes room for one with `stake` behind it. */
function makeRoom(g: Governance, token: u64, stake: U256): void {
  const open = new StaticArray<u64>(MAX_OPEN);
  let n = 0;
  let least = 0;
  let weight: U256 = stake;
  const before = openProposals(g);
  for (let i = 0; i < before.length; i++) {
    const p = before[i];
    if (!isOpen(p)) continue;
    if (p.token == token) failNumber(ILLEGAL_STATE, utf8("the token stands behind open proposal"), g.open[i]);
    open[n] = g.open[i];
    const own = backing(p);
    if (own < weight && isDisplaceable(p)) {
      weight = own;
      least = n + 1;
    }
    n++;
  }
  if (n == MAX_OPEN) {
    if (least == 0) failNumber(ILLEGAL_STATE, utf8("others stand behind all open proposals with as much, which are"), MAX_OPEN);
    const id = open[least - 1];
    end(g, id, proposalOf(g, id), ENDED);
    open[least - 1] = open[--n];
  }
  open[n++] = g.next;
  g.open = StaticArray.slice<u64>(open, 0, n);
}

/** Ends a proposal that nobody may vote on any more. */
export function end(g: Governance, id: u64, p: Proposal, status: u64): void {
  p.status = status;
  putProposal(g, id, p);
  new Event(utf8("proposal-cancelled")).u64(utf8("proposal"), id, true).u64(utf8("kind"), p.action.kind).emit();
}

/** Propose [token, action] → proposal: a holder of the voting class, with a position old enough to vote. */
export function propose(params: ProposeParams): u64 {
  change();
  const token = params.token;
  const position = positionOf(token);
  if (position.owner != caller()) failActor(FORBIDDEN, utf8("only the token's owner may do this:"), position.owner);
  const voters = root.senior.principal.isZero ? JUNIOR : SENIOR;
  check(position.kind == voters, FORBIDDEN, utf8("only the voting class may propose"));
  mustBeOld(position, token, epoch());
  const stake = principalOf(position);
  check(!stake.isZero, ILLEGAL_STATE, utf8("the position has no principal left"));
  const g = governance();
  checkAction(g, params.action);
  makeRoom(g, token, stake);
  const id = g.next++;
  const zero = U256.zero;
  const none = newBytes(0);
  // What others lend him from now on is not his.
  const held = params.action.kind == REPLACE_OPERATOR ? tokensOf(accountOf(root.operator.id)).flush() : none;
  const p = new Proposal(token, caller(), params.action, epoch(), voters, stake, root.senior.principal, root.junior.principal, zero, zero, zero, zero, false, 0, none, root.operator.id, held);
  if (p.action.kind == REFUSE_OPERATOR) {
    // The nominee waits for the vote against him, which may be held once.
    g.refusal = id;
    g.nomineeFrom = max(g.nomineeFrom, endOf(p) + terms().voting.delay);
  }
  putProposal(g, id, p);
  new Event(utf8("proposal-created")).u64(utf8("proposal"), id, true).u64(utf8("proposer"), caller(), true).u64(utf8("token"), token, true)
    .u64(utf8("kind"), p.action.kind).emit();
  save();
  return id;
}

/** CancelProposal [proposal]: its proposer, before anybody else has voted. A vote against a nominee stays: it can be held once. */
export function cancelProposal(id: u64): void {
  change();
  const g = governance();
  const p = proposalOf(g, id);
  if (p.proposer != caller()) failActor(FORBIDDEN, utf8("only the proposer may do this:"), p.proposer);
  check(stateOf(p) == VOTING && !p.contested && p.action.kind != REFUSE_OPERATOR, ILLEGAL_STATE, utf8("others have voted, or voting is over, or a nominee waits for it"));
  end(g, id, p, CANCELLED);
  save();
}
