import { type Proven, proven } from "./proven.ts";

/** Parts of what is proven are proven by the same blocks. */

/**
 * One field of a proven value.
 * @example const owner = partOf(info, "owner"); // Proven<ActorId>
 */
export function partOf<T, K extends keyof T>(fact: Proven<T>, field: K): Proven<T[K]> {
  return proven(fact.value[field], fact.root, fact.path);
}

/**
 * The same fact where the value exists, null where its absence is proven.
 * @example const actor = ifPresent(await proveActor(scope, to)); if (actor !== null) partOf(actor, "code");
 */
export function ifPresent<T>(fact: Proven<T | null>): Proven<T> | null {
  return fact.value === null ? null : proven(fact.value, fact.root, fact.path);
}
