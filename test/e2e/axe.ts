import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { until } from "./session.ts";

const driver = createRequire(import.meta.url).resolve("@axe-core/playwright");
const axeSource = readFileSync(createRequire(driver).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** Puts axe into the page; the debugging protocol's scripts stand outside the page's policy. */
async function loadAxe(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Runtime.evaluate", { expression: axeSource });
  await cdp.detach();
}

/** Runs axe in the page. Each finding as a line. */
export async function axeFindings(page: Page): Promise<string[]> {
  await loadAxe(page);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (context: Document, options: object) => Promise<{ violations: Violation[] }> } };
    return (await axe.run(document, { resultTypes: ["violations"] })).violations;
  });
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 200)} ${failureSummary?.split("\n").slice(1).join(" ") ?? ""}`));
}

/** Waits until nothing on the page is busy or moving. */
async function settled(page: Page): Promise<void> {
  await until("the page to settle", () => page.evaluate(() => document.querySelector("h1, h2") !== null && document.querySelector("[aria-busy=true]") === null && document.getAnimations().every((one) => one.playState !== "running" || one.effect?.getComputedTiming().iterations === Infinity)), 15_000);
}

/** axe finds nothing in what the page shows now, in light and in dark. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const theme of ["light", "dark"]) {
    await page.evaluate((to) => (document.documentElement.dataset["theme"] = to), theme);
    await settled(page);
    expect.soft(await axeFindings(page), `${name}, ${theme}`).toEqual([]);
  }
}
