/** Forward: principal goes to a miner as pledge (design 4). */
import { ILLEGAL_ARGUMENT, ILLEGAL_STATE, INSUFFICIENT_FUNDS, check, failAmount } from "../sdk/abort";
import { getVestingFunds } from "../sdk/builtin";
import { Event } from "../sdk/events";
import { balanceOf, epoch } from "../sdk/message";
import { pay } from "../sdk/send";
import { U256 } from "../sdk/u256";
import { mustBeAttested } from "./attestation";
import { failActor } from "./fail-actor";
import { allPrincipal, requestedPrincipal } from "./classes";
import { FORWARD, ForwardParams, Limits, Miner } from "./codec.generated";
import { mustBeFresh } from "./deposit";
import { governance, mustNotBeMoving } from "./governance";
import { measure } from "./measure";
import { minerOf } from "./miner-list";
import { subtractNet } from "./net";
import { mustBeActive, mustBeOperator } from "./operator";
import { DAY_EPOCHS, FULL_BPS, RETAINED_PARTS, WORKER_DELAY_EPOCHS } from "./policy.generated";
import { change, lock, miners, root, save, terms } from "./state";


/** The limits in force: those of the last vote, or of the terms. */
export function limits(): Limits {
  const voted = governance().limits;
  return voted === null ? terms().limits : voted;
}

/** No gap may be waiting in another miner. */
function mustHaveNoGap(but: u64): void {
  const list = miners().list;
  for (let i = 0; i < list.length; i++) {
    if (list[i].id != but && !list[i].gap.isZero) failActor(ILLEGAL_STATE, utf8("an open gap waits for income at miner"), list[i].id);
  }
}

/** Counts `amount` against the daily limit. */
function countForward(amount: U256): void {
  const book = miners();
  const today = epoch() / DAY_EPOCHS;
  if (book.forwardDay != today) {
    book.forwardDay = today;
    book.forwarded = U256.zero;
  }
  book.forwarded = book.forwarded + amount;
  if (book.forwarded > limits().maxForwardPerDay) failAmount(ILLEGAL_STATE, utf8("the limit of forwards a day is"), limits().maxForwardPerDay);
}

/** What must stay liquid: the reserve of the seniors' principal and all requests. */
function mustStay(): U256 {
  const reserve = root.senior.principal.mulDivUp(U256.from(terms().reserveBps), U256.from(FULL_BPS));
  return reserve + requestedPrincipal(root.senior) + requestedPrincipal(root.junior);
}

/** Rewards that could be harvested must not be pledged again: at most 1 % of its principal may be left at the miner. */
export function mustRetainLittle(m: Miner, amount: U256): void {
  const vesting = getVestingFunds(m.id, epoch());
  const retained = balanceOf(m.id).minus(vesting.total - vesting.matured + m.principal);
  if (retained * U256.from(RETAINED_PARTS) > m.principal + amount) failAmount(ILLEGAL_STATE, utf8("harvest first, the miner retains"), retained);
}

/** Ends the message unless the rules allow this forward to m. */
function mustAllow(m: Miner, amount: U256): void {
  mustNotBeMoving();
  check(root.sealing, ILLEGAL_STATE, utf8("sealing is off"));
  if (epoch() < m.since + WORKER_DELAY_EPOCHS || !m.confirmed) failActor(ILLEGAL_STATE, utf8("the worker is not confirmed 900 epochs after takeover: miner"), m.id);
  const most = limits().maxPerMiner;
  if (m.principal + amount > most) failAmount(ILLEGAL_STATE, utf8("the limit of principal per miner is"), most);
  const least = allPrincipal().mulDivUp(U256.from(terms().juniorMinimumBps), U256.from(FULL_BPS));
  if (root.junior.principal < least) failAmount(ILLEGAL_STATE, utf8("the junior principal must be at least"), least);
  if (root.liquid < mustStay() + amount) failAmount(INSUFFICIENT_FUNDS, utf8("reserve and requests leave"), root.liquid.minus(mustStay()));
  mustBeFresh(m.id);
  mustHaveNoGap(m.id);
  mustRetainLittle(m, amount);
}

/** Forward [miner, amount, attestation or null]. */
export function forward(p: ForwardParams): void {
  const id = p.miner;
  const amount = p.amount;
  change();
  mustBeOperator();
  mustBeActive();
  check(!amount.isZero, ILLEGAL_ARGUMENT, utf8("amount is 0"));
  const m = minerOf(id);
  lock();
  mustBeAttested(FORWARD, id, amount, p.attestation);
  measure(m);
  mustAllow(m, amount);
  countForward(amount);
  m.principal = m.principal + amount;
  subtractNet(m, amount);
  root.liquid = root.liquid - amount;
  new Event(utf8("forward")).u64(utf8("miner"), id, true).amount(utf8("amount"), amount).emit();
  save();
  pay(id, amount);
}
