import { Address } from "../../filecoin/address.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { encodeParams, numberOf, type Method } from "../../filecoin/methods/method.ts";
import { attoFil, epoch, type ActorId } from "../../filecoin/units.ts";
import type { Act } from "../draft.ts";
import type { MinerFacts } from "../reading/facts.ts";
import { Refusal } from "../refusal.ts";
import { namedId, type IdScope } from "./named-id.ts";

/** The calls of a miner that an account signs. */

/** More than any miner holds: the miner pays what is there. */
const EVERYTHING = attoFil(2_000_000_000n * 10n ** 18n);

const act = <P, R>(miner: Address, method: Method<P, R>, params: P): Act => ({ to: miner, method: numberOf(method), params: encodeParams(method, params) });

export const withdraw = (miner: Address, amount: bigint | null): Act =>
  act(miner, minerMethods.WithdrawBalance, { amountRequested: amount === null ? EVERYTHING : attoFil(amount) });

export const changeWorker = (miner: Address, worker: Address, controls: readonly Address[]): Act =>
  act(miner, minerMethods.ChangeWorkerAddress, { newWorker: worker, newControlAddresses: [...controls] });

export const confirmWorker = (miner: Address): Act => act(miner, minerMethods.ConfirmChangeWorkerAddress, undefined);

export const repayDebt = (miner: Address): Act => act(miner, minerMethods.RepayDebt, undefined);

/** Propose, stop (the present owner again) and confirm (the proposed one) are one method with different params; it takes no form but f0. */
const ownerAct = (miner: Address, owner: ActorId): Act => act(miner, minerMethods.ChangeOwnerAddress, Address.id(owner));

/** Throws Refusal actorNotFound. */
export async function changeOwner(scope: IdScope, miner: Address, owner: Address): Promise<Act> {
  const { id, typed } = await namedId(scope, owner);
  return { ...ownerAct(miner, id), typed };
}

/** Names the present owner as owner: the pending proposal is gone. */
export const stopProposal = (miner: Address, { owner }: Pick<MinerFacts, "owner">): Act => ownerAct(miner, owner);

/** Names the proposed owner, who has to send it. Throws Refusal stale when nobody is proposed. */
export function confirmOwner(miner: Address, { pendingOwner }: Pick<MinerFacts, "pendingOwner">): Act {
  if (pendingOwner === null) throw new Refusal("stale", { detail: "no owner is proposed" });
  return ownerAct(miner, pendingOwner);
}

export const changeBeneficiary = (miner: Address, beneficiary: Address, quota: bigint, expiration: number): Act =>
  act(miner, minerMethods.ChangeBeneficiary, { newBeneficiary: beneficiary, newQuota: attoFil(quota), newExpiration: epoch(expiration) });

/** The owner himself, who takes no quota and no end. */
export const returnBeneficiary = (miner: Address, { owner }: Pick<MinerFacts, "owner">): Act => changeBeneficiary(miner, Address.id(owner), 0n, 0);

/** Approves the proposed beneficiary with the proposal's own figures. Throws Refusal stale when nobody is proposed. */
export function confirmBeneficiary(miner: Address, { pendingBeneficiary: pending }: Pick<MinerFacts, "pendingBeneficiary">): Act {
  if (pending === null) throw new Refusal("stale", { detail: "no beneficiary is proposed" });
  return changeBeneficiary(miner, Address.id(pending.newBeneficiary), pending.newQuota, Number(pending.newExpiration));
}
