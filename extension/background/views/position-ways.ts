import { Address } from "../../../filecoin/address.ts";
import { attoFil } from "../../../filecoin/units.ts";
import { decodeReturn } from "../../../actor/abi/codec.ts";
import type { PoolView, PositionView as TokenView, Terms } from "../../../actor/abi/methods.generated.ts";
import { getPool, getPosition, getTerms, listPositions, readView, type OwnerReader } from "../../../actor/abi/views.ts";
import type { Reply } from "../../shared/messages.ts";
import { amountOf, epochOf, say } from "../../../wallet/phrase.ts";
import type { Phrase } from "../../../wallet/values.ts";
import { exitPhrase } from "../../../wallet/prediction/dry-run.ts";
import type { Scope } from "../../../wallet/scope.ts";
import * as acts from "../../../wallet/acts/owner-acts.ts";
import { ownerReader, requireOwnerActor } from "../../../wallet/told/owner-reads.ts";

/** What may be done with a position besides redeeming it: split, merge, exit now; and why not. */

/** State of a proposal that is being voted on. */
const VOTING = 0;
/** attoFIL that floors of shares may take: no loss, and no reason to refuse what was quoted. */
export const DUST = 1_000n;

/** Positions do not merge while a vote runs. */
async function isVoting(reader: OwnerReader): Promise<boolean> {
  const { open } = await readView(reader, "GetGovernance", {});
  const states = await Promise.all(open.map(async (proposal) => (await readView(reader, "GetProposal", { proposal })).state));
  return states.includes(VOTING);
}

/** What a vote or a loss keeps from every change of a position. */
function heldBack(token: TokenView, now: number): Phrase | null {
  if (token.frozenUntil > now) return say("position.frozen", { until: epochOf(token.frozenUntil) });
  return token.principal === 0n ? say("position.worthless") : null;
}

/** Of one class and in-kind miner. A position with principal is of the present generation. */
const isAlike = (a: TokenView, b: TokenView): boolean => a.token !== b.token && a.kind === b.kind && a.miner === b.miner && b.principal > 0n;

/** Split and merge of a position, with the reason where they cannot be. */
export async function waysOf(
  scope: Scope,
  actor: Address,
  { token, own }: { token: TokenView; own: boolean },
  terms: Terms,
): Promise<Reply<"position.get">["ways"]> {
  const reader = ownerReader(scope, actor);
  const [held, others, voting] = [
    heldBack(token, scope.head.height),
    own ? await listPositions(reader, Address.id(token.owner)) : [],
    own && (await isVoting(reader)),
  ];
  const mates = others.filter((other) => isAlike(token, other) && other.frozenUntil <= scope.head.height);
  const minimum = terms.minimumDeposit;
  return {
    minimum: minimum.toString(),
    split: held ?? (token.principal < 2n * minimum ? say("position.tooSmall", { minimum: amountOf(minimum) }) : null),
    merge: held ?? (mates.length === 0 ? say("position.noMate") : voting ? say("position.voteRuns") : null),
    mates: mates.map((mate) => ({ token: mate.token.toString(), principal: mate.principal.toString() })),
  };
}

/** The most that may leave now: all of it, or as much as is free and leaves the minimum behind. */
function mostOf(principal: bigint, free: bigint, minimum: bigint): bigint {
  if (principal <= free) return principal;
  const most = free < principal - minimum ? free : principal - minimum;
  return most < minimum ? 0n : most;
}

/** Why a position cannot be left at once; null when it can. */
function exitBlocked(token: TokenView, amount: bigint, most: bigint, free: bigint, minimum: bigint, now: number): Phrase | null {
  if (token.kind !== 0 || token.miner !== null) return say("exit.seniorsOnly");
  const held = heldBack(token, now);
  if (held !== null) return held;
  if (amount > token.principal) return say("exit.abovePrincipal", { principal: amountOf(token.principal) });
  if (amount > free || most === 0n) return say("exit.nothingFree", { free: amountOf(free) });
  const rest = token.principal - amount;
  return rest > 0n && (amount < minimum || rest < minimum) ? say("exit.part", { minimum: amountOf(minimum) }) : null;
}

const freeOf = (pool: PoolView): bigint => {
  const free = pool.liquid - pool.senior.requested - pool.junior.requested;
  return free < 0n ? 0n : free;
};

/** What ExitNow of an amount would pay now (null: of the most that can leave), from a dry run of that very call, and what refuses it. */
export async function quoteExit(scope: Scope, actor: Address, id: bigint, asked: bigint | null): Promise<Reply<"position.quoteExit">> {
  await requireOwnerActor(scope, actor);
  const reader = ownerReader(scope, actor);
  const [pool, terms, token] = await Promise.all([getPool(reader), getTerms(reader), getPosition(reader, id)]);
  const free = freeOf(pool);
  const most = mostOf(token.principal, free, terms.minimumDeposit);
  const amount = asked ?? most;
  const quote = { amount: amount.toString(), most: most.toString(), free: free.toString(), asked: asked?.toString() ?? null };
  const blocked = exitBlocked(token, amount, most, free, terms.minimumDeposit, scope.head.height);
  if (blocked !== null) return { ...quote, paid: "0", discount: "0", least: "0", blocked };
  const { receipt, error } = await scope.node.stateCall({
    ...acts.exitNow(actor, id, amount, 0n),
    version: 0,
    from: Address.id(token.owner),
    nonce: 0,
    value: attoFil(0n),
    gasLimit: 0,
    gasFeeCap: attoFil(0n),
    gasPremium: attoFil(0n),
  });
  if (receipt === null || receipt.exitCode !== 0) {
    const refused = exitPhrase(receipt?.exitCode ?? -1, null, error);
    return { ...quote, paid: "0", discount: "0", least: "0", blocked: refused };
  }
  const paid = decodeReturn("ExitNow", receipt.return);
  const least = paid > DUST ? paid - DUST : paid;
  return { ...quote, paid: paid.toString(), discount: (amount - paid).toString(), least: least.toString(), blocked: null };
}
