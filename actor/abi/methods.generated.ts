// Written by scripts/generate-abi.ts from actor/abi/schema.ts. Do not edit.

import type { Address } from "../../filecoin/address.ts";
import type { Cid } from "../../filecoin/cid.ts";
import type { ActorId, AttoFil, Epoch } from "../../filecoin/units.ts";

/** one entry of the fees; beneficiary null = the present operator; bps of reward. */
export interface Fee {
  readonly label: string;
  readonly beneficiary: Address | null;
  readonly bps: number;
}

/** epochs and basis points. */
export interface VotingTerms {
  readonly delay: Epoch;
  readonly period: Epoch;
  readonly grace: Epoch;
  readonly quorumBps: number;
  readonly approvalBps: number;
}

/** what Forward and TakeOwner may not exceed; amounts in attoFIL. */
export interface Limits {
  readonly maxMiners: number;
  readonly maxPerMiner: AttoFil;
  readonly maxForwardPerDay: AttoFil;
}

/** what the operator promises at creation; custody type 0 = FixedFeeRate, 1 = FixedIncome; addresses are kept as f0. */
export interface Terms {
  readonly operator: Address;
  readonly name: string;
  readonly symbol: string;
  readonly metadataUri: string;
  readonly custodyType: number;
  readonly annualRateBps: number;
  readonly fees: readonly Fee[];
  readonly reserveBps: number;
  readonly minimumDeposit: AttoFil;
  readonly cap: AttoFil;
  readonly juniorMinimumBps: number;
  readonly tipBps: number;
  readonly tipMaximum: AttoFil;
  readonly exitDiscountBps: number;
  readonly notice: Epoch;
  readonly smoothing: Epoch;
  readonly absence: Epoch;
  readonly legacyMaximum: AttoFil;
  readonly lastExpiration: Epoch;
  readonly voting: VotingTerms;
  readonly limits: Limits;
  readonly issuer: Address | null;
  readonly attestedMethods: readonly bigint[];
}

/** who is in office, when seen last (0 = never; below 0: a vote put him in at minus that epoch, and he has not called yet), and his fees: withheld in two buckets, turned last at an epoch, and payable. */
export interface Operator {
  readonly id: ActorId;
  readonly seen: Epoch;
  readonly turned: Epoch;
  readonly older: AttoFil;
  readonly newer: AttoFil;
  readonly payable: AttoFil;
}

/** senior or junior: principal (attoFIL), shares, accumulator (attoFIL per share × 2^128), generation, requested shares. */
export interface ShareClass {
  readonly principal: AttoFil;
  readonly shares: bigint;
  readonly earned: bigint;
  readonly carry: bigint;
  readonly generation: bigint;
  readonly requested: bigint;
}

/** harvested reward under way: what is left (attoFIL), when it ends, when it was brought up to date. */
export interface Stream {
  readonly left: AttoFil;
  readonly end: Epoch;
  readonly last: Epoch;
}

/** FixedIncome: level earned and level paid (attoFIL per share × 2^128), when brought up to date. */
export interface Coupon {
  readonly level: bigint;
  readonly paid: bigint;
  readonly last: Epoch;
}

/** the state root; status 0 Active, 1 Leaving, 2 Migrated, 3 Heir; amounts in attoFIL; freedBelow = queue ids below it have matured for good; sideSenior = senior shares in requests beside the queue. While an outside actor is called the root is a 1-tuple [link to this]. */
export interface Root {
  readonly status: bigint;
  readonly terms: Cid;
  readonly operator: Operator;
  readonly liquid: AttoFil;
  readonly finalized: AttoFil;
  readonly rewards: AttoFil;
  readonly fees: AttoFil;
  readonly writtenOffSenior: AttoFil;
  readonly writtenOffJunior: AttoFil;
  readonly senior: ShareClass;
  readonly junior: ShareClass;
  readonly stream: Stream;
  readonly coupon: Coupon | null;
  readonly sealing: boolean;
  readonly room: AttoFil;
  readonly roomUntil: Epoch;
  readonly coveredSince: Epoch;
  readonly nextToken: bigint;
  readonly supply: bigint;
  readonly queueHead: bigint;
  readonly queueNext: bigint;
  readonly queued: bigint;
  readonly freedBelow: bigint;
  readonly nextSide: bigint;
  readonly sideSenior: bigint;
  readonly feesPayable: readonly AttoFil[];
  readonly positions: Cid | null;
  readonly accounts: Cid | null;
  readonly miners: Cid | null;
  readonly requests: Cid | null;
  readonly sides: Cid | null;
  readonly closed: Cid | null;
  readonly governance: Cid | null;
  readonly successor: ActorId | null;
}

/** of one actor id: claim (attoFIL), its tokens (up to 8 as a list in no order, what more came as an AMT, width 3, of rows of 256 ids: bytes, a bit an id, least significant first) and their number, account operators (as an AMT like that, of actor ids), next relay nonce. */
export interface Account {
  readonly claim: AttoFil;
  readonly few: readonly bigint[];
  readonly tokens: Cid | null;
  readonly count: bigint;
  readonly operators: Cid | null;
  readonly nonce: bigint;
}

