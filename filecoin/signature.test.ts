import fc from "fast-check";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { describe, expect, test } from "vitest";
import { Address } from "./address.ts";
import { ethAddressOf } from "./eth-address.ts";
import { fromBase64, fromHex, toBase64, toHex } from "./bytes.ts";
import { decodeMessage, messageCid, messageFromJson, messageFromPartialJson } from "./message.ts";
import {
  blsPublicKey,
  delegatedAddressOf,
  recoverSecp256k1,
  secp256k1PublicKey,
  SignatureError,
  signBls,
  signDelegated,
  signSecp256k1,
  verifySignature,
} from "./signature.ts";
import signing from "./vectors/message-signing.json" with { type: "json" };
import tools from "./vectors/signing-tools.json" with { type: "json" };

const key = fromBase64(tools.wallet.secp256k1.privateKey);
const signer = Address.secp256k1(secp256k1PublicKey(key));
const data = new TextEncoder().encode("data");

describe("published vectors", () => {
  test.each(signing.cases)("BLS signature over $Cid", (c) => {
    const message = messageFromJson(c.Unsigned);
    const privateKey = fromBase64(c.PrivateKey);
    expect(Address.bls(blsPublicKey(privateKey)).equals(message.from)).toBe(true);
    const signature = signBls(privateKey, messageCid(message).bytes);
    expect(toBase64(signature.data)).toBe(c.Signature.Data);
    expect(verifySignature(signature, message.from, messageCid(message).bytes)).toBe(true);
  });
  test("BLS signature of the signing tools, which is over the CBOR itself", () => {
    const data = fromHex(tools.blsSignature.cbor);
    const signature = { type: 2 as const, data: fromHex(tools.blsSignature.signature) };
    expect(verifySignature(signature, decodeMessage(data).from, data)).toBe(true);
    const signed = signBls(fromBase64(tools.wallet.bls[1]?.privateKey ?? ""), data);
    expect(toHex(signed.data)).toBe(tools.blsSignature.signature);
  });
  test("BLS keys of the signing tools", () => {
    const [first, second] = tools.wallet.bls;
    expect(Address.bls(blsPublicKey(fromBase64(first?.privateKey ?? ""))).toString("t")).toBe(first?.address);
    expect(toHex(blsPublicKey(fromBase64(second?.privateKey ?? "")))).toBe(second?.publicKey);
  });
  test("secp256k1 key and signatures of the signing tools", () => {
    expect(signer.toString()).toBe(tools.wallet.secp256k1.address);
    for (const c of tools.signed) {
      const message = messageFromPartialJson(c.message);
      const signature = signSecp256k1(fromBase64(c.privateKey), messageCid(message).bytes);
      expect(toBase64(signature.data)).toBe(c.signature);
      expect(verifySignature(signature, message.from, messageCid(message).bytes)).toBe(true);
    }
    const { message, signature } = tools.cid;
    const m = messageFromPartialJson(message);
    expect(verifySignature({ type: 1, data: fromBase64(signature.Data) }, m.from, messageCid(m).bytes)).toBe(true);
  });
});

describe("secp256k1", () => {
  test("a signature over other data, of another signer or another type does not verify", () => {
    const signature = signSecp256k1(key, data);
    expect(verifySignature(signature, signer, data)).toBe(true);
    expect(verifySignature(signature, signer, new Uint8Array(4))).toBe(false);
    expect(verifySignature(signature, Address.id(1), data)).toBe(false);
    expect(verifySignature({ ...signature, type: 2 }, signer, data)).toBe(false);
    expect(verifySignature({ ...signature, type: 3 }, signer, data)).toBe(false);
  });
  test("any flipped bit fails, and no bytes throw", () => {
    const signature = signSecp256k1(key, data);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 64 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const mutant = signature.data.slice();
        mutant[at] = (mutant[at] as number) ^ flip;
        expect(verifySignature({ type: 1, data: mutant }, signer, data)).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), fc.constantFrom(1 as const, 3 as const), (bytes, type) => {
        expect(verifySignature({ type, data: bytes }, signer, data)).toBe(false);
      }),
    );
  });
  test("the high-s twin verifies too, as on chain; what we sign has low s", () => {
    const { data: low } = signSecp256k1(key, data);
    const n = secp256k1.Point.Fn.ORDER;
    const s = BigInt(`0x${toHex(low.subarray(32, 64))}`);
    expect(s <= n / 2n).toBe(true);
    const high = low.slice();
    high.set(fromHex((n - s).toString(16).padStart(64, "0")), 32);
    high[64] = (low[64] as number) ^ 1;
    expect(verifySignature({ type: 1, data: high }, signer, data)).toBe(true);
  });
  test("recovery refuses wrong lengths and recovery ids", () => {
    const { data: good } = signSecp256k1(key, data);
    expect(() => recoverSecp256k1(new Uint8Array(31), good)).toThrow(SignatureError);
    expect(() => recoverSecp256k1(new Uint8Array(32), good.subarray(0, 64))).toThrow(SignatureError);
    expect(() => recoverSecp256k1(new Uint8Array(32), Uint8Array.of(...good.subarray(0, 64), 4))).toThrow(SignatureError);
    expect(() => recoverSecp256k1(new Uint8Array(32), new Uint8Array(65))).toThrow(SignatureError);
  });
  test("a key out of range is refused", () => {
    expect(() => secp256k1PublicKey(new Uint8Array(32))).toThrow(SignatureError);
    expect(() => signSecp256k1(new Uint8Array(32).fill(0xff), data)).toThrow(SignatureError);
  });
});

describe("delegated", () => {
  test("an f410 signer signs keccak-256 of the data", () => {
    // address of private key 1, known from Ethereum
    const one = new Uint8Array(32);
    one[31] = 1;
    const f4 = delegatedAddressOf(secp256k1PublicKey(one));
    expect(ethAddressOf(f4)).toBe("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf");
    const signature = signDelegated(one, data);
    expect(verifySignature(signature, f4, data)).toBe(true);
    expect(verifySignature(signature, f4, new Uint8Array(1))).toBe(false);
    expect(verifySignature({ ...signature, type: 1 }, Address.secp256k1(secp256k1PublicKey(one)), data)).toBe(false);
  });
});

describe("BLS", () => {
  test("malformed keys and signatures are false, never an error", () => {
    const infinity = Uint8Array.of(0xc0, ...new Uint8Array(95));
    const zeroKey = Address.bls(Uint8Array.of(0xc0, ...new Uint8Array(47)));
    expect(verifySignature({ type: 2, data: infinity }, zeroKey, data)).toBe(false);
    expect(verifySignature({ type: 2, data: new Uint8Array(96) }, Address.bls(new Uint8Array(48)), data)).toBe(false);
    expect(verifySignature({ type: 2, data: new Uint8Array(95) }, zeroKey, data)).toBe(false);
    expect(verifySignature({ type: 2, data: infinity }, signer, data)).toBe(false);
  });
  test("the private key handed in is left as it was", () => {
    const little = fromBase64(tools.wallet.bls[0]?.privateKey ?? "");
    const before = toHex(little);
    blsPublicKey(little);
    signBls(little, data);
    expect(toHex(little)).toBe(before);
  });
  test("a private key of zero, beyond the order or of another length is refused", () => {
    expect(() => blsPublicKey(new Uint8Array(32))).toThrow(SignatureError);
    expect(() => blsPublicKey(new Uint8Array(32).fill(0xff))).toThrow(SignatureError);
    expect(() => signBls(new Uint8Array(31).fill(1), data)).toThrow(SignatureError);
  });
});
