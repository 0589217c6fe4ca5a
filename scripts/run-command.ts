import { NodeStartError } from "../devnet/rpc/node-start-error.ts";
import { BuildFailed } from "./build-all.ts";
import { NoBrowser } from "./browser.ts";
import { CommandMistake, type CommandInput, type CommandSpec, helpText, parseCommand, typed } from "./command-line.ts";
import { COMMANDS } from "./commands.ts";

/** Exit codes: a failure of what was asked, and a command line that asks for nothing that exists. */
const FAILED = 1;
const MISTAKEN = 2;

/** Failures whose words say what to do; their stacks help nobody. */
const KNOWN_FAILURES = [NodeStartError, BuildFailed, NoBrowser];

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Runs a command of package.json. `--help` is answered, mistakes on the command line and known failures end it with a sentence; whatever else is thrown keeps its stack.
 * The command goes on after `run` when something of it still does.
 */
export async function runCommand<N extends keyof typeof COMMANDS>(
  name: N,
  run: (input: CommandInput<(typeof COMMANDS)[N]>) => Promise<void> | void,
): Promise<void> {
  const spec: (typeof COMMANDS)[N] = COMMANDS[name];
  try {
    const input = parseCommand(spec, process.argv.slice(2));
    if (input === "help") process.stdout.write(helpText(spec));
    else await run(input);
  } catch (error) {
    if (error instanceof CommandMistake) end(MISTAKEN, `${error.message}\n  ${helpLine(spec)}`);
    if (KNOWN_FAILURES.some((kind) => error instanceof kind)) end(FAILED, (error as Error).message);
    throw error;
  }
}

const helpLine = (spec: CommandSpec): string => `«${typed(spec)} -- --help» shows what it takes.`;

function end(code: number, words: string): never {
  say(words);
  process.exit(code);
}