/** one token; kind 0 senior, 1 junior; miner = the in-kind miner; operators = who is approved for this token. */
export interface Position {
  readonly owner: ActorId;
  readonly kind: bigint;
  readonly generation: bigint;
  readonly shares: bigint;
  readonly earned: bigint;
  readonly rest: bigint;
  readonly since: Epoch;
  readonly frozenUntil: Epoch;
  readonly miner: ActorId | null;
  readonly operators: readonly ActorId[];
}

/** one redemption request: what was given up (since = epoch of the request, or a notice before it where it needed none), paid and claimed in attoFIL; even ids stand in the queue, odd ones beside it. */
export interface Request {
  readonly position: Position;
  readonly paid: AttoFil;
  readonly claimed: AttoFil;
}

/** what an account signs to have it relayed: its CBOR in the envelope of FRC-102 (personal_sign for 0x accounts), in this order. */
export interface RelayRequest {
  readonly chainId: bigint;
  readonly actor: ActorId;
  readonly account: ActorId;
  readonly method: bigint;
  readonly params: Uint8Array;
  readonly nonce: bigint;
  readonly validUntil: Epoch;
  readonly fee: AttoFil;
  readonly relayer: ActorId | null;
}

/** params of the Constructor of an heir, in place of terms: the actor whose state, money and miners it waits for. */
export interface Heir {
  readonly predecessor: Address;
}

/** what a vote decides: kind 0 SetSealing [on], 1 SetLimits [limits], 2 RefuseOperator [actor], 3 ReplaceOperator [actor], 4 AllowCode [code], 5 Migrate [actor = an heir], 6 SetIssuer [actor or null], 7 ClearFlag [actor = the miner]; the other fields are null or false. */
export interface Action {
  readonly kind: number;
  readonly on: boolean;
  readonly actor: Address | null;
  readonly code: Cid | null;
  readonly limits: Limits | null;
}

/** one proposal: the token behind it and its principal then, the voting class (0 senior, 1 junior), principal of both classes at the proposal, votes and the juniors' vetoes in attoFIL, whether anybody but the proposer has voted, status 0 open, 5 executed, 6 cancelled, 7 ended; votes = who has voted, an AMT of rows as the operators of an account are; the operator then and, if he is to be replaced, his tokens then. */
export interface Proposal {
  readonly token: bigint;
  readonly proposer: ActorId;
  readonly action: Action;
  readonly epoch: Epoch;
  readonly voters: number;
  readonly stake: AttoFil;
  readonly senior: AttoFil;
  readonly junior: AttoFil;
  readonly yes: AttoFil;
  readonly no: AttoFil;
  readonly abstained: AttoFil;
  readonly vetoes: AttoFil;
  readonly contested: boolean;
  readonly status: number;
  readonly votes: Cid | null;
  readonly operator: ActorId;
  readonly held: Cid | null;
}

/** tokens of a replaced operator when the vote was proposed and when it was carried out: what is in both was his. */
export interface FormerStake {
  readonly before: Cid;
  readonly after: Cid;
}

/** what votes have decided and are deciding: next proposal id, proposals (AMT), ids that may still be open, allowed code, limits and issuer in place of those of the terms, the operator's nominee with the epoch from which he may accept and the vote against him (0 = none), token sets of replaced operators, sequences of attestations last used (HAMT: issuer and miner as varints → number). */
export interface Governance {
  readonly next: bigint;
  readonly proposals: Cid | null;
  readonly open: readonly bigint[];
  readonly codes: readonly Cid[];
  readonly limits: Limits | null;
  readonly issuerVoted: boolean;
  readonly issuer: ActorId | null;
  readonly nominee: ActorId | null;
  readonly nomineeFrom: Epoch;
  readonly refusal: bigint;
  readonly former: readonly FormerStake[];
  readonly sequences: Cid | null;
}

/** a proposal and its state: 0 voting, 1 failed, 2 passed and waiting, 3 to be executed, 4 expired, 5 executed, 6 cancelled, 7 ended. */
export interface ProposalView {
  readonly id: bigint;
  readonly state: number;
  readonly proposal: Proposal;
}

/** proposals and the id to go on with; 0 at the end. */
export interface ProposalPage {
  readonly proposals: readonly ProposalView[];
  readonly next: bigint;
}

/** what the chain shows of a miner and a claim of schema 1 says: balance and pledge (attoFIL), raw and quality-adjusted power (bytes). */
export interface MinerFigures {
  readonly balance: AttoFil;
  readonly pledge: AttoFil;
  readonly rawPower: bigint;
  readonly qaPower: bigint;
}

/** a miner as the chain shows it at an epoch; amounts in attoFIL. */
export interface Snapshot {
  readonly miner: ActorId;
  readonly epoch: Epoch;
  readonly figures: MinerFigures;
  readonly available: AttoFil;
  readonly vesting: AttoFil;
  readonly owner: ActorId;
  readonly proposed: ActorId | null;
  readonly beneficiary: ActorId;
  readonly peer: Uint8Array;
}

