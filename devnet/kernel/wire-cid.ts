/**
 * CIDs as bytes in an actor's memory and in blocks: read in place, told apart by a key, turned into objects only when
 * the state needs one.
 * Source: rust-cid Cid::read_bytes, unsigned-varint.
 */
import { CID } from "multiformats/cid";
import type { Cid } from "../../filecoin/cid.ts";

const MAX_DIGEST_BYTES = 64;
export const IDENTITY = 0;
export const BLAKE2B_256 = 0xb220;

/** A CID found in bytes. */
export interface WireCid {
  /** Equal exactly for equal CIDs; the same text as cidKey of filecoin/cid.ts. */
  readonly key: string;
  /** multicodec of the block; codes beyond 53 bits lose precision, which no known codec reaches */
  readonly codec: number;
  readonly hash: number;
  readonly digest: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Reads the CID that begins at `at`, to the end of `bytes` at most; null when there is none. */
export function readWireCid(bytes: Uint8Array, at: number): WireCid | null {
  if (bytes[at] === 0x12 && bytes[at + 1] === 0x20) return wire(bytes, at, 0x70, 0x12, at + 2, at + 34);
  const version = readVarint(bytes, at);
  if (version?.value !== 1) return null;
  const codec = readVarint(bytes, version.next);
  if (codec === null) return null;
  const hash = readVarint(bytes, codec.next);
  if (hash === null) return null;
  const size = readVarint(bytes, hash.next);
  if (size === null || size.value > MAX_DIGEST_BYTES) return null;
  return wire(bytes, at, codec.value, hash.value, size.next, size.next + size.value);
}

function wire(from: Uint8Array, at: number, codec: number, hash: number, digestAt: number, end: number): WireCid | null {
  if (end > from.length) return null;
  const bytes = from.slice(at, end);
  return { key: keyOfBytes(bytes), codec, hash, digest: bytes.subarray(digestAt - at), bytes };
}

/** The Map key of CID bytes. */
export function keyOfBytes(bytes: Uint8Array): string {
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}

export function toCid(wireCid: WireCid): Cid {
  return CID.decode(wireCid.bytes);
}

export function ofCid(cid: Cid): WireCid {
  return {
    key: keyOfBytes(cid.bytes),
    codec: cid.code,
    hash: cid.multihash.code,
    digest: cid.multihash.digest,
    bytes: cid.bytes,
  };
}

/** The CID of a state block: version 1, `codec`, a blake2b-256 digest. */
export function blake2bWireCid(codec: number, digest: Uint8Array): WireCid {
  const bytes = new Uint8Array(6 + digest.length);
  bytes.set([1, codec, 0xa0, 0xe4, 0x02, digest.length]);
  bytes.set(digest, 6);
  return { key: keyOfBytes(bytes), codec, hash: BLAKE2B_256, digest, bytes };
}

/** Unsigned LEB128 of at most 64 bits in its shortest form. */
function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } | null {
  let value = 0;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i];
    if (byte === undefined || (i === 9 && byte > 1)) return null;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return byte === 0 && i > 0 ? null : { value, next: at + i + 1 };
  }
  return null;
}
