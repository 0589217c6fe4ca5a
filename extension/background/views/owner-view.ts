import { Address } from "../../../filecoin/address.ts";
import type { MinerView as CustodyView, PoolView, RequestView, Terms } from "../../../actor/abi/methods.generated.ts";
import { actionName } from "../../../actor/abi/describe.ts";
import { getMiner, getPool, getTerms, listMiners, listRequests, readView, type OwnerReader } from "../../../actor/abi/views.ts";
import type { OwnerEvent } from "../../../actor/abi/events.ts";
import { addressOf, amountOf, bpsOf, epochOf, numberOf, say, textOf } from "../../../wallet/phrase.ts";
import type { OwnerView } from "../../shared/owner-views.ts";
import type { Phrase } from "../../../wallet/values.ts";
import { chainText } from "../../../wallet/told/chain-text.ts";
import { accountWithId, type Scope } from "../../../wallet/scope.ts";
import { formOfTerms, forwardNeedsAttestation, isFixedIncome } from "../../../wallet/takeover/terms.ts";
import { bytesText } from "./miner-view.ts";
import { isHeavy } from "../../../wallet/reading/action-words.ts";
import { ownerEvents } from "./owner-events.ts";
import { STATUS, otherHalf, ownerReader, requireNoHeir, requireOwnerActor } from "../../../wallet/told/owner-reads.ts";

const BPS = 10_000n;
const MEASURE_AGE = 2_880;
/** How long liquid principal must have covered everybody else before a miner may leave (owner-actor.md 4, ReleaseMiner). */
const COVER_EPOCHS = 518_400;
const NOT_COVERED = -1;
const WARN_JUNIOR_BPS = 1_500n;
/** Epochs a day, as the protocol counts them. */
const DAY = 2_880;
/** An operator who is this close to counting as absent is told so. */
const ABSENCE_SOON = 7 * DAY;
const STATUS_NAMES = Object.keys(STATUS) as (keyof typeof STATUS)[];
const NEWEST_EVENTS = 50;
/** States of a proposal that has passed. */
const [WAITING, READY] = [2, 3];

