import { worthOf } from "../../../actor/abi/rules/class-book.ts";
import type { ShareClass } from "../../../actor/abi/methods.generated.ts";
import { Address } from "../../../filecoin/address.ts";
import { type ActorId, actorId } from "../../../filecoin/units.ts";
import type { Proven } from "../../../wallet/fact.ts";
import { addressOf, amountOf, epochOf, numberOf, textOf } from "../../../wallet/phrase.ts";
import { proveId } from "../../../wallet/proof/actor.ts";
import { proveMinerBalances, proveMinerInfo, provePowerClaim } from "../../../wallet/proof/miner.ts";
import { proveMinerDeadlines } from "../../../wallet/proof/miner-deadlines.ts";
import { proveOwner, proveOwnerMiners, proveOwnerPosition, type OwnerState } from "../../../wallet/proof/owner.ts";
import { ProofFailure } from "../../../wallet/proof/proof-failure.ts";
import type { ProofScope } from "../../../wallet/proof/proof-scope.ts";
import type { ProofRoot, ProofStep } from "../../../wallet/proof/proven.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import { type Founding, groundRow, refusalOfRoots } from "../../../wallet/reading/known-facts.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { knownRelease } from "../../../wallet/told/known-actor.ts";
import type { PhraseValue } from "../../../wallet/values.ts";
import type { ProofSubject, ProofView, ProvenPart } from "../../shared/proof-views.ts";
import { bytesText } from "./bytes-text.ts";

type Values = Readonly<Record<string, readonly PhraseValue[]>>;

/**
 * What the blocks of one tipset prove of a miner, an owner actor or a position, with the way from the block headers to each fact. A node that gives no blocks leaves
 * nothing proven, with the reason. Throws Refusal nodesDiffer, nodeBehindOther, badAddress.
 */
export async function readProof(scope: Scope, subject: ProofSubject): Promise<ProofView> {
  const address = readAddress(subject.address, scope.network.prefix);
  try {
    const at = await scope.roots.now();
    const id = (await proveId(at, address)).value;
    const parts = id === null ? [] : await partsOf(scope, at, id, subject);
    return { ground: ground(scope, { root: at.root }), tipset: tipsetOf(at.root, scope), parts };
  } catch (error) {
    if (!(error instanceof ProofFailure)) throw refusalOfRoots(error, scope.nodes);
    return { ground: ground(scope, { failure: error }), tipset: null, parts: [] };
  }
}

const ground = (scope: Scope, known: Founding): ProofView["ground"] => groundRow(known, scope.host);

const tipsetOf = ({ key, height, stateRoot, nodes }: ProofRoot, { timeOf }: Scope): ProofView["tipset"] => ({
  epoch: height,
  time: Math.max(0, timeOf(height)),
  key: key.map(String),
  stateRoot: stateRoot.toString(),
  nodes: [...nodes],
});

function partsOf(scope: Scope, at: ProofScope, id: ActorId, subject: ProofSubject): Promise<ProvenPart[]> {
  switch (subject.kind) {
    case "miner":
      return minerParts(scope, at, id);
    case "owner":
      return ownerParts(scope, at, id);
    case "position":
      return positionParts(scope, at, id, BigInt(subject.token));
  }
}

