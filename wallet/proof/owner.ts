import {
  accountAt,
  approvalsAt,
  governanceAt,
  minersAt,
  positionAt,
  proposalAt,
  requestAt,
  requestsAt,
  rootAt,
  termsAt,
  tokensAt,
} from "../../actor/abi/owner-state.ts";
import type { Account, Approval, Governance, Miners, Position, Proposal, Request, Root, Terms } from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import type { Cid } from "../../filecoin/cid.ts";
import type { ActorId, AttoFil } from "../../filecoin/units.ts";
import { type ProofScope, Trail } from "./proof-scope.ts";
import { typedActor } from "./state-tree.ts";
import type { Proven } from "./proven.ts";

/**
 * Proofs of an owner actor's state, by its blocks, without running its code. Everywhere null is proven absence: of the actor (there is none with this
 * id, or it is a built-in one) or of the thing asked for. What state means depends on the code that wrote it: **compare `code` with a release
 * before anything else is believed**; the state of other code gives a ProofFailure "unreadable" where its layout differs.
 */

/** An owner actor by its root. */
export interface OwnerState {
  readonly id: ActorId;
  /** Code CID: what it does is known only for releases (actor/abi/releases.ts) and the build at hand. */
  readonly code: Cid;
  readonly balance: AttoFil;
  readonly root: Root;
  /** An outside actor is being called: the root is what it was before. No tipset's state has it but after a fault. */
  readonly inProgress: boolean;
}

/** Most requests that one proof lists. */
const MOST_REQUESTS = 10_000;

/**
 * The owner actor with this id: code, balance, root.
 * @example const owner = await proveOwner(scope, actorId(1010)); // owner.value?.root.room
 */
export async function proveOwner(scope: ProofScope, actor: ActorId): Promise<Proven<OwnerState | null>> {
  const trail = new Trail(scope);
  return trail.proven(await ownerOf(trail, actor));
}

/**
 * What the operator promised at creation; null for an heir, too.
 * @example (await proveOwnerTerms(scope, actor)).value?.fees
 */
export const proveOwnerTerms = (scope: ProofScope, actor: ActorId): Promise<Proven<Terms | null>> =>
  below(scope, actor, (trail, { root }) => trail.walk("ownerTerms", termsAt(root)));

/**
 * Miners in custody; null before the first.
 * @example (await proveOwnerMiners(scope, actor)).value?.list.some(({ id }) => id === miner)
 */
export const proveOwnerMiners = (scope: ProofScope, actor: ActorId): Promise<Proven<Miners | null>> =>
  below(scope, actor, (trail, { root }) => trail.walk("ownerMiners", minersAt(root)));

/**
 * The operator's consents to take miners over; null before the first.
 * @example (await proveOwnerApprovals(scope, actor)).value?.find(({ miner }) => miner === 1000n)
 */
export const proveOwnerApprovals = (scope: ProofScope, actor: ActorId): Promise<Proven<readonly Approval[] | null>> =>
  below(scope, actor, async (trail, { root }) => {
    const miners = await trail.walk("ownerMiners", minersAt(root));
    return miners === null ? null : trail.walk("ownerMiners", approvalsAt(miners));
  });

/**
 * The position of a token.
 * @example (await proveOwnerPosition(scope, actor, 3n)).value?.owner
 */
export const proveOwnerPosition = (scope: ProofScope, actor: ActorId, token: bigint): Promise<Proven<Position | null>> =>
  below(scope, actor, (trail, { root }) => trail.walk("ownerPositions", positionAt(root, token)));

/** An account with all its tokens, ascending. */
export interface OwnerAccount extends Account {
  readonly all: readonly bigint[];
}

/**
 * The account of an actor id; null when it was never used.
 * @example (await proveOwnerAccount(scope, actor, holder)).value?.all // [1n, 7n]
 */
export const proveOwnerAccount = (scope: ProofScope, actor: ActorId, account: ActorId): Promise<Proven<OwnerAccount | null>> =>
  below(scope, actor, async (trail, { root }) => {
    const found = await trail.walk("ownerAccounts", accountAt(root, account));
    return found === null ? null : { ...found, all: await trail.walk("ownerTokens", tokensAt(found)) };
  });

/**
 * A redemption request: even ids stand in the queue, odd ones beside it.
 * @example (await proveOwnerRequest(scope, actor, 2n)).value?.paid
 */
export const proveOwnerRequest = (scope: ProofScope, actor: ActorId, id: bigint): Promise<Proven<Request | null>> =>
  below(scope, actor, (trail, { root }) => trail.walk("ownerRequests", requestAt(root, id)));

/**
 * Every redemption request that is not over. A queue of more than 10,000 gives a ProofFailure.
 * @example (await proveOwnerRequests(scope, actor)).value?.map(({ id }) => id)
 */
export const proveOwnerRequests = (scope: ProofScope, actor: ActorId): Promise<Proven<readonly { id: bigint; request: Request }[] | null>> =>
  below(scope, actor, (trail, { root }) => trail.walk("ownerRequests", requestsAt(root, MOST_REQUESTS)));

/**
 * What votes have decided and are deciding; null before the first proposal.
 * @example (await proveOwnerGovernance(scope, actor)).value?.open
 */
export const proveOwnerGovernance = (scope: ProofScope, actor: ActorId): Promise<Proven<Governance | null>> =>
  below(scope, actor, (trail, { root }) => trail.walk("ownerGovernance", governanceAt(root)));

/**
 * A proposal by its number.
 * @example (await proveOwnerProposal(scope, actor, 1n)).value?.action.kind
 */
export const proveOwnerProposal = (scope: ProofScope, actor: ActorId, id: bigint): Promise<Proven<Proposal | null>> =>
  below(scope, actor, async (trail, { root }) => {
    const governance = await trail.walk("ownerGovernance", governanceAt(root));
    return governance === null ? null : trail.walk("ownerProposals", proposalAt(governance, id));
  });

async function below<T>(scope: ProofScope, actor: ActorId, read: (trail: Trail, owner: OwnerState) => Promise<T | null>): Promise<Proven<T | null>> {
  const trail = new Trail(scope);
  const owner = await ownerOf(trail, actor);
  return trail.proven(owner === null ? null : await read(trail, owner));
}

async function ownerOf(trail: Trail, id: ActorId): Promise<OwnerState | null> {
  const actor = await typedActor(trail, Address.id(id));
  if (actor === null || actor.builtin !== null) return null;
  const { root, inProgress } = await trail.walk("ownerState", rootAt(actor.head));
  return { id, code: actor.code, balance: actor.balance, root, inProgress };
}
