import type { Address } from "../../../filecoin/address.ts";
import {
  changeBeneficiary,
  changeOwner,
  changeWorker,
  confirmBeneficiary,
  confirmOwner,
  confirmWorker,
  repayDebt,
  returnBeneficiary,
  stopProposal,
  withdraw,
} from "../../../wallet/acts/miner-acts.ts";
import { minerFacts, ownAmong, whoMay, type MinerDeed, type RightsFacts } from "../../../wallet/acts/who-may.ts";
import { beginProof } from "../../../wallet/begin-proof.ts";
import type { Act } from "../../../wallet/draft.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { requireMiner } from "../../../wallet/told/miner-money.ts";
import type { Body } from "../../shared/messages.ts";
import { requestAct, type DeedParts, type Review } from "./request-act.ts";

/** The commands that an account may give a miner; each throws notAMiner, actorNotFound, and noRight for an account that the miner does not let do it. */

export type MinerDeeds = { [N in MinerDeed]: (body: Body<`miner.${N}`>) => Review };

/** What an act is made of: the chain as it is, the miner, and what the chain has of it. */
interface Asked {
  readonly scope: Scope;
  readonly miner: Address;
  readonly facts: RightsFacts;
}

export function minerDeeds(parts: DeedParts): MinerDeeds {
  const toMiner = (deed: MinerDeed, body: { miner: string; from: string }, make: (asked: Asked) => Promise<Act> | Act, ...named: string[]): Review =>
    requestAct(parts, body.from, async (scope, from) => {
      const miner = readAddress(body.miner, scope.network.prefix);
      beginProof(
        scope.roots.now(),
        named.map((text) => readAddress(text, scope.network.prefix)),
      );
      const asked = minerFacts(scope, miner);
      // What stands there is told sooner than proven, and in better words where it is no miner.
      void Promise.allSettled([asked]);
      await requireMiner(scope, miner);
      const facts = await asked;
      await mustHaveRight(scope, deed, from, facts);
      return make({ scope, miner, facts });
    });
  const addressIn = ({ network }: Scope, text: string): Address => readAddress(text, network.prefix);
  return {
    withdraw: (body) => toMiner("withdraw", body, ({ miner }) => withdraw(miner, body.amount === null ? null : BigInt(body.amount))),
    changeWorker: (body) =>
      toMiner("changeWorker", body, ({ scope, miner }) =>
        changeWorker(
          miner,
          addressIn(scope, body.worker),
          body.controls.map((control) => addressIn(scope, control)),
        ),
      ),
    confirmWorker: (body) => toMiner("confirmWorker", body, ({ miner }) => confirmWorker(miner)),
    proposeOwner: (body) => toMiner("proposeOwner", body, ({ scope, miner }) => changeOwner(scope, miner, addressIn(scope, body.owner)), body.owner),
    stopProposal: (body) => toMiner("stopProposal", body, ({ miner, facts }) => stopProposal(miner, facts)),
    confirmOwner: (body) => toMiner("confirmOwner", body, ({ miner, facts }) => confirmOwner(miner, facts)),
    changeBeneficiary: (body) =>
      toMiner("changeBeneficiary", body, ({ scope, miner }) =>
        changeBeneficiary(miner, addressIn(scope, body.beneficiary), BigInt(body.quota), body.expiration),
      ),
    returnBeneficiary: (body) => toMiner("returnBeneficiary", body, ({ miner, facts }) => returnBeneficiary(miner, facts)),
    confirmBeneficiary: (body) => toMiner("confirmBeneficiary", body, ({ miner, facts }) => confirmBeneficiary(miner, facts)),
    repayDebt: (body) => toMiner("repayDebt", body, ({ miner }) => repayDebt(miner)),
  };
}

async function mustHaveRight(scope: Scope, deed: MinerDeed, from: Address, facts: RightsFacts): Promise<void> {
  const may = await ownAmong(scope, whoMay(deed, facts));
  if (may.some((account) => account.equals(from))) return;
  const { prefix } = scope.network;
  throw new Refusal("noRight", { address: from.toString(prefix), may: may.length === 0 ? "–" : may.map((account) => account.toString(prefix)).join(", ") });
}
