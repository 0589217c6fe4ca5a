import { scryptAsync } from "@noble/hashes/scrypt.js";
import { bytesEqual, fromBase64, toBase64 } from "../../../../filecoin/bytes.ts";
import {
  recordContext,
  recordsDigest,
  sealContext,
  SCRYPT_N,
  SCRYPT_P,
  SCRYPT_R,
  wrapContext,
  type Box,
  type Kdf,
  type RecordKind,
  type SealedRecord,
  type VaultFile,
  type VaultHeader,
} from "./vault-file.ts";

/** The vault's cipher: AES-256-GCM with random 12-byte nonces under a random data key, which scrypt of the password wraps. */

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const SALT_BYTES = 32;

/** A box that does not open: another key, another context or changed bytes. */
export class CipherError extends Error {
  override readonly name = "CipherError";
}

export type Random = (bytes: number) => Uint8Array;

/** What a record holds in clear, before it is encrypted. */
export interface OpenRecord {
  kind: RecordKind;
  id: string;
  realm: string;
  value: unknown;
}

export const newKdf = (random: Random): Kdf => ({ name: "scrypt", N: SCRYPT_N, r: SCRYPT_R, p: SCRYPT_P, salt: toBase64(random(SALT_BYTES)) });
export const newDataKey = (random: Random): Uint8Array => random(KEY_BYTES);

/** 32 bytes from the password (NFKC) by the file's own costs; takes about 0.7 s. */
export function passwordKey(password: string, kdf: Kdf): Promise<Uint8Array> {
  const { N, r, p } = kdf;
  return scryptAsync(password.normalize("NFKC"), fromBase64(kdf.salt), { N, r, p, dkLen: KEY_BYTES, maxmem: 128 * r * (N + p) + 2 ** 20 });
}

const importKey = (key: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", key as Uint8Array<ArrayBuffer>, "AES-GCM", false, ["encrypt", "decrypt"]);

/** Encrypts under a fresh nonce, bound to `context`. */
export async function close(key: Uint8Array, context: Uint8Array, clear: Uint8Array, random: Random): Promise<Box> {
  const iv = random(NONCE_BYTES);
  const data = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: iv as Uint8Array<ArrayBuffer>, additionalData: context as Uint8Array<ArrayBuffer> },
    await importKey(key),
    clear as Uint8Array<ArrayBuffer>,
  );
  return { nonce: toBase64(iv), data: toBase64(new Uint8Array(data)) };
}

/** Opens a box. Throws CipherError. */
export async function open(key: Uint8Array, context: Uint8Array, box: Box, what: string): Promise<Uint8Array> {
  try {
    const iv = fromBase64(box.nonce) as Uint8Array<ArrayBuffer>;
    const data = fromBase64(box.data) as Uint8Array<ArrayBuffer>;
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: context as Uint8Array<ArrayBuffer> }, await importKey(key), data));
  } catch (cause) {
    throw new CipherError(`${what} does not decrypt`, { cause });
  }
}

/** Encrypts one record; its kind, id, realm and vault are bound to it. */
export async function closeRecord(dataKey: Uint8Array, vaultId: string, record: OpenRecord, random: Random): Promise<SealedRecord> {
  const head = { kind: record.kind, version: 1 as const, id: record.id, realm: record.realm };
  const clear = new TextEncoder().encode(JSON.stringify(record.value));
  try {
    return { ...head, ...(await close(dataKey, recordContext(vaultId, head), clear, random)) };
  } finally {
    clear.fill(0);
  }
}

/** Decrypts one record. Throws CipherError. */
export async function openRecord(dataKey: Uint8Array, vaultId: string, record: SealedRecord): Promise<OpenRecord> {
  const clear = await open(dataKey, recordContext(vaultId, record), record, `record ${record.kind} ${record.id}`);
  try {
    return { kind: record.kind, id: record.id, realm: record.realm, value: JSON.parse(new TextDecoder().decode(clear)) as unknown };
  } finally {
    clear.fill(0);
  }
}

/** The data key of a file by its password. Throws CipherError: a wrong password and a changed header look the same. */
export async function unwrapDataKey(file: VaultFile, password: string): Promise<Uint8Array> {
  const key = await passwordKey(password, file.header.kdf);
  try {
    return await unwrapWithKey(file, key);
  } finally {
    key.fill(0);
  }
}

/** The data key of a file by the key that the password gave. Throws CipherError. */
export const unwrapWithKey = (file: VaultFile, passwordKey: Uint8Array): Promise<Uint8Array> =>
  open(passwordKey, wrapContext(file.header), file.wrap, "the data key");

/** Wraps a data key under the key that the password gave. */
export const wrapDataKey = (dataKey: Uint8Array, header: VaultHeader, passwordKey: Uint8Array, random: Random): Promise<Box> =>
  close(passwordKey, wrapContext(header), dataKey, random);

/** Seals header and records: no record can be taken out, put in or carried over from another generation. */
export const sealRecords = (dataKey: Uint8Array, header: VaultHeader, records: readonly SealedRecord[], random: Random): Promise<Box> =>
  close(dataKey, sealContext(header), recordsDigest(records), random);

/** Checks the seal and that every record decrypts. Throws CipherError naming what does not. */
export async function verifyVaultFile(file: VaultFile, dataKey: Uint8Array): Promise<void> {
  const digest = await open(dataKey, sealContext(file.header), file.seal, "the seal");
  if (!bytesEqual(digest, recordsDigest(file.records))) throw new CipherError("the records are not those that were sealed");
  for (const record of file.records) await openRecord(dataKey, file.header.vaultId, record);
}
