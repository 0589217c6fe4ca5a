/** The hash functions actors may ask for, by multihash code. Source: ref-fvm fvm/src/kernel/hash.rs. */
import { blake2b } from "@noble/hashes/blake2.js";
import { ripemd160 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { ErrorNumber, SyscallError } from "./runtime.ts";

/** The whole digest. SyscallError illegalArgument for an unknown code. */
export function digestOf(code: number, data: Uint8Array): Uint8Array {
  switch (code) {
    case 0x12:
      return sha256(data);
    case 0xb220:
      return blake2b(data, { dkLen: 32 });
    case 0xb240:
      return blake2b(data, { dkLen: 64 });
    case 0x1b:
      return keccak_256(data);
    case 0x1053:
      return ripemd160(data);
    default:
      throw new SyscallError(ErrorNumber.illegalArgument, `hash code 0x${code.toString(16)} is unknown`);
  }
}
