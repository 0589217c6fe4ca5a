import type { Address } from "../../../filecoin/address.ts";
import type { Who } from "../../../wallet/reading/facts.ts";
import { bookKey } from "../settings/book.ts";
import type { Database } from "../storage/stores.ts";

/** The stored type of each receiver: a type never changes silently. Code of built-in actors changes with network upgrades, their type does not. */

interface Seen {
  type: string;
  code: string | null;
  firstSeen: number;
}

/** Addresses without an actor may become any actor, placeholders an Ethereum account. */
const mayBecome = (was: string, is: string): boolean => was === is || was === "none" || (was === "placeholder" && (is === "ethaccount" || is === "evm"));

/** Notes what is proven to stand at a receiver. Tells what stood there before when it is another thing now, else null. */
export async function rememberType(
  database: Database,
  genesis: string,
  actor: Pick<Who, "type" | "builtin" | "code"> & { readonly asked: Address },
  now: number,
): Promise<string | null> {
  const key = bookKey(genesis, actor.asked.toString());
  return database.write(["seen"], async (tx) => {
    const seen = (await tx.get("seen", key)) as Seen | undefined;
    const same = seen === undefined || (mayBecome(seen.type, actor.type) && (actor.builtin !== null || seen.type === "none" || seen.code === actor.code));
    if (seen === undefined || (same && (seen.type !== actor.type || seen.code !== actor.code))) {
      await tx.put("seen", key, { type: actor.type, code: actor.code, firstSeen: seen?.firstSeen ?? now } satisfies Seen);
    }
    return same ? null : seen.type;
  });
}
