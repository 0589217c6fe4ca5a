/**
 * One reader and one writer for every tuple. A *shape* describes an item of CBOR and how it lies in memory, in static bytes that
 * scripts/generate-abi.ts writes from the schema; a body of code for each tuple would be a fifth of the module. An item's first byte
 * is its code, with NULLABLE set where null may stand. What follows the code:
 * | code | what follows |
 * |---|---|
 * | TEXT, BYTES | u16: most bytes |
 * | TUPLE | u8: length of this shape, u8: size of the object, u8: number of fields; then the shapes of the fields |
 * | LIST | u16: most items; then the shape of an item |
 * Objects are laid out as the compiler does it: fields in order, each at the next multiple of its own width. What null looks like
 * stands in actor/abi/schema-kinds.ts. Shapes nest as deep as the schema, whatever the data.
 */
import { SERIALIZATION, check } from "./abort";
import { Bytes, newBytes } from "./bytes";
import { Reader, Signed } from "./cbor-reader";
import { Writer } from "./cbor-writer";
import { IdSet, MAX_SET_BYTES, decodeSet, encodeSet } from "./rle";
import { U256 } from "./u256";

/** Address of a shape. */
export type Shape = usize;

// Codes up to ACTOR stand for 8 bytes, BOOL for one, the others for a reference.
const U64: u32 = 0;
const EPOCH: u32 = 1;
const ID: u32 = 2;
const ACTOR: u32 = 3;
const BOOL: u32 = 4;
// Null is no reference.
const AMOUNT: u32 = 5;
const SIGNED: u32 = 6;
const TUPLE: u32 = 7;
// Null is no bytes.
const CID: u32 = 8;
const ADDRESS: u32 = 9;
const TEXT: u32 = 10;
const BYTES: u32 = 11;
// Never null.
const ID_SET: u32 = 12;
const LIST: u32 = 13;
const NULLABLE: u32 = 128;

/** Most ids of a set in params. */
const MAX_SET: i32 = 64;
/** Bytes of a tuple's shape before the first field. */
const TUPLE_HEAD: usize = 4;
/** Bytes of a code and its bound. */
const BOUNDED: usize = 3;

/** A lone item on its way. */
const lone = memory.data(8, 8);

function codeOf(shape: Shape): u32 {
  return load<u8>(shape) & ~NULLABLE;
}

/** Bytes that an item of a code takes in an object or list. */
function widthOf(code: u32): usize {
  return code <= ACTOR ? 8 : code == BOOL ? 1 : 4;
}

/** The end of a shape. */
function after(shape: Shape): Shape {
  let code = codeOf(shape);
  while (code == LIST) code = codeOf((shape += BOUNDED));
  return shape + (code == TUPLE ? load<u8>(shape, 1) : code == TEXT || code == BYTES ? BOUNDED : 1);
}

/** The least number from `n` on that `width`, a power of two, divides. */
function aligned(n: usize, width: usize): usize {
  return (n + width - 1) & ~(width - 1);
}

/** What null is for 8 bytes of a code. */
function null64(code: u32): u64 {
  return code <= EPOCH ? u64.MAX_VALUE : 0;
}

function read64(r: Reader, code: u32): u64 {
  return code == EPOCH ? <u64>r.nextI64() : code == ACTOR ? r.nextActor() : r.nextU64();
}

function readReference(r: Reader, shape: Shape, code: u32): usize {
  if (code == AMOUNT) return changetype<usize>(r.nextAmount());
  if (code == SIGNED) return changetype<usize>(r.nextSigned());
  if (code == TUPLE) return readTuple(r, shape);
  if (code == CID) return changetype<usize>(r.nextCid());
  if (code == ADDRESS) return changetype<usize>(r.nextAddress());
  const most = load<u16>(shape, 1);
  if (code == TEXT) return changetype<usize>(r.nextText(most));
  if (code == BYTES) return changetype<usize>(r.nextBytes(most));
  if (code == ID_SET) return changetype<usize>(decodeSet(r.nextBytes(MAX_SET_BYTES), MAX_SET));
  const n = r.nextList(most);
  const item = shape + BOUNDED;
  const width = widthOf(codeOf(item));
  const list = __new(<i32>(n * width), 0);
  for (let i: usize = 0; i < n; i++) readItem(r, item, list + i * width);
  return list;
}

