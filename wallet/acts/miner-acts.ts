import { Address } from "../../filecoin/address.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { encodeParams, numberOf, type Method } from "../../filecoin/methods/method.ts";
import type { PinnedNode } from "../told/pinned-node.ts";
import { attoFil, epoch } from "../../filecoin/units.ts";
import type { Act } from "../draft.ts";

/** The calls of a miner that an account signs. */

/** More than any miner holds: the miner pays what is there. */
const EVERYTHING = attoFil(2_000_000_000n * 10n ** 18n);

const act = <P, R>(miner: Address, method: Method<P, R>, params: P): Act => ({ to: miner, method: numberOf(method), params: encodeParams(method, params) });

/** The f0 of an address: owner params take no other form. Throws ActorNotFound. */
const idOf = async (node: PinnedNode, address: Address): Promise<Address> => (address.protocol === 0 ? address : Address.id(await node.stateLookupID(address)));

export const withdraw = (miner: Address, amount: bigint | null): Act =>
  act(miner, minerMethods.WithdrawBalance, { amountRequested: amount === null ? EVERYTHING : attoFil(amount) });

export const changeWorker = (miner: Address, worker: Address, controls: readonly Address[]): Act =>
  act(miner, minerMethods.ChangeWorkerAddress, { newWorker: worker, newControlAddresses: [...controls] });

export const confirmWorker = (miner: Address): Act => act(miner, minerMethods.ConfirmChangeWorkerAddress, undefined);

export const repayDebt = (miner: Address): Act => act(miner, minerMethods.RepayDebt, undefined);

/** Propose, stop (the present owner again) and confirm (the proposed one) are one method with different params. */
export const changeOwner = async (node: PinnedNode, miner: Address, owner: Address): Promise<Act> =>
  act(miner, minerMethods.ChangeOwnerAddress, await idOf(node, owner));

export const changeBeneficiary = (miner: Address, beneficiary: Address, quota: bigint, expiration: number): Act =>
  act(miner, minerMethods.ChangeBeneficiary, { newBeneficiary: beneficiary, newQuota: attoFil(quota), newExpiration: epoch(expiration) });

/** Approves the proposed beneficiary with the proposal's own figures. Null when nothing is proposed. */
export async function confirmBeneficiary(node: PinnedNode, miner: Address): Promise<Act | null> {
  const { pendingBeneficiaryTerm: pending } = await node.stateMinerInfo(miner);
  return pending === null ? null : changeBeneficiary(miner, pending.newBeneficiary, pending.newQuota, pending.newExpiration);
}

/** Names the present owner as owner: the pending proposal is gone. */
export async function stopProposal(node: PinnedNode, miner: Address): Promise<Act> {
  return changeOwner(node, miner, (await node.stateMinerInfo(miner)).owner);
}