/** Whole view of an owner actor; opens an offer as well. Throws Refusal notAnOwnerActor, actorNotFound. */
export async function readOwner(scope: Scope, actor: Address): Promise<OwnerView> {
  await requireOwnerActor(scope, actor);
  const reader = ownerReader(scope, actor);
  const pool = await getPool(reader);
  await requireNoHeir(scope, actor, pool);
  const gone = pool.status === STATUS.migrated;
  const successor = gone ? await otherHalf(scope, actor) : null;
  const [forms, identity, terms, list] = await Promise.all([scope.actors.forms(actor), scope.actors.identity(actor), getTerms(reader), listMiners(reader)]);
  if (identity === null) throw new Error("an owner actor has code");
  const [custody, requests, events, move] = await Promise.all([
    Promise.all(list.map((miner) => getMiner(reader, miner.id))),
    openRequests(reader, pool),
    ownerEvents(scope, actor, 0),
    moveAhead(reader, terms),
  ]);
  const operator = Address.id(pool.operator);
  const operatedBy = await accountWithId(scope, operator);
  const form = shownTerms(formOfTerms(terms, scope.actors.prefix));
  const roomNow = roomOf(pool, terms, scope.head.height);
  const forwardable = forwardableOf(pool, terms);
  const depositBlocked = gone ? say("deposit.migrated") : depositBlock(pool, custody, roomNow, terms, move, scope);
  const release = releaseOf(pool, scope.head.height);
  const miners = await Promise.all(custody.map((miner) => minerLine(scope, actor, miner, release)));
  return {
    address: actor.toString(scope.actors.prefix),
    forms,
    identity,
    release: identity.release,
    epoch: scope.head.height,
    readAt: scope.now(),
    source: scope.actors.source,
    name: chainText(terms.name),
    symbol: chainText(terms.symbol),
    uri: printable(terms.metadataUri),
    status: STATUS_NAMES[pool.status] ?? "active",
    successor: successor?.toString(scope.actors.prefix) ?? null,
    operator: await scope.actors.forms(operator),
    operatorAccepted: pool.accepted,
    operatorLastSeen: pool.lastSeen > 0 ? pool.lastSeen : null,
    operatorAbsent: isAbsent(pool, terms, scope.head.height),
    operatedBy: operatedBy?.toString(scope.actors.prefix) ?? null,
    terms: form,
    plainTerms: plainTerms(terms, pool),
    risks: risksOf(terms, pool),
    pool: {
      balance: pool.balance.toString(),
      liquid: pool.liquid.toString(),
      finalised: pool.finalized.toString(),
      rewardsOwed: pool.rewards.toString(),
      feesOwed: pool.fees.toString(),
      bare: pool.surplus.toString(),
      streamLeft: pool.streamLeft.toString(),
      streamEnd: pool.streamLeft > 0n ? pool.streamEnd : null,
      couponDue: pool.couponDue.toString(),
      senior: classLine(pool.senior, pool.writtenOffSenior),
      junior: classLine(pool.junior, pool.writtenOffJunior),
      atMiners: pool.atMiners.toString(),
      vesting: pool.vesting.toString(),
      positions: Number(pool.tokens),
      room: pool.room.toString(),
      roomUntil: pool.roomUntil > 0 ? pool.roomUntil : null,
      roomNow: roomNow.toString(),
      sealing: pool.sealing,
      feesWithheld: (pool.withheldOlder + pool.withheldNewer).toString(),
      lossTotal: (pool.writtenOffSenior + pool.writtenOffJunior).toString(),
      forwardable: forwardable.toString(),
      forwardBlocked: forwardBlock(pool, terms, custody, forwardable, move),
      forwardAttested: forwardNeedsAttestation(terms),
    },
    miners,
    requests: await requestLines(scope, requests, pool),
    depositBlocked,
    alarms:
      successor === null
        ? [...alarmsOfMove(move), ...alarmsOf(pool, terms, custody, scope)]
        : [say("owner.migrated", { to: addressOf(successor.toString(scope.actors.prefix)) })],
    actions: {
      heartbeat: !gone,
      openDeposits: pool.status === STATUS.active,
      forward: !gone && custody.length > 0 && pool.liquid > 0n,
      harvest: !gone && custody.length > 0,
      recall: !gone && custody.length > 0,
      measure: !gone && custody.length > 0,
      stakeJunior: pool.status === STATUS.active,
      changeWorker: !gone && custody.length > 0,
      sweep: pool.surplus > 0n,
      finalize: !gone && pool.queued > 0n,
      deposit: depositBlocked === null,
    },
    history: events
      .slice(-NEWEST_EVENTS)
      .reverse()
      .map(({ epoch, event }) => ({ epoch, time: Math.max(0, scope.timeOf(epoch)), ...historyLine(event, scope.actors.prefix) })),
  };
}

/** A vote for other code that was won and is not over: nothing comes in, and while it waits the others leave without notice (owner-actor.md 5.6). */
interface Move {
  proposal: bigint;
  /** First epoch at which it may be carried out, and from which notice and discount hold again. */
  ready: number;
  /** First epoch at which it may not be carried out any more. */
  closes: number;
  waits: boolean;
}

async function moveAhead(reader: OwnerReader, { voting }: Terms): Promise<Move | null> {
  const { open } = await readView(reader, "GetGovernance", {});
  const views = await Promise.all(open.map((proposal) => readView(reader, "GetProposal", { proposal })));
  const won = views.find(({ state, proposal }) => (state === WAITING || state === READY) && isHeavy(proposal.action));
  if (won === undefined) return null;
  const ready = won.proposal.epoch + voting.period + voting.delay;
  return { proposal: won.id, ready, closes: ready + voting.grace, waits: won.state === WAITING };
}

function alarmsOfMove(move: Move | null): Phrase[] {
  if (move === null) return [];
  const params = { proposal: numberOf(move.proposal), ready: epochOf(move.ready), closes: epochOf(move.closes) };
  return [say(move.waits ? "owner.moveWaits" : "owner.moveReady", params)];
}

/** An address of the web is ASCII; anything else in it could pass for another one. */
const printable = (text: string): string => [...text].filter((char) => char > " " && char <= "~").join("");

/** Texts of somebody else, so that they cannot pass for other texts. */
const shownTerms = (form: OwnerView["terms"]): OwnerView["terms"] => ({
  ...form,
  name: chainText(form.name),
  symbol: chainText(form.symbol),
  uri: printable(form.uri),
  fees: form.fees.map((fee) => ({ ...fee, label: chainText(fee.label) })),
});

const classLine = (side: PoolView["senior"], lost: bigint): OwnerView["pool"]["senior"] => ({
  principal: side.principal.toString(),
  shares: side.shares.toString(),
  requested: side.requested.toString(),
  lost: lost.toString(),
  generation: Number(side.generation),
});

