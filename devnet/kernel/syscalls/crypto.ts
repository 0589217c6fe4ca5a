import { bls12_381 } from "@noble/curves/bls12-381.js";
import { recoverSecp256k1, verifySignature } from "../../../filecoin/signature.ts";
import { keyOfBytes } from "../wire-cid.ts";
import { digestOf } from "../hashes.ts";
import * as price from "../price-list.ts";
import { ErrorNumber, SyscallError } from "../runtime.ts";
import { proofs } from "./proofs.ts";
import { type SyscallDefinition, u32, u64 } from "./syscall.ts";

/** Module crypto. Source: ref-fvm fvm/src/syscalls/crypto.rs, kernel/default.rs; bls-signatures 0.15. */

const VALID = 0;
const INVALID = -1;
const BLS_SIGNATURE_BYTES = 96;
const BLS_KEY_BYTES = 48;
const BLS_DST = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_";
const bls = bls12_381.longSignatures;

export const crypto: Record<string, SyscallDefinition> = {
  hash: {
    params: "Iiiii",
    out: 4,
    run({ calls }, memory, args) {
      const [at, capacity] = [u32(args, 4), u32(args, 5)];
      memory.check(at, capacity);
      const data = memory.slice(u32(args, 2), u32(args, 3));
      const code = Number(u64(args, 1));
      const perByte = price.HASH_BYTE.get(code);
      if (perByte !== undefined) calls.gas.charge("OnHashing", BigInt(perByte * data.length));
      const digest = digestOf(code, data).subarray(0, capacity);
      memory.write(at, digest);
      memory.view.setUint32(u32(args, 0), digest.length, true);
    },
  },
  verify_signature: {
    params: "iiiiiii",
    out: 4,
    run({ calls }, memory, args) {
      const type = u32(args, 1);
      if (type !== 1 && type !== 2) throw illegal(`signature type ${String(type)} is unknown`);
      const data = memory.slice(u32(args, 2), u32(args, 3));
      const signer = memory.address(u32(args, 4), u32(args, 5));
      const message = memory.slice(u32(args, 6), u32(args, 7));
      calls.gas.charge("OnVerifySignature", price.verifySignature(type, message.length));
      if (signer.protocol !== 1 && signer.protocol !== 3) throw illegal("the signer must be an f1 or f3 address");
      const valid = verifySignature({ type, data }, signer, message);
      memory.view.setInt32(u32(args, 0), valid ? VALID : INVALID, true);
    },
  },
  recover_secp_public_key: {
    params: "ii",
    out: 65,
    run({ calls }, memory, args) {
      const hash = memory.slice(u32(args, 1), 32);
      const signature = memory.slice(u32(args, 2), 65);
      calls.gas.charge("OnRecoverSecpPublicKey", price.RECOVER_SECP);
      memory.write(u32(args, 0), recover(hash, signature));
    },
  },
  verify_bls_aggregate: {
    params: "iiiii",
    out: 4,
    run({ calls }, memory, args) {
      const count = u32(args, 1);
      if (count * BLS_KEY_BYTES > 0xffff_ffff) throw illegal("too many signers");
      const signature = memory.slice(u32(args, 2), BLS_SIGNATURE_BYTES);
      const keys = memory.slice(u32(args, 3), count * BLS_KEY_BYTES);
      const lengths = memory.copy(u32(args, 5), (count * 4) >>> 0);
      const { total, messages } = messageRanges(lengths);
      const texts = memory.slice(u32(args, 4), total);
      calls.gas.charge("OnVerifyBlsAggregateSignature", price.verifyBlsAggregate(count, texts.length));
      const valid = verifyAggregate(
        signature,
        messages.map((m, i) => ({
          publicKey: keys.subarray(i * BLS_KEY_BYTES, (i + 1) * BLS_KEY_BYTES),
          message: texts.subarray(m.start, m.end),
        })),
      );
      memory.view.setInt32(u32(args, 0), valid ? VALID : INVALID, true);
    },
  },
  ...proofs,
};

function recover(hash: Uint8Array, signature: Uint8Array): Uint8Array {
  try {
    return recoverSecp256k1(hash, signature);
  } catch (error) {
    throw illegal((error as Error).message);
  }
}

function messageRanges(lengths: Uint8Array): { total: number; messages: { start: number; end: number }[] } {
  const view = new DataView(lengths.buffer, lengths.byteOffset, lengths.length);
  const messages: { start: number; end: number }[] = [];
  let total = 0;
  for (let at = 0; at < lengths.length; at += 4) {
    const start = total;
    total += view.getUint32(at, true);
    messages.push({ start, end: total });
  }
  return { total, messages };
}

/** Messages must differ, or a rogue key could be mixed in; of nothing, any 96 bytes are a valid aggregate. */
function verifyAggregate(signature: Uint8Array, signed: readonly { publicKey: Uint8Array; message: Uint8Array }[]): boolean {
  try {
    if (signed.length === 0) return true;
    const point = bls.Signature.fromBytes(signature);
    if (new Set(signed.map((s) => keyOfBytes(s.message))).size !== signed.length) return false;
    const items = signed.map(({ publicKey, message }) => ({
      publicKey,
      message: bls.hash(message, BLS_DST),
    }));
    return bls.verifyBatch(point, items);
  } catch {
    return false;
  }
}

function illegal(text: string): SyscallError {
  return new SyscallError(ErrorNumber.illegalArgument, text);
}
