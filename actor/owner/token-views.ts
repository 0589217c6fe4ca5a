/** The getters of FRC-53. */
import { ILLEGAL_ARGUMENT, check } from "../sdk/abort";
import { NO_INDEX } from "../sdk/amt";
import { tryResolve } from "../sdk/address";
import { Bytes, at, bytesAt, compareBytes, newBytes } from "../sdk/bytes";
import { IdTree } from "../sdk/id-tree";
import { IdSet } from "../sdk/rle";
import { isAccountOperator } from "./approval";
import {
  Account, IsApprovedForAllParams, IsApprovedParams, ListAccountOperatorsParams, ListOperatorTokensParams, ListOwnedTokensParams,
  ListTokenOperatorsParams, ListTokensParams, OperatorPage, TokenPage,
} from "./codec.generated";
import { MAX_LIST } from "./policy.generated";
import { tokensOf } from "./positions";
import { accountOf, nextPosition, positionOf, root, terms, view } from "./state";

/** A cursor is the CID of what it was read from, a set of ids or the table of positions, and the next id, so that a stale one is told. */
const CID_LENGTH: i32 = 38;

export function name(): Bytes {
  view();
  return terms().name;
}

export function symbol(): Bytes {
  view();
  return terms().symbol;
}

export function totalSupply(): u64 {
  view();
  return root.supply;
}

/** MetadataID [token] → URI: the same for all tokens of the offer; 17 without such a token. */
export function metadataId(token: u64): Bytes {
  view();
  positionOf(token);
  return terms().metadataUri;
}

/** Balance [address] → number of tokens; an address the chain does not know has none. */
export function balance(address: Bytes): u64 {
  view();
  return accountAt(address).count;
}

/** Owner [tokens] → owners in the order of the ids; 17 if one does not exist. */
export function owner(tokens: IdSet): StaticArray<u64> {
  view();
  const out = new StaticArray<u64>(tokens.length);
  for (let i = 0; i < tokens.length; i++) out[i] = positionOf(tokens[i]).owner;
  return out;
}

/** OwnerOf [token]: what reference clients ask; 17 if it does not exist. */
export function ownerOf(token: u64): u64 {
  view();
  return positionOf(token).owner;
}

/** Where a cursor goes on; no bytes begin at the start. 16 if the set has changed since. */
function begin(cursor: Bytes, link: Bytes): u64 {
  if (cursor.length == 0) return 0;
  check(cursor.length == CID_LENGTH + 8 && compareBytes(bytesAt(at(cursor), CID_LENGTH), link) == 0, ILLEGAL_ARGUMENT, utf8("the cursor is stale: begin again"));
  return load<u64>(at(cursor) + CID_LENGTH);
}

function cursorAt(link: Bytes, next: u64): Bytes {
  const out = newBytes(CID_LENGTH + 8);
  memory.copy(at(out), at(link), CID_LENGTH);
  store<u64>(at(out) + CID_LENGTH, next);
  return out;
}

/** The least id from `from` on of a set, or of all tokens. */
function following(set: IdTree | null, from: u64): u64 {
  return set === null ? nextPosition(from) : set.next(from);
}

/** Up to `limit` ids of the set behind a link (null: of all tokens) from the cursor on, and the cursor to go on with. `only` ≠ 0 leaves out tokens that it is not approved for. */
function page(within: Bytes | null, cursor: Bytes, limit: u64, only: u64): TokenPage {
  check(limit > 0, ILLEGAL_ARGUMENT, utf8("the limit is 0"));
  const most = <i32>min(limit, MAX_LIST);
  const found = new StaticArray<u64>(most);
  const link = within === null ? root.positions : within;
  let set: IdTree | null = null;
  if (within !== null) set = new IdTree(within);
  let n = 0;
  let seen: u64 = 0;
  let id = following(set, begin(cursor, link));
  // What others hold is not walked to its end in one call.
  for (; id != NO_INDEX && n < most && seen++ < <u64>MAX_LIST; id = following(set, id + 1)) if (only == 0 || positionOf(id).operators.includes(only)) found[n++] = id;
  return new TokenPage(StaticArray.slice<u64>(found, 0, n), id == NO_INDEX ? newBytes(0) : cursorAt(link, id));
}

/** The account of an address; an empty one if the chain does not know it. */
function accountAt(address: Bytes): Account {
  const id = tryResolve(address);
  return accountOf(id < 0 ? u64.MAX_VALUE : id);
}

/** ListTokens [cursor, limit] → [tokens, next cursor or null]. */
export function listTokens(p: ListTokensParams): TokenPage {
  view();
  return page(null, p.cursor, p.limit, 0);
}

/** ListOwnedTokens [owner, cursor, limit] → [tokens, next cursor or null]. */
export function listOwnedTokens(p: ListOwnedTokensParams): TokenPage {
  view();
  return page(tokensOf(accountAt(p.owner)).flush(), p.cursor, p.limit, 0);
}

/** ListOperatorTokens [operator, cursor, limit] → [tokens, next cursor or null]: account-level approvals do not count. */
export function listOperatorTokens(p: ListOperatorTokensParams): TokenPage {
  view();
  const id = tryResolve(p.operator);
  return id < 0 ? new TokenPage([], newBytes(0)) : page(null, p.cursor, p.limit, id);
}

/** ListAccountOperators [owner, cursor, limit] → [operators, next cursor or null]. */
export function listAccountOperators(p: ListAccountOperatorsParams): OperatorPage {
  view();
  const found = page(accountAt(p.owner).operators, p.cursor, p.limit, 0);
  return new OperatorPage(found.tokens, found.next);
}

/** ListTokenOperators [token, cursor, limit] → [operators, next cursor or null]. */
export function listTokenOperators(p: ListTokenOperatorsParams): OperatorPage {
  view();
  check(p.limit > 0, ILLEGAL_ARGUMENT, utf8("the limit is 0"));
  const all = positionOf(p.token).operators;
  const from = begin(p.cursor, root.positions);
  let first = 0;
  while (first < all.length && all[first] < from) first++;
  const end = <i32>min<u64>(all.length, first + min(p.limit, MAX_LIST));
  return new OperatorPage(StaticArray.slice<u64>(all, first, end), end == all.length ? newBytes(0) : cursorAt(root.positions, all[end]));
}

/** IsApproved [operator, tokens] → those of the tokens that it is approved for one by one. */
export function isApproved(p: IsApprovedParams): IdSet {
  view();
  const id = tryResolve(p.operator);
  const found = new StaticArray<u64>(p.tokens.length);
  let n = 0;
  for (let i = 0; i < p.tokens.length; i++) if (positionOf(p.tokens[i]).operators.includes(id)) found[n++] = p.tokens[i];
  return StaticArray.slice<u64>(found, 0, n);
}

/** IsApprovedForAll [owner, operator]. */
export function isApprovedForAll(p: IsApprovedForAllParams): bool {
  view();
  const id = tryResolve(p.operator);
  return id >= 0 && isAccountOperator(accountAt(p.owner), id);
}
