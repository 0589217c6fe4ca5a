import * as v from "valibot";
import type { Database, LogLine } from "./stores.ts";

/** What failed and was no answer to anybody, kept on this computer for whoever looks for the reason: the newest lines, without anything secret. */

const MOST_LINES = 500;
const LONGEST = 400;

/** Twelve words or more in a row are taken for a phrase that opens a wallet, whatever they are. */
const WORDS = /\b(?:[a-z]{3,8}[ ,]+){11,}[a-z]{3,8}\b/g;
/** Keys, tokens, signatures: long runs of hex or base64. Addresses and CIDs are no secrets, and as long: they have no capitals and are not all hex. */
const LONG = /\b(?:[0-9a-fA-F]{40,}|(?=[A-Za-z0-9+/_.=-]*[A-Z])[A-Za-z0-9+/_.=-]{40,})/g;
/** What a schema refused, which may be what somebody typed. It comes without its quotes escaped, so its end cannot be told: the rest of the line goes. */
const RECEIVED = /(received) ".*/gi;
const ADDRESS = /\b([a-z]+):\/\/([^\s/"']+)[^\s"']*/gi;

/** An error as one line: no path and no query of an address, no words, no keys, nothing that was typed. */
export function lineOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}${causeOf(error)}` : String(error);
  return text
    .replace(/\s+/g, " ")
    .replace(ADDRESS, (_all, scheme: string, host: string) => `${scheme}://${host.replace(/^.*@/, "")}`)
    .replace(RECEIVED, '$1 "…"')
    .replace(WORDS, "…")
    .replace(LONG, "…")
    .slice(0, LONGEST);
}

const causeOf = ({ cause }: Error): string => (cause instanceof Error ? ` (${cause.name}: ${cause.message})` : "");

const kept = v.object({ at: v.number(), text: v.string() });

interface Parts {
  database: Database;
  /** milliseconds since 1970 */
  now(): number;
}

export class DiagnosticLog {
  readonly #parts: Parts;
  #turn: Promise<void> = Promise.resolve();
  /** of the last line in this worker's life: lines of one moment keep their order */
  #count = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Keeps a line. A log that cannot be written is no reason for anything else to fail. */
  note(error: unknown): Promise<void> {
    const line: LogLine = { at: this.#parts.now(), text: lineOf(error) };
    const key = `${String(line.at).padStart(15, "0")} ${String(this.#count++).padStart(9, "0")}`;
    this.#turn = this.#turn.then(() => this.#write(key, line)).then(undefined, (late: unknown) => console.error(late));
    return this.#turn;
  }

  async #write(key: string, line: LogLine): Promise<void> {
    await this.#parts.database.write(["log"], async (tx) => {
      await tx.put("log", key, line);
      const all = await tx.list("log", "");
      for (const old of all.slice(0, Math.max(0, all.length - MOST_LINES))) await tx.delete("log", old.key);
    });
  }

  /**
   * Oldest first. A line that cannot be read is said to be there. It is looked at here and not with the other records: whoever finds a damaged one of those writes
   * a line, and each line that is written reads them all.
   */
  async lines(): Promise<LogLine[]> {
    const rows = await this.#parts.database.read(["log"], (tx) => tx.list("log", ""));
    return rows.map(({ key, value }) => {
      const line = v.safeParse(kept, value);
      return line.success ? line.output : { at: Number(key.split(" ")[0]) || 0, text: "a line that cannot be read" };
    });
  }
}
