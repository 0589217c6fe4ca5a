import { sha256 } from "@noble/hashes/sha2.js";
import * as v from "valibot";
import { toHex } from "../../../../filecoin/bytes.ts";

/**
 * The vault file, version 1: what stands in both copies and in an exported file. docs/vault-format.md tells it field by field;
 * it never changes, a new form gets a new version.
 */

export const VAULT_FORMAT = "fil-peggy-vault";
export const VAULT_VERSION = 1;

/** scrypt costs a file may ask for: less is too weak, more could stop the browser. */
export const SCRYPT_N = 2 ** 17;
const SCRYPT_N_ACCEPTED = [2 ** 17, 2 ** 18, 2 ** 19, 2 ** 20];
export const SCRYPT_R = 8;
export const SCRYPT_P = 1;

const base64 = v.pipe(v.string(), v.base64());
/** 12 bytes */
const nonce = v.pipe(base64, v.length(16));
/** A box of 32 bytes and their tag: the data key, the digest. */
const boxOf32 = v.strictObject({ nonce, data: v.pipe(base64, v.length(64)) });
export type Box = v.InferOutput<typeof boxOf32>;

const kdf = v.strictObject({
  name: v.literal("scrypt"),
  N: v.picklist(SCRYPT_N_ACCEPTED),
  r: v.literal(SCRYPT_R),
  p: v.picklist([1, 2, 3, 4]),
  salt: v.pipe(base64, v.length(44)),
});
export type Kdf = v.InferOutput<typeof kdf>;

export const recordKinds = ["words", "lotus", "account", "book"] as const;
export type RecordKind = (typeof recordKinds)[number];

const record = v.strictObject({
  kind: v.picklist(recordKinds),
  version: v.literal(1),
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  /** genesis CID of the one network it serves, or "*" */
  realm: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  nonce,
  data: base64,
});
export type SealedRecord = v.InferOutput<typeof record>;

const header = v.strictObject({
  vaultId: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  /** rises by one at each write; of two whole copies the higher wins */
  generation: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** the generation in which the present data key was made */
  keyGeneration: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  createdAt: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  writtenAt: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  kdf,
});
export type VaultHeader = v.InferOutput<typeof header>;

const vaultFile = v.strictObject({
  format: v.literal(VAULT_FORMAT),
  version: v.literal(VAULT_VERSION),
  header,
  /** the data key under the password */
  wrap: boxOf32,
  /** the digest of all records under the data key, bound to the whole header */
  seal: boxOf32,
  records: v.pipe(v.array(record), v.maxLength(5_000)),
});
export type VaultFile = v.InferOutput<typeof vaultFile>;

/** Text that is not a vault file of a version this build reads. */
export class VaultFileError extends Error {
  override readonly name = "VaultFileError";
}

/** Reads a vault file's text; nothing is decrypted. Throws VaultFileError naming the first thing that is wrong. */
export function parseVaultFile(text: string): VaultFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new VaultFileError("expected a vault file; got text that is no JSON");
  }
  const result = v.safeParse(vaultFile, json);
  if (result.success) return result.output;
  if (isNewerVaultFile(text)) throw new VaultFileError("a later version of FIL Peggy wrote this file: update FIL Peggy to read it");
  const issue = result.issues[0];
  throw new VaultFileError(`${v.getDotPath(issue) ?? "file"}: ${issue.message}`);
}

/** Is this a vault file that a later version of this program wrote: to be left as it is. */
export function isNewerVaultFile(text: string): boolean {
  try {
    const { format, version } = JSON.parse(text) as { format?: unknown; version?: unknown };
    return format === VAULT_FORMAT && typeof version === "number" && version > VAULT_VERSION;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return false;
    throw error;
  }
}

export const formatVaultFile = (file: VaultFile): string => JSON.stringify(file);

/** Lower-case hex SHA-256 of text: the checksum beside each copy. */
export const checksumOf = (text: string): string => toHex(sha256(new TextEncoder().encode(text)));

const bytesOf = (parts: readonly (string | number)[]): Uint8Array => new TextEncoder().encode(JSON.stringify(parts));
const kdfParts = (k: Kdf): (string | number)[] => [k.name, k.N, k.r, k.p, k.salt];

/** Associated data of the wrapped data key. */
export const wrapContext = (h: VaultHeader): Uint8Array => bytesOf([VAULT_FORMAT, VAULT_VERSION, "wrap", h.vaultId, h.keyGeneration, ...kdfParts(h.kdf)]);

/** Associated data of the seal: the whole header. */
export const sealContext = (h: VaultHeader): Uint8Array =>
  bytesOf([VAULT_FORMAT, VAULT_VERSION, "seal", h.vaultId, h.generation, h.keyGeneration, h.createdAt, h.writtenAt, ...kdfParts(h.kdf)]);

/** Associated data of a record. */
export const recordContext = (vaultId: string, r: Pick<SealedRecord, "kind" | "version" | "id" | "realm">): Uint8Array =>
  bytesOf([VAULT_FORMAT, VAULT_VERSION, "record", vaultId, r.kind, r.version, r.id, r.realm]);

/** What the seal holds: SHA-256 over the records in their order. */
export const recordsDigest = (records: readonly SealedRecord[]): Uint8Array =>
  sha256(new TextEncoder().encode(JSON.stringify(records.map((r) => [r.kind, r.version, r.id, r.realm, r.nonce, r.data]))));
