/**
 * A bounded memory of what can be asked again: a copy, lost with the process. When it is full the entry that came first goes. Who keeps one
 * is handed it: nothing is remembered between the lines of a module.
 */
export class Remembered<V> {
  readonly #most: number;
  readonly #entries = new Map<string, V>();

  /** Throws RangeError for a bound below 1. */
  constructor(most: number) {
    if (!Number.isSafeInteger(most) || most < 1) throw new RangeError(`expected a bound of 1 or more entries; got ${most}`);
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): V | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#most) break;
      this.#entries.delete(oldest);
    }
  }
}
