import { attoFil, type AttoFil } from "./units.ts";

/** Amounts as text (FIL) and as bytes (FVM BigInt). Exact throughout: no floats. */

const ATTO_PER_FIL = 10n ** 18n;
/** The FVM refuses longer encodings (fvm_shared bigint MAX_BIGINT_SIZE). */
const MAX_AMOUNT_BYTES = 128;

export type AmountErrorCode = "empty" | "grouped" | "sign" | "not-a-number" | "too-precise" | "too-long" | "bad-sign-byte" | "leading-zero";

/** Text or bytes that are not an amount; `readings` holds the two meanings of "2,500". */
export class AmountError extends Error {
  override readonly name = "AmountError";
  constructor(
    readonly code: AmountErrorCode,
    message: string,
    readonly readings?: readonly [string, string],
  ) {
    super(message);
  }
}

/** Exact FIL text without grouping or trailing zeros: "0", "2500", "-0.000000000000000001". */
export function formatFil(amount: bigint): string {
  const negative = amount < 0n;
  const magnitude = negative ? -amount : amount;
  const whole = (magnitude / ATTO_PER_FIL).toString();
  const fraction = (magnitude % ATTO_PER_FIL).toString().padStart(18, "0").replace(/0+$/, "");
  return (negative ? "-" : "") + (fraction === "" ? whole : `${whole}.${fraction}`);
}

/** Exact FIL text with commas between thousands of the whole part, for reading only: "2,500.5". */
export function formatFilGrouped(amount: bigint): string {
  const [whole = "", fraction] = formatFil(amount).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/**
 * Reads FIL text: digits and at most one ".", at most 18 decimals, no sign, no grouping.
 * Throws AmountError; for "2,500" (code "grouped") it names both readings.
 */
export function parseFil(text: string): AttoFil {
  if (text === "") throw new AmountError("empty", "expected an amount in FIL; got nothing");
  if (/^[+-]/.test(text)) throw new AmountError("sign", `expected an amount without a sign; got "${clip(text)}"`);
  if (/^\d[\d,.' ]*$/.test(text) && /[,' ]/.test(text)) throw groupedError(text);
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) {
    throw new AmountError("not-a-number", `expected digits and at most one "."; got "${clip(text)}"`);
  }
  const [, whole = "", fraction = ""] = match;
  if (whole.length > 60) throw new AmountError("too-long", "expected an amount that can exist; got more than 60 digits");
  if (fraction.length > 18) {
    throw new AmountError("too-precise", `FIL has 18 decimals; got ${fraction.length}`);
  }
  return attoFil(BigInt(whole) * ATTO_PER_FIL + BigInt(fraction.padEnd(18, "0")));
}

function groupedError(text: string): AmountError {
  const thousands = text.replace(/[,' ]/g, "");
  const decimal = text
    .replace(/[.' ]/g, "")
    .replace(/,(?=.*,)/g, "")
    .replace(",", ".");
  return new AmountError(
    "grouped",
    `"${clip(text)}" can mean ${clip(thousands)} FIL or ${clip(decimal)} FIL; write it without separators, decimals after "."`,
    [thousands, decimal],
  );
}

function clip(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}

/** FVM BigInt bytes: zero is empty, else sign byte (0 plus, 1 minus) ‖ big-endian magnitude without leading zeros. */
export function encodeAmount(amount: bigint): Uint8Array {
  if (amount === 0n) return new Uint8Array(0);
  const magnitude = amount < 0n ? -amount : amount;
  const digits = magnitude.toString(16);
  const length = (digits.length + 1) >> 1;
  if (length + 1 > MAX_AMOUNT_BYTES) {
    throw new AmountError("too-long", `an amount takes at most ${MAX_AMOUNT_BYTES} bytes; this one takes ${length + 1}`);
  }
  const bytes = new Uint8Array(1 + length);
  bytes[0] = amount < 0n ? 1 : 0;
  for (let at = digits.length - 1, to = length; at >= 0; at -= 2, to--) bytes[to] = nibble(digits, at) | (nibble(digits, at - 1) << 4);
  return bytes;
}

/** Value of a lower-case hex digit; 0 before the first. */
function nibble(digits: string, at: number): number {
  if (at < 0) return 0;
  const code = digits.charCodeAt(at);
  return code < 58 ? code - 48 : code - 87;
}

/** Reads FVM BigInt bytes in their one canonical form. Throws AmountError. */
export function decodeAmount(bytes: Uint8Array): AttoFil {
  if (bytes.length === 0) return attoFil(0n);
  if (bytes.length > MAX_AMOUNT_BYTES) {
    throw new AmountError("too-long", `an amount takes at most ${MAX_AMOUNT_BYTES} bytes; got ${bytes.length}`);
  }
  const sign = bytes[0];
  if (sign !== 0 && sign !== 1) {
    throw new AmountError("bad-sign-byte", `expected an amount's sign byte 0 or 1; got ${sign}`);
  }
  if (bytes.length === 1 || bytes[1] === 0) {
    throw new AmountError("leading-zero", "expected an amount without leading zeros; zero itself is the empty byte string");
  }
  const magnitude = bigEndian(bytes.subarray(1));
  return attoFil(sign === 1 ? -magnitude : magnitude);
}

/** Big-endian bytes as a number, eight at a time: states hold dozens of up to 40 bytes. */
export function bigEndian(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const odd = bytes.length % 8;
  let value = 0n;
  for (let i = 0; i < odd; i++) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  for (let at = odd; at < bytes.length; at += 8) value = (value << 64n) | view.getBigUint64(at);
  return value;
}
