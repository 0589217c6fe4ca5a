/**
 * Writes what follows from actor/abi/schema.ts: the actor's codecs, the clients' types and wire shapes, and the reference page, with the gas of docs/gas.json; and
 * actor/owner/policy.generated.ts from actor/abi/policy.ts.
 * `--check` fails when a file is stale.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { schema } from "../actor/abi/schema.ts";
import { generateActorCodec } from "./abi/actor-codec.ts";
import { generateClientTypes, generateWireSchema } from "./abi/client-types.ts";
import { generateReference, type MethodGas } from "./abi/reference-page.ts";
import { REPOSITORY } from "./build-actor.ts";
import { generatePolicy } from "./generate-policy.ts";

/** Written by the benchmark, read here. */
export const METHOD_GAS_FILE = "docs/gas.json";

/** Path of each generated file and its text as of the present schema. */
export async function generatedFiles(root: string = REPOSITORY): Promise<ReadonlyMap<string, string>> {
  const gas = JSON.parse(await readFile(join(root, METHOD_GAS_FILE), "utf8")) as MethodGas;
  return new Map([
    ["actor/owner/codec.generated.ts", generateActorCodec(schema)],
    ["actor/owner/policy.generated.ts", await generatePolicy(root)],
    ["actor/abi/methods.generated.ts", generateClientTypes(schema)],
    ["actor/abi/wire.generated.ts", generateWireSchema(schema)],
    ["docs/owner-actor-methods.md", generateReference(schema, gas)],
  ]);
}

/** Paths whose content differs from what the schema gives. */
export async function staleFiles(root: string = REPOSITORY): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, text] of await generatedFiles(root)) {
    const present = await readFile(join(root, path), "utf8").catch(() => null);
    if (present !== text) stale.push(path);
  }
  return stale;
}

/** Writes the stale ones and tells which. */
export async function writeStaleFiles(): Promise<string[]> {
  const [stale, files] = [await staleFiles(), await generatedFiles()];
  for (const path of stale) await writeFile(join(REPOSITORY, path), files.get(path)!);
  return stale;
}

async function run(): Promise<void> {
  if (!process.argv.includes("--check")) {
    for (const path of await writeStaleFiles()) console.log(`wrote ${path}`);
    return;
  }
  const stale = await staleFiles();
  if (stale.length === 0) return;
  console.error(`stale: ${stale.join(", ")}. Run: npx tsx scripts/generate-abi.ts`);
  process.exit(1);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await run();
