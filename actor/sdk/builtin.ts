/**
 * Calls to the built-in miner and account actors by their exported numbers (builtin-actors v18). A failed call ends the message
 * with 20 "f0… method n exit c"; so does a getter that returns nothing, as an account does for any number.
 */
import { ILLEGAL_STATE, say, sayNumber, stop } from "./abort";
import { actorAddress, idOfAddress } from "./address";
import { Bytes, newBytes } from "./bytes";
import { CBOR } from "./blocks";
import { Reader, Signed } from "./cbor-reader";
import { Writer } from "./cbor-writer";
import { READ_ONLY, call, trySend } from "./send";
import { U256 } from "./u256";
import * as frc42 from "./frc42";

const MAX_VESTING_ENTRIES: u32 = 1024;
const MAX_PEER_ID: i32 = 128;
const POWER_ACTOR: u64 = 4;

/** Calls a getter read-only; an empty return is refused. */
function query(actor: u64, method: u64, params: Bytes): Reader {
  const bytes = call(actor, method, params, U256.zero, READ_ONLY);
  if (bytes.length == 0) {
    say(utf8("f0"));
    sayNumber(actor);
    say(utf8(" returned nothing for method "));
    sayNumber(method);
    stop(ILLEGAL_STATE);
  }
  return new Reader(bytes);
}

/** Calls a method that returns nothing of use. */
function order(actor: u64, method: u64, params: Bytes): void {
  call(actor, method, params, U256.zero, 0);
}

/** GetOwner. `proposed` is −1 without a proposal. */
@final
export class MinerOwner {
  constructor(
    public owner: u64,
    public proposed: i64,
  ) {}
}

export function getOwner(miner: u64): MinerOwner {
  const r = query(miner, frc42.GET_OWNER, newBytes(0));
  r.nextArray(2);
  const owner = idOfAddress(r.nextAddress());
  const proposed = r.nextIsNull() ? -1 : <i64>idOfAddress(r.nextAddress());
  r.finish();
  return new MinerOwner(owner, proposed);
}

/** The active part of GetBeneficiary: amounts in attoFIL, expiration an epoch. */
@final
export class Beneficiary {
  constructor(
    public beneficiary: u64,
    public quota: U256,
    public used: U256,
    public expiration: i64,
  ) {}
}

export function getBeneficiary(miner: u64): Beneficiary {
  const r = query(miner, frc42.GET_BENEFICIARY, newBytes(0));
  r.nextArray(2);
  r.nextArray(2);
  const beneficiary = idOfAddress(r.nextAddress());
  r.nextArray(3);
  const quota = r.nextAmount();
  const used = r.nextAmount();
  const out = new Beneficiary(beneficiary, quota, used, r.nextI64());
  r.skip(0);
  r.finish();
  return out;
}

/** Proposes an owner, or accepts the proposal when called by the proposed. */
export function changeOwnerAddress(miner: u64, owner: u64): void {
  order(miner, frc42.CHANGE_OWNER_ADDRESS, new Writer().actor(owner).finish());
}

export function changeBeneficiary(miner: u64, beneficiary: u64, quota: U256, expiration: i64): void {
  order(miner, frc42.CHANGE_BENEFICIARY, new Writer().array(3).actor(beneficiary).amount(quota).i64(expiration).finish());
}

/** `worker` and `controls` are address bytes. */
export function changeWorkerAddress(miner: u64, worker: Bytes, controls: StaticArray<Bytes>): void {
  const w = new Writer().array(2).bytes(worker).array(controls.length);
  for (let i = 0; i < controls.length; i++) w.bytes(controls[i]);
  order(miner, frc42.CHANGE_WORKER_ADDRESS, w.finish());
}

export function confirmChangeWorkerAddress(miner: u64): void {
  order(miner, frc42.CONFIRM_CHANGE_WORKER_ADDRESS, newBytes(0));
}

export function changePeerId(miner: u64, peer: Bytes): void {
  order(miner, frc42.CHANGE_PEER_ID, new Writer().array(1).bytes(peer).finish());
}

export function changeMultiaddrs(miner: u64, addresses: StaticArray<Bytes>): void {
  const w = new Writer().array(1).array(addresses.length);
  for (let i = 0; i < addresses.length; i++) w.bytes(addresses[i]);
  order(miner, frc42.CHANGE_MULTIADDRS, w.finish());
}

/** Withdraws up to `amount` to the beneficiary; returns what the miner says it sent, attoFIL. */
export function withdrawBalance(miner: u64, amount: U256): U256 {
  const r = new Reader(call(miner, frc42.WITHDRAW_BALANCE, new Writer().array(1).amount(amount).finish(), U256.zero, 0));
  const sent = r.nextAmount();
  r.finish();
  return sent;
}

