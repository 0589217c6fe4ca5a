/** Text that a node writes: bounded and printable from where it enters, and without what only the node's user may know. */

/** Longest text of a refusal that is kept. */
export const MOST_WORDS = 1_000;
/** Longest account of a failed call: a backtrace has a line for each nested one. */
export const MOST_BACKTRACE = 20_000;

/** At most `most` characters: a space for every sign that is not printed, lines kept. A text that was cut ends with "…". */
export function nodeWords(text: string, most = MOST_WORDS): string {
  // Cut before it is read, so that a text of megabytes costs no more than a short one.
  const long = text.length > most;
  const kept = long ? text.slice(0, most - 1) : text;
  return kept.replace(/\r\n?/g, "\n").replace(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, " ") + (long ? "…" : "");
}

/** Parts of a path shorter than this are names ("rpc", "v1", "filecoin"); gateways put keys of 16 characters and more there. */
const LEAST_KEY = 12;

/**
 * Takes a node's secrets out of a text: its token, what its address has in the query, and parts of the path long enough to be a key.
 * @example withoutSecrets(new URL("https://rpc.example/filecoin/0123456789abcdef"), undefined)("404 at /filecoin/0123456789abcdef") // "404 at /filecoin/…"
 */
export function withoutSecrets(url: URL, token: string | undefined): (text: string) => string {
  const secrets = [token ?? "", ...url.searchParams.values(), ...url.pathname.split("/").filter((part) => part.length >= LEAST_KEY)]
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .filter((secret) => secret !== "");
  const longestFirst = [...new Set(secrets)].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((clean, secret) => clean.replaceAll(secret, "…"), text);
}
