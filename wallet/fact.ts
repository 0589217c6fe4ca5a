/**
 * Where a fact comes from, in its type. What a message is said to do may rest on what is signed and on what is proven, never on what a
 * node told or predicted; since the four types do not mix, the compiler holds that.
 */
import type { WhyNotProven } from "./proof/proof-failure.ts";
import type { Proven } from "./proof/proven.ts";

export type { ProofRoot, ProofStep, Proven, Standing } from "./proof/proven.ts";

/** Read from the bytes that are signed, or were. */
export interface Signed<T> {
  readonly source: "signed";
  readonly value: T;
}

/** Why a fact is only told: it could not be proven, or it is nothing that the chain's state holds (a pool, an estimate, a name). */
export type WhyTold = WhyNotProven | "notState";

/** One node says so. */
export interface Told<T> {
  readonly source: "told";
  readonly value: T;
  /** The node's host. */
  readonly host: string;
  readonly why: WhyTold;
}

/** What a dry run at one node ended with. */
export interface Predicted<T> {
  readonly source: "predicted";
  readonly value: T;
  /** The node's host. */
  readonly host: string;
}

/** A fact of any source: to be shown with it. */
export type Fact<T> = Signed<T> | Proven<T> | Told<T> | Predicted<T>;
/** A fact on which the meaning of a message may rest. */
export type Certain<T> = Signed<T> | Proven<T>;

/** @example signed(message.to) */
export const signed = <T>(value: T): Signed<T> => ({ source: "signed", value });

/** @example told(await node.mpoolGetNonce(from), "api.node.glif.io", "notState") */
export const told = <T>(value: T, host: string, why: WhyTold): Told<T> => ({ source: "told", value, host, why });

/** @example predicted(result.exitCode, "api.node.glif.io") */
export const predicted = <T>(value: T, host: string): Predicted<T> => ({ source: "predicted", value, host });
