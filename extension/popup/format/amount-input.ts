import { AmountError, parseFil, type AmountErrorCode } from "../../../filecoin/amount.ts";
import { attoOfFil, groupedFil } from "./filecoin-number.ts";

/** What an amount field holds right now. */
export type AmountReading =
  | { readonly kind: "empty" }
  | { readonly kind: "amount"; readonly atto: bigint; readonly grouped: string }
  | {
      readonly kind: "refused";
      readonly code: AmountErrorCode;
      readonly readings?: readonly [string, string];
    };

/**
 * Reads what was typed into an amount field: digits and one ".". Separators are refused with both meanings ("2,500" may be
 * 2500 or 2.5), never guessed. Spaces around the text are ignored.
 */
export function readAmountInput(text: string): AmountReading {
  const trimmed = text.trim();
  if (trimmed === "") return { kind: "empty" };
  try {
    parseFil(trimmed);
    const atto = attoOfFil(trimmed);
    return { kind: "amount", atto, grouped: groupedFil(atto) };
  } catch (error) {
    if (!(error instanceof AmountError)) throw error;
    return error.readings === undefined ? { kind: "refused", code: error.code } : { kind: "refused", code: error.code, readings: error.readings };
  }
}
