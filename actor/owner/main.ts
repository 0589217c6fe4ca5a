/** The owner actor: every method by its FRC-42 number. Unknown → 22. */
import { FORBIDDEN, UNHANDLED_MESSAGE, fail, failNumber } from "../sdk/abort";
import { CBOR, createBlock, readBlock } from "../sdk/blocks";
import { Bytes, newBytes } from "../sdk/bytes";
import { CONSTRUCTOR } from "../sdk/frc42";
import { method } from "../sdk/message";
import { pay } from "../sdk/send";
import { approve, approveForAll } from "./approval";
import { minerSnapshot } from "./attestation";
import { burnFrom, burnOwn } from "./burn";
import * as codec from "./codec.generated";
import { construct, constructHeir } from "./constructor";
import { adoptMiner, approveMiner, changeAddresses, changePeer, changeWorker, confirmWorker, createMiner, takeOwner } from "./custody";
import { deposit, openDeposits, stakeJunior } from "./deposit";
import { exitNow } from "./exit-now";
import { cancelRedemption, claimRedemption, finalize, finalizeSide, redeem } from "./exit-queue";
import { execute } from "./execute";
import { reportOverExtension } from "./flags";
import { forward } from "./forward";
import { getGovernance, getProposal, listProposals } from "./governance";
import { harvest, recall } from "./harvest";
import { measureOne } from "./measure";
import { inherit } from "./migrate";
import { heartbeat, lowerFees, setLeaving } from "./operator";
import { cancelProposal, propose } from "./propose";
import { advanceNonce, authorize } from "./relay";
import { releaseMiner } from "./release";
import { merge, split } from "./split";
import { acceptOperator, convertJunior, proposeOperator } from "./succession";
import { mustBeFree } from "./state";
import { sweep } from "./sweep";
import {
  balance, isApproved, isApprovedForAll, listAccountOperators, listOperatorTokens, listOwnedTokens, listTokenOperators, listTokens, metadataId, name,
  owner, ownerOf, symbol, totalSupply,
} from "./token-views";
import { transfer, transferFrom } from "./transfer";
import { getAccount, getMiner, getPool, getPosition, getTerms, listMiners, listRequests, version } from "./views";
import { vote } from "./vote";
import { withdraw } from "./withdraw";

/** First byte of a CBOR array of one item: the params of an heir's constructor. */
const ONE_ITEM: u8 = 0x81;

/** No return. */
function none(): Bytes {
  return newBytes(0);
}

function withoutParams(params: Bytes): void {
  codec.readNone(params);
}

function custody(n: u64, params: Bytes): Bytes {
  if (n == codec.APPROVE_MINER) {
    approveMiner(codec.readApproveMiner(params));
    return none();
  }
  if (n == codec.TAKE_OWNER) return codec.returnTakeOwner(takeOwner(codec.readTakeOwner(params)));
  if (n == codec.CONFIRM_WORKER) return codec.returnConfirmWorker(confirmWorker(codec.readConfirmWorker(params)));
  if (n == codec.CHANGE_WORKER) {
    changeWorker(codec.readChangeWorker(params));
    return none();
  }
  if (n == codec.CREATE_MINER) return codec.returnCreateMiner(createMiner(codec.readCreateMiner(params)));
  if (n == codec.ADOPT_MINER) {
    adoptMiner(codec.readAdoptMiner(params));
    return none();
  }
  if (n == codec.CHANGE_PEER_ID) {
    changePeer(codec.readChangePeerID(params));
    return none();
  }
  if (n == codec.CHANGE_MULTIADDRS) {
    changeAddresses(codec.readChangeMultiaddrs(params));
    return none();
  }
  if (n == codec.REPORT_OVER_EXTENSION) {
    reportOverExtension(codec.readReportOverExtension(params));
    return none();
  }
  if (n == codec.LOWER_FEES) {
    lowerFees(codec.readLowerFees(params));
    return none();
  }
  if (n == codec.SET_LEAVING) {
    withoutParams(params);
    setLeaving();
    return none();
  }
  if (n == codec.RELEASE_MINER) return codec.returnReleaseMiner(releaseMiner(codec.readReleaseMiner(params)));
  return money(n, params);
}

