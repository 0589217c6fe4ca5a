import { Address } from "../../filecoin/address.ts";
import type { MinerInfo } from "../../filecoin/state/miner-info.ts";
import { actorId, type ActorId } from "../../filecoin/units.ts";
import type { Approval, Governance, Terms } from "../../actor/abi/methods.generated.ts";
import type { Proven } from "../fact.ts";
import { type ProvenActor, proveActor, proveId } from "../proof/actor.ts";
import { type MinerBalances, proveMinerBalances, proveMinerInfo } from "../proof/miner.ts";
import { type OwnerState, proveOwner, proveOwnerApprovals, proveOwnerGovernance, proveOwnerMiners, proveOwnerTerms } from "../proof/owner.ts";
import type { ProofScope } from "../proof/proof-scope.ts";
import type { Scope } from "../scope.ts";

/** What the gates of a take-over look at: proven at the tipset on which the whole approval hangs. */

/** Who takes which miner over into which owner actor. */
export interface GateSubject {
  readonly miner: Address;
  readonly account: Address;
  /** that the message names or calls; null: there is none yet */
  readonly actor: Address | null;
}

/** Plain facts, whatever their source. Amounts in attoFIL. */
export interface GateFacts {
  readonly minerId: ActorId | null;
  readonly info: Pick<MinerInfo, "owner" | "pendingOwner" | "worker" | "control" | "beneficiary" | "beneficiaryTerm">;
  readonly money: { readonly balance: bigint; readonly available: bigint; readonly vesting: bigint; readonly debt: bigint };
  readonly accountId: ActorId | null;
  readonly actor: GateActor | null;
  readonly now: number;
  /** the id of an address that the draft names; null for one that was never used */
  idOf(address: Address): ActorId | null;
}

export interface GateActor {
  readonly id: ActorId;
  /** no reorganisation can give the id to another actor */
  readonly final: boolean;
  readonly code: string;
  readonly terms: Terms;
  /** in force: those of the terms, or what a vote put in their place */
  readonly limits: Terms["limits"];
  readonly isActive: boolean;
  readonly operator: ActorId;
  readonly miners: number;
  /** of both classes */
  readonly principal: bigint;
  /** the operator's consent for this miner */
  readonly approval: Approval | null;
  readonly inCustody: boolean;
}

/** The same, each part with its proof. */
export interface ProvenGate {
  readonly miner: Proven<ProvenActor | null>;
  readonly info: Proven<Readonly<MinerInfo> | null>;
  readonly money: Proven<MinerBalances | null>;
  readonly account: Proven<ActorId | null>;
  readonly actor: Proven<ProvenActor | null> | null;
  readonly actorFinal: Proven<ProvenActor | null> | null;
  readonly owner: Proven<OwnerState | null> | null;
  readonly terms: Proven<Terms | null> | null;
  readonly miners: Awaited<ReturnType<typeof proveOwnerMiners>> | null;
  readonly approvals: Proven<readonly Approval[] | null> | null;
  readonly governance: Proven<Governance | null> | null;
  /** of addresses that the draft names, by their keys */
  readonly ids: ReadonlyMap<string, Proven<ActorId | null>>;
}

/** The system actor, which is no miner: proofs about a miner that is not there end with nothing. */
const NO_MINER = actorId(0);

/** `named`: addresses of the draft. Throws ProofFailure, RpcCancelled. */
export async function proveGate(scope: Scope, { miner, account, actor }: GateSubject, named: readonly Address[]): Promise<ProvenGate> {
  const root = await scope.roots.now();
  const [minerActor, ownerActor] = await Promise.all([proveActor(root, miner), actor === null ? null : proveActor(root, actor)]);
  const [minerId, ownerId] = [minerActor.value?.id ?? NO_MINER, ownerActor?.value?.id ?? null];
  const ofOwner = <T>(prove: (at: ProofScope, id: ActorId) => Promise<T>): Promise<T> | null => (ownerId === null ? null : prove(root, ownerId));
  const [info, money, accountId, owner, terms, miners, approvals, governance, actorFinal, ids] = await Promise.all([
    proveMinerInfo(root, minerId),
    proveMinerBalances(root, minerId),
    proveId(root, account),
    ofOwner(proveOwner),
    ofOwner(proveOwnerTerms),
    ofOwner(proveOwnerMiners),
    ofOwner(proveOwnerApprovals),
    ofOwner(proveOwnerGovernance),
    ownerId === null ? null : scope.roots.final().then((final) => proveActor(final, Address.id(ownerId))),
    Promise.all(named.map(async (address) => [address.key, await proveId(root, address)] as const)),
  ]);
  return { miner: minerActor, info, money, account: accountId, actor: ownerActor, actorFinal, owner, terms, miners, approvals, governance, ids: new Map(ids) };
}

/** Null where the miner is none. */
export function plainGate(gate: ProvenGate, now: number): GateFacts | null {
  const { info, money, miner } = gate;
  if (info.value === null || money.value === null) return null;
  const { balance, available, vested, locked, feeDebt } = money.value;
  const free = available + vested;
  return {
    minerId: miner.value?.id ?? null,
    info: info.value,
    money: { balance, available: free < 0n ? 0n : free, vesting: locked - vested, debt: feeDebt },
    accountId: gate.account.value,
    actor: actorOf(gate, miner.value?.id ?? null, now),
    now,
    idOf: (address) => (address.protocol === 0 ? actorId(address.id) : (gate.ids.get(address.key)?.value ?? null)),
  };
}

const ACTIVE = 0n;

function actorOf({ owner, terms, miners, approvals, governance, actorFinal }: ProvenGate, miner: ActorId | null, now: number): GateActor | null {
  if (owner === null || owner.value === null || terms === null || terms.value === null) return null;
  const { id, code, root } = owner.value;
  const { status, operator, senior, junior } = root;
  const list = miners?.value?.list ?? [];
  return {
    id,
    final: (actorFinal?.value ?? null)?.builtin === null,
    code: code.toString(),
    terms: terms.value,
    limits: governance?.value?.limits ?? terms.value.limits,
    isActive: status === ACTIVE,
    operator: operator.id,
    miners: list.length,
    principal: senior.principal + junior.principal,
    approval: approvals?.value?.find((approval) => approval.miner === miner && approval.until >= now) ?? null,
    inCustody: list.some((each) => each.id === miner),
  };
}
