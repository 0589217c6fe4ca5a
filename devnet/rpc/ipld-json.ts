/** Any IPLD value as DAG-JSON: links as {"/": cid}, bytes as {"/": {"bytes": base64}}. */
import { CID } from "multiformats/cid";
import type { CborValue } from "../../filecoin/cbor.ts";
import { toBase64 } from "../../filecoin/bytes.ts";

export function ipldJson(value: CborValue): unknown {
  if (value instanceof CID) return { "/": value.toString() };
  if (value instanceof Uint8Array) return { "/": { bytes: toBase64(value).replace(/=+$/, "") } };
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return (value as readonly CborValue[]).map(ipldJson);
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value as Record<string, CborValue>).map(([k, v]) => [k, ipldJson(v)]));
  }
  return value;
}
