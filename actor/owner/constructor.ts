/** The constructor: checks every bound of the terms (design 3) and writes the first state. */
import { FORBIDDEN, ILLEGAL_ARGUMENT, check, failAmount, say, sayNumber, stop } from "../sdk/abort";
import { TYPE_ACCOUNT, TYPE_ETH_ACCOUNT, TYPE_EVM, TYPE_MULTISIG, typeOf } from "../sdk/address";
import { putBlock } from "../sdk/blocks";
import { Bytes, Text, newBytes } from "../sdk/bytes";
import { Reader } from "../sdk/cbor-reader";
import { Writer } from "../sdk/cbor-writer";
import { caller, epoch, value } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { failActor } from "./fail-actor";
import { Coupon, FORWARD, Fee, Heir, Limits, Operator, Root, ShareClass, Stream, Terms, VotingTerms } from "./codec.generated";
import { noteCover } from "./cover";
import {
  ACTIVE, FIXED_INCOME, FULL_BPS, HEIR, LONGEST_EPOCHS, LONGEST_STREAM_EPOCHS, MAX_LABEL, MAX_MINERS, MAX_NAME, MAX_SYMBOL, MIN_ABSENCE_EPOCHS,
  MIN_APPROVAL_BPS, MIN_QUORUM_BPS, WEEK_EPOCHS,
} from "./policy.generated";
import { create, mustBeFree, save } from "./state";

const INIT: u64 = 1;

/** Ends the message with 16 unless least ≤ n ≤ most: "name n is not within least and most". */
function within(name: Text, n: i64, least: i64, most: i64): void {
  if (n >= least && n <= most) return;
  say(name);
  if (n < 0) say(utf8(" -"));
  else say(utf8(" "));
  sayNumber(n < 0 ? -n : n);
  say(utf8(" is not within "));
  sayNumber(least);
  say(utf8(" and "));
  sayNumber(most);
  stop(ILLEGAL_ARGUMENT);
}

function bps(name: Text, n: u64, least: u64): void {
  within(name, n > FULL_BPS ? <i64>FULL_BPS + 1 : n, least, FULL_BPS);
}

/** Only actors that can call and be paid without running strange code. */
export function mustBePayee(id: u64): void {
  const type = typeOf(id);
  if (type == TYPE_ACCOUNT || type == TYPE_MULTISIG || type == TYPE_ETH_ACCOUNT || type == TYPE_EVM) return;
  failActor(ILLEGAL_ARGUMENT, utf8("neither account, multisig, ethaccount nor EVM contract:"), id);
}

function checkFees(fees: StaticArray<Fee>, operator: u64): void {
  let sum: u64 = 0;
  for (let i = 0; i < fees.length; i++) {
    const fee = fees[i];
    within(utf8("length of a fee's label"), fee.label.length, 1, MAX_LABEL);
    bps(utf8("fee"), fee.bps, 0);
    sum += fee.bps;
    if (fee.beneficiary == 0) continue;
    mustBePayee(fee.beneficiary);
    check(fee.beneficiary != operator, ILLEGAL_ARGUMENT, utf8("the operator's own fee has the beneficiary null"));
  }
  bps(utf8("sum of fees"), sum, 0);
}

function checkVoting(v: VotingTerms): void {
  within(utf8("voting delay"), v.delay, 1, LONGEST_EPOCHS);
  within(utf8("voting period"), v.period, 1, LONGEST_EPOCHS);
  within(utf8("voting grace"), v.grace, 1, LONGEST_EPOCHS);
  bps(utf8("quorum"), v.quorumBps, MIN_QUORUM_BPS);
  bps(utf8("approval"), v.approvalBps, MIN_APPROVAL_BPS);
}

export function checkLimits(l: Limits): void {
  within(utf8("limit of miners"), l.maxMiners, 1, MAX_MINERS);
  check(!l.maxPerMiner.isZero, ILLEGAL_ARGUMENT, utf8("limit of principal per miner is 0"));
  check(!l.maxForwardPerDay.isZero, ILLEGAL_ARGUMENT, utf8("limit of forwards a day is 0"));
}

