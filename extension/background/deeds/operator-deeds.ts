import type { Address } from "../../../filecoin/address.ts";
import type { OperatorDeed } from "../../shared/operator-deeds.ts";
import type { Act } from "../../../wallet/draft.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import * as acts from "../../../wallet/acts/owner-acts.ts";

/** The message of a rare call; whether the actor takes it, the dry run tells in the actor's own words. */
export async function actOfDeed(scope: Scope, actor: Address, deed: OperatorDeed): Promise<Act> {
  const address = (text: string): Address => readAddress(text, scope.network.prefix);
  switch (deed.deed) {
    case "SetLeaving":
      return acts.setLeaving(actor);
    case "LowerFees":
      return acts.lowerFees(actor, deed.fee, deed.bps);
    case "ProposeOperator":
      return acts.proposeOperator(actor, address(deed.operator));
    case "AcceptOperator":
      return acts.acceptOperator(actor);
    case "ConvertJunior":
      return acts.convertJunior(actor, BigInt(deed.token));
    case "CreateMiner":
      return acts.createMiner(actor, address(deed.worker), deed.proof, BigInt(deed.amount));
    case "ApproveAdoption":
      return acts.approveMiner(scope, actor, address(deed.miner), actor, address(deed.worker), []);
    case "AdoptMiner":
      return acts.adoptMiner(scope, actor, address(deed.miner));
    case "ReportOverExtension":
      return acts.reportOverExtension(scope, actor, address(deed.miner), BigInt(deed.sector));
  }
}
