import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A browser that loads unpacked extensions from the command line, or the reason why there is none. */
export class NoBrowser extends Error {
  override readonly name = "NoBrowser";
}

const chromiumNames = ["chromium", "chromium-browser", "chrome-for-testing"];
const macApps = ["/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing"];
const brandedNames = ["google-chrome", "google-chrome-stable", "microsoft-edge"];

function onPath(names: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const name of names) {
    for (const folder of folders) {
      const file = join(folder, process.platform === "win32" ? `${name}.exe` : name);
      if (existsSync(file)) return file;
    }
  }
  return undefined;
}

function ran(file: string, args: readonly string[]): boolean {
  // Standard output belongs to the caller's own answer (`--json`).
  return spawnSync(file, args, { stdio: ["ignore", 2, 2], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } }).status === 0;
}

/** The system's package manager can only be asked by root (or by a user whose sudo needs no password). */
function installWithApt(say: (line: string) => void): boolean {
  if (!onPath(["apt-get"])) return false;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !(onPath(["sudo"]) && spawnSync("sudo", ["-n", "true"]).status === 0)) return false;
  say("No Chromium found; installing Debian's package «chromium» …");
  const apt = (args: string[]): boolean => (isRoot ? ran("apt-get", args) : ran("sudo", ["-n", "apt-get", ...args]));
  return apt(["update", "-qq"]) && apt(["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
}

function installWithPlaywright(root: string, say: (line: string) => void): string | undefined {
  say("Trying the browser that playwright-core can download …");
  const cli = join(root, "node_modules/playwright-core/cli.js");
  if (!ran(process.execPath, [cli, "install", "chromium"])) return undefined;
  const asked = spawnSync(process.execPath, ["-e", "process.stdout.write(require('playwright-core').chromium.executablePath())"], {
    cwd: root,
    encoding: "utf8",
  });
  return asked.status === 0 && existsSync(asked.stdout) ? asked.stdout : undefined;
}

/**
 * The browser to drive: CHROME_PATH, else Chromium or Chrome for Testing on the machine, else one installed now.
 * Branded Chrome (137 and newer) ignores --load-extension, therefore it does not count.
 * @throws NoBrowser naming the one thing to install
 */
export function findBrowser(root: string, say: (line: string) => void): string {
  const named = process.env["CHROME_PATH"];
  if (named !== undefined && named !== "") {
    if (existsSync(named)) return named;
    throw new NoBrowser(`CHROME_PATH names ${named}, and there is no such file. Point it at Chromium or Chrome for Testing, or unset it.`);
  }
  const found = onPath(chromiumNames) ?? macApps.find((file) => existsSync(file));
  if (found !== undefined) return found;
  if (installWithApt(say)) {
    const installed = onPath(chromiumNames);
    if (installed !== undefined) return installed;
  }
  const downloaded = installWithPlaywright(root, say);
  if (downloaded !== undefined) return downloaded;
  const branded = onPath(brandedNames);
  throw new NoBrowser(
    (branded !== undefined
      ? `Only ${branded} was found, and branded Chrome ignores --load-extension since version 137. You can load dist/ there by hand: chrome://extensions, switch on «Developer mode», «Load unpacked». `
      : "") + "Install the package «chromium» (Debian: apt-get install chromium), or set CHROME_PATH to Chromium or Chrome for Testing.",
  );
}

/** Flags for a browser that carries the extension and speaks to nobody unasked. */
export function browserFlags(options: { extension: string; profile?: string; headless: boolean }): string[] {
  return [
    ...(options.profile === undefined ? [] : [`--user-data-dir=${options.profile}`]),
    `--disable-extensions-except=${options.extension}`,
    `--load-extension=${options.extension}`,
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-search-engine-choice-screen",
    "--password-store=basic",
    // Chromium's sandbox refuses to run as root.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ...(options.headless ? ["--headless=new", "--disable-gpu"] : []),
  ];
}
