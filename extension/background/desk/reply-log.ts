import { isOlder } from "../../../wallet/moments.ts";
import type { ReplyEnvelope } from "../../shared/messages.ts";
import type { Database } from "../storage/stores.ts";

/**
 * A page repeats a command once when the channel closed: the repeated requestId gets the first answer, the act is not done twice.
 * Replies that hold secrets are shared among equal requests that run at the same time and forgotten with the answer: the channel of an
 * answered request does not close, and nothing secret stays in memory.
 */

const KEPT_MS = 10 * 60_000;

interface Logged {
  name: string;
  at: number;
  reply: ReplyEnvelope;
}

interface Parts {
  database: Database;
  /** milliseconds since 1970 */
  now(): number;
  report(error: unknown): void;
}

export class ReplyLog {
  readonly #parts: Parts;
  readonly #running = new Map<string, Promise<ReplyEnvelope>>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async once(requestId: string, name: string, where: "disk" | "memory", act: () => Promise<ReplyEnvelope>): Promise<ReplyEnvelope> {
    const key = `${name} ${requestId}`;
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const answer = this.#answer(key, name, where, act);
    this.#running.set(key, answer);
    const forget = (): void => void this.#running.delete(key);
    answer.then(forget, forget);
    return answer;
  }

  async #answer(key: string, name: string, where: "disk" | "memory", act: () => Promise<ReplyEnvelope>): Promise<ReplyEnvelope> {
    if (where === "disk") {
      const logged = (await this.#parts.database.read(["replies"], (tx) => tx.get("replies", key))) as Logged | undefined;
      if (logged !== undefined) return logged.reply;
    }
    const reply = await act();
    // What was done is done: a reply that cannot be kept is given all the same.
    if (where === "disk" && reply.ok) await this.#keep(key, { name, at: this.#parts.now(), reply }).catch((error: unknown) => this.#parts.report(error));
    return reply;
  }

  /** Old entries go whenever a new one comes. */
  async #keep(key: string, entry: Logged): Promise<void> {
    await this.#parts.database.write(["replies"], async (tx) => {
      for (const { key: old, value } of await tx.list("replies", "")) if (isOlder((value as Logged).at, entry.at, KEPT_MS)) await tx.delete("replies", old);
      await tx.put("replies", key, entry);
    });
  }
}
