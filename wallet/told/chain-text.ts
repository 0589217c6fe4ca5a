/** Names and labels that somebody else put on the chain: shown so that they cannot pass for another text. */

const MOST = 40;
const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u,
] as const;

/** Which writing a letter belongs to; -1 for digits, signs and spaces, which go with all. */
function scriptOf(char: string): number {
  if (!/\p{L}/u.test(char)) return -1;
  const known = SCRIPTS.findIndex((script) => script.test(char));
  return known < 0 ? SCRIPTS.length : known;
}

/** At most 40 printable characters of one writing, that of the first letter; a letter of another one becomes "?". */
export function chainText(text: string): string {
  const printable = [...text.normalize("NFC")].filter((char) => !/[\p{C}\p{Zl}\p{Zp}\p{M}]/u.test(char)).slice(0, MOST);
  const first = printable.map(scriptOf).find((script) => script >= 0);
  return printable.map((char) => (scriptOf(char) < 0 || scriptOf(char) === first ? char : "?")).join("");
}
