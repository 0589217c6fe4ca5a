import { sha256 } from "@noble/hashes/sha2.js";
import type { Cid } from "./cid.ts";

/**
 * Derivation paths of networks without a registered coin. Signatures name no network, so a key may serve one network alone: the
 * account number is made of the network's genesis.
 */

/** First 31 bits of SHA-256 over the bytes of the genesis CID. */
export function realmNumber(genesis: Cid): number {
  const digest = sha256(genesis.bytes);
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0) >>> 1;
}

/** BIP-44 path of the i-th address on the network with this genesis; coin 1 = test networks. */
export function realmPath(genesis: Cid, index: number): string {
  return `m/44'/1'/${realmNumber(genesis)}'/0/${index}`;
}