/** what an issuer signs about a miner: its CBOR in the envelope of FRC-102 (personal_sign for 0x accounts), in this order; value = the most that may be forwarded by it (attoFIL); claim: schema 0 none, 1 the CBOR of MinerFigures; the sequence must exceed the last one used of (issuer, miner). */
export interface Attestation {
  readonly chainId: bigint;
  readonly issuer: ActorId;
  readonly subject: ActorId;
  readonly issued: Epoch;
  readonly validUntil: Epoch;
  readonly value: AttoFil;
  readonly method: bigint;
  readonly miner: ActorId;
  readonly schema: number;
  readonly claim: Uint8Array;
  readonly sequence: bigint;
}

/** an attestation and the issuer's signature, without a type byte. */
export interface SignedAttestation {
  readonly attestation: Attestation;
  readonly signature: Uint8Array;
}

/** a row of the vesting table at takeover. */
export interface LegacyEntry {
  readonly epoch: Epoch;
  readonly amount: AttoFil;
}

/** what was still vesting at takeover, by epoch. */
export interface LegacyTable {
  readonly entries: readonly LegacyEntry[];
}

/** the former owner's claim on what was vesting: factor (scaled 2^64), counted up to an epoch, due and payable (attoFIL), the saved table. */
export interface Legacy {
  readonly owner: ActorId;
  readonly factor: bigint;
  readonly last: Epoch;
  readonly due: AttoFil;
  readonly payable: AttoFil;
  readonly table: Cid | null;
}

/** one miner in custody; principal K, net of pledge that came back, and the gap that waits for income, in attoFIL; reported = latest expiration of a sector that was reported; token = the in-kind junior that its take-over made and that alone takes it back, plus 2^63 the request into which it went, 0 = none. */
export interface Miner {
  readonly id: ActorId;
  readonly principal: AttoFil;
  readonly net: AttoFil;
  readonly worker: ActorId;
  readonly controls: readonly ActorId[];
  readonly confirmed: boolean;
  readonly since: Epoch;
  readonly harvested: Epoch;
  readonly measured: Epoch;
  readonly gap: AttoFil;
  readonly flagged: boolean;
  readonly reported: Epoch;
  readonly legacy: Legacy | null;
  readonly token: bigint;
}

/** all miners in custody, what was forwarded on a day (attoFIL), and who may come in (block of Approvals). */
export interface Miners {
  readonly forwardDay: Epoch;
  readonly forwarded: AttoFil;
  readonly list: readonly Miner[];
  readonly approvals: Cid | null;
}

/** the operator's consent to take over a miner. */
export interface Approval {
  readonly miner: ActorId;
  readonly owner: ActorId;
  readonly worker: ActorId;
  readonly controls: readonly ActorId[];
  readonly until: Epoch;
}

/** all consents. */
export interface Approvals {
  readonly list: readonly Approval[];
}

/** what the former owner holds for a miner: his in-kind token (0 = none), its principal and his legacy claim, attoFIL. */
export interface TakeOwnerReturn {
  readonly token: bigint;
  readonly principal: AttoFil;
  readonly legacy: AttoFil;
}

/** what was paid to requests, attoFIL, and how many requests are done. */
export interface FinalizeReturn {
  readonly paid: AttoFil;
  readonly done: bigint;
}

/** balances after a transfer, in tokens. */
export interface TransferReturn {
  readonly fromBalance: bigint;
  readonly toBalance: bigint;
}

/** tokens and the cursor to go on with. */
export interface TokenPage {
  readonly tokens: readonly bigint[];
  readonly next: Uint8Array | null;
}

/** actor ids and the cursor to go on with. */
export interface OperatorPage {
  readonly operators: readonly bigint[];
  readonly next: Uint8Array | null;
}

/** one redemption request with its present worth and the coupon due to it, which is lost at finalisation, attoFIL; epoch = when it was filed, or a notice before that where it needed none. */
export interface RequestView {
  readonly id: bigint;
  readonly owner: ActorId;
  readonly kind: number;
  readonly principal: AttoFil;
  readonly epoch: Epoch;
  readonly matures: Epoch;
  readonly miner: ActorId | null;
  readonly paid: AttoFil;
  readonly claimed: AttoFil;
  readonly unpaidCoupon: AttoFil;
}

/** requests and the id to go on with; 0 at the end. */
export interface RequestPage {
  readonly requests: readonly RequestView[];
  readonly next: bigint;
}

/** principal and what redemption requests ask of it, attoFIL. */
export interface ClassView {
  readonly principal: AttoFil;
  readonly shares: bigint;
  readonly generation: bigint;
  readonly requested: AttoFil;
}

