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

export class ReplyLog {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #running = new Map<string, Promise<ReplyEnvelope>>();

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  async once(requestId: string, name: string, where: "disk" | "memory", act: () => Promise<ReplyEnvelope>): Promise<ReplyEnvelope> {
    const key = `${name} ${requestId}`;
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const answer = this.#answer(key, name, where, act);
    this.#running.set(key, answer);
    void answer.finally(() => this.#running.delete(key));
    return answer;
  }

  async #answer(key: string, name: string, where: "disk" | "memory", act: () => Promise<ReplyEnvelope>): Promise<ReplyEnvelope> {
    if (where === "disk") {
      const logged = (await this.#database.read(["replies"], (tx) => tx.get("replies", key))) as Logged | undefined;
      if (logged !== undefined) return logged.reply;
    }
    const reply = await act();
    if (where === "disk" && reply.ok) await this.#keep(key, { name, at: this.#now(), reply });
    return reply;
  }

  /** Old entries go whenever a new one comes. */
  async #keep(key: string, entry: Logged): Promise<void> {
    await this.#database.write(["replies"], async (tx) => {
      for (const { key: old, value } of await tx.list("replies", "")) if (this.#now() - (value as Logged).at > KEPT_MS) await tx.delete("replies", old);
      await tx.put("replies", key, entry);
    });
  }
}
