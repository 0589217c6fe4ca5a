import { Address } from "../../../filecoin/address.ts";
import { attoFil } from "../../../filecoin/units.ts";
import { decodeReturn } from "../../../actor/abi/codec.ts";
import type { PositionView as TokenView, Terms } from "../../../actor/abi/methods.generated.ts";
import { CLASS, PROPOSAL_STATE } from "../../../actor/abi/policy.ts";
import { booksOfView } from "../../../actor/abi/rules/books.ts";
import { freeToLeave, isPart, isSplittable, mostToLeave, positionBar } from "../../../actor/abi/rules/exits.ts";
import { getPool, getPosition, getTerms, listPositions, type OwnerReader } from "../../../actor/abi/views.ts";
import type { Reply } from "../../shared/messages.ts";
import { amountOf, epochOf, say } from "../../../wallet/phrase.ts";
import type { Phrase } from "../../../wallet/values.ts";
import { exitPhrase } from "../../../wallet/prediction/dry-run.ts";
import type { Scope } from "../../../wallet/scope.ts";
import * as acts from "../../../wallet/acts/owner-acts.ts";
import { ownerReader, requireOwnerActor } from "../../../wallet/told/owner-reads.ts";
import { readVotes } from "./owner-move.ts";

/** What may be done with a position besides redeeming it: split, merge, exit now; and why not. */

/** attoFIL that floors of shares may take: no loss, and no reason to refuse what was quoted. */
export const DUST = 1_000n;

/** Positions do not merge while a vote runs. */
const isVoting = async (reader: OwnerReader): Promise<boolean> => (await readVotes(reader)).open.some(({ state }) => state === PROPOSAL_STATE.VOTING);

/** What a vote or a loss keeps from every change of a position. */
function heldBack(token: TokenView, now: number): Phrase | null {
  const bar = positionBar(token, now);
  if (bar === null) return null;
  return bar === "frozen" ? say("position.frozen", { until: epochOf(token.frozenUntil) }) : say("position.worthless");
}

/** Of one class and in-kind miner. A position with principal is of the present generation. */
const isAlike = (a: TokenView, b: TokenView): boolean => a.token !== b.token && a.kind === b.kind && a.miner === b.miner;

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
  const mates = others.filter((other) => isAlike(token, other) && positionBar(other, scope.head.height) === null);
  const minimum = terms.minimumDeposit;
  return {
    minimum: minimum.toString(),
    split: held ?? (isSplittable(token.principal, terms) ? null : say("position.tooSmall", { minimum: amountOf(minimum) })),
    merge: held ?? (mates.length === 0 ? say("position.noMate") : voting ? say("position.voteRuns") : null),
    mates: mates.map((mate) => ({ token: mate.token.toString(), principal: mate.principal.toString() })),
  };
}

/** Why a position cannot be left at once; null when it can. */
function exitBlocked(token: TokenView, terms: Terms, { amount, most, free, now }: { amount: bigint; most: bigint; free: bigint; now: number }): Phrase | null {
  if (token.kind !== CLASS.SENIOR || token.miner !== null) return say("exit.seniorsOnly");
  const held = heldBack(token, now);
  if (held !== null) return held;
  if (amount > token.principal) return say("exit.abovePrincipal", { principal: amountOf(token.principal) });
  if (amount > free || most === 0n) return say("exit.nothingFree", { free: amountOf(free) });
  return isPart(amount, token.principal, terms) ? null : say("exit.part", { minimum: amountOf(terms.minimumDeposit) });
}

/** What ExitNow of an amount would pay now (null: of the most that can leave), from a dry run of that very call, and what refuses it. */
export async function quoteExit(scope: Scope, actor: Address, id: bigint, asked: bigint | null): Promise<Reply<"position.quoteExit">> {
  await requireOwnerActor(scope, actor);
  const reader = ownerReader(scope, actor);
  const [pool, terms, token] = await Promise.all([getPool(reader), getTerms(reader), getPosition(reader, id)]);
  const now = scope.head.height;
  const free = freeToLeave(booksOfView(pool, terms, now));
  const most = mostToLeave(token.principal, free, terms);
  const amount = asked ?? most;
  const quote = { amount: amount.toString(), most: most.toString(), free: free.toString(), asked: asked?.toString() ?? null };
  const blocked = exitBlocked(token, terms, { amount, most, free, now });
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
