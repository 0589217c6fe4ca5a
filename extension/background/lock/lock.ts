import * as v from "valibot";
import { fromBase64, toBase64 } from "../../../filecoin/bytes.ts";
import type { Surroundings } from "../storage/stores.ts";
import { Refusal } from "../refusal.ts";

/**
 * The lock: the data key lies in storage.session while unlocked, with absolute deadlines. Checked at each message and by an alarm;
 * locks 15 min after the last trusted input, 12 h after unlock at most, with the screen, and when the clock goes back.
 */

const KEY = "lock.unlocked";
const REASON = "lock.reason";
export const LOCK_ALARM = "lock";
const LONGEST_MS = 12 * 3_600_000;
/** Clocks are corrected by small steps all the time; a greater step back could stretch a deadline. */
const CLOCK_STEP_MS = 5_000;

export type LockReason = "user" | "idle" | "limit" | "screen" | "clock" | "restart";

const unlocked = v.object({
  vaultId: v.string(),
  keyGeneration: v.number(),
  dataKey: v.string(),
  idleMs: v.number(),
  idleUntil: v.number(),
  hardUntil: v.number(),
  lastSeen: v.number(),
});
type Unlocked = v.InferOutput<typeof unlocked>;

export interface OpenVaultKey {
  vaultId: string;
  keyGeneration: number;
  dataKey: Uint8Array;
}

export class Lock {
  readonly #s: Surroundings;
  /** called after the key is gone: open approvals die */
  onLocked: (reason: LockReason) => Promise<void> = async () => {};

  constructor(surroundings: Surroundings) {
    this.#s = surroundings;
  }

  async unlock(key: { vaultId: string; keyGeneration: number; dataKey: Uint8Array }, idleMinutes: number): Promise<void> {
    const now = this.#s.now();
    const idleMs = idleMinutes * 60_000;
    await this.#store({ ...key, dataKey: toBase64(key.dataKey), idleMs, idleUntil: now + idleMs, hardUntil: now + LONGEST_MS, lastSeen: now });
    await this.#s.session.remove(REASON);
  }

  /** When it locks by itself; null while locked. Locks when a deadline has passed. The key stays where it is. */
  async openUntil(): Promise<number | null> {
    const held = await this.#checked();
    return held === null ? null : Math.min(held.idleUntil, held.hardUntil);
  }

  /** Throws locked. */
  async mustBeOpen(): Promise<void> {
    if ((await this.openUntil()) === null) throw new Refusal("locked");
  }

  async #checked(): Promise<Unlocked | null> {
    const held = await this.#held();
    if (held === null) return null;
    const now = this.#s.now();
    const reason = now + CLOCK_STEP_MS < held.lastSeen ? "clock" : now >= held.hardUntil ? "limit" : now >= held.idleUntil ? "idle" : null;
    if (reason !== null) {
      await this.lock(reason);
      return null;
    }
    if (now - held.lastSeen > 1_000) await this.#s.session.set(KEY, { ...held, lastSeen: now } satisfies Unlocked);
    return held;
  }

  /** The data key in clear: its user wipes it. Throws locked. */
  async mustKey(): Promise<OpenVaultKey> {
    const held = await this.#checked();
    if (held === null) throw new Refusal("locked");
    return { vaultId: held.vaultId, keyGeneration: held.keyGeneration, dataKey: fromBase64(held.dataKey) };
  }

  /** Trusted input: moves the idle deadline. Returns when it locks, null when locked. */
  async touch(): Promise<number | null> {
    const held = await this.#checked();
    if (held === null) return null;
    const now = this.#s.now();
    await this.#store({ ...held, idleUntil: now + held.idleMs, lastSeen: now });
    return Math.min(now + held.idleMs, held.hardUntil);
  }

  async setIdleMinutes(minutes: number): Promise<void> {
    const held = await this.#held();
    if (held === null) return;
    const idleMs = minutes * 60_000;
    await this.#store({ ...held, idleMs, idleUntil: this.#s.now() + idleMs });
  }

  async lock(reason: LockReason): Promise<void> {
    const was = await this.#held();
    await this.#s.session.remove(KEY);
    await this.#s.alarms.clear(LOCK_ALARM);
    if (was === null) return;
    await this.#s.session.set(REASON, reason);
    await this.onLocked(reason);
    this.#s.tell(["wallet", "approvals"]);
  }

  async reason(): Promise<LockReason> {
    const reason = await this.#s.session.get(REASON);
    return typeof reason === "string" ? (reason as LockReason) : "restart";
  }

  async #store(value: Unlocked): Promise<void> {
    await this.#s.session.set(KEY, value);
    await this.#s.alarms.set(LOCK_ALARM, { at: Math.min(value.idleUntil, value.hardUntil) });
  }

  async #held(): Promise<Unlocked | null> {
    const value = await this.#s.session.get(KEY);
    if (value === undefined) return null;
    const parsed = v.safeParse(unlocked, value);
    return parsed.success ? parsed.output : null;
  }
}
