import { bls12_381 } from "@noble/curves/bls12-381.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { Address, EAM_NAMESPACE, PROTOCOL_BLS, PROTOCOL_DELEGATED, PROTOCOL_SECP256K1 } from "./address.ts";
import { toHex } from "./bytes.ts";
import { SIGNATURE_BLS, SIGNATURE_DELEGATED, SIGNATURE_SECP256K1, type Signature } from "./message.ts";

/**
 * Signatures over bytes; of a message, the bytes are those of messageCid.
 * Source: spec.filecoin.io "Signatures", go-state-types crypto, lotus lib/sigs.
 */

const bls = bls12_381.longSignatures;
/** RFC 9380 suite of Filecoin's BLS signatures (basic scheme, no augmentation). */
const BLS_DST = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_";

/** A key or a signature of the wrong length or outside the curve. */
export class SignatureError extends Error {
  override readonly name = "SignatureError";
}

/**
 * True when `signature` is one of `signer` over `data`. The signer is a key address: f1 for secp256k1, f3 for BLS,
 * f410 for delegated (where `data` is the unsigned Ethereum transaction); any other pair, and any malformed
 * signature, is false.
 */
export function verifySignature(signature: Signature, signer: Address, data: Uint8Array): boolean {
  switch (signature.type) {
    case SIGNATURE_SECP256K1:
      return signer.protocol === PROTOCOL_SECP256K1 && verifySecp256k1(signature.data, signer, data);
    case SIGNATURE_BLS:
      return signer.protocol === PROTOCOL_BLS && verifyBls(signature.data, signer.payload, data);
    case SIGNATURE_DELEGATED:
      return signer.protocol === PROTOCOL_DELEGATED && verifyDelegated(signature.data, signer, data);
  }
}

function verifySecp256k1(signature: Uint8Array, signer: Address, data: Uint8Array): boolean {
  const key = tryRecover(blake2b(data, { dkLen: 32 }), signature);
  return key !== undefined && Address.secp256k1(key).equals(signer);
}

function verifyDelegated(signature: Uint8Array, signer: Address, data: Uint8Array): boolean {
  const key = tryRecover(keccak_256(data), signature);
  return key !== undefined && delegatedAddressOf(key).equals(signer);
}

function verifyBls(signature: Uint8Array, publicKey: Uint8Array, data: Uint8Array): boolean {
  if (signature.length !== 96) return false;
  try {
    return bls.verify(signature, bls.hash(data, BLS_DST), publicKey);
  } catch {
    return false;
  }
}

function tryRecover(hash: Uint8Array, signature: Uint8Array): Uint8Array | undefined {
  try {
    return recoverSecp256k1(hash, signature);
  } catch {
    return undefined;
  }
}

/**
 * The 65-byte public key that made `signature` (r ‖ s ‖ recovery id 0..3, any s) over a 32-byte hash.
 * Throws SignatureError when there is none.
 */
export function recoverSecp256k1(hash: Uint8Array, signature: Uint8Array): Uint8Array {
  const recovery = signature[64];
  if (hash.length !== 32 || signature.length !== 65 || recovery === undefined || recovery > 3) {
    throw new SignatureError(`expected a hash of 32 bytes and a signature of 65 ending in 0..3; got ${hash.length} and ${signature.length}`);
  }
  try {
    return secp256k1.Signature.fromBytes(signature.subarray(0, 64), "compact").addRecoveryBit(recovery).recoverPublicKey(hash).toBytes(false);
  } catch (error) {
    throw new SignatureError(`no public key fits the signature (${(error as Error).message})`);
  }
}

/** The 65-byte uncompressed public key of a 32-byte big-endian private key. Throws SignatureError. */
export function secp256k1PublicKey(privateKey: Uint8Array): Uint8Array {
  return guarded(() => secp256k1.getPublicKey(privateKey, false));
}

/** The 48-byte public key of a 32-byte little-endian private key, as Lotus stores it. Throws SignatureError. */
export function blsPublicKey(privateKey: Uint8Array): Uint8Array {
  return guarded(() => bls.getPublicKey(blsScalar(privateKey)).toBytes());
}

/** f410 address of a 65-byte uncompressed secp256k1 public key: the last 20 bytes of keccak-256 over its point. */
export function delegatedAddressOf(publicKey: Uint8Array): Address {
  return Address.delegated(EAM_NAMESPACE, keccak_256(publicKey.subarray(1)).subarray(12));
}

/** Signs blake2b-256 of `data` (RFC 6979, low s) with a 32-byte big-endian private key. Throws SignatureError. */
export function signSecp256k1(privateKey: Uint8Array, data: Uint8Array): Signature {
  return { type: SIGNATURE_SECP256K1, data: signHash(privateKey, blake2b(data, { dkLen: 32 })) };
}

/** Signs keccak-256 of `data` (an unsigned Ethereum transaction) with a 32-byte big-endian private key. */
export function signDelegated(privateKey: Uint8Array, data: Uint8Array): Signature {
  return { type: SIGNATURE_DELEGATED, data: signHash(privateKey, keccak_256(data)) };
}

/** Signs `data` with a 32-byte little-endian BLS private key. Throws SignatureError. */
export function signBls(privateKey: Uint8Array, data: Uint8Array): Signature {
  const signature = guarded(() => bls.sign(bls.hash(data, BLS_DST), blsScalar(privateKey)).toBytes());
  return { type: SIGNATURE_BLS, data: signature };
}

/** Big-endian, as noble takes it; noble would reduce a key beyond the order where Lotus refuses it. */
function blsScalar(privateKey: Uint8Array): Uint8Array {
  const bigEndian = privateKey.slice().reverse();
  if (bigEndian.length !== 32 || BigInt(`0x${toHex(bigEndian)}`) >= bls12_381.fields.Fr.ORDER) {
    throw new SignatureError("expected 32 bytes below the group order");
  }
  return bigEndian;
}

/** r ‖ s ‖ recovery id; noble puts the recovery id first. */
function signHash(privateKey: Uint8Array, hash: Uint8Array): Uint8Array {
  const recovered = guarded(() => secp256k1.sign(hash, privateKey, { prehash: false, lowS: true, format: "recovered" }));
  const data = new Uint8Array(65);
  data.set(recovered.subarray(1), 0);
  data[64] = recovered[0] as number;
  return data;
}

function guarded(act: () => Uint8Array): Uint8Array {
  try {
    return act();
  } catch (error) {
    throw new SignatureError(`the private key does not serve (${(error as Error).message})`);
  }
}
