/** Who beside its owner may move a token (FRC-53): accounts approved for the token, and accounts approved for all tokens of its owner. */
import { FORBIDDEN, ILLEGAL_STATE, check, failNumber } from "../sdk/abort";
import { resolveOrCreate } from "../sdk/address";
import { Bytes } from "../sdk/bytes";
import { IdTree } from "../sdk/id-tree";
import { caller } from "../sdk/message";
import { IdSet } from "../sdk/rle";
import { Account, Position } from "./codec.generated";
import { MAX_OPERATORS } from "./policy.generated";
import { accountOf, change, positionOf, putAccount, putPosition, save } from "./state";

/** Accounts that one token may be approved for: as many as its record holds. */

export function isAccountOperator(owner: Account, id: u64): bool {
  return new IdTree(owner.operators).has(id);
}

/** Ends the message with 18 unless the caller is approved for each of the tokens, or for all tokens of `from`. */
export function mustBeApproved(from: u64, tokens: IdSet): void {
  if (isAccountOperator(accountOf(from), caller())) return;
  for (let i = 0; i < tokens.length; i++) {
    if (!positionOf(tokens[i]).operators.includes(caller())) failNumber(FORBIDDEN, utf8("not approved for token"), tokens[i]);
  }
}

/** Ends the message with 18 unless the caller is the owner, or approved for all of the owner's tokens. */
function mustBeApprover(token: u64, position: Position): void {
  const owner = position.owner;
  if (owner != caller() && !isAccountOperator(accountOf(owner), caller())) failNumber(FORBIDDEN, utf8("not the caller's to approve: token"), token);
}

/** Ids ascending, without `id`, and with it if asked for. */
function withOrWithout(ids: StaticArray<u64>, id: u64, add: bool): StaticArray<u64> {
  const out = new StaticArray<u64>(ids.length + 1);
  let n = 0;
  let toAdd = add;
  for (let i = 0; i < ids.length; i++) {
    if (toAdd && ids[i] > id) {
      out[n++] = id;
      toAdd = false;
    }
    if (ids[i] != id) out[n++] = ids[i];
  }
  if (toAdd) out[n++] = id;
  return StaticArray.slice<u64>(out, 0, n);
}

/** Approve and RevokeApproval [operator, tokens]. */
export function approve(operator: Bytes, tokens: IdSet, yes: bool): void {
  const id = resolveOrCreate(operator);
  change();
  for (let i = 0; i < tokens.length; i++) {
    const position = positionOf(tokens[i]);
    mustBeApprover(tokens[i], position);
    position.operators = withOrWithout(position.operators, id, yes);
    check(position.operators.length <= MAX_OPERATORS, ILLEGAL_STATE, utf8("a token may be approved for at most 16 accounts"));
    putPosition(tokens[i], position);
  }
  save();
}

/** ApproveForAll and RevokeApprovalForAll [operator]. */
export function approveForAll(operator: Bytes, yes: bool): void {
  const id = resolveOrCreate(operator);
  change();
  const account = accountOf(caller());
  const operators = new IdTree(account.operators);
  operators.put(id, yes);
  account.operators = operators.flush();
  putAccount(caller(), account);
  save();
}