/** Least of room and cap (owner-actor.md 4: the room binds with the cap), attoFIL. */
function roomOf(pool: PoolView, terms: Terms, now: number): bigint {
  if (pool.status !== STATUS.active || !pool.accepted || pool.roomUntil < now) return 0n;
  const underCap = terms.cap - pool.senior.principal - pool.junior.principal;
  const least = underCap < pool.room ? underCap : pool.room;
  return least < 0n ? 0n : least;
}

/** L − reserve·P_senior − all requests (owner-actor.md 4, Forward), attoFIL. */
function forwardableOf(pool: PoolView, terms: Terms): bigint {
  const reserve = (BigInt(terms.reserveBps) * pool.senior.principal + BPS - 1n) / BPS;
  const free = pool.liquid - reserve - pool.senior.requested - pool.junior.requested;
  return free < 0n ? 0n : free;
}

function depositBlock(
  pool: PoolView,
  custody: readonly CustodyView[],
  roomNow: bigint,
  terms: Terms,
  move: Move | null,
  { head: { height: now }, actors: { prefix } }: Scope,
): Phrase | null {
  if (move !== null) return say("deposit.moving", { proposal: numberOf(move.proposal) });
  if (isAbsent(pool, terms, now)) return say("deposit.absent");
  if (pool.status !== STATUS.active) return say("deposit.leaving");
  if (!pool.accepted) return say("deposit.notAccepted");
  if (roomNow === 0n) return say("deposit.noRoom");
  if (roomNow < terms.minimumDeposit) return say("deposit.roomBelowMinimum", { room: amountOf(roomNow), minimum: amountOf(terms.minimumDeposit) });
  const stale = custody.find((miner) => miner.principal > 0n && now - miner.measured > MEASURE_AGE);
  return stale === undefined ? null : say("deposit.notMeasured", { miner: addressOf(Address.id(stale.id).toString(prefix)) });
}

function forwardBlock(pool: PoolView, terms: Terms, custody: readonly CustodyView[], forwardable: bigint, move: Move | null): Phrase | null {
  if (move !== null) return say("forward.moving", { proposal: numberOf(move.proposal) });
  if (!pool.sealing) return say("forward.sealingOff");
  const P = pool.senior.principal + pool.junior.principal;
  if (BPS * pool.junior.principal < BigInt(terms.juniorMinimumBps) * P) return say("forward.juniorThin", { least: bpsOf(terms.juniorMinimumBps) });
  if (custody.length > 0 && custody.every((miner) => !miner.confirmed)) return say("forward.workerOpen");
  return forwardable === 0n ? say("forward.nothingFree", { reserve: bpsOf(terms.reserveBps) }) : null;
}

async function minerLine(
  scope: Scope,
  actor: Address,
  miner: CustodyView,
  release: OwnerView["miners"][number]["release"],
): Promise<OwnerView["miners"][number]> {
  const address = Address.id(miner.id);
  const { node } = scope;
  const [info, power, sectors, self] = await Promise.all([
    node.stateMinerInfo(address),
    node.stateMinerPower(address),
    node.stateMinerSectorCount(address),
    scope.actors.at(actor),
  ]);
  const harvestNow = predictHarvest(miner);
  const debt = miner.available < 0n ? -miner.available : 0n;
  return {
    miner: await scope.actors.forms(address),
    principal: miner.principal.toString(),
    available: (miner.available < 0n ? 0n : miner.available).toString(),
    vesting: miner.vesting.toString(),
    balance: miner.balance.toString(),
    feeDebt: debt.toString(),
    lastHarvest: miner.harvested > 0 ? miner.harvested : null,
    lastMeasure: miner.measured > 0 ? miner.measured : null,
    workerConfirmed: miner.confirmed,
    pendingWorker: info.newWorker === null ? null : await scope.actors.forms(info.newWorker),
    worker: await scope.actors.forms(info.worker),
    controls: await Promise.all(info.controlAddresses.map((control) => scope.actors.forms(control))),
    faulty: sectors.faulty,
    rawPower: bytesText(power.minerPower.rawBytePower),
    harvestNow,
    lossNow: lossOf(miner).toString(),
    legacyDue: (miner.legacy === null ? 0n : miner.legacy.due + miner.legacy.payable).toString(),
    release,
    inCustody: self.id !== null && info.owner.equals(self.id) && info.beneficiary.equals(self.id) && info.pendingOwner === null,
  };
}

