import type { Address } from "../../filecoin/address.ts";
import { attoFil, epoch, type ActorId } from "../../filecoin/units.ts";
import { encodeParams } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods, type OwnerStructs } from "../../actor/abi/methods.generated.ts";
import type { PinnedNode } from "../told/pinned-node.ts";
import type { Act } from "../draft.ts";

/** The calls of an owner actor that an account signs; shapes come from actor/abi alone. */

const act = <M extends OwnerMethodName>(actor: Address, name: M, params: OwnerMethods[M]["params"], value = 0n): Required<Act> => ({
  to: actor,
  method: METHOD_NUMBERS[name],
  params: encodeParams(name, params),
  value,
});

/** Ids of a set, as the wire wants them. */
const ascending = (ids: readonly bigint[]): bigint[] => [...new Set(ids)].sort((a, b) => (a < b ? -1 : 1));

/** The id of any address. Throws ActorNotFound. */
export const idOf = async (node: PinnedNode, address: Address): Promise<ActorId> => (address.protocol === 0 ? address.id : node.stateLookupID(address));

export const deposit = (actor: Address, amount: bigint): Act => act(actor, "Deposit", {}, amount);
export const stakeJunior = (actor: Address, amount: bigint): Act => act(actor, "StakeJunior", {}, amount);
export const openDeposits = (actor: Address, amount: bigint, until: number): Act =>
  act(actor, "OpenDeposits", { amount: attoFil(amount), until: epoch(until) });
/** Any call of the operator accepts and is a sign of life; Heartbeat does nothing else. */
export const heartbeat = (actor: Address): Act => act(actor, "Heartbeat", {});
export const approveMiner = async (
  node: PinnedNode,
  actor: Address,
  miner: Address,
  owner: Address,
  worker: Address,
  controls: readonly Address[],
): Promise<Act> => act(actor, "ApproveMiner", { miner: await idOf(node, miner), owner, worker, controls: [...controls] });
export const takeOwner = async (node: PinnedNode, actor: Address, miner: Address): Promise<Act> => act(actor, "TakeOwner", { miner: await idOf(node, miner) });
export const confirmWorker = async (node: PinnedNode, actor: Address, miner: Address): Promise<Act> =>
  act(actor, "ConfirmWorker", { miner: await idOf(node, miner) });
export const changeWorker = async (node: PinnedNode, actor: Address, miner: Address, worker: Address, controls: readonly Address[]): Promise<Act> =>
  act(actor, "ChangeWorker", { miner: await idOf(node, miner), worker, controls: [...controls] });
export const forward = async (
  node: PinnedNode,
  actor: Address,
  miner: Address,
  amount: bigint,
  attestation: OwnerStructs["SignedAttestation"] | null,
): Promise<Act> => act(actor, "Forward", { miner: await idOf(node, miner), amount: attoFil(amount), attestation });
export const harvest = async (node: PinnedNode, actor: Address, miner: Address): Promise<Act> => act(actor, "Harvest", { miner: await idOf(node, miner) });
export const recall = async (node: PinnedNode, actor: Address, miner: Address, amount: bigint): Promise<Act> =>
  act(actor, "Recall", { miner: await idOf(node, miner), amount: attoFil(amount) });
export const measure = async (node: PinnedNode, actor: Address, miner: Address): Promise<Act> => act(actor, "Measure", { miner: await idOf(node, miner) });
export const releaseMiner = async (node: PinnedNode, actor: Address, miner: Address, token: bigint, to: Address): Promise<Act> =>
  act(actor, "ReleaseMiner", { miner: await idOf(node, miner), token, to });
/** Peer id and network addresses are set later, by the worker's key. */
export const createMiner = (actor: Address, worker: Address, proof: number, amount: bigint): Act =>
  act(actor, "CreateMiner", { worker, proof, peer: new Uint8Array(), addresses: [] }, amount);
export const adoptMiner = async (node: PinnedNode, actor: Address, miner: Address): Promise<Act> =>
  act(actor, "AdoptMiner", { miner: await idOf(node, miner) });
export const reportOverExtension = async (node: PinnedNode, actor: Address, miner: Address, sector: bigint): Promise<Act> =>
  act(actor, "ReportOverExtension", { miner: await idOf(node, miner), sector });
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
export const exitNow = (actor: Address, token: bigint, amount: bigint, least: bigint): Required<Act> =>
  act(actor, "ExitNow", { token, amount: attoFil(amount), least: attoFil(least) });
export const propose = (actor: Address, token: bigint, action: OwnerStructs["Action"]): Act => act(actor, "Propose", { token, action });
export const vote = (actor: Address, proposal: bigint, tokens: readonly bigint[], choice: number): Required<Act> =>
  act(actor, "Vote", { proposal, tokens: ascending(tokens), choice });
export const execute = (actor: Address, proposal: bigint): Act => act(actor, "Execute", { proposal });
export const cancelProposal = (actor: Address, proposal: bigint): Act => act(actor, "CancelProposal", { proposal });
export const claim = (actor: Address, requests: readonly bigint[]): Act => act(actor, "ClaimRedemption", { requests: [...requests] });
