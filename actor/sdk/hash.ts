/** Hashes by the host. */
import { Bytes, at, newBytes } from "./bytes";
import { crypto_hash } from "./syscalls";

export const SHA2_256: u64 = 0x12;
export const BLAKE2B_256: u64 = 0xb220;
export const KECCAK_256: u64 = 0x1b;

const out = memory.data(4);

/** 32-byte digest. */
export function hash(code: u64, data: Bytes): Bytes {
  const digest = newBytes(32);
  crypto_hash(out, code, at(data), data.length, at(digest), 32);
  return digest;
}
