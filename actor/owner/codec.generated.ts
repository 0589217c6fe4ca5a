// Written by scripts/generate-abi.ts from actor/abi/schema.ts. Do not edit.

import { SERIALIZATION, check } from "../sdk/abort";
import { Bytes } from "../sdk/bytes";
import { Reader, Signed } from "../sdk/cbor-reader";
import { Writer } from "../sdk/cbor-writer";
import { IdSet } from "../sdk/rle";
import { Shape, readLone, readTuple, writeLone, writeTuple } from "../sdk/shape";
import { U256 } from "../sdk/u256";

const ID_SHAPE: Shape = memory.data<u8>([2]);
const BOOL_SHAPE: Shape = memory.data<u8>([4]);
const AMOUNT_SHAPE: Shape = memory.data<u8>([5]);
const U64_SHAPE: Shape = memory.data<u8>([0]);
const ADDRESS_SHAPE: Shape = memory.data<u8>([9]);
const TOKEN_SET_SHAPE: Shape = memory.data<u8>([12]);
const TEXT64_SHAPE: Shape = memory.data<u8>([10, 64, 0]);
const TEXT16_SHAPE: Shape = memory.data<u8>([10, 16, 0]);
const TEXT512_SHAPE: Shape = memory.data<u8>([10, 0, 2]);
const LIST_OF_ID64_SHAPE: Shape = memory.data<u8>([13, 64, 0, 2]);
const UINT_SHAPE: Shape = memory.data<u8>([2]);
const BYTES4096_SHAPE: Shape = memory.data<u8>([11, 0, 16]);
const ACTOR_SHAPE: Shape = memory.data<u8>([3]);
const LIST_OF_MINER_SUMMARY32_SHAPE: Shape = memory.data<u8>([13, 32, 0, 7, 9, 32, 5, 2, 5, 5, 1, 1]);

const FEE_SHAPE: Shape = memory.data<u8>([7, 9, 24, 3, 10, 32, 0, 131, 2]);
/** one entry of the fees; beneficiary null = the present operator; bps of reward. */
@final
export class Fee {
  constructor(
    public label: Bytes,
    public beneficiary: u64,
    public bps: u64,
  ) {}
  static read(r: Reader): Fee {
    return changetype<Fee>(readTuple(r, FEE_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, FEE_SHAPE, changetype<usize>(this));
  }
}

const VOTING_TERMS_SHAPE: Shape = memory.data<u8>([7, 9, 40, 5, 1, 1, 1, 2, 2]);
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
    return changetype<VotingTerms>(readTuple(r, VOTING_TERMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, VOTING_TERMS_SHAPE, changetype<usize>(this));
  }
}

const LIMITS_SHAPE: Shape = memory.data<u8>([7, 7, 16, 3, 2, 5, 5]);
/** what Forward and TakeOwner may not exceed; amounts in attoFIL. */
@final
export class Limits {
  constructor(
    public maxMiners: u64,
    public maxPerMiner: U256,
    public maxForwardPerDay: U256,
  ) {}
  static read(r: Reader): Limits {
    return changetype<Limits>(readTuple(r, LIMITS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, LIMITS_SHAPE, changetype<usize>(this));
  }
}

const TERMS_SHAPE: Shape = memory.data<u8>([7, 61, 156, 23, 3, 10, 64, 0, 10, 16, 0, 10, 0, 1, 2, 2, 13, 5, 0, 7, 9, 24, 3, 10, 32, 0, 131, 2, 2, 5, 5, 2, 2, 5, 2, 1, 1, 1, 5, 1, 7, 9, 40, 5, 1, 1, 1, 2, 2, 7, 7, 16, 3, 2, 5, 5, 131, 13, 8, 0, 0]);
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
    return changetype<Terms>(readTuple(r, TERMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, TERMS_SHAPE, changetype<usize>(this));
  }
}

const OPERATOR_SHAPE: Shape = memory.data<u8>([7, 10, 36, 6, 2, 1, 1, 5, 5, 5]);
/** who is in office, when seen last (0 = never; below 0: a vote put him in at minus that epoch, and he has not called yet), and his fees: withheld in two buckets, turned last at an epoch, and payable. */
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
    return changetype<Operator>(readTuple(r, OPERATOR_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, OPERATOR_SHAPE, changetype<usize>(this));
  }
}

const SHARE_CLASS_SHAPE: Shape = memory.data<u8>([7, 10, 28, 6, 5, 5, 5, 5, 0, 5]);
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
    return changetype<ShareClass>(readTuple(r, SHARE_CLASS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, SHARE_CLASS_SHAPE, changetype<usize>(this));
  }
}

const STREAM_SHAPE: Shape = memory.data<u8>([7, 7, 24, 3, 5, 1, 1]);
/** harvested reward under way: what is left (attoFIL), when it ends, when it was brought up to date. */
@final
export class Stream {
  constructor(
    public left: U256,
    public end: i64,
    public last: i64,
  ) {}
  static read(r: Reader): Stream {
    return changetype<Stream>(readTuple(r, STREAM_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, STREAM_SHAPE, changetype<usize>(this));
  }
}

const COUPON_SHAPE: Shape = memory.data<u8>([7, 7, 16, 3, 5, 5, 1]);
/** FixedIncome: level earned and level paid (attoFIL per share × 2^128), when brought up to date. */
@final
export class Coupon {
  constructor(
    public level: U256,
    public paid: U256,
    public last: i64,
  ) {}
  static read(r: Reader): Coupon {
    return changetype<Coupon>(readTuple(r, COUPON_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, COUPON_SHAPE, changetype<usize>(this));
  }
}

const ROOT_SHAPE: Shape = memory.data<u8>([7, 80, 184, 34, 0, 8, 7, 10, 36, 6, 2, 1, 1, 5, 5, 5, 5, 5, 5, 5, 5, 5, 7, 10, 28, 6, 5, 5, 5, 5, 0, 5, 7, 10, 28, 6, 5, 5, 5, 5, 0, 5, 7, 7, 24, 3, 5, 1, 1, 135, 7, 16, 3, 5, 5, 1, 4, 5, 1, 1, 0, 0, 0, 0, 0, 0, 0, 5, 13, 5, 0, 5, 136, 136, 136, 136, 136, 136, 136, 130]);
/** the state root; status 0 Active, 1 Leaving, 2 Migrated, 3 Heir; amounts in attoFIL; freedBelow = queue ids below it have matured for good; sideSenior = senior shares in requests beside the queue. While an outside actor is called the root is a 1-tuple [link to this]. */
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
    public freedBelow: u64,
    public nextSide: u64,
    public sideSenior: U256,
    public feesPayable: StaticArray<U256>,
    public positions: Bytes,
    public accounts: Bytes,
    public miners: Bytes,
    public requests: Bytes,
    public sides: Bytes,
    public closed: Bytes,
    public governance: Bytes,
    public successor: u64,
  ) {}
  static read(r: Reader): Root {
    return changetype<Root>(readTuple(r, ROOT_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, ROOT_SHAPE, changetype<usize>(this));
  }
}

const ACCOUNT_SHAPE: Shape = memory.data<u8>([7, 13, 40, 6, 5, 13, 8, 0, 0, 136, 0, 136, 0]);
/** of one actor id: claim (attoFIL), its tokens (up to 8 as a list in no order, what more came as an AMT, width 3, of rows of 256 ids: bytes, a bit an id, least significant first) and their number, account operators (as an AMT like that, of actor ids), next relay nonce. */
@final
export class Account {
  constructor(
    public claim: U256,
    public few: StaticArray<u64>,
    public tokens: Bytes,
    public count: u64,
    public operators: Bytes,
    public nonce: u64,
  ) {}
  static read(r: Reader): Account {
    return changetype<Account>(readTuple(r, ACCOUNT_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, ACCOUNT_SHAPE, changetype<usize>(this));
  }
}

const POSITION_SHAPE: Shape = memory.data<u8>([7, 17, 68, 10, 2, 0, 0, 5, 5, 5, 1, 1, 130, 13, 16, 0, 2]);
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
    return changetype<Position>(readTuple(r, POSITION_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, POSITION_SHAPE, changetype<usize>(this));
  }
}

const REQUEST_SHAPE: Shape = memory.data<u8>([7, 23, 12, 3, 7, 17, 68, 10, 2, 0, 0, 5, 5, 5, 1, 1, 130, 13, 16, 0, 2, 5, 5]);
/** one redemption request: what was given up (since = epoch of the request, or a notice before it where it needed none), paid and claimed in attoFIL; even ids stand in the queue, odd ones beside it. */
@final
export class Request {
  constructor(
    public position: Position,
    public paid: U256,
    public claimed: U256,
  ) {}
  static read(r: Reader): Request {
    return changetype<Request>(readTuple(r, REQUEST_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, REQUEST_SHAPE, changetype<usize>(this));
  }
}

const RELAY_REQUEST_SHAPE: Shape = memory.data<u8>([7, 15, 72, 9, 0, 2, 2, 0, 11, 0, 8, 0, 1, 5, 130]);
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
    return changetype<RelayRequest>(readTuple(r, RELAY_REQUEST_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, RELAY_REQUEST_SHAPE, changetype<usize>(this));
  }
}

const HEIR_SHAPE: Shape = memory.data<u8>([7, 5, 8, 1, 3]);
/** params of the Constructor of an heir, in place of terms: the actor whose state, money and miners it waits for. */
@final
export class Heir {
  constructor(
    public predecessor: u64,
  ) {}
  static read(r: Reader): Heir {
    return changetype<Heir>(readTuple(r, HEIR_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, HEIR_SHAPE, changetype<usize>(this));
  }
}

const ACTION_SHAPE: Shape = memory.data<u8>([7, 17, 32, 5, 2, 4, 131, 139, 64, 0, 135, 7, 16, 3, 2, 5, 5]);
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
    return changetype<Action>(readTuple(r, ACTION_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, ACTION_SHAPE, changetype<usize>(this));
  }
}

const PROPOSAL_SHAPE: Shape = memory.data<u8>([7, 37, 100, 17, 0, 2, 7, 17, 32, 5, 2, 4, 131, 139, 64, 0, 135, 7, 16, 3, 2, 5, 5, 1, 2, 5, 5, 5, 5, 5, 5, 5, 4, 2, 136, 2, 136]);
/** one proposal: the token behind it and its principal then, the voting class (0 senior, 1 junior), principal of both classes at the proposal, votes and the juniors' vetoes in attoFIL, whether anybody but the proposer has voted, status 0 open, 5 executed, 6 cancelled, 7 ended; votes = who has voted, an AMT of rows as the operators of an account are; the operator then and, if he is to be replaced, his tokens then. */
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
    public operator: u64,
    public held: Bytes,
  ) {}
  static read(r: Reader): Proposal {
    return changetype<Proposal>(readTuple(r, PROPOSAL_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, PROPOSAL_SHAPE, changetype<usize>(this));
  }
}