/** What Measure would book now (owner-actor.md 5.3), attoFIL; a gap of a thousandth or less waits for income. */
function lossOf({ principal, available, balance }: CustodyView): bigint {
  const debt = available < 0n ? -available : 0n;
  const gap = principal + debt - balance;
  if (gap <= 0n || 1000n * gap <= principal) return 0n;
  return gap < principal ? gap : principal;
}

/** x and r of Harvest now (owner-actor.md 5.3); null when there is nothing to take. */
function predictHarvest(miner: CustodyView): { reward: string; principal: string } | null {
  const available = miner.available + miner.matured;
  const cover = miner.balance - (miner.vesting - miner.matured) - miner.principal;
  const x = available < cover ? available : cover;
  return x <= 0n ? null : { reward: x.toString(), principal: "0" };
}

/** The queue from its head on, and what stands outside it, which may be older. */
async function openRequests(reader: OwnerReader, pool: PoolView): Promise<RequestView[]> {
  const all = [...(await listRequests(reader, 0n, 64)), ...(pool.queueHead === 0n ? [] : await listRequests(reader, pool.queueHead, 64))];
  return [...new Map(all.map((request) => [request.id, request])).values()].filter((request) => request.principal > 0n);
}

async function requestLines(scope: Scope, requests: readonly RequestView[], pool: PoolView): Promise<OwnerView["requests"]> {
  let ahead = 0n;
  let place = 0;
  const lines: OwnerView["requests"] = [];
  const isQueued = (request: RequestView): boolean => request.kind === 0 && request.miner === null;
  const first = requests.find(isQueued);
  const queueComesFirst = pool.senior.principal > 0n && first !== undefined && scope.head.height >= first.matures;
  for (const request of requests) {
    const account = await accountWithId(scope, Address.id(request.owner));
    const own = account !== null;
    // An account of this wallet by its own address: the one that signs a claim.
    const owner = await scope.actors.forms(account ?? Address.id(request.owner));
    const queued = isQueued(request);
    if (queued && request.principal > 0n) place += 1;
    lines.push({
      id: request.id.toString(),
      owner,
      own,
      kind: request.miner !== null ? "inKind" : request.kind === 0 ? "senior" : "junior",
      principal: request.principal.toString(),
      requestedAt: request.epoch,
      matures: request.matures,
      maturesAt: Math.max(0, scope.timeOf(request.matures)),
      matured: scope.head.height >= request.matures,
      paid: request.paid.toString(),
      claimed: request.claimed.toString(),
      place: queued && request.principal > 0n ? place : null,
      ahead: ahead.toString(),
      payable: !queued && scope.head.height >= request.matures && !queueComesFirst,
    });
    if (queued) ahead += request.principal;
  }
  return lines;
}

function plainTerms(terms: Terms, pool: PoolView): Phrase[] {
  const fees = terms.fees.reduce((sum, fee) => sum + fee.bps, 0);
  const income = isFixedIncome(terms)
    ? [say("terms.fixed", { rate: bpsOf(terms.annualRateBps) }), say("terms.arrears"), say("terms.surplus", { fee: bpsOf(fees) })]
    : [say("terms.share"), say("terms.keep", { kept: bpsOf(10_000 - fees), fee: bpsOf(fees) })];
  return [
    ...income,
    ...(forwardNeedsAttestation(terms) ? [say("terms.attested")] : []),
    pool.junior.principal > 0n ? say("terms.firstLoss", { junior: amountOf(pool.junior.principal) }) : say("terms.noJunior"),
    say("terms.leave", { notice: numberOf(Math.round(terms.notice / DAY)), reserve: bpsOf(terms.reserveBps) }),
    say(isFixedIncome(terms) ? "terms.smoothingLosses" : "terms.smoothing", { days: numberOf(Math.round(terms.smoothing / DAY)) }),
    say("terms.tip", { tip: bpsOf(terms.tipBps), most: amountOf(terms.tipMaximum) }),
  ];
}

function risksOf(terms: Terms, pool: PoolView): Phrase[] {
  const risks = [say("risk.faults", { junior: amountOf(pool.junior.principal) }), say("risk.pledge"), say("risk.network"), say("risk.worker")];
  if (isFixedIncome(terms)) risks.unshift(say("risk.promise"));
  const P = pool.senior.principal + pool.junior.principal;
  if (BPS * pool.junior.principal < WARN_JUNIOR_BPS * P || BigInt(terms.juniorMinimumBps) < WARN_JUNIOR_BPS)
    risks.unshift(say("risk.thinJunior", { least: bpsOf(terms.juniorMinimumBps) }));
  return risks;
}

