/** For tests: the released actors beside the stand-ins, each call made on both. */
import { toHex } from "../../filecoin/bytes.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { type ActorId, actorId } from "../../filecoin/units.ts";
import type { CallOutcome } from "../kernel/machine.ts";
import type { Block, BuiltinRegistry } from "../kernel/runtime.ts";
import type { StateTree } from "../state/state-tree.ts";

/** Released actors to run every call on as well. */
export interface Reference {
  readonly builtins: BuiltinRegistry;
  /** The actors' Wasm. */
  readonly blocks: readonly { readonly cid: Cid; readonly bytes: Uint8Array }[];
}

let reference: Reference | null = null;

/** From now on every TestWorld runs on the reference too and throws TwinDifference where the two part. */
export function runOnReferenceToo(released: Reference): void {
  reference = released;
}

/** The twin of a world, where there is a reference; one that runs on it itself has none. */
export function twinOf<T>(runsOn: Reference | null, make: (reference: Reference) => T): T | null {
  return runsOn === null && reference !== null ? make(reference) : null;
}

/** Stand-ins and released actors did not do the same. */
export class TwinDifference extends Error {
  override readonly name = "TwinDifference";
}

/** Actors whose balance and state both sides must agree on: singletons but the system's, accounts, miners. */
export const WATCHED_IDS: readonly ActorId[] = [1, 2, 3, 4, 99]
  .concat(Array.from({ length: 10 }, (_, i) => 100 + i))
  .concat(Array.from({ length: 10 }, (_, i) => 1000 + i))
  .map((id) => actorId(id));

interface After {
  readonly outcome: CallOutcome;
  readonly tree: StateTree;
}

/** Throws TwinDifference unless a call had the same outcome on both sides; `users`: actors to look at beside the watched ones. */
export function compareTwins(what: string, mine: After, released: After, users: readonly ActorId[]): void {
  const same = (part: string, a: unknown, b: unknown): void => {
    if (a !== b) throw new TwinDifference(`${what}: ${part} is ${String(a)}, released ${String(b)} (${released.outcome.error})`);
  };
  same("exit code", mine.outcome.exitCode, released.outcome.exitCode);
  same("return", describeBlock(mine.outcome.ret), describeBlock(released.outcome.ret));
  same("number of events", mine.outcome.events.length, released.outcome.events.length);
  for (const id of [...WATCHED_IDS, ...users]) {
    same(`balance of f0${id}`, mine.tree.getActor(id)?.balance ?? 0n, released.tree.getActor(id)?.balance ?? 0n);
    same(`state of f0${id}`, mine.tree.getActor(id)?.head.toString(), released.tree.getActor(id)?.head.toString());
  }
  onCompared?.(what, mine.outcome, released.outcome);
}

type Compared = (what: string, mine: CallOutcome, released: CallOutcome) => void;
let onCompared: Compared | null = null;

/** Tells `listener` of every call that both sides answered alike, e.g. to compare gas. */
export function listenToComparisons(listener: Compared): void {
  onCompared = listener;
}

function describeBlock(block: Block | null): string {
  return block === null ? "nothing" : `0x${block.codec.toString(16)} ${toHex(block.bytes)}`;
}