const FORMER_STAKE_SHAPE: Shape = memory.data<u8>([7, 6, 8, 2, 8, 8]);
/** tokens of a replaced operator when the vote was proposed and when it was carried out: what is in both was his. */
@final
export class FormerStake {
  constructor(
    public before: Bytes,
    public after: Bytes,
  ) {}
  static read(r: Reader): FormerStake {
    return changetype<FormerStake>(readTuple(r, FORMER_STAKE_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, FORMER_STAKE_SHAPE, changetype<usize>(this));
  }
}

const GOVERNANCE_SHAPE: Shape = memory.data<u8>([7, 38, 72, 12, 0, 136, 13, 16, 0, 0, 13, 16, 0, 11, 64, 0, 135, 7, 16, 3, 2, 5, 5, 4, 130, 130, 1, 0, 13, 16, 0, 7, 6, 8, 2, 8, 8, 136]);
/** what votes have decided and are deciding: next proposal id, proposals (AMT), ids that may still be open, allowed code, limits and issuer in place of those of the terms, the operator's nominee with the epoch from which he may accept and the vote against him (0 = none), token sets of replaced operators, sequences of attestations last used (HAMT: issuer and miner as varints → number). */
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
    public former: StaticArray<FormerStake>,
    public sequences: Bytes,
  ) {}
  static read(r: Reader): Governance {
    return changetype<Governance>(readTuple(r, GOVERNANCE_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, GOVERNANCE_SHAPE, changetype<usize>(this));
  }
}

