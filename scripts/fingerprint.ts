import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** All files below the given paths (files or folders), sorted; the order is the same on every machine. */
function filesBelow(root: string, paths: readonly string[]): string[] {
  const found: string[] = [];
  const visit = (path: string): void => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) for (const name of readdirSync(full)) visit(`${path}/${name}`);
    else found.push(path);
  };
  for (const path of paths) visit(path);
  return found.sort();
}

/** SHA-256 over names and contents of the sources of a build step (hex). */
export function fingerprint(root: string, paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of filesBelow(root, paths)) {
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/**
 * Runs a build step unless its sources are those of the last time and its outputs are still there.
 * @returns whether the step ran
 */
export async function runIfStale(
  root: string,
  step: { name: string; sources: readonly string[]; outputs: readonly string[]; run: () => Promise<void> },
  force = false,
): Promise<boolean> {
  const stamp = join(root, "build", ".stamps", step.name);
  const now = fingerprint(root, step.sources);
  const fresh = !force && existsSync(stamp) && readFileSync(stamp, "utf8") === now;
  if (fresh && step.outputs.every((output) => existsSync(join(root, output)))) return false;
  await step.run();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
  return true;
}
