/** How a random step's numbers become an amount, an actor, one of a list. */
import type { ActorId } from "../../filecoin/units.ts";
import type { People, keyOf } from "../owner/world.ts";

/** `part` of a step is a fraction of this. */
export const WHOLE = 2 ** 32;
export const share = (amount: bigint, part: number): bigint => (amount * BigInt(part)) / BigInt(WHOLE);
export const actor = (id: bigint): ActorId => id as ActorId;
export const chosen = <T>(list: readonly T[], pick: number): T | undefined => (list.length === 0 ? undefined : list[pick % list.length]);

/** The name of one of the people who sign. */
export function nameOf(people: People, id: bigint): Parameters<typeof keyOf>[0] {
  const [name] = Object.entries(people).find(([, known]) => known === id) ?? [];
  if (name === undefined || name === "worker" || name === "newWorker") throw new Error(`f0${id} is nobody with a key of his own`);
  return name as Parameters<typeof keyOf>[0];
}

/** Who acts in a random step. */
const PEOPLE = ["alice", "bob", "carol", "minerOwner", "operator"] as const;
export type Person = (typeof PEOPLE)[number];
export const whoIs = ({ who }: { readonly who: number }): Person => PEOPLE[who % PEOPLE.length] as Person;
