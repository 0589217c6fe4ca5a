import { Address } from "../../filecoin/address.ts";
import { decodeStruct } from "../../actor/abi/codec.ts";
import type { Approval, MinerView as CustodyView, PoolView, Root, Terms } from "../../actor/abi/methods.generated.ts";
import { getMiner, getPool, getTerms } from "../../actor/abi/views.ts";
import type { MinerInfo } from "../../filecoin/rpc/state-json.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { RightsFacts } from "../acts/who-may.ts";
import type { Scope } from "../scope.ts";
import { readMoney, type MinerMoney } from "../told/miner-money.ts";
import { ownerReader } from "../told/owner-reads.ts";
import { codeOnChain, createdOwnerActors } from "./find-actor.ts";
import type { GateSubject } from "./gate-facts.ts";
import type { TakeoverDraft } from "./takeover-draft.ts";
import { ifRead } from "../if-read.ts";

/** The owner actor of a take-over as the chain has it. */
export interface ActorFacts {
  /** by its f2 while the id is not final */
  address: Address;
  id: Address;
  /** the f2 resolves to this id at a tipset that cannot be undone */
  final: boolean;
  code: string;
  terms: Terms;
  pool: PoolView;
  approval: Approval | null;
  /** the miner is in its custody */
  custody: CustodyView | null;
}

/** Everything that the steps, the gates and the page are made of; read anew each time. */
export interface TakeoverFacts {
  miner: Address;
  account: Address;
  accountId: Address | null;
  info: MinerInfo;
  money: MinerMoney;
  code: { accepts: boolean; installed: boolean };
  actor: ActorFacts | null;
  minerId: ActorId;
  /** worker and controls that the draft keeps or adds; null while a choice is missing */
  keys: { worker: Address; controls: Address[] } | null;
  /** the operator's consent names this owner and these keys; without a choice it stands as it is */
  approved: boolean;
}

/** The keys that stay after the take-over, from the draft: worker and control addresses. Null while a choice is missing. */
export function chosenKeys(info: Pick<MinerInfo, "worker" | "controlAddresses">, draft: TakeoverDraft, prefix: "f" | "t"): TakeoverFacts["keys"] {
  const keepOf = (address: Address): boolean | undefined => draft.keep[address.toString(prefix)];
  const { worker, controlAddresses } = info;
  if (keepOf(worker) === undefined || controlAddresses.some((control) => keepOf(control) === undefined)) return null;
  const next = keepOf(worker) === true ? worker : draft.newWorker === null ? null : Address.parse(draft.newWorker);
  if (next === null) return null;
  return {
    worker: next,
    controls: [...controlAddresses.filter((control) => keepOf(control) === true), ...draft.addedControls.map((text) => Address.parse(text))],
  };
}

/** Does the consent on the chain name this owner, and the worker and controls that were chosen? */
async function consentFits(scope: Scope, approval: Approval | null, owner: Address, keys: TakeoverFacts["keys"]): Promise<boolean> {
  if (approval === null || owner.protocol !== 0 || approval.owner !== owner.id) return false;
  if (keys === null) return true;
  const ids = await Promise.all([keys.worker, ...keys.controls].map(async (address) => (await scope.actors.at(address)).id?.id ?? null));
  return JSON.stringify([approval.worker, ...approval.controls].map(String)) === JSON.stringify(ids.map(String));
}

/** `proven`: what a message is made of comes from there, whatever the node tells. */
export async function readTakeover(
  scope: Scope,
  miner: Address,
  account: Address,
  draft: TakeoverDraft,
  proven: RightsFacts | null = null,
): Promise<TakeoverFacts> {
  const { node } = scope;
  const told = await node.stateMinerInfo(miner);
  const info = proven === null ? told : { ...told, ...provenParts(proven) };
  const [money, code, accountActor] = await Promise.all([readMoney(scope, miner), codeOnChain(scope, scope.build.codeCid), scope.actors.at(account)]);
  const address = await chooseActor(scope, info, account, accountActor.id, draft);
  const minerId = miner.protocol === 0 ? miner.id : await node.stateLookupID(miner);
  const actor = address === null ? null : await readActor(scope, address, minerId);
  const keys = chosenKeys(info, draft, scope.actors.prefix);
  return {
    miner,
    account,
    accountId: accountActor.id,
    info,
    money,
    code,
    actor,
    minerId,
    keys,
    approved: await consentFits(scope, actor?.approval ?? null, info.owner, keys),
  };
}

const provenParts = ({ owner, pendingOwner, worker, control }: RightsFacts): Pick<MinerInfo, "owner" | "pendingOwner" | "worker" | "controlAddresses"> => ({
  owner: Address.id(owner),
  pendingOwner: pendingOwner === null ? null : Address.id(pendingOwner),
  worker: Address.id(worker),
  controlAddresses: control.map((id) => Address.id(id)),
});

/** What the gates look at: the miner, the account, and the actor that was found. */
export const gateSubject = ({ miner, account, actor }: TakeoverFacts): GateSubject => ({ miner, account, actor: actor?.id ?? null });

/** The actor chosen by hand; else the owner or pending owner; else the newest of this account that has no miner yet. */
async function chooseActor(scope: Scope, info: MinerInfo, account: Address, accountId: Address | null, draft: TakeoverDraft): Promise<Address | null> {
  const isOwnerActor = async (address: Address | null): Promise<boolean> => address !== null && (await scope.actors.at(address)).type === "owner";
  if (await isOwnerActor(info.owner)) return info.owner;
  const chosen = draft.actor === null ? null : Address.parse(draft.actor);
  if (await isOwnerActor(chosen)) return chosen;
  if (await isOwnerActor(info.pendingOwner)) return info.pendingOwner;
  for (const created of await createdOwnerActors(scope, account)) {
    const pool = await getPool(ownerReader(scope, created));
    if (accountId !== null && pool.operator === accountId.id && pool.miners === 0 && pool.status === 0) return created;
  }
  return null;
}

async function readActor(scope: Scope, address: Address, minerId: ActorId): Promise<ActorFacts | null> {
  const known = await scope.actors.at(address);
  if (known.id === null || known.code === null || known.head === null) return null;
  const reader = ownerReader(scope, address);
  const [terms, pool, approval, final] = await Promise.all([
    getTerms(reader),
    getPool(reader),
    approvalOf(scope, address, minerId),
    scope.actors.idFinal(address),
  ]);
  const custody = pool.miners === 0 ? null : await ifRead(getMiner(reader, minerId));
  return { address, id: known.id, final, code: known.code, terms, pool, approval, custody };
}

/** The operator's consent for this miner, from the actor's own state. */
async function approvalOf(scope: Scope, actor: Address, minerId: bigint): Promise<Approval | null> {
  const { node } = scope;
  const head = (await node.stateGetActor(actor)).head;
  const root: Root = decodeStruct("Root", await node.chainReadObj(head));
  if (root.miners === null) return null;
  const { approvals } = decodeStruct("Miners", await node.chainReadObj(root.miners));
  if (approvals === null) return null;
  const { list } = decodeStruct("Approvals", await node.chainReadObj(approvals));
  return list.find((approval) => approval.miner === minerId && approval.until >= scope.head.height) ?? null;
}
