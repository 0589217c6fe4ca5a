import type { MinerView as CustodyView, PoolView, Terms } from "../../../actor/abi/methods.generated.ts";
import { getMiner, getPool, getTerms, listMiners } from "../../../actor/abi/views.ts";
import { Address } from "../../../filecoin/address.ts";
import { addressOf, say } from "../../../wallet/phrase.ts";
import { accountWithId, type Scope } from "../../../wallet/scope.ts";
import { chainText } from "../../../wallet/told/chain-text.ts";
import { STATUS, otherHalf, ownerReader, requireNoHeir, requireOwnerActor } from "../../../wallet/told/owner-reads.ts";
import type { Phrase } from "../../../wallet/values.ts";
import type { OwnerView } from "../../shared/owner-views.ts";
import { isAbsent } from "./owner-absence.ts";
import { alarmsOf } from "./owner-alarms.ts";
import { ownerEvents } from "./owner-events.ts";
import { historyLines } from "./owner-history.ts";
import { minerLine } from "./owner-miners.ts";
import { alarmsOfMove, moveAhead } from "./owner-move.ts";
import { depositBlock, poolLines } from "./owner-pool.ts";
import { openRequests, requestLines } from "./owner-requests.ts";
import { plainTerms, printable, risksOf, shownTerms } from "./owner-terms.ts";
import { wayBackOf } from "./owner-way-back.ts";

const STATUS_NAMES = Object.keys(STATUS) as (keyof typeof STATUS)[];

/** Whole view of an owner actor; opens an offer as well. Throws Refusal notAnOwnerActor, actorNotFound. */
export async function readOwner(scope: Scope, actor: Address): Promise<OwnerView> {
  await requireOwnerActor(scope, actor);
  const reader = ownerReader(scope, actor);
  const pool = await getPool(reader);
  await requireNoHeir(scope, actor, pool);
  const [forms, identity, terms, list] = await Promise.all([scope.actors.forms(actor), scope.actors.identity(actor), getTerms(reader), listMiners(reader)]);
  if (identity === null) throw new Error("an owner actor has code");
  const [custody, requests, events, move] = await Promise.all([
    Promise.all(list.map((miner) => getMiner(reader, miner.id))),
    openRequests(reader, pool),
    ownerEvents(scope, actor, 0),
    moveAhead(reader, terms),
  ]);
  const { prefix } = scope.network;
  const now = scope.head.height;
  const gone = pool.status === STATUS.migrated;
  const successor = gone ? await otherHalf(scope, actor) : null;
  const depositBlocked = gone ? say("deposit.migrated") : depositBlock(pool, terms, custody, move, scope);
  const wayBack = wayBackOf(pool, now);
  return {
    address: actor.toString(prefix),
    forms,
    identity,
    release: identity.release,
    epoch: now,
    readAt: scope.now(),
    source: scope.actors.source,
    name: chainText(terms.name),
    symbol: chainText(terms.symbol),
    uri: printable(terms.metadataUri),
    status: STATUS_NAMES[pool.status] ?? "active",
    successor: successor?.toString(prefix) ?? null,
    ...(await operatorLines(scope, pool, terms)),
    terms: shownTerms(terms, prefix),
    plainTerms: plainTerms(terms, pool),
    risks: risksOf(terms, pool),
    pool: poolLines(pool, terms, custody, move, now),
    miners: await Promise.all(custody.map((miner) => minerLine(scope, actor, miner, wayBack))),
    requests: await requestLines(scope, requests, pool),
    depositBlocked,
    alarms:
      successor === null
        ? [...alarmsOfMove(move), ...alarmsOf(pool, terms, custody, scope)]
        : [say("owner.migrated", { to: addressOf(successor.toString(prefix)) })],
    actions: actionsOf(pool, custody, depositBlocked),
    history: historyLines(scope, events),
  };
}

/** Who operates it, whether he is there, and whether he is an account of this wallet. */
async function operatorLines(
  scope: Scope,
  pool: PoolView,
  terms: Terms,
): Promise<Pick<OwnerView, "operator" | "operatorAccepted" | "operatorLastSeen" | "operatorAbsent" | "operatedBy">> {
  const operator = Address.id(pool.operator);
  const operatedBy = await accountWithId(scope, operator);
  return {
    operator: await scope.actors.forms(operator),
    operatorAccepted: pool.accepted,
    operatorLastSeen: pool.lastSeen > 0 ? pool.lastSeen : null,
    operatorAbsent: isAbsent(pool, terms, scope.head.height),
    operatedBy: operatedBy?.toString(scope.network.prefix) ?? null,
  };
}

function actionsOf(pool: PoolView, custody: readonly CustodyView[], depositBlocked: Phrase | null): OwnerView["actions"] {
  const here = pool.status !== STATUS.migrated;
  const hasMiners = here && custody.length > 0;
  return {
    heartbeat: here,
    openDeposits: pool.status === STATUS.active,
    forward: hasMiners && pool.liquid > 0n,
    harvest: hasMiners,
    recall: hasMiners,
    measure: hasMiners,
    stakeJunior: pool.status === STATUS.active,
    changeWorker: hasMiners,
    sweep: pool.surplus > 0n,
    finalize: here && pool.queued > 0n,
    deposit: depositBlocked === null,
  };
}
