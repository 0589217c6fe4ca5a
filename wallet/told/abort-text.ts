/** The reason inside a node's error text: the words of the call that failed first. */

/** A frame of a failed message: "00: f01010 (method 1) -- words (16)". Source: ref-fvm call_manager/backtrace.rs. */
const INNERMOST = /^00: \S+ \(method \d+\) -- ([\s\S]*?) \(\d+\)$/m;
const CAUSE = /^--> caused by: (.+)$/m;

/** Printable and short; empty without an error. A backtrace gives its innermost call's words, for the outer ones only pass on a code. */
export function abortText(error: string | null): string {
  if (error === null) return "";
  const words = INNERMOST.exec(error)?.[1] ?? CAUSE.exec(error)?.[1] ?? error;
  return printable(words, 240);
}

/** At most so many printable ASCII characters of a text that somebody else wrote. */
function printable(text: string, most: number): string {
  // Cut before it is walked: the text may be megabytes long.
  return [...text.slice(0, 4 * most)]
    .filter((c) => c >= " " && c <= "~")
    .join("")
    .slice(0, most);
}
