/**
 * Gas of one message, in milligas, with the own limits of sends on a stack.
 * Source: ref-fvm fvm/src/gas/mod.rs.
 */
import { FatalError, OutOfGas } from "./faults.ts";

const MAX_MILLIGAS = (1n << 63n) - 1n;
const MILLIGAS = 1_000n;

/** One charge as traces show it; gas in milligas. */
export interface GasCharge {
  readonly name: string;
  readonly milligas: bigint;
}

export class GasTracker {
  #limit: bigint;
  #used = 0n;
  readonly #outer: { limit: bigint; used: bigint }[] = [];
  /** Told of every charge, paid or not; null = nobody listens. */
  onCharge: ((charge: GasCharge) => void) | null = null;

  /** `limit` in gas; limits above 2^63 − 1 milligas count as that. */
  constructor(limit: bigint) {
    this.#limit = min(limit * MILLIGAS, MAX_MILLIGAS);
  }

  /** milligas */
  get available(): bigint {
    return this.#limit - this.#used;
  }

  /** Gas used, rounded up to whole units. */
  get usedGas(): bigint {
    return (this.#used + MILLIGAS - 1n) / MILLIGAS;
  }

  /** Gas left, rounded down to whole units. */
  get availableGas(): bigint {
    return this.available / MILLIGAS;
  }

  /** Throws OutOfGas when less is left; all of it is then used. */
  charge(name: string, milligas: bigint): void {
    this.onCharge?.({ name, milligas });
    const used = this.#used + milligas;
    if (used > this.#limit) {
      this.#used = this.#limit;
      throw new OutOfGas(`out of gas at ${name}`);
    }
    this.#used = used;
  }

  /** Begins a limit of `gas` units within what is left. */
  pushLimit(gas: bigint): void {
    const limit = min(gas * MILLIGAS, this.available);
    this.#outer.push({ limit: this.#limit, used: this.#used });
    this.#limit = limit;
    this.#used = 0n;
  }

  /** Ends the innermost limit and adds what was used under it to the outer one. */
  popLimit(): void {
    const outer = this.#outer.pop();
    if (outer === undefined) throw new FatalError("no gas limit to end");
    this.#limit = outer.limit;
    this.#used += outer.used;
  }
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
