import type { DevnetOptions } from "../devnet/node.ts";
import { type CommandValues, wholeNumber } from "./command-line.ts";
import type { COMMANDS } from "./commands.ts";

/** Flags of the devnet as text → options; 1 s epochs on port 1234 when nothing is said. Throws CommandMistake. */
export function devnetOptions(values: CommandValues<(typeof COMMANDS)["devnet"]>): DevnetOptions {
  return {
    port: values.port === undefined ? 1234 : wholeNumber("--port", values.port, 0, 65_535),
    epochMs: values["epoch-ms"] === undefined ? 1_000 : wholeNumber("--epoch-ms", values["epoch-ms"], 0, 3_600_000),
    atWork: values.bare !== true,
    ...(values.data === undefined ? {} : { dataDir: values.data }),
    ...(values.mnemonic === undefined ? {} : { mnemonic: values.mnemonic }),
    ...(values.gateway === undefined ? {} : { gateway: values.gateway }),
  };
}
