/** The operator: every call of his is a sign of life; absent for too long, the actor counts as Leaving (design 4). */
import { FORBIDDEN, ILLEGAL_ARGUMENT, ILLEGAL_STATE, check, failNumber } from "../sdk/abort";
import { putBlock } from "../sdk/blocks";
import { Writer } from "../sdk/cbor-writer";
import { Event } from "../sdk/events";
import { caller, epoch } from "../sdk/message";
import { LowerFeesParams } from "./codec.generated";
import { failActor } from "./fail-actor";
import { LEAVING } from "./policy.generated";
import { change, root, save, terms } from "./state";

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

/** SetLeaving []: no deposits, forwards and miners from now on; anybody may recall. There is no way back. */
export function setLeaving(): void {
  change();
  mustBeOperator();
  mustBeActive();
  root.status = LEAVING;
  new Event(utf8("leaving")).u64(utf8("operator"), caller(), true).emit();
  save();
}

/** LowerFees [fee, bps]: the operator, one of the entries that are his. */
export function lowerFees(p: LowerFeesParams): void {
  change();
  mustBeOperator();
  const t = terms();
  check(p.fee < <u64>t.fees.length && t.fees[<i32>p.fee].beneficiary == 0, FORBIDDEN, utf8("no fee of the operator stands at that place"));
  const entry = t.fees[<i32>p.fee];
  if (p.bps >= entry.bps) failNumber(ILLEGAL_ARGUMENT, utf8("the fee in basis points must be below"), entry.bps);
  entry.bps = p.bps;
  root.terms = putBlock(t.write(new Writer()).finish());
  new Event(utf8("fee")).u64(utf8("fee"), p.fee).u64(utf8("bps"), p.bps).emit();
  save();
}
