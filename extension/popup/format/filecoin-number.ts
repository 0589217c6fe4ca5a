import { CoinType, FilecoinNumber } from "@glif/filecoin-number/module/FilecoinNumber.js";
import { shallowRef } from "vue";

/**
 * Amounts as people read and type them, by @glif/filecoin-number. Its numbers are BigNumbers, whose way of rounding and writing is one setting for all of them: it is
 * made here, and nothing else imports that package. Everywhere else amounts are bigint attoFIL.
 */
const TOWARDS_ZERO = 1;
/** Longer than any amount: no exponent is ever written. */
const NEVER = 1e9;
FilecoinNumber.config({
  DECIMAL_PLACES: 18,
  ROUNDING_MODE: TOWARDS_ZERO,
  EXPONENTIAL_AT: NEVER,
  FORMAT: { decimalSeparator: ".", groupSeparator: ",", groupSize: 3, fractionGroupSize: 0 },
});

/** Whose money is shown: tFIL on networks whose addresses begin with t. */
const coin = shallowRef<CoinType>(CoinType.MAIN);

export function showMoneyOf(prefix: "f" | "t"): void {
  coin.value = prefix === "t" ? CoinType.TEST : CoinType.MAIN;
}

/** "FIL", or "tFIL" on a test network. */
export const filUnit = (): string => FilecoinNumber.zero(coin.value).displayUnit;

const filOf = (atto: bigint): FilecoinNumber => new FilecoinNumber(atto.toString(), "attofil", coin.value);

/** FIL of attoFIL, exact, whole part in thousands: "-1,234.5". */
export const groupedFil = (atto: bigint): string => filOf(atto).toFormat();

/** The same without commas, as a field takes it: "-1234.5". */
export const plainFil = (atto: bigint): string => filOf(atto).toFil();

/** attoFIL of FIL text that the strict parser has accepted: digits, at most one ".", at most 18 decimals. */
export const attoOfFil = (text: string): bigint => BigInt(new FilecoinNumber(text, "fil", coin.value).toAttoFil());
