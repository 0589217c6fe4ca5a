import type { OwnerStructs, PoolView, Terms } from "../../../actor/abi/methods.generated.ts";
import { booksOfView, type Books } from "../../../actor/abi/rules/books.ts";
import type { MinerFacts } from "../../../actor/abi/rules/loss.ts";
import { getMiner, getPool, getTerms, listMiners, type OwnerReader } from "../../../actor/abi/views.ts";
import { Address } from "../../../filecoin/address.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { readDebt } from "../../../wallet/told/miner-money.ts";
import { ownerReader, requireNoHeir, requireOwnerActor } from "../../../wallet/told/owner-reads.ts";
import { moveOf, readVotes, type Move } from "./owner-move.ts";

/** A miner in an owner actor's custody: what the actor has booked of it, and what it shows itself. */
export interface Custody {
  readonly book: OwnerStructs["MinerView"];
  readonly facts: MinerFacts;
}

/** What the rules of an owner actor need: its books, its terms, its miners, and what votes have decided. */
export interface OwnerFigures {
  readonly pool: PoolView;
  readonly terms: Terms;
  readonly books: Books;
  readonly custody: readonly Custody[];
  /** in force: those of the last vote, or of the terms */
  readonly limits: OwnerStructs["Limits"];
  readonly move: Move | null;
}

/** Throws Refusal notAnOwnerActor, actorNotFound, ownerIsHeir. */
export async function readFigures(scope: Scope, actor: Address): Promise<OwnerFigures> {
  await requireOwnerActor(scope, actor);
  const reader = ownerReader(scope, actor);
  const pool = await getPool(reader);
  await requireNoHeir(scope, actor, pool);
  const [terms, votes, miners] = await Promise.all([getTerms(reader), readVotes(reader), listMiners(reader)]);
  return {
    pool,
    terms,
    books: booksOfView(pool, terms, scope.head.height),
    custody: await Promise.all(miners.map(({ id }) => readCustody(scope, reader, id))),
    limits: votes.governance.limits ?? terms.limits,
    move: moveOf(votes, terms),
  };
}

async function readCustody(scope: Scope, reader: OwnerReader, id: OwnerStructs["MinerView"]["id"]): Promise<Custody> {
  const book = await getMiner(reader, id);
  const { balance, available, vesting, matured } = book;
  return { book, facts: { balance, available, vesting, matured, ...(await readDebt(scope, Address.id(id), available)) } };
}
