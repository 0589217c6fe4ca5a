import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { settled } from "./settled.ts";

const driver = createRequire(import.meta.url).resolve("@axe-core/playwright");
const axeSource = readFileSync(createRequire(driver).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** Puts axe into the page; the debugging protocol's scripts stand outside the page's policy. */
async function loadAxe(page: Page): Promise<void> {
  if (await page.evaluate(() => "axe" in globalThis)) return;
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Runtime.evaluate", { expression: axeSource });
  await cdp.detach();
}

/** Runs axe in the page: all rules, or those about colour alone. Each finding as a line. */
export async function axeFindings(page: Page, rules: "all" | "colour" = "all"): Promise<string[]> {
  await loadAxe(page);
  const violations = await page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as { axe: { run: (context: Document, options: object) => Promise<{ violations: Violation[] }> } };
    return (await axe.run(document, { resultTypes: ["violations"], ...(only === "colour" ? { runOnly: ["color-contrast", "link-in-text-block"] } : {}) }))
      .violations;
  }, rules);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 200)} ${failureSummary?.split("\n").slice(1).join(" ") ?? ""}`),
  );
}

/** What is pressed with a finger needs 32 px each way; a small one extends its hit area. Links inside a line of text are as tall as the line. */
export async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const half = 15.5;
    const scrolled = [...document.querySelectorAll<HTMLElement>("*")].filter((one) => one.scrollTop > 0).map((one) => [one, one.scrollTop] as const);
    const faults: string[] = [];
    for (const target of document.querySelectorAll<HTMLElement>("button, a[href], input, select, textarea, summary, [role=tab]")) {
      // The address chips in the low rows of an approval reach 32 px only where no other line is near.
      if (target.matches(":disabled, .skip, .approval-body dd button.addr") || !target.checkVisibility({ visibilityProperty: true })) continue;
      const dialog = document.querySelector("[role=dialog]");
      if (dialog !== null && !dialog.contains(target)) continue;
      const inText = target.matches("a") && getComputedStyle(target).display === "inline" && target.parentElement?.matches("p, dd, td, .notice__text, .muted");
      if (inText) continue;
      target.scrollIntoView({ block: "center", inline: "nearest" });
      // The label of a small box is pressed in its place.
      const shape = (target.matches("[type=checkbox], [type=radio]") ? target.closest("label") : null) ?? target;
      const { left, top, width, height } = shape.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const missed = [
        [0, -half],
        [0, half],
        [-half, 0],
        [half, 0],
      ].filter(([dx = 0, dy = 0]) => {
        const [px, py] = [x + dx, y + dy];
        if (px < 0 || py < 0 || px > innerWidth || py > innerHeight) return false;
        const hit = document.elementFromPoint(px, py);
        return hit === null || !(shape === hit || shape.contains(hit) || (target as HTMLInputElement).labels?.[0]?.contains(hit));
      });
      if (missed.length > 0) faults.push(`target ${Math.round(width)} × ${Math.round(height)} px: ${shape.outerHTML.slice(0, 160)}`);
    }
    for (const [one, top] of scrolled) one.scrollTop = top;
    return [...new Set(faults)];
  });
}

/** Unfolds everything, so that what it hides is looked at too. */
async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
}

/** With reduced motion nothing moves by itself: no transition, no spinner, no skeleton that breathes. */
const moving = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState, effect }) => playState === "running" && Number(effect?.getComputedTiming().duration) > 0)
      .map(({ effect }) => (effect as KeyframeEffect).target?.outerHTML.slice(0, 120) ?? ""),
  );

/** axe finds nothing in what the page shows now, in light and in dark; a theme changes colours and nothing else. */
export async function expectAccessible(page: Page, name: string, reading = false): Promise<void> {
  for (const theme of ["light", "dark"]) {
    await page.evaluate((to) => (document.documentElement.dataset["theme"] = to), theme);
    await settled(page, name, reading);
    expect.soft(await axeFindings(page, theme === "light" ? "all" : "colour"), `${name}, ${theme}`).toEqual([]);
  }
}

/** Accessible with everything unfolded; nothing moves for who asked for that, and everything can be hit. */
export async function expectUsable(page: Page, name: string, reading = false): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await unfold(page);
  await expectAccessible(page, name, reading);
  expect.soft(await moving(page), `${name}, motion`).toEqual([]);
  expect.soft(await smallTargets(page), `${name}, targets`).toEqual([]);
}
