/** Withdraw: settles positions and pays everything the caller may claim, fees and legacy included (design 4, 5.4). */
import { FORBIDDEN, failNumber } from "../sdk/abort";
import { resolveOrCreate } from "../sdk/address";
import { Event } from "../sdk/events";
import { caller } from "../sdk/message";
import { IdSet } from "../sdk/rle";
import { pay } from "../sdk/send";
import { U256 } from "../sdk/u256";
import { settle } from "./classes";
import { WithdrawParams } from "./codec.generated";
import { callerIsOperator } from "./operator";
import { accountOf, change, miners, positionOf, putAccount, putPosition, readMiners, root, save, terms } from "./state";
import { turn } from "./withheld";

/** Settles the caller's tokens and returns what they earned. */
function settleAll(tokens: IdSet): U256 {
  let earned = U256.zero;
  for (let i = 0; i < tokens.length; i++) {
    const position = positionOf(tokens[i]);
    if (position.owner != caller()) failNumber(FORBIDDEN, utf8("not the caller's token"), tokens[i]);
    earned = earned + settle(position);
    putPosition(tokens[i], position);
  }
  return earned;
}

/** Takes the caller's settled rewards. */
function takeClaim(earned: U256): U256 {
  const account = accountOf(caller());
  const amount = account.claim + earned;
  if (!account.claim.isZero) {
    account.claim = U256.zero;
    putAccount(caller(), account);
  }
  root.rewards = root.rewards - amount;
  return amount;
}

/** Takes the fees that are payable to the caller. */
function takeFees(): U256 {
  const fees = terms().fees;
  let amount = U256.zero;
  for (let i = 0; i < fees.length; i++) {
    if (fees[i].beneficiary != caller()) continue;
    amount = amount + root.feesPayable[i];
    root.feesPayable[i] = U256.zero;
  }
  if (callerIsOperator()) {
    turn();
    amount = amount + root.operator.payable;
    root.operator.payable = U256.zero;
  }
  root.fees = root.fees - amount;
  return amount;
}

/** Takes the legacy claims that are payable to the caller; they are rewards owed. */
function takeLegacy(): U256 {
  let amount = U256.zero;
  const list = readMiners().list;
  for (let i = 0; i < list.length; i++) {
    const legacy = list[i].legacy;
    if (legacy === null || legacy.owner != caller() || legacy.payable.isZero) continue;
    miners();
    amount = amount + legacy.payable;
    legacy.payable = U256.zero;
  }
  root.rewards = root.rewards - amount;
  return amount;
}

/** Withdraw [tokens, recipient or null] → amount. */
export function withdraw(p: WithdrawParams): U256 {
  const to = p.recipient.length == 0 ? caller() : resolveOrCreate(p.recipient);
  change();
  const rewards = takeClaim(settleAll(p.tokens));
  const others = takeFees() + takeLegacy();
  const amount = rewards + others;
  if (!amount.isZero) {
    new Event(utf8("reward-claimed")).u64(utf8("account"), caller(), true).amount(utf8("amount"), amount).amount(utf8("fees"), others)
      .u64(utf8("recipient"), to).emit();
  }
  save();
  pay(to, amount);
  return amount;
}
