/** Relay: anybody brings what an account has signed, and is paid out of the account's claim (design 4). */
import { FORBIDDEN, ILLEGAL_ARGUMENT, ILLEGAL_STATE, INSUFFICIENT_FUNDS, check, failAmount, failNumber } from "../sdk/abort";
import { Writer } from "../sdk/cbor-writer";
import { Event } from "../sdk/events";
import { actFor, caller, chainId, epoch, self } from "../sdk/message";
import { isSignedBy } from "../sdk/signature";
import { failActor } from "./fail-actor";
import { APPROVE, CANCEL_REDEMPTION, CLAIM_REDEMPTION, ExecuteWithAuthParams, REDEEM, RelayRequest, TRANSFER, VOTE, WITHDRAW } from "./codec.generated";
import { accountOf, change, putAccount, root, save } from "./state";

/** What may be relayed: nothing that takes value, and nothing of an office. */
function isRelayed(method: u64): bool {
  return method == WITHDRAW || method == REDEEM || method == CANCEL_REDEMPTION || method == CLAIM_REDEMPTION || method == VOTE || method == TRANSFER || method == APPROVE;
}

/** Ends the message unless the request is for this place, this time and this relayer. */
function mustBeMeant(r: RelayRequest): void {
  check(r.chainId == chainId() && r.actor == self(), ILLEGAL_ARGUMENT, utf8("signed for another network or actor"));
  if (!isRelayed(r.method)) failNumber(FORBIDDEN, utf8("not to be relayed: method"), r.method);
  if (epoch() > r.validUntil) failNumber(ILLEGAL_STATE, utf8("the request was valid until epoch"), r.validUntil);
  if (r.relayer != 0 && r.relayer != caller()) failActor(FORBIDDEN, utf8("meant for another relayer:"), r.relayer);
}

/** Checks the request, uses its nonce up and takes the fee out of the signer's claim; what follows runs as his. Returns the relayer. */
export function authorize(p: ExecuteWithAuthParams): u64 {
  change();
  const r = p.authorization;
  mustBeMeant(r);
  const account = accountOf(r.account);
  if (r.nonce != account.nonce) failNumber(ILLEGAL_STATE, utf8("the account's next nonce is"), account.nonce);
  // No other would follow: they would begin at 0 again.
  if (r.nonce == u64.MAX_VALUE) failNumber(ILLEGAL_STATE, utf8("nothing is relayed any more with the last nonce"), r.nonce);
  if (!isSignedBy(r.account, r.write(new Writer()).finish(), p.signature)) failActor(FORBIDDEN, utf8("not signed by"), r.account);
  if (account.claim < r.fee) failAmount(INSUFFICIENT_FUNDS, utf8("the fee exceeds the account's claim"), account.claim);
  account.nonce++;
  account.claim = account.claim - r.fee;
  putAccount(r.account, account);
  root.rewards = root.rewards - r.fee;
  const relayer = caller();
  new Event(utf8("relayed")).u64(utf8("account"), r.account, true).u64(utf8("relayer"), relayer, true).u64(utf8("method"), r.method)
    .u64(utf8("nonce"), r.nonce).amount(utf8("fee"), r.fee).emit();
  save();
  actFor(r.account);
  return relayer;
}

/** AdvanceNonce [nonce]: what the caller has signed with a lower one is void. */
export function advanceNonce(nonce: u64): void {
  change();
  const account = accountOf(caller());
  if (nonce <= account.nonce) failNumber(ILLEGAL_ARGUMENT, utf8("expected a nonce above"), account.nonce);
  account.nonce = nonce;
  putAccount(caller(), account);
  save();
}
