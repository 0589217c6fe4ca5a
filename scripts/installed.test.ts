import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installationFits } from "./installed.mjs";

/** An entry of a lock file, as far as it matters here. */
interface Entry {
  version?: string;
  integrity?: string;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
}

const LOCK: Record<string, Entry> = {
  "": { version: "0.1.0" },
  "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
  "node_modules/a/node_modules/b": { version: "2.0.0", integrity: "sha512-b" },
  "node_modules/elsewhere": { version: "1.0.0", integrity: "sha512-e", optional: true, os: ["plan9"], cpu: ["mips"] },
  "node_modules/helper-of-elsewhere": { version: "1.0.0", integrity: "sha512-h", optional: true },
  "node_modules/here": { version: "1.0.0", integrity: "sha512-i", optional: true, os: [process.platform], cpu: [process.arch] },
};

let root: string;
const write = (file: string, packages: Record<string, Entry>): void => writeFileSync(join(root, file), JSON.stringify({ lockfileVersion: 3, packages }));
const without = (...names: string[]): Record<string, Entry> => Object.fromEntries(Object.entries(LOCK).filter(([name]) => !names.includes(name)));
/** What `npm ci` leaves on this machine. */
const INSTALLED = without("", "node_modules/elsewhere", "node_modules/helper-of-elsewhere");

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "peggy-installed-"));
  write("package-lock.json", LOCK);
  for (const folder of Object.keys(INSTALLED)) mkdirSync(join(root, folder), { recursive: true });
  write("node_modules/.package-lock.json", INSTALLED);
});
afterEach(() => rmSync(root, { recursive: true }));

describe("an installation", () => {
  it("by plain npm ci is taken as it is", () => {
    expect(installationFits(root)).toBe(true);
  });

  it.each<[string, () => void]>([
    ["there is none", () => rmSync(join(root, "node_modules"), { recursive: true })],
    ["npm did not finish", () => rmSync(join(root, "node_modules/.package-lock.json"))],
    ["its list is torn", () => writeFileSync(join(root, "node_modules/.package-lock.json"), '{"packages": {')],
    ["its list holds no packages", () => writeFileSync(join(root, "node_modules/.package-lock.json"), "{}")],
    ["a package is missing in its list", () => write("node_modules/.package-lock.json", without("", "node_modules/a/node_modules/b"))],
    ["a folder is missing", () => rmSync(join(root, "node_modules/a/node_modules"), { recursive: true })],
    ["a version differs", () => write("node_modules/.package-lock.json", { ...INSTALLED, "node_modules/a": { version: "1.0.1", integrity: "sha512-a" } })],
    ["a package's contents differ", () => write("node_modules/.package-lock.json", { ...INSTALLED, "node_modules/a": { version: "1.0.0", integrity: "x" } })],
    ["it holds more than the lock file names", () => write("node_modules/.package-lock.json", { ...INSTALLED, "node_modules/more": { version: "1.0.0" } })],
    ["this machine's own optional package is missing", () => write("node_modules/.package-lock.json", without("", "node_modules/here"))],
  ])("is made anew when %s", (_when, change) => {
    change();
    expect(installationFits(root)).toBe(false);
  });
});
