/** Split and Merge: positions in other sizes. Principal, rewards and votes stay what they were (design 4, Positions). */
import { ILLEGAL_ARGUMENT, ILLEGAL_STATE, check, failNumber } from "../sdk/abort";
import { newBytes } from "../sdk/bytes";
import { Event } from "../sdk/events";
import { caller, epoch, self } from "../sdk/message";
import { IdSet } from "../sdk/rle";
import { U256 } from "../sdk/u256";
import { settle } from "./classes";
import { SplitParams } from "./codec.generated";
import { ownPosition, takeOut } from "./exit-queue";
import { isVoting, mustNotBeReplaced } from "./governance";
import { moveRight } from "./miner-list";
import { JUNIOR } from "./policy.generated";
import { callReceiver, issue, oneToken, takeTokens } from "./positions";
import { change, deletePosition, putPosition, root, save } from "./state";
import { wasReplaced } from "./succession";

/** Split [token, amount] → the new token. It votes only on proposals to come; what is left keeps its age. */
export function split(p: SplitParams): u64 {
  change();
  const part = takeOut(p.token, p.amount, false);
  part.since = epoch();
  const token = issue(part);
  new Event(utf8("split")).u64(utf8("token"), p.token, true).u64(utf8("owner"), part.owner, true).u64(utf8("part"), token, true).amount(utf8("amount"), p.amount).emit();
  save();
  callReceiver(part.owner, self(), part.owner, oneToken(token), newBytes(0));
  return token;
}

/**
 * Merge [tokens] → the first of them, which now holds all: of one class, generation and in-kind miner. What a replaced operator held may turn
 * senior, so no other junior goes into it.
 */
export function merge(tokens: IdSet): u64 {
  change();
  check(tokens.length > 1, ILLEGAL_ARGUMENT, utf8("there is nothing to merge"));
  check(!isVoting(), ILLEGAL_STATE, utf8("positions do not merge while a vote runs"));
  const first = ownPosition(tokens[0]);
  if (first.kind == JUNIOR) mustNotBeReplaced();
  let earned = settle(first);
  const convertible = first.kind == JUNIOR && wasReplaced(tokens[0]);
  for (let i = 1; i < tokens.length; i++) {
    const token = tokens[i];
    const p = ownPosition(token);
    if (p.kind != first.kind || p.generation != first.generation || p.miner != first.miner) failNumber(ILLEGAL_ARGUMENT, utf8("of another class, generation or miner: token"), token);
    if (convertible && !wasReplaced(token)) failNumber(ILLEGAL_STATE, utf8("a replaced operator held the first token, and not token"), token);
    earned = earned + settle(p);
    first.shares = first.shares + p.shares;
    first.rest = first.rest + p.rest;
    deletePosition(token);
    moveRight(p.miner, token, tokens[0]);
    root.supply--;
    new Event(utf8("merge")).u64(utf8("token"), tokens[0], true).u64(utf8("owner"), first.owner, true).u64(utf8("part"), token, true).emit();
  }
  // Fractions of an attoFIL may add up to whole ones.
  const whole = first.rest;
  first.rest = new U256(whole.a, whole.b, 0, 0);
  first.since = epoch();
  first.operators = [];
  putPosition(tokens[0], first);
  takeTokens(caller(), StaticArray.slice<u64>(tokens, 1), earned + new U256(whole.c, whole.d, 0, 0));
  save();
  return tokens[0];
}
