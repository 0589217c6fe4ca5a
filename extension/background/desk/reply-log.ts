import * as v from "valibot";
import { isOlder } from "../../../wallet/moments.ts";
import type { ReplyEnvelope } from "../../shared/messages.ts";
import type { KeyValueStore } from "../storage/stores.ts";

/**
 * A page repeats a command once when the channel closed: the repeated requestId gets the first answer, the act is not done twice. Replies outlive the worker in
 * the browser's memory, never on disk, since names that the user gave stand in some of them; a lock forgets them all.
 * Those that hold secrets are shared among equal requests that run at the same time and forgotten with the answer: the channel of an answered request does not
 * close, and nothing secret stays in memory.
 */

const PREFIX = "reply ";
const KEPT_MS = 10 * 60_000;

const logged = v.object({ at: v.number(), reply: v.custom<ReplyEnvelope>((value) => typeof value === "object" && value !== null) });

interface Parts {
  session: KeyValueStore;
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

  async once(requestId: string, name: string, kept: "kept" | "secret", act: () => Promise<ReplyEnvelope>): Promise<ReplyEnvelope> {
    const key = `${PREFIX}${name} ${requestId}`;
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const answer = kept === "secret" ? act() : this.#answer(key, act);
    this.#running.set(key, answer);
    const forget = (): void => void this.#running.delete(key);
    answer.then(forget, forget);
    return answer;
  }

  async #answer(key: string, act: () => Promise<ReplyEnvelope>): Promise<ReplyEnvelope> {
    const before = v.safeParse(logged, await this.#parts.session.get(key));
    if (before.success) return before.output.reply;
    const reply = await act();
    // What was done is done: a reply that cannot be kept is given all the same.
    if (reply.ok) await this.#keep(key, reply).catch((error: unknown) => this.#parts.report(error));
    return reply;
  }

  /** Old entries go whenever a new one comes. */
  async #keep(key: string, reply: ReplyEnvelope): Promise<void> {
    const { session, now } = this.#parts;
    const at = now();
    for (const old of await this.#keys()) {
      const entry = v.safeParse(logged, await session.get(old));
      if (!entry.success || isOlder(entry.output.at, at, KEPT_MS)) await session.remove(old);
    }
    await session.set(key, { at, reply });
  }

  /** For a lock. */
  async forget(): Promise<void> {
    for (const key of await this.#keys()) await this.#parts.session.remove(key);
  }

  async #keys(): Promise<string[]> {
    return (await this.#parts.session.keys()).filter((key) => key.startsWith(PREFIX));
  }
}
