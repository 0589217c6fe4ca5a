import type { PoolView, Terms } from "../../../actor/abi/methods.generated.ts";
import { STATUS } from "../../../actor/abi/policy.ts";
import { isAbsent } from "../../../actor/abi/rules/books.ts";
import { Address } from "../../../filecoin/address.ts";
import { addressOf, say } from "../../../wallet/phrase.ts";
import { accountWithId, type Scope } from "../../../wallet/scope.ts";
import { chainText } from "../../../wallet/told/chain-text.ts";
import { otherHalf, ownerReader } from "../../../wallet/told/owner-reads.ts";
import type { Phrase } from "../../../wallet/values.ts";
import type { OwnerView } from "../../shared/owner-views.ts";

import { alarmsOf } from "./owner-alarms.ts";
import { ownerEvents } from "./owner-events.ts";
import { historyLines } from "./owner-history.ts";
import { minerLine } from "./owner-miners.ts";
import { readFigures } from "./owner-figures.ts";
import { readToday } from "./owner-forwards.ts";
import { alarmsOfMove } from "./owner-move.ts";
import { depositBlock, poolLines } from "./owner-pool.ts";
import { openRequests, requestLines } from "./owner-requests.ts";
import { plainTerms, printable, risksOf, shownTerms } from "./owner-terms.ts";
import { wayBackOf } from "./owner-way-back.ts";

const STATUS_NAMES: Readonly<Record<number, OwnerView["status"]>> = {
  [STATUS.ACTIVE]: "active",
  [STATUS.LEAVING]: "leaving",
  [STATUS.MIGRATED]: "migrated",
  [STATUS.HEIR]: "heir",
};

/** Whole view of an owner actor; opens an offer as well. Throws Refusal notAnOwnerActor, actorNotFound. */
export async function readOwner(scope: Scope, actor: Address): Promise<OwnerView> {
  const figures = await readFigures(scope, actor);
  const { pool, terms, books, custody } = figures;
  const [forms, identity, requests, events, today] = await Promise.all([
    scope.actors.forms(actor),
    scope.actors.identity(actor),
    openRequests(ownerReader(scope, actor), pool),
    ownerEvents(scope, actor, 0),
    readToday(scope, actor),
  ]);
  if (identity === null) throw new Error("an owner actor has code");
  const { prefix } = scope.network;
  const now = scope.head.height;
  const gone = pool.status === STATUS.MIGRATED;
  const successor = gone ? await otherHalf(scope, actor) : null;
  const depositBlocked = gone ? say("deposit.migrated") : depositBlock(figures, scope);
  const release = wayBackOf(books);
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
    plainTerms: plainTerms(terms, books),
    risks: risksOf(terms, books),
    pool: poolLines(figures),
    miners: await Promise.all(custody.map((miner) => minerLine(scope, actor, figures, miner, { release, today }))),
    requests: await requestLines(scope, requests, pool),
    depositBlocked,
    alarms:
      successor === null
        ? [...alarmsOfMove(figures.move), ...alarmsOf(figures, scope)]
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

function actionsOf(pool: PoolView, custody: readonly unknown[], depositBlocked: Phrase | null): OwnerView["actions"] {
  const here = pool.status !== STATUS.MIGRATED;
  const hasMiners = here && custody.length > 0;
  return {
    heartbeat: here,
    openDeposits: pool.status === STATUS.ACTIVE,
    forward: hasMiners && pool.liquid > 0n,
    harvest: hasMiners,
    recall: hasMiners,
    measure: hasMiners,
    stakeJunior: pool.status === STATUS.ACTIVE,
    changeWorker: hasMiners,
    sweep: pool.surplus > 0n,
    finalize: here && pool.queued > 0n,
    deposit: depositBlocked === null,
  };
}
