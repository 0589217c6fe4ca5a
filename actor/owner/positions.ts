/** Tokens and their owners: minting, moving between accounts, and the receiver's hook (FRC-53). */
import { ILLEGAL_STATE, NOT_FOUND, say, sayNumber, stop } from "../sdk/abort";
import { actorAddress } from "../sdk/address";
import { CBOR } from "../sdk/blocks";
import { Bytes, newBytes } from "../sdk/bytes";
import { Writer } from "../sdk/cbor-writer";
import { RECEIVE } from "../sdk/frc42";
import { IdTree } from "../sdk/id-tree";
import { epoch } from "../sdk/message";
import { IdSet, encodeSet } from "../sdk/rle";
import { trySend } from "../sdk/send";
import { U256 } from "../sdk/u256";
import { failActor } from "./fail-actor";
import { classOf, mint } from "./classes";
import { Account, Position } from "./codec.generated";
import { accountOf, lock, putAccount, putPosition, root, unlock } from "./state";

/** hash of "FRC53": the type of the hook's payload. */
const FRC53_TYPE: u64 = 4186685305;
/** So many tokens stand in an account itself; only more than that cost a tree of their own. What once stands in one of the two stays there, so that no message pays for many moves. */
const FEW: i32 = 8;

export function oneToken(token: u64): IdSet {
  const ids = new StaticArray<u64>(1);
  ids[0] = token;
  return ids;
}

/** All tokens of an account. */
export function tokensOf(account: Account): IdTree {
  const set = new IdTree(account.tokens);
  for (let i = 0; i < account.few.length; i++) set.put(account.few[i], true);
  return set;
}

/** A list with one more id. */
function withId(list: IdSet, id: u64): IdSet {
  const longer = new StaticArray<u64>(list.length + 1);
  for (let i = 0; i < list.length; i++) longer[i] = list[i];
  longer[list.length] = id;
  return longer;
}

/** A list without one of its ids: the last one takes its place. */
function withoutAt(list: IdSet, place: i32): IdSet {
  const last = list.length - 1;
  list[place] = list[last];
  return StaticArray.slice<u64>(list, 0, last);
}

/** Puts tokens that it does not hold into an account. */
export function giveTokens(owner: u64, ids: IdSet): void {
  if (ids.length == 0) return;
  const account = accountOf(owner);
  const more = new IdTree(account.tokens);
  for (let i = 0; i < ids.length; i++) {
    if (account.few.length < FEW) account.few = withId(account.few, ids[i]);
    else more.put(ids[i], true);
  }
  account.count += ids.length;
  account.tokens = more.flush();
  putAccount(owner, account);
}

/** Takes tokens that it holds out of an account and adds `earned` to its claim. */
export function takeTokens(owner: u64, ids: IdSet, earned: U256): void {
  const account = accountOf(owner);
  account.claim = account.claim + earned;
  if (ids.length > 0) {
    const more = new IdTree(account.tokens);
    for (let i = 0; i < ids.length; i++) {
      const place = account.few.indexOf(ids[i]);
      if (place < 0) more.put(ids[i], false);
      else account.few = withoutAt(account.few, place);
    }
    account.count -= ids.length;
    account.tokens = more.flush();
  }
  putAccount(owner, account);
}

/** Adds to the claim of an account. */
export function addClaim(owner: u64, earned: U256): void {
  if (!earned.isZero) takeTokens(owner, new StaticArray<u64>(0), earned);
}

/** Makes a token of a position and gives it to its owner. */
export function issue(position: Position): u64 {
  const token = root.nextToken++;
  root.supply++;
  putPosition(token, position);
  giveTokens(position.owner, oneToken(token));
  return token;
}

/** Mints a position for v attoFIL of principal; `inKind` is the miner it stands for, or 0. */
export function mintPosition(owner: u64, kind: u64, v: U256, inKind: u64): u64 {
  return issueShares(owner, kind, mint(kind, v), inKind);
}

/** Makes a position of shares that were just minted. */
export function issueShares(owner: u64, kind: u64, shares: U256, inKind: u64): u64 {
  const c = classOf(kind);
  return issue(new Position(owner, kind, c.generation, shares, c.earned, U256.zero, epoch(), 0, inKind, []));
}

/** Tells a receiver of its tokens, under the lock; the state was saved before. Its own exit code ends the message if it refuses. */
export function callReceiver(to: u64, from: u64, operator: u64, ids: IdSet, operatorData: Bytes): void {
  const payload = new Writer().array(6).actor(from).actor(to).actor(operator).bytes(encodeSet(ids)).bytes(operatorData).bytes(newBytes(0)).finish();
  const params = new Writer().array(2).u64(FRC53_TYPE).bytes(payload).finish();
  lock();
  const reply = trySend(actorAddress(to), RECEIVE, CBOR, params, U256.zero, u64.MAX_VALUE, 0);
  if (reply.error != 0) failActor(NOT_FOUND, utf8("no receiver at"), to);
  if (reply.exit != 0) {
    say(utf8("the receiver refused the tokens with exit "));
    sayNumber(reply.exit);
    // Exit codes below 16 belong to the system: an actor may not use them.
    stop(reply.exit < 16 ? ILLEGAL_STATE : reply.exit);
  }
  unlock();
}
