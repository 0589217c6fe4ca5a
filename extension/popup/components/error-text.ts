import type { ErrorParams } from "../../../wallet/error-codes.ts";
import { WorkerError } from "../worker.ts";
import { amountLine, groupThousands } from "../format/amount-text.ts";
import { momentText } from "../format/time-text.ts";
import type { Catalogue } from "./phrase-text.ts";

/** Params of refusals that are amounts in attoFIL, prices per gas, and moments. */
const AMOUNTS = new Set(["missing", "balance", "needed", "ceiling", "limit"]);
const PRICES = new Set(["baseFee", "otherBaseFee"]);
const MOMENTS = new Set(["waitUntil"]);

export interface ErrorText {
  readonly title: string;
  readonly text: string;
  readonly code: string;
}

/** A failure in words: what happened, what it means for the money and what to do. */
export function errorText(error: unknown, { t, te, locale }: Catalogue): ErrorText {
  if (!(error instanceof WorkerError)) {
    const detail = error instanceof Error ? error.message : String(error);
    return { title: t("error.page.title", {}), text: t("error.page.text", { detail }), code: "page" };
  }
  const named = Object.fromEntries(
    Object.entries(error.params).map(([name, value]) => [
      name,
      name === "reason" && te(`error.reason.${value}`) ? t(`error.reason.${value}`, {}) : paramText(name, value, locale.value),
    ]),
  );
  if (error.code === "badTerms") Object.assign(named, termsWords(error.params, { t, te, locale }));
  const key = te(`error.${error.code}.title`) ? error.code : "internal";
  return {
    title: t(`error.${key}.title`, named),
    text: t(`error.${key}.text`, { detail: "", ...named }),
    code: error.code,
  };
}

/** Which term, and the bound it leaves, in words. */
function termsWords({ field, at, bound, least, most }: ErrorParams, { t }: Catalogue): { field: string; bound: string } {
  const number = (value: string | number | null | undefined): string => (value === null || value === undefined ? "" : groupThousands(value));
  return {
    field: t(`termField.${field}`, { at: number(at) }),
    bound: t(`termBound.${bound}`, { least: number(least), most: number(most), amount: bound === "least" ? amountLine(BigInt(least ?? 0)) : "" }),
  };
}

function paramText(name: string, value: string | number | null, language: string): string {
  if (value === null) return "";
  if (AMOUNTS.has(name) && /^-?\d+$/.test(String(value))) return amountLine(BigInt(value));
  if (PRICES.has(name)) return `${groupThousands(value)}\u00a0attoFIL`;
  if (MOMENTS.has(name) && typeof value === "number") return momentText(value, language);
  return String(value);
}
