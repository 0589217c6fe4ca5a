/** Proposals and what votes have decided: one block behind the root, with the proposals in an AMT (design 5.6). */
import { ILLEGAL_STATE, NOT_FOUND, check, failNumber } from "../sdk/abort";
import { Amt, NO_INDEX } from "../sdk/amt";
import { openBlock, putBlock } from "../sdk/blocks";
import { newBytes } from "../sdk/bytes";
import { Reader } from "../sdk/cbor-reader";
import { Writer } from "../sdk/cbor-writer";
import { epoch } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { allPrincipal } from "./classes";
import { Governance, ListProposalsParams, Proposal, ProposalPage, ProposalView } from "./codec.generated";
import { ALLOW_CODE, EXPIRED, FAILED, FULL_BPS, MAX_LIST, MIGRATE, READY, REFUSE_OPERATOR, REPLACE_OPERATOR, SENIOR, VOTING, WAITING } from "./policy.generated";
import { root, terms, view } from "./state";

/** Stored while the state of a proposal follows from time and votes. */
const OPEN: u64 = 0;
const WIDTH: u32 = 3;

/** What votes have decided so far. Whoever changes it calls `putGovernance`. */
export function governance(): Governance {
  if (root.governance.length > 0) return Governance.read(new Reader(openBlock(root.governance)));
  return new Governance(1, newBytes(0), [], [], null, false, 0, 0, 0, 0, [], newBytes(0));
}

export function putGovernance(g: Governance): void {
  root.governance = putBlock(g.write(new Writer()).finish());
}

function proposals(g: Governance): Amt {
  return g.proposals.length == 0 ? new Amt(WIDTH) : Amt.load(g.proposals);
}

/** True for actions that take the miners to other code. */
export function isHeavy(p: Proposal): bool {
  return p.action.kind == ALLOW_CODE || p.action.kind == MIGRATE;
}

/** First epoch at which nobody may vote any more. */
export function endOf(p: Proposal): i64 {
  return p.epoch + terms().voting.period;
}

/** Puts a proposal into the block, which is stored too. */
export function putProposal(g: Governance, id: u64, p: Proposal): void {
  const all = proposals(g);
  all.set(id, p.write(new Writer()).finish());
  g.proposals = all.flush();
  putGovernance(g);
}

function proposalIn(all: Amt, id: u64): Proposal {
  const bytes = all.get(id);
  if (bytes === null) failNumber(NOT_FOUND, utf8("no proposal has id"), id);
  return Proposal.read(new Reader(bytes!));
}

/** A proposal; 17 if there is none. */
export function proposalOf(g: Governance, id: u64): Proposal {
  return proposalIn(proposals(g), id);
}

/** The proposals that were open at the last one, in the order of their places; each block is opened once. */
export function openProposals(g: Governance): StaticArray<Proposal> {
  const all = proposals(g);
  const open = new StaticArray<Proposal>(g.open.length);
  for (let i = 0; i < open.length; i++) open[i] = proposalIn(all, g.open[i]);
  return open;
}

/** First epoch at which a passed proposal may be carried out; a refusal waits for nothing, since it changes nothing. */
export function readyAt(p: Proposal): i64 {
  return endOf(p) + (p.action.kind == REFUSE_OPERATOR ? 0 : terms().voting.delay);
}

/** First epoch at which it may not be carried out any more. */
export function closesAt(p: Proposal): i64 {
  const v = terms().voting;
  return p.epoch + v.period + v.delay + v.grace;
}

/** True if part / whole ≥ bps / 10,000. */
function reaches(part: U256, whole: U256, bps: u64): bool {
  return part * U256.from(FULL_BPS) >= whole * U256.from(bps);
}

function hasPassed(p: Proposal): bool {
  const v = terms().voting;
  if (!reaches(p.yes, p.yes + p.no, v.approvalBps) || !reaches(p.yes, p.senior + p.junior, v.quorumBps)) return false;
  if (!isHeavy(p)) return true;
  const seniorsVote = p.voters == SENIOR;
  const all = seniorsVote ? p.senior : p.junior;
  if (p.yes * U256.from(3) < all + all || p.no * U256.from(5) >= all) return false;
  return !seniorsVote || p.vetoes + p.vetoes <= p.junior;
}

