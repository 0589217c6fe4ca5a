/** Takes money out of a miner and splits it into reward and principal (design 5.3): Harvest, Recall. */
import { FORBIDDEN, ILLEGAL_STATE, INSUFFICIENT_FUNDS, check } from "../sdk/abort";
import { Vesting, getVestingFunds, withdrawBalance } from "../sdk/builtin";
import { Signed } from "../sdk/cbor-reader";
import { Event } from "../sdk/events";
import { balanceOf, caller, epoch, ownBalance } from "../sdk/message";
import { pay } from "../sdk/send";
import { U256 } from "../sdk/u256";
import { failActor } from "./fail-actor";
import { Miner } from "./codec.generated";
import { isFixed } from "./coupon";
import { principalNeeded } from "./exit-queue";
import { measure } from "./measure";
import { minerOf } from "./miner-list";
import { addNet } from "./net";
import { callerIsOperator, isLeaving } from "./operator";
import { change, lock, root, save } from "./state";
import { Shares, distribute } from "./waterfall";

/** What a withdrawal brought, attoFIL: reward + principal = withdrawn. */
@final
export class Taken {
  constructor(
    public withdrawn: U256,
    public reward: U256,
    public principal: U256,
    public shares: Shares,
  ) {}
}

/** A miner's figures before a withdrawal. */
@final
class Figures {
  constructor(
    public vesting: Vesting,
    /** V − M: what stays in the vesting table. */
    public locked: U256,
    /** A' = A + M: what WithdrawBalance can pay. */
    public available: U256,
    public shown: Signed,
  ) {}
}

/** Measures a miner and reads its figures; 20 if its debt exceeds what is free. */
function examine(m: Miner): Figures {
  const a = measure(m).available;
  const vesting = getVestingFunds(m.id, epoch());
  const free = a.positivePart + vesting.matured;
  if (a.negativePart > free) failActor(ILLEGAL_STATE, utf8("its debt exceeds its free funds: miner"), m.id);
  return new Figures(vesting, vesting.total - vesting.matured, free - a.negativePart, a);
}

/** Withdraws x and splits what came. The own balance must have risen by exactly what the miner says it sent. */
function take(m: Miner, f: Figures, x: U256, withTip: bool): Taken {
  const before = ownBalance();
  const w = withdrawBalance(m.id, x);
  check(ownBalance() == before + w, ILLEGAL_STATE, utf8("the miner did not pay what it says it paid"));
  const surplus = (balanceOf(m.id) + w).minus(f.locked + m.principal);
  const reward = surplus.min(w);
  const principal = w - reward;
  m.principal = m.principal - principal;
  addNet(m, principal);
  root.liquid = root.liquid + principal;
  return new Taken(w, reward, principal, distribute(m, reward, f.locked, withTip));
}

function emit(type: usize, m: Miner, f: Figures, t: Taken): void {
  const event = new Event(type).u64(utf8("miner"), m.id, true).amount(utf8("withdrawn"), t.withdrawn).amount(utf8("reward"), t.reward)
    .amount(utf8("principal"), t.principal).amount(utf8("vesting"), f.vesting.total)
    .signed(utf8("available"), f.shown.negative, f.shown.magnitude).amount(utf8("recovered"), t.shares.recovered)
    .amount(utf8("legacy"), t.shares.legacy).amount(utf8("fees"), t.shares.fees).amount(utf8("tip"), t.shares.tip)
    .u64(utf8("caller"), caller());
  if (isFixed()) event.amount(utf8("coupon"), t.shares.coupon);
  event.emit();
}

/** Takes the reward of a miner and nothing of its principal. Calls it: the lock must be on. */
export function takeReward(m: Miner, withTip: bool): Taken {
  const f = examine(m);
  const x = balanceOf(m.id).minus(f.locked + m.principal).min(f.available);
  const t = take(m, f, x, withTip);
  m.harvested = epoch();
  emit(utf8("harvest"), m, f, t);
  return t;
}

/** Harvest [miner] → reward: anyone; only reward leaves the miner, and the caller gets the tip. */
export function harvest(id: u64): U256 {
  change();
  const m = minerOf(id);
  lock();
  const t = takeReward(m, true);
  save();
  pay(caller(), t.shares.tip);
  return t.reward;
}

/** How much the caller may recall: everything, or what matured requests need beyond the liquid principal. */
function mayRecall(amount: U256): U256 {
  if (callerIsOperator() || isLeaving() || !root.sealing) return amount;
  const need = principalNeeded().minus(root.liquid);
  check(!need.isZero, FORBIDDEN, utf8("only the operator may recall while no matured request lacks money"));
  return need.min(amount);
}

/** Recall [miner, amount] → principal: withdraws up to `amount`, at most what is free; reward that is due comes first, without a tip. */
export function recall(id: u64, amount: U256): U256 {
  change();
  const m = minerOf(id);
  lock();
  const f = examine(m);
  const x = mayRecall(amount).min(f.available);
  check(!x.isZero, INSUFFICIENT_FUNDS, utf8("the miner has nothing free to recall"));
  const t = take(m, f, x, false);
  emit(utf8("recall"), m, f, t);
  save();
  return t.principal;
}
