/** An owner actor, an offer and positions, as pages show them. Words of design: principal, reward, loss, room, stream, notice. */
import * as v from "valibot";
import { addressForms, atto, codeIdentity, count, epochNumber, idText, phrase, readAmount, sourceView, time } from "../../wallet/values.ts";
import { termsForm } from "../../wallet/takeover/terms-form.ts";

export const classView = v.object({ principal: atto, shares: v.string(), requested: atto, lost: atto, generation: count });

/** ReleaseMiner, the way back of a miner: is its condition met, and in words */
export const releaseView = v.object({ open: v.boolean(), text: phrase });

export const ownerMinerView = v.object({
  miner: addressForms,
  /** K: principal there */
  principal: atto,
  available: atto,
  vesting: atto,
  balance: atto,
  feeDebt: atto,
  lastHarvest: v.nullable(epochNumber),
  lastMeasure: v.nullable(epochNumber),
  workerConfirmed: v.boolean(),
  pendingWorker: v.nullable(addressForms),
  worker: addressForms,
  controls: v.array(addressForms),
  faulty: count,
  rawPower: v.string(),
  /** what Harvest would take now, and its tip, from a dry run; null when it would fail, with the reason */
  harvestNow: v.nullable(v.object({ reward: atto, principal: atto })),
  lossNow: atto,
  /** what Forward would take now: from `least` to `most`, or nothing and why */
  forward: v.object({ least: atto, most: atto, blocked: v.nullable(phrase) }),
  legacyDue: atto,
  /** the way back: may the in-kind position take the miner out now, and if not, when or why not */
  release: releaseView,
  /** custody is whole: owner and beneficiary are the actor */
  inCustody: v.boolean(),
});

export const requestView = v.object({
  id: idText,
  owner: addressForms,
  own: v.boolean(),
  kind: v.picklist(["senior", "junior", "inKind"]),
  principal: atto,
  requestedAt: epochNumber,
  matures: epochNumber,
  maturesAt: time,
  matured: v.boolean(),
  /** FIL finalised and waiting to be claimed */
  paid: atto,
  claimed: atto,
  place: v.nullable(count),
  ahead: atto,
  /** outside the queue, matured, and nothing of the queue stands before it: FinalizeSide may pay it */
  payable: v.boolean(),
});

export const ownerView = v.object({
  address: v.string(),
  forms: addressForms,
  identity: codeIdentity,
  release: v.nullable(v.string()),
  epoch: epochNumber,
  readAt: time,
  source: sourceView,
  name: v.string(),
  symbol: v.string(),
  uri: v.string(),
  status: v.picklist(["active", "leaving", "migrated", "heir"]),
  /** after a migration: where everything went */
  successor: v.nullable(v.string()),
  operator: addressForms,
  operatorAccepted: v.boolean(),
  operatorLastSeen: v.nullable(epochNumber),
  /** silent for longer than the terms allow: the actor counts as leaving until a sign of life */
  operatorAbsent: v.boolean(),
  /** account of this vault that is the operator */
  operatedBy: v.nullable(v.string()),
  terms: termsForm,
  /** the terms in plain words, in order of what they can cost */
  plainTerms: v.array(phrase),
  /** what can go wrong, from terms and state */
  risks: v.array(phrase),
  pool: v.object({
    balance: atto,
    liquid: atto,
    finalised: atto,
    rewardsOwed: atto,
    feesOwed: atto,
    bare: atto,
    streamLeft: atto,
    streamEnd: v.nullable(epochNumber),
    /** FixedIncome: what holders were promised and have not got yet */
    couponDue: atto,
    senior: classView,
    junior: classView,
    atMiners: atto,
    vesting: atto,
    positions: count,
    room: atto,
    roomUntil: v.nullable(epochNumber),
    /** room for a deposit now: least of room and cap */
    roomNow: atto,
    sealing: v.boolean(),
    feesWithheld: atto,
    lossTotal: atto,
    /** what Forward may send now, with the rule that binds */
    forwardable: atto,
    forwardBlocked: v.nullable(phrase),
    /** each Forward needs a signed statement about its miner */
    forwardAttested: v.boolean(),
  }),
  miners: v.array(ownerMinerView),
  requests: v.array(requestView),
  actions: v.object({
    heartbeat: v.boolean(),
    openDeposits: v.boolean(),
    forward: v.boolean(),
    harvest: v.boolean(),
    recall: v.boolean(),
    measure: v.boolean(),
    stakeJunior: v.boolean(),
    changeWorker: v.boolean(),
    sweep: v.boolean(),
    finalize: v.boolean(),
    deposit: v.boolean(),
  }),
  depositBlocked: v.nullable(phrase),
  alarms: v.array(phrase),
  history: v.array(
    v.object({
      epoch: epochNumber,
      time: time,
      event: v.picklist(["deposit", "harvest", "forward", "recall", "loss", "custody", "released", "redeemed", "room", "other"]),
      text: phrase,
      atto: v.nullable(atto),
      miner: v.nullable(v.string()),
    }),
  ),
});
export type OwnerView = v.InferOutput<typeof ownerView>;