/** the whole pool at this epoch; amounts in attoFIL; surplus = bare sends not yet swept. */
export interface PoolView {
  readonly status: number;
  readonly operator: ActorId;
  readonly accepted: boolean;
  readonly lastSeen: Epoch;
  readonly balance: AttoFil;
  readonly liquid: AttoFil;
  readonly finalized: AttoFil;
  readonly rewards: AttoFil;
  readonly fees: AttoFil;
  readonly surplus: AttoFil;
  readonly writtenOffSenior: AttoFil;
  readonly writtenOffJunior: AttoFil;
  readonly senior: ClassView;
  readonly junior: ClassView;
  readonly streamLeft: AttoFil;
  readonly streamEnd: Epoch;
  readonly withheldOlder: AttoFil;
  readonly withheldNewer: AttoFil;
  readonly sealing: boolean;
  readonly room: AttoFil;
  readonly roomUntil: Epoch;
  readonly couponDue: AttoFil;
  readonly atMiners: AttoFil;
  readonly vesting: AttoFil;
  readonly tokens: bigint;
  readonly miners: number;
  readonly queueHead: bigint;
  readonly queueNext: bigint;
  readonly queued: bigint;
  readonly nextSide: bigint;
  readonly coveredSince: Epoch;
}

/** the former owner's claim; due and payable in attoFIL, factor scaled 2^64. */
export interface LegacyView {
  readonly owner: ActorId;
  readonly factor: bigint;
  readonly due: AttoFil;
  readonly payable: AttoFil;
  readonly entries: readonly LegacyEntry[];
}

/** one miner in custody; amounts in attoFIL. */
export interface MinerView {
  readonly id: ActorId;
  readonly principal: AttoFil;
  readonly net: AttoFil;
  readonly balance: AttoFil;
  readonly available: AttoFil;
  readonly vesting: AttoFil;
  readonly matured: AttoFil;
  readonly worker: Address;
  readonly controls: readonly Address[];
  readonly confirmed: boolean;
  readonly since: Epoch;
  readonly harvested: Epoch;
  readonly measured: Epoch;
  readonly gap: AttoFil;
  readonly legacy: LegacyView | null;
  readonly token: bigint;
}

/** one miner of the list. */
export interface MinerSummary {
  readonly id: ActorId;
  readonly principal: AttoFil;
  readonly balance: AttoFil;
  readonly harvested: Epoch;
  readonly measured: Epoch;
}

/** one position at this epoch; principal, reward and, with FixedIncome, the coupon due to it, which is lost when it is paid out, in attoFIL; class 0 senior, 1 junior. */
export interface PositionView {
  readonly token: bigint;
  readonly owner: ActorId;
  readonly kind: number;
  readonly principal: AttoFil;
  readonly reward: AttoFil;
  readonly since: Epoch;
  readonly frozenUntil: Epoch;
  readonly miner: ActorId | null;
  readonly unpaidCoupon: AttoFil;
}

/** what an account may withdraw (claim of settled rewards, and fees and legacy payable) and holds. */
export interface AccountView {
  readonly id: ActorId;
  readonly claim: AttoFil;
  readonly payable: AttoFil;
  readonly tokens: bigint;
  readonly nonce: bigint;
}

/** name and version of the code. */
export interface VersionView {
  readonly name: string;
  readonly version: string;
}

/** params of Constructor. */
export interface ConstructorRequest {
  readonly terms: Terms;
}

/** params of ApproveMiner. */
export interface ApproveMinerRequest {
  readonly miner: ActorId;
  readonly owner: Address;
  readonly worker: Address;
  readonly controls: readonly Address[];
}

/** params of TakeOwner. */
export interface TakeOwnerRequest {
  readonly miner: ActorId;
}

/** params of ConfirmWorker. */
export interface ConfirmWorkerRequest {
  readonly miner: ActorId;
}

/** params of ChangeWorker. */
export interface ChangeWorkerRequest {
  readonly miner: ActorId;
  readonly worker: Address;
  readonly controls: readonly Address[];
}

/** params of CreateMiner. */
export interface CreateMinerRequest {
  readonly worker: Address;
  readonly proof: number;
  readonly peer: Uint8Array;
  readonly addresses: readonly Uint8Array[];
}

/** params of AdoptMiner. */
export interface AdoptMinerRequest {
  readonly miner: ActorId;
}

/** params of ChangePeerID. */
export interface ChangePeerIDRequest {
  readonly miner: ActorId;
  readonly peer: Uint8Array;
}

/** params of ChangeMultiaddrs. */
export interface ChangeMultiaddrsRequest {
  readonly miner: ActorId;
  readonly addresses: readonly Uint8Array[];
}

/** params of ReportOverExtension. */
export interface ReportOverExtensionRequest {
  readonly miner: ActorId;
  readonly sector: bigint;
}

/** params of ReleaseMiner. */
export interface ReleaseMinerRequest {
  readonly miner: ActorId;
  readonly token: bigint;
  readonly to: Address;
}

/** params of OpenDeposits. */
export interface OpenDepositsRequest {
  readonly amount: AttoFil;
  readonly until: Epoch;
}

/** params of Forward. */
export interface ForwardRequest {
  readonly miner: ActorId;
  readonly amount: AttoFil;
  readonly attestation: SignedAttestation | null;
}

/** params of Harvest. */
export interface HarvestRequest {
  readonly miner: ActorId;
}

/** params of Recall. */
export interface RecallRequest {
  readonly miner: ActorId;
  readonly amount: AttoFil;
}

/** params of Measure. */
export interface MeasureRequest {
  readonly miner: ActorId;
}

