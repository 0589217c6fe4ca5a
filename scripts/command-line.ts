/** What stands behind a command's name: flags, names of files, a cry for help. Pure; run-command.ts acts on it. */

/** A flag: with `takes` it needs a value of that kind, without it is a switch. */
export interface FlagSpec {
  readonly takes?: string;
  readonly about: string;
}

export interface CommandSpec {
  /** As `npm run` knows it. */
  readonly name: string;
  /** One line. */
  readonly about: string;
  readonly flags: Readonly<Record<string, FlagSpec>>;
  /** What may stand there without a flag; absent = nothing. */
  readonly files?: { readonly takes: string; readonly about: string; readonly most: number };
}

type Flags<S extends CommandSpec> = S["flags"];
export type CommandValues<S extends CommandSpec> = { -readonly [K in keyof Flags<S>]?: Flags<S>[K] extends { takes: string } ? string : boolean };

export interface CommandInput<S extends CommandSpec> {
  readonly values: CommandValues<S>;
  /** What stood there without a flag. */
  readonly rest: readonly string[];
}

/** A command line that cannot be meant: says what was expected and what came. */
export class CommandMistake extends Error {
  override readonly name = "CommandMistake";
}

/** How a command is typed. `npm start` and `npm test` need no `run`. */
export const typed = ({ name }: Pick<CommandSpec, "name">): string => (name === "start" || name === "test" ? `npm ${name}` : `npm run ${name}`);

/** Reads a command line. Throws CommandMistake. */
export function parseCommand<S extends CommandSpec>(spec: S, argv: readonly string[]): CommandInput<S> | "help" {
  if (argv.includes("--help") || argv.includes("-h")) return "help";
  const values: Record<string, string | boolean> = {};
  const rest: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] as string;
    if (word === "--") {
      rest.push(...argv.slice(at + 1));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      rest.push(word);
      continue;
    }
    const { name, flag, inline } = flagOf(spec, word);
    if (values[name] !== undefined) throw new CommandMistake(`--${name} stands twice: expected it once.`);
    if (flag.takes === undefined) values[name] = switched(name, inline);
    else values[name] = inline === undefined ? valueAfter(name, flag.takes, argv[++at]) : filled(name, flag.takes, inline);
  }
  checkRest(spec, rest);
  // Each flag of the table got a value of its kind above.
  return { values: values as CommandValues<S>, rest };
}

function flagOf(spec: CommandSpec, word: string): { name: string; flag: FlagSpec; inline: string | undefined } {
  const [, name = "", inline] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  const flag = Object.hasOwn(spec.flags, name) ? spec.flags[name] : undefined;
  if (flag !== undefined) return { name, flag, inline };
  const known = Object.keys(spec.flags);
  const expected = known.length === 0 ? "it takes none" : `expected ${known.map((each) => `--${each}`).join(", ")}`;
  const near = known.find((each) => distance(each, name) <= 2);
  throw new CommandMistake(`«${word}» is no flag of ${typed(spec)}: ${expected}.${near === undefined ? "" : ` Did you mean --${near}?`}`);
}

function switched(name: string, inline: string | undefined): true {
  if (inline === undefined) return true;
  throw new CommandMistake(`--${name} takes no value, and got «${inline}».`);
}

function valueAfter(name: string, takes: string, next: string | undefined): string {
  if (next?.startsWith("--") === true) throw new CommandMistake(`--${name} takes ${takes}, and «${next}» came after it, which is another flag.`);
  return filled(name, takes, next ?? "");
}

function filled(name: string, takes: string, value: string): string {
  if (value === "") throw new CommandMistake(`--${name} takes ${takes}, and nothing came after it.`);
  return value;
}

function checkRest(spec: CommandSpec, rest: readonly string[]): void {
  const [first] = rest;
  if (first === undefined) return;
  if (spec.files === undefined) throw new CommandMistake(`${typed(spec)} takes flags alone, and got «${first}».`);
  const { most, takes } = spec.files;
  if (rest.length > most) throw new CommandMistake(`${typed(spec)} takes at most ${most} of ${takes}, and got ${rest.length}.`);
}

/** Letters to insert, remove, replace or swap with their neighbour until one word is the other. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1), swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY));
    }
  }
  return at(a.length, b.length);
}

/** What the command takes, a line for each flag. */
export function helpText(spec: CommandSpec): string {
  const flags = Object.entries(spec.flags).map(([name, { takes, about }]) => ({ spelling: takes === undefined ? `--${name}` : `--${name} ${takes}`, about }));
  const files = spec.files === undefined ? [] : [{ spelling: spec.files.takes, about: spec.files.about }];
  const usage = [...files, ...flags].map(({ spelling }) => `[${spelling}]`);
  const rows = [...files, ...flags, { spelling: "--help", about: "shows this" }];
  const width = Math.max(...rows.map(({ spelling }) => spelling.length));
  return [
    [typed(spec), ...(usage.length === 0 ? [] : ["--", ...usage])].join(" "),
    spec.about,
    "",
    ...rows.map(({ spelling, about }) => `  ${spelling.padEnd(width)}  ${about}`),
    "",
  ].join("\n");
}

/** A number from a command line. Throws CommandMistake. */
export function wholeNumber(what: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new CommandMistake(`${what} takes a whole number from ${least} to ${most}, and got «${text}».`);
}
