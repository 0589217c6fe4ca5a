/** Money in: the room, seniors' deposits, the operator's cash junior. */
import { ILLEGAL_ARGUMENT, ILLEGAL_STATE, check, failAmount } from "../sdk/abort";
import { newBytes } from "../sdk/bytes";
import { Event } from "../sdk/events";
import { caller, epoch, self, value } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { failActor } from "./fail-actor";
import { allPrincipal, mint, mintWithCoupon } from "./classes";
import { creditCoupon, dueTo, isFixed } from "./coupon";
import { mustNotBeMoving } from "./governance";
import { mustBeActive, mustBeOperator } from "./operator";
import { FRESH_EPOCHS, JUNIOR, SENIOR } from "./policy.generated";
import { callReceiver, issueShares, oneToken } from "./positions";
import { change, changeWithValue, readMiners, root, save, terms } from "./state";

/** OpenDeposits [amount, until]: sets the room; it binds Deposit and StakeJunior. */
export function openDeposits(amount: U256, until: i64): void {
  change();
  mustBeOperator();
  check(until >= 0, ILLEGAL_ARGUMENT, utf8("deposits cannot end before epoch 0"));
  root.room = amount;
  root.roomUntil = until;
  new Event(utf8("room")).amount(utf8("amount"), amount).u64(utf8("until"), until).emit();
  save();
}

/** Ends the message with 20 if a miner that holds principal was not measured lately; `but` is left out. */
export function mustBeFresh(but: u64): void {
  const list = readMiners().list;
  for (let i = 0; i < list.length; i++) {
    const m = list[i];
    if (m.id == but || m.principal.isZero) continue;
    if (epoch() - m.measured > FRESH_EPOCHS) failActor(ILLEGAL_STATE, utf8("not measured for 2880 epochs: miner"), m.id);
  }
}

/** Nobody becomes a junior with a fixed income, where all surplus is the juniors', just before a harvest of what others have earned: else 20. */
export function mustBeHarvested(): void {
  if (!isFixed()) return;
  const list = readMiners().list;
  for (let i = 0; i < list.length; i++) if (epoch() - list[i].harvested > FRESH_EPOCHS) failActor(ILLEGAL_STATE, utf8("not harvested for 2880 epochs: miner"), list[i].id);
}

/** What a deposit paid for coupon is credited to all seniors at once, the newcomer's shares included. */
function buyCoupon(bought: U256): void {
  root.liquid = root.liquid - bought;
  root.rewards = root.rewards + bought;
  creditCoupon(bought);
}

/** Takes the value that came into the room and mints a position of a class for the caller. */
function accept(kind: u64): u64 {
  const v = value();
  mustBeActive();
  mustNotBeMoving();
  check(epoch() <= root.roomUntil, ILLEGAL_STATE, utf8("deposits are closed"));
  if (v > root.room) failAmount(ILLEGAL_STATE, utf8("the room is"), root.room);
  root.room = root.room - v;
  root.liquid = root.liquid + v;
  const shares = kind == SENIOR ? mintWithCoupon(v) : mint(kind, v);
  const bought = kind == SENIOR ? dueTo(shares) : U256.zero;
  if (allPrincipal() > terms().cap) failAmount(ILLEGAL_STATE, utf8("the cap is"), terms().cap);
  const token = issueShares(caller(), kind, shares, 0);
  buyCoupon(bought);
  const event = new Event(utf8("deposit")).u64(utf8("token"), token, true).u64(utf8("owner"), caller(), true).u64(utf8("class"), kind).amount(utf8("amount"), v - bought);
  if (isFixed()) event.amount(utf8("coupon"), bought);
  event.emit();
  save();
  callReceiver(caller(), self(), caller(), oneToken(token), newBytes(0));
  return token;
}

/** Deposit [] + value → token: a senior position. */
export function deposit(): u64 {
  changeWithValue();
  if (value() < terms().minimumDeposit) failAmount(ILLEGAL_ARGUMENT, utf8("the minimum deposit is"), terms().minimumDeposit);
  mustBeFresh(0);
  return accept(SENIOR);
}

/** StakeJunior [] + value → token: the operator's first loss, in cash. */
export function stakeJunior(): u64 {
  changeWithValue();
  mustBeOperator();
  mustBeHarvested();
  return accept(JUNIOR);
}