/** params of Withdraw. */
export interface WithdrawRequest {
  readonly tokens: readonly bigint[];
  readonly recipient: Address | null;
}

/** params of Transfer. */
export interface TransferRequest {
  readonly to: Address;
  readonly tokens: readonly bigint[];
  readonly operatorData: Uint8Array;
}

/** params of TransferFrom. */
export interface TransferFromRequest {
  readonly from: Address;
  readonly to: Address;
  readonly tokens: readonly bigint[];
  readonly operatorData: Uint8Array;
}

/** params of Approve. */
export interface ApproveRequest {
  readonly operator: Address;
  readonly tokens: readonly bigint[];
}

/** params of RevokeApproval. */
export interface RevokeApprovalRequest {
  readonly operator: Address;
  readonly tokens: readonly bigint[];
}

/** params of ApproveForAll. */
export interface ApproveForAllRequest {
  readonly operator: Address;
}

/** params of RevokeApprovalForAll. */
export interface RevokeApprovalForAllRequest {
  readonly operator: Address;
}

/** params of Burn. */
export interface BurnRequest {
  readonly tokens: readonly bigint[];
}

/** params of BurnFrom. */
export interface BurnFromRequest {
  readonly from: Address;
  readonly tokens: readonly bigint[];
}

/** params of Split. */
export interface SplitRequest {
  readonly token: bigint;
  readonly amount: AttoFil;
}

/** params of Merge. */
export interface MergeRequest {
  readonly tokens: readonly bigint[];
}

/** params of MetadataID. */
export interface MetadataIDRequest {
  readonly token: bigint;
}

/** params of Balance. */
export interface BalanceRequest {
  readonly owner: Address;
}

/** params of Owner. */
export interface OwnerRequest {
  readonly tokens: readonly bigint[];
}

/** params of ListOwnedTokens. */
export interface ListOwnedTokensRequest {
  readonly owner: Address;
  readonly cursor: Uint8Array;
  readonly limit: number;
}

/** params of IsApproved. */
export interface IsApprovedRequest {
  readonly operator: Address;
  readonly tokens: readonly bigint[];
}

/** params of IsApprovedForAll. */
export interface IsApprovedForAllRequest {
  readonly owner: Address;
  readonly operator: Address;
}

/** params of ListTokens. */
export interface ListTokensRequest {
  readonly cursor: Uint8Array;
  readonly limit: number;
}

/** params of ListTokenOperators. */
export interface ListTokenOperatorsRequest {
  readonly token: bigint;
  readonly cursor: Uint8Array;
  readonly limit: number;
}

/** params of ListOperatorTokens. */
export interface ListOperatorTokensRequest {
  readonly operator: Address;
  readonly cursor: Uint8Array;
  readonly limit: number;
}

/** params of ListAccountOperators. */
export interface ListAccountOperatorsRequest {
  readonly owner: Address;
  readonly cursor: Uint8Array;
  readonly limit: number;
}

/** params of BalanceOf. */
export interface BalanceOfRequest {
  readonly owner: Address;
}

/** params of OwnerOf. */
export interface OwnerOfRequest {
  readonly token: bigint;
}

/** params of Metadata. */
export interface MetadataRequest {
  readonly token: bigint;
}

/** params of Redeem. */
export interface RedeemRequest {
  readonly token: bigint;
  readonly amount: AttoFil;
}

/** params of CancelRedemption. */
export interface CancelRedemptionRequest {
  readonly request: bigint;
}

/** params of Finalize. */
export interface FinalizeRequest {
  readonly max: number;
}

/** params of FinalizeSide. */
export interface FinalizeSideRequest {
  readonly request: bigint;
}

/** params of ClaimRedemption. */
export interface ClaimRedemptionRequest {
  readonly requests: readonly bigint[];
}

/** params of Propose. */
export interface ProposeRequest {
  readonly token: bigint;
  readonly action: Action;
}

/** params of Vote. */
export interface VoteRequest {
  readonly proposal: bigint;
  readonly tokens: readonly bigint[];
  readonly choice: number;
}

/** params of Execute. */
export interface ExecuteRequest {
  readonly proposal: bigint;
}

/** params of CancelProposal. */
export interface CancelProposalRequest {
  readonly proposal: bigint;
}

/** params of GetProposal. */
export interface GetProposalRequest {
  readonly proposal: bigint;
}

/** params of ListProposals. */
export interface ListProposalsRequest {
  readonly from: bigint;
  readonly limit: number;
}

/** params of ExecuteWithAuth. */
export interface ExecuteWithAuthRequest {
  readonly authorization: RelayRequest;
  readonly signature: Uint8Array;
}

/** params of AdvanceNonce. */
export interface AdvanceNonceRequest {
  readonly nonce: bigint;
}

/** params of ProposeOperator. */
export interface ProposeOperatorRequest {
  readonly operator: Address;
}

/** params of ConvertJunior. */
export interface ConvertJuniorRequest {
  readonly token: bigint;
}

/** params of ExitNow. */
export interface ExitNowRequest {
  readonly token: bigint;
  readonly amount: AttoFil;
  readonly least: AttoFil;
}

