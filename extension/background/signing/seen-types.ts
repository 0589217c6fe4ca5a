import type { KnownActor } from "../../../wallet/told/known-actor.ts";
import type { Database } from "../storage/stores.ts";

/** The stored type of each receiver: a type never changes silently. Code of built-in actors changes with network upgrades, their type does not. */

interface Seen {
  type: string;
  code: string | null;
  firstSeen: number;
  sent: boolean;
}

/** Addresses without an actor may become any actor, placeholders an Ethereum account. */
const mayBecome = (was: string, is: string): boolean => was === is || was === "none" || (was === "placeholder" && (is === "ethaccount" || is === "evm"));

/** Notes what stands at a receiver. `changedType` tells what stood there before when it is another thing now. */
export async function rememberType(
  database: Database,
  genesis: string,
  actor: KnownActor,
  now: number,
): Promise<{ firstTime: boolean; changedType: string | null }> {
  const key = `${genesis} ${actor.asked.toString()}`;
  return database.write(["seen"], async (tx) => {
    const seen = (await tx.get("seen", key)) as Seen | undefined;
    const same = seen === undefined || (mayBecome(seen.type, actor.type) && (actor.builtin !== null || seen.type === "none" || seen.code === actor.code));
    if (seen === undefined || (same && (seen.type !== actor.type || seen.code !== actor.code))) {
      await tx.put("seen", key, { type: actor.type, code: actor.code, firstSeen: seen?.firstSeen ?? now, sent: seen?.sent ?? false } satisfies Seen);
    }
    return { firstTime: seen?.sent !== true, changedType: same ? null : (seen?.type ?? null) };
  });
}

/** After a message to a receiver was signed it is no longer new. */
export async function markSent(database: Database, genesis: string, address: string, now: number): Promise<void> {
  const key = `${genesis} ${address}`;
  await database.write(["seen"], async (tx) => {
    const seen = (await tx.get("seen", key)) as Seen | undefined;
    await tx.put("seen", key, { type: "none", code: null, firstSeen: now, ...seen, sent: true });
  });
}