function checkMoney(t: Terms): void {
  check(!t.minimumDeposit.isZero, ILLEGAL_ARGUMENT, utf8("minimum deposit is 0"));
  if (t.cap < t.minimumDeposit) failAmount(ILLEGAL_ARGUMENT, utf8("the cap lies below the minimum deposit:"), t.cap);
  checkFees(t.fees, t.operator);
  bps(utf8("reserve"), t.reserveBps, 0);
  bps(utf8("junior minimum"), t.juniorMinimumBps, 0);
  bps(utf8("tip"), t.tipBps, 0);
  bps(utf8("exit discount"), t.exitDiscountBps, 0);
}

function checkTime(t: Terms): void {
  within(utf8("notice"), t.notice, WEEK_EPOCHS, LONGEST_EPOCHS);
  within(utf8("smoothing"), t.smoothing, WEEK_EPOCHS, LONGEST_STREAM_EPOCHS);
  within(utf8("absence"), t.absence, MIN_ABSENCE_EPOCHS, LONGEST_EPOCHS);
  within(utf8("last expiration"), t.lastExpiration, epoch() + 1, epoch() + LONGEST_EPOCHS);
}

/** Ends the message with 16, naming the value and its bound, unless the terms can stand. */
function checkTerms(t: Terms): void {
  within(utf8("custody type"), t.custodyType, 0, FIXED_INCOME);
  // FixedFeeRate promises none.
  within(utf8("annual rate"), t.annualRateBps, <i64>t.custodyType, FULL_BPS * t.custodyType);
  mustBePayee(t.operator);
  within(utf8("length of the name"), t.name.length, 1, MAX_NAME);
  within(utf8("length of the symbol"), t.symbol.length, 1, MAX_SYMBOL);
  checkMoney(t);
  checkTime(t);
  checkVoting(t.voting);
  checkLimits(t.limits);
  const attested = t.attestedMethods;
  if (attested.length == 0) return;
  check(attested.length == 1 && attested[0] == FORWARD, ILLEGAL_ARGUMENT, utf8("only Forward can need an attestation"));
  check(t.issuer != 0, ILLEGAL_ARGUMENT, utf8("attestations are needed, but nobody may issue them"));
}

function emptyClass(): ShareClass {
  return new ShareClass(U256.zero, U256.zero, U256.zero, U256.zero, 0, U256.zero);
}

/** Constructor [terms]: Init only. */
export function construct(t: Terms): void {
  mustBeNew();
  checkTerms(t);
  const coupon = t.custodyType == FIXED_INCOME ? new Coupon(U256.zero, U256.zero, epoch()) : null;
  begin(ACTIVE, t.write(new Writer()), t.operator, t.fees.length, 0, coupon);
}

/** Constructor [predecessor]: Init only. An heir holds nothing and waits for its predecessor. */
export function constructHeir(params: Bytes): void {
  const r = new Reader(params);
  const heir = Heir.read(r);
  r.finish();
  mustBeNew();
  begin(HEIR, heir.write(new Writer()), 0, 0, heir.predecessor, null);
}

/** Only Init constructs, and without value. */
function mustBeNew(): void {
  if (caller() != INIT) failActor(FORBIDDEN, utf8("only Init may construct, not"), caller());
  mustBeFree();
}

/** Writes the first state. */
function begin(status: u64, terms: Writer, operator: u64, fees: i32, successor: u64, coupon: Coupon | null): void {
  const zero = U256.zero;
  const none = newBytes(0);
  const feesPayable = new StaticArray<U256>(fees);
  for (let i = 0; i < feesPayable.length; i++) feesPayable[i] = zero;
  const now = epoch();
  create(new Root(
    status, putBlock(terms.finish()), new Operator(operator, 0, now, zero, zero, zero), zero, zero, zero, zero, zero, zero,
    emptyClass(), emptyClass(), new Stream(zero, now, now), coupon, true, zero, 0, now, 1, 0, 2, 2, 0, 0, 1, zero, feesPayable,
    none, none, none, none, none, none, none, successor,
  ));
  save();
}