/** params of LowerFees. */
export interface LowerFeesRequest {
  readonly fee: number;
  readonly bps: number;
}

/** params of Inherit. */
export interface InheritRequest {
  readonly root: Cid;
  readonly status: number;
}

/** params of Receive. */
export interface ReceiveRequest {
  readonly type: bigint;
  readonly payload: Uint8Array;
}

/** params of GetMiner. */
export interface GetMinerRequest {
  readonly miner: ActorId;
}

/** params of MinerSnapshot. */
export interface MinerSnapshotRequest {
  readonly miner: ActorId;
}

/** params of GetPosition. */
export interface GetPositionRequest {
  readonly token: bigint;
}

/** params of GetAccount. */
export interface GetAccountRequest {
  readonly account: Address;
}

/** params of ListRequests. */
export interface ListRequestsRequest {
  readonly from: bigint;
  readonly limit: number;
}

/** A method without params. */
export type NoParams = Readonly<Record<string, never>>;

/** Params and return of every method. */
export interface OwnerMethods {
  Constructor: { params: ConstructorRequest; returns: null };
  ApproveMiner: { params: ApproveMinerRequest; returns: null };
  TakeOwner: { params: TakeOwnerRequest; returns: TakeOwnerReturn };
  ConfirmWorker: { params: ConfirmWorkerRequest; returns: boolean };
  ChangeWorker: { params: ChangeWorkerRequest; returns: null };
  CreateMiner: { params: CreateMinerRequest; returns: ActorId };
  AdoptMiner: { params: AdoptMinerRequest; returns: null };
  ChangePeerID: { params: ChangePeerIDRequest; returns: null };
  ChangeMultiaddrs: { params: ChangeMultiaddrsRequest; returns: null };
  ReportOverExtension: { params: ReportOverExtensionRequest; returns: null };
  ReleaseMiner: { params: ReleaseMinerRequest; returns: AttoFil };
  OpenDeposits: { params: OpenDepositsRequest; returns: null };
  Deposit: { params: NoParams; returns: bigint };
  StakeJunior: { params: NoParams; returns: bigint };
  Forward: { params: ForwardRequest; returns: null };
  Harvest: { params: HarvestRequest; returns: AttoFil };
  Recall: { params: RecallRequest; returns: AttoFil };
  Measure: { params: MeasureRequest; returns: AttoFil };
  Withdraw: { params: WithdrawRequest; returns: AttoFil };
  Sweep: { params: NoParams; returns: AttoFil };
  Transfer: { params: TransferRequest; returns: TransferReturn };
  TransferFrom: { params: TransferFromRequest; returns: TransferReturn };
  Approve: { params: ApproveRequest; returns: null };
  RevokeApproval: { params: RevokeApprovalRequest; returns: null };
  ApproveForAll: { params: ApproveForAllRequest; returns: null };
  RevokeApprovalForAll: { params: RevokeApprovalForAllRequest; returns: null };
  Burn: { params: BurnRequest; returns: bigint };
  BurnFrom: { params: BurnFromRequest; returns: null };
  Split: { params: SplitRequest; returns: bigint };
  Merge: { params: MergeRequest; returns: bigint };
  Name: { params: NoParams; returns: string };
  Symbol: { params: NoParams; returns: string };
  TotalSupply: { params: NoParams; returns: bigint };
  MetadataID: { params: MetadataIDRequest; returns: string };
  Balance: { params: BalanceRequest; returns: bigint };
  Owner: { params: OwnerRequest; returns: readonly ActorId[] };
  ListOwnedTokens: { params: ListOwnedTokensRequest; returns: TokenPage };
  IsApproved: { params: IsApprovedRequest; returns: readonly bigint[] };
  IsApprovedForAll: { params: IsApprovedForAllRequest; returns: boolean };
  ListTokens: { params: ListTokensRequest; returns: TokenPage };
  ListTokenOperators: { params: ListTokenOperatorsRequest; returns: OperatorPage };
  ListOperatorTokens: { params: ListOperatorTokensRequest; returns: TokenPage };
  ListAccountOperators: { params: ListAccountOperatorsRequest; returns: OperatorPage };
  BalanceOf: { params: BalanceOfRequest; returns: bigint };
  OwnerOf: { params: OwnerOfRequest; returns: ActorId };
  Metadata: { params: MetadataRequest; returns: string };
  Redeem: { params: RedeemRequest; returns: bigint };
  CancelRedemption: { params: CancelRedemptionRequest; returns: bigint };
  Finalize: { params: FinalizeRequest; returns: FinalizeReturn };
  FinalizeSide: { params: FinalizeSideRequest; returns: AttoFil };
  ClaimRedemption: { params: ClaimRedemptionRequest; returns: AttoFil };
  Propose: { params: ProposeRequest; returns: bigint };
  Vote: { params: VoteRequest; returns: AttoFil };
  Execute: { params: ExecuteRequest; returns: null };
  CancelProposal: { params: CancelProposalRequest; returns: null };
  GetProposal: { params: GetProposalRequest; returns: ProposalView };
  ListProposals: { params: ListProposalsRequest; returns: ProposalPage };
  GetGovernance: { params: NoParams; returns: Governance };
  ExecuteWithAuth: { params: ExecuteWithAuthRequest; returns: Uint8Array };
  AdvanceNonce: { params: AdvanceNonceRequest; returns: null };
  ProposeOperator: { params: ProposeOperatorRequest; returns: null };
  AcceptOperator: { params: NoParams; returns: null };
  ConvertJunior: { params: ConvertJuniorRequest; returns: AttoFil };
  ExitNow: { params: ExitNowRequest; returns: AttoFil };
  Heartbeat: { params: NoParams; returns: null };
  SetLeaving: { params: NoParams; returns: null };
  LowerFees: { params: LowerFeesRequest; returns: null };
  Inherit: { params: InheritRequest; returns: null };
  Receive: { params: ReceiveRequest; returns: null };
  Version: { params: NoParams; returns: VersionView };
  GetTerms: { params: NoParams; returns: Terms };
  GetPool: { params: NoParams; returns: PoolView };
  GetMiner: { params: GetMinerRequest; returns: MinerView };
  MinerSnapshot: { params: MinerSnapshotRequest; returns: Snapshot };
  ListMiners: { params: NoParams; returns: readonly MinerSummary[] };
  GetPosition: { params: GetPositionRequest; returns: PositionView };
  GetAccount: { params: GetAccountRequest; returns: AccountView };
  ListRequests: { params: ListRequestsRequest; returns: RequestPage };
}

