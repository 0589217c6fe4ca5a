/** The ways a run ends early, apart from an actor's own abort (ActorAbort in runtime.ts). */

/** The gas of the innermost limit is used up. */
export class OutOfGas extends Error {
  override readonly name = "OutOfGas";
}

/** The message cannot go on (missing state, unlinkable module, unknown block in an exit): exit 10, all gas is used. */
export class FatalError extends Error {
  override readonly name: string = "FatalError";
}

/**
 * This machine could not run the message, although the protocol may allow it (stack or memory of the host exhausted, a
 * bug in a stand-in). Ends the message as FatalError does; never to be taken for a trap of the actor.
 */
export class HostFault extends FatalError {
  override readonly name: string = "HostFault";
}

/** Turns anything thrown that is not part of the protocol into a HostFault. */
export function hostFault(cause: unknown, doing: string): HostFault {
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  const fault = new HostFault(`the machine failed while ${doing}: ${text}`);
  fault.cause = cause;
  return fault;
}
