import type { Page } from "playwright-core";
import { until } from "./session.ts";

/** Waits until nothing on the page is moving, or busy; a page that is `reading` is looked at as it reads. */
export async function settled(page: Page, name: string, reading = false): Promise<void> {
  await until(
    `the page to settle: ${name}`,
    () =>
      page.evaluate(
        (mayRead) =>
          document.querySelector("h1, h2") !== null &&
          (mayRead || document.querySelector("[aria-busy=true]") === null) &&
          document.getAnimations().every((one) => one.playState !== "running" || one.effect?.getComputedTiming().iterations === Infinity),
        reading,
      ),
    15_000,
  );
}