export type OwnerMethodName = keyof OwnerMethods;

/** Every tuple by name. */
export interface OwnerStructs {
  Fee: Fee;
  VotingTerms: VotingTerms;
  Limits: Limits;
  Terms: Terms;
  Operator: Operator;
  ShareClass: ShareClass;
  Stream: Stream;
  Coupon: Coupon;
  Root: Root;
  Account: Account;
  Position: Position;
  Request: Request;
  RelayRequest: RelayRequest;
  Heir: Heir;
  Action: Action;
  Proposal: Proposal;
  FormerStake: FormerStake;
  Governance: Governance;
  ProposalView: ProposalView;
  ProposalPage: ProposalPage;
  MinerFigures: MinerFigures;
  Snapshot: Snapshot;
  Attestation: Attestation;
  SignedAttestation: SignedAttestation;
  LegacyEntry: LegacyEntry;
  LegacyTable: LegacyTable;
  Legacy: Legacy;
  Miner: Miner;
  Miners: Miners;
  Approval: Approval;
  Approvals: Approvals;
  TakeOwnerReturn: TakeOwnerReturn;
  FinalizeReturn: FinalizeReturn;
  TransferReturn: TransferReturn;
  TokenPage: TokenPage;
  OperatorPage: OperatorPage;
  RequestView: RequestView;
  RequestPage: RequestPage;
  ClassView: ClassView;
  PoolView: PoolView;
  LegacyView: LegacyView;
  MinerView: MinerView;
  MinerSummary: MinerSummary;
  PositionView: PositionView;
  AccountView: AccountView;
  VersionView: VersionView;
}

/** FRC-42 number of every method. */
export const METHOD_NUMBERS = {
  Constructor: 1,
  ApproveMiner: 2284332604,
  TakeOwner: 1606945992,
  ConfirmWorker: 3430050022,
  ChangeWorker: 4185799205,
  CreateMiner: 1173380165,
  AdoptMiner: 1900478321,
  ChangePeerID: 1236548004,
  ChangeMultiaddrs: 1063480576,
  ReportOverExtension: 1359664910,
  ReleaseMiner: 1302403123,
  OpenDeposits: 1149273646,
  Deposit: 1932531225,
  StakeJunior: 3442530824,
  Forward: 4128009427,
  Harvest: 2623885389,
  Recall: 1793571979,
  Measure: 1715388091,
  Withdraw: 854052278,
  Sweep: 2636108380,
  Transfer: 80475954,
  TransferFrom: 3621052141,
  Approve: 1289044053,
  RevokeApproval: 1196401723,
  ApproveForAll: 1270275105,
  RevokeApprovalForAll: 2402642824,
  Burn: 1434719642,
  BurnFrom: 2979674018,
  Split: 946268834,
  Merge: 1094956687,
  Name: 48890204,
  Symbol: 2061153854,
  TotalSupply: 114981429,
  MetadataID: 1388800207,
  Balance: 3261979605,
  Owner: 739904285,
  ListOwnedTokens: 3291325891,
  IsApproved: 3161842388,
  IsApprovedForAll: 3914862321,
  ListTokens: 3109733400,
  ListTokenOperators: 1812036223,
  ListOperatorTokens: 3756569379,
  ListAccountOperators: 878954194,
  BalanceOf: 2266030508,
  OwnerOf: 1810095946,
  Metadata: 3409621011,
  Redeem: 796046896,
  CancelRedemption: 443171326,
  Finalize: 1175315346,
  FinalizeSide: 2255069509,
  ClaimRedemption: 130519503,
  Propose: 1696838335,
  Vote: 2621973148,
  Execute: 1109989340,
  CancelProposal: 2002923724,
  GetProposal: 1290624481,
  ListProposals: 429717268,
  GetGovernance: 2563675046,
  ExecuteWithAuth: 1485504273,
  AdvanceNonce: 1363469590,
  ProposeOperator: 2050969575,
  AcceptOperator: 3576965972,
  ConvertJunior: 2279734703,
  ExitNow: 195602471,
  Heartbeat: 2600072242,
  SetLeaving: 3381716133,
  LowerFees: 3741425294,
  Inherit: 3105900422,
  Receive: 3726118371,
  Version: 1845735192,
  GetTerms: 3984663584,
  GetPool: 2965200023,
  GetMiner: 846605059,
  MinerSnapshot: 4027549384,
  ListMiners: 3507580639,
  GetPosition: 2936241549,
  GetAccount: 3435393067,
  ListRequests: 788512452,
} as const satisfies Record<OwnerMethodName, number>;

