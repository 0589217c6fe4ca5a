import type { Phrase, PhraseValue } from "../../../wallet/values.ts";
import { amountLine, groupThousands } from "../format/amount-text.ts";
import { shortAddress } from "../format/address-text.ts";
import { momentText } from "../format/time-text.ts";

/** The part of vue-i18n that texts are made with. */
export interface Catalogue {
  t: (key: string, named: Record<string, unknown>) => string;
  te: (key: string) => boolean;
  locale: { value: string };
}

/** Params that are prices per gas: attoFIL, never FIL. */
const PRICES: ReadonlySet<string> = new Set(["cap", "base", "baseFee"]);

/** True when an amount under this name is a price per gas. */
export const isPrice = (name: string): boolean => PRICES.has(name);

/** A value of a phrase as plain text. Amounts show every digit; an address its label and short form. */
function phraseValueText(value: PhraseValue, language: string, name = ""): string {
  switch (value.kind) {
    case "amount":
      if (isPrice(name)) return `${groupThousands(value.atto)}\u00a0attoFIL`;
      return amountLine(BigInt(value.atto));
    case "address":
      return value.label === null ? shortAddress(value.address) : `${value.label} (${shortAddress(value.address)})`;
    case "text":
      return value.text;
    case "number":
      return groupThousands(value.value);
    case "epoch":
      return value.time === null ? groupThousands(value.epoch) : `${groupThousands(value.epoch)} (${momentText(value.time, language)})`;
    case "time":
      return momentText(value.time, language);
    case "bps":
      return bpsText(value.bps);
  }
}

/** Basis points as per cent: 180 is "1.8 %". */
export function bpsText(bps: number): string {
  const whole = Math.trunc(bps / 100);
  const fraction = String(Math.abs(bps) % 100)
    .padStart(2, "0")
    .replace(/0+$/, "");
  return `${whole}${fraction === "" ? "" : `.${fraction}`}\u00a0%`;
}

/** The catalogue key of a phrase. */
export const phraseKey = (phrase: Phrase): string => `phrase.${phrase.code}`;

/** Params whose text is a code of its own: steps of a take-over and rows of its gates. */
const CODED: Readonly<Record<string, string>> = { step: "takeover.step", row: "gateName" };

/** A value of a phrase as plain text, with the words of codes that stand in it. */
export function paramText(name: string, value: PhraseValue, { t, te, locale }: Catalogue): string {
  const key = value.kind === "text" && CODED[name] !== undefined ? `${CODED[name]}.${value.text}` : undefined;
  return key !== undefined && te(key) ? t(key, {}) : phraseValueText(value, locale.value, name);
}

/** A phrase as one plain text: for titles, labels and live regions. A code the catalogue lacks is shown as it is, never hidden. */
export function phraseText(phrase: Phrase, catalogue: Catalogue): string {
  const { t, te } = catalogue;
  const named = Object.fromEntries(Object.entries(phrase.params).map(([name, value]) => [name, paramText(name, value, catalogue)]));
  if (te(phraseKey(phrase))) return t(phraseKey(phrase), named);
  const values = Object.entries(named).map(([name, value]) => `${name} ${value}`);
  return [phrase.code, ...values].join(", ");
}