/** Silent for longer than the terms allow; a sign of life ends it. An actor that is really leaving or gone has nobody to wait for. */
function isAbsent(pool: PoolView, terms: Terms, now: number): boolean {
  return pool.status === STATUS.leaving && pool.accepted && now - pool.lastSeen > terms.absence;
}

/** Is the way back of miners open: liquid principal has covered the seniors and all junior requests for long enough (owner-actor.md 4). */
export function releaseOf(pool: PoolView, now: number): OwnerView["miners"][number]["release"] {
  const wanted = pool.senior.principal + pool.junior.requested;
  if (pool.coveredSince === NOT_COVERED)
    return { open: false, text: say("release.notCovered", { missing: amountOf(wanted > pool.liquid ? wanted - pool.liquid : 0n) }) };
  const opens = pool.coveredSince + COVER_EPOCHS;
  if (pool.senior.shares > 0n && now < opens) return { open: false, text: say("release.waits", { epoch: epochOf(opens) }) };
  return { open: true, text: say("release.open") };
}

function alarmsOf(pool: PoolView, terms: Terms, custody: readonly CustodyView[], { actors: { prefix }, head: { height: now } }: Scope): Phrase[] {
  const alarms: Phrase[] = [];
  const lost = pool.writtenOffSenior + pool.writtenOffJunior;
  if (lost > 0n)
    alarms.push(say("owner.lossBorne", { lost: amountOf(lost), senior: amountOf(pool.writtenOffSenior), junior: amountOf(pool.writtenOffJunior) }));
  if (isAbsent(pool, terms, now)) alarms.push(say("owner.absent", { seen: epochOf(pool.lastSeen), days: numberOf(Math.round(terms.absence / DAY)) }));
  else if (pool.status === STATUS.leaving) alarms.push(say("owner.leaving"));
  else if (pool.status === STATUS.active && pool.accepted && pool.lastSeen + terms.absence - now < ABSENCE_SOON)
    alarms.push(say("owner.absentSoon", { seen: epochOf(pool.lastSeen), until: epochOf(pool.lastSeen + terms.absence + 1) }));
  for (const miner of custody)
    if (lossOf(miner) > 0n) alarms.push(say("owner.lossOpen", { miner: addressOf(Address.id(miner.id).toString(prefix)), loss: amountOf(lossOf(miner)) }));
  for (const miner of custody)
    if (miner.available < 0n)
      alarms.push(say("owner.minerInDebt", { miner: addressOf(Address.id(miner.id).toString(prefix)), debt: amountOf(-miner.available) }));
  return alarms;
}

type GovernanceEvent = Extract<
  OwnerEvent,
  {
    type:
      | "proposal-created"
      | "proposal-executed"
      | "proposal-cancelled"
      | "vote"
      | "operator-proposed"
      | "operator-changed"
      | "junior-converted"
      | "migrated"
      | "inherited"
      | "relayed";
  }
>;

function governanceText(entry: GovernanceEvent, id: (value: bigint) => ReturnType<typeof addressOf>): Phrase {
  switch (entry.type) {
    case "proposal-created":
      return say("event.proposed", {
        proposal: numberOf(entry.fields.proposal),
        action: textOf(actionName(entry.fields.kind)),
        owner: id(entry.fields.proposer),
      });
    case "proposal-executed":
      return say("event.executed", { proposal: numberOf(entry.fields.proposal), action: textOf(actionName(entry.fields.kind)) });
    case "proposal-cancelled":
      return say("event.withdrawn", { proposal: numberOf(entry.fields.proposal), action: textOf(actionName(entry.fields.kind)) });
    case "vote":
      return say("event.voted", { proposal: numberOf(entry.fields.proposal), owner: id(entry.fields.voter) });
    case "operator-proposed":
      return say("event.nominee", { owner: id(entry.fields.operator) });
    case "operator-changed":
      return say("event.operator", { owner: id(entry.fields.operator) });
    case "junior-converted":
      return say("event.converted", { token: numberOf(entry.fields.token) });
    case "relayed":
      return say("event.relayed", { owner: id(entry.fields.account), relayer: id(entry.fields.relayer) });
    case "migrated":
      return say("event.migrated", { to: id(entry.fields.to) });
    case "inherited":
      return say("event.inherited", { from: id(entry.fields.from) });
  }
}

