// Whether the packages on disk are those of package-lock.json. Plain JavaScript without dependencies: it decides whether any can be loaded.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * True when every package that the lock file wants on this machine is there in the version it names, and no other one. npm lists in
 * node_modules/.package-lock.json what it installed, whoever called it.
 * @param {string} root folder of package-lock.json
 * @returns {boolean}
 */
export function installationFits(root) {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const there = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (wanted === null || there === null) return false;
  const same = Object.entries(there).every(([path, { version, integrity }]) => {
    const entry = wanted[path];
    return entry !== undefined && entry.version === version && entry.integrity === integrity && existsSync(join(root, path));
  });
  return same && Object.entries(wanted).every(([path, entry]) => path === "" || there[path] !== undefined || mayBeAbsent(entry));
}

/** Optional packages are those of other machines, and what only they need. */
function mayBeAbsent({ optional, os, cpu, libc }) {
  const forThisMachine = os?.includes(process.platform) === true && cpu?.includes(process.arch) === true && libc === undefined;
  return optional === true && !forThisMachine;
}

/** The packages of a lock file; null when it is not there or torn. */
function packagesOf(file) {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
