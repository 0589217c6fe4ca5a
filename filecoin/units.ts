/** Distinct number types, so that an epoch is never passed where an amount is meant. */

declare const unit: unique symbol;

/** An amount in attoFIL (10^-18 FIL). Negative only where a fact says so (e.g. a miner's available balance under debt). */
export type AttoFil = bigint & { readonly [unit]: "attoFIL" };
/** The number of an actor, an unsigned 64-bit integer: 1234n for f01234. */
export type ActorId = bigint & { readonly [unit]: "actor id" };
/** A chain height; one epoch is 30 s on mainnet. −1 stands for "never" in some actor states. */
export type Epoch = number & { readonly [unit]: "epoch" };
/** The number of a method, a safe integer; 0 is a bare transfer. */
export type MethodNumber = number & { readonly [unit]?: "method" };

const U64_MAX = 0xffff_ffff_ffff_ffffn;

/** A number that lies outside its unit's range. */
export class UnitError extends Error {
  override readonly name = "UnitError";
}

/** Marks an integer as attoFIL. */
export function attoFil(value: bigint): AttoFil {
  return value as AttoFil;
}

/** Marks an integer as an actor id. Throws UnitError unless 0 ≤ value < 2^64. */
export function actorId(value: bigint | number): ActorId {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new UnitError(`an actor id is a whole number of at most 64 bits; got ${value}`);
  }
  const id = BigInt(value);
  if (id < 0n || id > U64_MAX) {
    throw new UnitError(`an actor id lies between 0 and 2^64 − 1; got ${id}`);
  }
  return id as ActorId;
}

/** Marks an integer as an epoch. Throws UnitError unless it is a safe integer. */
export function epoch(value: number): Epoch {
  if (!Number.isSafeInteger(value)) {
    throw new UnitError(`an epoch is a safe integer; got ${value}`);
  }
  return value as Epoch;
}

/** Marks an integer as a method number. Throws UnitError unless it is a safe integer ≥ 0. */
export function methodNumberOf(value: number): MethodNumber {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new UnitError(`a method number is a safe integer of at least 0; got ${value}`);
  }
  return value as MethodNumber;
}
