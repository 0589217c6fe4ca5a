/** How a miner comes into custody, and who works for it (design 4, Custody). */
import { FORBIDDEN, ILLEGAL_ARGUMENT, ILLEGAL_STATE, check, failAmount, failNumber, say, sayAmount, sayNumber, stop } from "../sdk/abort";
import { actorAddress } from "../sdk/address";
import { openBlock, putBlock } from "../sdk/blocks";
import { Bytes, newBytes } from "../sdk/bytes";
import { Reader, Signed } from "../sdk/cbor-reader";
import { Writer } from "../sdk/cbor-writer";
import {
  Beneficiary, Vesting, changeBeneficiary, changeMultiaddrs, changeOwnerAddress, changePeerId, changeWorkerAddress, confirmChangeWorkerAddress, createMiner as powerCreateMiner, getBeneficiary,
  getOwner, getVestingFunds, isControllingAddress, withdrawBalance,
} from "../sdk/builtin";
import { Event } from "../sdk/events";
import { balanceOf, caller, epoch, self, value } from "../sdk/message";
import { U256 } from "../sdk/u256";
import { failActor } from "./fail-actor";
import { Approval, ApproveMinerParams, Approvals, ChangeMultiaddrsParams, ChangePeerIDParams, ChangeWorkerParams, CreateMinerParams, Miner, TakeOwnerReturn } from "./codec.generated";
import { mustBeHarvested } from "./deposit";
import { limits } from "./forward";
import { mustNotBeMoving, mustNotBeReplaced } from "./governance";
import { legacyOf } from "./legacy";
import { addMiner, findMiner, minerOf } from "./miner-list";
import { mustBeMiner } from "./miner-type";
import { callerIsOperator, mustBeActive, mustBeOperator } from "./operator";
import { CONSENT_EPOCHS, JUNIOR, MAX_CONSENTS, WORKER_DELAY_EPOCHS } from "./policy.generated";
import { callReceiver, mintPosition, oneToken } from "./positions";
import { change, changeWithValue, lock, miners, readMiners, root, save, terms } from "./state";


function approvals(): Approvals {
  const link = readMiners().approvals;
  return link.length == 0 ? new Approvals([]) : Approvals.read(new Reader(openBlock(link)));
}

function putApprovals(a: Approvals): void {
  miners().approvals = putBlock(a.write(new Writer()).finish());
}

/** Stores all consents but those for `miner` and those that ran out, and `added` unless it is null. */
function replaceApproval(miner: u64, added: Approval | null): void {
  const a = approvals();
  const old = a.list;
  const kept = new StaticArray<Approval>(old.length + 1);
  let n = 0;
  for (let i = 0; i < old.length; i++) if (old[i].miner != miner && old[i].until >= epoch()) kept[n++] = old[i];
  if (added !== null) kept[n++] = added;
  if (n > MAX_CONSENTS) failNumber(ILLEGAL_STATE, utf8("consents open at the same time are at most"), MAX_CONSENTS);
  a.list = StaticArray.slice<Approval>(kept, 0, n);
  putApprovals(a);
}

/** What a former operator consented to, the present one has not seen. */
export function dropConsents(): void {
  const a = approvals();
  if (a.list.length == 0) return;
  a.list = [];
  putApprovals(a);
}

/** Ends the message with 16 or 20 unless an id is a miner's that is not in custody. */
function mustBeOutside(miner: u64): void {
  mustBeMiner(miner);
  if (findMiner(miner) !== null) failActor(ILLEGAL_STATE, utf8("already in custody: miner"), miner);
}

/** The worker must stand apart from the controls: that it controls the miner then proves that it is the worker. */
function mustStandApart(worker: u64, controls: StaticArray<u64>): void {
  for (let i = 0; i < controls.length; i++) if (controls[i] == worker) failActor(ILLEGAL_ARGUMENT, utf8("the worker is also a control address:"), worker);
}

/** ApproveMiner [miner, owner, worker, controls]: the operator's consent to a takeover. */
export function approveMiner(p: ApproveMinerParams): void {
  change();
  mustBeOperator();
  mustBeActive();
  mustBeOutside(p.miner);
  mustStandApart(p.worker, p.controls);
  replaceApproval(p.miner, new Approval(p.miner, p.owner, p.worker, p.controls, epoch() + CONSENT_EPOCHS));
  save();
}

