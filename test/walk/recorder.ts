import { AsyncLocalStorage } from "node:async_hooks";

/**
 * Notes which rooms of the background a message enters. Every function of a room is made to say so when it begins (mark-rooms.ts); a stay lasts
 * from the first function that was called from another room until it returns, with all that it awaits.
 */

export interface Stay {
  readonly room: string;
  /** the function by which the room was entered: file and name */
  readonly by: string;
  /** null for the page that asks */
  readonly from: Stay | null;
}

const present = new AsyncLocalStorage<Stay>();
let stays: Stay[] = [];

/** Called by every function of a room as it begins. */
export function enter<T>(room: string, by: string, run: () => T): T {
  const from = present.getStore();
  if (from === undefined || from.room === room) return run();
  const stay: Stay = { room, by, from };
  stays.push(stay);
  return present.run(stay, run);
}

/** Wraps a function that is handed over in a call: whoever runs it runs it for the room that wrote it. */
export function keep<F extends (...args: never[]) => unknown>(fn: F): F {
  const from = present.getStore();
  if (from === undefined) return fn;
  return function (this: unknown, ...args: never[]) {
    return present.run(from, () => fn.apply(this, args));
  } as F;
}

/** The stays in the order in which they began. */
export async function staysOf(act: () => Promise<unknown>): Promise<Stay[]> {
  stays = [];
  await present.run({ room: "page", by: "test", from: null }, act);
  return stays;
}
