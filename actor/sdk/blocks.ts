/** IPLD blocks: params and returns by handle, state by CID. */
import { ILLEGAL_ARGUMENT, ILLEGAL_STATE, SERIALIZATION, fail, failNumber } from "./abort";
import { Bytes, at, bytesAt, newBytes } from "./bytes";
import { ipld_block_create, ipld_block_link, ipld_block_open, ipld_block_read, ipld_block_stat } from "./syscalls";

/** Opaque CBOR: returns, params of calls. */
export const CBOR: u64 = 0x51;
/** CBOR whose links are followed: state, params that hand over links. */
export const DAG_CBOR: u64 = 0x71;
const BLAKE2B_256: u64 = 0xb220;

const out = memory.data(16, 8);
const cid = memory.data(100);

function readAll(id: u32, size: u32): Bytes {
  const bytes = newBytes(size);
  if (ipld_block_read(out, id, 0, at(bytes), size) != 0) fail(ILLEGAL_STATE, utf8("block cannot be read"));
  return bytes;
}

/** The bytes of a block handle: CBOR or DAG-CBOR; 0 (no block) gives none. */
export function readBlock(id: u32): Bytes {
  if (id == 0) return newBytes(0);
  ipld_block_stat(out, id);
  const codec = load<u64>(out);
  if (codec != CBOR && codec != DAG_CBOR) failNumber(SERIALIZATION, utf8("expected a block of CBOR (81) or DAG-CBOR (113), got codec"), codec);
  return readAll(id, load<u32>(out, 8));
}

/** A handle for bytes, to be returned or sent; no bytes give 0 (no block). */
export function createBlock(codec: u64, bytes: Bytes): u32 {
  if (bytes.length == 0) return 0;
  const error = ipld_block_create(out, codec, at(bytes), bytes.length);
  if (error != 0) failNumber(ILLEGAL_ARGUMENT, utf8("block refused with error number"), error);
  return load<u32>(out);
}

/** The bytes of a reachable state block. */
export function openBlock(link: Bytes): Bytes {
  const error = ipld_block_open(out, at(link));
  if (error != 0) failNumber(ILLEGAL_STATE, utf8("state block not found, error number"), error);
  return readAll(load<u32>(out, 8), load<u32>(out, 12));
}

/** Stores DAG-CBOR bytes and returns their CID (38 bytes). */
export function putBlock(bytes: Bytes): Bytes {
  const error = ipld_block_link(out, createBlock(DAG_CBOR, bytes), BLAKE2B_256, 32, cid, 100);
  if (error != 0) failNumber(ILLEGAL_STATE, utf8("block not stored, error number"), error);
  return bytesAt(cid, load<u32>(out));
}
