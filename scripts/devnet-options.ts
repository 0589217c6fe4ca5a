import type { ParseArgsConfig } from "node:util";
import type { DevnetOptions } from "../devnet/node.ts";

/** The devnet's flags, the same for `npm start` and `npm run devnet`; docs/devnet.md explains them. */
export const devnetFlags = {
  port: { type: "string" },
  "epoch-ms": { type: "string" },
  data: { type: "string" },
  mnemonic: { type: "string" },
  gateway: { type: "boolean" },
} as const satisfies NonNullable<ParseArgsConfig["options"]>;

/** A flag that is not what it has to be. */
export class BadFlag extends Error {
  override readonly name = "BadFlag";
}

function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new BadFlag(`--${flag} takes a whole number from ${least} to ${most}, and got «${text}».`);
}

/** Flags as text → options; 1 s epochs on port 1234 when nothing is said. */
export function devnetOptions(values: { port?: string; "epoch-ms"?: string; data?: string; mnemonic?: string; gateway?: boolean }): DevnetOptions {
  return {
    port: values.port === undefined ? 1234 : wholeNumber("port", values.port, 0, 65_535),
    epochMs: values["epoch-ms"] === undefined ? 1_000 : wholeNumber("epoch-ms", values["epoch-ms"], 0, 3_600_000),
    ...(values.data === undefined ? {} : { dataDir: values.data }),
    ...(values.mnemonic === undefined ? {} : { mnemonic: values.mnemonic }),
    ...(values.gateway === undefined ? {} : { gateway: values.gateway }),
  };
}
