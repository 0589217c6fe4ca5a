import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { REPOSITORY, buildActor } from "../../scripts/build-actor.ts";
import { fingerprint } from "../../scripts/fingerprint.ts";

const SOURCES = ["actor/sdk", "actor/owner", "actor/asconfig.json", "scripts/build-actor.ts", "scripts/pack-data.ts"];
/** A lock older than this was left by a run that died. */
const STALE_MS = 300_000;

/** Takes the lock, or answers false while another process compiles. */
function tryLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > STALE_MS) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

async function compileInto(file: string): Promise<void> {
  const { wasm } = await buildActor();
  writeFileSync(`${file}.part`, wasm);
  renameSync(`${file}.part`, file);
}

/** The owner actor as the sources have it now; compiled once for all test files, whichever comes first. PEGGY_OWNER_WASM names another one (test/mutants). */
export async function ownerWasm(): Promise<Uint8Array> {
  const other = process.env["PEGGY_OWNER_WASM"];
  if (other !== undefined) return new Uint8Array(readFileSync(other));
  const folder = join(REPOSITORY, "build", "test-owner");
  const file = join(folder, `${fingerprint(REPOSITORY, SOURCES).slice(0, 24)}.wasm`);
  mkdirSync(folder, { recursive: true });
  while (!existsSync(file)) {
    if (!tryLock(`${file}.lock`)) {
      await pause(200);
      continue;
    }
    try {
      if (!existsSync(file)) await compileInto(file);
    } finally {
      rmSync(`${file}.lock`, { recursive: true, force: true });
    }
  }
  return new Uint8Array(readFileSync(file));
}
