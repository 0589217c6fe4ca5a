/** Addresses: f0 in bytes, any address to its actor id. */
import { ILLEGAL_ARGUMENT, NOT_FOUND, SERIALIZATION, failNumber, say, sayHex, stop } from "./abort";
import { Bytes, at, bytesAt, newBytes } from "./bytes";
import { U256 } from "./u256";
import { trySend } from "./send";
import { isReadOnly } from "./message";
import { actor_get_actor_code_cid, actor_get_builtin_actor_type, actor_lookup_delegated_address, actor_resolve_address } from "./syscalls";

/** Ids of the built-in actor types in the manifest of bundles v10 to v18. */
export const TYPE_ACCOUNT: i32 = 4;
export const TYPE_STORAGE_MINER: i32 = 6;
export const TYPE_MULTISIG: i32 = 9;
export const TYPE_EVM: i32 = 14;
export const TYPE_ETH_ACCOUNT: i32 = 16;
/** Not a built-in actor, or no actor. */
export const TYPE_NONE: i32 = 0;

const out = memory.data(8, 8);
const scratch = memory.data(100);

/** Writes an unsigned LEB128 number and returns its length. */
export function writeVarint(to: usize, n: u64): i32 {
  let length = 0;
  do {
    store<u8>(to + length++, <u8>(n & 0x7f) | (n > 0x7f ? 0x80 : 0));
    n >>= 7;
  } while (n != 0);
  return length;
}

/** A number as unsigned LEB128: HAMT keys of actor ids. */
export function varint(n: u64): Bytes {
  return bytesAt(scratch, writeVarint(scratch, n));
}

/** f0 address bytes. */
export function actorAddress(id: u64): Bytes {
  store<u8>(scratch, 0);
  return bytesAt(scratch, 1 + writeVarint(scratch + 1, id));
}

/** Checks the shape of address bytes: known protocol and its payload length. Ends the message with 21. */
export function checkAddress(from: usize, length: i32): void {
  const protocol = length > 0 ? load<u8>(from) : 255;
  let good = false;
  if (protocol == 0) good = idOf(from, length) >= 0;
  else if (protocol == 1 || protocol == 2) good = length == 21;
  else if (protocol == 3) good = length == 49;
  else if (protocol == 4) good = length >= 2 && length <= 65;
  if (!good) {
    say(utf8("expected an address, got bytes "));
    sayHex(bytesAt(from, length));
    stop(SERIALIZATION);
  }
}

/** The id in minimal f0 address bytes, or −1 (ids end at i64 max). */
function idOf(from: usize, length: i32): i64 {
  if (length < 2 || length > 10) return -1;
  let id: u64 = 0;
  for (let i = 1; i < length; i++) {
    const byte = load<u8>(from + i);
    id |= (<u64>byte & 0x7f) << ((i - 1) * 7);
    if (byte >> 7 != <u8>(i < length - 1)) return -1;
    if (byte == 0 && i > 1) return -1;
  }
  return id;
}

/** Actor id of an address that stands for an f0, without a look-up; ends the message with 16 for any other protocol. */
export function idOfAddress(address: Bytes): u64 {
  const id = address.length > 0 && load<u8>(at(address)) == 0 ? idOf(at(address), address.length) : -1;
  if (id < 0) {
    say(utf8("expected an f0 address, got bytes "));
    sayHex(address);
    stop(ILLEGAL_ARGUMENT);
  }
  return id;
}

/** Actor id of an address, or −1 if the chain does not know it. */
export function tryResolve(address: Bytes): i64 {
  return actor_resolve_address(out, at(address), address.length) == 0 ? load<i64>(out) : -1;
}

/** Actor id of an address; ends the message with 17 if the chain does not know it. */
export function resolve(address: Bytes): u64 {
  const id = tryResolve(address);
  if (id < 0) {
    say(utf8("no actor has address bytes "));
    sayHex(address);
    stop(NOT_FOUND);
  }
  return id;
}

/** Actor id of an address; a key address unknown so far is brought into being by a bare send of nothing (FRC-53). Else 17. */
export function resolveOrCreate(address: Bytes): u64 {
  const id = tryResolve(address);
  if (id >= 0) return id;
  if (!isReadOnly()) trySend(address, 0, 0x51, newBytes(0), U256.zero, u64.MAX_VALUE, 0);
  return resolve(address);
}

/** Built-in type of an actor's code, TYPE_NONE for others and for ids without an actor. */
export function typeOf(id: u64): i32 {
  if (actor_get_actor_code_cid(out, id, scratch, 100) != 0) return TYPE_NONE;
  if (actor_get_builtin_actor_type(out, scratch) != 0) return TYPE_NONE;
  return load<i32>(out);
}

/** Code CID of an actor; ends the message with 16 if there is none. */
export function codeOf(id: u64): Bytes {
  if (actor_get_actor_code_cid(out, id, scratch, 100) != 0) failNumber(ILLEGAL_ARGUMENT, utf8("no actor has id"), id);
  return bytesAt(scratch, load<u32>(out));
}

/** Delegated (f4) address of an actor; no bytes if it has none. */
export function delegatedAddressOf(id: u64): Bytes {
  if (actor_lookup_delegated_address(out, id, scratch, 100) != 0) return newBytes(0);
  return bytesAt(scratch, load<u32>(out));
}
