/** A value that cannot be written in full and as what it is. An approval that meets one signs nothing. */
export class CannotShow extends Error {
  override readonly name = "CannotShow";
  constructor(
    /** What was to be written: "an amount in attoFIL". */
    readonly expected: string,
    /** What came instead, as text. */
    readonly came: string,
  ) {
    super(`expected ${expected}; got ${came}`);
  }
}

/** A whole number as the view models carry it, exactly: a safe number, a bigint, or decimal digits. Throws CannotShow. */
export function wholeNumber(value: string | number | bigint, what: string): bigint {
  if (typeof value === "bigint") return value;
  const isExact = typeof value === "number" ? Number.isSafeInteger(value) : /^-?(0|[1-9][0-9]*)$/.test(value);
  if (!isExact) throw new CannotShow(what, String(value));
  return BigInt(value);
}
