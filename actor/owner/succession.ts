/** Who is operator after this one: named by him and accepted, or voted in (design 4, 5.6). */
import { FORBIDDEN, ILLEGAL_ARGUMENT, ILLEGAL_STATE, check, failNumber } from "../sdk/abort";
import { Event } from "../sdk/events";
import { IdTree } from "../sdk/id-tree";
import { caller, epoch } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { failActor } from "./fail-actor";
import { burn, mint, principalOf, settle } from "./classes";
import { FormerStake, Governance, Proposal } from "./codec.generated";
import { mustBePayee } from "./constructor";
import { mustBePaidUp } from "./coupon";
import { dropConsents } from "./custody";
import { governance, proposalOf, putGovernance, stateOf } from "./governance";
import { measureAll } from "./measure";
import { mustBeOperator } from "./operator";
import { JUNIOR, MAX_FORMER, SENIOR, VOTING } from "./policy.generated";
import { addClaim, tokensOf } from "./positions";
import { accountOf, change, lock, miners, positionOf, putPosition, root, save, terms } from "./state";

/** Ends the message with 20 unless the actor is the operator's nominee, and, if `open`, no vote against him was held or is under way. */
export function mustBeNominee(g: Governance, id: u64, open: bool): void {
  if (g.nominee != id || (open && g.refusal != 0)) failActor(ILLEGAL_STATE, utf8("not a nominee, or already voted on:"), id);
}

/** Names a nominee (0 = none) and the epoch from which he may accept; nobody has voted on him yet. */
export function setNominee(g: Governance, id: u64, from: i64): void {
  g.nominee = id;
  g.nomineeFrom = from;
  g.refusal = 0;
}

/** ProposeOperator [operator]: names who may take over; oneself takes the offer back. */
export function proposeOperator(id: u64): void {
  change();
  mustBeOperator();
  mustBePayee(id);
  const g = governance();
  if (g.refusal != 0 && stateOf(proposalOf(g, g.refusal)) == VOTING) failNumber(ILLEGAL_STATE, utf8("the present nominee is being voted on in proposal"), g.refusal);
  const from = epoch() + terms().voting.delay;
  setNominee(g, id == caller() ? 0 : id, from);
  putGovernance(g);
  new Event(utf8("operator-proposed")).u64(utf8("operator"), id, true).u64(utf8("from"), from).emit();
  save();
}

/** Puts an operator into office. The payable fees are the former one's own; with `all`, the withheld ones too. */
function install(g: Governance, id: u64, seen: i64, all: bool): void {
  const o = root.operator;
  const former = o.id;
  let paid = o.payable;
  if (all) {
    paid = paid + o.older + o.newer;
    o.older = o.newer = U256.zero;
  }
  o.payable = U256.zero;
  root.fees = root.fees - paid;
  root.rewards = root.rewards + paid;
  addClaim(former, paid);
  o.id = id;
  o.seen = seen;
  dropConsents();
  setNominee(g, 0, 0);
  new Event(utf8("operator-changed")).u64(utf8("operator"), id, true).u64(utf8("former"), former, true).amount(utf8("paid"), paid).emit();
}

/** AcceptOperator []: the nominee, once the delay and a vote against him are over. What is withheld stays behind losses as before. */
export function acceptOperator(): void {
  change();
  const g = governance();
  if (g.nominee != caller()) failActor(FORBIDDEN, utf8("only the operator's nominee may do this, not"), caller());
  if (epoch() < g.nomineeFrom) failNumber(ILLEGAL_STATE, utf8("the nominee must wait until epoch"), g.nomineeFrom);
  install(g, caller(), epoch(), false);
  putGovernance(g);
  save();
}

/** A vote has refused the nominee. */
export function refuse(g: Governance, id: u64): void {
  mustBeNominee(g, id, false);
  setNominee(g, 0, 0);
}

/**
 * A vote has replaced the operator: losses are booked first, so that his withheld fees bear them; then he gets what is left. Nobody is replaced by
 * himself, nor by his own nominee: of whoever was not in office when it was proposed, fees and stake go on standing behind losses.
 */
export function replaceOperator(g: Governance, p: Proposal): void {
  const id = p.action.actor;
  lock();
  measureAll();
  if (id != root.operator.id) {
    const meant = root.operator.id == p.operator;
    const tokens = tokensOf(accountOf(root.operator.id)).flush();
    if (meant && tokens.length > 0 && p.held.length > 0) remember(g, new FormerStake(p.held, tokens));
    install(g, id, -epoch(), meant);
  }
  const list = miners().list;
  for (let i = 0; i < list.length; i++) list[i].flagged = false;
}

/** Keeps what a replaced operator held; of the last 16. */
function remember(g: Governance, stake: FormerStake): void {
  const n = min(g.former.length, MAX_FORMER - 1);
  const former = new StaticArray<FormerStake>(n + 1);
  for (let i = 0; i < n; i++) former[i] = g.former[g.former.length - n + i];
  former[n] = stake;
  g.former = former;
}

/** True if a replaced operator held the token when that was proposed, and when it was carried out. */
export function wasReplaced(token: u64): bool {
  const former = governance().former;
  for (let i = 0; i < former.length; i++) if (new IdTree(former[i].before).has(token) && new IdTree(former[i].after).has(token)) return true;
  return false;
}

/** ConvertJunior [token] → principal: anyone, while no coupon is due. A replaced operator's stake is no first loss for his successor's faults. */
export function convertJunior(token: u64): U256 {
  change();
  const p = positionOf(token);
  check(p.kind == JUNIOR && wasReplaced(token), ILLEGAL_STATE, utf8("not a junior position that a replaced operator held then"));
  // What was lost before is first his, also if nobody has measured it yet.
  lock();
  measureAll();
  check(!principalOf(p).isZero, ILLEGAL_STATE, utf8("the position has no principal left"));
  mustBePaidUp();
  addClaim(p.owner, settle(p));
  const out = burn(root.junior, p.shares);
  p.shares = mint(SENIOR, out);
  p.kind = SENIOR;
  p.generation = root.senior.generation;
  p.earned = root.senior.earned;
  p.rest = U256.zero;
  p.since = epoch();
  putPosition(token, p);
  new Event(utf8("junior-converted")).u64(utf8("token"), token, true).u64(utf8("owner"), p.owner, true).amount(utf8("amount"), out).emit();
  save();
  return out;
}
