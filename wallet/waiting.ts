/**
 * A promise that others may share while it runs and after it succeeded; when it fails, `forget` makes room for a new try. Its failure reaches those who wait for it.
 * @example return untilItFails(asked, () => known.delete(key));
 */
export function untilItFails<T>(promise: Promise<T>, forget: () => void): Promise<T> {
  promise.then(undefined, forget);
  return promise;
}

/** Resolves when a promise is over, whatever came of it: for whoever is next. Its failure reaches those who wait for the promise itself. */
export const settled = (promise: Promise<unknown>): Promise<void> => promise.then(over, over);

const over = (): void => {};
