/**
 * JSON whose integers stay exact. JSON.parse rounds what a double cannot hold: method 2^64 − 1 of a stranger's message would be read as 2^64.
 * Here such an integer becomes a bigint; any other text reads as JSON.parse reads it.
 */

/** Has the text an integer at all that is as long as the largest safe one. Text inside strings may look so too; then it is scanned for nothing. */
const MAY_BE_LONG = /(?:^|[:,[\s-])[1-9]\d{15,}/;
const LONG_INTEGER = /^-?[1-9]\d{15,}$/;
const NUMBER = /[-+.\deE]/;
const MARK = "\u0000exact integer ";

/** Throws SyntaxError. */
export function parseExactJson(text: string): unknown {
  if (!MAY_BE_LONG.test(text)) return JSON.parse(text);
  const marked = markLongIntegers(text);
  if (marked === text) return JSON.parse(text);
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === "string" && value.startsWith(MARK) && LONG_INTEGER.test(value.slice(MARK.length)) ? BigInt(value.slice(MARK.length)) : value,
  );
}

/** Integers that a double cannot hold become marked strings. A string of the text that looks marked becomes an integer too: no schema takes either for a text. */
function markLongIntegers(text: string): string {
  const prefix = JSON.stringify(MARK).slice(0, -1);
  let out = "";
  let copied = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (character === '"') i = endOfString(text, i);
    else if (character === "-" || (character >= "0" && character <= "9")) {
      const end = endOfNumber(text, i);
      const token = text.slice(i, end);
      if (LONG_INTEGER.test(token) && !Number.isSafeInteger(Number(token))) {
        out += `${text.slice(copied, i)}${prefix}${token}"`;
        copied = end;
      }
      i = end - 1;
    }
  }
  return out + text.slice(copied);
}

/** Index of the quote that ends the string which begins at `start`; the text's end when none does. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i;
}

function endOfNumber(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && NUMBER.test(text[i] as string)) i++;
  return i;
}
