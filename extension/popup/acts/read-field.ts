import { bpsOfPercent } from "../format/percent.ts";
import type { ActField, Read } from "./act.ts";

type LineField = Extract<ActField, { kind: "number" | "epoch" | "id" | "percent" | "text" | "one" }>;

/** What a line of text is to its field; undefined when it cannot be read as that. An empty text field reads as undefined. */
export function readField(field: LineField, typed: string): Read {
  const text = typed.trim();
  switch (field.kind) {
    case "epoch":
      return wholeNumber(text);
    case "number": {
      const number = wholeNumber(text);
      return number !== undefined && number >= (field.least ?? 0) && number <= (field.most ?? Number.MAX_SAFE_INTEGER) ? number : undefined;
    }
    case "id":
      return /^(0|[1-9][0-9]{0,19})$/.test(text) && BigInt(text) < 2n ** 64n ? text : undefined;
    case "percent": {
      const bps = bpsOfPercent(text);
      return bps !== undefined && bps >= (field.least ?? 0) && bps <= field.most ? bps : undefined;
    }
    case "text":
      return text === "" || (field.fits !== undefined && !field.fits.test(text)) ? undefined : text;
    case "one":
      return field.options.some(({ value }) => value === text) ? text : undefined;
  }
}

const wholeNumber = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);
