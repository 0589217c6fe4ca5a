import type { PoolView, RequestView } from "../../../actor/abi/methods.generated.ts";
import { listRequests, type OwnerReader } from "../../../actor/abi/views.ts";
import { Address } from "../../../filecoin/address.ts";
import { accountWithId, type Scope } from "../../../wallet/scope.ts";
import type { OwnerView } from "../../shared/owner-views.ts";

/** Requests of those who leave an owner actor. */

/** The queue from its head on, and what stands outside it, which may be older. */
export async function openRequests(reader: OwnerReader, pool: PoolView): Promise<RequestView[]> {
  const all = [...(await listRequests(reader, 0n, 64)), ...(pool.queueHead === 0n ? [] : await listRequests(reader, pool.queueHead, 64))];
  return [...new Map(all.map((request) => [request.id, request])).values()].filter((request) => request.principal > 0n);
}

type Line = OwnerView["requests"][number];

const isQueued = (request: RequestView): boolean => request.kind === 0 && request.miner === null;

/** Open requests as pages show them, those in the queue with their place and what stands before them. */
export async function requestLines(scope: Scope, requests: readonly RequestView[], pool: PoolView): Promise<Line[]> {
  let ahead = 0n;
  let place = 0;
  const lines: Line[] = [];
  const first = requests.find(isQueued);
  const queueComesFirst = pool.senior.principal > 0n && first !== undefined && scope.head.height >= first.matures;
  for (const request of requests) {
    const queued = isQueued(request);
    if (queued && request.principal > 0n) place += 1;
    lines.push({
      ...(await requestLine(scope, request)),
      place: queued && request.principal > 0n ? place : null,
      ahead: ahead.toString(),
      payable: !queued && scope.head.height >= request.matures && !queueComesFirst,
    });
    if (queued) ahead += request.principal;
  }
  return lines;
}

/** Requests of this wallet's accounts, paid ones that wait to be claimed included. */
export async function ownRequests(scope: Scope, reader: OwnerReader, pool: PoolView): Promise<Line[]> {
  if (pool.queueNext === 0n && pool.nextSide === 0n) return [];
  const open = (await requestLines(scope, await openRequests(reader, pool), pool)).filter(({ own }) => own);
  const unclaimed = (await listRequests(reader, 0n, 64)).filter((request) => request.principal === 0n && request.paid !== request.claimed);
  const paid = await Promise.all(unclaimed.map((request) => requestLine(scope, request)));
  return [...open, ...paid.filter(({ own }) => own)].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

/** What a request says of itself. */
async function requestLine(scope: Scope, request: RequestView): Promise<Line> {
  const account = await accountWithId(scope, Address.id(request.owner));
  return {
    id: request.id.toString(),
    // An account of this wallet by its own address: the one that signs a claim.
    owner: await scope.actors.forms(account ?? Address.id(request.owner)),
    own: account !== null,
    kind: request.miner !== null ? "inKind" : request.kind === 0 ? "senior" : "junior",
    principal: request.principal.toString(),
    requestedAt: request.epoch,
    matures: request.matures,
    maturesAt: Math.max(0, scope.timeOf(request.matures)),
    matured: scope.head.height >= request.matures,
    paid: request.paid.toString(),
    claimed: request.claimed.toString(),
    place: null,
    ahead: "0",
    payable: false,
  };
}
