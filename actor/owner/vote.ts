/** Vote: positions weigh what they are worth now, each once (design 5.6). */
import { FORBIDDEN, ILLEGAL_ARGUMENT, ILLEGAL_STATE, check, failNumber } from "../sdk/abort";
import { Event } from "../sdk/events";
import { IdTree } from "../sdk/id-tree";
import { caller } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { principalOf } from "./classes";
import { Position, Proposal, VoteParams } from "./codec.generated";
import { closesAt, endOf, governance, isHeavy, proposalOf, putProposal, stateOf } from "./governance";
import { ABSTAIN, AGAINST, FOR, SENIOR, VOTING } from "./policy.generated";
import { mustBeOld } from "./propose";
import { change, positionOf, putPosition, save } from "./state";

/** Adds the weight of one position to the proposal. */
function count(p: Proposal, position: Position, token: u64, weight: U256, choice: u64): void {
  if (position.kind == p.voters) {
    if (choice == FOR) p.yes = p.yes + weight;
    else if (choice == AGAINST) p.no = p.no + weight;
    else p.abstained = p.abstained + weight;
    return;
  }
  if (p.voters != SENIOR || !isHeavy(p) || choice != AGAINST) failNumber(FORBIDDEN, utf8("juniors may only vote against, and only on AllowCode and Migrate: token"), token);
  p.vetoes = p.vetoes + weight;
}

/** Vote [proposal, tokens, choice] → weight. */
export function vote(params: VoteParams): U256 {
  change();
  const g = governance();
  const id = params.proposal;
  const p = proposalOf(g, id);
  const choice = params.choice;
  if (choice > ABSTAIN) failNumber(ILLEGAL_ARGUMENT, utf8("a choice is 0 against, 1 for or 2 abstain, not"), choice);
  if (stateOf(p) != VOTING) failNumber(ILLEGAL_STATE, utf8("voting has ended, at the latest at epoch"), endOf(p));
  check(params.tokens.length > 0, ILLEGAL_ARGUMENT, utf8("no token votes"));
  const votes = new IdTree(p.votes);
  const freezes = choice == FOR && isHeavy(p);
  let sum = U256.zero;
  for (let i = 0; i < params.tokens.length; i++) {
    const token = params.tokens[i];
    const position = positionOf(token);
    if (position.owner != caller()) failNumber(FORBIDDEN, utf8("not the caller's token"), token);
    mustBeOld(position, token, p.epoch);
    if (!votes.put(token, true)) failNumber(ILLEGAL_STATE, utf8("has voted already: token"), token);
    const weight = principalOf(position);
    count(p, position, token, weight, choice);
    sum = sum + weight;
    if (freezes) {
      position.frozenUntil = max(position.frozenUntil, closesAt(p));
      putPosition(token, position);
    }
  }
  p.votes = votes.flush();
  if (caller() != p.proposer) p.contested = true;
  putProposal(g, id, p);
  new Event(utf8("vote")).u64(utf8("proposal"), id, true).u64(utf8("voter"), caller(), true).u64(utf8("choice"), choice).amount(utf8("weight"), sum).emit();
  save();
  return sum;
}
