import { decodeCbor } from "../../filecoin/cbor.ts";
import { hamtGet, hamtPairs } from "../../filecoin/ipld/hamt.ts";
import { decodeMultisigState, decodeTransaction, type Transaction, transactionId, transactionKey } from "../../filecoin/state/multisig.ts";
import type { ActorId, AttoFil } from "../../filecoin/units.ts";
import { type ProofScope, Trail } from "./proof-scope.ts";
import { builtinActor } from "./state-tree.ts";
import type { Proven } from "./proven.ts";

/** A multisig as its state has it. Amounts in attoFIL; epochs are any that its signers chose. */
export interface Multisig {
  readonly balance: AttoFil;
  readonly signers: readonly ActorId[];
  /** Approvals that a transaction needs. */
  readonly threshold: bigint;
  /** The number that the next transaction gets. */
  readonly nextTransaction: bigint;
  /** `amount` is held back at `start` and freed evenly over `duration` epochs; 0 and 0 when there is no lock. */
  readonly lock: { readonly amount: bigint; readonly start: bigint; readonly duration: bigint };
  /** Transactions that wait for approvals, by number. The first who approved one is its proposer. */
  readonly pending: readonly ({ readonly id: bigint } & Transaction)[];
}

/**
 * Signers, threshold, lock and waiting transactions; null when there is no actor with this id, or it is no multisig.
 * @example (await proveMultisig(scope, actorId(1234))).value?.pending.find(({ id }) => id === 5n)
 */
export async function proveMultisig(scope: ProofScope, id: ActorId): Promise<Proven<Multisig | null>> {
  const trail = new Trail(scope);
  const actor = await builtinActor(trail, id, "multisig");
  if (actor === null) return trail.proven(null);
  const state = await trail.read("multisigState", actor.head, (bytes) => decodeMultisigState(decodeCbor(bytes)));
  const pairs = await trail.walk("multisigTransactions", hamtPairs(state.pending));
  const pending = trail.readable("multisigTransactions", () => pairs.map(({ key, value }) => ({ id: transactionId(key), ...decodeTransaction(value) })));
  return trail.proven({
    balance: actor.balance,
    signers: state.signers,
    threshold: state.threshold,
    nextTransaction: state.nextTransaction,
    lock: { amount: state.initialBalance, start: state.startEpoch, duration: state.unlockDuration },
    pending: pending.sort((a, b) => (a.id < b.id ? -1 : 1)),
  });
}

/**
 * One waiting transaction; null when none waits under the number, or the id is no multisig.
 * @example (await proveTransaction(scope, actorId(1234), 5n)).value?.to
 */
export async function proveTransaction(scope: ProofScope, id: ActorId, number: bigint): Promise<Proven<Transaction | null>> {
  const trail = new Trail(scope);
  const actor = await builtinActor(trail, id, "multisig");
  if (actor === null) return trail.proven(null);
  const { pending } = await trail.read("multisigState", actor.head, (bytes) => decodeMultisigState(decodeCbor(bytes)));
  const value = await trail.walk("multisigTransactions", hamtGet(pending, transactionKey(number)));
  return trail.proven(value === undefined ? null : trail.readable("multisigTransactions", () => decodeTransaction(value)));
}