async function minerParts(scope: Scope, at: ProofScope, id: ActorId): Promise<ProvenPart[]> {
  const of = actorText(scope);
  const [info, money, power, sectors] = await Promise.all([
    proveMinerInfo(at, id),
    proveMinerBalances(at, id),
    provePowerClaim(at, id),
    proveMinerDeadlines(at, id),
  ]);
  return [
    part(info, ({ owner, pendingOwner, worker, pendingWorker, control, beneficiary, beneficiaryTerm: term }) => ({
      owner: [of(owner)],
      pendingOwner: pendingOwner === null ? [] : [of(pendingOwner)],
      worker: [of(worker)],
      pendingWorker: pendingWorker === null ? [] : [of(pendingWorker.newWorker), epochOf(pendingWorker.effectiveAt)],
      controls: control.map(of),
      beneficiary: beneficiary === owner ? [of(beneficiary)] : [of(beneficiary), amountOf(term.quota - term.usedQuota), epochOf(term.expiration)],
    })),
    part(money, ({ balance, available, vested, locked, pledge, preCommitDeposits, feeDebt }) => ({
      balance: [amountOf(balance)],
      available: [amountOf(available + vested)],
      vesting: [amountOf(locked - vested)],
      pledge: [amountOf(pledge + preCommitDeposits)],
      debt: [amountOf(feeDebt)],
    })),
    part(power, ({ qualityAdjPower, rawBytePower }) => ({ power: [textOf(bytesText(qualityAdjPower))], rawPower: [textOf(bytesText(rawBytePower))] })),
    part(sectors, ({ live, active, faulty }) => ({ live: [numberOf(live)], active: [numberOf(active)], faulty: [numberOf(faulty)] })),
  ].flat();
}

async function ownerParts(scope: Scope, at: ProofScope, id: ActorId): Promise<ProvenPart[]> {
  const of = actorText(scope);
  const [owner, miners] = await Promise.all([proveOwner(at, id), proveOwnerMiners(at, id)]);
  return [
    part(owner, (state) => ({
      ...codeOf(scope, state),
      operator: [of(state.root.operator.id)],
      liquid: [amountOf(state.root.liquid)],
      seniorPrincipal: [amountOf(state.root.senior.principal)],
      juniorPrincipal: [amountOf(state.root.junior.principal)],
      lost: [amountOf(state.root.writtenOffSenior + state.root.writtenOffJunior)],
    })),
    part(miners, ({ list }) => ({ miners: list.map((miner) => of(actorId(miner.id))) })),
  ].flat();
}

async function positionParts(scope: Scope, at: ProofScope, id: ActorId, token: bigint): Promise<ProvenPart[]> {
  const of = actorText(scope);
  const [owner, position] = await Promise.all([proveOwner(at, id), proveOwnerPosition(at, id, token)]);
  const root = owner.value?.root;
  return [
    part(owner, (state) => codeOf(scope, state)),
    part(position, ({ owner: holder, kind, generation, shares, since, frozenUntil, operators }) => {
      const side: ShareClass | undefined = kind === 0n ? root?.senior : root?.junior;
      return {
        holder: [of(holder)],
        // A position of a generation before has lost everything.
        principal: side === undefined ? [] : [amountOf(side.generation === generation ? worthOf(side, shares) : 0n)],
        since: [epochOf(since)],
        frozenUntil: frozenUntil > at.root.height ? [epochOf(frozenUntil)] : [],
        mayGiveAway: operators.map(of),
      };
    }),
  ].flat();
}

function codeOf({ build }: Scope, { code }: OwnerState): Values {
  const release = knownRelease(code.toString(), build);
  return { code: [textOf(code.toString())], release: release === null ? [] : [textOf(release)] };
}

const actorText =
  ({ network: { prefix }, labelOf }: Scope) =>
  (id: ActorId): PhraseValue => {
    const address = Address.id(id);
    return addressOf(address.toString(prefix), labelOf(address));
  };

/** Nothing where it is proven that there is no such thing. */
function part<T>(fact: Proven<T | null>, say: (value: T) => Values): ProvenPart[] {
  if (fact.value === null) return [];
  const facts = Object.entries(say(fact.value)).map(([name, values]) => ({ name, values: [...values] }));
  return [{ facts, path: byKind(fact.path) }];
}

/** Blocks of one kind that follow each other as one step. */
function byKind(path: readonly ProofStep[]): ProvenPart["path"] {
  const steps: ProvenPart["path"] = [];
  for (const { kind, cid } of path) {
    const same = steps.find((step) => step.kind === kind);
    if (same === undefined) steps.push({ kind, blocks: 1, cid: cid.toString() });
    else same.blocks += 1;
  }
  return steps;
}
