/**
 * The actor's state while a message runs. A method begins with `change()` (or `view()`), works on `root` and what hangs on it,
 * and ends with `save()`. While an outside actor is called, the root in the store is a lock: a 1-tuple [link to the plain root].
 */
import { ILLEGAL_STATE, NOT_FOUND, NOT_PAYABLE, check, failAmount, failNumber } from "../sdk/abort";
import { varint } from "../sdk/address";
import { Amt } from "../sdk/amt";
import { openBlock, putBlock } from "../sdk/blocks";
import { Bytes, newBytes } from "../sdk/bytes";
import { Reader } from "../sdk/cbor-reader";
import { Writer } from "../sdk/cbor-writer";
import { Hamt } from "../sdk/hamt";
import { caller, epoch, value } from "../sdk/message";
import { loadRoot, rootLink, setRoot } from "../sdk/state";
import { U256 } from "../sdk/u256";
import { Account, Miners, Position, Request, Root, Terms } from "./codec.generated";
import { noteCover } from "./cover";
import { HEIR, LEAVING } from "./policy.generated";
import { bringUpToDate } from "./stream";

/** Width of the AMTs of positions and requests. */
const WIDTH: u32 = 3;
/** Bit width of the HAMT of accounts: what a message pays for is the bytes of the nodes it writes, and with many holders narrow ones are the fewest. */
const ACCOUNT_BITS: i32 = 3;
/** First byte of a CBOR array of one item: the lock. */
const LOCK: u8 = 0x81;

export let root: Root = changetype<Root>(0);
/** CID of the plain root as it was stored last. */
let stored: Bytes = changetype<Bytes>(0);
let inProgress: bool = false;

let termsBlock: Terms | null = null;
let minersBlock: Miners | null = null;
let minersChanged: bool = false;
let positionsAmt: Amt | null = null;
let requestsAmt: Amt | null = null;
let sidesAmt: Amt | null = null;
let accountsHamt: Hamt | null = null;

/** Installs the first root of a new actor. */
export function create(first: Root): void {
  root = first;
}

function load(): void {
  let bytes = loadRoot();
  inProgress = bytes[0] == LOCK;
  if (inProgress) {
    const r = new Reader(bytes);
    r.nextArray(1);
    stored = r.nextCid();
    bytes = openBlock(stored);
  } else stored = rootLink();
  root = Root.read(new Reader(bytes));
}

/** Ends the message with 26 if it brought value. */
export function mustBeFree(): void {
  if (!value().isZero) failAmount(NOT_PAYABLE, utf8("this method takes no value, got"), value());
}

/** Begins a method that reads only: it shows the state at this epoch, works read-only and while a change is in progress. */
export function view(): void {
  mustBeFree();
  load();
  bringUpToDate();
}

/** Begins a method that changes state and accepts value. Stream and coupon are brought up to date; a call of the operator is a sign of life. */
export function changeWithValue(): void {
  load();
  check(!inProgress, ILLEGAL_STATE, utf8("another change is in progress"));
  if (root.status > LEAVING) failNumber(ILLEGAL_STATE, root.status == HEIR ? utf8("an heir waits for its predecessor, actor") : utf8("this actor has migrated to actor"), root.successor);
  bringUpToDate();
  if (caller() == root.operator.id) root.operator.seen = epoch();
}

/** Begins Inherit. */
export function changeHeir(): void {
  load();
  check(root.status == HEIR, ILLEGAL_STATE, utf8("this actor is no heir, or has inherited"));
}

/** Makes the root of a predecessor this actor's own. */
export function adopt(link: Bytes, status: u64): void {
  root = Root.read(new Reader(openBlock(link)));
  root.status = status;
  root.successor = 0;
}

/** Begins a method that changes state and takes no value. */
export function change(): void {
  mustBeFree();
  changeWithValue();
}

/** Stores everything that changed and makes it the state. */
export function save(): void {
  noteCover();
  if (minersChanged) root.miners = putBlock(readMiners().write(new Writer()).finish());
  const tokens = positionsAmt;
  if (tokens !== null) root.positions = tokens.flush();
  const asked = requestsAmt;
  if (asked !== null) root.requests = asked.flush();
  const beside = sidesAmt;
  if (beside !== null) root.sides = beside.flush();
  const owners = accountsHamt;
  if (owners !== null) root.accounts = owners.flush();
  stored = putBlock(root.write(new Writer()).finish());
  setRoot(stored);
}

