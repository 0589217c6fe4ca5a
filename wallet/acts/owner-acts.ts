import type { Address } from "../../filecoin/address.ts";
import { attoFil, epoch, type ActorId } from "../../filecoin/units.ts";
import { encodeParams } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods, type OwnerStructs } from "../../actor/abi/methods.generated.ts";
import type { Act } from "../draft.ts";
import { namedId, type IdScope } from "./named-id.ts";

/** The calls of an owner actor that an account signs; shapes come from actor/abi alone. */

/** An act in full: whoever wants its params and value need not ask whether they are there. */
type WholeAct = Act & Required<Pick<Act, "params" | "value">>;

const act = <M extends OwnerMethodName>(actor: Address, name: M, params: OwnerMethods[M]["params"], value = 0n): WholeAct => ({
  to: actor,
  method: METHOD_NUMBERS[name],
  params: encodeParams(name, params),
  value,
});

/** A call about a miner, which the actor knows by its id alone. Throws Refusal actorNotFound. */
async function aboutMiner<M extends OwnerMethodName>(
  scope: IdScope,
  actor: Address,
  name: M,
  miner: Address,
  paramsOf: (miner: ActorId) => OwnerMethods[M]["params"],
): Promise<Act> {
  const { id, typed } = await namedId(scope, miner);
  return { ...act(actor, name, paramsOf(id)), typed };
}

/** Ids of a set, as the wire wants them. */
const ascending = (ids: readonly bigint[]): bigint[] => [...new Set(ids)].sort((a, b) => (a < b ? -1 : 1));

export const deposit = (actor: Address, amount: bigint): Act => act(actor, "Deposit", {}, amount);
export const stakeJunior = (actor: Address, amount: bigint): Act => act(actor, "StakeJunior", {}, amount);
export const openDeposits = (actor: Address, amount: bigint, until: number): Act =>
  act(actor, "OpenDeposits", { amount: attoFil(amount), until: epoch(until) });
/** Any call of the operator accepts and is a sign of life; Heartbeat does nothing else. */
export const heartbeat = (actor: Address): Act => act(actor, "Heartbeat", {});
export const approveMiner = (scope: IdScope, actor: Address, miner: Address, owner: Address, worker: Address, controls: readonly Address[]): Promise<Act> =>
  aboutMiner(scope, actor, "ApproveMiner", miner, (id) => ({ miner: id, owner, worker, controls: [...controls] }));
export const takeOwner = (scope: IdScope, actor: Address, miner: Address): Promise<Act> =>
  aboutMiner(scope, actor, "TakeOwner", miner, (id) => ({ miner: id }));
export const confirmWorker = (scope: IdScope, actor: Address, miner: Address): Promise<Act> =>
  aboutMiner(scope, actor, "ConfirmWorker", miner, (id) => ({ miner: id }));
export const changeWorker = (scope: IdScope, actor: Address, miner: Address, worker: Address, controls: readonly Address[]): Promise<Act> =>
  aboutMiner(scope, actor, "ChangeWorker", miner, (id) => ({ miner: id, worker, controls: [...controls] }));
export const forward = (scope: IdScope, actor: Address, miner: Address, amount: bigint, attestation: OwnerStructs["SignedAttestation"] | null): Promise<Act> =>
  aboutMiner(scope, actor, "Forward", miner, (id) => ({ miner: id, amount: attoFil(amount), attestation }));
export const harvest = (scope: IdScope, actor: Address, miner: Address): Promise<Act> => aboutMiner(scope, actor, "Harvest", miner, (id) => ({ miner: id }));
export const recall = (scope: IdScope, actor: Address, miner: Address, amount: bigint): Promise<Act> =>
  aboutMiner(scope, actor, "Recall", miner, (id) => ({ miner: id, amount: attoFil(amount) }));
export const measure = (scope: IdScope, actor: Address, miner: Address): Promise<Act> => aboutMiner(scope, actor, "Measure", miner, (id) => ({ miner: id }));
export const releaseMiner = (scope: IdScope, actor: Address, miner: Address, token: bigint, to: Address): Promise<Act> =>
  aboutMiner(scope, actor, "ReleaseMiner", miner, (id) => ({ miner: id, token, to }));
/** Peer id and network addresses are set later, by the worker's key. */
export const createMiner = (actor: Address, worker: Address, proof: number, amount: bigint): Act =>
  act(actor, "CreateMiner", { worker, proof, peer: new Uint8Array(), addresses: [] }, amount);
export const adoptMiner = (scope: IdScope, actor: Address, miner: Address): Promise<Act> =>
  aboutMiner(scope, actor, "AdoptMiner", miner, (id) => ({ miner: id }));
export const reportOverExtension = (scope: IdScope, actor: Address, miner: Address, sector: bigint): Promise<Act> =>
  aboutMiner(scope, actor, "ReportOverExtension", miner, (id) => ({ miner: id, sector }));
export const setLeaving = (actor: Address): Act => act(actor, "SetLeaving", {});
export const lowerFees = (actor: Address, fee: number, bps: number): Act => act(actor, "LowerFees", { fee, bps });
export const proposeOperator = (actor: Address, operator: Address): Act => act(actor, "ProposeOperator", { operator });
export const acceptOperator = (actor: Address): Act => act(actor, "AcceptOperator", {});
export const convertJunior = (actor: Address, token: bigint): Act => act(actor, "ConvertJunior", { token });
export const sweep = (actor: Address): Act => act(actor, "Sweep", {});
export const finalize = (actor: Address, max: number): Act => act(actor, "Finalize", { max });
export const finalizeSide = (actor: Address, request: bigint): Act => act(actor, "FinalizeSide", { request });
export const cancelRedemption = (actor: Address, request: bigint): Act => act(actor, "CancelRedemption", { request });
export const withdrawRewards = (actor: Address, tokens: readonly bigint[], recipient: Address | null): Act =>
  act(actor, "Withdraw", { tokens: [...tokens], recipient });
export const transfer = (actor: Address, token: bigint, to: Address): Act => act(actor, "Transfer", { to, tokens: [token], operatorData: new Uint8Array() });
export const redeem = (actor: Address, token: bigint, amount: bigint): Act => act(actor, "Redeem", { token, amount: attoFil(amount) });
export const split = (actor: Address, token: bigint, amount: bigint): Act => act(actor, "Split", { token, amount: attoFil(amount) });
/** The lowest is the one that stays. */
export const merge = (actor: Address, tokens: readonly bigint[]): Act => act(actor, "Merge", { tokens: ascending(tokens) });
export const exitNow = (actor: Address, token: bigint, amount: bigint, least: bigint): WholeAct =>
  act(actor, "ExitNow", { token, amount: attoFil(amount), least: attoFil(least) });
export const propose = (actor: Address, token: bigint, action: OwnerStructs["Action"]): Act => act(actor, "Propose", { token, action });
export const vote = (actor: Address, proposal: bigint, tokens: readonly bigint[], choice: number): WholeAct =>
  act(actor, "Vote", { proposal, tokens: ascending(tokens), choice });
export const execute = (actor: Address, proposal: bigint): Act => act(actor, "Execute", { proposal });
export const cancelProposal = (actor: Address, proposal: bigint): Act => act(actor, "CancelProposal", { proposal });
export const claim = (actor: Address, requests: readonly bigint[]): Act => act(actor, "ClaimRedemption", { requests: [...requests] });
