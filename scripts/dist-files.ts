import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Every file of a folder, with its path. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The files of the built worker's static graph: the manifest's loader and all that it imports. */
export function workerGraph(dist: string): string[] {
  const { background } = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8")) as { background: { service_worker: string } };
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, path] of readFileSync(file, "utf8").matchAll(/\b(?:import|from)\s*["'`](\.[^"'`]+)["'`]/g)) visit(join(file, "..", path ?? ""));
  };
  visit(join(dist, background.service_worker));
  return [...seen];
}
