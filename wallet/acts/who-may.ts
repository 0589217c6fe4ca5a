import { Address } from "../../filecoin/address.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { proveKey } from "../proof/actor.ts";
import { proveMinerInfo } from "../proof/miner.ts";
import { provenOrTold } from "../proven-or-told.ts";
import type { MinerFacts } from "../reading/facts.ts";
import { toldMiner } from "../reading/unproven-reading.ts";
import { Refusal } from "../refusal.ts";
import { accountWithId, type Scope } from "../scope.ts";
import { namedId } from "./named-id.ts";

/** Whose right each thing is that can be done to a miner, and which accounts of this vault have it. */

export type MinerDeed =
  | "withdraw"
  | "changeWorker"
  | "confirmWorker"
  | "proposeOwner"
  | "stopProposal"
  | "confirmOwner"
  | "changeBeneficiary"
  | "returnBeneficiary"
  | "confirmBeneficiary"
  | "repayDebt";

/** What rights depend on. */
export type RightsFacts = Pick<MinerFacts, "owner" | "pendingOwner" | "worker" | "control" | "beneficiary" | "pendingBeneficiary">;

/** Actors that the miner lets do it (builtin-actors actors/miner/src/lib.rs, validate_immediate_caller_is), the likeliest first. */
export function whoMay(deed: MinerDeed, { owner, pendingOwner, worker, control, beneficiary, pendingBeneficiary }: RightsFacts): ActorId[] {
  switch (deed) {
    case "withdraw":
      return [owner, beneficiary];
    case "repayDebt":
      return [owner, worker, ...control];
    case "confirmOwner":
      return pendingOwner === null ? [] : [pendingOwner];
    case "confirmBeneficiary":
      if (pendingBeneficiary === null) return [];
      return [
        ...(pendingBeneficiary.approvedByNominee ? [] : [pendingBeneficiary.newBeneficiary]),
        ...(pendingBeneficiary.approvedByBeneficiary ? [] : [beneficiary]),
      ];
    default:
      return [owner];
  }
}

/** Accounts of this vault among actors, by the keys that the chain has for their ids; by a node's word where it gives no blocks. */
export async function ownAmong(scope: Scope, ids: readonly ActorId[]): Promise<Address[]> {
  const keys = await Promise.all(
    [...new Set(ids)].map((id) =>
      provenOrTold(
        scope,
        (root) => proveKey(root, id),
        () => accountWithId(scope, Address.id(id)),
      ),
    ),
  );
  return keys.flatMap(({ value: key }) => scope.accounts.filter((account) => key !== null && account.equals(key)));
}

/** What the chain has of a miner. Throws Refusal notAMiner, actorNotFound. */
export async function minerFacts(scope: Scope, miner: Address): Promise<RightsFacts> {
  const { id } = await namedId(scope, miner);
  const { value } = await provenOrTold<RightsFacts | null>(
    scope,
    (root) => proveMinerInfo(root, id),
    async () => (await toldMiner(scope, Address.id(id)))?.value ?? null,
  );
  if (value === null) throw new Refusal("notAMiner", { address: miner.toString(scope.network.prefix), type: "" });
  return value;
}
