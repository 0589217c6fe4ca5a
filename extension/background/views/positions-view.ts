import { Address } from "../../../filecoin/address.ts";
import type { ActorId } from "../../../filecoin/units.ts";
import type { PoolView, PositionView as TokenView, Terms } from "../../../actor/abi/methods.generated.ts";
import { getAccount, getMiner, getPool, getPosition, getTerms, listMiners, listPositions, listRequests } from "../../../actor/abi/views.ts";
import type { Reply } from "../../shared/messages.ts";
import type { PositionsView, PositionView } from "../../shared/owner-views.ts";
import { say } from "../../../wallet/phrase.ts";
import type { CodeIdentity } from "../../../wallet/values.ts";
import { chainText } from "../../../wallet/told/chain-text.ts";
import { accountWithId, type Scope } from "../../../wallet/scope.ts";
import { ownerEvents } from "./owner-events.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import { STATUS, otherHalf, ownerReader, requireNoHeir, requireOwnerActor } from "../../../wallet/told/owner-reads.ts";
import { readOwner, releaseOf } from "./owner-view.ts";
import { isFixedIncome } from "../../../wallet/takeover/terms.ts";
import { DUST, waysOf } from "./position-ways.ts";
import { rewardHistory } from "./reward-history.ts";

const BPS = 10_000n;

interface OwnerFacts {
  address: Address;
  name: string;
  identity: CodeIdentity;
  pool: PoolView;
  terms: Terms;
}

async function ownerFacts(scope: Scope, actor: Address): Promise<OwnerFacts> {
  await requireOwnerActor(scope, actor);
  const reader = ownerReader(scope, actor);
  const pool = await getPool(reader);
  await requireNoHeir(scope, actor, pool);
  if (pool.status === STATUS.migrated) {
    const { prefix } = scope.actors;
    throw new Refusal("ownerMigrated", { address: actor.toString(prefix), to: (await otherHalf(scope, actor))?.toString(prefix) ?? null });
  }
  const [terms, identity] = await Promise.all([getTerms(reader), scope.actors.identity(actor)]);
  if (identity === null) throw new Error("an owner actor has code");
  return { address: actor, name: chainText(terms.name), identity, pool, terms };
}

/** May this position take its miner back? The one that the take-over made may, if the miner is still here; a part of it may not. */
async function wayBack(scope: Scope, { address, pool }: OwnerFacts, miner: ActorId, token: bigint): Promise<PositionView["release"]> {
  const reader = ownerReader(scope, address);
  if (!(await listMiners(reader)).some(({ id }) => id === miner)) return null;
  const { token: right } = await getMiner(reader, miner);
  if (right !== token) return { open: false, text: say("release.otherPosition") };
  return releaseOf(pool, scope.head.height);
}

async function line(scope: Scope, owner: OwnerFacts, token: TokenView, deposited: bigint | null): Promise<PositionView> {
  const { pool, terms } = owner;
  const total = pool.senior.principal + pool.junior.principal;
  const holder = Address.id(token.owner);
  const account = await accountWithId(scope, holder);
  const [forms, balance] = await Promise.all([scope.actors.forms(account ?? holder), getAccount(ownerReader(scope, owner.address), holder)]);
  const ahead = pool.senior.requested;
  const free = pool.liquid > ahead ? pool.liquid - ahead : 0n;
  const short = deposited === null ? null : deposited > token.principal + DUST ? deposited - token.principal : 0n;
  return {
    actor: owner.address.toString(scope.actors.prefix),
    actorName: owner.name,
    identity: owner.identity,
    token: token.token.toString(),
    owner: forms,
    own: account !== null,
    class: token.kind === 0 ? "senior" : "junior",
    inKindMiner: token.miner === null ? null : Address.id(token.miner).toString(scope.actors.prefix),
    release: token.miner === null ? null : await wayBack(scope, owner, token.miner, token.token),
    principal: token.principal.toString(),
    shortfall: short?.toString() ?? null,
    reward: token.reward.toString(),
    unpaidCoupon: isFixedIncome(terms) ? token.unpaidCoupon.toString() : null,
    withdrawn: null,
    accountClaim: (balance.claim + balance.payable).toString(),
    shareBps: total === 0n ? 0 : Number((token.principal * BPS) / total),
    since: token.since,
    sinceTime: Math.max(0, scope.timeOf(token.since)),
    frozenUntil: token.frozenUntil > scope.head.height ? token.frozenUntil : null,
    state: token.principal === 0n ? "wiped" : token.frozenUntil > scope.head.height ? "frozen" : "earning",
    nextHarvestAbout: null,
    leave: {
      amount: token.principal.toString(),
      ahead: ahead.toString(),
      place: Number(pool.queued) + 1,
      notice: terms.notice,
      payableNow: (free < token.principal ? free : token.principal).toString(),
    },
    epoch: scope.head.height,
    readAt: scope.now(),
  };
}

