/** The getters of FRC-53. */
import { ILLEGAL_ARGUMENT, check } from "../sdk/abort";
import { NO_INDEX } from "../sdk/amt";
import { tryResolve } from "../sdk/address";
import { Bytes, at, bytesAt, compareBytes, newBytes } from "../sdk/bytes";
import { IdSet } from "../sdk/rle";
import { ListOwnedTokensParams, TokenPage } from "./codec.generated";
import { accountOf, positionOf, root, terms, tokenSet, view } from "./state";

const MAX_PAGE: u64 = 64;
/** A cursor is the CID of the token set it was read from and the next token id, so that a stale one is told. */
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
  const id = tryResolve(address);
  return id < 0 ? 0 : accountOf(id).count;
}

/** Owner [tokens] → owners in the order of the ids; 17 if one does not exist. */
export function owner(tokens: IdSet): StaticArray<u64> {
  view();
  const out = new StaticArray<u64>(tokens.length);
  for (let i = 0; i < tokens.length; i++) out[i] = positionOf(tokens[i]).owner;
  return out;
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

/** ListOwnedTokens [owner, cursor, limit] → [tokens, next cursor or null]. */
export function listOwnedTokens(p: ListOwnedTokensParams): TokenPage {
  view();
  const id = tryResolve(p.owner);
  const link = id < 0 ? newBytes(0) : accountOf(id).tokens;
  const most = <i32>min(p.limit, MAX_PAGE);
  const found = new StaticArray<u64>(most);
  const set = tokenSet(link);
  let n = 0;
  let token = set.next(begin(p.cursor, link));
  for (; token != NO_INDEX && n < most; token = set.next(token + 1)) found[n++] = token;
  return new TokenPage(StaticArray.slice<u64>(found, 0, n), token == NO_INDEX ? newBytes(0) : cursorAt(link, token));
}