function money(n: u64, params: Bytes): Bytes {
  if (n == codec.OPEN_DEPOSITS) {
    const p = codec.readOpenDeposits(params);
    openDeposits(p.amount, p.until);
    return none();
  }
  if (n == codec.DEPOSIT) {
    withoutParams(params);
    return codec.returnDeposit(deposit());
  }
  if (n == codec.STAKE_JUNIOR) {
    withoutParams(params);
    return codec.returnStakeJunior(stakeJunior());
  }
  if (n == codec.FORWARD) {
    forward(codec.readForward(params));
    return none();
  }
  if (n == codec.HARVEST) return codec.returnHarvest(harvest(codec.readHarvest(params)));
  if (n == codec.RECALL) {
    const p = codec.readRecall(params);
    return codec.returnRecall(recall(p.miner, p.amount));
  }
  if (n == codec.MEASURE) return codec.returnMeasure(measureOne(codec.readMeasure(params)));
  if (n == codec.WITHDRAW) return codec.returnWithdraw(withdraw(codec.readWithdraw(params)));
  if (n == codec.SWEEP) {
    withoutParams(params);
    return codec.returnSweep(sweep());
  }
  return tokens(n, params);
}

function tokens(n: u64, params: Bytes): Bytes {
  if (n == codec.TRANSFER) return codec.returnTransfer(transfer(codec.readTransfer(params)));
  if (n == codec.TRANSFER_FROM) return codec.returnTransferFrom(transferFrom(codec.readTransferFrom(params)));
  if (n == codec.BURN) return codec.returnBurn(burnOwn(codec.readBurn(params)));
  if (n == codec.BURN_FROM) {
    burnFrom(codec.readBurnFrom(params));
    return none();
  }
  if (n == codec.APPROVE || n == codec.REVOKE_APPROVAL) {
    const p = codec.readApprove(params);
    approve(p.operator, p.tokens, n == codec.APPROVE);
    return none();
  }
  if (n == codec.APPROVE_FOR_ALL || n == codec.REVOKE_APPROVAL_FOR_ALL) {
    approveForAll(codec.readApproveForAll(params), n == codec.APPROVE_FOR_ALL);
    return none();
  }
  if (n == codec.SPLIT) return codec.returnSplit(split(codec.readSplit(params)));
  if (n == codec.MERGE) return codec.returnMerge(merge(codec.readMerge(params)));
  if (n == codec.IS_APPROVED) return codec.returnIsApproved(isApproved(codec.readIsApproved(params)));
  if (n == codec.IS_APPROVED_FOR_ALL) return codec.returnIsApprovedForAll(isApprovedForAll(codec.readIsApprovedForAll(params)));
  if (n == codec.LIST_TOKENS) return codec.returnListTokens(listTokens(codec.readListTokens(params)));
  if (n == codec.LIST_OWNED_TOKENS) return codec.returnListOwnedTokens(listOwnedTokens(codec.readListOwnedTokens(params)));
  if (n == codec.LIST_OPERATOR_TOKENS) return codec.returnListOperatorTokens(listOperatorTokens(codec.readListOperatorTokens(params)));
  if (n == codec.LIST_TOKEN_OPERATORS) return codec.returnListTokenOperators(listTokenOperators(codec.readListTokenOperators(params)));
  if (n == codec.LIST_ACCOUNT_OPERATORS) return codec.returnListAccountOperators(listAccountOperators(codec.readListAccountOperators(params)));
  return exit(n, params);
}

function exit(n: u64, params: Bytes): Bytes {
  if (n == codec.REDEEM) return codec.returnRedeem(redeem(codec.readRedeem(params)));
  if (n == codec.CANCEL_REDEMPTION) return codec.returnCancelRedemption(cancelRedemption(codec.readCancelRedemption(params)));
  if (n == codec.FINALIZE) return codec.returnFinalize(finalize(codec.readFinalize(params)));
  if (n == codec.FINALIZE_SIDE) return codec.returnFinalizeSide(finalizeSide(codec.readFinalizeSide(params)));
  if (n == codec.CLAIM_REDEMPTION) return codec.returnClaimRedemption(claimRedemption(codec.readClaimRedemption(params)));
  if (n == codec.EXIT_NOW) return codec.returnExitNow(exitNow(codec.readExitNow(params)));
  if (n == codec.HEARTBEAT) {
    withoutParams(params);
    heartbeat();
    return none();
  }
  if (n == codec.RECEIVE) {
    codec.readReceive(params);
    mustBeFree();
    fail(FORBIDDEN, utf8("this actor has no use for tokens"));
  }
  return governance(n, params);
}

