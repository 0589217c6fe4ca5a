import { Address } from "../../../filecoin/address.ts";
import { fromBase64 } from "../../../filecoin/bytes.ts";
import { decodeMessage } from "../../../filecoin/message.ts";
import type { Slot } from "../../../wallet/slots/slot.ts";
import { addressOfBookKey, bookKey } from "../settings/book.ts";
import type { Database, Transaction } from "../storage/stores.ts";

/**
 * How often this wallet sent something to an address. Counted in the transaction that stores a signature, so that what was never signed
 * never counts and nothing counts twice; a raised fee is the same message again.
 */

export interface Sent {
  sentTimes: number;
  /** milliseconds since 1970 */
  lastSent: number | null;
}

const NEVER: Sent = { sentTimes: 0, lastSent: null };
const PREFIX = "sent ";
const keyOf = (genesis: string, address: string): string => PREFIX + bookKey(genesis, address);

/** `address` in any form; only the very same one counts. */
export async function sentBefore(database: Database, genesis: string, address: Address): Promise<Sent> {
  const sent = await database.read(["seen"], (tx) => tx.get("seen", keyOf(genesis, address.toString())));
  return (sent as Sent | undefined) ?? NEVER;
}

/** Every address of a network that something was sent to, by its f-prefixed text. */
export async function allSentBefore(database: Database, genesis: string): Promise<Map<string, Sent>> {
  const rows = await database.read(["seen"], (tx) => tx.list("seen", keyOf(genesis, "")));
  return new Map(
    rows.flatMap(({ key, value }) => {
      const address = addressOfBookKey(key.slice(PREFIX.length), genesis);
      return address === null ? [] : [[address, value as Sent] as const];
    }),
  );
}

/** Counts a slot whose first message has just been signed: whom it is sent to, and whom its sentence names as receiver. */
export async function countSentIn(tx: Transaction, slot: Slot, cid: string, now: number): Promise<void> {
  const attempt = slot.attempts.find((each) => each.cid === cid);
  if (attempt === undefined || attempt.purpose !== "first") return;
  const named = slot.sentence.params["to"];
  const to = decodeMessage(fromBase64(attempt.unsigned)).to.toString();
  const receivers = new Set([to, ...(named?.kind === "address" ? [Address.parse(named.address).toString()] : [])]);
  for (const address of receivers) {
    const key = keyOf(slot.genesis, address);
    const { sentTimes } = ((await tx.get("seen", key)) as Sent | undefined) ?? NEVER;
    await tx.put("seen", key, { sentTimes: sentTimes + 1, lastSent: now } satisfies Sent);
  }
}
