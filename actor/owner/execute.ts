/** Execute: carries out what a vote has decided (design 5.6). */
import { ILLEGAL_STATE, check, failNumber } from "../sdk/abort";
import { Bytes } from "../sdk/bytes";
import { Event } from "../sdk/events";
import { Governance, Proposal } from "./codec.generated";
import { clearFlag } from "./flags";
import {
  endOf, governance, proposalOf, putProposal, readyAt, stateOf, stillHolds,
} from "./governance";
import { isAllowed, migrate } from "./migrate";
import {
  ALLOW_CODE, EXECUTED, MAX_CODES, MIGRATE, READY, REFUSE_OPERATOR, REPLACE_OPERATOR, SET_ISSUER, SET_LIMITS, SET_SEALING, VOTING, WAITING,
} from "./policy.generated";
import { change, root, save } from "./state";
import { replaceOperator, refuse } from "./succession";

/** Puts a code on the list; once more does no harm. */
function allow(g: Governance, code: Bytes): void {
  if (isAllowed(g, code)) return;
  const n = g.codes.length;
  if (n == MAX_CODES) failNumber(ILLEGAL_STATE, utf8("codes on the list are at most"), MAX_CODES);
  const codes = new StaticArray<Bytes>(n + 1);
  for (let i = 0; i < n; i++) codes[i] = g.codes[i];
  codes[n] = code;
  g.codes = codes;
}

function carryOut(g: Governance, p: Proposal): void {
  const a = p.action;
  if (a.kind == SET_SEALING) root.sealing = a.on;
  else if (a.kind == SET_LIMITS) g.limits = a.limits;
  else if (a.kind == ALLOW_CODE) allow(g, a.code);
  else if (a.kind == SET_ISSUER) {
    g.issuer = a.actor;
    g.issuerVoted = true;
  } else if (a.kind == REFUSE_OPERATOR) refuse(g, a.actor);
  else if (a.kind == REPLACE_OPERATOR) replaceOperator(g, p);
  else if (a.kind != MIGRATE) clearFlag(a.actor);
}

/** Execute [proposal]: anyone, from the end of the delay until the grace is over. */
export function execute(id: u64): void {
  change();
  const g = governance();
  const p = proposalOf(g, id);
  const state = stateOf(p);
  if (state == VOTING) failNumber(ILLEGAL_STATE, utf8("voting goes on until epoch"), endOf(p));
  if (state == WAITING) failNumber(ILLEGAL_STATE, utf8("the delay goes on until epoch"), readyAt(p));
  if (state != READY) failNumber(ILLEGAL_STATE, utf8("nothing to be carried out, the proposal is in state"), state);
  check(stillHolds(p), ILLEGAL_STATE, utf8("too much came in since it was proposed: vote again"));
  p.status = EXECUTED;
  carryOut(g, p);
  putProposal(g, id, p);
  new Event(utf8("proposal-executed")).u64(utf8("proposal"), id, true).u64(utf8("kind"), p.action.kind).emit();
  if (p.action.kind == MIGRATE) migrate(g, p.action.actor);
  else save();
}