/** Reads the item of a shape into memory. */
function readItem(r: Reader, shape: Shape, to: usize): void {
  const code = codeOf(shape);
  const isNull = load<u8>(shape) >= NULLABLE && r.nextIsNull();
  if (code <= ACTOR) {
    const v = isNull ? null64(code) : read64(r, code);
    // What null stands for has no other bytes: f00 is nobody.
    check(isNull || load<u8>(shape) < NULLABLE || v != null64(code), SERIALIZATION, utf8("expected null for nobody and never"));
    store<u64>(to, v);
  } else if (code == BOOL) store<bool>(to, r.nextBool());
  else if (!isNull) store<usize>(to, readReference(r, shape, code));
  else store<usize>(to, code <= TUPLE ? 0 : changetype<usize>(newBytes(0)));
}

/** Reads a tuple; returns the object. */
export function readTuple(r: Reader, shape: Shape): usize {
  const count = <u32>load<u8>(shape, 3);
  r.nextArray(count);
  const object = __new(load<u8>(shape, 2), 0);
  let to = object;
  let field = shape + TUPLE_HEAD;
  for (let i: u32 = 0; i < count; i++) {
    const width = widthOf(codeOf(field));
    to = aligned(to, width);
    readItem(r, field, to);
    to += width;
    field = after(field);
  }
  return object;
}

/** Reads a lone item that is all there is; returns the place of its value, which the next one overwrites. */
export function readLone(bytes: Bytes, shape: Shape): usize {
  const r = new Reader(bytes);
  readItem(r, shape, lone);
  r.finish();
  return lone;
}

function write64(w: Writer, code: u32, v: u64): void {
  if (code == EPOCH) w.i64(<i64>v);
  else if (code == ACTOR) w.actor(v);
  else w.u64(v);
}

function writeReference(w: Writer, shape: Shape, code: u32, v: usize): void {
  if (code == AMOUNT) w.amount(changetype<U256>(v));
  else if (code == SIGNED) w.signed(changetype<Signed>(v).negative, changetype<Signed>(v).magnitude);
  else if (code == TUPLE) writeTuple(w, shape, v);
  else if (code == CID) w.cid(changetype<Bytes>(v));
  else if (code == TEXT) w.text(changetype<Bytes>(v));
  else if (code == ID_SET) w.bytes(encodeSet(changetype<IdSet>(v)));
  else if (code != LIST) w.bytes(changetype<Bytes>(v));
  else {
    const item = shape + BOUNDED;
    const width = widthOf(codeOf(item));
    // The length of an array of bytes is its size in memory, whatever lies in it.
    const end = v + changetype<Bytes>(v).length;
    w.array(<u32>((end - v) / width));
    for (; v < end; v += width) writeItem(w, item, v);
  }
}

/** Writes the item of a shape from memory. */
function writeItem(w: Writer, shape: Shape, from: usize): void {
  const code = codeOf(shape);
  const nullable = load<u8>(shape) >= NULLABLE;
  if (code <= ACTOR) {
    const v = load<u64>(from);
    if (nullable && v == null64(code)) w.nil();
    else write64(w, code, v);
  } else if (code == BOOL) w.bool(load<bool>(from));
  else {
    const v = load<usize>(from);
    if (nullable && (v == 0 || (code > TUPLE && changetype<Bytes>(v).length == 0))) w.nil();
    else writeReference(w, shape, code, v);
  }
}

/** Writes an object as the tuple of its shape. */
export function writeTuple(w: Writer, shape: Shape, object: usize): Writer {
  const count = <u32>load<u8>(shape, 3);
  w.array(count);
  let from = object;
  let field = shape + TUPLE_HEAD;
  for (let i: u32 = 0; i < count; i++) {
    const width = widthOf(codeOf(field));
    from = aligned(from, width);
    writeItem(w, field, from);
    from += width;
    field = after(field);
  }
  return w;
}

/** The CBOR of a lone value: a number, or the address of an object. */
export function writeLone(shape: Shape, value: u64): Bytes {
  const w = new Writer();
  store<u64>(lone, value);
  writeItem(w, shape, lone);
  return w.finish();
}
