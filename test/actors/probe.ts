/** A test actor that hands the sdk through: params [op, …], return CBOR. */
import { Amt } from "../../actor/sdk/amt";
import { Hamt } from "../../actor/sdk/hamt";
import { IdTree } from "../../actor/sdk/id-tree";
import { U256 } from "../../actor/sdk/u256";
import { Reader } from "../../actor/sdk/cbor-reader";
import { Writer } from "../../actor/sdk/cbor-writer";
import { CBOR, createBlock, readBlock } from "../../actor/sdk/blocks";
import { decodeSet, encodeSet } from "../../actor/sdk/rle";
import { UNHANDLED_MESSAGE, failAmount, failNumber } from "../../actor/sdk/abort";
import { Event } from "../../actor/sdk/events";
import * as builtin from "../../actor/sdk/builtin";
import * as message from "../../actor/sdk/message";
import { bytesOf, newBytes } from "../../actor/sdk/bytes";
import { loadRoot, saveRoot } from "../../actor/sdk/state";
import { codeOf, delegatedAddressOf, resolveOrCreate, tryResolve, typeOf } from "../../actor/sdk/address";
import { pay } from "../../actor/sdk/send";

export function invoke(params: u32): u32 {
  const r = new Reader(readBlock(params));
  const w = new Writer();
  const method = <i32>message.method();
  if (method == 2) arithmetic(r, w);
  else if (method == 3) amt(r, w);
  else if (method == 4) hamt(r, w);
  else if (method == 5) w.bytes(encodeSet(decodeSet(r.nextBytes(40000), 64)));
  else if (method == 6) read(r, w);
  else if (method == 7) miner(r, w);
  else if (method == 8) event(r);
  else if (method == 9) state(r, w);
  else if (method == 10) context(w);
  else if (method == 11) addresses(r, w);
  else if (method == 12) pay(r.nextU64(), U256.from(5));
  else if (method == 13) keep(r, w);
  else if (method == 14) ids(r, w);
  else failNumber(UNHANDLED_MESSAGE, utf8("no method"), method);
  r.finish();
  return createBlock(CBOR, w.finish());
}

/** [op, a, b, c] → result as amount. */
function arithmetic(r: Reader, w: Writer): void {
  r.nextArray(4);
  const op = <i32>r.nextU64();
  const a = r.nextAmount();
  const b = r.nextAmount();
  const c = r.nextAmount();
  if (op == 0) w.amount(a + b);
  else if (op == 1) w.amount(a - b);
  else if (op == 2) w.amount(a * b);
  else if (op == 3) w.amount(a / b);
  else if (op == 4) w.amount(a % b);
  else if (op == 5) w.amount(a.mulDiv(b, c));
  else if (op == 6) w.amount(a.mulDivUp(b, c));
  else if (op == 7) w.amount(a << <i32>b.low);
  else if (op == 8) w.amount(a >> <i32>b.low);
  else if (op == 9) w.i64(a.compare(b));
  else if (op == 10) w.amount(a.minus(b));
  else failAmount(20, utf8("the amount is"), a);
}


/** [width or link, [[op, index, value]…]] → [link, count, found…]; op 0 set, 1 delete, 2 get, 3 next. */
function amt(r: Reader, w: Writer): void {
  r.nextArray(2);
  const map = r.atLink ? Amt.load(r.nextCid()) : new Amt(<u32>r.nextU64());
  const n = r.nextList(100000);
  w.array(n + 2);
  for (let i: u32 = 0; i < n; i++) {
    r.nextArray(3);
    const op = r.nextU64();
    const index = r.nextU64();
    const value = r.nextRaw();
    if (op == 0) {
      map.set(index, value);
      w.nil();
    } else if (op == 1) w.bool(map.delete(index));
    else if (op == 2) {
      const found = map.get(index);
      if (found === null) w.nil();
      else w.raw(found);
    } else w.u64(map.next(index));
  }
  w.u64(map.count).cid(map.flush());
}

/** [null or link, [[op, id]…]] → [found…, link or null]; op 0 put in, 1 take out, 2 has, 3 next. */
function ids(r: Reader, w: Writer): void {
  r.nextArray(2);
  const set = new IdTree(r.nextIsNull() ? newBytes(0) : r.nextCid());
  const n = r.nextList(100000);
  w.array(n + 1);
  for (let i: u32 = 0; i < n; i++) {
    r.nextArray(2);
    const op = r.nextU64();
    const id = r.nextU64();
    if (op < 2) w.bool(set.put(id, op == 0));
    else if (op == 2) w.bool(set.has(id));
    else w.u64(set.next(id));
  }
  const link = set.flush();
  if (link.length == 0) w.nil();
  else w.cid(link);
}

