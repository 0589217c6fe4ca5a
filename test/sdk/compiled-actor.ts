/** Compiled test actors, kept in node_modules/.cache by the hash of their sources: the compiler takes seconds. */
import { mkdir, readFile, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256 } from "@noble/hashes/sha2.js";
import { toHex } from "../../filecoin/bytes.ts";
import { REPOSITORY, compileActor } from "../../scripts/build-actor.ts";

const CACHE = join(REPOSITORY, "node_modules/.cache/test-actors");
/** Everything these test actors import. */
const FOLDERS = ["actor/sdk", "test/actors"];
const CONFIGURATION = ["actor/owner/codec.generated.ts", "actor/asconfig.json", "package-lock.json", "scripts/build-actor.ts", "scripts/pack-data.ts"];

/** A test actor as `compiledWasm` gives it, ready to be instantiated. */
export async function compiledActor(entry: string, extra?: ReadonlyMap<string, string>): Promise<WebAssembly.Module> {
  return new WebAssembly.Module((await compiledWasm(entry, extra)) as Uint8Array<ArrayBuffer>);
}

/**
 * The Wasm of a test actor; compiles only if a source changed.
 * @param extra sources that are not on disk
 */
export async function compiledWasm(entry: string, extra: ReadonlyMap<string, string> = new Map()): Promise<Uint8Array> {
  const path = join(CACHE, `${await keyOf(entry, extra)}.wasm`);
  const kept = await readFile(path).catch(() => null);
  if (kept !== null) return new Uint8Array(kept);
  const wasm = await compileActor(entry, REPOSITORY, extra);
  await mkdir(CACHE, { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, wasm);
  await rename(draft, path);
  return wasm;
}

async function keyOf(entry: string, extra: ReadonlyMap<string, string>): Promise<string> {
  const hash = sha256.create();
  hash.update(new TextEncoder().encode(JSON.stringify([entry, ...extra])));
  for (const folder of FOLDERS) {
    const names = (await readdir(join(REPOSITORY, folder))).filter((name) => name.endsWith(".ts")).sort();
    for (const name of names) hash.update(await readFile(join(REPOSITORY, folder, name)));
  }
  for (const file of CONFIGURATION) hash.update(await readFile(join(REPOSITORY, file)));
  return toHex(hash.digest());
}
