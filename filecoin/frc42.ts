import { blake2b } from "@noble/hashes/blake2.js";
import type { MethodNumber } from "./units.ts";

/** Method numbers from names (FRC-0042). */

/** Numbers below this are internal: no user actor may call them on a built-in actor. */
export const FIRST_EXPORTED_METHOD = 1 << 24;

/** A name FRC-0042 does not allow. */
export class MethodNameError extends Error {
  override readonly name = "MethodNameError";
}

/**
 * The number of an exported method: "Constructor" is 1; otherwise the first big-endian 32-bit word of
 * blake2b-512("1|" + name) that is at least 2^24. Throws MethodNameError unless the name is [A-Z_][A-Za-z0-9_]*.
 */
export function methodNumber(name: string): MethodNumber {
  if (!/^[A-Z_][A-Za-z0-9_]*$/.test(name)) {
    throw new MethodNameError(`a method name begins with A–Z or _ and goes on with letters, digits or _; got "${name}"`);
  }
  if (name === "Constructor") return 1;
  const digest = blake2b(new TextEncoder().encode(`1|${name}`), { dkLen: 64 });
  const words = new DataView(digest.buffer, digest.byteOffset, 64);
  for (let at = 0; at < 64; at += 4) {
    const word = words.getUint32(at);
    if (word >= FIRST_EXPORTED_METHOD) return word;
  }
  throw new MethodNameError(`no word of the hash of "${name}" is a method number; choose another name`);
}