/** Refuses every other change until `unlock`. What must survive is saved before. */
export function lock(): void {
  setRoot(putBlock(new Writer().array(1).cid(stored).finish()));
}

/** Makes the plain root the state again; under the lock nobody can have changed it. */
export function unlock(): void {
  setRoot(stored);
}

export function terms(): Terms {
  const known = termsBlock;
  if (known !== null) return known;
  check(root.status != HEIR, ILLEGAL_STATE, utf8("an heir has no terms yet"));
  const block = Terms.read(new Reader(openBlock(root.terms)));
  termsBlock = block;
  return block;
}

function amt(link: Bytes): Amt {
  return link.length == 0 ? new Amt(WIDTH) : Amt.load(link);
}

/** The miners' block, to be changed: `save` stores it again. */
export function miners(): Miners {
  minersChanged = true;
  return readMiners();
}

/** The miners' block, for reading. */
export function readMiners(): Miners {
  const known = minersBlock;
  if (known !== null) return known;
  const block = root.miners.length == 0 ? new Miners(0, U256.zero, [], newBytes(0)) : Miners.read(new Reader(openBlock(root.miners)));
  minersBlock = block;
  return block;
}

function positions(): Amt {
  const known = positionsAmt;
  if (known !== null) return known;
  const opened = amt(root.positions);
  positionsAmt = opened;
  return opened;
}

/** The position of a token, or null. */
export function findPosition(token: u64): Position | null {
  const bytes = positions().get(token);
  return bytes === null ? null : Position.read(new Reader(bytes));
}

/** The position of a token; 17 if there is none. */
export function positionOf(token: u64): Position {
  const position = findPosition(token);
  if (position !== null) return position;
  failNumber(NOT_FOUND, utf8("no position has token id"), token);
  return unreachable();
}

export function putPosition(token: u64, position: Position): void {
  positions().set(token, position.write(new Writer()).finish());
}

export function deletePosition(token: u64): void {
  positions().delete(token);
}

/** Least token id from `from` on that has a position, or NO_INDEX. */
export function nextPosition(from: u64): u64 {
  return positions().next(from);
}

/** The requests of the queue, by id. */
function queue(): Amt {
  const known = requestsAmt;
  if (known !== null) return known;
  const opened = amt(root.requests);
  requestsAmt = opened;
  return opened;
}

/** The requests outside the queue, by id. */
function sides(): Amt {
  const known = sidesAmt;
  if (known !== null) return known;
  const opened = amt(root.sides);
  sidesAmt = opened;
  return opened;
}

/** The table in which a request stands: those of the queue have even ids, the others odd ones. */
function requestsWith(id: u64): Amt {
  return (id & 1) == 0 ? queue() : sides();
}

export function findRequest(id: u64): Request | null {
  const bytes = requestsWith(id).get(id);
  return bytes === null ? null : Request.read(new Reader(bytes));
}

/** A request; 17 if there is none. */
export function requestOf(id: u64): Request {
  const request = findRequest(id);
  if (request !== null) return request;
  failNumber(NOT_FOUND, utf8("no redemption request has id"), id);
  return unreachable();
}

export function putRequest(id: u64, request: Request): void {
  requestsWith(id).set(id, request.write(new Writer()).finish());
}

export function deleteRequest(id: u64): void {
  requestsWith(id).delete(id);
}

/** Least id of a request from `from` on, or NO_INDEX. */
export function nextRequest(from: u64): u64 {
  return min(queue().next(from), sides().next(from));
}

/** Least id from `from` on of a request that stands in the queue, or NO_INDEX. What stands beside it is not looked at, however much that is. */
export function nextQueued(from: u64): u64 {
  return queue().next(from);
}

function accounts(): Hamt {
  const known = accountsHamt;
  if (known !== null) return known;
  const opened = Hamt.load(root.accounts, ACCOUNT_BITS);
  accountsHamt = opened;
  return opened;
}

/** The account of an actor id; an empty one if it was never used. */
export function accountOf(id: u64): Account {
  const bytes = accounts().get(varint(id));
  return bytes === null ? new Account(U256.zero, [], newBytes(0), 0, newBytes(0), 0) : Account.read(new Reader(bytes));
}

export function putAccount(id: u64, account: Account): void {
  accounts().set(varint(id), account.write(new Writer()).finish());
}