/** Pays fee debt out of what the miner has; never more than is owed. */
export function repayDebt(miner: u64): void {
  order(miner, frc42.REPAY_DEBT, newBytes(0));
}

/** Balance − vesting − deposits − pledge − debt: below 0 when debt exceeds what is free. */
export function getAvailableBalance(miner: u64): Signed {
  const r = query(miner, frc42.GET_AVAILABLE_BALANCE, newBytes(0));
  const available = r.nextSigned();
  r.finish();
  return available;
}

/** The vesting table, summed: attoFIL. `matured` is the part with epoch < now, which the next withdrawal unlocks. */
@final
export class Vesting {
  total: U256 = U256.zero;
  matured: U256 = U256.zero;
  epochs: StaticArray<i64> = [];
  amounts: StaticArray<U256> = [];
}

export function getVestingFunds(miner: u64, now: i64): Vesting {
  const r = query(miner, frc42.GET_VESTING_FUNDS, newBytes(0));
  r.nextArray(1);
  const n = r.nextList(MAX_VESTING_ENTRIES);
  const out = new Vesting();
  out.epochs = new StaticArray<i64>(n);
  out.amounts = new StaticArray<U256>(n);
  for (let i: u32 = 0; i < n; i++) {
    r.nextArray(2);
    const epoch = r.nextI64();
    const amount = r.nextAmount();
    out.epochs[i] = epoch;
    out.amounts[i] = amount;
    out.total = out.total + amount;
    if (epoch < now) out.matured = out.matured + amount;
  }
  r.finish();
  return out;
}

/** Pledge of the miner's sectors, attoFIL. */
export function getInitialPledge(miner: u64): U256 {
  const r = query(miner, frc42.INITIAL_PLEDGE, newBytes(0));
  const pledge = r.nextAmount();
  r.finish();
  return pledge;
}

export function getPeerId(miner: u64): Bytes {
  const r = query(miner, frc42.GET_PEER_ID, newBytes(0));
  r.nextArray(1);
  const peer = r.nextBytes(MAX_PEER_ID);
  r.finish();
  return peer;
}

/** Power of a miner as the power actor counts it, in bytes. */
@final
export class Power {
  constructor(
    public raw: U256,
    public adjusted: U256,
  ) {}
}

export function getPower(miner: u64): Power {
  const r = query(POWER_ACTOR, frc42.MINER_POWER, new Writer().u64(miner).finish());
  r.nextArray(2);
  const raw = r.nextAmount();
  const out = new Power(raw, r.nextAmount());
  r.finish();
  return out;
}

/** True if an address is owner, worker or control address of a miner. */
export function isControllingAddress(miner: u64, address: Bytes): bool {
  const r = query(miner, frc42.IS_CONTROLLING_ADDRESS, new Writer().bytes(address).finish());
  const yes = r.nextBool();
  r.finish();
  return yes;
}

export function getNominalSectorExpiration(miner: u64, sector: u64): i64 {
  const r = query(miner, frc42.GET_NOMINAL_SECTOR_EXPIRATION, new Writer().u64(sector).finish());
  const epoch = r.nextI64();
  r.finish();
  return epoch;
}

/** power CreateMiner: [owner, worker, proof, peer, addresses]; returns the miner's id. The value is its first balance. */
export function createMiner(owner: u64, worker: Bytes, proof: i64, peer: Bytes, addresses: StaticArray<Bytes>, value: U256): u64 {
  const w = new Writer().array(5).actor(owner).bytes(worker).i64(proof).bytes(peer).array(addresses.length);
  for (let i = 0; i < addresses.length; i++) w.bytes(addresses[i]);
  const r = new Reader(call(POWER_ACTOR, frc42.CREATE_MINER, w.finish(), value, 0));
  r.nextArray(2);
  const id = idOfAddress(r.nextAddress());
  r.nextAddress();
  r.finish();
  return id;
}

/** True only if the signer's AuthenticateMessage ran read-only within 50 M gas and returned CBOR true. */
export function authenticate(signer: u64, signature: Bytes, message: Bytes): bool {
  const params = new Writer().array(2).bytes(signature).bytes(message).finish();
  const reply = trySend(actorAddress(signer), frc42.AUTHENTICATE_MESSAGE, CBOR, params, U256.zero, 50_000_000, READ_ONLY);
  if (reply.error != 0 || reply.exit != 0) return false;
  const bytes = reply.bytes();
  return bytes.length == 1 && load<u8>(changetype<usize>(bytes)) == 0xf5;
}