/** The consent under which the caller may hand over a miner. The operator's own needs no owner and no date: it names the worker. */
function consentFor(miner: u64): Approval {
  const list = approvals().list;
  for (let i = 0; i < list.length; i++) {
    const a = list[i];
    if (a.miner != miner) continue;
    if (callerIsOperator() || (a.owner == caller() && a.until >= epoch())) return a;
  }
  failActor(FORBIDDEN, utf8("the operator has not approved this owner and miner"), miner);
  return list[0];
}

/** Ends the message with 20 if no miner more may come into custody. */
function mustHaveRoom(): void {
  mustNotBeMoving();
  if (<u64>readMiners().list.length >= limits().maxMiners) failNumber(ILLEGAL_STATE, utf8("the limit of miners is"), limits().maxMiners);
}

/** Step 1: who calls, what was proposed, and that the miner fits. Returns its vesting table. */
function mustBeOffered(miner: u64): Vesting {
  const owner = getOwner(miner);
  if (owner.owner != caller()) failActor(FORBIDDEN, utf8("only the miner's owner may hand it over:"), owner.owner);
  check(owner.proposed == <i64>self(), ILLEGAL_STATE, utf8("this actor is not proposed as the miner's owner"));
  mustHaveRoom();
  const vesting = getVestingFunds(miner, epoch());
  const most = terms().legacyMaximum;
  if (vesting.total - vesting.matured > most) failAmount(ILLEGAL_STATE, utf8("vesting funds exceed the legacy maximum"), most);
  return vesting;
}

/** Step 2: no third party may draw the miner's withdrawals. */
function mustBeFreeOfBeneficiary(b: Beneficiary): void {
  if (b.beneficiary == caller() || b.used >= b.quota || b.expiration <= epoch()) return;
  say(utf8("the beneficiary f0"));
  sayNumber(b.beneficiary);
  say(utf8(" still has a quota of "));
  sayAmount(b.quota - b.used);
  say(utf8(" attoFIL until epoch "));
  sayNumber(b.expiration);
  stop(ILLEGAL_ARGUMENT);
}

/** Steps 3 to 7: the miner's owner, beneficiary, worker and controls become what they must be. */
function hold(miner: u64, consent: Approval): void {
  const own = self();
  changeOwnerAddress(miner, own);
  if (getBeneficiary(miner).beneficiary != own) changeBeneficiary(miner, own, U256.zero, 0);
  withdrawBalance(miner, U256.zero);
  mustBeHeld(miner);
  setWorker(miner, consent.worker, consent.controls);
}

/** Ends the message with 20 unless this actor is owner and beneficiary of the miner and nobody is proposed. */
function mustBeHeld(miner: u64): void {
  const owner = getOwner(miner);
  check(owner.owner == self() && owner.proposed < 0, ILLEGAL_STATE, utf8("the miner's owner is not this actor after all"));
  check(getBeneficiary(miner).beneficiary == self(), ILLEGAL_STATE, utf8("the miner's beneficiary is not this actor after all"));
}

function setWorker(miner: u64, worker: u64, controls: StaticArray<u64>): void {
  const addresses = new StaticArray<Bytes>(controls.length);
  for (let i = 0; i < controls.length; i++) addresses[i] = actorAddress(controls[i]);
  changeWorkerAddress(miner, actorAddress(worker), addresses);
}

/** TakeOwner [miner] → what the former owner gets: an in-kind junior position and a legacy claim. */
export function takeOwner(miner: u64): TakeOwnerReturn {
  change();
  mustBeOutside(miner);
  mustBeActive();
  lock();
  const vesting = mustBeOffered(miner);
  const consent = consentFor(miner);
  mustBeFreeOfBeneficiary(getBeneficiary(miner));
  hold(miner, consent);
  return takeIn(miner, consent.worker, consent.controls, vesting);
}

