/** What can be asked: terms, pool, miners, positions, accounts, requests. Nothing is stored; figures are those of this epoch. */
import { NOT_FOUND, failNumber } from "../sdk/abort";
import { tryResolve } from "../sdk/address";
import { openBlock } from "../sdk/blocks";
import { Bytes, bytesOf } from "../sdk/bytes";
import { getAvailableBalance, getVestingFunds } from "../sdk/builtin";
import { NO_INDEX } from "../sdk/amt";
import { balanceOf, epoch, ownBalance } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { principalOf, requestedPrincipal, settle } from "./classes";
import {
  AccountView, ClassView, LegacyEntry, LegacyView, ListRequestsParams, Miner, MinerSummary, MinerView, PoolView, PositionView, RequestPage,
  RequestView, ShareClass, VersionView,
} from "./codec.generated";
import { couponDue, unpaidCoupon } from "./coupon";
import { maturesAt } from "./exit-queue";
import { legacyEntries } from "./legacy";
import { minerOf } from "./miner-list";
import { mustBeMiner } from "./miner-type";
import { isLeaving } from "./operator";
import { LEAVING, MAX_LIST } from "./policy.generated";
import { accountOf, nextRequest, positionOf, readMiners, requestOf, root, terms, view } from "./state";
import { surplus } from "./sweep";
import { turn } from "./withheld";

/** Version []: name and version of the code. */
export function version(): VersionView {
  view();
  return new VersionView(bytesOf(utf8("FIL Peggy owner actor")), bytesOf(utf8("0.1.0")));
}

/** GetTerms []: the stored block as it stands. */
export function getTerms(): Bytes {
  view();
  terms();
  return openBlock(root.terms);
}

function classView(c: ShareClass): ClassView {
  return new ClassView(c.principal, c.shares, c.generation, requestedPrincipal(c));
}

/** GetPool []: the pool, with what is vesting at all miners. */
export function getPool(): PoolView {
  view();
  const list = readMiners().list;
  let atMiners = U256.zero;
  let vesting = U256.zero;
  for (let i = 0; i < list.length; i++) {
    atMiners = atMiners + list[i].principal;
    vesting = vesting + getVestingFunds(list[i].id, epoch()).total;
  }
  const r = root;
  const o = r.operator;
  const status = r.status < LEAVING && isLeaving() ? LEAVING : r.status;
  return new PoolView(
    status, o.id, o.seen > 0, max<i64>(o.seen, 0), ownBalance(), r.liquid, r.finalized, r.rewards, r.fees, surplus(), r.writtenOffSenior, r.writtenOffJunior,
    classView(r.senior), classView(r.junior), r.stream.left, r.stream.end, o.older, o.newer, r.sealing, r.room, r.roomUntil, couponDue(),
    atMiners, vesting, r.supply, list.length, r.queueHead, r.queueNext, r.queued, r.nextSide, r.coveredSince,
  );
}

function legacyView(m: Miner): LegacyView | null {
  const legacy = m.legacy;
  if (legacy === null) return null;
  return new LegacyView(legacy.owner, legacy.factor, legacy.due, legacy.payable, legacyEntries(legacy));
}

/** GetMiner [miner]: one miner in custody, with the legacy table. */
export function getMiner(id: u64): MinerView {
  view();
  const m = minerOf(id);
  mustBeMiner(id);
  const vesting = getVestingFunds(id, epoch());
  return new MinerView(
    id, m.principal, m.net, balanceOf(id), getAvailableBalance(id), vesting.total, vesting.matured, m.worker, m.controls, m.confirmed,
    m.since, m.harvested, m.measured, m.gap, legacyView(m), m.token,
  );
}

/** ListMiners []: all miners in custody. */
export function listMiners(): StaticArray<MinerSummary> {
  view();
  const list = readMiners().list;
  const out = new StaticArray<MinerSummary>(list.length);
  for (let i = 0; i < list.length; i++) out[i] = new MinerSummary(list[i].id, list[i].principal, balanceOf(list[i].id), list[i].harvested, list[i].measured);
  return out;
}

/** GetPosition [token]: principal and unpaid reward of a position. */
export function getPosition(token: u64): PositionView {
  view();
  const p = positionOf(token);
  return new PositionView(token, p.owner, p.kind, principalOf(p), settle(p), p.since, p.frozenUntil, p.miner, unpaidCoupon(p));
}

/** Fees and legacy claims that an account may withdraw now. */
function payableTo(id: u64): U256 {
  const fees = terms().fees;
  let sum = U256.zero;
  if (id == root.operator.id) {
    turn();
    sum = root.operator.payable;
  }
  for (let i = 0; i < fees.length; i++) if (fees[i].beneficiary == id) sum = sum + root.feesPayable[i];
  const list = readMiners().list;
  for (let i = 0; i < list.length; i++) {
    const legacy = list[i].legacy;
    if (legacy !== null && legacy.owner == id) sum = sum + legacy.payable;
  }
  return sum;
}

/** GetAccount [address]: settled rewards, fees and tokens of an account; 17 if the chain does not know the address. */
export function getAccount(address: Bytes): AccountView {
  view();
  const id = tryResolve(address);
  if (id < 0) failNumber(NOT_FOUND, utf8("no actor has this address, protocol"), address[0]);
  const account = accountOf(id);
  return new AccountView(id, account.claim, payableTo(id), account.count, account.nonce);
}

function requestView(id: u64): RequestView {
  const request = requestOf(id);
  const p = request.position;
  return new RequestView(id, p.owner, p.kind, principalOf(p), p.since, maturesAt(id, request), p.miner, request.paid, request.claimed, unpaidCoupon(p));
}

/** ListRequests [from, limit]: requests by id; `next` is 0 at the end. */
export function listRequests(p: ListRequestsParams): RequestPage {
  view();
  const most = <i32>min(p.limit, MAX_LIST);
  const found = new StaticArray<RequestView>(most);
  let n = 0;
  let id = nextRequest(p.from);
  for (; id != NO_INDEX && n < most; id = nextRequest(id + 1)) found[n++] = requestView(id);
  return new RequestPage(StaticArray.slice<RequestView>(found, 0, n), id == NO_INDEX ? 0 : id);
}
