import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { TestDevnet } from "../test/e2e/devnet.ts";
import { Session } from "../test/e2e/session.ts";
import { settled } from "../test/e2e/settled.ts";
import { ScreenWalk } from "../test/e2e/walk-screens.ts";
import { buildAll } from "./build-all.ts";
import { findBrowser } from "./browser.ts";
import { root } from "./root.ts";
import { runCommand } from "./run-command.ts";

/** `npm run screens [folder]`: a picture of every screen, as popup (400 px) and as tab (1,280 px), in light and in dark, into build/screens. */
const say = (line: string): void => void process.stderr.write(`${line}\n`);
let folder = join(root, "build/screens");
const WIDTHS: Readonly<Record<string, readonly number[]>> = { popup: [400], tab: [1280], secret: [1280] };

async function picture(page: Page, name: string): Promise<void> {
  const window = await page.evaluate(() => document.body.dataset["shell"] ?? "tab");
  const before = page.viewportSize();
  // A window behind another one is not painted.
  await page.bringToFront();
  await settled(page, name);
  for (const width of WIDTHS[window] ?? []) {
    await page.setViewportSize({ width, height: window === "popup" ? 600 : 900 });
    for (const theme of ["light", "dark"]) {
      await page.evaluate((to) => (document.documentElement.dataset["theme"] = to), theme);
      await settled(page, name);
      await page.screenshot({
        path: join(folder, `${name.replace(/[^a-z0-9]+/gi, "-").replace(/-$/, "")}.${width}.${theme}.png`),
        fullPage: window !== "popup",
      });
    }
  }
  await page.evaluate(() => delete document.documentElement.dataset["theme"]);
  if (before !== null) await page.setViewportSize(before);
}

await runCommand("screens", async ({ rest: [asked] }) => {
  if (asked !== undefined) folder = resolve(root, asked);
  await buildAll(root, { say });
  process.env["CHROME_PATH"] = findBrowser(root, say);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const devnet = await TestDevnet.start();
  const session = await Session.open();
  try {
    await new ScreenWalk(session, devnet, picture).walk();
    say(`pictures of every screen are in ${folder}`);
  } finally {
    await session.close();
    await devnet.close();
  }
});
