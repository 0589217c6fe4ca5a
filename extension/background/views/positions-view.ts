import { getAccount, getPosition, listPositions } from "../../../actor/abi/views.ts";
import type { Address } from "../../../filecoin/address.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { ownerReader } from "../../../wallet/told/owner-reads.ts";
import type { Reply } from "../../shared/messages.ts";
import type { PositionsView } from "../../shared/owner-views.ts";
import { depositedByToken } from "./deposited.ts";
import { ownRequests } from "./owner-requests.ts";
import { positionLine } from "./position-line.ts";
import { positionOffer } from "./position-offer.ts";
import { waysOf } from "./position-ways.ts";
import { rewardHistory } from "./reward-history.ts";

type Held = Pick<PositionsView, "positions" | "requests" | "claims">;

/** Positions, requests and claims of these accounts at these owner actors. An actor that cannot be read now is an error, not an empty list. */
export async function readPositions(scope: Scope, owners: readonly Address[], accounts: readonly Address[]): Promise<Omit<PositionsView, "asked">> {
  const all: Held = { positions: [], requests: [], claims: [] };
  for (const actor of owners) {
    const { positions, requests, claims } = await heldAt(scope, actor, accounts);
    all.positions.push(...positions);
    all.requests.push(...requests);
    all.claims.push(...claims);
  }
  return {
    account: accounts.length === 1 ? (accounts[0]?.toString(scope.network.prefix) ?? "") : "",
    ...all,
    readAt: scope.now(),
    totals: totalsOf(all),
  };
}

async function heldAt(scope: Scope, actor: Address, accounts: readonly Address[]): Promise<Held> {
  const held: Held = { positions: [], requests: [], claims: [] };
  const offer = await positionOffer(scope, actor);
  const reader = ownerReader(scope, actor);
  const deposited = await depositedByToken(scope, actor);
  const here = { actor: actor.toString(scope.network.prefix), actorName: offer.name };
  for (const account of accounts) {
    if ((await scope.actors.at(account)).id === null) continue;
    const [tokens, balance] = await Promise.all([listPositions(reader, account), getAccount(reader, account)]);
    for (const token of tokens) held.positions.push(await positionLine(scope, offer, token, deposited.get(token.token) ?? null));
    const claim = balance.claim + balance.payable;
    if (claim > 0n) held.claims.push({ ...here, account: await scope.actors.forms(account), claim: claim.toString() });
  }
  for (const request of await ownRequests(scope, reader, offer.pool)) held.requests.push({ ...here, request });
  return held;
}

const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + BigInt(amount), 0n);

function totalsOf({ positions, requests, claims }: Held): PositionsView["totals"] {
  return {
    principal: sum(positions.map(({ principal }) => principal)).toString(),
    reward: (sum(positions.map(({ reward }) => reward)) + sum(claims.map(({ claim }) => claim))).toString(),
    leaving: sum(requests.map(({ request }) => request.principal)).toString(),
    claimable: (sum(requests.map(({ request }) => request.paid)) - sum(requests.map(({ request }) => request.claimed))).toString(),
  };
}

/** One position with its reward over time, read at past tipsets as far as the node remembers them. */
export async function readPosition(scope: Scope, actor: Address, token: bigint): Promise<Reply<"position.get">> {
  const offer = await positionOffer(scope, actor);
  const view = await getPosition(ownerReader(scope, actor), token);
  const position = await positionLine(scope, offer, view, (await depositedByToken(scope, actor)).get(token) ?? null);
  return {
    position,
    history: await rewardHistory(scope, actor, token, view),
    ways: await waysOf(scope, actor, { token: view, own: position.own }, offer.terms),
  };
}