const PROPOSAL_VIEW_SHAPE: Shape = memory.data<u8>([7, 43, 20, 3, 0, 2, 7, 37, 100, 17, 0, 2, 7, 17, 32, 5, 2, 4, 131, 139, 64, 0, 135, 7, 16, 3, 2, 5, 5, 1, 2, 5, 5, 5, 5, 5, 5, 5, 4, 2, 136, 2, 136]);
/** a proposal and its state: 0 voting, 1 failed, 2 passed and waiting, 3 to be executed, 4 expired, 5 executed, 6 cancelled, 7 ended. */
@final
export class ProposalView {
  constructor(
    public id: u64,
    public state: u64,
    public proposal: Proposal,
  ) {}
  static read(r: Reader): ProposalView {
    return changetype<ProposalView>(readTuple(r, PROPOSAL_VIEW_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, PROPOSAL_VIEW_SHAPE, changetype<usize>(this));
  }
}

const PROPOSAL_PAGE_SHAPE: Shape = memory.data<u8>([7, 51, 16, 2, 13, 64, 0, 7, 43, 20, 3, 0, 2, 7, 37, 100, 17, 0, 2, 7, 17, 32, 5, 2, 4, 131, 139, 64, 0, 135, 7, 16, 3, 2, 5, 5, 1, 2, 5, 5, 5, 5, 5, 5, 5, 4, 2, 136, 2, 136, 0]);
/** proposals and the id to go on with; 0 at the end. */
@final
export class ProposalPage {
  constructor(
    public proposals: StaticArray<ProposalView>,
    public next: u64,
  ) {}
  static read(r: Reader): ProposalPage {
    return changetype<ProposalPage>(readTuple(r, PROPOSAL_PAGE_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, PROPOSAL_PAGE_SHAPE, changetype<usize>(this));
  }
}

const MINER_FIGURES_SHAPE: Shape = memory.data<u8>([7, 8, 16, 4, 5, 5, 5, 5]);
/** what the chain shows of a miner and a claim of schema 1 says: balance and pledge (attoFIL), raw and quality-adjusted power (bytes). */
@final
export class MinerFigures {
  constructor(
    public balance: U256,
    public pledge: U256,
    public rawPower: U256,
    public qaPower: U256,
  ) {}
  static read(r: Reader): MinerFigures {
    return changetype<MinerFigures>(readTuple(r, MINER_FIGURES_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, MINER_FIGURES_SHAPE, changetype<usize>(this));
  }
}

const SNAPSHOT_SHAPE: Shape = memory.data<u8>([7, 22, 60, 9, 2, 1, 7, 8, 16, 4, 5, 5, 5, 5, 6, 5, 2, 130, 2, 11, 128, 0]);
/** a miner as the chain shows it at an epoch; amounts in attoFIL. */
@final
export class Snapshot {
  constructor(
    public miner: u64,
    public epoch: i64,
    public figures: MinerFigures,
    public available: Signed,
    public vesting: U256,
    public owner: u64,
    public proposed: u64,
    public beneficiary: u64,
    public peer: Bytes,
  ) {}
  static read(r: Reader): Snapshot {
    return changetype<Snapshot>(readTuple(r, SNAPSHOT_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, SNAPSHOT_SHAPE, changetype<usize>(this));
  }
}

const ATTESTATION_SHAPE: Shape = memory.data<u8>([7, 17, 88, 11, 0, 2, 2, 1, 1, 5, 0, 2, 2, 11, 0, 4, 0]);
/** what an issuer signs about a miner: its CBOR in the envelope of FRC-102 (personal_sign for 0x accounts), in this order; value = the most that may be forwarded by it (attoFIL); claim: schema 0 none, 1 the CBOR of MinerFigures; the sequence must exceed the last one used of (issuer, miner). */
@final
export class Attestation {
  constructor(
    public chainId: u64,
    public issuer: u64,
    public subject: u64,
    public issued: i64,
    public validUntil: i64,
    public value: U256,
    public method: u64,
    public miner: u64,
    public schema: u64,
    public claim: Bytes,
    public sequence: u64,
  ) {}
  static read(r: Reader): Attestation {
    return changetype<Attestation>(readTuple(r, ATTESTATION_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, ATTESTATION_SHAPE, changetype<usize>(this));
  }
}

const SIGNED_ATTESTATION_SHAPE: Shape = memory.data<u8>([7, 24, 8, 2, 7, 17, 88, 11, 0, 2, 2, 1, 1, 5, 0, 2, 2, 11, 0, 4, 0, 11, 96, 0]);
/** an attestation and the issuer's signature, without a type byte. */
@final
export class SignedAttestation {
  constructor(
    public attestation: Attestation,
    public signature: Bytes,
  ) {}
  static read(r: Reader): SignedAttestation {
    return changetype<SignedAttestation>(readTuple(r, SIGNED_ATTESTATION_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, SIGNED_ATTESTATION_SHAPE, changetype<usize>(this));
  }
}

const LEGACY_ENTRY_SHAPE: Shape = memory.data<u8>([7, 6, 12, 2, 1, 5]);
/** a row of the vesting table at takeover. */
@final
export class LegacyEntry {
  constructor(
    public epoch: i64,
    public amount: U256,
  ) {}
  static read(r: Reader): LegacyEntry {
    return changetype<LegacyEntry>(readTuple(r, LEGACY_ENTRY_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, LEGACY_ENTRY_SHAPE, changetype<usize>(this));
  }
}

const LEGACY_TABLE_SHAPE: Shape = memory.data<u8>([7, 13, 4, 1, 13, 0, 4, 7, 6, 12, 2, 1, 5]);
/** what was still vesting at takeover, by epoch. */
@final
export class LegacyTable {
  constructor(
    public entries: StaticArray<LegacyEntry>,
  ) {}
  static read(r: Reader): LegacyTable {
    return changetype<LegacyTable>(readTuple(r, LEGACY_TABLE_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, LEGACY_TABLE_SHAPE, changetype<usize>(this));
  }
}

const LEGACY_SHAPE: Shape = memory.data<u8>([7, 10, 36, 6, 2, 5, 1, 5, 5, 136]);
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
    return changetype<Legacy>(readTuple(r, LEGACY_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, LEGACY_SHAPE, changetype<usize>(this));
  }
}

const MINER_SHAPE: Shape = memory.data<u8>([7, 30, 88, 14, 2, 5, 6, 2, 13, 10, 0, 2, 4, 1, 1, 1, 5, 4, 1, 135, 10, 36, 6, 2, 5, 1, 5, 5, 136, 0]);
/** one miner in custody; principal K, net of pledge that came back, and the gap that waits for income, in attoFIL; reported = latest expiration of a sector that was reported; token = the in-kind junior that its take-over made and that alone takes it back, plus 2^63 the request into which it went, 0 = none. */
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
    public token: u64,
  ) {}
  static read(r: Reader): Miner {
    return changetype<Miner>(readTuple(r, MINER_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, MINER_SHAPE, changetype<usize>(this));
  }
}

const MINERS_SHAPE: Shape = memory.data<u8>([7, 40, 20, 4, 1, 5, 13, 32, 0, 7, 30, 88, 14, 2, 5, 6, 2, 13, 10, 0, 2, 4, 1, 1, 1, 5, 4, 1, 135, 10, 36, 6, 2, 5, 1, 5, 5, 136, 0, 136]);
/** all miners in custody, what was forwarded on a day (attoFIL), and who may come in (block of Approvals). */
@final
export class Miners {
  constructor(
    public forwardDay: i64,
    public forwarded: U256,
    public list: StaticArray<Miner>,
    public approvals: Bytes,
  ) {}
  static read(r: Reader): Miners {
    return changetype<Miners>(readTuple(r, MINERS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, MINERS_SHAPE, changetype<usize>(this));
  }
}

const APPROVAL_SHAPE: Shape = memory.data<u8>([7, 12, 40, 5, 2, 2, 2, 13, 10, 0, 2, 1]);
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
    return changetype<Approval>(readTuple(r, APPROVAL_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, APPROVAL_SHAPE, changetype<usize>(this));
  }
}

const APPROVALS_SHAPE: Shape = memory.data<u8>([7, 19, 4, 1, 13, 32, 0, 7, 12, 40, 5, 2, 2, 2, 13, 10, 0, 2, 1]);
/** all consents. */
@final
export class Approvals {
  constructor(
    public list: StaticArray<Approval>,
  ) {}
  static read(r: Reader): Approvals {
    return changetype<Approvals>(readTuple(r, APPROVALS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, APPROVALS_SHAPE, changetype<usize>(this));
  }
}

const TAKE_OWNER_RETURN_SHAPE: Shape = memory.data<u8>([7, 7, 16, 3, 0, 5, 5]);
/** what the former owner holds for a miner: his in-kind token (0 = none), its principal and his legacy claim, attoFIL. */
@final
export class TakeOwnerReturn {
  constructor(
    public token: u64,
    public principal: U256,
    public legacy: U256,
  ) {}
  static read(r: Reader): TakeOwnerReturn {
    return changetype<TakeOwnerReturn>(readTuple(r, TAKE_OWNER_RETURN_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, TAKE_OWNER_RETURN_SHAPE, changetype<usize>(this));
  }
}

const FINALIZE_RETURN_SHAPE: Shape = memory.data<u8>([7, 6, 16, 2, 5, 0]);
/** what was paid to requests, attoFIL, and how many requests are done. */
@final
export class FinalizeReturn {
  constructor(
    public paid: U256,
    public done: u64,
  ) {}
  static read(r: Reader): FinalizeReturn {
    return changetype<FinalizeReturn>(readTuple(r, FINALIZE_RETURN_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, FINALIZE_RETURN_SHAPE, changetype<usize>(this));
  }
}

const TRANSFER_RETURN_SHAPE: Shape = memory.data<u8>([7, 6, 16, 2, 0, 0]);
/** balances after a transfer, in tokens. */
@final
export class TransferReturn {
  constructor(
    public fromBalance: u64,
    public toBalance: u64,
  ) {}
  static read(r: Reader): TransferReturn {
    return changetype<TransferReturn>(readTuple(r, TRANSFER_RETURN_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, TRANSFER_RETURN_SHAPE, changetype<usize>(this));
  }
}

const TOKEN_PAGE_SHAPE: Shape = memory.data<u8>([7, 8, 8, 2, 12, 139, 64, 0]);
/** tokens and the cursor to go on with. */
@final
export class TokenPage {
  constructor(
    public tokens: IdSet,
    public next: Bytes,
  ) {}
  static read(r: Reader): TokenPage {
    return changetype<TokenPage>(readTuple(r, TOKEN_PAGE_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, TOKEN_PAGE_SHAPE, changetype<usize>(this));
  }
}

const OPERATOR_PAGE_SHAPE: Shape = memory.data<u8>([7, 8, 8, 2, 12, 139, 64, 0]);
/** actor ids and the cursor to go on with. */
@final
export class OperatorPage {
  constructor(
    public operators: IdSet,
    public next: Bytes,
  ) {}
  static read(r: Reader): OperatorPage {
    return changetype<OperatorPage>(readTuple(r, OPERATOR_PAGE_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, OPERATOR_PAGE_SHAPE, changetype<usize>(this));
  }
}

const REQUEST_VIEW_SHAPE: Shape = memory.data<u8>([7, 14, 68, 10, 0, 2, 2, 5, 1, 1, 130, 5, 5, 5]);
/** one redemption request with its present worth and the coupon due to it, which is lost at finalisation, attoFIL; epoch = when it was filed, or a notice before that where it needed none. */
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
    public unpaidCoupon: U256,
  ) {}
  static read(r: Reader): RequestView {
    return changetype<RequestView>(readTuple(r, REQUEST_VIEW_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, REQUEST_VIEW_SHAPE, changetype<usize>(this));
  }
}

const REQUEST_PAGE_SHAPE: Shape = memory.data<u8>([7, 22, 16, 2, 13, 64, 0, 7, 14, 68, 10, 0, 2, 2, 5, 1, 1, 130, 5, 5, 5, 0]);
/** requests and the id to go on with; 0 at the end. */
@final
export class RequestPage {
  constructor(
    public requests: StaticArray<RequestView>,
    public next: u64,
  ) {}
  static read(r: Reader): RequestPage {
    return changetype<RequestPage>(readTuple(r, REQUEST_PAGE_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, REQUEST_PAGE_SHAPE, changetype<usize>(this));
  }
}

const CLASS_VIEW_SHAPE: Shape = memory.data<u8>([7, 8, 20, 4, 5, 5, 0, 5]);
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
    return changetype<ClassView>(readTuple(r, CLASS_VIEW_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, CLASS_VIEW_SHAPE, changetype<usize>(this));
  }
}

const POOL_VIEW_SHAPE: Shape = memory.data<u8>([7, 49, 184, 31, 2, 2, 4, 1, 5, 5, 5, 5, 5, 5, 5, 5, 7, 8, 20, 4, 5, 5, 0, 5, 7, 8, 20, 4, 5, 5, 0, 5, 5, 1, 5, 5, 4, 5, 1, 5, 5, 5, 0, 2, 0, 0, 0, 0, 1]);
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
    return changetype<PoolView>(readTuple(r, POOL_VIEW_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, POOL_VIEW_SHAPE, changetype<usize>(this));
  }
}

const LEGACY_VIEW_SHAPE: Shape = memory.data<u8>([7, 17, 24, 5, 2, 5, 5, 5, 13, 0, 4, 7, 6, 12, 2, 1, 5]);
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
    return changetype<LegacyView>(readTuple(r, LEGACY_VIEW_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, LEGACY_VIEW_SHAPE, changetype<usize>(this));
  }
}

const MINER_VIEW_SHAPE: Shape = memory.data<u8>([7, 39, 88, 16, 2, 5, 6, 5, 6, 5, 5, 3, 13, 10, 0, 3, 4, 1, 1, 1, 5, 135, 17, 24, 5, 2, 5, 5, 5, 13, 0, 4, 7, 6, 12, 2, 1, 5, 0]);
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
    public token: u64,
  ) {}
  static read(r: Reader): MinerView {
    return changetype<MinerView>(readTuple(r, MINER_VIEW_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, MINER_VIEW_SHAPE, changetype<usize>(this));
  }
}

const MINER_SUMMARY_SHAPE: Shape = memory.data<u8>([7, 9, 32, 5, 2, 5, 5, 1, 1]);
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
    return changetype<MinerSummary>(readTuple(r, MINER_SUMMARY_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, MINER_SUMMARY_SHAPE, changetype<usize>(this));
  }
}

const POSITION_VIEW_SHAPE: Shape = memory.data<u8>([7, 13, 60, 9, 0, 2, 2, 5, 5, 1, 1, 130, 5]);
/** one position at this epoch; principal, reward and, with FixedIncome, the coupon due to it, which is lost when it is paid out, in attoFIL; class 0 senior, 1 junior. */
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
    public unpaidCoupon: U256,
  ) {}
  static read(r: Reader): PositionView {
    return changetype<PositionView>(readTuple(r, POSITION_VIEW_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, POSITION_VIEW_SHAPE, changetype<usize>(this));
  }
}

const ACCOUNT_VIEW_SHAPE: Shape = memory.data<u8>([7, 9, 32, 5, 2, 5, 5, 0, 0]);
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
    return changetype<AccountView>(readTuple(r, ACCOUNT_VIEW_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, ACCOUNT_VIEW_SHAPE, changetype<usize>(this));
  }
}

const VERSION_VIEW_SHAPE: Shape = memory.data<u8>([7, 10, 8, 2, 10, 32, 0, 10, 16, 0]);
/** name and version of the code. */
@final
export class VersionView {
  constructor(
    public name: Bytes,
    public version: Bytes,
  ) {}
  static read(r: Reader): VersionView {
    return changetype<VersionView>(readTuple(r, VERSION_VIEW_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, VERSION_VIEW_SHAPE, changetype<usize>(this));
  }
}

/** creates the offer with its terms. Caller: Init. */
export const CONSTRUCTOR: u64 = 1;
export function readConstructor(params: Bytes): Terms {
  return load<Terms>(readLone(params, TERMS_SHAPE));
}

/** consents to take over a miner, for 20,160 epochs. Caller: operator. */
export const APPROVE_MINER: u64 = 2284332604;
const APPROVE_MINER_PARAMS_SHAPE: Shape = memory.data<u8>([7, 11, 28, 4, 2, 3, 3, 13, 10, 0, 3]);
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
    return changetype<ApproveMinerParams>(readTuple(r, APPROVE_MINER_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, APPROVE_MINER_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readApproveMiner(params: Bytes): ApproveMinerParams {
  return load<ApproveMinerParams>(readLone(params, APPROVE_MINER_PARAMS_SHAPE));
}

/** makes this actor the owner of a miner that was proposed to it. Caller: the miner's present owner. */
export const TAKE_OWNER: u64 = 1606945992;
export function readTakeOwner(params: Bytes): u64 {
  return load<u64>(readLone(params, ID_SHAPE));
}
export function returnTakeOwner(value: TakeOwnerReturn): Bytes {
  return writeLone(TAKE_OWNER_RETURN_SHAPE, changetype<usize>(value));
}

/** confirms a pending worker, sets worker and controls again; true once the worker is confirmed. Caller: anyone. */
export const CONFIRM_WORKER: u64 = 3430050022;
export function readConfirmWorker(params: Bytes): u64 {
  return load<u64>(readLone(params, ID_SHAPE));
}
export function returnConfirmWorker(value: bool): Bytes {
  return writeLone(BOOL_SHAPE, <u64>value);
}

/** changes worker and control addresses of a miner. Caller: operator. */
export const CHANGE_WORKER: u64 = 4185799205;
const CHANGE_WORKER_PARAMS_SHAPE: Shape = memory.data<u8>([7, 10, 20, 3, 2, 3, 13, 10, 0, 3]);
/** params of ChangeWorker. */
@final
export class ChangeWorkerParams {
  constructor(
    public miner: u64,
    public worker: u64,
    public controls: StaticArray<u64>,
  ) {}
  static read(r: Reader): ChangeWorkerParams {
    return changetype<ChangeWorkerParams>(readTuple(r, CHANGE_WORKER_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, CHANGE_WORKER_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readChangeWorker(params: Bytes): ChangeWorkerParams {
  return load<ChangeWorkerParams>(readLone(params, CHANGE_WORKER_PARAMS_SHAPE));
}

/** creates a miner owned by this actor; the value sent is the operator's in-kind position, the locked deposit his claim. Caller: operator. */
export const CREATE_MINER: u64 = 1173380165;
const CREATE_MINER_PARAMS_SHAPE: Shape = memory.data<u8>([7, 15, 24, 4, 3, 2, 11, 128, 0, 13, 16, 0, 11, 0, 1]);
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
    return changetype<CreateMinerParams>(readTuple(r, CREATE_MINER_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, CREATE_MINER_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readCreateMiner(params: Bytes): CreateMinerParams {
  return load<CreateMinerParams>(readLone(params, CREATE_MINER_PARAMS_SHAPE));
}
export function returnCreateMiner(value: u64): Bytes {
  return writeLone(ID_SHAPE, <u64>value);
}

/** takes in an approved miner that was created with this actor as its owner; all it holds is reward. Caller: operator. */
export const ADOPT_MINER: u64 = 1900478321;
export function readAdoptMiner(params: Bytes): u64 {
  return load<u64>(readLone(params, ID_SHAPE));
}

/** changes the peer id of a miner. Caller: operator. */
export const CHANGE_PEER_ID: u64 = 1236548004;
const CHANGE_PEER_IDPARAMS_SHAPE: Shape = memory.data<u8>([7, 8, 12, 2, 2, 11, 128, 0]);
/** params of ChangePeerID. */
@final
export class ChangePeerIDParams {
  constructor(
    public miner: u64,
    public peer: Bytes,
  ) {}
  static read(r: Reader): ChangePeerIDParams {
    return changetype<ChangePeerIDParams>(readTuple(r, CHANGE_PEER_IDPARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, CHANGE_PEER_IDPARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readChangePeerID(params: Bytes): ChangePeerIDParams {
  return load<ChangePeerIDParams>(readLone(params, CHANGE_PEER_IDPARAMS_SHAPE));
}

/** changes the network addresses of a miner. Caller: operator. */
export const CHANGE_MULTIADDRS: u64 = 1063480576;
const CHANGE_MULTIADDRS_PARAMS_SHAPE: Shape = memory.data<u8>([7, 11, 12, 2, 2, 13, 16, 0, 11, 0, 1]);
/** params of ChangeMultiaddrs. */
@final
export class ChangeMultiaddrsParams {
  constructor(
    public miner: u64,
    public addresses: StaticArray<Bytes>,
  ) {}
  static read(r: Reader): ChangeMultiaddrsParams {
    return changetype<ChangeMultiaddrsParams>(readTuple(r, CHANGE_MULTIADDRS_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, CHANGE_MULTIADDRS_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readChangeMultiaddrs(params: Bytes): ChangeMultiaddrsParams {
  return load<ChangeMultiaddrsParams>(readLone(params, CHANGE_MULTIADDRS_PARAMS_SHAPE));
}

/** flags a miner with a sector that expires after the offer's last expiration: the operator's fee goes to the holders. Caller: anyone. */
export const REPORT_OVER_EXTENSION: u64 = 1359664910;
const REPORT_OVER_EXTENSION_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 16, 2, 2, 0]);
/** params of ReportOverExtension. */
@final
export class ReportOverExtensionParams {
  constructor(
    public miner: u64,
    public sector: u64,
  ) {}
  static read(r: Reader): ReportOverExtensionParams {
    return changetype<ReportOverExtensionParams>(readTuple(r, REPORT_OVER_EXTENSION_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, REPORT_OVER_EXTENSION_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readReportOverExtension(params: Bytes): ReportOverExtensionParams {
  return load<ReportOverExtensionParams>(readLone(params, REPORT_OVER_EXTENSION_PARAMS_SHAPE));
}

/** gives a miner back: proposes `to` as its owner. Caller: owner of the miner's in-kind position. */
export const RELEASE_MINER: u64 = 1302403123;
const RELEASE_MINER_PARAMS_SHAPE: Shape = memory.data<u8>([7, 7, 24, 3, 2, 0, 3]);
/** params of ReleaseMiner. */
@final
export class ReleaseMinerParams {
  constructor(
    public miner: u64,
    public token: u64,
    public to: u64,
  ) {}
  static read(r: Reader): ReleaseMinerParams {
    return changetype<ReleaseMinerParams>(readTuple(r, RELEASE_MINER_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, RELEASE_MINER_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readReleaseMiner(params: Bytes): ReleaseMinerParams {
  return load<ReleaseMinerParams>(readLone(params, RELEASE_MINER_PARAMS_SHAPE));
}
export function returnReleaseMiner(value: U256): Bytes {
  return writeLone(AMOUNT_SHAPE, changetype<usize>(value));
}

/** sets the room: how much is accepted in deposits, and until when. Caller: operator. */
export const OPEN_DEPOSITS: u64 = 1149273646;
const OPEN_DEPOSITS_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 16, 2, 5, 1]);
/** params of OpenDeposits. */
@final
export class OpenDepositsParams {
  constructor(
    public amount: U256,
    public until: i64,
  ) {}
  static read(r: Reader): OpenDepositsParams {
    return changetype<OpenDepositsParams>(readTuple(r, OPEN_DEPOSITS_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, OPEN_DEPOSITS_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readOpenDeposits(params: Bytes): OpenDepositsParams {
  return load<OpenDepositsParams>(readLone(params, OPEN_DEPOSITS_PARAMS_SHAPE));
}

/** deposits the value sent as a senior position. Caller: anyone. */
export const DEPOSIT: u64 = 1932531225;
export function returnDeposit(value: u64): Bytes {
  return writeLone(U64_SHAPE, <u64>value);
}

/** stakes the value sent as first loss. Caller: operator. */
export const STAKE_JUNIOR: u64 = 3442530824;
export function returnStakeJunior(value: u64): Bytes {
  return writeLone(U64_SHAPE, <u64>value);
}

/** sends principal to a miner as pledge; with an attestation if the terms need one, else null. Caller: operator. */
export const FORWARD: u64 = 4128009427;
const FORWARD_PARAMS_SHAPE: Shape = memory.data<u8>([7, 30, 16, 3, 2, 5, 135, 24, 8, 2, 7, 17, 88, 11, 0, 2, 2, 1, 1, 5, 0, 2, 2, 11, 0, 4, 0, 11, 96, 0]);
/** params of Forward. */
@final
export class ForwardParams {
  constructor(
    public miner: u64,
    public amount: U256,
    public attestation: SignedAttestation | null,
  ) {}
  static read(r: Reader): ForwardParams {
    return changetype<ForwardParams>(readTuple(r, FORWARD_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, FORWARD_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readForward(params: Bytes): ForwardParams {
  return load<ForwardParams>(readLone(params, FORWARD_PARAMS_SHAPE));
}

/** takes a miner's reward and shares it; pays the caller a tip. Caller: anyone. */
export const HARVEST: u64 = 2623885389;
export function readHarvest(params: Bytes): u64 {
  return load<u64>(readLone(params, ID_SHAPE));
}
export function returnHarvest(value: U256): Bytes {
  return writeLone(AMOUNT_SHAPE, changetype<usize>(value));
}

/** brings principal back from a miner. Caller: operator; anyone up to what matured requests need, and any amount once the offer is leaving or sealing is off. */
export const RECALL: u64 = 1793571979;
const RECALL_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 12, 2, 2, 5]);
/** params of Recall. */
@final
export class RecallParams {
  constructor(
    public miner: u64,
    public amount: U256,
  ) {}
  static read(r: Reader): RecallParams {
    return changetype<RecallParams>(readTuple(r, RECALL_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, RECALL_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readRecall(params: Bytes): RecallParams {
  return load<RecallParams>(readLone(params, RECALL_PARAMS_SHAPE));
}
export function returnRecall(value: U256): Bytes {
  return writeLone(AMOUNT_SHAPE, changetype<usize>(value));
}

/** books the loss of a miner, if there is one. Caller: anyone. */
export const MEASURE: u64 = 1715388091;
export function readMeasure(params: Bytes): u64 {
  return load<u64>(readLone(params, ID_SHAPE));
}
export function returnMeasure(value: U256): Bytes {
  return writeLone(AMOUNT_SHAPE, changetype<usize>(value));
}

/** settles these positions and pays the caller's claim. Caller: holder or fee beneficiary. */
export const WITHDRAW: u64 = 854052278;
const WITHDRAW_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 8, 2, 12, 137]);
/** params of Withdraw. */
@final
export class WithdrawParams {
  constructor(
    public tokens: IdSet,
    public recipient: Bytes,
  ) {}
  static read(r: Reader): WithdrawParams {
    return changetype<WithdrawParams>(readTuple(r, WITHDRAW_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, WITHDRAW_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readWithdraw(params: Bytes): WithdrawParams {
  return load<WithdrawParams>(readLone(params, WITHDRAW_PARAMS_SHAPE));
}
export function returnWithdraw(value: U256): Bytes {
  return writeLone(AMOUNT_SHAPE, changetype<usize>(value));
}

/** shares out money that came by bare sends. Caller: anyone. */
export const SWEEP: u64 = 2636108380;
export function returnSweep(value: U256): Bytes {
  return writeLone(AMOUNT_SHAPE, changetype<usize>(value));
}

/** transfers positions (FRC-53). Caller: holder. */
export const TRANSFER: u64 = 80475954;
const TRANSFER_PARAMS_SHAPE: Shape = memory.data<u8>([7, 9, 12, 3, 9, 12, 11, 0, 4]);
/** params of Transfer. */
@final
export class TransferParams {
  constructor(
    public to: Bytes,
    public tokens: IdSet,
    public operatorData: Bytes,
  ) {}
  static read(r: Reader): TransferParams {
    return changetype<TransferParams>(readTuple(r, TRANSFER_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, TRANSFER_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readTransfer(params: Bytes): TransferParams {
  return load<TransferParams>(readLone(params, TRANSFER_PARAMS_SHAPE));
}
export function returnTransfer(value: TransferReturn): Bytes {
  return writeLone(TRANSFER_RETURN_SHAPE, changetype<usize>(value));
}

/** transfers positions of another account (FRC-53). Caller: who is approved for the tokens. */
export const TRANSFER_FROM: u64 = 3621052141;
const TRANSFER_FROM_PARAMS_SHAPE: Shape = memory.data<u8>([7, 10, 16, 4, 9, 9, 12, 11, 0, 4]);
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
    return changetype<TransferFromParams>(readTuple(r, TRANSFER_FROM_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, TRANSFER_FROM_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readTransferFrom(params: Bytes): TransferFromParams {
  return load<TransferFromParams>(readLone(params, TRANSFER_FROM_PARAMS_SHAPE));
}
export function returnTransferFrom(value: TransferReturn): Bytes {
  return writeLone(TRANSFER_RETURN_SHAPE, changetype<usize>(value));
}

/** lets an account transfer these positions (FRC-53). Caller: holder, or who is approved for all his tokens. */
export const APPROVE: u64 = 1289044053;
const APPROVE_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 8, 2, 9, 12]);
/** params of Approve. */
@final
export class ApproveParams {
  constructor(
    public operator: Bytes,
    public tokens: IdSet,
  ) {}
  static read(r: Reader): ApproveParams {
    return changetype<ApproveParams>(readTuple(r, APPROVE_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, APPROVE_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readApprove(params: Bytes): ApproveParams {
  return load<ApproveParams>(readLone(params, APPROVE_PARAMS_SHAPE));
}

/** takes such an approval back (FRC-53). Caller: holder, or who is approved for all his tokens. */
export const REVOKE_APPROVAL: u64 = 1196401723;
const REVOKE_APPROVAL_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 8, 2, 9, 12]);
/** params of RevokeApproval. */
@final
export class RevokeApprovalParams {
  constructor(
    public operator: Bytes,
    public tokens: IdSet,
  ) {}
  static read(r: Reader): RevokeApprovalParams {
    return changetype<RevokeApprovalParams>(readTuple(r, REVOKE_APPROVAL_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, REVOKE_APPROVAL_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readRevokeApproval(params: Bytes): RevokeApprovalParams {
  return load<RevokeApprovalParams>(readLone(params, REVOKE_APPROVAL_PARAMS_SHAPE));
}

/** lets an account transfer all positions of the caller, future ones too (FRC-53). Caller: holder. */
export const APPROVE_FOR_ALL: u64 = 1270275105;
export function readApproveForAll(params: Bytes): Bytes {
  return load<Bytes>(readLone(params, ADDRESS_SHAPE));
}

/** takes such an approval back (FRC-53). Caller: holder. */
export const REVOKE_APPROVAL_FOR_ALL: u64 = 2402642824;
export function readRevokeApprovalForAll(params: Bytes): Bytes {
  return load<Bytes>(readLone(params, ADDRESS_SHAPE));
}

/** destroys positions without principal (FRC-53). Caller: holder. */
export const BURN: u64 = 1434719642;
export function readBurn(params: Bytes): IdSet {
  return load<IdSet>(readLone(params, TOKEN_SET_SHAPE));
}
export function returnBurn(value: u64): Bytes {
  return writeLone(U64_SHAPE, <u64>value);
}

/** destroys positions of another account, without principal (FRC-53). Caller: who is approved for the tokens. */
export const BURN_FROM: u64 = 2979674018;
const BURN_FROM_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 8, 2, 9, 12]);
/** params of BurnFrom. */
@final
export class BurnFromParams {
  constructor(
    public from: Bytes,
    public tokens: IdSet,
  ) {}
  static read(r: Reader): BurnFromParams {
    return changetype<BurnFromParams>(readTuple(r, BURN_FROM_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, BURN_FROM_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readBurnFrom(params: Bytes): BurnFromParams {
  return load<BurnFromParams>(readLone(params, BURN_FROM_PARAMS_SHAPE));
}

/** makes a position of a part of another. Caller: holder. */
export const SPLIT: u64 = 946268834;
const SPLIT_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 12, 2, 0, 5]);
/** params of Split. */
@final
export class SplitParams {
  constructor(
    public token: u64,
    public amount: U256,
  ) {}
  static read(r: Reader): SplitParams {
    return changetype<SplitParams>(readTuple(r, SPLIT_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, SPLIT_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readSplit(params: Bytes): SplitParams {
  return load<SplitParams>(readLone(params, SPLIT_PARAMS_SHAPE));
}
export function returnSplit(value: u64): Bytes {
  return writeLone(U64_SHAPE, <u64>value);
}

/** makes one position, the first, of several of the same kind. Caller: holder. */
export const MERGE: u64 = 1094956687;
export function readMerge(params: Bytes): IdSet {
  return load<IdSet>(readLone(params, TOKEN_SET_SHAPE));
}
export function returnMerge(value: u64): Bytes {
  return writeLone(U64_SHAPE, <u64>value);
}

/** name of the token (FRC-53). Caller: anyone. */
export const NAME: u64 = 48890204;
export function returnName(value: Bytes): Bytes {
  return writeLone(TEXT64_SHAPE, changetype<usize>(value));
}

/** symbol of the token (FRC-53). Caller: anyone. */
export const SYMBOL: u64 = 2061153854;
export function returnSymbol(value: Bytes): Bytes {
  return writeLone(TEXT16_SHAPE, changetype<usize>(value));
}

/** number of live tokens (FRC-53). Caller: anyone. */
export const TOTAL_SUPPLY: u64 = 114981429;
export function returnTotalSupply(value: u64): Bytes {
  return writeLone(U64_SHAPE, <u64>value);
}

/** metadata URI of a token (FRC-53). Caller: anyone. */
export const METADATA_ID: u64 = 1388800207;
export function readMetadataID(params: Bytes): u64 {
  return load<u64>(readLone(params, U64_SHAPE));
}
export function returnMetadataID(value: Bytes): Bytes {
  return writeLone(TEXT512_SHAPE, changetype<usize>(value));
}

/** number of tokens of an account (FRC-53). Caller: anyone. */
export const BALANCE: u64 = 3261979605;
export function readBalance(params: Bytes): Bytes {
  return load<Bytes>(readLone(params, ADDRESS_SHAPE));
}
export function returnBalance(value: u64): Bytes {
  return writeLone(U64_SHAPE, <u64>value);
}

/** owners of tokens, in their order (FRC-53). Caller: anyone. */
export const OWNER: u64 = 739904285;
export function readOwner(params: Bytes): IdSet {
  return load<IdSet>(readLone(params, TOKEN_SET_SHAPE));
}
export function returnOwner(value: StaticArray<u64>): Bytes {
  return writeLone(LIST_OF_ID64_SHAPE, changetype<usize>(value));
}

/** tokens of an account, page by page (FRC-53). Caller: anyone. */
export const LIST_OWNED_TOKENS: u64 = 3291325891;
const LIST_OWNED_TOKENS_PARAMS_SHAPE: Shape = memory.data<u8>([7, 9, 16, 3, 9, 11, 64, 0, 2]);
/** params of ListOwnedTokens. */
@final
export class ListOwnedTokensParams {
  constructor(
    public owner: Bytes,
    public cursor: Bytes,
    public limit: u64,
  ) {}
  static read(r: Reader): ListOwnedTokensParams {
    return changetype<ListOwnedTokensParams>(readTuple(r, LIST_OWNED_TOKENS_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, LIST_OWNED_TOKENS_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readListOwnedTokens(params: Bytes): ListOwnedTokensParams {
  return load<ListOwnedTokensParams>(readLone(params, LIST_OWNED_TOKENS_PARAMS_SHAPE));
}
export function returnListOwnedTokens(value: TokenPage): Bytes {
  return writeLone(TOKEN_PAGE_SHAPE, changetype<usize>(value));
}

/** those of the tokens that an account is approved for (FRC-53). Caller: anyone. */
export const IS_APPROVED: u64 = 3161842388;
const IS_APPROVED_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 8, 2, 9, 12]);
/** params of IsApproved. */
@final
export class IsApprovedParams {
  constructor(
    public operator: Bytes,
    public tokens: IdSet,
  ) {}
  static read(r: Reader): IsApprovedParams {
    return changetype<IsApprovedParams>(readTuple(r, IS_APPROVED_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, IS_APPROVED_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readIsApproved(params: Bytes): IsApprovedParams {
  return load<IsApprovedParams>(readLone(params, IS_APPROVED_PARAMS_SHAPE));
}
export function returnIsApproved(value: IdSet): Bytes {
  return writeLone(TOKEN_SET_SHAPE, changetype<usize>(value));
}

/** whether an account is approved for all tokens of another (FRC-53). Caller: anyone. */
export const IS_APPROVED_FOR_ALL: u64 = 3914862321;
const IS_APPROVED_FOR_ALL_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 8, 2, 9, 9]);
/** params of IsApprovedForAll. */
@final
export class IsApprovedForAllParams {
  constructor(
    public owner: Bytes,
    public operator: Bytes,
  ) {}
  static read(r: Reader): IsApprovedForAllParams {
    return changetype<IsApprovedForAllParams>(readTuple(r, IS_APPROVED_FOR_ALL_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, IS_APPROVED_FOR_ALL_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readIsApprovedForAll(params: Bytes): IsApprovedForAllParams {
  return load<IsApprovedForAllParams>(readLone(params, IS_APPROVED_FOR_ALL_PARAMS_SHAPE));
}
export function returnIsApprovedForAll(value: bool): Bytes {
  return writeLone(BOOL_SHAPE, <u64>value);
}

/** all tokens, page by page (FRC-53). Caller: anyone. */
export const LIST_TOKENS: u64 = 3109733400;
const LIST_TOKENS_PARAMS_SHAPE: Shape = memory.data<u8>([7, 8, 16, 2, 11, 64, 0, 2]);
/** params of ListTokens. */
@final
export class ListTokensParams {
  constructor(
    public cursor: Bytes,
    public limit: u64,
  ) {}
  static read(r: Reader): ListTokensParams {
    return changetype<ListTokensParams>(readTuple(r, LIST_TOKENS_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, LIST_TOKENS_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readListTokens(params: Bytes): ListTokensParams {
  return load<ListTokensParams>(readLone(params, LIST_TOKENS_PARAMS_SHAPE));
}
export function returnListTokens(value: TokenPage): Bytes {
  return writeLone(TOKEN_PAGE_SHAPE, changetype<usize>(value));
}

/** who is approved for a token (FRC-53). Caller: anyone. */
export const LIST_TOKEN_OPERATORS: u64 = 1812036223;
const LIST_TOKEN_OPERATORS_PARAMS_SHAPE: Shape = memory.data<u8>([7, 9, 24, 3, 0, 11, 64, 0, 2]);
/** params of ListTokenOperators. */
@final
export class ListTokenOperatorsParams {
  constructor(
    public token: u64,
    public cursor: Bytes,
    public limit: u64,
  ) {}
  static read(r: Reader): ListTokenOperatorsParams {
    return changetype<ListTokenOperatorsParams>(readTuple(r, LIST_TOKEN_OPERATORS_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, LIST_TOKEN_OPERATORS_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readListTokenOperators(params: Bytes): ListTokenOperatorsParams {
  return load<ListTokenOperatorsParams>(readLone(params, LIST_TOKEN_OPERATORS_PARAMS_SHAPE));
}
export function returnListTokenOperators(value: OperatorPage): Bytes {
  return writeLone(OPERATOR_PAGE_SHAPE, changetype<usize>(value));
}

/** tokens that an account is approved for one by one (FRC-53). Caller: anyone. */
export const LIST_OPERATOR_TOKENS: u64 = 3756569379;
const LIST_OPERATOR_TOKENS_PARAMS_SHAPE: Shape = memory.data<u8>([7, 9, 16, 3, 9, 11, 64, 0, 2]);
/** params of ListOperatorTokens. */
@final
export class ListOperatorTokensParams {
  constructor(
    public operator: Bytes,
    public cursor: Bytes,
    public limit: u64,
  ) {}
  static read(r: Reader): ListOperatorTokensParams {
    return changetype<ListOperatorTokensParams>(readTuple(r, LIST_OPERATOR_TOKENS_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, LIST_OPERATOR_TOKENS_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readListOperatorTokens(params: Bytes): ListOperatorTokensParams {
  return load<ListOperatorTokensParams>(readLone(params, LIST_OPERATOR_TOKENS_PARAMS_SHAPE));
}
export function returnListOperatorTokens(value: TokenPage): Bytes {
  return writeLone(TOKEN_PAGE_SHAPE, changetype<usize>(value));
}

/** who is approved for all tokens of an account (FRC-53). Caller: anyone. */
export const LIST_ACCOUNT_OPERATORS: u64 = 878954194;
const LIST_ACCOUNT_OPERATORS_PARAMS_SHAPE: Shape = memory.data<u8>([7, 9, 16, 3, 9, 11, 64, 0, 2]);
/** params of ListAccountOperators. */
@final
export class ListAccountOperatorsParams {
  constructor(
    public owner: Bytes,
    public cursor: Bytes,
    public limit: u64,
  ) {}
  static read(r: Reader): ListAccountOperatorsParams {
    return changetype<ListAccountOperatorsParams>(readTuple(r, LIST_ACCOUNT_OPERATORS_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, LIST_ACCOUNT_OPERATORS_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readListAccountOperators(params: Bytes): ListAccountOperatorsParams {
  return load<ListAccountOperatorsParams>(readLone(params, LIST_ACCOUNT_OPERATORS_PARAMS_SHAPE));
}
export function returnListAccountOperators(value: OperatorPage): Bytes {
  return writeLone(OPERATOR_PAGE_SHAPE, changetype<usize>(value));
}

/** Balance under the name that reference clients use. Caller: anyone. */
export const BALANCE_OF: u64 = 2266030508;
export function readBalanceOf(params: Bytes): Bytes {
  return load<Bytes>(readLone(params, ADDRESS_SHAPE));
}
export function returnBalanceOf(value: u64): Bytes {
  return writeLone(U64_SHAPE, <u64>value);
}

/** owner of one token, for reference clients. Caller: anyone. */
export const OWNER_OF: u64 = 1810095946;
export function readOwnerOf(params: Bytes): u64 {
  return load<u64>(readLone(params, U64_SHAPE));
}
export function returnOwnerOf(value: u64): Bytes {
  return writeLone(ID_SHAPE, <u64>value);
}

/** MetadataID under the name that reference clients use. Caller: anyone. */
export const METADATA: u64 = 3409621011;
export function readMetadata(params: Bytes): u64 {
  return load<u64>(readLone(params, U64_SHAPE));
}
export function returnMetadata(value: Bytes): Bytes {
  return writeLone(TEXT512_SHAPE, changetype<usize>(value));
}

/** asks principal back; matures after the notice. Caller: holder. */
export const REDEEM: u64 = 796046896;
const REDEEM_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 12, 2, 0, 5]);
/** params of Redeem. */
@final
export class RedeemParams {
  constructor(
    public token: u64,
    public amount: U256,
  ) {}
  static read(r: Reader): RedeemParams {
    return changetype<RedeemParams>(readTuple(r, REDEEM_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, REDEEM_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readRedeem(params: Bytes): RedeemParams {
  return load<RedeemParams>(readLone(params, REDEEM_PARAMS_SHAPE));
}
export function returnRedeem(value: u64): Bytes {
  return writeLone(U64_SHAPE, <u64>value);
}

/** turns a request that has not matured back into a position. Caller: owner of the request. */
export const CANCEL_REDEMPTION: u64 = 443171326;
export function readCancelRedemption(params: Bytes): u64 {
  return load<u64>(readLone(params, U64_SHAPE));
}
export function returnCancelRedemption(value: u64): Bytes {
  return writeLone(U64_SHAPE, <u64>value);
}

/** pays the exit queue from liquid principal, first come first served. Caller: anyone. */
export const FINALIZE: u64 = 1175315346;
export function readFinalize(params: Bytes): u64 {
  return load<u64>(readLone(params, UINT_SHAPE));
}
export function returnFinalize(value: FinalizeReturn): Bytes {
  return writeLone(FINALIZE_RETURN_SHAPE, changetype<usize>(value));
}

/** pays one junior or in-kind request. Caller: anyone. */
export const FINALIZE_SIDE: u64 = 2255069509;
export function readFinalizeSide(params: Bytes): u64 {
  return load<u64>(readLone(params, U64_SHAPE));
}
export function returnFinalizeSide(value: U256): Bytes {
  return writeLone(AMOUNT_SHAPE, changetype<usize>(value));
}

/** sends finalised redemptions to their owners. Caller: anyone. */
export const CLAIM_REDEMPTION: u64 = 130519503;
export function readClaimRedemption(params: Bytes): IdSet {
  return load<IdSet>(readLone(params, TOKEN_SET_SHAPE));
}
export function returnClaimRedemption(value: U256): Bytes {
  return writeLone(AMOUNT_SHAPE, changetype<usize>(value));
}

/** puts an action to the vote; a token stands behind one open proposal. Caller: holder. */
export const PROPOSE: u64 = 1696838335;
const PROPOSE_PARAMS_SHAPE: Shape = memory.data<u8>([7, 22, 12, 2, 0, 7, 17, 32, 5, 2, 4, 131, 139, 64, 0, 135, 7, 16, 3, 2, 5, 5]);
/** params of Propose. */
@final
export class ProposeParams {
  constructor(
    public token: u64,
    public action: Action,
  ) {}
  static read(r: Reader): ProposeParams {
    return changetype<ProposeParams>(readTuple(r, PROPOSE_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, PROPOSE_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readPropose(params: Bytes): ProposeParams {
  return load<ProposeParams>(readLone(params, PROPOSE_PARAMS_SHAPE));
}
export function returnPropose(value: u64): Bytes {
  return writeLone(U64_SHAPE, <u64>value);
}

/** votes with positions: 0 against, 1 for, 2 abstain. Caller: holder. */
export const VOTE: u64 = 2621973148;
const VOTE_PARAMS_SHAPE: Shape = memory.data<u8>([7, 7, 24, 3, 0, 12, 2]);
/** params of Vote. */
@final
export class VoteParams {
  constructor(
    public proposal: u64,
    public tokens: IdSet,
    public choice: u64,
  ) {}
  static read(r: Reader): VoteParams {
    return changetype<VoteParams>(readTuple(r, VOTE_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, VOTE_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readVote(params: Bytes): VoteParams {
  return load<VoteParams>(readLone(params, VOTE_PARAMS_SHAPE));
}
export function returnVote(value: U256): Bytes {
  return writeLone(AMOUNT_SHAPE, changetype<usize>(value));
}

/** carries out a proposal that has passed, after its delay. Caller: anyone. */
export const EXECUTE: u64 = 1109989340;
export function readExecute(params: Bytes): u64 {
  return load<u64>(readLone(params, U64_SHAPE));
}

/** withdraws a proposal before anybody else has voted. Caller: the proposer. */
export const CANCEL_PROPOSAL: u64 = 2002923724;
export function readCancelProposal(params: Bytes): u64 {
  return load<u64>(readLone(params, U64_SHAPE));
}

/** one proposal and its state. Caller: anyone. */
export const GET_PROPOSAL: u64 = 1290624481;
export function readGetProposal(params: Bytes): u64 {
  return load<u64>(readLone(params, U64_SHAPE));
}
export function returnGetProposal(value: ProposalView): Bytes {
  return writeLone(PROPOSAL_VIEW_SHAPE, changetype<usize>(value));
}

/** proposals from an id on. Caller: anyone. */
export const LIST_PROPOSALS: u64 = 429717268;
const LIST_PROPOSALS_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 16, 2, 0, 2]);
/** params of ListProposals. */
@final
export class ListProposalsParams {
  constructor(
    public from: u64,
    public limit: u64,
  ) {}
  static read(r: Reader): ListProposalsParams {
    return changetype<ListProposalsParams>(readTuple(r, LIST_PROPOSALS_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, LIST_PROPOSALS_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readListProposals(params: Bytes): ListProposalsParams {
  return load<ListProposalsParams>(readLone(params, LIST_PROPOSALS_PARAMS_SHAPE));
}
export function returnListProposals(value: ProposalPage): Bytes {
  return writeLone(PROPOSAL_PAGE_SHAPE, changetype<usize>(value));
}

/** what votes have decided: limits, allowed code, issuer; the operator's nominee. Caller: anyone. */
export const GET_GOVERNANCE: u64 = 2563675046;
export function returnGetGovernance(value: Governance): Bytes {
  return writeLone(GOVERNANCE_SHAPE, changetype<usize>(value));
}

/** carries out what an account has signed (Withdraw, Redeem, CancelRedemption, ClaimRedemption, Vote, Transfer, Approve); the fee goes from its claim to the caller. Caller: anyone. */
export const EXECUTE_WITH_AUTH: u64 = 1485504273;
const EXECUTE_WITH_AUTH_PARAMS_SHAPE: Shape = memory.data<u8>([7, 22, 8, 2, 7, 15, 72, 9, 0, 2, 2, 0, 11, 0, 8, 0, 1, 5, 130, 11, 96, 0]);
/** params of ExecuteWithAuth. */
@final
export class ExecuteWithAuthParams {
  constructor(
    public authorization: RelayRequest,
    public signature: Bytes,
  ) {}
  static read(r: Reader): ExecuteWithAuthParams {
    return changetype<ExecuteWithAuthParams>(readTuple(r, EXECUTE_WITH_AUTH_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, EXECUTE_WITH_AUTH_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readExecuteWithAuth(params: Bytes): ExecuteWithAuthParams {
  return load<ExecuteWithAuthParams>(readLone(params, EXECUTE_WITH_AUTH_PARAMS_SHAPE));
}
export function returnExecuteWithAuth(value: Bytes): Bytes {
  return writeLone(BYTES4096_SHAPE, changetype<usize>(value));
}

/** makes void what the caller has signed with a lower nonce. Caller: holder. */
export const ADVANCE_NONCE: u64 = 1363469590;
export function readAdvanceNonce(params: Bytes): u64 {
  return load<u64>(readLone(params, U64_SHAPE));
}

/** names a successor, who may accept after the voting delay unless a vote refuses him; oneself = nobody. Caller: operator. */
export const PROPOSE_OPERATOR: u64 = 2050969575;
export function readProposeOperator(params: Bytes): u64 {
  return load<u64>(readLone(params, ACTOR_SHAPE));
}

/** takes office. Caller: the operator's nominee. */
export const ACCEPT_OPERATOR: u64 = 3576965972;

/** turns a junior position that a replaced operator held when he was replaced into a senior one of the same principal. Caller: anyone. */
export const CONVERT_JUNIOR: u64 = 2279734703;
export function readConvertJunior(params: Bytes): u64 {
  return load<u64>(readLone(params, U64_SHAPE));
}
export function returnConvertJunior(value: U256): Bytes {
  return writeLone(AMOUNT_SHAPE, changetype<usize>(value));
}

/** takes principal out at once, less the discount of the terms; fails below `least`. Caller: holder. */
export const EXIT_NOW: u64 = 195602471;
const EXIT_NOW_PARAMS_SHAPE: Shape = memory.data<u8>([7, 7, 16, 3, 0, 5, 5]);
/** params of ExitNow. */
@final
export class ExitNowParams {
  constructor(
    public token: u64,
    public amount: U256,
    public least: U256,
  ) {}
  static read(r: Reader): ExitNowParams {
    return changetype<ExitNowParams>(readTuple(r, EXIT_NOW_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, EXIT_NOW_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readExitNow(params: Bytes): ExitNowParams {
  return load<ExitNowParams>(readLone(params, EXIT_NOW_PARAMS_SHAPE));
}
export function returnExitNow(value: U256): Bytes {
  return writeLone(AMOUNT_SHAPE, changetype<usize>(value));
}

/** shows that the operator is there. Caller: operator. */
export const HEARTBEAT: u64 = 2600072242;

/** ends deposits, forwards and take-overs for good; anybody may recall. Caller: operator. */
export const SET_LEAVING: u64 = 3381716133;

/** lowers one of the operator's own fees, by its place in the terms. Caller: operator. */
export const LOWER_FEES: u64 = 3741425294;
const LOWER_FEES_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 16, 2, 2, 2]);
/** params of LowerFees. */
@final
export class LowerFeesParams {
  constructor(
    public fee: u64,
    public bps: u64,
  ) {}
  static read(r: Reader): LowerFeesParams {
    return changetype<LowerFeesParams>(readTuple(r, LOWER_FEES_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, LOWER_FEES_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readLowerFees(params: Bytes): LowerFeesParams {
  return load<LowerFeesParams>(readLone(params, LOWER_FEES_PARAMS_SHAPE));
}

/** an heir takes over everything as it is: state root, status, the value sent and every miner. Caller: the predecessor. */
export const INHERIT: u64 = 3105900422;
const INHERIT_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 16, 2, 8, 2]);
/** params of Inherit. */
@final
export class InheritParams {
  constructor(
    public root: Bytes,
    public status: u64,
  ) {}
  static read(r: Reader): InheritParams {
    return changetype<InheritParams>(readTuple(r, INHERIT_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, INHERIT_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readInherit(params: Bytes): InheritParams {
  return load<InheritParams>(readLone(params, INHERIT_PARAMS_SHAPE));
}

/** the token receiver hook: refuses tokens this actor has no use for. Caller: anyone. */
export const RECEIVE: u64 = 3726118371;
const RECEIVE_PARAMS_SHAPE: Shape = memory.data<u8>([7, 8, 12, 2, 0, 11, 0, 16]);
/** params of Receive. */
@final
export class ReceiveParams {
  constructor(
    public type: u64,
    public payload: Bytes,
  ) {}
  static read(r: Reader): ReceiveParams {
    return changetype<ReceiveParams>(readTuple(r, RECEIVE_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, RECEIVE_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readReceive(params: Bytes): ReceiveParams {
  return load<ReceiveParams>(readLone(params, RECEIVE_PARAMS_SHAPE));
}

/** name and version of the code. Caller: anyone. */
export const VERSION: u64 = 1845735192;
export function returnVersion(value: VersionView): Bytes {
  return writeLone(VERSION_VIEW_SHAPE, changetype<usize>(value));
}

/** the terms. Caller: anyone. */
export const GET_TERMS: u64 = 3984663584;
export function returnGetTerms(value: Terms): Bytes {
  return writeLone(TERMS_SHAPE, changetype<usize>(value));
}

/** the pool at this epoch. Caller: anyone. */
export const GET_POOL: u64 = 2965200023;
export function returnGetPool(value: PoolView): Bytes {
  return writeLone(POOL_VIEW_SHAPE, changetype<usize>(value));
}

/** one miner in custody. Caller: anyone. */
export const GET_MINER: u64 = 846605059;
export function readGetMiner(params: Bytes): u64 {
  return load<u64>(readLone(params, ID_SHAPE));
}
export function returnGetMiner(value: MinerView): Bytes {
  return writeLone(MINER_VIEW_SHAPE, changetype<usize>(value));
}

/** what the chain shows of any miner: what an issuer need not be believed in. Caller: anyone. */
export const MINER_SNAPSHOT: u64 = 4027549384;
export function readMinerSnapshot(params: Bytes): u64 {
  return load<u64>(readLone(params, ID_SHAPE));
}
export function returnMinerSnapshot(value: Snapshot): Bytes {
  return writeLone(SNAPSHOT_SHAPE, changetype<usize>(value));
}

/** all miners in custody. Caller: anyone. */
export const LIST_MINERS: u64 = 3507580639;
export function returnListMiners(value: StaticArray<MinerSummary>): Bytes {
  return writeLone(LIST_OF_MINER_SUMMARY32_SHAPE, changetype<usize>(value));
}

/** one position at this epoch. Caller: anyone. */
export const GET_POSITION: u64 = 2936241549;
export function readGetPosition(params: Bytes): u64 {
  return load<u64>(readLone(params, U64_SHAPE));
}
export function returnGetPosition(value: PositionView): Bytes {
  return writeLone(POSITION_VIEW_SHAPE, changetype<usize>(value));
}

/** claim and tokens of an account. Caller: anyone. */
export const GET_ACCOUNT: u64 = 3435393067;
export function readGetAccount(params: Bytes): Bytes {
  return load<Bytes>(readLone(params, ADDRESS_SHAPE));
}
export function returnGetAccount(value: AccountView): Bytes {
  return writeLone(ACCOUNT_VIEW_SHAPE, changetype<usize>(value));
}

/** redemption requests from an id on. Caller: anyone. */
export const LIST_REQUESTS: u64 = 788512452;
const LIST_REQUESTS_PARAMS_SHAPE: Shape = memory.data<u8>([7, 6, 16, 2, 0, 2]);
/** params of ListRequests. */
@final
export class ListRequestsParams {
  constructor(
    public from: u64,
    public limit: u64,
  ) {}
  static read(r: Reader): ListRequestsParams {
    return changetype<ListRequestsParams>(readTuple(r, LIST_REQUESTS_PARAMS_SHAPE));
  }
  write(w: Writer): Writer {
    return writeTuple(w, LIST_REQUESTS_PARAMS_SHAPE, changetype<usize>(this));
  }
}
export function readListRequests(params: Bytes): ListRequestsParams {
  return load<ListRequestsParams>(readLone(params, LIST_REQUESTS_PARAMS_SHAPE));
}
export function returnListRequests(value: RequestPage): Bytes {
  return writeLone(REQUEST_PAGE_SHAPE, changetype<usize>(value));
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
  return method == NAME || method == SYMBOL || method == TOTAL_SUPPLY || method == METADATA_ID || method == BALANCE || method == OWNER || method == LIST_OWNED_TOKENS || method == IS_APPROVED || method == IS_APPROVED_FOR_ALL || method == LIST_TOKENS || method == LIST_TOKEN_OPERATORS || method == LIST_OPERATOR_TOKENS || method == LIST_ACCOUNT_OPERATORS || method == BALANCE_OF || method == OWNER_OF || method == METADATA || method == GET_PROPOSAL || method == LIST_PROPOSALS || method == GET_GOVERNANCE || method == VERSION || method == GET_TERMS || method == GET_POOL || method == GET_MINER || method == MINER_SNAPSHOT || method == LIST_MINERS || method == GET_POSITION || method == GET_ACCOUNT || method == LIST_REQUESTS;
}