/** [width, null or link, [[op, key, value]…]] → [found…, link]. */
function hamt(r: Reader, w: Writer): void {
  r.nextArray(3);
  const bits = <i32>r.nextU64();
  const map = r.nextIsNull() ? new Hamt(bits) : Hamt.load(r.nextCid(), bits);
  const n = r.nextList(100000);
  w.array(n + 1);
  for (let i: u32 = 0; i < n; i++) {
    r.nextArray(3);
    const op = r.nextU64();
    const key = r.nextBytes(256);
    const value = r.nextRaw();
    if (op == 0) {
      map.set(key, value);
      w.nil();
    } else if (op == 1) w.bool(map.delete(key));
    else {
      const found = map.get(key);
      if (found === null) w.nil();
      else w.raw(found);
    }
  }
  w.cid(map.flush());
}

/** [kind, item] → the item written again. */
function read(r: Reader, w: Writer): void {
  r.nextArray(2);
  const kind = <i32>r.nextU64();
  if (kind == 0) w.u64(r.nextU64());
  else if (kind == 1) w.i64(r.nextI64());
  else if (kind == 2) w.bool(r.nextBool());
  else if (kind == 3) w.text(r.nextText(100));
  else if (kind == 4) w.bytes(r.nextBytes(100));
  else if (kind == 5) w.bytes(r.nextAddress());
  else if (kind == 6) w.actor(r.nextId());
  else if (kind == 7) w.amount(r.nextAmount());
  else if (kind == 8) {
    const s = r.nextSigned();
    w.signed(s.negative, s.magnitude);
  } else if (kind == 9) w.cid(r.nextCid());
  else if (kind == 10) w.raw(r.nextRaw());
  else if (kind == 11) w.array(r.nextList(3));
  else if (kind == 12) w.u64(r.nextActor());
}

/** [op, miner] → what the getter says. */
function miner(r: Reader, w: Writer): void {
  r.nextArray(2);
  const op = <i32>r.nextU64();
  const id = r.nextU64();
  if (op == 0) {
    const o = builtin.getOwner(id);
    w.array(2).u64(o.owner).i64(o.proposed);
  } else if (op == 1) {
    const b = builtin.getBeneficiary(id);
    w.array(4).u64(b.beneficiary).amount(b.quota).amount(b.used).i64(b.expiration);
  } else if (op == 2) {
    const s = builtin.getAvailableBalance(id);
    w.signed(s.negative, s.magnitude);
  } else if (op == 3) {
    const v = builtin.getVestingFunds(id, message.epoch());
    w.array(2).amount(v.total).amount(v.matured);
  } else if (op == 4) w.amount(builtin.withdrawBalance(id, U256.from(1000)));
  else if (op == 5) w.bool(builtin.authenticate(id, newBytes(65), newBytes(3)));
  else if (op == 6) builtin.changeOwnerAddress(id, message.self());
  else if (op == 7) builtin.changeBeneficiary(id, message.self(), U256.zero, 0);
  else if (op == 8) builtin.repayDebt(id);
  else if (op == 9) w.bool(builtin.isControllingAddress(id, bytesOf(utf8("\u0000\u0005"))));
}

function event(r: Reader): void {
  r.nextArray(0);
  new Event(utf8("deposit")).u64(utf8("token"), 7, true).amount(utf8("amount"), U256.from(1000)).emit();
}

/** null → the root's bytes, else saves the item. */
function state(r: Reader, w: Writer): void {
  if (r.nextIsNull()) w.raw(loadRoot());
  else saveRoot(r.nextRaw());
}

/** → [origin, caller, self, value, read-only, epoch, chain id, own balance, balance of f099]. */
function context(w: Writer): void {
  w.array(9).u64(message.origin()).u64(message.caller()).u64(message.self()).amount(message.value()).bool(message.isReadOnly());
  w.i64(message.epoch()).u64(message.chainId()).amount(message.ownBalance()).amount(message.balanceOf(99));
}

/** [create, address] → [id or −1, type, code, delegated address]. */
function addresses(r: Reader, w: Writer): void {
  r.nextArray(2);
  const create = r.nextBool();
  const address = r.nextAddress();
  const id = create ? <i64>resolveOrCreate(address) : tryResolve(address);
  w.array(4).i64(id);
  if (id < 0) w.i64(-1).nil().nil();
  else w.i64(typeOf(id)).bytes(codeOf(id)).bytes(delegatedAddressOf(id));
}

/** [key, value] → the value the key had; the map hangs on the state root [link]. */
function keep(r: Reader, w: Writer): void {
  const s = new Reader(loadRoot());
  const map = s.nextList(1) == 0 ? new Hamt(5) : Hamt.load(s.nextCid(), 5);
  r.nextArray(2);
  const key = r.nextBytes(256);
  const before = map.get(key);
  if (before === null) w.nil();
  else w.raw(before);
  map.set(key, r.nextRaw());
  saveRoot(new Writer().array(1).cid(map.flush()).finish());
}
