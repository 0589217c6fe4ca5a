/** Transfer of positions (FRC-53): settles first, so what was earned stays the seller's. */
import { FORBIDDEN, ILLEGAL_ARGUMENT, check, failNumber } from "../sdk/abort";
import { resolveOrCreate } from "../sdk/address";
import { Bytes } from "../sdk/bytes";
import { Event } from "../sdk/events";
import { caller, self } from "../sdk/message";
import { IdSet } from "../sdk/rle";
import { U256 } from "../sdk/u256";
import { mustBeApproved } from "./approval";
import { settle } from "./classes";
import { TransferFromParams, TransferParams, TransferReturn } from "./codec.generated";
import { callReceiver, giveTokens, takeTokens } from "./positions";
import { accountOf, change, positionOf, putPosition, save } from "./state";

/** Settles tokens of `from` and makes them `to`'s; returns what they had earned. Token operators are dropped. */
function reassign(from: u64, to: u64, tokens: IdSet): U256 {
  let sum = U256.zero;
  for (let i = 0; i < tokens.length; i++) {
    const position = positionOf(tokens[i]);
    if (position.owner != from) failNumber(FORBIDDEN, utf8("not the owner's token"), tokens[i]);
    const earned = settle(position);
    position.owner = to;
    position.operators = [];
    putPosition(tokens[i], position);
    sum = sum + earned;
    new Event(utf8("transfer")).u64(utf8("token"), tokens[i], true).u64(utf8("from"), from, true).u64(utf8("to"), to, true).amount(utf8("earned"), earned).emit();
  }
  return sum;
}

/** Moves tokens between accounts and tells the receiver; `operator` is who asked for it. */
function move(from: u64, to: u64, operator: u64, tokens: IdSet, data: Bytes): TransferReturn {
  check(to != self(), ILLEGAL_ARGUMENT, utf8("positions cannot be sent to their own actor"));
  const earned = reassign(from, to, tokens);
  takeTokens(from, tokens, earned);
  giveTokens(to, tokens);
  const balances = new TransferReturn(accountOf(from).count, accountOf(to).count);
  save();
  callReceiver(to, from, operator, tokens, data);
  return balances;
}

/** Transfer [to, tokens, operator data] → balances of both sides. */
export function transfer(p: TransferParams): TransferReturn {
  const to = resolveOrCreate(p.to);
  change();
  return move(caller(), to, caller(), p.tokens, p.operatorData);
}

/** TransferFrom [from, to, tokens, operator data] → balances of both sides: by who is approved for the tokens. */
export function transferFrom(p: TransferFromParams): TransferReturn {
  const from = resolveOrCreate(p.from);
  const to = resolveOrCreate(p.to);
  change();
  mustBeApproved(from, p.tokens);
  return move(from, to, caller(), p.tokens, p.operatorData);
}
