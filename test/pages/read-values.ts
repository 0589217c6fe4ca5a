import type { PhraseValue } from "../../wallet/values.ts";
import { visibleText } from "../../extension/popup/format/visible-text.ts";
import { ungrouped } from "./draw.ts";

/** attoFIL as a person reads it, grouped by nothing: every digit that is there, and the unit. */
export function readAtto(atto: string): string {
  const digits = atto.replace("-", "").padStart(19, "0");
  const fraction = digits.slice(-18).replace(/0+$/, "");
  return `${atto.startsWith("-") ? "\u2212" : ""}${digits.slice(0, -18)}${fraction === "" ? "" : `.${fraction}`}FIL`;
}

/** What must be found of a value in a drawn sentence. Prices per gas stand in attoFIL. */
export function readValue(value: PhraseValue, isPrice: boolean): string {
  switch (value.kind) {
    case "amount":
      return isPrice ? `${value.atto}attoFIL` : readAtto(value.atto);
    case "address":
      return ungrouped(visibleText(value.label ?? "")) + value.address;
    case "text":
      return ungrouped(visibleText(value.text));
    case "number":
      return String(value.value);
    case "epoch":
      return String(value.epoch);
    case "time":
      return ":";
    case "bps":
      return "%";
  }
}