/** Fields of every event after its type. */
export interface OwnerEvents {
  "miner-custodied": { readonly miner: ActorId; readonly owner: ActorId; readonly token: bigint; readonly principal: AttoFil; readonly legacy: AttoFil };
  "miner-released": { readonly miner: ActorId; readonly to: ActorId; readonly principal: AttoFil };
  "room": { readonly amount: AttoFil; readonly until: Epoch };
  "deposit": { readonly token: bigint; readonly owner: ActorId; readonly class: number; readonly amount: AttoFil; readonly coupon?: AttoFil };
  "forward": { readonly miner: ActorId; readonly amount: AttoFil };
  "harvest": { readonly miner: ActorId; readonly withdrawn: AttoFil; readonly reward: AttoFil; readonly principal: AttoFil; readonly vesting: AttoFil; readonly available: AttoFil; readonly recovered: AttoFil; readonly legacy: AttoFil; readonly fees: AttoFil; readonly tip: AttoFil; readonly caller: ActorId; readonly coupon?: AttoFil };
  "recall": { readonly miner: ActorId; readonly withdrawn: AttoFil; readonly reward: AttoFil; readonly principal: AttoFil; readonly vesting: AttoFil; readonly available: AttoFil; readonly recovered: AttoFil; readonly legacy: AttoFil; readonly fees: AttoFil; readonly tip: AttoFil; readonly caller: ActorId; readonly coupon?: AttoFil };
  "loss": { readonly miner: ActorId; readonly loss: AttoFil; readonly withheld: AttoFil; readonly junior: AttoFil; readonly senior: AttoFil };
  "reward-claimed": { readonly account: ActorId; readonly amount: AttoFil; readonly fees: AttoFil; readonly recipient: ActorId };
  "transfer": { readonly token: bigint; readonly from: ActorId; readonly to: ActorId; readonly earned: AttoFil };
  "split": { readonly token: bigint; readonly owner: ActorId; readonly part: bigint; readonly amount: AttoFil };
  "merge": { readonly token: bigint; readonly owner: ActorId; readonly part: bigint };
  "burn": { readonly token: bigint; readonly owner: ActorId; readonly earned: AttoFil };
  "proposal-created": { readonly proposal: bigint; readonly proposer: ActorId; readonly token: bigint; readonly kind: number };
  "proposal-executed": { readonly proposal: bigint; readonly kind: number };
  "proposal-cancelled": { readonly proposal: bigint; readonly kind: number };
  "vote": { readonly proposal: bigint; readonly voter: ActorId; readonly choice: number; readonly weight: AttoFil };
  "relayed": { readonly account: ActorId; readonly relayer: ActorId; readonly method: bigint; readonly nonce: bigint; readonly fee: AttoFil };
  "migrated": { readonly to: ActorId; readonly amount: AttoFil; readonly miners: number };
  "inherited": { readonly from: ActorId };
  "operator-proposed": { readonly operator: ActorId; readonly from: Epoch };
  "operator-changed": { readonly operator: ActorId; readonly former: ActorId; readonly paid: AttoFil };
  "junior-converted": { readonly token: bigint; readonly owner: ActorId; readonly amount: AttoFil };
  "flag": { readonly miner: ActorId; readonly sector: bigint; readonly expires: Epoch };
  "leaving": { readonly operator: ActorId };
  "fee": { readonly fee: number; readonly bps: number };
  "sweep": { readonly amount: AttoFil };
  "exit-now": { readonly token: bigint; readonly owner: ActorId; readonly amount: AttoFil; readonly discount: AttoFil };
  "redemption-requested": { readonly request: bigint; readonly owner: ActorId; readonly token: bigint; readonly amount: AttoFil };
  "redemption-cancelled": { readonly request: bigint; readonly owner: ActorId; readonly token: bigint };
  "redemption-finalized": { readonly request: bigint; readonly owner: ActorId; readonly amount: AttoFil; readonly left: bigint };
  "redemption-claimed": { readonly request: bigint; readonly owner: ActorId; readonly amount: AttoFil };
}

export type OwnerEventName = keyof OwnerEvents;
