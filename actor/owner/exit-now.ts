/** ExitNow: out at once, for the discount of the terms (design 5.5). */
import { ILLEGAL_ARGUMENT, INSUFFICIENT_FUNDS, check, failAmount } from "../sdk/abort";
import { Event } from "../sdk/events";
import { caller } from "../sdk/message";
import { pay } from "../sdk/send";
import { U256 } from "../sdk/u256";
import { burn, requestedPrincipal } from "./classes";
import { ExitNowParams } from "./codec.generated";
import { takeOut } from "./exit-queue";
import { exitsAreFree } from "./governance";
import { measureAll } from "./measure";
import { FULL_BPS, SENIOR } from "./policy.generated";
import { change, lock, root, save, terms } from "./state";
import { giveToHolders } from "./waterfall";

/** The discount on an amount of principal, rounded up: it stays with the holders who stay. None for who stays out of other code. */
function discountOf(out: U256): U256 {
  if (exitsAreFree()) return U256.zero;
  return out.mulDivUp(U256.from(terms().exitDiscountBps), U256.from(FULL_BPS));
}

/** ExitNow [token, amount, least] → what is paid, at least `least`: cash seniors only, out of what no request asks for. */
export function exitNow(p: ExitNowParams): U256 {
  change();
  lock();
  measureAll();
  const position = takeOut(p.token, p.amount, true);
  check(position.kind == SENIOR && position.miner == 0, ILLEGAL_ARGUMENT, utf8("only cash seniors may exit without notice"));
  const free = root.liquid.minus(requestedPrincipal(root.senior) + requestedPrincipal(root.junior));
  const out = burn(root.senior, position.shares);
  if (out > free) failAmount(INSUFFICIENT_FUNDS, utf8("beside the requests there is only"), free);
  const discount = discountOf(out);
  const paid = out - discount;
  if (paid < p.least) failAmount(INSUFFICIENT_FUNDS, utf8("after the discount it is only"), paid);
  root.liquid = root.liquid - out;
  giveToHolders(discount);
  new Event(utf8("exit-now")).u64(utf8("token"), p.token, true).u64(utf8("owner"), position.owner, true).amount(utf8("amount"), out).amount(utf8("discount"), discount).emit();
  save();
  pay(caller(), paid);
  return paid;
}
