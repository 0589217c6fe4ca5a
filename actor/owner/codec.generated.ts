// Written by scripts/generate-abi.ts from actor/abi/schema.ts. Do not edit.

import { SERIALIZATION, check } from "../sdk/abort";
import { Bytes, newBytes } from "../sdk/bytes";
import { Reader, Signed } from "../sdk/cbor-reader";
import { Writer } from "../sdk/cbor-writer";
import { IdSet, MAX_SET_BYTES, decodeSet, encodeSet } from "../sdk/rle";
import { U256 } from "../sdk/u256";

/** one entry of the fees; beneficiary null = the present operator; bps of reward. */
@final
export class Fee {
  constructor(
    public label: Bytes,
    public beneficiary: u64,
    public bps: u64,
  ) {}
  static read(r: Reader): Fee {
    r.nextArray(3);
    const label_ = r.nextText(32);
    const beneficiary_ = readMaybeActor(r);
    const bps_ = r.nextU64();
    return new Fee(label_, beneficiary_, bps_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.text(this.label);
    writeMaybeActor(w, this.beneficiary);
    w.u64(this.bps);
    return w;
  }
}

/** epochs and basis points. */
@final
export class VotingTerms {
  constructor(
    public delay: i64,
    public period: i64,
    public grace: i64,
    public quorumBps: u64,
    public approvalBps: u64,
  ) {}
  static read(r: Reader): VotingTerms {
    r.nextArray(5);
    const delay_ = r.nextI64();
    const period_ = r.nextI64();
    const grace_ = r.nextI64();
    const quorumBps_ = r.nextU64();
    const approvalBps_ = r.nextU64();
    return new VotingTerms(delay_, period_, grace_, quorumBps_, approvalBps_);
  }
  write(w: Writer): Writer {
    w.array(5);
    w.i64(this.delay);
    w.i64(this.period);
    w.i64(this.grace);
    w.u64(this.quorumBps);
    w.u64(this.approvalBps);
    return w;
  }
}

/** what Forward and TakeOwner may not exceed; amounts in attoFIL. */
@final
export class Limits {
  constructor(
    public maxMiners: u64,
    public maxPerMiner: U256,
    public maxForwardPerDay: U256,
  ) {}
  static read(r: Reader): Limits {
    r.nextArray(3);
    const maxMiners_ = r.nextU64();
    const maxPerMiner_ = r.nextAmount();
    const maxForwardPerDay_ = r.nextAmount();
    return new Limits(maxMiners_, maxPerMiner_, maxForwardPerDay_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.u64(this.maxMiners);
    w.amount(this.maxPerMiner);
    w.amount(this.maxForwardPerDay);
    return w;
  }
}

/** what the operator promises at creation; custody type 0 = FixedFeeRate, 1 = FixedIncome; addresses are kept as f0. */
@final
export class Terms {
  constructor(
    public operator: u64,
    public name: Bytes,
    public symbol: Bytes,
    public metadataUri: Bytes,
    public custodyType: u64,
    public annualRateBps: u64,
    public fees: StaticArray<Fee>,
    public reserveBps: u64,
    public minimumDeposit: U256,
    public cap: U256,
    public juniorMinimumBps: u64,
    public tipBps: u64,
    public tipMaximum: U256,
    public exitDiscountBps: u64,
    public notice: i64,
    public smoothing: i64,
    public absence: i64,
    public legacyMaximum: U256,
    public lastExpiration: i64,
    public voting: VotingTerms,
    public limits: Limits,
    public issuer: u64,
    public attestedMethods: StaticArray<u64>,
  ) {}
  static read(r: Reader): Terms {
    r.nextArray(23);
    const operator_ = r.nextActor();
    const name_ = r.nextText(64);
    const symbol_ = r.nextText(16);
    const metadataUri_ = r.nextText(256);
    const custodyType_ = r.nextU64();
    const annualRateBps_ = r.nextU64();
    const fees_ = readListOfFee5(r);
    const reserveBps_ = r.nextU64();
    const minimumDeposit_ = r.nextAmount();
    const cap_ = r.nextAmount();
    const juniorMinimumBps_ = r.nextU64();
    const tipBps_ = r.nextU64();
    const tipMaximum_ = r.nextAmount();
    const exitDiscountBps_ = r.nextU64();
    const notice_ = r.nextI64();
    const smoothing_ = r.nextI64();
    const absence_ = r.nextI64();
    const legacyMaximum_ = r.nextAmount();
    const lastExpiration_ = r.nextI64();
    const voting_ = VotingTerms.read(r);
    const limits_ = Limits.read(r);
    const issuer_ = readMaybeActor(r);
    const attestedMethods_ = readListOfU648(r);
    return new Terms(operator_, name_, symbol_, metadataUri_, custodyType_, annualRateBps_, fees_, reserveBps_, minimumDeposit_, cap_, juniorMinimumBps_, tipBps_, tipMaximum_, exitDiscountBps_, notice_, smoothing_, absence_, legacyMaximum_, lastExpiration_, voting_, limits_, issuer_, attestedMethods_);
  }
  write(w: Writer): Writer {
    w.array(23);
    w.actor(this.operator);
    w.text(this.name);
    w.text(this.symbol);
    w.text(this.metadataUri);
    w.u64(this.custodyType);
    w.u64(this.annualRateBps);
    writeListOfFee5(w, this.fees);
    w.u64(this.reserveBps);
    w.amount(this.minimumDeposit);
    w.amount(this.cap);
    w.u64(this.juniorMinimumBps);
    w.u64(this.tipBps);
    w.amount(this.tipMaximum);
    w.u64(this.exitDiscountBps);
    w.i64(this.notice);
    w.i64(this.smoothing);
    w.i64(this.absence);
    w.amount(this.legacyMaximum);
    w.i64(this.lastExpiration);
    this.voting.write(w);
    this.limits.write(w);
    writeMaybeActor(w, this.issuer);
    writeListOfU648(w, this.attestedMethods);
    return w;
  }
}

/** who is in office, when seen last (0 = never), and his fees: withheld in two buckets, turned last at an epoch, and payable. */
@final
export class Operator {
  constructor(
    public id: u64,
    public seen: i64,
    public turned: i64,
    public older: U256,
    public newer: U256,
    public payable: U256,
  ) {}
  static read(r: Reader): Operator {
    r.nextArray(6);
    const id_ = r.nextU64();
    const seen_ = r.nextI64();
    const turned_ = r.nextI64();
    const older_ = r.nextAmount();
    const newer_ = r.nextAmount();
    const payable_ = r.nextAmount();
    return new Operator(id_, seen_, turned_, older_, newer_, payable_);
  }
  write(w: Writer): Writer {
    w.array(6);
    w.u64(this.id);
    w.i64(this.seen);
    w.i64(this.turned);
    w.amount(this.older);
    w.amount(this.newer);
    w.amount(this.payable);
    return w;
  }
}

/** senior or junior: principal (attoFIL), shares, accumulator (attoFIL per share × 2^128), generation, requested shares. */
@final
export class ShareClass {
  constructor(
    public principal: U256,
    public shares: U256,
    public earned: U256,
    public carry: U256,
    public generation: u64,
    public requested: U256,
  ) {}
  static read(r: Reader): ShareClass {
    r.nextArray(6);
    const principal_ = r.nextAmount();
    const shares_ = r.nextAmount();
    const earned_ = r.nextAmount();
    const carry_ = r.nextAmount();
    const generation_ = r.nextU64();
    const requested_ = r.nextAmount();
    return new ShareClass(principal_, shares_, earned_, carry_, generation_, requested_);
  }
  write(w: Writer): Writer {
    w.array(6);
    w.amount(this.principal);
    w.amount(this.shares);
    w.amount(this.earned);
    w.amount(this.carry);
    w.u64(this.generation);
    w.amount(this.requested);
    return w;
  }
}

/** harvested reward under way: what is left (attoFIL), when it ends, when it was brought up to date. */
@final
export class Stream {
  constructor(
    public left: U256,
    public end: i64,
    public last: i64,
  ) {}
  static read(r: Reader): Stream {
    r.nextArray(3);
    const left_ = r.nextAmount();
    const end_ = r.nextI64();
    const last_ = r.nextI64();
    return new Stream(left_, end_, last_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.amount(this.left);
    w.i64(this.end);
    w.i64(this.last);
    return w;
  }
}

/** FixedIncome: level earned and level paid (attoFIL per share × 2^128), when brought up to date. */
@final
export class Coupon {
  constructor(
    public level: U256,
    public paid: U256,
    public last: i64,
  ) {}
  static read(r: Reader): Coupon {
    r.nextArray(3);
    const level_ = r.nextAmount();
    const paid_ = r.nextAmount();
    const last_ = r.nextI64();
    return new Coupon(level_, paid_, last_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.amount(this.level);
    w.amount(this.paid);
    w.i64(this.last);
    return w;
  }
}

/** the state root; status 0 Active, 1 Leaving, 2 Migrated, 3 Heir; amounts in attoFIL. While an outside actor is called the root is a 1-tuple [link to this]. */
@final
export class Root {
  constructor(
    public status: u64,
    public terms: Bytes,
    public operator: Operator,
    public liquid: U256,
    public finalized: U256,
    public rewards: U256,
    public fees: U256,
    public writtenOffSenior: U256,
    public writtenOffJunior: U256,
    public senior: ShareClass,
    public junior: ShareClass,
    public stream: Stream,
    public coupon: Coupon | null,
    public sealing: bool,
    public room: U256,
    public roomUntil: i64,
    public coveredSince: i64,
    public nextToken: u64,
    public supply: u64,
    public queueHead: u64,
    public queueNext: u64,
    public queued: u64,
    public nextSide: u64,
    public feesPayable: StaticArray<U256>,
    public positions: Bytes,
    public accounts: Bytes,
    public miners: Bytes,
    public requests: Bytes,
    public approvals: Bytes,
    public closed: Bytes,
    public governance: Bytes,
    public successor: u64,
  ) {}
  static read(r: Reader): Root {
    r.nextArray(32);
    const status_ = r.nextU64();
    const terms_ = r.nextCid();
    const operator_ = Operator.read(r);
    const liquid_ = r.nextAmount();
    const finalized_ = r.nextAmount();
    const rewards_ = r.nextAmount();
    const fees_ = r.nextAmount();
    const writtenOffSenior_ = r.nextAmount();
    const writtenOffJunior_ = r.nextAmount();
    const senior_ = ShareClass.read(r);
    const junior_ = ShareClass.read(r);
    const stream_ = Stream.read(r);
    const coupon_ = readMaybeCoupon(r);
    const sealing_ = r.nextBool();
    const room_ = r.nextAmount();
    const roomUntil_ = r.nextI64();
    const coveredSince_ = r.nextI64();
    const nextToken_ = r.nextU64();
    const supply_ = r.nextU64();
    const queueHead_ = r.nextU64();
    const queueNext_ = r.nextU64();
    const queued_ = r.nextU64();
    const nextSide_ = r.nextU64();
    const feesPayable_ = readListOfAmount5(r);
    const positions_ = readMaybeCid(r);
    const accounts_ = readMaybeCid(r);
    const miners_ = readMaybeCid(r);
    const requests_ = readMaybeCid(r);
    const approvals_ = readMaybeCid(r);
    const closed_ = readMaybeCid(r);
    const governance_ = readMaybeCid(r);
    const successor_ = readMaybeId(r);
    return new Root(status_, terms_, operator_, liquid_, finalized_, rewards_, fees_, writtenOffSenior_, writtenOffJunior_, senior_, junior_, stream_, coupon_, sealing_, room_, roomUntil_, coveredSince_, nextToken_, supply_, queueHead_, queueNext_, queued_, nextSide_, feesPayable_, positions_, accounts_, miners_, requests_, approvals_, closed_, governance_, successor_);
  }
  write(w: Writer): Writer {
    w.array(32);
    w.u64(this.status);
    w.cid(this.terms);
    this.operator.write(w);
    w.amount(this.liquid);
    w.amount(this.finalized);
    w.amount(this.rewards);
    w.amount(this.fees);
    w.amount(this.writtenOffSenior);
    w.amount(this.writtenOffJunior);
    this.senior.write(w);
    this.junior.write(w);
    this.stream.write(w);
    writeMaybeCoupon(w, this.coupon);
    w.bool(this.sealing);
    w.amount(this.room);
    w.i64(this.roomUntil);
    w.i64(this.coveredSince);
    w.u64(this.nextToken);
    w.u64(this.supply);
    w.u64(this.queueHead);
    w.u64(this.queueNext);
    w.u64(this.queued);
    w.u64(this.nextSide);
    writeListOfAmount5(w, this.feesPayable);
    writeMaybeCid(w, this.positions);
    writeMaybeCid(w, this.accounts);
    writeMaybeCid(w, this.miners);
    writeMaybeCid(w, this.requests);
    writeMaybeCid(w, this.approvals);
    writeMaybeCid(w, this.closed);
    writeMaybeCid(w, this.governance);
    writeMaybeId(w, this.successor);
    return w;
  }
}

/** of one actor id: claim (attoFIL), its tokens (AMT, width 5) and their number, account operators, next relay nonce. */
@final
export class Account {
  constructor(
    public claim: U256,
    public tokens: Bytes,
    public count: u64,
    public operators: Bytes,
    public nonce: u64,
  ) {}
  static read(r: Reader): Account {
    r.nextArray(5);
    const claim_ = r.nextAmount();
    const tokens_ = readMaybeCid(r);
    const count_ = r.nextU64();
    const operators_ = readMaybeCid(r);
    const nonce_ = r.nextU64();
    return new Account(claim_, tokens_, count_, operators_, nonce_);
  }
  write(w: Writer): Writer {
    w.array(5);
    w.amount(this.claim);
    writeMaybeCid(w, this.tokens);
    w.u64(this.count);
    writeMaybeCid(w, this.operators);
    w.u64(this.nonce);
    return w;
  }
}

/** one token; kind 0 senior, 1 junior; miner = the in-kind miner; operators = who is approved for this token. */
@final
export class Position {
  constructor(
    public owner: u64,
    public kind: u64,
    public generation: u64,
    public shares: U256,
    public earned: U256,
    public rest: U256,
    public since: i64,
    public frozenUntil: i64,
    public miner: u64,
    public operators: StaticArray<u64>,
  ) {}
  static read(r: Reader): Position {
    r.nextArray(10);
    const owner_ = r.nextU64();
    const kind_ = r.nextU64();
    const generation_ = r.nextU64();
    const shares_ = r.nextAmount();
    const earned_ = r.nextAmount();
    const rest_ = r.nextAmount();
    const since_ = r.nextI64();
    const frozenUntil_ = r.nextI64();
    const miner_ = readMaybeId(r);
    const operators_ = readListOfId16(r);
    return new Position(owner_, kind_, generation_, shares_, earned_, rest_, since_, frozenUntil_, miner_, operators_);
  }
  write(w: Writer): Writer {
    w.array(10);
    w.u64(this.owner);
    w.u64(this.kind);
    w.u64(this.generation);
    w.amount(this.shares);
    w.amount(this.earned);
    w.amount(this.rest);
    w.i64(this.since);
    w.i64(this.frozenUntil);
    writeMaybeId(w, this.miner);
    writeListOfId16(w, this.operators);
    return w;
  }
}

/** one redemption request: what was given up (since = epoch of the request), paid and claimed in attoFIL; even ids stand in the queue, odd ones beside it. */
@final
export class Request {
  constructor(
    public position: Position,
    public paid: U256,
    public claimed: U256,
  ) {}
  static read(r: Reader): Request {
    r.nextArray(3);
    const position_ = Position.read(r);
    const paid_ = r.nextAmount();
    const claimed_ = r.nextAmount();
    return new Request(position_, paid_, claimed_);
  }
  write(w: Writer): Writer {
    w.array(3);
    this.position.write(w);
    w.amount(this.paid);
    w.amount(this.claimed);
    return w;
  }
}

/** what an account signs to have it relayed: its CBOR in the envelope of FRC-102 (personal_sign for 0x accounts), in this order. */
@final
export class RelayRequest {
  constructor(
    public chainId: u64,
    public actor: u64,
    public account: u64,
    public method: u64,
    public params: Bytes,
    public nonce: u64,
    public validUntil: i64,
    public fee: U256,
    public relayer: u64,
  ) {}
  static read(r: Reader): RelayRequest {
    r.nextArray(9);
    const chainId_ = r.nextU64();
    const actor_ = r.nextU64();
    const account_ = r.nextU64();
    const method_ = r.nextU64();
    const params_ = r.nextBytes(2048);
    const nonce_ = r.nextU64();
    const validUntil_ = r.nextI64();
    const fee_ = r.nextAmount();
    const relayer_ = readMaybeId(r);
    return new RelayRequest(chainId_, actor_, account_, method_, params_, nonce_, validUntil_, fee_, relayer_);
  }
  write(w: Writer): Writer {
    w.array(9);
    w.u64(this.chainId);
    w.u64(this.actor);
    w.u64(this.account);
    w.u64(this.method);
    w.bytes(this.params);
    w.u64(this.nonce);
    w.i64(this.validUntil);
    w.amount(this.fee);
    writeMaybeId(w, this.relayer);
    return w;
  }
}

/** params of the Constructor of an heir, in place of terms: the actor whose state, money and miners it waits for. */
@final
export class Heir {
  constructor(
    public predecessor: u64,
  ) {}
  static read(r: Reader): Heir {
    r.nextArray(1);
    const predecessor_ = r.nextActor();
    return new Heir(predecessor_);
  }
  write(w: Writer): Writer {
    w.array(1);
    w.actor(this.predecessor);
    return w;
  }
}

/** what a vote decides: kind 0 SetSealing [on], 1 SetLimits [limits], 2 RefuseOperator [actor], 3 ReplaceOperator [actor], 4 AllowCode [code], 5 Migrate [actor = an heir], 6 SetIssuer [actor or null], 7 ClearFlag [actor = the miner]; the other fields are null or false. */
@final
export class Action {
  constructor(
    public kind: u64,
    public on: bool,
    public actor: u64,
    public code: Bytes,
    public limits: Limits | null,
  ) {}
  static read(r: Reader): Action {
    r.nextArray(5);
    const kind_ = r.nextU64();
    const on_ = r.nextBool();
    const actor_ = readMaybeActor(r);
    const code_ = readMaybeCode(r);
    const limits_ = readMaybeLimits(r);
    return new Action(kind_, on_, actor_, code_, limits_);
  }
  write(w: Writer): Writer {
    w.array(5);
    w.u64(this.kind);
    w.bool(this.on);
    writeMaybeActor(w, this.actor);
    writeMaybeCode(w, this.code);
    writeMaybeLimits(w, this.limits);
    return w;
  }
}

/** one proposal: the token behind it and its principal then, the voting class (0 senior, 1 junior), principal of both classes at the proposal, votes and the juniors' vetoes in attoFIL, whether anybody but the proposer has voted, status 0 open, 5 executed, 6 cancelled, 7 ended; votes = AMT (width 3) of 256 tokens each. */
@final
export class Proposal {
  constructor(
    public token: u64,
    public proposer: u64,
    public action: Action,
    public epoch: i64,
    public voters: u64,
    public stake: U256,
    public senior: U256,
    public junior: U256,
    public yes: U256,
    public no: U256,
    public abstained: U256,
    public vetoes: U256,
    public contested: bool,
    public status: u64,
    public votes: Bytes,
  ) {}
  static read(r: Reader): Proposal {
    r.nextArray(15);
    const token_ = r.nextU64();
    const proposer_ = r.nextU64();
    const action_ = Action.read(r);
    const epoch_ = r.nextI64();
    const voters_ = r.nextU64();
    const stake_ = r.nextAmount();
    const senior_ = r.nextAmount();
    const junior_ = r.nextAmount();
    const yes_ = r.nextAmount();
    const no_ = r.nextAmount();
    const abstained_ = r.nextAmount();
    const vetoes_ = r.nextAmount();
    const contested_ = r.nextBool();
    const status_ = r.nextU64();
    const votes_ = readMaybeCid(r);
    return new Proposal(token_, proposer_, action_, epoch_, voters_, stake_, senior_, junior_, yes_, no_, abstained_, vetoes_, contested_, status_, votes_);
  }
  write(w: Writer): Writer {
    w.array(15);
    w.u64(this.token);
    w.u64(this.proposer);
    this.action.write(w);
    w.i64(this.epoch);
    w.u64(this.voters);
    w.amount(this.stake);
    w.amount(this.senior);
    w.amount(this.junior);
    w.amount(this.yes);
    w.amount(this.no);
    w.amount(this.abstained);
    w.amount(this.vetoes);
    w.bool(this.contested);
    w.u64(this.status);
    writeMaybeCid(w, this.votes);
    return w;
  }
}

/** what votes have decided and are deciding: next proposal id, proposals (AMT), ids that may still be open, allowed code, limits and issuer in place of those of the terms, the operator's nominee with the epoch from which he may accept and the vote against him (0 = none), token sets of replaced operators, sequences of attestations. */
@final
export class Governance {
  constructor(
    public next: u64,
    public proposals: Bytes,
    public open: StaticArray<u64>,
    public codes: StaticArray<Bytes>,
    public limits: Limits | null,
    public issuerVoted: bool,
    public issuer: u64,
    public nominee: u64,
    public nomineeFrom: i64,
    public refusal: u64,
    public former: StaticArray<Bytes>,
    public sequences: Bytes,
  ) {}
  static read(r: Reader): Governance {
    r.nextArray(12);
    const next_ = r.nextU64();
    const proposals_ = readMaybeCid(r);
    const open_ = readListOfU6416(r);
    const codes_ = readListOfCode16(r);
    const limits_ = readMaybeLimits(r);
    const issuerVoted_ = r.nextBool();
    const issuer_ = readMaybeId(r);
    const nominee_ = readMaybeId(r);
    const nomineeFrom_ = r.nextI64();
    const refusal_ = r.nextU64();
    const former_ = readListOfCid16(r);
    const sequences_ = readMaybeCid(r);
    return new Governance(next_, proposals_, open_, codes_, limits_, issuerVoted_, issuer_, nominee_, nomineeFrom_, refusal_, former_, sequences_);
  }
  write(w: Writer): Writer {
    w.array(12);
    w.u64(this.next);
    writeMaybeCid(w, this.proposals);
    writeListOfU6416(w, this.open);
    writeListOfCode16(w, this.codes);
    writeMaybeLimits(w, this.limits);
    w.bool(this.issuerVoted);
    writeMaybeId(w, this.issuer);
    writeMaybeId(w, this.nominee);
    w.i64(this.nomineeFrom);
    w.u64(this.refusal);
    writeListOfCid16(w, this.former);
    writeMaybeCid(w, this.sequences);
    return w;
  }
}

/** a proposal and its state: 0 voting, 1 failed, 2 passed and waiting, 3 to be executed, 4 expired, 5 executed, 6 cancelled, 7 ended. */
@final
export class ProposalView {
  constructor(
    public id: u64,
    public state: u64,
    public proposal: Proposal,
  ) {}
  static read(r: Reader): ProposalView {
    r.nextArray(3);
    const id_ = r.nextU64();
    const state_ = r.nextU64();
    const proposal_ = Proposal.read(r);
    return new ProposalView(id_, state_, proposal_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.u64(this.id);
    w.u64(this.state);
    this.proposal.write(w);
    return w;
  }
}

/** proposals and the id to go on with; 0 at the end. */
@final
export class ProposalPage {
  constructor(
    public proposals: StaticArray<ProposalView>,
    public next: u64,
  ) {}
  static read(r: Reader): ProposalPage {
    r.nextArray(2);
    const proposals_ = readListOfProposalView64(r);
    const next_ = r.nextU64();
    return new ProposalPage(proposals_, next_);
  }
  write(w: Writer): Writer {
    w.array(2);
    writeListOfProposalView64(w, this.proposals);
    w.u64(this.next);
    return w;
  }
}

/** a row of the vesting table at takeover. */
@final
export class LegacyEntry {
  constructor(
    public epoch: i64,
    public amount: U256,
  ) {}
  static read(r: Reader): LegacyEntry {
    r.nextArray(2);
    const epoch_ = r.nextI64();
    const amount_ = r.nextAmount();
    return new LegacyEntry(epoch_, amount_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.i64(this.epoch);
    w.amount(this.amount);
    return w;
  }
}

/** what was still vesting at takeover, by epoch. */
@final
export class LegacyTable {
  constructor(
    public entries: StaticArray<LegacyEntry>,
  ) {}
  static read(r: Reader): LegacyTable {
    r.nextArray(1);
    const entries_ = readListOfLegacyEntry1024(r);
    return new LegacyTable(entries_);
  }
  write(w: Writer): Writer {
    w.array(1);
    writeListOfLegacyEntry1024(w, this.entries);
    return w;
  }
}

/** the former owner's claim on what was vesting: factor (scaled 2^64), counted up to an epoch, due and payable (attoFIL), the saved table. */
@final
export class Legacy {
  constructor(
    public owner: u64,
    public factor: U256,
    public last: i64,
    public due: U256,
    public payable: U256,
    public table: Bytes,
  ) {}
  static read(r: Reader): Legacy {
    r.nextArray(6);
    const owner_ = r.nextU64();
    const factor_ = r.nextAmount();
    const last_ = r.nextI64();
    const due_ = r.nextAmount();
    const payable_ = r.nextAmount();
    const table_ = readMaybeCid(r);
    return new Legacy(owner_, factor_, last_, due_, payable_, table_);
  }
  write(w: Writer): Writer {
    w.array(6);
    w.u64(this.owner);
    w.amount(this.factor);
    w.i64(this.last);
    w.amount(this.due);
    w.amount(this.payable);
    writeMaybeCid(w, this.table);
    return w;
  }
}

/** one miner in custody; principal K, net of pledge that came back, and the gap that waits for income, in attoFIL; reported = latest expiration of a sector that was reported. */
@final
export class Miner {
  constructor(
    public id: u64,
    public principal: U256,
    public net: Signed,
    public worker: u64,
    public controls: StaticArray<u64>,
    public confirmed: bool,
    public since: i64,
    public harvested: i64,
    public measured: i64,
    public gap: U256,
    public flagged: bool,
    public reported: i64,
    public legacy: Legacy | null,
  ) {}
  static read(r: Reader): Miner {
    r.nextArray(13);
    const id_ = r.nextU64();
    const principal_ = r.nextAmount();
    const net_ = r.nextSigned();
    const worker_ = r.nextU64();
    const controls_ = readListOfId10(r);
    const confirmed_ = r.nextBool();
    const since_ = r.nextI64();
    const harvested_ = r.nextI64();
    const measured_ = r.nextI64();
    const gap_ = r.nextAmount();
    const flagged_ = r.nextBool();
    const reported_ = r.nextI64();
    const legacy_ = readMaybeLegacy(r);
    return new Miner(id_, principal_, net_, worker_, controls_, confirmed_, since_, harvested_, measured_, gap_, flagged_, reported_, legacy_);
  }
  write(w: Writer): Writer {
    w.array(13);
    w.u64(this.id);
    w.amount(this.principal);
    w.signed(this.net.negative, this.net.magnitude);
    w.u64(this.worker);
    writeListOfId10(w, this.controls);
    w.bool(this.confirmed);
    w.i64(this.since);
    w.i64(this.harvested);
    w.i64(this.measured);
    w.amount(this.gap);
    w.bool(this.flagged);
    w.i64(this.reported);
    writeMaybeLegacy(w, this.legacy);
    return w;
  }
}

/** all miners in custody, and what was forwarded on a day (attoFIL). */
@final
export class Miners {
  constructor(
    public forwardDay: i64,
    public forwarded: U256,
    public list: StaticArray<Miner>,
  ) {}
  static read(r: Reader): Miners {
    r.nextArray(3);
    const forwardDay_ = r.nextI64();
    const forwarded_ = r.nextAmount();
    const list_ = readListOfMiner32(r);
    return new Miners(forwardDay_, forwarded_, list_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.i64(this.forwardDay);
    w.amount(this.forwarded);
    writeListOfMiner32(w, this.list);
    return w;
  }
}

/** the operator's consent to take over a miner. */
@final
export class Approval {
  constructor(
    public miner: u64,
    public owner: u64,
    public worker: u64,
    public controls: StaticArray<u64>,
    public until: i64,
  ) {}
  static read(r: Reader): Approval {
    r.nextArray(5);
    const miner_ = r.nextU64();
    const owner_ = r.nextU64();
    const worker_ = r.nextU64();
    const controls_ = readListOfId10(r);
    const until_ = r.nextI64();
    return new Approval(miner_, owner_, worker_, controls_, until_);
  }
  write(w: Writer): Writer {
    w.array(5);
    w.u64(this.miner);
    w.u64(this.owner);
    w.u64(this.worker);
    writeListOfId10(w, this.controls);
    w.i64(this.until);
    return w;
  }
}

/** all consents. */
@final
export class Approvals {
  constructor(
    public list: StaticArray<Approval>,
  ) {}
  static read(r: Reader): Approvals {
    r.nextArray(1);
    const list_ = readListOfApproval32(r);
    return new Approvals(list_);
  }
  write(w: Writer): Writer {
    w.array(1);
    writeListOfApproval32(w, this.list);
    return w;
  }
}

/** what the former owner holds for a miner: his in-kind token (0 = none), its principal and his legacy claim, attoFIL. */
@final
export class TakeOwnerReturn {
  constructor(
    public token: u64,
    public principal: U256,
    public legacy: U256,
  ) {}
  static read(r: Reader): TakeOwnerReturn {
    r.nextArray(3);
    const token_ = r.nextU64();
    const principal_ = r.nextAmount();
    const legacy_ = r.nextAmount();
    return new TakeOwnerReturn(token_, principal_, legacy_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.u64(this.token);
    w.amount(this.principal);
    w.amount(this.legacy);
    return w;
  }
}

/** what was paid to requests, attoFIL, and how many requests are done. */
@final
export class FinalizeReturn {
  constructor(
    public paid: U256,
    public done: u64,
  ) {}
  static read(r: Reader): FinalizeReturn {
    r.nextArray(2);
    const paid_ = r.nextAmount();
    const done_ = r.nextU64();
    return new FinalizeReturn(paid_, done_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.amount(this.paid);
    w.u64(this.done);
    return w;
  }
}

/** balances after a transfer, in tokens. */
@final
export class TransferReturn {
  constructor(
    public fromBalance: u64,
    public toBalance: u64,
  ) {}
  static read(r: Reader): TransferReturn {
    r.nextArray(2);
    const fromBalance_ = r.nextU64();
    const toBalance_ = r.nextU64();
    return new TransferReturn(fromBalance_, toBalance_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.u64(this.fromBalance);
    w.u64(this.toBalance);
    return w;
  }
}

/** tokens and the cursor to go on with. */
@final
export class TokenPage {
  constructor(
    public tokens: IdSet,
    public next: Bytes,
  ) {}
  static read(r: Reader): TokenPage {
    r.nextArray(2);
    const tokens_ = decodeSet(r.nextBytes(MAX_SET_BYTES), 64);
    const next_ = readMaybeBytes64(r);
    return new TokenPage(tokens_, next_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.bytes(encodeSet(this.tokens));
    writeMaybeBytes64(w, this.next);
    return w;
  }
}

/** actor ids and the cursor to go on with. */
@final
export class OperatorPage {
  constructor(
    public operators: IdSet,
    public next: Bytes,
  ) {}
  static read(r: Reader): OperatorPage {
    r.nextArray(2);
    const operators_ = decodeSet(r.nextBytes(MAX_SET_BYTES), 64);
    const next_ = readMaybeBytes64(r);
    return new OperatorPage(operators_, next_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.bytes(encodeSet(this.operators));
    writeMaybeBytes64(w, this.next);
    return w;
  }
}

/** one redemption request with its present worth, attoFIL. */
@final
export class RequestView {
  constructor(
    public id: u64,
    public owner: u64,
    public kind: u64,
    public principal: U256,
    public epoch: i64,
    public matures: i64,
    public miner: u64,
    public paid: U256,
    public claimed: U256,
  ) {}
  static read(r: Reader): RequestView {
    r.nextArray(9);
    const id_ = r.nextU64();
    const owner_ = r.nextU64();
    const kind_ = r.nextU64();
    const principal_ = r.nextAmount();
    const epoch_ = r.nextI64();
    const matures_ = r.nextI64();
    const miner_ = readMaybeId(r);
    const paid_ = r.nextAmount();
    const claimed_ = r.nextAmount();
    return new RequestView(id_, owner_, kind_, principal_, epoch_, matures_, miner_, paid_, claimed_);
  }
  write(w: Writer): Writer {
    w.array(9);
    w.u64(this.id);
    w.u64(this.owner);
    w.u64(this.kind);
    w.amount(this.principal);
    w.i64(this.epoch);
    w.i64(this.matures);
    writeMaybeId(w, this.miner);
    w.amount(this.paid);
    w.amount(this.claimed);
    return w;
  }
}

/** requests and the id to go on with; 0 at the end. */
@final
export class RequestPage {
  constructor(
    public requests: StaticArray<RequestView>,
    public next: u64,
  ) {}
  static read(r: Reader): RequestPage {
    r.nextArray(2);
    const requests_ = readListOfRequestView64(r);
    const next_ = r.nextU64();
    return new RequestPage(requests_, next_);
  }
  write(w: Writer): Writer {
    w.array(2);
    writeListOfRequestView64(w, this.requests);
    w.u64(this.next);
    return w;
  }
}

/** principal and what redemption requests ask of it, attoFIL. */
@final
export class ClassView {
  constructor(
    public principal: U256,
    public shares: U256,
    public generation: u64,
    public requested: U256,
  ) {}
  static read(r: Reader): ClassView {
    r.nextArray(4);
    const principal_ = r.nextAmount();
    const shares_ = r.nextAmount();
    const generation_ = r.nextU64();
    const requested_ = r.nextAmount();
    return new ClassView(principal_, shares_, generation_, requested_);
  }
  write(w: Writer): Writer {
    w.array(4);
    w.amount(this.principal);
    w.amount(this.shares);
    w.u64(this.generation);
    w.amount(this.requested);
    return w;
  }
}

/** the whole pool at this epoch; amounts in attoFIL; surplus = bare sends not yet swept. */
@final
export class PoolView {
  constructor(
    public status: u64,
    public operator: u64,
    public accepted: bool,
    public lastSeen: i64,
    public balance: U256,
    public liquid: U256,
    public finalized: U256,
    public rewards: U256,
    public fees: U256,
    public surplus: U256,
    public writtenOffSenior: U256,
    public writtenOffJunior: U256,
    public senior: ClassView,
    public junior: ClassView,
    public streamLeft: U256,
    public streamEnd: i64,
    public withheldOlder: U256,
    public withheldNewer: U256,
    public sealing: bool,
    public room: U256,
    public roomUntil: i64,
    public couponDue: U256,
    public atMiners: U256,
    public vesting: U256,
    public tokens: u64,
    public miners: u64,
    public queueHead: u64,
    public queueNext: u64,
    public queued: u64,
    public nextSide: u64,
    public coveredSince: i64,
  ) {}
  static read(r: Reader): PoolView {
    r.nextArray(31);
    const status_ = r.nextU64();
    const operator_ = r.nextU64();
    const accepted_ = r.nextBool();
    const lastSeen_ = r.nextI64();
    const balance_ = r.nextAmount();
    const liquid_ = r.nextAmount();
    const finalized_ = r.nextAmount();
    const rewards_ = r.nextAmount();
    const fees_ = r.nextAmount();
    const surplus_ = r.nextAmount();
    const writtenOffSenior_ = r.nextAmount();
    const writtenOffJunior_ = r.nextAmount();
    const senior_ = ClassView.read(r);
    const junior_ = ClassView.read(r);
    const streamLeft_ = r.nextAmount();
    const streamEnd_ = r.nextI64();
    const withheldOlder_ = r.nextAmount();
    const withheldNewer_ = r.nextAmount();
    const sealing_ = r.nextBool();
    const room_ = r.nextAmount();
    const roomUntil_ = r.nextI64();
    const couponDue_ = r.nextAmount();
    const atMiners_ = r.nextAmount();
    const vesting_ = r.nextAmount();
    const tokens_ = r.nextU64();
    const miners_ = r.nextU64();
    const queueHead_ = r.nextU64();
    const queueNext_ = r.nextU64();
    const queued_ = r.nextU64();
    const nextSide_ = r.nextU64();
    const coveredSince_ = r.nextI64();
    return new PoolView(status_, operator_, accepted_, lastSeen_, balance_, liquid_, finalized_, rewards_, fees_, surplus_, writtenOffSenior_, writtenOffJunior_, senior_, junior_, streamLeft_, streamEnd_, withheldOlder_, withheldNewer_, sealing_, room_, roomUntil_, couponDue_, atMiners_, vesting_, tokens_, miners_, queueHead_, queueNext_, queued_, nextSide_, coveredSince_);
  }
  write(w: Writer): Writer {
    w.array(31);
    w.u64(this.status);
    w.u64(this.operator);
    w.bool(this.accepted);
    w.i64(this.lastSeen);
    w.amount(this.balance);
    w.amount(this.liquid);
    w.amount(this.finalized);
    w.amount(this.rewards);
    w.amount(this.fees);
    w.amount(this.surplus);
    w.amount(this.writtenOffSenior);
    w.amount(this.writtenOffJunior);
    this.senior.write(w);
    this.junior.write(w);
    w.amount(this.streamLeft);
    w.i64(this.streamEnd);
    w.amount(this.withheldOlder);
    w.amount(this.withheldNewer);
    w.bool(this.sealing);
    w.amount(this.room);
    w.i64(this.roomUntil);
    w.amount(this.couponDue);
    w.amount(this.atMiners);
    w.amount(this.vesting);
    w.u64(this.tokens);
    w.u64(this.miners);
    w.u64(this.queueHead);
    w.u64(this.queueNext);
    w.u64(this.queued);
    w.u64(this.nextSide);
    w.i64(this.coveredSince);
    return w;
  }
}

/** the former owner's claim; due and payable in attoFIL, factor scaled 2^64. */
@final
export class LegacyView {
  constructor(
    public owner: u64,
    public factor: U256,
    public due: U256,
    public payable: U256,
    public entries: StaticArray<LegacyEntry>,
  ) {}
  static read(r: Reader): LegacyView {
    r.nextArray(5);
    const owner_ = r.nextU64();
    const factor_ = r.nextAmount();
    const due_ = r.nextAmount();
    const payable_ = r.nextAmount();
    const entries_ = readListOfLegacyEntry1024(r);
    return new LegacyView(owner_, factor_, due_, payable_, entries_);
  }
  write(w: Writer): Writer {
    w.array(5);
    w.u64(this.owner);
    w.amount(this.factor);
    w.amount(this.due);
    w.amount(this.payable);
    writeListOfLegacyEntry1024(w, this.entries);
    return w;
  }
}

/** one miner in custody; amounts in attoFIL. */
@final
export class MinerView {
  constructor(
    public id: u64,
    public principal: U256,
    public net: Signed,
    public balance: U256,
    public available: Signed,
    public vesting: U256,
    public matured: U256,
    public worker: u64,
    public controls: StaticArray<u64>,
    public confirmed: bool,
    public since: i64,
    public harvested: i64,
    public measured: i64,
    public gap: U256,
    public legacy: LegacyView | null,
  ) {}
  static read(r: Reader): MinerView {
    r.nextArray(15);
    const id_ = r.nextU64();
    const principal_ = r.nextAmount();
    const net_ = r.nextSigned();
    const balance_ = r.nextAmount();
    const available_ = r.nextSigned();
    const vesting_ = r.nextAmount();
    const matured_ = r.nextAmount();
    const worker_ = r.nextActor();
    const controls_ = readListOfActor10(r);
    const confirmed_ = r.nextBool();
    const since_ = r.nextI64();
    const harvested_ = r.nextI64();
    const measured_ = r.nextI64();
    const gap_ = r.nextAmount();
    const legacy_ = readMaybeLegacyView(r);
    return new MinerView(id_, principal_, net_, balance_, available_, vesting_, matured_, worker_, controls_, confirmed_, since_, harvested_, measured_, gap_, legacy_);
  }
  write(w: Writer): Writer {
    w.array(15);
    w.u64(this.id);
    w.amount(this.principal);
    w.signed(this.net.negative, this.net.magnitude);
    w.amount(this.balance);
    w.signed(this.available.negative, this.available.magnitude);
    w.amount(this.vesting);
    w.amount(this.matured);
    w.actor(this.worker);
    writeListOfActor10(w, this.controls);
    w.bool(this.confirmed);
    w.i64(this.since);
    w.i64(this.harvested);
    w.i64(this.measured);
    w.amount(this.gap);
    writeMaybeLegacyView(w, this.legacy);
    return w;
  }
}

/** one miner of the list. */
@final
export class MinerSummary {
  constructor(
    public id: u64,
    public principal: U256,
    public balance: U256,
    public harvested: i64,
    public measured: i64,
  ) {}
  static read(r: Reader): MinerSummary {
    r.nextArray(5);
    const id_ = r.nextU64();
    const principal_ = r.nextAmount();
    const balance_ = r.nextAmount();
    const harvested_ = r.nextI64();
    const measured_ = r.nextI64();
    return new MinerSummary(id_, principal_, balance_, harvested_, measured_);
  }
  write(w: Writer): Writer {
    w.array(5);
    w.u64(this.id);
    w.amount(this.principal);
    w.amount(this.balance);
    w.i64(this.harvested);
    w.i64(this.measured);
    return w;
  }
}

/** one position at this epoch; principal and reward in attoFIL; class 0 senior, 1 junior. */
@final
export class PositionView {
  constructor(
    public token: u64,
    public owner: u64,
    public kind: u64,
    public principal: U256,
    public reward: U256,
    public since: i64,
    public frozenUntil: i64,
    public miner: u64,
  ) {}
  static read(r: Reader): PositionView {
    r.nextArray(8);
    const token_ = r.nextU64();
    const owner_ = r.nextU64();
    const kind_ = r.nextU64();
    const principal_ = r.nextAmount();
    const reward_ = r.nextAmount();
    const since_ = r.nextI64();
    const frozenUntil_ = r.nextI64();
    const miner_ = readMaybeId(r);
    return new PositionView(token_, owner_, kind_, principal_, reward_, since_, frozenUntil_, miner_);
  }
  write(w: Writer): Writer {
    w.array(8);
    w.u64(this.token);
    w.u64(this.owner);
    w.u64(this.kind);
    w.amount(this.principal);
    w.amount(this.reward);
    w.i64(this.since);
    w.i64(this.frozenUntil);
    writeMaybeId(w, this.miner);
    return w;
  }
}

/** what an account may withdraw (claim of settled rewards, and fees and legacy payable) and holds. */
@final
export class AccountView {
  constructor(
    public id: u64,
    public claim: U256,
    public payable: U256,
    public tokens: u64,
    public nonce: u64,
  ) {}
  static read(r: Reader): AccountView {
    r.nextArray(5);
    const id_ = r.nextU64();
    const claim_ = r.nextAmount();
    const payable_ = r.nextAmount();
    const tokens_ = r.nextU64();
    const nonce_ = r.nextU64();
    return new AccountView(id_, claim_, payable_, tokens_, nonce_);
  }
  write(w: Writer): Writer {
    w.array(5);
    w.u64(this.id);
    w.amount(this.claim);
    w.amount(this.payable);
    w.u64(this.tokens);
    w.u64(this.nonce);
    return w;
  }
}

/** name and version of the code. */
@final
export class VersionView {
  constructor(
    public name: Bytes,
    public version: Bytes,
  ) {}
  static read(r: Reader): VersionView {
    r.nextArray(2);
    const name_ = r.nextText(32);
    const version_ = r.nextText(16);
    return new VersionView(name_, version_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.text(this.name);
    w.text(this.version);
    return w;
  }
}

/** creates the offer with its terms. Caller: Init. */
export const CONSTRUCTOR: u64 = 1;
export function readConstructor(params: Bytes): Terms {
  const r = new Reader(params);
  const out = Terms.read(r);
  r.finish();
  return out;
}

/** consents to take over a miner, for 20,160 epochs. Caller: operator. */
export const APPROVE_MINER: u64 = 2284332604;
/** params of ApproveMiner. */
@final
export class ApproveMinerParams {
  constructor(
    public miner: u64,
    public owner: u64,
    public worker: u64,
    public controls: StaticArray<u64>,
  ) {}
  static read(r: Reader): ApproveMinerParams {
    r.nextArray(4);
    const miner_ = r.nextU64();
    const owner_ = r.nextActor();
    const worker_ = r.nextActor();
    const controls_ = readListOfActor10(r);
    return new ApproveMinerParams(miner_, owner_, worker_, controls_);
  }
  write(w: Writer): Writer {
    w.array(4);
    w.u64(this.miner);
    w.actor(this.owner);
    w.actor(this.worker);
    writeListOfActor10(w, this.controls);
    return w;
  }
}
export function readApproveMiner(params: Bytes): ApproveMinerParams {
  const r = new Reader(params);
  const out = ApproveMinerParams.read(r);
  r.finish();
  return out;
}

/** makes this actor the owner of a miner that was proposed to it. Caller: the miner's present owner. */
export const TAKE_OWNER: u64 = 1606945992;
export function readTakeOwner(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}
export function returnTakeOwner(value: TakeOwnerReturn): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** confirms a pending worker, sets worker and controls again; true once the worker is confirmed. Caller: anyone. */
export const CONFIRM_WORKER: u64 = 3430050022;
export function readConfirmWorker(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}
export function returnConfirmWorker(value: bool): Bytes {
  const w = new Writer();
  w.bool(value);
  return w.finish();
}

/** changes worker and control addresses of a miner. Caller: operator. */
export const CHANGE_WORKER: u64 = 4185799205;
/** params of ChangeWorker. */
@final
export class ChangeWorkerParams {
  constructor(
    public miner: u64,
    public worker: u64,
    public controls: StaticArray<u64>,
  ) {}
  static read(r: Reader): ChangeWorkerParams {
    r.nextArray(3);
    const miner_ = r.nextU64();
    const worker_ = r.nextActor();
    const controls_ = readListOfActor10(r);
    return new ChangeWorkerParams(miner_, worker_, controls_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.u64(this.miner);
    w.actor(this.worker);
    writeListOfActor10(w, this.controls);
    return w;
  }
}
export function readChangeWorker(params: Bytes): ChangeWorkerParams {
  const r = new Reader(params);
  const out = ChangeWorkerParams.read(r);
  r.finish();
  return out;
}

/** creates a miner owned by this actor; the value sent is the operator's in-kind position, the locked deposit his claim. Caller: operator. */
export const CREATE_MINER: u64 = 1173380165;
/** params of CreateMiner. */
@final
export class CreateMinerParams {
  constructor(
    public worker: u64,
    public proof: u64,
    public peer: Bytes,
    public addresses: StaticArray<Bytes>,
  ) {}
  static read(r: Reader): CreateMinerParams {
    r.nextArray(4);
    const worker_ = r.nextActor();
    const proof_ = r.nextU64();
    const peer_ = r.nextBytes(128);
    const addresses_ = readListOfBytes25616(r);
    return new CreateMinerParams(worker_, proof_, peer_, addresses_);
  }
  write(w: Writer): Writer {
    w.array(4);
    w.actor(this.worker);
    w.u64(this.proof);
    w.bytes(this.peer);
    writeListOfBytes25616(w, this.addresses);
    return w;
  }
}
export function readCreateMiner(params: Bytes): CreateMinerParams {
  const r = new Reader(params);
  const out = CreateMinerParams.read(r);
  r.finish();
  return out;
}
export function returnCreateMiner(value: u64): Bytes {
  const w = new Writer();
  w.u64(value);
  return w.finish();
}

/** takes in an approved miner that was created with this actor as its owner; all it holds is reward. Caller: operator. */
export const ADOPT_MINER: u64 = 1900478321;
export function readAdoptMiner(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}

/** changes the peer id of a miner. Caller: operator. */
export const CHANGE_PEER_ID: u64 = 1236548004;
/** params of ChangePeerID. */
@final
export class ChangePeerIDParams {
  constructor(
    public miner: u64,
    public peer: Bytes,
  ) {}
  static read(r: Reader): ChangePeerIDParams {
    r.nextArray(2);
    const miner_ = r.nextU64();
    const peer_ = r.nextBytes(128);
    return new ChangePeerIDParams(miner_, peer_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.u64(this.miner);
    w.bytes(this.peer);
    return w;
  }
}
export function readChangePeerID(params: Bytes): ChangePeerIDParams {
  const r = new Reader(params);
  const out = ChangePeerIDParams.read(r);
  r.finish();
  return out;
}

/** changes the network addresses of a miner. Caller: operator. */
export const CHANGE_MULTIADDRS: u64 = 1063480576;
/** params of ChangeMultiaddrs. */
@final
export class ChangeMultiaddrsParams {
  constructor(
    public miner: u64,
    public addresses: StaticArray<Bytes>,
  ) {}
  static read(r: Reader): ChangeMultiaddrsParams {
    r.nextArray(2);
    const miner_ = r.nextU64();
    const addresses_ = readListOfBytes25616(r);
    return new ChangeMultiaddrsParams(miner_, addresses_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.u64(this.miner);
    writeListOfBytes25616(w, this.addresses);
    return w;
  }
}
export function readChangeMultiaddrs(params: Bytes): ChangeMultiaddrsParams {
  const r = new Reader(params);
  const out = ChangeMultiaddrsParams.read(r);
  r.finish();
  return out;
}

/** flags a miner with a sector that expires after the offer's last expiration: the operator's fee goes to the holders. Caller: anyone. */
export const REPORT_OVER_EXTENSION: u64 = 1359664910;
/** params of ReportOverExtension. */
@final
export class ReportOverExtensionParams {
  constructor(
    public miner: u64,
    public sector: u64,
  ) {}
  static read(r: Reader): ReportOverExtensionParams {
    r.nextArray(2);
    const miner_ = r.nextU64();
    const sector_ = r.nextU64();
    return new ReportOverExtensionParams(miner_, sector_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.u64(this.miner);
    w.u64(this.sector);
    return w;
  }
}
export function readReportOverExtension(params: Bytes): ReportOverExtensionParams {
  const r = new Reader(params);
  const out = ReportOverExtensionParams.read(r);
  r.finish();
  return out;
}

/** gives a miner back: proposes `to` as its owner. Caller: owner of the miner's in-kind position. */
export const RELEASE_MINER: u64 = 1302403123;
/** params of ReleaseMiner. */
@final
export class ReleaseMinerParams {
  constructor(
    public miner: u64,
    public token: u64,
    public to: u64,
  ) {}
  static read(r: Reader): ReleaseMinerParams {
    r.nextArray(3);
    const miner_ = r.nextU64();
    const token_ = r.nextU64();
    const to_ = r.nextActor();
    return new ReleaseMinerParams(miner_, token_, to_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.u64(this.miner);
    w.u64(this.token);
    w.actor(this.to);
    return w;
  }
}
export function readReleaseMiner(params: Bytes): ReleaseMinerParams {
  const r = new Reader(params);
  const out = ReleaseMinerParams.read(r);
  r.finish();
  return out;
}
export function returnReleaseMiner(value: U256): Bytes {
  const w = new Writer();
  w.amount(value);
  return w.finish();
}

/** sets the room: how much is accepted in deposits, and until when. Caller: operator. */
export const OPEN_DEPOSITS: u64 = 1149273646;
/** params of OpenDeposits. */
@final
export class OpenDepositsParams {
  constructor(
    public amount: U256,
    public until: i64,
  ) {}
  static read(r: Reader): OpenDepositsParams {
    r.nextArray(2);
    const amount_ = r.nextAmount();
    const until_ = r.nextI64();
    return new OpenDepositsParams(amount_, until_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.amount(this.amount);
    w.i64(this.until);
    return w;
  }
}
export function readOpenDeposits(params: Bytes): OpenDepositsParams {
  const r = new Reader(params);
  const out = OpenDepositsParams.read(r);
  r.finish();
  return out;
}

/** deposits the value sent as a senior position. Caller: anyone. */
export const DEPOSIT: u64 = 1932531225;
export function returnDeposit(value: u64): Bytes {
  const w = new Writer();
  w.u64(value);
  return w.finish();
}

/** stakes the value sent as first loss. Caller: operator. */
export const STAKE_JUNIOR: u64 = 3442530824;
export function returnStakeJunior(value: u64): Bytes {
  const w = new Writer();
  w.u64(value);
  return w.finish();
}

/** sends principal to a miner as pledge. Caller: operator. */
export const FORWARD: u64 = 4128009427;
/** params of Forward. */
@final
export class ForwardParams {
  constructor(
    public miner: u64,
    public amount: U256,
    public attestation: Bytes,
  ) {}
  static read(r: Reader): ForwardParams {
    r.nextArray(3);
    const miner_ = r.nextU64();
    const amount_ = r.nextAmount();
    const attestation_ = readMaybeRaw(r);
    return new ForwardParams(miner_, amount_, attestation_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.u64(this.miner);
    w.amount(this.amount);
    writeMaybeRaw(w, this.attestation);
    return w;
  }
}
export function readForward(params: Bytes): ForwardParams {
  const r = new Reader(params);
  const out = ForwardParams.read(r);
  r.finish();
  return out;
}

/** takes a miner's reward and shares it; pays the caller a tip. Caller: anyone. */
export const HARVEST: u64 = 2623885389;
export function readHarvest(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}
export function returnHarvest(value: U256): Bytes {
  const w = new Writer();
  w.amount(value);
  return w.finish();
}

/** brings principal back from a miner. Caller: operator; anyone up to what matured requests need. */
export const RECALL: u64 = 1793571979;
/** params of Recall. */
@final
export class RecallParams {
  constructor(
    public miner: u64,
    public amount: U256,
  ) {}
  static read(r: Reader): RecallParams {
    r.nextArray(2);
    const miner_ = r.nextU64();
    const amount_ = r.nextAmount();
    return new RecallParams(miner_, amount_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.u64(this.miner);
    w.amount(this.amount);
    return w;
  }
}
export function readRecall(params: Bytes): RecallParams {
  const r = new Reader(params);
  const out = RecallParams.read(r);
  r.finish();
  return out;
}
export function returnRecall(value: U256): Bytes {
  const w = new Writer();
  w.amount(value);
  return w.finish();
}

/** books the loss of a miner, if there is one. Caller: anyone. */
export const MEASURE: u64 = 1715388091;
export function readMeasure(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}
export function returnMeasure(value: U256): Bytes {
  const w = new Writer();
  w.amount(value);
  return w.finish();
}

/** settles these positions and pays the caller's claim. Caller: holder or fee beneficiary. */
export const WITHDRAW: u64 = 854052278;
/** params of Withdraw. */
@final
export class WithdrawParams {
  constructor(
    public tokens: IdSet,
    public recipient: Bytes,
  ) {}
  static read(r: Reader): WithdrawParams {
    r.nextArray(2);
    const tokens_ = decodeSet(r.nextBytes(MAX_SET_BYTES), 64);
    const recipient_ = readMaybeAddress(r);
    return new WithdrawParams(tokens_, recipient_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.bytes(encodeSet(this.tokens));
    writeMaybeAddress(w, this.recipient);
    return w;
  }
}
export function readWithdraw(params: Bytes): WithdrawParams {
  const r = new Reader(params);
  const out = WithdrawParams.read(r);
  r.finish();
  return out;
}
export function returnWithdraw(value: U256): Bytes {
  const w = new Writer();
  w.amount(value);
  return w.finish();
}

/** shares out money that came by bare sends. Caller: anyone. */
export const SWEEP: u64 = 2636108380;
export function returnSweep(value: U256): Bytes {
  const w = new Writer();
  w.amount(value);
  return w.finish();
}

/** transfers positions (FRC-53). Caller: holder. */
export const TRANSFER: u64 = 80475954;
/** params of Transfer. */
@final
export class TransferParams {
  constructor(
    public to: Bytes,
    public tokens: IdSet,
    public operatorData: Bytes,
  ) {}
  static read(r: Reader): TransferParams {
    r.nextArray(3);
    const to_ = r.nextAddress();
    const tokens_ = decodeSet(r.nextBytes(MAX_SET_BYTES), 64);
    const operatorData_ = r.nextBytes(1024);
    return new TransferParams(to_, tokens_, operatorData_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.bytes(this.to);
    w.bytes(encodeSet(this.tokens));
    w.bytes(this.operatorData);
    return w;
  }
}
export function readTransfer(params: Bytes): TransferParams {
  const r = new Reader(params);
  const out = TransferParams.read(r);
  r.finish();
  return out;
}
export function returnTransfer(value: TransferReturn): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** transfers positions of another account (FRC-53). Caller: who is approved for the tokens. */
export const TRANSFER_FROM: u64 = 3621052141;
/** params of TransferFrom. */
@final
export class TransferFromParams {
  constructor(
    public from: Bytes,
    public to: Bytes,
    public tokens: IdSet,
    public operatorData: Bytes,
  ) {}
  static read(r: Reader): TransferFromParams {
    r.nextArray(4);
    const from_ = r.nextAddress();
    const to_ = r.nextAddress();
    const tokens_ = decodeSet(r.nextBytes(MAX_SET_BYTES), 64);
    const operatorData_ = r.nextBytes(1024);
    return new TransferFromParams(from_, to_, tokens_, operatorData_);
  }
  write(w: Writer): Writer {
    w.array(4);
    w.bytes(this.from);
    w.bytes(this.to);
    w.bytes(encodeSet(this.tokens));
    w.bytes(this.operatorData);
    return w;
  }
}
export function readTransferFrom(params: Bytes): TransferFromParams {
  const r = new Reader(params);
  const out = TransferFromParams.read(r);
  r.finish();
  return out;
}
export function returnTransferFrom(value: TransferReturn): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** lets an account transfer these positions (FRC-53). Caller: holder, or who is approved for all his tokens. */
export const APPROVE: u64 = 1289044053;
/** params of Approve. */
@final
export class ApproveParams {
  constructor(
    public operator: Bytes,
    public tokens: IdSet,
  ) {}
  static read(r: Reader): ApproveParams {
    r.nextArray(2);
    const operator_ = r.nextAddress();
    const tokens_ = decodeSet(r.nextBytes(MAX_SET_BYTES), 64);
    return new ApproveParams(operator_, tokens_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.bytes(this.operator);
    w.bytes(encodeSet(this.tokens));
    return w;
  }
}
export function readApprove(params: Bytes): ApproveParams {
  const r = new Reader(params);
  const out = ApproveParams.read(r);
  r.finish();
  return out;
}

/** takes such an approval back (FRC-53). Caller: holder, or who is approved for all his tokens. */
export const REVOKE_APPROVAL: u64 = 1196401723;
/** params of RevokeApproval. */
@final
export class RevokeApprovalParams {
  constructor(
    public operator: Bytes,
    public tokens: IdSet,
  ) {}
  static read(r: Reader): RevokeApprovalParams {
    r.nextArray(2);
    const operator_ = r.nextAddress();
    const tokens_ = decodeSet(r.nextBytes(MAX_SET_BYTES), 64);
    return new RevokeApprovalParams(operator_, tokens_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.bytes(this.operator);
    w.bytes(encodeSet(this.tokens));
    return w;
  }
}
export function readRevokeApproval(params: Bytes): RevokeApprovalParams {
  const r = new Reader(params);
  const out = RevokeApprovalParams.read(r);
  r.finish();
  return out;
}

/** lets an account transfer all positions of the caller, future ones too (FRC-53). Caller: holder. */
export const APPROVE_FOR_ALL: u64 = 1270275105;
export function readApproveForAll(params: Bytes): Bytes {
  const r = new Reader(params);
  const out = r.nextAddress();
  r.finish();
  return out;
}

/** takes such an approval back (FRC-53). Caller: holder. */
export const REVOKE_APPROVAL_FOR_ALL: u64 = 2402642824;
export function readRevokeApprovalForAll(params: Bytes): Bytes {
  const r = new Reader(params);
  const out = r.nextAddress();
  r.finish();
  return out;
}

/** destroys positions without principal (FRC-53). Caller: holder. */
export const BURN: u64 = 1434719642;
export function readBurn(params: Bytes): IdSet {
  const r = new Reader(params);
  const out = decodeSet(r.nextBytes(MAX_SET_BYTES), 64);
  r.finish();
  return out;
}
export function returnBurn(value: u64): Bytes {
  const w = new Writer();
  w.u64(value);
  return w.finish();
}

/** destroys positions of another account, without principal (FRC-53). Caller: who is approved for the tokens. */
export const BURN_FROM: u64 = 2979674018;
/** params of BurnFrom. */
@final
export class BurnFromParams {
  constructor(
    public from: Bytes,
    public tokens: IdSet,
  ) {}
  static read(r: Reader): BurnFromParams {
    r.nextArray(2);
    const from_ = r.nextAddress();
    const tokens_ = decodeSet(r.nextBytes(MAX_SET_BYTES), 64);
    return new BurnFromParams(from_, tokens_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.bytes(this.from);
    w.bytes(encodeSet(this.tokens));
    return w;
  }
}
export function readBurnFrom(params: Bytes): BurnFromParams {
  const r = new Reader(params);
  const out = BurnFromParams.read(r);
  r.finish();
  return out;
}

/** makes a position of a part of another. Caller: holder. */
export const SPLIT: u64 = 946268834;
/** params of Split. */
@final
export class SplitParams {
  constructor(
    public token: u64,
    public amount: U256,
  ) {}
  static read(r: Reader): SplitParams {
    r.nextArray(2);
    const token_ = r.nextU64();
    const amount_ = r.nextAmount();
    return new SplitParams(token_, amount_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.u64(this.token);
    w.amount(this.amount);
    return w;
  }
}
export function readSplit(params: Bytes): SplitParams {
  const r = new Reader(params);
  const out = SplitParams.read(r);
  r.finish();
  return out;
}
export function returnSplit(value: u64): Bytes {
  const w = new Writer();
  w.u64(value);
  return w.finish();
}

/** makes one position, the first, of several of the same kind. Caller: holder. */
export const MERGE: u64 = 1094956687;
export function readMerge(params: Bytes): IdSet {
  const r = new Reader(params);
  const out = decodeSet(r.nextBytes(MAX_SET_BYTES), 64);
  r.finish();
  return out;
}
export function returnMerge(value: u64): Bytes {
  const w = new Writer();
  w.u64(value);
  return w.finish();
}

/** name of the token (FRC-53). Caller: anyone. */
export const NAME: u64 = 48890204;
export function returnName(value: Bytes): Bytes {
  const w = new Writer();
  w.text(value);
  return w.finish();
}

/** symbol of the token (FRC-53). Caller: anyone. */
export const SYMBOL: u64 = 2061153854;
export function returnSymbol(value: Bytes): Bytes {
  const w = new Writer();
  w.text(value);
  return w.finish();
}

/** number of live tokens (FRC-53). Caller: anyone. */
export const TOTAL_SUPPLY: u64 = 114981429;
export function returnTotalSupply(value: u64): Bytes {
  const w = new Writer();
  w.u64(value);
  return w.finish();
}

/** metadata URI of a token (FRC-53). Caller: anyone. */
export const METADATA_ID: u64 = 1388800207;
export function readMetadataID(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}
export function returnMetadataID(value: Bytes): Bytes {
  const w = new Writer();
  w.text(value);
  return w.finish();
}

/** number of tokens of an account (FRC-53). Caller: anyone. */
export const BALANCE: u64 = 3261979605;
export function readBalance(params: Bytes): Bytes {
  const r = new Reader(params);
  const out = r.nextAddress();
  r.finish();
  return out;
}
export function returnBalance(value: u64): Bytes {
  const w = new Writer();
  w.u64(value);
  return w.finish();
}

/** owners of tokens, in their order (FRC-53). Caller: anyone. */
export const OWNER: u64 = 739904285;
export function readOwner(params: Bytes): IdSet {
  const r = new Reader(params);
  const out = decodeSet(r.nextBytes(MAX_SET_BYTES), 64);
  r.finish();
  return out;
}
export function returnOwner(value: StaticArray<u64>): Bytes {
  const w = new Writer();
  writeListOfId64(w, value);
  return w.finish();
}

/** tokens of an account, page by page (FRC-53). Caller: anyone. */
export const LIST_OWNED_TOKENS: u64 = 3291325891;
/** params of ListOwnedTokens. */
@final
export class ListOwnedTokensParams {
  constructor(
    public owner: Bytes,
    public cursor: Bytes,
    public limit: u64,
  ) {}
  static read(r: Reader): ListOwnedTokensParams {
    r.nextArray(3);
    const owner_ = r.nextAddress();
    const cursor_ = r.nextBytes(64);
    const limit_ = r.nextU64();
    return new ListOwnedTokensParams(owner_, cursor_, limit_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.bytes(this.owner);
    w.bytes(this.cursor);
    w.u64(this.limit);
    return w;
  }
}
export function readListOwnedTokens(params: Bytes): ListOwnedTokensParams {
  const r = new Reader(params);
  const out = ListOwnedTokensParams.read(r);
  r.finish();
  return out;
}
export function returnListOwnedTokens(value: TokenPage): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** those of the tokens that an account is approved for (FRC-53). Caller: anyone. */
export const IS_APPROVED: u64 = 3161842388;
/** params of IsApproved. */
@final
export class IsApprovedParams {
  constructor(
    public operator: Bytes,
    public tokens: IdSet,
  ) {}
  static read(r: Reader): IsApprovedParams {
    r.nextArray(2);
    const operator_ = r.nextAddress();
    const tokens_ = decodeSet(r.nextBytes(MAX_SET_BYTES), 64);
    return new IsApprovedParams(operator_, tokens_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.bytes(this.operator);
    w.bytes(encodeSet(this.tokens));
    return w;
  }
}
export function readIsApproved(params: Bytes): IsApprovedParams {
  const r = new Reader(params);
  const out = IsApprovedParams.read(r);
  r.finish();
  return out;
}
export function returnIsApproved(value: IdSet): Bytes {
  const w = new Writer();
  w.bytes(encodeSet(value));
  return w.finish();
}

/** whether an account is approved for all tokens of another (FRC-53). Caller: anyone. */
export const IS_APPROVED_FOR_ALL: u64 = 3914862321;
/** params of IsApprovedForAll. */
@final
export class IsApprovedForAllParams {
  constructor(
    public owner: Bytes,
    public operator: Bytes,
  ) {}
  static read(r: Reader): IsApprovedForAllParams {
    r.nextArray(2);
    const owner_ = r.nextAddress();
    const operator_ = r.nextAddress();
    return new IsApprovedForAllParams(owner_, operator_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.bytes(this.owner);
    w.bytes(this.operator);
    return w;
  }
}
export function readIsApprovedForAll(params: Bytes): IsApprovedForAllParams {
  const r = new Reader(params);
  const out = IsApprovedForAllParams.read(r);
  r.finish();
  return out;
}
export function returnIsApprovedForAll(value: bool): Bytes {
  const w = new Writer();
  w.bool(value);
  return w.finish();
}

/** all tokens, page by page (FRC-53). Caller: anyone. */
export const LIST_TOKENS: u64 = 3109733400;
/** params of ListTokens. */
@final
export class ListTokensParams {
  constructor(
    public cursor: Bytes,
    public limit: u64,
  ) {}
  static read(r: Reader): ListTokensParams {
    r.nextArray(2);
    const cursor_ = r.nextBytes(64);
    const limit_ = r.nextU64();
    return new ListTokensParams(cursor_, limit_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.bytes(this.cursor);
    w.u64(this.limit);
    return w;
  }
}
export function readListTokens(params: Bytes): ListTokensParams {
  const r = new Reader(params);
  const out = ListTokensParams.read(r);
  r.finish();
  return out;
}
export function returnListTokens(value: TokenPage): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** who is approved for a token (FRC-53). Caller: anyone. */
export const LIST_TOKEN_OPERATORS: u64 = 1812036223;
/** params of ListTokenOperators. */
@final
export class ListTokenOperatorsParams {
  constructor(
    public token: u64,
    public cursor: Bytes,
    public limit: u64,
  ) {}
  static read(r: Reader): ListTokenOperatorsParams {
    r.nextArray(3);
    const token_ = r.nextU64();
    const cursor_ = r.nextBytes(64);
    const limit_ = r.nextU64();
    return new ListTokenOperatorsParams(token_, cursor_, limit_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.u64(this.token);
    w.bytes(this.cursor);
    w.u64(this.limit);
    return w;
  }
}
export function readListTokenOperators(params: Bytes): ListTokenOperatorsParams {
  const r = new Reader(params);
  const out = ListTokenOperatorsParams.read(r);
  r.finish();
  return out;
}
export function returnListTokenOperators(value: OperatorPage): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** tokens that an account is approved for one by one (FRC-53). Caller: anyone. */
export const LIST_OPERATOR_TOKENS: u64 = 3756569379;
/** params of ListOperatorTokens. */
@final
export class ListOperatorTokensParams {
  constructor(
    public operator: Bytes,
    public cursor: Bytes,
    public limit: u64,
  ) {}
  static read(r: Reader): ListOperatorTokensParams {
    r.nextArray(3);
    const operator_ = r.nextAddress();
    const cursor_ = r.nextBytes(64);
    const limit_ = r.nextU64();
    return new ListOperatorTokensParams(operator_, cursor_, limit_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.bytes(this.operator);
    w.bytes(this.cursor);
    w.u64(this.limit);
    return w;
  }
}
export function readListOperatorTokens(params: Bytes): ListOperatorTokensParams {
  const r = new Reader(params);
  const out = ListOperatorTokensParams.read(r);
  r.finish();
  return out;
}
export function returnListOperatorTokens(value: TokenPage): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** who is approved for all tokens of an account (FRC-53). Caller: anyone. */
export const LIST_ACCOUNT_OPERATORS: u64 = 878954194;
/** params of ListAccountOperators. */
@final
export class ListAccountOperatorsParams {
  constructor(
    public owner: Bytes,
    public cursor: Bytes,
    public limit: u64,
  ) {}
  static read(r: Reader): ListAccountOperatorsParams {
    r.nextArray(3);
    const owner_ = r.nextAddress();
    const cursor_ = r.nextBytes(64);
    const limit_ = r.nextU64();
    return new ListAccountOperatorsParams(owner_, cursor_, limit_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.bytes(this.owner);
    w.bytes(this.cursor);
    w.u64(this.limit);
    return w;
  }
}
export function readListAccountOperators(params: Bytes): ListAccountOperatorsParams {
  const r = new Reader(params);
  const out = ListAccountOperatorsParams.read(r);
  r.finish();
  return out;
}
export function returnListAccountOperators(value: OperatorPage): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** Balance under the name that reference clients use. Caller: anyone. */
export const BALANCE_OF: u64 = 2266030508;
export function readBalanceOf(params: Bytes): Bytes {
  const r = new Reader(params);
  const out = r.nextAddress();
  r.finish();
  return out;
}
export function returnBalanceOf(value: u64): Bytes {
  const w = new Writer();
  w.u64(value);
  return w.finish();
}

/** owner of one token, for reference clients. Caller: anyone. */
export const OWNER_OF: u64 = 1810095946;
export function readOwnerOf(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}
export function returnOwnerOf(value: u64): Bytes {
  const w = new Writer();
  w.u64(value);
  return w.finish();
}

/** MetadataID under the name that reference clients use. Caller: anyone. */
export const METADATA: u64 = 3409621011;
export function readMetadata(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}
export function returnMetadata(value: Bytes): Bytes {
  const w = new Writer();
  w.text(value);
  return w.finish();
}

/** asks principal back; matures after the notice. Caller: holder. */
export const REDEEM: u64 = 796046896;
/** params of Redeem. */
@final
export class RedeemParams {
  constructor(
    public token: u64,
    public amount: U256,
  ) {}
  static read(r: Reader): RedeemParams {
    r.nextArray(2);
    const token_ = r.nextU64();
    const amount_ = r.nextAmount();
    return new RedeemParams(token_, amount_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.u64(this.token);
    w.amount(this.amount);
    return w;
  }
}
export function readRedeem(params: Bytes): RedeemParams {
  const r = new Reader(params);
  const out = RedeemParams.read(r);
  r.finish();
  return out;
}
export function returnRedeem(value: u64): Bytes {
  const w = new Writer();
  w.u64(value);
  return w.finish();
}

/** turns a request that has not matured back into a position. Caller: owner of the request. */
export const CANCEL_REDEMPTION: u64 = 443171326;
export function readCancelRedemption(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}
export function returnCancelRedemption(value: u64): Bytes {
  const w = new Writer();
  w.u64(value);
  return w.finish();
}

/** pays the exit queue from liquid principal, first come first served. Caller: anyone. */
export const FINALIZE: u64 = 1175315346;
export function readFinalize(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}
export function returnFinalize(value: FinalizeReturn): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** pays one junior or in-kind request. Caller: anyone. */
export const FINALIZE_SIDE: u64 = 2255069509;
export function readFinalizeSide(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}
export function returnFinalizeSide(value: U256): Bytes {
  const w = new Writer();
  w.amount(value);
  return w.finish();
}

/** sends finalised redemptions to their owners. Caller: anyone. */
export const CLAIM_REDEMPTION: u64 = 130519503;
export function readClaimRedemption(params: Bytes): IdSet {
  const r = new Reader(params);
  const out = decodeSet(r.nextBytes(MAX_SET_BYTES), 64);
  r.finish();
  return out;
}
export function returnClaimRedemption(value: U256): Bytes {
  const w = new Writer();
  w.amount(value);
  return w.finish();
}

/** puts an action to the vote; a token stands behind one open proposal. Caller: holder. */
export const PROPOSE: u64 = 1696838335;
/** params of Propose. */
@final
export class ProposeParams {
  constructor(
    public token: u64,
    public action: Action,
  ) {}
  static read(r: Reader): ProposeParams {
    r.nextArray(2);
    const token_ = r.nextU64();
    const action_ = Action.read(r);
    return new ProposeParams(token_, action_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.u64(this.token);
    this.action.write(w);
    return w;
  }
}
export function readPropose(params: Bytes): ProposeParams {
  const r = new Reader(params);
  const out = ProposeParams.read(r);
  r.finish();
  return out;
}
export function returnPropose(value: u64): Bytes {
  const w = new Writer();
  w.u64(value);
  return w.finish();
}

/** votes with positions: 0 against, 1 for, 2 abstain. Caller: holder. */
export const VOTE: u64 = 2621973148;
/** params of Vote. */
@final
export class VoteParams {
  constructor(
    public proposal: u64,
    public tokens: IdSet,
    public choice: u64,
  ) {}
  static read(r: Reader): VoteParams {
    r.nextArray(3);
    const proposal_ = r.nextU64();
    const tokens_ = decodeSet(r.nextBytes(MAX_SET_BYTES), 64);
    const choice_ = r.nextU64();
    return new VoteParams(proposal_, tokens_, choice_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.u64(this.proposal);
    w.bytes(encodeSet(this.tokens));
    w.u64(this.choice);
    return w;
  }
}
export function readVote(params: Bytes): VoteParams {
  const r = new Reader(params);
  const out = VoteParams.read(r);
  r.finish();
  return out;
}
export function returnVote(value: U256): Bytes {
  const w = new Writer();
  w.amount(value);
  return w.finish();
}

/** carries out a proposal that has passed, after its delay. Caller: anyone. */
export const EXECUTE: u64 = 1109989340;
export function readExecute(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}

/** withdraws a proposal before anybody else has voted. Caller: the proposer. */
export const CANCEL_PROPOSAL: u64 = 2002923724;
export function readCancelProposal(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}

/** one proposal and its state. Caller: anyone. */
export const GET_PROPOSAL: u64 = 1290624481;
export function readGetProposal(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}
export function returnGetProposal(value: ProposalView): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** proposals from an id on. Caller: anyone. */
export const LIST_PROPOSALS: u64 = 429717268;
/** params of ListProposals. */
@final
export class ListProposalsParams {
  constructor(
    public from: u64,
    public limit: u64,
  ) {}
  static read(r: Reader): ListProposalsParams {
    r.nextArray(2);
    const from_ = r.nextU64();
    const limit_ = r.nextU64();
    return new ListProposalsParams(from_, limit_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.u64(this.from);
    w.u64(this.limit);
    return w;
  }
}
export function readListProposals(params: Bytes): ListProposalsParams {
  const r = new Reader(params);
  const out = ListProposalsParams.read(r);
  r.finish();
  return out;
}
export function returnListProposals(value: ProposalPage): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** what votes have decided: limits, allowed code, issuer; the operator's nominee. Caller: anyone. */
export const GET_GOVERNANCE: u64 = 2563675046;
export function returnGetGovernance(value: Governance): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** carries out what an account has signed (Withdraw, Redeem, CancelRedemption, ClaimRedemption, Vote, Transfer, Approve); the fee goes from its claim to the caller. Caller: anyone. */
export const EXECUTE_WITH_AUTH: u64 = 1485504273;
/** params of ExecuteWithAuth. */
@final
export class ExecuteWithAuthParams {
  constructor(
    public authorization: RelayRequest,
    public signature: Bytes,
  ) {}
  static read(r: Reader): ExecuteWithAuthParams {
    r.nextArray(2);
    const authorization_ = RelayRequest.read(r);
    const signature_ = r.nextBytes(96);
    return new ExecuteWithAuthParams(authorization_, signature_);
  }
  write(w: Writer): Writer {
    w.array(2);
    this.authorization.write(w);
    w.bytes(this.signature);
    return w;
  }
}
export function readExecuteWithAuth(params: Bytes): ExecuteWithAuthParams {
  const r = new Reader(params);
  const out = ExecuteWithAuthParams.read(r);
  r.finish();
  return out;
}
export function returnExecuteWithAuth(value: Bytes): Bytes {
  const w = new Writer();
  w.bytes(value);
  return w.finish();
}

/** makes void what the caller has signed with a lower nonce. Caller: holder. */
export const ADVANCE_NONCE: u64 = 1363469590;
export function readAdvanceNonce(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}

/** names a successor, who may accept after the voting delay unless a vote refuses him; oneself = nobody. Caller: operator. */
export const PROPOSE_OPERATOR: u64 = 2050969575;
export function readProposeOperator(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextActor();
  r.finish();
  return out;
}

/** takes office. Caller: the operator's nominee. */
export const ACCEPT_OPERATOR: u64 = 3576965972;

/** turns a junior position that a replaced operator held when he was replaced into a senior one of the same principal. Caller: anyone. */
export const CONVERT_JUNIOR: u64 = 2279734703;
export function readConvertJunior(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}
export function returnConvertJunior(value: U256): Bytes {
  const w = new Writer();
  w.amount(value);
  return w.finish();
}

/** takes principal out at once, less the discount of the terms; fails below `least`. Caller: holder. */
export const EXIT_NOW: u64 = 195602471;
/** params of ExitNow. */
@final
export class ExitNowParams {
  constructor(
    public token: u64,
    public amount: U256,
    public least: U256,
  ) {}
  static read(r: Reader): ExitNowParams {
    r.nextArray(3);
    const token_ = r.nextU64();
    const amount_ = r.nextAmount();
    const least_ = r.nextAmount();
    return new ExitNowParams(token_, amount_, least_);
  }
  write(w: Writer): Writer {
    w.array(3);
    w.u64(this.token);
    w.amount(this.amount);
    w.amount(this.least);
    return w;
  }
}
export function readExitNow(params: Bytes): ExitNowParams {
  const r = new Reader(params);
  const out = ExitNowParams.read(r);
  r.finish();
  return out;
}
export function returnExitNow(value: U256): Bytes {
  const w = new Writer();
  w.amount(value);
  return w.finish();
}

/** shows that the operator is there. Caller: operator. */
export const HEARTBEAT: u64 = 2600072242;

/** ends deposits, forwards and take-overs for good; anybody may recall. Caller: operator. */
export const SET_LEAVING: u64 = 3381716133;

/** lowers one of the operator's own fees, by its place in the terms. Caller: operator. */
export const LOWER_FEES: u64 = 3741425294;
/** params of LowerFees. */
@final
export class LowerFeesParams {
  constructor(
    public fee: u64,
    public bps: u64,
  ) {}
  static read(r: Reader): LowerFeesParams {
    r.nextArray(2);
    const fee_ = r.nextU64();
    const bps_ = r.nextU64();
    return new LowerFeesParams(fee_, bps_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.u64(this.fee);
    w.u64(this.bps);
    return w;
  }
}
export function readLowerFees(params: Bytes): LowerFeesParams {
  const r = new Reader(params);
  const out = LowerFeesParams.read(r);
  r.finish();
  return out;
}

/** an heir takes over everything as it is: state root, status, the value sent and every miner. Caller: the predecessor. */
export const INHERIT: u64 = 3105900422;
/** params of Inherit. */
@final
export class InheritParams {
  constructor(
    public root: Bytes,
    public status: u64,
  ) {}
  static read(r: Reader): InheritParams {
    r.nextArray(2);
    const root_ = r.nextCid();
    const status_ = r.nextU64();
    return new InheritParams(root_, status_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.cid(this.root);
    w.u64(this.status);
    return w;
  }
}
export function readInherit(params: Bytes): InheritParams {
  const r = new Reader(params);
  const out = InheritParams.read(r);
  r.finish();
  return out;
}

/** the token receiver hook: refuses tokens this actor has no use for. Caller: anyone. */
export const RECEIVE: u64 = 3726118371;
/** params of Receive. */
@final
export class ReceiveParams {
  constructor(
    public type: u64,
    public payload: Bytes,
  ) {}
  static read(r: Reader): ReceiveParams {
    r.nextArray(2);
    const type_ = r.nextU64();
    const payload_ = r.nextBytes(4096);
    return new ReceiveParams(type_, payload_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.u64(this.type);
    w.bytes(this.payload);
    return w;
  }
}
export function readReceive(params: Bytes): ReceiveParams {
  const r = new Reader(params);
  const out = ReceiveParams.read(r);
  r.finish();
  return out;
}

/** name and version of the code. Caller: anyone. */
export const VERSION: u64 = 1845735192;
export function returnVersion(value: VersionView): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** the terms. Caller: anyone. */
export const GET_TERMS: u64 = 3984663584;
export function returnGetTerms(value: Terms): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** the pool at this epoch. Caller: anyone. */
export const GET_POOL: u64 = 2965200023;
export function returnGetPool(value: PoolView): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** one miner in custody. Caller: anyone. */
export const GET_MINER: u64 = 846605059;
export function readGetMiner(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}
export function returnGetMiner(value: MinerView): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** all miners in custody. Caller: anyone. */
export const LIST_MINERS: u64 = 3507580639;
export function returnListMiners(value: StaticArray<MinerSummary>): Bytes {
  const w = new Writer();
  writeListOfMinerSummary32(w, value);
  return w.finish();
}

/** one position at this epoch. Caller: anyone. */
export const GET_POSITION: u64 = 2936241549;
export function readGetPosition(params: Bytes): u64 {
  const r = new Reader(params);
  const out = r.nextU64();
  r.finish();
  return out;
}
export function returnGetPosition(value: PositionView): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** claim and tokens of an account. Caller: anyone. */
export const GET_ACCOUNT: u64 = 3435393067;
export function readGetAccount(params: Bytes): Bytes {
  const r = new Reader(params);
  const out = r.nextAddress();
  r.finish();
  return out;
}
export function returnGetAccount(value: AccountView): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** redemption requests from an id on. Caller: anyone. */
export const LIST_REQUESTS: u64 = 788512452;
/** params of ListRequests. */
@final
export class ListRequestsParams {
  constructor(
    public from: u64,
    public limit: u64,
  ) {}
  static read(r: Reader): ListRequestsParams {
    r.nextArray(2);
    const from_ = r.nextU64();
    const limit_ = r.nextU64();
    return new ListRequestsParams(from_, limit_);
  }
  write(w: Writer): Writer {
    w.array(2);
    w.u64(this.from);
    w.u64(this.limit);
    return w;
  }
}
export function readListRequests(params: Bytes): ListRequestsParams {
  const r = new Reader(params);
  const out = ListRequestsParams.read(r);
  r.finish();
  return out;
}
export function returnListRequests(value: RequestPage): Bytes {
  const w = new Writer();
  value.write(w);
  return w.finish();
}

/** Refuses params where a method has none. */
export function readNone(params: Bytes): void {
  check(params.length == 0, SERIALIZATION, utf8("this method takes no params"));
}

/** True for methods that accept value. */
export function isPayable(method: u64): bool {
  return method == CREATE_MINER || method == DEPOSIT || method == STAKE_JUNIOR || method == INHERIT;
}

/** True for methods that only read. */
export function isView(method: u64): bool {
  return method == NAME || method == SYMBOL || method == TOTAL_SUPPLY || method == METADATA_ID || method == BALANCE || method == OWNER || method == LIST_OWNED_TOKENS || method == IS_APPROVED || method == IS_APPROVED_FOR_ALL || method == LIST_TOKENS || method == LIST_TOKEN_OPERATORS || method == LIST_OPERATOR_TOKENS || method == LIST_ACCOUNT_OPERATORS || method == BALANCE_OF || method == OWNER_OF || method == METADATA || method == GET_PROPOSAL || method == LIST_PROPOSALS || method == GET_GOVERNANCE || method == VERSION || method == GET_TERMS || method == GET_POOL || method == GET_MINER || method == LIST_MINERS || method == GET_POSITION || method == GET_ACCOUNT || method == LIST_REQUESTS;
}

function readMaybeActor(r: Reader): u64 {
  if (r.nextIsNull()) return 0;
  return r.nextActor();
}
function writeMaybeActor(w: Writer, v: u64): Writer {
  return v == 0 ? w.nil() : w.actor(v);
}

function readListOfFee5(r: Reader): StaticArray<Fee> {
  const n = r.nextList(5);
  const out = new StaticArray<Fee>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = Fee.read(r);
  return out;
}
function writeListOfFee5(w: Writer, items: StaticArray<Fee>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) items[i].write(w);
  return w;
}

function readListOfU648(r: Reader): StaticArray<u64> {
  const n = r.nextList(8);
  const out = new StaticArray<u64>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = r.nextU64();
  return out;
}
function writeListOfU648(w: Writer, items: StaticArray<u64>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) w.u64(items[i]);
  return w;
}

function readMaybeCoupon(r: Reader): Coupon | null {
  if (r.nextIsNull()) return null;
  return Coupon.read(r);
}
function writeMaybeCoupon(w: Writer, v: Coupon | null): Writer {
  return v === null ? w.nil() : v.write(w);
}

function readListOfAmount5(r: Reader): StaticArray<U256> {
  const n = r.nextList(5);
  const out = new StaticArray<U256>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = r.nextAmount();
  return out;
}
function writeListOfAmount5(w: Writer, items: StaticArray<U256>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) w.amount(items[i]);
  return w;
}

function readMaybeCid(r: Reader): Bytes {
  if (r.nextIsNull()) return newBytes(0);
  return r.nextCid();
}
function writeMaybeCid(w: Writer, v: Bytes): Writer {
  return v.length == 0 ? w.nil() : w.cid(v);
}

function readMaybeId(r: Reader): u64 {
  if (r.nextIsNull()) return 0;
  return r.nextU64();
}
function writeMaybeId(w: Writer, v: u64): Writer {
  return v == 0 ? w.nil() : w.u64(v);
}

function readListOfId16(r: Reader): StaticArray<u64> {
  const n = r.nextList(16);
  const out = new StaticArray<u64>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = r.nextU64();
  return out;
}
function writeListOfId16(w: Writer, items: StaticArray<u64>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) w.u64(items[i]);
  return w;
}

function readMaybeCode(r: Reader): Bytes {
  if (r.nextIsNull()) return newBytes(0);
  return r.nextBytes(64);
}
function writeMaybeCode(w: Writer, v: Bytes): Writer {
  return v.length == 0 ? w.nil() : w.bytes(v);
}

function readMaybeLimits(r: Reader): Limits | null {
  if (r.nextIsNull()) return null;
  return Limits.read(r);
}
function writeMaybeLimits(w: Writer, v: Limits | null): Writer {
  return v === null ? w.nil() : v.write(w);
}

function readListOfU6416(r: Reader): StaticArray<u64> {
  const n = r.nextList(16);
  const out = new StaticArray<u64>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = r.nextU64();
  return out;
}
function writeListOfU6416(w: Writer, items: StaticArray<u64>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) w.u64(items[i]);
  return w;
}

function readListOfCode16(r: Reader): StaticArray<Bytes> {
  const n = r.nextList(16);
  const out = new StaticArray<Bytes>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = r.nextBytes(64);
  return out;
}
function writeListOfCode16(w: Writer, items: StaticArray<Bytes>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) w.bytes(items[i]);
  return w;
}

function readListOfCid16(r: Reader): StaticArray<Bytes> {
  const n = r.nextList(16);
  const out = new StaticArray<Bytes>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = r.nextCid();
  return out;
}
function writeListOfCid16(w: Writer, items: StaticArray<Bytes>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) w.cid(items[i]);
  return w;
}

function readListOfProposalView64(r: Reader): StaticArray<ProposalView> {
  const n = r.nextList(64);
  const out = new StaticArray<ProposalView>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = ProposalView.read(r);
  return out;
}
function writeListOfProposalView64(w: Writer, items: StaticArray<ProposalView>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) items[i].write(w);
  return w;
}

function readListOfLegacyEntry1024(r: Reader): StaticArray<LegacyEntry> {
  const n = r.nextList(1024);
  const out = new StaticArray<LegacyEntry>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = LegacyEntry.read(r);
  return out;
}
function writeListOfLegacyEntry1024(w: Writer, items: StaticArray<LegacyEntry>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) items[i].write(w);
  return w;
}

function readListOfId10(r: Reader): StaticArray<u64> {
  const n = r.nextList(10);
  const out = new StaticArray<u64>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = r.nextU64();
  return out;
}
function writeListOfId10(w: Writer, items: StaticArray<u64>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) w.u64(items[i]);
  return w;
}

function readMaybeLegacy(r: Reader): Legacy | null {
  if (r.nextIsNull()) return null;
  return Legacy.read(r);
}
function writeMaybeLegacy(w: Writer, v: Legacy | null): Writer {
  return v === null ? w.nil() : v.write(w);
}

function readListOfMiner32(r: Reader): StaticArray<Miner> {
  const n = r.nextList(32);
  const out = new StaticArray<Miner>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = Miner.read(r);
  return out;
}
function writeListOfMiner32(w: Writer, items: StaticArray<Miner>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) items[i].write(w);
  return w;
}

function readListOfApproval32(r: Reader): StaticArray<Approval> {
  const n = r.nextList(32);
  const out = new StaticArray<Approval>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = Approval.read(r);
  return out;
}
function writeListOfApproval32(w: Writer, items: StaticArray<Approval>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) items[i].write(w);
  return w;
}

function readMaybeBytes64(r: Reader): Bytes {
  if (r.nextIsNull()) return newBytes(0);
  return r.nextBytes(64);
}
function writeMaybeBytes64(w: Writer, v: Bytes): Writer {
  return v.length == 0 ? w.nil() : w.bytes(v);
}

function readListOfRequestView64(r: Reader): StaticArray<RequestView> {
  const n = r.nextList(64);
  const out = new StaticArray<RequestView>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = RequestView.read(r);
  return out;
}
function writeListOfRequestView64(w: Writer, items: StaticArray<RequestView>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) items[i].write(w);
  return w;
}

function readListOfActor10(r: Reader): StaticArray<u64> {
  const n = r.nextList(10);
  const out = new StaticArray<u64>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = r.nextActor();
  return out;
}
function writeListOfActor10(w: Writer, items: StaticArray<u64>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) w.actor(items[i]);
  return w;
}

function readMaybeLegacyView(r: Reader): LegacyView | null {
  if (r.nextIsNull()) return null;
  return LegacyView.read(r);
}
function writeMaybeLegacyView(w: Writer, v: LegacyView | null): Writer {
  return v === null ? w.nil() : v.write(w);
}

function readListOfBytes25616(r: Reader): StaticArray<Bytes> {
  const n = r.nextList(16);
  const out = new StaticArray<Bytes>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = r.nextBytes(256);
  return out;
}
function writeListOfBytes25616(w: Writer, items: StaticArray<Bytes>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) w.bytes(items[i]);
  return w;
}

function readMaybeRaw(r: Reader): Bytes {
  if (r.nextIsNull()) return newBytes(0);
  return r.nextRaw();
}
function writeMaybeRaw(w: Writer, v: Bytes): Writer {
  return v.length == 0 ? w.nil() : w.raw(v);
}

function readMaybeAddress(r: Reader): Bytes {
  if (r.nextIsNull()) return newBytes(0);
  return r.nextAddress();
}
function writeMaybeAddress(w: Writer, v: Bytes): Writer {
  return v.length == 0 ? w.nil() : w.bytes(v);
}

function readListOfId64(r: Reader): StaticArray<u64> {
  const n = r.nextList(64);
  const out = new StaticArray<u64>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = r.nextU64();
  return out;
}
function writeListOfId64(w: Writer, items: StaticArray<u64>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) w.u64(items[i]);
  return w;
}

function readListOfMinerSummary32(r: Reader): StaticArray<MinerSummary> {
  const n = r.nextList(32);
  const out = new StaticArray<MinerSummary>(n);
  for (let i: u32 = 0; i < n; i++) out[i] = MinerSummary.read(r);
  return out;
}
function writeListOfMinerSummary32(w: Writer, items: StaticArray<MinerSummary>): Writer {
  w.array(items.length);
  for (let i = 0; i < items.length; i++) items[i].write(w);
  return w;
}