/** Deposits seen in the actor's events, by token. */
async function deposits(scope: Scope, actor: Address): Promise<Map<bigint, bigint>> {
  const seen = new Map<bigint, bigint>();
  for (const { event } of await ownerEvents(scope, actor, 0)) {
    if (event.type === "deposit") seen.set(event.fields.token, event.fields.amount);
    if (event.type === "miner-custodied") seen.set(event.fields.token, event.fields.principal);
    if (event.type === "redemption-requested") {
      const before = seen.get(event.fields.token);
      if (before !== undefined) seen.set(event.fields.token, before > event.fields.amount ? before - event.fields.amount : 0n);
    }
  }
  return seen;
}

/** Positions, requests and claims of these accounts at these owner actors. An actor that cannot be read now is an error, not an empty list. */
export async function readPositions(scope: Scope, owners: readonly Address[], accounts: readonly Address[]): Promise<PositionsView> {
  const positions: PositionView[] = [];
  const requests: PositionsView["requests"] = [];
  const claims: PositionsView["claims"] = [];
  for (const actor of owners) {
    const owner = await ownerFacts(scope, actor);
    const reader = ownerReader(scope, actor);
    const seen = await deposits(scope, actor);
    for (const account of accounts) {
      if ((await scope.actors.at(account)).id === null) continue;
      const [tokens, balance] = await Promise.all([listPositions(reader, account), getAccount(reader, account)]);
      for (const token of tokens) positions.push(await line(scope, owner, token, seen.get(token.token) ?? null));
      if (balance.claim + balance.payable > 0n)
        claims.push({
          actor: actor.toString(scope.actors.prefix),
          actorName: owner.name,
          account: await scope.actors.forms(account),
          claim: (balance.claim + balance.payable).toString(),
        });
    }
    if (owner.pool.queueNext > 0n || owner.pool.nextSide > 0n) {
      const view = await readOwner(scope, actor);
      for (const request of await ownRequests(scope, actor, view))
        requests.push({ actor: actor.toString(scope.actors.prefix), actorName: owner.name, request });
    }
  }
  const sum = (list: readonly { text: string }[]): string => list.reduce((total, { text }) => total + BigInt(text), 0n).toString();
  return {
    account: accounts.length === 1 ? (accounts[0]?.toString(scope.actors.prefix) ?? "") : "",
    positions,
    requests,
    claims,
    readAt: scope.now(),
    totals: {
      principal: sum(positions.map((p) => ({ text: p.principal }))),
      reward: (BigInt(sum(positions.map((p) => ({ text: p.reward })))) + BigInt(sum(claims.map((c) => ({ text: c.claim }))))).toString(),
      leaving: sum(requests.map(({ request }) => ({ text: request.principal }))),
      claimable: requests.reduce((total, { request }) => total + BigInt(request.paid) - BigInt(request.claimed), 0n).toString(),
    },
  };
}

/** Requests of this wallet's accounts, paid ones that wait to be claimed included. */
async function ownRequests(scope: Scope, actor: Address, view: Awaited<ReturnType<typeof readOwner>>): Promise<PositionsView["requests"][number]["request"][]> {
  const known = new Map(view.requests.map((request) => [request.id, request]));
  const all = await listRequests(ownerReader(scope, actor), 0n, 64);
  const own: PositionsView["requests"][number]["request"][] = [];
  for (const request of all) {
    const account = await accountWithId(scope, Address.id(request.owner));
    if (account === null) continue;
    if (request.principal === 0n && request.paid === request.claimed) continue;
    const queued = known.get(request.id.toString());
    own.push(
      queued ?? {
        id: request.id.toString(),
        owner: await scope.actors.forms(account),
        own: true,
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
      },
    );
  }
  return own;
}

/** One position with its reward over time, read at past tipsets as far as the node remembers them. */
export async function readPosition(scope: Scope, actor: Address, token: bigint): Promise<Reply<"position.get">> {
  const owner = await ownerFacts(scope, actor);
  const view = await getPosition(ownerReader(scope, actor), token);
  const seen = await deposits(scope, actor);
  const position = await line(scope, owner, view, seen.get(token) ?? null);
  return {
    position,
    history: await rewardHistory(scope, actor, token, view),
    ways: await waysOf(scope, actor, { token: view, own: position.own }, owner.terms),
  };
}
