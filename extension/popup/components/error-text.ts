import { WorkerError } from "../worker.ts";
import { amountLine, groupThousands } from "../format/amount-text.ts";
import { momentText } from "../format/time-text.ts";
import type { Catalogue } from "./phrase-text.ts";

/** Params of refusals that are amounts in attoFIL, prices per gas, and moments. */
const AMOUNTS = new Set(["missing", "balance", "needed", "ceiling", "limit"]);
const PRICES = new Set(["baseFee", "otherBaseFee"]);
const MOMENTS = new Set(["waitUntil", "retryAt"]);

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
      name === "reason" && te(`error.reason.${value}`)
        ? t(`error.reason.${value}`, {})
        : paramText(name, value, locale.value),
    ]),
  );
  const key = te(`error.${error.code}.title`) ? error.code : "internal";
  return {
    title: t(`error.${key}.title`, named),
    text: t(`error.${key}.text`, { detail: "", ...named }),
    code: error.code,
  };
}

function paramText(name: string, value: string | number | null, language: string): string {
  if (value === null) return "";
  if (AMOUNTS.has(name) && /^-?\d+$/.test(String(value))) return amountLine(BigInt(value));
  if (PRICES.has(name)) return `${groupThousands(value)}\u00a0attoFIL`;
  if (MOMENTS.has(name) && typeof value === "number") return momentText(value, language);
  return String(value);
}