export const ownerSummary = v.object({
  address: v.string(),
  name: v.string(),
  identity: codeIdentity,
  role: v.picklist(["operator", "holder", "watched"]),
  principal: atto,
  readAt: v.nullable(time),
});

export const depositQuote = v.object({
  amount: atto,
  account: v.string(),
  principal: atto,
  /** the part that buys coupon which is due: it comes back as reward as the coupon is paid */
  coupon: atto,
  shareBps: v.number(),
  poolAfter: atto,
  /** the most that the account can deposit now: what the room takes, and what is left beside the fee */
  maximum: atto,
  blocked: v.nullable(phrase),
  balance: readAmount,
});

export const positionView = v.object({
  actor: v.string(),
  actorName: v.string(),
  identity: codeIdentity,
  token: idText,
  owner: addressForms,
  own: v.boolean(),
  class: v.picklist(["senior", "junior"]),
  inKindMiner: v.nullable(v.string()),
  /** of an in-kind position: the way back of its miner */
  release: v.nullable(releaseView),
  principal: atto,
  /** what the position is short of what was put in, 0 when whole; null when the deposit was not seen */
  shortfall: v.nullable(atto),
  /** unpaid reward of this token now, stream brought up to date */
  reward: atto,
  /** FixedIncome: promised and not paid yet; null where nothing is promised */
  unpaidCoupon: v.nullable(atto),
  /** reward withdrawn before, as far as the history shows */
  withdrawn: v.nullable(atto),
  /** the owner's claim that belongs to the account, not the token */
  accountClaim: atto,
  shareBps: v.number(),
  since: epochNumber,
  sinceTime: v.nullable(time),
  frozenUntil: v.nullable(epochNumber),
  state: v.picklist(["earning", "frozen", "wiped"]),
  nextHarvestAbout: v.nullable(time),
  leave: v.object({ amount: atto, ahead: atto, place: count, notice: epochNumber, payableNow: atto }),
  epoch: epochNumber,
  readAt: time,
});
export type PositionView = v.InferOutput<typeof positionView>;

/** Split and merge: why not, or null; with whom it can be merged */
export const positionWays = v.object({
  /** no part may be smaller */
  minimum: atto,
  split: v.nullable(phrase),
  merge: v.nullable(phrase),
  mates: v.array(v.object({ token: idText, principal: atto })),
});

/** What leaving at once would pay now, by a dry run */
export const exitQuote = v.object({
  asked: v.nullable(atto),
  amount: atto,
  /** what may leave at most now; 0 when nothing may */
  most: atto,
  paid: atto,
  discount: atto,
  /** below this the call fails */
  least: atto,
  /** liquid principal that no request asks for */
  free: atto,
  blocked: v.nullable(phrase),
});

export const rewardPoint = v.object({ epoch: epochNumber, time: time, reward: atto, total: atto });

/** How many of this wallet's accounts were asked. */
export const askedView = v.object({ accounts: count, of: count });

export const positionsView = v.object({
  asked: askedView,
  account: v.string(),
  positions: v.array(positionView),
  requests: v.array(v.object({ actor: v.string(), actorName: v.string(), request: requestView })),
  /** earned and settled: it belongs to the account, whatever became of the position */
  claims: v.array(v.object({ actor: v.string(), actorName: v.string(), account: addressForms, claim: atto })),
  totals: v.object({ principal: atto, reward: atto, leaving: atto, claimable: atto }),
  readAt: time,
});
export type PositionsView = v.InferOutput<typeof positionsView>;
