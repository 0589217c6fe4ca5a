import type { Phrase, PhraseValue } from "../../../wallet/values.ts";
import { amountLine, attoOf, groupThousands } from "../format/amount-text.ts";
import { mustBeAddress, shortAddress } from "../format/address-text.ts";
import { CannotShow, wholeNumber } from "../format/cannot-show.ts";
import { epochText } from "../format/epoch-text.ts";
import { hasDate, momentText } from "../format/time-text.ts";
import { visibleText } from "../format/visible-text.ts";

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

/** A value of a phrase as plain text. Amounts show every digit; an address its label and short form. Throws CannotShow. */
function phraseValueText(value: PhraseValue, language: string, name = ""): string {
  switch (value.kind) {
    case "amount":
      if (isPrice(name)) return `${groupThousands(attoOf(value.atto))}\u00a0attoFIL`;
      return amountLine(attoOf(value.atto));
    case "address": {
      const typed = value.typed === undefined ? "" : ` = ${shortAddress(value.typed)}`;
      return (value.label === null ? shortAddress(value.address) : `${visibleText(value.label)} (${shortAddress(value.address)})`) + typed;
    }
    case "text":
      return visibleText(value.text);
    case "number":
      return groupThousands(wholeNumber(value.value, "a whole number"));
    case "epoch":
      return epochText(wholeNumber(value.epoch, "an epoch"), language, value.time);
    case "time":
      if (!hasDate(value.time)) throw new CannotShow("a moment that a calendar holds", String(value.time));
      return momentText(value.time, language);
    case "bps":
      return bpsText(value.bps);
  }
}

/** Basis points as per cent: 180 is "1.8 %". Throws CannotShow. */
export function bpsText(bps: number | string): string {
  const exact = wholeNumber(bps, "basis points");
  const magnitude = exact < 0n ? -exact : exact;
  const fraction = (magnitude % 100n).toString().padStart(2, "0").replace(/0+$/, "");
  return `${exact < 0n ? "\u2212" : ""}${magnitude / 100n}${fraction === "" ? "" : `.${fraction}`}\u00a0%`;
}

/** The catalogue key of a phrase. */
export const phraseKey = (phrase: Phrase): string => `phrase.${phrase.code}`;

/** Params whose text is a code of its own: steps of a take-over, rows of its gates, types of actors. */
const CODED: Readonly<Record<string, string>> = { step: "takeover.step", row: "gateName", actor: "actorType" };

/** A value of a phrase as plain text, with the words of codes that stand in it. */
export function paramText(name: string, value: PhraseValue, { t, te, locale }: Catalogue): string {
  const key = value.kind === "text" && CODED[name] !== undefined ? `${CODED[name]}.${value.text}` : undefined;
  return key !== undefined && te(key) ? t(key, {}) : phraseValueText(value, locale.value, name);
}

/** As paramText, for where nothing is signed: what cannot be written as what it is stands there raw. */
export function paramTextOrRaw(name: string, value: PhraseValue, catalogue: Catalogue): string {
  try {
    return paramText(name, value, catalogue);
  } catch (error) {
    if (!(error instanceof CannotShow)) throw error;
    return visibleText(error.came);
  }
}

/** A phrase as one plain text: for titles, labels and live regions. A code the catalogue lacks is shown as it is, never hidden. */
export function phraseText(phrase: Phrase, catalogue: Catalogue): string {
  const { t, te } = catalogue;
  const named = Object.fromEntries(Object.entries(phrase.params).map(([name, value]) => [name, paramTextOrRaw(name, value, catalogue)]));
  if (te(phraseKey(phrase))) return t(phraseKey(phrase), named);
  const values = Object.entries(named).map(([name, value]) => `${name} ${value}`);
  return [phrase.code, ...values].join(", ");
}

/** Names that vue-i18n itself looks for: to choose a plural, and whatever key there is, since it leaves out an object without keys. */
const OWN_NAMES: ReadonlySet<string> = new Set(["n", "count", "any"]);

/** For what is signed: the catalogue has a text for the phrase, the phrase every value that the text asks for, and each address is one. Throws CannotShow. */
export function mustSayAll(phrase: Phrase, { t, te }: Catalogue): void {
  if (!te(phraseKey(phrase))) throw new CannotShow("a text of the catalogue", phrase.code);
  for (const value of Object.values(phrase.params)) if (value.kind === "address") mustBeAddress(value.address);
  const asked = (name: string | symbol): string | undefined => {
    if (typeof name === "symbol") return undefined;
    if (!(name in phrase.params) && !OWN_NAMES.has(name)) throw new CannotShow(`the value «${name}» of a text`, phrase.code);
    return "";
  };
  t(phraseKey(phrase), new Proxy({ any: "" }, { get: (_, name) => asked(name) }));
}
