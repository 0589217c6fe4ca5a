import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The id that Chrome gives an extension with this manifest key: SHA-256 of the key, first 16 bytes, hex digits as a…p. */
export function extensionId(dist: string): string {
  const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8")) as { key: string };
  const digest = createHash("sha256").update(Buffer.from(manifest.key, "base64")).digest("hex").slice(0, 32);
  return [...digest].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join("");
}
