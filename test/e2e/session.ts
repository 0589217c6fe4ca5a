import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { browserFlags, findBrowser } from "../../scripts/browser.ts";
import { extensionId } from "../../scripts/extension-id.ts";
import { root } from "../../scripts/root.ts";

const dist = join(root, "dist");

/**
 * How long a test waits for what it says must come. Nothing is measured by it (that is what benchmarks are for), so it is as long as a machine with other work on
 * both of its cores may take; what never comes costs a failing test this once.
 */
const PATIENCE_MS = 120_000;

/** Waits until a condition holds, looking again soon at first and then ten times a second, since looking takes from what it waits for; no fixed sleeps. */
export async function until<T>(what: string, look: () => T | undefined | false | Promise<T | undefined | false>, timeoutMs = PATIENCE_MS): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (let pause = 10; ; pause = Math.min(2 * pause, 100)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/**
 * One browser with the unpacked extension and its own profile. The process is ours, so that a test can kill it the hard
 * way and open the same profile again.
 */
export class Session {
  readonly id = extensionId(dist);
  private constructor(
    readonly profile: string,
    private readonly process: ChildProcess,
    readonly browser: Browser,
    readonly context: BrowserContext,
  ) {}

  /** `extension`: a folder that carries the extension's key, other than dist/. */
  static async open(profile = mkdtempSync(join(tmpdir(), "fil-peggy-test-")), extraFlags: readonly string[] = [], extension = dist): Promise<Session> {
    const portFile = join(profile, "DevToolsActivePort");
    rmSync(portFile, { force: true });
    const flags = [...browserFlags({ extension, profile, headless: true }), "--remote-debugging-port=0", ...extraFlags, "about:blank"];
    const child = spawn(
      findBrowser(root, (line) => process.stderr.write(`${line}\n`)),
      flags,
      { stdio: "ignore", detached: true },
    );
    const port = await until("Chromium's debugging port", () => existsSync(portFile) && (readFileSync(portFile, "utf8").split("\n")[0] || false));
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const context = browser.contexts()[0];
    if (context === undefined) throw new Error("Chromium has no default context");
    context.setDefaultTimeout(PATIENCE_MS);
    return new Session(profile, child, browser, context);
  }

  /** An extension page at popup size. */
  async popup(hash = ""): Promise<Page> {
    return this.page(`extension/popup/popup.html${hash}`, { width: 400, height: 600 });
  }

  /** An extension page as a full tab. */
  async tab(hash = "", query = ""): Promise<Page> {
    return this.page(`extension/popup/tab.html${query}${hash}`, { width: 1280, height: 900 });
  }

  async page(path: string, size: { width: number; height: number }): Promise<Page> {
    const page = await this.context.newPage();
    await page.setViewportSize(size);
    await page.goto(`chrome-extension://${this.id}/${path}`);
    return page;
  }

  /** Stops every service worker through the debugging protocol, as Chrome does to an idle one. */
  async stopWorker(): Promise<void> {
    const page = await this.context.newPage();
    const cdp = await this.context.newCDPSession(page);
    await cdp.send("ServiceWorker.enable");
    await cdp.send("ServiceWorker.stopAllWorkers");
    await cdp.detach();
    await page.close();
  }

  /** What the button «Reload» of chrome://extensions does, in developer mode as whoever loads an unpacked extension has it. Its pages close. */
  async reloadExtension(): Promise<void> {
    const page = await this.context.newPage();
    await page.goto("chrome://extensions");
    const failure = await page.evaluate(async (id) => {
      type Private = Record<"updateProfileConfiguration" | "reload", (...given: unknown[]) => void>;
      const { developerPrivate, runtime } = chrome as unknown as { developerPrivate: Private; runtime: { lastError?: { message: string } } };
      await new Promise<void>((done) => developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }, () => done()));
      return new Promise<string | null>((done) => developerPrivate.reload(id, { failQuietly: true }, () => done(runtime.lastError?.message ?? null)));
    }, this.id);
    if (failure !== null) throw new Error(`the extension was not reloaded: ${failure}`);
    await page.close();
  }

  /** kill −9 of the whole browser. The profile stays. */
  async kill(): Promise<void> {
    const pid = this.process.pid;
    if (pid === undefined || this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = new Promise((resolve) => this.process.once("exit", resolve));
    process.kill(-pid, "SIGKILL");
    await gone;
    rmSync(join(this.profile, "SingletonLock"), { force: true });
  }

  /** Ends the browser and removes its profile. */
  async close(): Promise<void> {
    await this.kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}