function historyLine(
  entry: OwnerEvent,
  prefix: "f" | "t",
): { event: OwnerView["history"][number]["event"]; text: Phrase; atto: string | null; miner: string | null } {
  const id = (value: bigint): ReturnType<typeof addressOf> => addressOf(Address.id(value).toString(prefix));
  const minerText = (value: bigint): string => Address.id(value).toString(prefix);
  switch (entry.type) {
    case "deposit":
      return {
        event: "deposit",
        text: say("event.deposit", { token: numberOf(entry.fields.token), owner: id(entry.fields.owner) }),
        atto: entry.fields.amount.toString(),
        miner: null,
      };
    case "harvest":
      return {
        event: "harvest",
        text: say("event.harvest", { miner: id(entry.fields.miner) }),
        atto: entry.fields.reward.toString(),
        miner: minerText(entry.fields.miner),
      };
    case "forward":
      return {
        event: "forward",
        text: say("event.forward", { miner: id(entry.fields.miner) }),
        atto: entry.fields.amount.toString(),
        miner: minerText(entry.fields.miner),
      };
    case "recall":
      return {
        event: "recall",
        text: say("event.recall", { miner: id(entry.fields.miner) }),
        atto: entry.fields.principal.toString(),
        miner: minerText(entry.fields.miner),
      };
    case "loss":
      return {
        event: "loss",
        text: say("event.loss", { withheld: amountOf(entry.fields.withheld), junior: amountOf(entry.fields.junior), senior: amountOf(entry.fields.senior) }),
        atto: entry.fields.loss.toString(),
        miner: minerText(entry.fields.miner),
      };
    case "miner-custodied":
      return {
        event: "custody",
        text: say("event.custody", { miner: id(entry.fields.miner) }),
        atto: entry.fields.principal.toString(),
        miner: minerText(entry.fields.miner),
      };
    case "miner-released":
      return {
        event: "released",
        text: say("event.released", { miner: id(entry.fields.miner) }),
        atto: entry.fields.principal.toString(),
        miner: minerText(entry.fields.miner),
      };
    case "room":
      return { event: "room", text: say("event.room", { until: epochOf(entry.fields.until) }), atto: entry.fields.amount.toString(), miner: null };
    case "redemption-claimed":
      return { event: "redeemed", text: say("event.redeemed", { owner: id(entry.fields.owner) }), atto: entry.fields.amount.toString(), miner: null };
    case "reward-claimed":
      return { event: "other", text: say("event.rewardClaimed", { owner: id(entry.fields.account) }), atto: entry.fields.amount.toString(), miner: null };
    case "transfer":
      return { event: "other", text: say("event.transfer", { token: numberOf(entry.fields.token), to: id(entry.fields.to) }), atto: null, miner: null };
    case "burn":
      return { event: "other", text: say("event.burn", { token: numberOf(entry.fields.token) }), atto: null, miner: null };
    case "split":
      return { event: "other", text: say("event.split", { token: numberOf(entry.fields.token), part: numberOf(entry.fields.part) }), atto: null, miner: null };
    case "merge":
      return { event: "other", text: say("event.merge", { token: numberOf(entry.fields.token), part: numberOf(entry.fields.part) }), atto: null, miner: null };
    case "exit-now":
      return {
        event: "other",
        text: say("event.exitNow", { token: numberOf(entry.fields.token), owner: id(entry.fields.owner) }),
        atto: entry.fields.amount.toString(),
        miner: null,
      };
    case "flag":
      return {
        event: "other",
        text: say("event.flag", { sector: numberOf(entry.fields.sector), miner: id(entry.fields.miner) }),
        atto: null,
        miner: minerText(entry.fields.miner),
      };
    case "leaving":
      return { event: "other", text: say("event.leaving"), atto: null, miner: null };
    case "fee":
      return { event: "other", text: say("event.fee", { bps: bpsOf(entry.fields.bps) }), atto: null, miner: null };
    case "sweep":
      return { event: "other", text: say("event.sweep"), atto: entry.fields.amount.toString(), miner: null };
    case "redemption-requested":
      return { event: "other", text: say("event.requested", { owner: id(entry.fields.owner) }), atto: entry.fields.amount.toString(), miner: null };
    case "redemption-cancelled":
      return { event: "other", text: say("event.cancelled", { owner: id(entry.fields.owner) }), atto: null, miner: null };
    case "redemption-finalized":
      return { event: "other", text: say("event.finalized", { owner: id(entry.fields.owner) }), atto: entry.fields.amount.toString(), miner: null };
    default:
      return { event: "other", text: governanceText(entry, id), atto: null, miner: null };
  }
}
