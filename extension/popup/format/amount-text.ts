import { wholeNumber } from "./cannot-show.ts";
import { filUnit, groupedFil } from "./filecoin-number.ts";

/** How amounts are written on screens. Lists cut digits and say so; approvals and fees show every digit. Never rounds. */

const NO_BREAK_SPACE = "\u00a0";
const MINUS = "\u2212";

export interface AmountText {
  /** "−", "+" or "". */
  readonly sign: string;
  /** Whole FIL with commas. */
  readonly whole: string;
  /** Decimals without the dot, no trailing zeros; "" when there are none. */
  readonly fraction: string;
  /** True when digits other than zero were left out. */
  readonly cut: boolean;
  /** Every digit, with unit: what a screen reader and the title say. */
  readonly exact: string;
}

export interface AmountTextOptions {
  /** Decimals shown; undefined shows all eighteen that are not trailing zeros. */
  readonly places?: number | undefined;
  /** Write "+" before what is above zero. */
  readonly signed?: boolean | undefined;
}

/** Reads an amount as view models carry it: a decimal string of attoFIL, with an optional "-". Throws CannotShow. */
export function attoOf(text: string | bigint): bigint {
  return wholeNumber(text, "an amount in attoFIL");
}

/** Splits an amount in attoFIL for display. Cut digits are dropped towards zero, so the text never says more than there is. */
export function amountText(amount: bigint, options: AmountTextOptions = {}): AmountText {
  const sign = amount < 0n ? MINUS : options.signed === true && amount > 0n ? "+" : "";
  const [whole = "", all = ""] = groupedFil(amount < 0n ? -amount : amount).split(".");
  const kept = options.places === undefined ? all : all.slice(0, options.places);
  const cut = kept.length < all.length;
  const exact = `${sign}${whole}${all === "" ? "" : `.${all}`}${NO_BREAK_SPACE}${filUnit()}`;
  return { sign, whole, fraction: cut ? kept : kept.replace(/0+$/, ""), cut, exact };
}

/** An amount as one line of text: "48,211.4021… FIL", "… tFIL" on a test network. */
export function amountLine(amount: bigint, options: AmountTextOptions = {}): string {
  const { sign, whole, fraction, cut } = amountText(amount, options);
  return `${sign}${whole}${fraction === "" ? "" : `.${fraction}`}${cut ? "…" : ""}${NO_BREAK_SPACE}${filUnit()}`;
}

/** Decimals in threes from the dot: "000791" gives ["000", "791"]. */
export function inThrees(fraction: string): string[] {
  return fraction.match(/.{1,3}/g) ?? [];
}

/** "1650000000" as "1,650,000,000": prices per gas, gas, epochs and counts. */
export function groupThousands(digits: string | number | bigint): string {
  return String(digits).replace(/\B(?=(\d{3})+$)/g, ",");
}