/** Books a miner that this actor owns: what it holds is the caller's in-kind junior, what is vesting his legacy claim. */
function takeIn(miner: u64, worker: u64, controls: StaticArray<u64>, vesting: Vesting): TakeOwnerReturn {
  const legacy = vesting.total - vesting.matured;
  const principal = balanceOf(miner) - legacy;
  if (principal > limits().maxPerMiner) failAmount(ILLEGAL_STATE, utf8("the limit of principal per miner is"), limits().maxPerMiner);
  if (!principal.isZero) mustBeHarvested();
  const now = epoch();
  const token = principal.isZero ? 0 : mintPosition(caller(), JUNIOR, principal, miner);
  addMiner(new Miner(miner, principal, new Signed(false, U256.zero), worker, controls, false, now, now, now, U256.zero, false, 0, legacyOf(caller(), vesting), token));
  replaceApproval(miner, null);
  new Event(utf8("miner-custodied")).u64(utf8("miner"), miner, true).u64(utf8("owner"), caller(), true).u64(utf8("token"), token)
    .amount(utf8("principal"), principal).amount(utf8("legacy"), legacy).emit();
  save();
  if (token != 0) callReceiver(caller(), self(), caller(), oneToken(token), newBytes(0));
  return new TakeOwnerReturn(token, principal, legacy);
}

/** CreateMiner [worker, proof, peer, addresses] + value → miner: born owned by this actor; the value is the operator's in-kind junior. */
export function createMiner(p: CreateMinerParams): u64 {
  changeWithValue();
  mustBeOperator();
  mustBeActive();
  mustHaveRoom();
  lock();
  const miner = powerCreateMiner(self(), actorAddress(p.worker), <i64>p.proof, p.peer, p.addresses, value());
  takeIn(miner, p.worker, [], getVestingFunds(miner, epoch()));
  return miner;
}

/** AdoptMiner [miner]: one that somebody created with this actor as its owner; all it holds is reward. The consent names its worker. */
export function adoptMiner(miner: u64): void {
  change();
  mustBeOperator();
  mustBeActive();
  mustBeOutside(miner);
  mustHaveRoom();
  const consent = consentFor(miner);
  lock();
  mustBeHeld(miner);
  setWorker(miner, consent.worker, consent.controls);
  const now = epoch();
  addMiner(new Miner(miner, U256.zero, new Signed(false, U256.zero), consent.worker, consent.controls, false, now, now, now, U256.zero, false, 0, null, 0));
  replaceApproval(miner, null);
  new Event(utf8("miner-custodied")).u64(utf8("miner"), miner, true).u64(utf8("owner"), self(), true).u64(utf8("token"), 0)
    .amount(utf8("principal"), U256.zero).amount(utf8("legacy"), U256.zero).emit();
  save();
}

/** Begins a call of the operator to a miner in custody. */
function reach(miner: u64): void {
  change();
  mustBeOperator();
  mustNotBeReplaced();
  minerOf(miner);
  mustBeMiner(miner);
  lock();
}

/** ChangePeerID [miner, peer]: the operator. */
export function changePeer(p: ChangePeerIDParams): void {
  reach(p.miner);
  changePeerId(p.miner, p.peer);
  save();
}

/** ChangeMultiaddrs [miner, addresses]: the operator. */
export function changeAddresses(p: ChangeMultiaddrsParams): void {
  reach(p.miner);
  changeMultiaddrs(p.miner, p.addresses);
  save();
}

/**
 * ConfirmWorker [miner] → true once the stored worker works: anyone. A change that the former owner left pending takes effect
 * within 900 epochs, so nothing is certain before.
 */
export function confirmWorker(id: u64): bool {
  change();
  const m = minerOf(id);
  mustBeMiner(id);
  lock();
  confirmChangeWorkerAddress(id);
  setWorker(id, m.worker, m.controls);
  const works = epoch() >= m.since + WORKER_DELAY_EPOCHS && isControllingAddress(id, actorAddress(m.worker));
  if (works) m.confirmed = true;
  save();
  return works;
}

/** ChangeWorker [miner, worker, controls]: the operator. */
export function changeWorker(p: ChangeWorkerParams): void {
  change();
  mustBeOperator();
  mustNotBeReplaced();
  const m = minerOf(p.miner);
  mustBeMiner(p.miner);
  mustStandApart(p.worker, p.controls);
  m.worker = p.worker;
  m.controls = p.controls;
  lock();
  setWorker(p.miner, p.worker, p.controls);
  save();
}