/** Runs what an account has signed as if it had called, then pays the relayer; any failure takes all of it back. */
function relayed(p: codec.ExecuteWithAuthParams): Bytes {
  const relayer = authorize(p);
  const out = custody(p.authorization.method, p.authorization.params);
  pay(relayer, p.authorization.fee);
  return codec.returnExecuteWithAuth(out);
}

function governance(n: u64, params: Bytes): Bytes {
  if (n == codec.PROPOSE) return codec.returnPropose(propose(codec.readPropose(params)));
  if (n == codec.VOTE) return codec.returnVote(vote(codec.readVote(params)));
  if (n == codec.CONVERT_JUNIOR) return codec.returnConvertJunior(convertJunior(codec.readConvertJunior(params)));
  if (n == codec.EXECUTE) execute(codec.readExecute(params));
  else if (n == codec.CANCEL_PROPOSAL) cancelProposal(codec.readCancelProposal(params));
  else if (n == codec.PROPOSE_OPERATOR) proposeOperator(codec.readProposeOperator(params));
  else if (n == codec.ACCEPT_OPERATOR) {
    withoutParams(params);
    acceptOperator();
  } else if (n == codec.ADVANCE_NONCE) advanceNonce(codec.readAdvanceNonce(params));
  else if (n == codec.EXECUTE_WITH_AUTH) return relayed(codec.readExecuteWithAuth(params));
  else if (n == codec.INHERIT) inherit(codec.readInherit(params));
  else return views(n, params);
  return none();
}

function views(n: u64, params: Bytes): Bytes {
  if (n == codec.GET_MINER) return codec.returnGetMiner(getMiner(codec.readGetMiner(params)));
  if (n == codec.MINER_SNAPSHOT) return codec.returnMinerSnapshot(minerSnapshot(codec.readMinerSnapshot(params)));
  if (n == codec.GET_POSITION) return codec.returnGetPosition(getPosition(codec.readGetPosition(params)));
  if (n == codec.GET_ACCOUNT) return codec.returnGetAccount(getAccount(codec.readGetAccount(params)));
  if (n == codec.LIST_REQUESTS) return codec.returnListRequests(listRequests(codec.readListRequests(params)));
  if (n == codec.GET_PROPOSAL) return codec.returnGetProposal(getProposal(codec.readGetProposal(params)));
  if (n == codec.LIST_PROPOSALS) return codec.returnListProposals(listProposals(codec.readListProposals(params)));
  if (n == codec.METADATA_ID || n == codec.METADATA) return codec.returnMetadataID(metadataId(codec.readMetadataID(params)));
  if (n == codec.BALANCE || n == codec.BALANCE_OF) return codec.returnBalance(balance(codec.readBalance(params)));
  if (n == codec.OWNER) return codec.returnOwner(owner(codec.readOwner(params)));
  if (n == codec.OWNER_OF) return codec.returnOwnerOf(ownerOf(codec.readOwnerOf(params)));
  return plainViews(n, params);
}

/** Views without params. */
function plainViews(n: u64, params: Bytes): Bytes {
  let out = none();
  if (n == codec.GET_POOL) out = codec.returnGetPool(getPool());
  else if (n == codec.GET_TERMS) out = getTerms();
  else if (n == codec.LIST_MINERS) out = codec.returnListMiners(listMiners());
  else if (n == codec.GET_GOVERNANCE) out = codec.returnGetGovernance(getGovernance());
  else if (n == codec.VERSION) out = codec.returnVersion(version());
  else if (n == codec.NAME) out = codec.returnName(name());
  else if (n == codec.SYMBOL) out = codec.returnSymbol(symbol());
  else if (n == codec.TOTAL_SUPPLY) out = codec.returnTotalSupply(totalSupply());
  else failNumber(UNHANDLED_MESSAGE, utf8("unknown method"), n);
  withoutParams(params);
  return out;
}

/** The host's entry: the handle of the params in, the handle of the return out. */
export function invoke(params: u32): u32 {
  const n = method();
  const bytes = readBlock(params);
  if (n == CONSTRUCTOR) {
    if (bytes.length > 0 && bytes[0] == ONE_ITEM) constructHeir(bytes);
    else construct(codec.readConstructor(bytes));
    return 0;
  }
  return createBlock(CBOR, custody(n, bytes));
}
