/** Every refusal in the actor's sources, and which of them tests have seen (test/owner/seen-refusals.ts). */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { METHOD_NUMBERS } from "../../actor/abi/methods.generated.ts";
import type { MethodSchema } from "../../actor/abi/schema-kinds.ts";
import { schema } from "../../actor/abi/schema.ts";
import { REPOSITORY } from "../../scripts/build-actor.ts";
import type { Seen } from "../owner/seen-refusals.ts";

/** Refusals that no message reaches, and what they are for. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  "amount above 2^128": "no sum of FIL is that large; a wrong one must not lose bits",
  " at line ": "bounds and null checks that the compiler adds, for what no rule foresaw",
  "block cannot be read": "only a machine that breaks its own rules answers so",
  "block refused with error number": "all blocks are bounded far below what the machine takes",
  "block not stored, error number": "the same",
  "event refused, error number": "events are bounded far below what the machine takes",
  "no state root, error number": "an actor that runs has one",
};

/** A refusal in the sources; `code` is null where it is told apart from its words (say … stop). */
interface Refusal {
  readonly place: string;
  readonly code: number | null;
  readonly words: string;
}

/** As seen-refusals.ts writes it. */
const withoutFigures = (text: string): string => text.replace(/\d+/g, "0");

/** Exit codes by the names that the sources use. */
function codes(): ReadonlyMap<string, number> {
  const source = readFileSync(join(REPOSITORY, "actor/sdk/abort.ts"), "utf8");
  return new Map([...source.matchAll(/export const ([A-Z_]+): u32 = (\d+);/g)].map(([, name, code]) => [name!, Number(code)]));
}

function refusalsIn(file: string, known: ReadonlyMap<string, number>): Refusal[] {
  const source = readFileSync(join(REPOSITORY, file), "utf8");
  const found = (pattern: RegExp): RegExpExecArray[] => [...source.matchAll(pattern)];
  const place = ({ index }: RegExpExecArray): string => `${file}:${source.slice(0, index).split("\n").length}`;
  // A code, then words, or one of two texts.
  const told = found(/\b([A-Z_]{6,}), (?:[^,()]+ \? )?utf8\("([^"]+)"\)(?: : utf8\("([^"]+)"\))?/g).flatMap((match) => {
    const code = known.get(match[1]!);
    return code === undefined ? [] : [match[2], match[3]].flatMap((words) => (words === undefined ? [] : [{ place: place(match), code, words }]));
  });
  const said = found(/\bsay\(utf8\("([^"]{5,})"\)\)/g).map((match) => ({ place: place(match), code: null, words: match[1]! }));
  return [...told, ...said];
}

function allRefusals(): Refusal[] {
  const known = codes();
  return ["actor/owner", "actor/sdk"].flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder))
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) => refusalsIn(`${folder}/${name}`, known)),
  );
}

function readSeen(folder: string): Seen[] {
  const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n"));
  return lines.map((line) => JSON.parse(line) as Seen);
}

/** Codes that the table of methods promises and no test has seen. */
function unseenCodes(seen: readonly Seen[]): string[] {
  const answers = new Set(seen.map(({ method, exitCode }) => `${method} ${exitCode}`));
  return Object.entries(METHOD_NUMBERS).flatMap(([name, number]) => {
    const { exits }: MethodSchema = schema.methods[name as keyof typeof METHOD_NUMBERS];
    return exits.filter((code) => code !== "hook" && !answers.has(`${number} ${code}`)).map((code) => `${name} was never seen to end with ${code}`);
  });
}

/** What stands between the sources and "each refusal has a test"; none when all have. */
export function gaps(folder: string): { readonly refusals: number; readonly gaps: readonly string[] } {
  const all = allRefusals();
  const seen = readSeen(folder);
  const isSeen = ({ code, words }: Refusal): boolean => seen.some((s) => (code === null || s.exitCode === code) && s.error.includes(withoutFigures(words)));
  const unseen = all
    .filter((refusal) => !(refusal.words in UNREACHABLE) && !isSeen(refusal))
    .map(({ place, words }) => `${place}: no test has seen «${words}»`);
  const stale = Object.keys(UNREACHABLE)
    .filter((words) => !all.some((refusal) => refusal.words === words && !isSeen(refusal)))
    .map((words) => `«${words}» is listed as unreachable, and is seen or gone`);
  return { refusals: all.length, gaps: [...unseen, ...stale, ...unseenCodes(seen)] };
}
