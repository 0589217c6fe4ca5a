import * as v from "valibot";
import { Address } from "./address.ts";
import { fromBase64, fromHex, toBase64, toHex } from "./bytes.ts";
import { blsPublicKey, delegatedAddressOf, secp256k1PublicKey } from "./signature.ts";

/** Private keys as `lotus wallet export` writes them: hex of the JSON {"Type", "PrivateKey" base64}. */

type LotusKeyType = "secp256k1" | "bls" | "delegated";

export interface LotusKey {
  type: LotusKeyType;
  /** 32 bytes: little-endian for "bls", big-endian for the others. */
  privateKey: Uint8Array;
}

/** Text that is not a Lotus key. The message never repeats the text, which may hold most of a key. */
export class LotusKeyError extends Error {
  override readonly name = "LotusKeyError";
}

const keySchema = v.object({
  Type: v.picklist(["secp256k1", "bls", "delegated"]),
  PrivateKey: v.string(),
});

/** Reads the hex that `lotus wallet export` prints; white space around it is dropped. Throws LotusKeyError. */
export function parseLotusKey(hex: string): LotusKey {
  const key = guarded('expected the hex of {"Type", "PrivateKey"} with type secp256k1, bls or delegated', () => {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(fromHex(hex.trim()));
    const { Type, PrivateKey } = v.parse(keySchema, JSON.parse(text));
    return { type: Type, privateKey: fromBase64(PrivateKey) };
  });
  if (key.privateKey.length !== 32) {
    throw new LotusKeyError(`expected a private key of 32 bytes; got ${key.privateKey.length}`);
  }
  guarded(`the private key is not one of ${key.type}`, () => addressOfKey(key));
  return key;
}

/** Writes the hex that `lotus wallet import` reads. */
export function formatLotusKey(key: LotusKey): string {
  const json = JSON.stringify({ Type: key.type, PrivateKey: toBase64(key.privateKey) });
  return toHex(new TextEncoder().encode(json));
}

/** The key's address: f1, f3 or f410. Throws SignatureError when the key is out of range. */
export function addressOfKey(key: LotusKey): Address {
  switch (key.type) {
    case "secp256k1":
      return Address.secp256k1(secp256k1PublicKey(key.privateKey));
    case "bls":
      return Address.bls(blsPublicKey(key.privateKey));
    case "delegated":
      return delegatedAddressOf(secp256k1PublicKey(key.privateKey));
  }
}

function guarded<T>(message: string, act: () => T): T {
  try {
    return act();
  } catch {
    throw new LotusKeyError(message);
  }
}
