/** Burn and BurnFrom (FRC-53): only of positions that are worth nothing, so that no operator can destroy principal. */
import { FORBIDDEN, ILLEGAL_STATE, failAmount, failNumber } from "../sdk/abort";
import { resolveOrCreate } from "../sdk/address";
import { Event } from "../sdk/events";
import { caller } from "../sdk/message";
import { IdSet } from "../sdk/rle";
import { U256 } from "../sdk/u256";
import { mustBeApproved } from "./approval";
import { burn, classOf, principalOf, settle } from "./classes";
import { BurnFromParams } from "./codec.generated";
import { takeTokens } from "./positions";
import { accountOf, change, deletePosition, positionOf, root, save } from "./state";

/** Settles and deletes tokens of `from`; their shares leave the class. */
function burnAll(from: u64, tokens: IdSet): void {
  let sum = U256.zero;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const position = positionOf(token);
    if (position.owner != from) failNumber(FORBIDDEN, utf8("not the owner's token"), token);
    const principal = principalOf(position);
    if (!principal.isZero) failAmount(ILLEGAL_STATE, utf8("redeem first, the position's principal is"), principal);
    const earned = settle(position);
    const c = classOf(position.kind);
    if (position.generation == c.generation) burn(c, position.shares);
    deletePosition(token);
    root.supply--;
    sum = sum + earned;
    new Event(utf8("burn")).u64(utf8("token"), token, true).u64(utf8("owner"), from, true).amount(utf8("earned"), earned).emit();
  }
  takeTokens(from, tokens, sum);
  save();
}

/** Burn [tokens] → how many tokens the caller has left. */
export function burnOwn(tokens: IdSet): u64 {
  change();
  burnAll(caller(), tokens);
  return accountOf(caller()).count;
}

/** BurnFrom [from, tokens]: by who is approved for them. */
export function burnFrom(p: BurnFromParams): void {
  const from = resolveOrCreate(p.from);
  change();
  mustBeApproved(from, p.tokens);
  burnAll(from, p.tokens);
}
