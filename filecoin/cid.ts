import { blake2b } from "@noble/hashes/blake2.js";
import { base32 } from "multiformats/bases/base32";
import { CID } from "multiformats/cid";
import * as Digest from "multiformats/hashes/digest";
import { decodeVarint } from "./varint.ts";
import { fromHex } from "./bytes.ts";

/** Content identifiers as Filecoin uses them: version 1, blake2b-256, base32 text. */

export type Cid = CID;

/** Codecs of blocks an actor may hold: DAG-CBOR (links are followed), CBOR (opaque), raw bytes. */
export const DAG_CBOR = 0x71;
export const CBOR = 0x51;
export const RAW = 0x55;
export type BlockCodec = typeof DAG_CBOR | typeof CBOR | typeof RAW;

const BLAKE2B_256 = 0xb220;
const MAX_DIGEST_BYTES = 64;

/** Text or bytes that are not a CID. */
export class CidError extends Error {
  override readonly name = "CidError";
}

/** Bytes before the digest of the CIDs a node stores blocks under: version 1, codec, blake2b-256, 32. */
const BLOCK_PREFIX = [0x01, 0, 0xa0, 0xe4, 0x02, 0x20] as const;
const BLOCK_CID_BYTES = 38;

/** The CID of a block: version 1, the given codec, blake2b-256 of the bytes. */
export function cidOf(codec: BlockCodec, bytes: Uint8Array): Cid {
  const own = new Uint8Array(BLOCK_CID_BYTES);
  own.set(BLOCK_PREFIX);
  own[1] = codec;
  own.set(blake2b(bytes, { dkLen: 32 }), BLOCK_PREFIX.length);
  return blockCid(own);
}

/** Wraps the 38 bytes of a block's CID, which nobody else may hold. States hold thousands, so nothing is parsed. */
function blockCid(own: Uint8Array<ArrayBuffer>): Cid {
  const digest = new Digest.Digest(BLAKE2B_256, 32, own.subarray(6), own.subarray(2));
  return new CID(1, own[1] as number, digest, own);
}

function isBlockCid(bytes: Uint8Array): boolean {
  if (bytes.length !== BLOCK_CID_BYTES || bytes[0] !== BLOCK_PREFIX[0] || (bytes[1] as number) >= 0x80) return false;
  for (let i = 2; i < BLOCK_PREFIX.length; i++) if (bytes[i] !== BLOCK_PREFIX[i]) return false;
  return true;
}

/** A short text that is equal exactly for equal CIDs: the key of Maps. Not for display (one character a byte). */
export function cidKey(cid: Cid): string {
  return keyOfCidBytes(cid.bytes);
}

/** cidKey of the CID with these bytes. */
export function keyOfCidBytes(bytes: Uint8Array): string {
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}

/** Reads a CID's bytes, all of them, numbers in shortest form. Throws CidError. */
export function cidFromBytes(bytes: Uint8Array): Cid {
  if (isBlockCid(bytes)) return blockCid(new Uint8Array(bytes));
  try {
    // Version 0 is a bare sha2-256 of 32 bytes; it has no other form, nor has any version but 1 (crate cid, Cid::read_bytes).
    if (bytes[0] === 0x12 && bytes[1] === 0x20) return CID.decode(bytes);
    const version = decodeVarint(bytes);
    if (version.value !== 1n) throw new CidError(`expected version 1; got ${version.value}`);
    const codec = decodeVarint(bytes, version.next);
    const hash = decodeVarint(bytes, codec.next);
    const length = decodeVarint(bytes, hash.next);
    if (length.value > MAX_DIGEST_BYTES) throw new CidError(`expected a digest of at most ${MAX_DIGEST_BYTES} bytes`);
    return CID.decode(bytes);
  } catch (error) {
    throw new CidError(`expected a CID; got ${bytes.length} bytes that are none (${(error as Error).message})`);
  }
}

/** Reads CID text: version 1 in lower-case base32 ("b…"), as Lotus prints it. Throws CidError. */
export function parseCid(text: string): Cid {
  if (text.length > 200 || !/^b[a-z2-7]+$/.test(text)) {
    throw new CidError(`expected a CID in base32 ("bafy…"); got "${text.slice(0, 80)}"`);
  }
  let bytes: Uint8Array;
  try {
    bytes = base32.decode(text);
  } catch {
    throw new CidError(`expected a CID in base32 ("bafy…"); "${text.slice(0, 80)}" does not decode`);
  }
  if (base32.encode(bytes) !== text) throw new CidError(`expected a CID in its one spelling; got "${text}"`);
  const cid = cidFromBytes(bytes);
  if (cid.version !== 1) throw new CidError("expected a CID of version 1");
  return cid;
}

/** Hash-form test: blake2b-256, the only hash a node stores blocks under. */
export function isBlake2b256(cid: Cid): boolean {
  return cid.multihash.code === BLAKE2B_256 && cid.multihash.digest.length === 32;
}

/** CID of the CBOR empty array `80`: the state root of an actor that has none. */
export const EMPTY_ARRAY_CID: Cid = cidOf(DAG_CBOR, fromHex("80"));
