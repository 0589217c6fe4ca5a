/**
 * Builds the owner actor: actor/owner/main.ts → build/owner.wasm and build/owner.json. Same sources → same bytes → same code
 * CID, wherever the folder lies: the compiler is pinned and sees only paths relative to the repository.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";
import { cidOf } from "../filecoin/cid.ts";
import { faultsOf, readWasmShape } from "./check-wasm.ts";
import { packData } from "./pack-data.ts";

export const REPOSITORY = dirname(dirname(fileURLToPath(import.meta.url)));
/** An install message may carry 64 KiB; the rest is left to its envelope and to growth. */
export const MAX_ACTOR_SIZE = 60_000;

/** A build as build/owner.json tells it. */
export interface ActorBuild {
  codeCid: string;
  size: number;
  imports: string[];
  exports: string[];
}

/** The compiler refused a source; `output` is what it said. */
export class ActorBuildError extends Error {
  override name = "ActorBuildError";
}

/**
 * `utf8("text")` in actor sources stands for the address of a length byte and the UTF-8 bytes in static memory. AssemblyScript
 * strings are UTF-16 with a 20-byte header: for abort texts and event keys that would be a third of the module.
 */
export function inlineUtf8(source: string, file: string): string {
  return source.replace(/\butf8\(\s*("(?:[^"\\]|\\.)*")\s*\)/g, (_, literal: string) => {
    const bytes = new TextEncoder().encode(JSON.parse(literal) as string);
    if (bytes.length > 255) throw new ActorBuildError(`${file}: utf8(${literal}) is ${bytes.length} bytes, at most 255 fit its length byte`);
    return `memory.data<u8>([${[bytes.length, ...bytes].join(",")}])`;
  });
}

/**
 * Compiles an actor with the options of actor/asconfig.json.
 * @param entry path of the entry file, relative to `root`
 * @param extra sources that are not on disk, by path relative to `root`
 * @returns the Wasm bytes, not yet checked
 */
export async function compileActor(entry: string, root: string = REPOSITORY, extra: ReadonlyMap<string, string> = new Map()): Promise<Uint8Array> {
  let wasm: Uint8Array | undefined;
  const output: string[] = [];
  const read = async (name: string, base: string): Promise<string | null> => {
    const path = normalize(join(base, name));
    const text = extra.get(name) ?? (await readFile(path, "utf8").catch(() => null));
    return text !== null && path.endsWith(".ts") ? inlineUtf8(text, name) : text;
  };
  const { error } = await asc.main([entry, "--baseDir", root, "--config", "actor/asconfig.json", "--outFile", "owner.wasm", "--noColors"], {
    readFile: read,
    writeFile: (_name: string, contents: string | Uint8Array) => {
      if (typeof contents !== "string") wasm = Uint8Array.from(contents);
    },
    listFiles: () => [],
    stderr: { write: (text: string | Uint8Array) => (output.push(String(text)), true) },
  });
  if (error !== null || wasm === undefined) throw new ActorBuildError(`${entry} does not compile:\n${output.join("")}${error?.message ?? ""}`);
  return packData(wasm);
}

/** Compiles, checks and describes an actor. Throws ActorBuildError naming every fault that an FVM would refuse. */
export async function buildActor(entry = "actor/owner/main.ts", root: string = REPOSITORY): Promise<{ wasm: Uint8Array; build: ActorBuild }> {
  const wasm = await compileActor(entry, root);
  const faults = faultsOf(wasm, MAX_ACTOR_SIZE);
  if (faults.length > 0) throw new ActorBuildError(`${entry} is not fit to be installed:\n- ${faults.join("\n- ")}`);
  const shape = readWasmShape(wasm);
  return {
    wasm,
    build: {
      codeCid: cidOf(0x55, wasm).toString(),
      size: wasm.length,
      imports: shape.imports.map((i) => i.name).sort(),
      exports: shape.exports.map((e) => e.name).sort(),
    },
  };
}

/** Builds the owner actor into build/. */
export async function writeOwnerActor(root: string = REPOSITORY): Promise<ActorBuild> {
  const { wasm, build } = await buildActor("actor/owner/main.ts", root);
  await mkdir(join(root, "build"), { recursive: true });
  await writeFile(join(root, "build/owner.wasm"), wasm);
  await writeFile(join(root, "build/owner.json"), `${JSON.stringify(build, null, 2)}\n`);
  return build;
}

/** Puts the line of a version in place of the one it has, or else after the last one, which stands before `end`. */
async function putLine(file: string, present: RegExp, line: string, end: RegExp): Promise<void> {
  const path = join(REPOSITORY, file);
  const text = await readFile(path, "utf8");
  await writeFile(path, present.test(text) ? text.replace(present, line) : text.replace(end, (found) => line + found));
}

/** Writes the CID of the present version into actor/abi/releases.ts and docs/actor.md. */
async function recordRelease({ codeCid }: ActorBuild): Promise<void> {
  const { version } = JSON.parse(await readFile(join(REPOSITORY, "package.json"), "utf8")) as {
    version: string;
  };
  const name = version.replaceAll(".", "\\.");
  await putLine("actor/abi/releases.ts", new RegExp(`  "${name}": ".*",\n`), `  "${version}": "${codeCid}",\n`, /\};\n/);
  await putLine("docs/actor.md", new RegExp(`\\| ${name} \\| .* \\|\n`), `| ${version} | \`${codeCid}\` |\n`, /\n## What it holds/);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const build = await writeOwnerActor().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
  if (process.argv.includes("--record")) await recordRelease(build);
  console.log(`build/owner.wasm: ${build.size} bytes, code CID ${build.codeCid}`);
}
