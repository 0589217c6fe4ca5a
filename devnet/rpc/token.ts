/** Bearer tokens as Lotus makes them: JWT, HS256, {"Allow": [rights]}. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { PERMISSIONS, type Permission } from "./method-table.ts";

const HEADER = base64url(JSON.stringify({ alg: "HS256", typ: "JWT" }));

function base64url(data: string | Buffer): string {
  return Buffer.from(data).toString("base64url");
}

function signature(secret: Uint8Array, body: string): Buffer {
  return createHmac("sha256", secret).update(body).digest();
}

/** A token for all rights up to and including `permission`. */
export function makeToken(secret: Uint8Array, permission: Permission): string {
  const allow = PERMISSIONS.slice(0, PERMISSIONS.indexOf(permission) + 1);
  const body = `${HEADER}.${base64url(JSON.stringify({ Allow: allow }))}`;
  return `${body}.${base64url(signature(secret, body))}`;
}

/** The highest right a token gives; undefined for a token that is not ours. */
export function permissionOf(secret: Uint8Array, token: string): Permission | undefined {
  const [header, payload, given, ...more] = token.split(".");
  if (header !== HEADER || payload === undefined || given === undefined || more.length > 0) return undefined;
  const expected = signature(secret, `${header}.${payload}`);
  const actual = Buffer.from(given, "base64url");
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return undefined;
  const { Allow: allow } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { Allow: string[] };
  return [...PERMISSIONS].reverse().find((p) => allow.includes(p));
}
