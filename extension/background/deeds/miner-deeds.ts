import type { Address } from "../../../filecoin/address.ts";
import {
  changeBeneficiary,
  changeOwner,
  changeWorker,
  confirmBeneficiary,
  confirmWorker,
  repayDebt,
  stopProposal,
  withdraw,
} from "../../../wallet/acts/miner-acts.ts";
import type { Act } from "../../../wallet/draft.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { requireMiner } from "../../../wallet/told/miner-money.ts";
import type { Body } from "../../shared/messages.ts";
import { requestAct, type DeedParts, type Review } from "./request-act.ts";

/** The commands that an account may give a miner; each throws notAMiner, actorNotFound. */

type Names =
  "withdraw" | "changeWorker" | "confirmWorker" | "proposeOwner" | "stopProposal" | "confirmOwner" | "changeBeneficiary" | "confirmBeneficiary" | "repayDebt";

export type MinerDeeds = { [N in Names]: (body: Body<`miner.${N}`>) => Review };

export function minerDeeds(parts: DeedParts): MinerDeeds {
  const toMiner = (body: { miner: string; from: string }, make: (scope: Scope, miner: Address) => Promise<Act> | Act): Review =>
    requestAct(parts, body.from, async (scope) => {
      const miner = readAddress(body.miner, scope.network.prefix);
      await requireMiner(scope, miner);
      return make(scope, miner);
    });
  const named = ({ network }: Scope, text: string): Address => readAddress(text, network.prefix);
  return {
    withdraw: (body) => toMiner(body, (_scope, miner) => withdraw(miner, body.amount === null ? null : BigInt(body.amount))),
    changeWorker: (body) =>
      toMiner(body, (scope, miner) =>
        changeWorker(
          miner,
          named(scope, body.worker),
          body.controls.map((control) => named(scope, control)),
        ),
      ),
    confirmWorker: (body) => toMiner(body, (_scope, miner) => confirmWorker(miner)),
    proposeOwner: (body) => toMiner(body, (scope, miner) => changeOwner(scope.node, miner, named(scope, body.owner))),
    stopProposal: (body) => toMiner(body, (scope, miner) => stopProposal(scope.node, miner)),
    confirmOwner: (body) => toMiner(body, (scope, miner) => changeOwner(scope.node, miner, named(scope, body.from))),
    changeBeneficiary: (body) => toMiner(body, (scope, miner) => changeBeneficiary(miner, named(scope, body.beneficiary), BigInt(body.quota), body.expiration)),
    confirmBeneficiary: (body) =>
      toMiner(body, async (scope, miner) => {
        const act = await confirmBeneficiary(scope.node, miner);
        if (act === null) throw new Refusal("stale", { detail: "no beneficiary is proposed" });
        return act;
      }),
    repayDebt: (body) => toMiner(body, (_scope, miner) => repayDebt(miner)),
  };
}
