/** Books what a miner has lost (design 5.3): anyone may; Harvest, Recall, Forward and the exits begin with it. */
import { getAvailableBalance, repayDebt } from "../sdk/builtin";
import { Signed } from "../sdk/cbor-reader";
import { Event } from "../sdk/events";
import { balanceOf, epoch } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { Miner } from "./codec.generated";
import { minerOf } from "./miner-list";
import { mustBeMiner } from "./miner-type";
import { GAP_PARTS } from "./policy.generated";
import { change, lock, miners, root, save } from "./state";
import { takeWithheld } from "./withheld";

/** Takes a loss out of the operator's withheld fees, then the juniors, then the seniors. */
function bear(m: Miner, loss: U256): void {
  m.principal = m.principal - loss;
  const covered = takeWithheld(loss);
  root.liquid = root.liquid + covered;
  const rest = loss - covered;
  const junior = rest.min(root.junior.principal);
  const senior = rest - junior;
  root.junior.principal = root.junior.principal - junior;
  root.senior.principal = root.senior.principal - senior;
  root.writtenOffJunior = root.writtenOffJunior + junior;
  root.writtenOffSenior = root.writtenOffSenior + senior;
  new Event(utf8("loss")).u64(utf8("miner"), m.id, true).amount(utf8("loss"), loss).amount(utf8("withheld"), covered)
    .amount(utf8("junior"), junior).amount(utf8("senior"), senior).emit();
}

/** What measuring found. */
@final
export class Measured {
  constructor(
    /** GetAvailableBalance after RepayDebt. */
    public available: Signed,
    /** The loss that was booked, attoFIL. */
    public loss: U256,
  ) {}
}

/** Measures a miner. Calls it: the lock must be on. Gaps up to a thousandth of its principal wait for income. */
export function measure(m: Miner): Measured {
  mustBeMiner(m.id);
  repayDebt(m.id);
  const available = getAvailableBalance(m.id);
  const gap = (m.principal + available.negativePart).minus(balanceOf(m.id)).min(m.principal);
  const booked = gap * U256.from(GAP_PARTS) > m.principal;
  if (booked) bear(m, gap);
  m.gap = booked ? U256.zero : gap;
  m.measured = epoch();
  return new Measured(available, booked ? gap : U256.zero);
}

/** Measure [miner] → loss: anyone. */
export function measureOne(id: u64): U256 {
  change();
  const m = minerOf(id);
  lock();
  const loss = measure(m).loss;
  save();
  return loss;
}

/** Measures every miner: nobody leaves at a price that leaves a loss to the rest. */
export function measureAll(): void {
  const list = miners().list;
  for (let i = 0; i < list.length; i++) measure(list[i]);
}
