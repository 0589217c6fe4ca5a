import type { Message } from "../../filecoin/message.ts";
import { amountOf, say, textOf } from "../phrase.ts";
import { beneficiaryChange } from "./beneficiary-reading.ts";
import type { Facts } from "./facts.ts";
import type { MinerCall } from "./miner-call.ts";
import { idAddress } from "./named-addresses.ts";
import { ownerChange } from "./owner-change-reading.ts";
import { fieldOf, type Call, type Part, type Presenter, type Reading } from "./reading-parts.ts";
import { confirmWorker, workerChange } from "./worker-reading.ts";

/** What a call of a miner does. The rules are those of the miner actor (builtin-actors actors/miner/src/lib.rs). */

export function minerPart(message: Message, call: Call, facts: Facts, show: Presenter): Part {
  const roles: Reading["roles"] = [{ role: "miner", address: message.to }];
  const miner = facts.minerAt(message.to);
  if (miner === null) throw new Error("a call of a miner is read with the miner's facts");
  const minerCall: MinerCall = { message, call, facts, miner, show, roles };
  switch (call.name) {
    case "WithdrawBalance":
      return withdrawal(minerCall);
    case "ChangeWorkerAddress":
      return workerChange(minerCall);
    case "ConfirmChangeWorkerAddress":
      return confirmWorker(minerCall);
    case "ChangeOwnerAddress":
      return ownerChange(minerCall);
    case "ChangeBeneficiary":
      return beneficiaryChange(minerCall);
    case "RepayDebt":
      return { kind: "minerRepay", verb: "repay", tier: 1, roles, sentence: say("sentence.minerRepay", { miner: show.address(message.to) }) };
    default:
      return {
        kind: "raw",
        verb: "signAnyway",
        tier: 3,
        roles,
        sentence: say("sentence.call", { method: textOf(call.name), to: show.address(message.to), amount: amountOf(message.value) }),
        alarm: say("alarm.rare", { method: textOf(call.name) }),
        reasons: [say("reason.rare")],
      };
  }
}

/** The money goes to the beneficiary, whoever calls. */
function withdrawal({ message, call, facts, miner, show, roles }: MinerCall): Part {
  const payee = idAddress(miner.beneficiary);
  const ours = facts.who(payee).own !== null;
  return {
    kind: "minerWithdraw",
    verb: "withdraw",
    roles: [...roles, { role: "payee", address: payee }],
    tier: ours ? 1 : 2,
    sentence: say("sentence.minerWithdraw", {
      amount: amountOf(fieldOf<bigint>(call, "amountRequested")),
      miner: show.address(message.to),
      to: show.address(payee),
    }),
    wayBack: ours ? null : { now: say("wayBack.lastMoment"), after: say("wayBack.none") },
    reasons: ours ? [] : [say("reason.foreignPayee")],
  };
}
