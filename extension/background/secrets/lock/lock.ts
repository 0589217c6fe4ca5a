import * as v from "valibot";
import { fromBase64, toBase64 } from "../../../../filecoin/bytes.ts";
import type { Surroundings } from "../../storage/stores.ts";
import { Refusal } from "../../../../wallet/refusal.ts";
import { settled } from "../../../../wallet/waiting.ts";

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
  /** Whoever reads the stored key and writes it back does so in turn: a write that began before a lock must not bring the key back. */
  #turn: Promise<unknown> = Promise.resolve();
  /** called after the key is gone: open approvals die */
  onLocked: (reason: LockReason) => Promise<void> = async () => {};

  constructor(surroundings: Surroundings) {
    this.#s = surroundings;
  }

  async unlock(key: { vaultId: string; keyGeneration: number; dataKey: Uint8Array }, idleMinutes: number): Promise<void> {
    const now = this.#s.now();
    const idleMs = idleMinutes * 60_000;
    const held: Unlocked = { ...key, dataKey: toBase64(key.dataKey), idleMs, idleUntil: now + idleMs, hardUntil: now + LONGEST_MS, lastSeen: now };
    await this.#inTurn(async () => {
      await this.#store(held);
      await this.#s.session.remove(REASON);
    });
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

  /** What is held; a deadline that has passed locks. `change` writes something else back. */
  async #checked(change?: (held: Unlocked, now: number) => Unlocked): Promise<Unlocked | null> {
    const { held, reason } = await this.#inTurn(async () => {
      const held = await this.#held();
      if (held === null) return { held: null, reason: null };
      const now = this.#s.now();
      const reason: LockReason | null = now + CLOCK_STEP_MS < held.lastSeen ? "clock" : now >= held.hardUntil ? "limit" : now >= held.idleUntil ? "idle" : null;
      if (reason !== null) return { held: null, reason: (await this.#drop(reason)) ? reason : null };
      if (change !== undefined) {
        const next = change(held, now);
        await this.#store(next);
        return { held: next, reason: null };
      }
      if (now - held.lastSeen > 1_000) await this.#s.session.set(KEY, { ...held, lastSeen: now } satisfies Unlocked);
      return { held, reason: null };
    });
    if (reason !== null) await this.#tellLocked(reason);
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
    const held = await this.#checked((held, now) => ({ ...held, idleUntil: now + held.idleMs, lastSeen: now }));
    return held === null ? null : Math.min(held.idleUntil, held.hardUntil);
  }

  async setIdleMinutes(minutes: number): Promise<void> {
    const idleMs = minutes * 60_000;
    await this.#checked((held, now) => ({ ...held, idleMs, idleUntil: now + idleMs }));
  }

  async lock(reason: LockReason): Promise<void> {
    if (await this.#inTurn(() => this.#drop(reason))) await this.#tellLocked(reason);
  }

  /** Takes the key away. True when there was one. */
  async #drop(reason: LockReason): Promise<boolean> {
    const was = await this.#held();
    await this.#s.session.remove(KEY);
    await this.#s.alarms.clear(LOCK_ALARM);
    if (was === null) return false;
    await this.#s.session.set(REASON, reason);
    return true;
  }

  async #tellLocked(reason: LockReason): Promise<void> {
    await this.onLocked(reason);
    this.#s.tell(["wallet", "approvals"]);
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(act);
    this.#turn = settled(mine);
    return mine;
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
