/** The operator: every call of his is a sign of life; absent for too long, the actor counts as Leaving (design 4). */
import { FORBIDDEN, ILLEGAL_STATE, check } from "../sdk/abort";
import { caller, epoch } from "../sdk/message";
import { failActor } from "./fail-actor";
import { LEAVING, change, root, save, terms } from "./state";

/** The operator has never called; below 0: nor has he since he came into office at that epoch. */
const NEVER: i64 = 0;

export function callerIsOperator(): bool {
  return caller() == root.operator.id;
}

/** Ends the message with 18 unless the operator calls. */
export function mustBeOperator(): void {
  if (!callerIsOperator()) failActor(FORBIDDEN, utf8("only the operator may do this, not"), caller());
}

/** Leaving, or left: the operator has been silent for longer than the terms allow. */
export function isLeaving(): bool {
  const seen = root.operator.seen;
  return root.status == LEAVING || (seen != NEVER && epoch() - abs<i64>(seen) > terms().absence);
}

/** Ends the message with 20 unless the operator has called once and the actor is Active: deposits and custody. */
export function mustBeActive(): void {
  check(root.operator.seen > NEVER, ILLEGAL_STATE, utf8("the operator has not called this actor yet"));
  check(!isLeaving(), ILLEGAL_STATE, utf8("the actor is leaving"));
}

/** Heartbeat []: a sign of life and nothing else. */
export function heartbeat(): void {
  change();
  mustBeOperator();
  save();
}
