/** ReleaseMiner: the honest way back (design 4). The only place beside a migration that passes a foreign id to ChangeOwnerAddress. */
import { ILLEGAL_STATE, check, failNumber } from "../sdk/abort";
import { changeOwnerAddress } from "../sdk/builtin";
import { Event } from "../sdk/events";
import { caller, epoch } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { failActor } from "./fail-actor";
import { Miner, Position, ReleaseMinerParams } from "./codec.generated";
import { mustBePayee } from "./constructor";
import { mustBePaidUp } from "./coupon";
import { ownPosition } from "./exit-queue";
import { mustRetainLittle } from "./forward";
import { takeReward } from "./harvest";
import { measureAll } from "./measure";
import { minerOf, removeMiner } from "./miner-list";
import { COVER_EPOCHS, JUNIOR, NOT_COVERED_EPOCH } from "./policy.generated";
import { addClaim, oneToken, takeTokens } from "./positions";
import { settle } from "./classes";
import { change, deletePosition, lock, putPosition, root, save } from "./state";

/** Ends the message with 20 unless liquid principal has covered everybody else for long enough. */
function mustBeCovered(): void {
  check(root.coveredSince != NOT_COVERED_EPOCH, ILLEGAL_STATE, utf8("liquid principal does not cover the seniors and the junior requests"));
  const ready = root.coveredSince + COVER_EPOCHS;
  if (!root.senior.shares.isZero && epoch() < ready) failNumber(ILLEGAL_STATE, utf8("the seniors must be covered until epoch"), ready);
}

/** Burns the shares that stand for K of the miner; what is left of the position is cash junior. */
function giveUp(token: u64, position: Position, m: Miner): void {
  const c = root.junior;
  const shares = m.principal.isZero ? U256.zero : m.principal.mulDiv(c.shares, c.principal);
  check(shares <= position.shares && position.generation == c.generation, ILLEGAL_STATE, utf8("the position is worth less than the miner's principal"));
  const earned = settle(position);
  c.shares = c.shares - shares;
  c.principal = c.principal - m.principal;
  position.shares = position.shares - shares;
  position.miner = 0;
  if (position.shares.isZero) {
    deletePosition(token);
    root.supply--;
    takeTokens(position.owner, oneToken(token), earned);
  } else {
    putPosition(token, position);
    addClaim(position.owner, earned);
  }
}

/** ReleaseMiner [miner, token, to] → the principal that left with it. */
export function releaseMiner(p: ReleaseMinerParams): U256 {
  change();
  const m = minerOf(p.miner);
  const position = ownPosition(p.token);
  check(position.miner == p.miner && position.kind == JUNIOR, ILLEGAL_STATE, utf8("the token is not an in-kind junior of this miner"));
  // Not a part of it, which costs nothing once all principal was recalled, nor what is left of an earlier take-over.
  if (p.token != m.token) failNumber(ILLEGAL_STATE, utf8("the miner goes back with the position of its take-over alone, which is"), m.token);
  // The flag is the operator's, and ends by a vote alone.
  if (m.flagged) failActor(ILLEGAL_STATE, utf8("flagged until a vote ends it: miner"), p.miner);
  mustBePayee(p.to);
  lock();
  // Whoever leaves with a miner bears his part of what was lost at the others.
  measureAll();
  takeReward(m, false);
  // What others have earned must not leave with the miner: neither as pledge, nor as what vests for its former owner, or has vested and went to make losses good.
  mustRetainLittle(m, U256.zero);
  const legacy = m.legacy;
  if (legacy !== null && (legacy.table.length > 0 || !legacy.due.isZero) && legacy.owner != caller()) failActor(ILLEGAL_STATE, utf8("the miner still has funds vesting for, or owes them to"), legacy.owner);
  mustBeCovered();
  mustBePaidUp();
  giveUp(p.token, position, m);
  if (legacy !== null) addClaim(legacy.owner, legacy.payable);
  removeMiner(m);
  new Event(utf8("miner-released")).u64(utf8("miner"), p.miner, true).u64(utf8("to"), p.to).amount(utf8("principal"), m.principal).emit();
  changeOwnerAddress(p.miner, p.to);
  save();
  return m.principal;
}