/**
 * False if much came in since the proposal, which had no say in it: for other code, what voted must suffice for all that is there now too; for
 * anything else, the voting class may not have more than doubled. A refusal changes nothing, and is held once: it stands.
 */
export function stillHolds(p: Proposal): bool {
  if (p.action.kind == REFUSE_OPERATOR) return true;
  const all = allPrincipal();
  const now = p.voters == SENIOR ? root.senior.principal : all;
  const then = p.voters == SENIOR ? p.senior : p.junior;
  return isHeavy(p) ? reaches(p.yes, all, terms().voting.quorumBps) && p.yes * U256.from(3) >= now + now : now <= then + then;
}

/** The state of a proposal now. */
export function stateOf(p: Proposal): u64 {
  const now = epoch();
  if (p.status != OPEN) return p.status;
  if (now < endOf(p)) return VOTING;
  if (!hasPassed(p)) return FAILED;
  if (now < readyAt(p)) return WAITING;
  return now < closesAt(p) ? READY : EXPIRED;
}

/** True while a proposal may still be voted on or carried out. */
export function isOpen(p: Proposal): bool {
  const state = stateOf(p);
  return state == VOTING || state == WAITING || state == READY;
}

/** True if a proposal is in a state from `first` to `last`; `heavy` counts only those that take the miners to other code. */
function isThereOne(first: u64, last: u64, heavy: bool): bool {
  if (root.governance.length == 0) return false;
  const open = openProposals(governance());
  for (let i = 0; i < open.length; i++) {
    const p = open[i];
    if (heavy && !isHeavy(p)) continue;
    const state = stateOf(p);
    if (state >= first && state <= last) return true;
  }
  return false;
}

/** What `exitsAreFree` has found; no message that asks changes the answer, and the queue asks for every request. */
let exits: i32 = -1;

/** True while other code has been voted for and waits: who did not vote for it may leave without notice and discount. */
export function exitsAreFree(): bool {
  if (exits < 0) exits = <i32>isThereOne(WAITING, WAITING, true);
  return exits != 0;
}

/** True while a vote runs. */
export function isVoting(): bool {
  return isThereOne(VOTING, VOTING, false);
}

/** Ends the message with 20 between a vote for other code and its end: who came in then could neither vote nor leave, and what leavers need stays. */
export function mustNotBeMoving(): void {
  check(!isThereOne(WAITING, READY, true), ILLEGAL_STATE, utf8("other code has been voted for: nothing comes in or goes to miners until that is over"));
}

/** Ends the message with 20 between a vote that replaces the operator and its execution. */
export function mustNotBeReplaced(): void {
  const g = governance();
  const open = openProposals(g);
  for (let i = 0; i < open.length; i++) {
    const p = open[i];
    if (p.action.kind != REPLACE_OPERATOR) continue;
    const state = stateOf(p);
    if (state == WAITING || state == READY) failNumber(ILLEGAL_STATE, utf8("the operator is about to be replaced by proposal"), g.open[i]);
  }
}

function viewOf(all: Amt, id: u64): ProposalView {
  const p = proposalIn(all, id);
  return new ProposalView(id, stateOf(p), p);
}

/** GetProposal [proposal]. */
export function getProposal(id: u64): ProposalView {
  view();
  return viewOf(proposals(governance()), id);
}

/** ListProposals [from, limit]: proposals by id; `next` is 0 at the end. */
export function listProposals(params: ListProposalsParams): ProposalPage {
  view();
  const g = governance();
  const all = proposals(g);
  const most = <i32>min(params.limit, MAX_LIST);
  const found = new StaticArray<ProposalView>(most);
  let n = 0;
  let id = all.next(params.from);
  for (; id != NO_INDEX && n < most; id = all.next(id + 1)) found[n++] = viewOf(all, id);
  return new ProposalPage(StaticArray.slice<ProposalView>(found, 0, n), id == NO_INDEX ? 0 : id);
}

/** GetGovernance []. */
export function getGovernance(): Governance {
  view();
  return governance();
}
