import type { Page } from "playwright-core";
import { expect } from "vitest";
import { until } from "./session.ts";
import { PASSWORD } from "./wallet-steps.ts";

/**
 * A person without a pointer: Tab, Shift+Tab, arrows, Enter, Space, Escape and letters. Nothing here clicks or fills; it looks only at what has
 * the focus. On the way each stop is checked: it has a name, and a ring of two pixels that stands out from its ground.
 */

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Where the focus stands. */
export interface Stop {
  /** What a screen reader would call it; "" for the page itself. */
  name: string;
  tag: string;
  /** A ring that cannot be seen, in words. */
  fault: string | null;
}

/** Runs in the page. */
function readStop(): Stop {
  const element = document.activeElement as HTMLElement | null;
  if (element === null || element === document.body) return { name: "", tag: "body", fault: null };
  const label = (element as HTMLInputElement).labels?.[0];
  const described = element
    .getAttribute("aria-labelledby")
    ?.split(" ")
    .map((id) => document.getElementById(id)?.innerText ?? "")
    .join(" ");
  const name = (described || element.getAttribute("aria-label") || label?.innerText || element.innerText || element.title || "").replace(/\s+/g, " ").trim();

  // What only scripts focus (a title, a sentence) is read from there, not worked with.
  if (element.tabIndex < 0) return { name, tag: element.tagName.toLowerCase(), fault: null };

  interface Colour {
    r: number;
    g: number;
    b: number;
    a: number;
  }
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;
  const colourOf = (css: string): Colour => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = css;
    context.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data;
    return { r, g, b, a };
  };
  const light = ({ r, g, b }: Colour): number => {
    const line = (part: number): number => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * line(r) + 0.7152 * line(g) + 0.0722 * line(b);
  };
  const ground = (from: Element | null): Colour => {
    for (let at = from; at !== null; at = at.parentElement) {
      const colour = colourOf(getComputedStyle(at).backgroundColor);
      if (colour.a === 255) return colour;
    }
    return { r: 255, g: 255, b: 255, a: 255 };
  };
  const rings = [element, element.closest("label") ?? label].filter((one): one is HTMLElement => one !== null && one !== undefined);
  const faults = rings.map((one) => {
    const { outlineStyle, outlineWidth, outlineColor, outlineOffset, opacity } = getComputedStyle(one);
    if (outlineStyle === "none" || Number.parseFloat(outlineWidth) < 2 || opacity === "0") return `no ring (${outlineStyle} ${outlineWidth})`;
    const reach = Number.parseFloat(outlineOffset);
    const [ring, under] = [light(colourOf(outlineColor)), light(ground(reach < 0 ? one : one.parentElement))];
    const contrast = (Math.max(ring, under) + 0.05) / (Math.min(ring, under) + 0.05);
    if (contrast < 3) return `a ring with contrast ${contrast.toFixed(2)}`;
    // Sides that a scrolling or clipping frame cuts off.
    const box = one.getBoundingClientRect();
    const out = reach + Number.parseFloat(outlineWidth) - 1;
    const edges = { left: box.left - out, top: box.top - out, right: box.right + out, bottom: box.bottom + out };
    const cut = new Set<string>();
    for (let at = one.parentElement; at !== null; at = at.parentElement) {
      const frame = at === document.documentElement ? new DOMRect(0, 0, innerWidth, innerHeight) : at.getBoundingClientRect();
      if (at !== document.documentElement && getComputedStyle(at).overflow === "visible") continue;
      if (edges.left < frame.left) cut.add("left");
      if (edges.top < frame.top) cut.add("top");
      if (edges.right > frame.right) cut.add("right");
      if (edges.bottom > frame.bottom) cut.add("bottom");
    }
    return cut.size > 2 ? `a ring cut off at ${[...cut].join(", ")}` : null;
  });
  return { name, tag: element.tagName.toLowerCase(), fault: faults.includes(null) ? null : (faults[0] ?? null) };
}

export const focused = (page: Page): Promise<Stop> => page.evaluate(readStop);

/** One Tab (or Shift+Tab), and where it led. */
export async function tab(page: Page, backwards = false): Promise<Stop> {
  await page.keyboard.press(backwards ? "Shift+Tab" : "Tab");
  const stop = await focused(page);
  if (stop.tag !== "body") {
    expect.soft(stop.name, `a name for the ${stop.tag} at ${page.url()}`).not.toBe("");
    expect.soft(stop.fault, `the focus ring of “${stop.name}” at ${page.url()}`).toBeNull();
  }
  return stop;
}

interface Way {
  backwards?: boolean;
  /** What it has to be, when a title or a link is called so too. */
  tags?: readonly string[];
}

/** Long enough for a control that opens only when the chain has answered. */
const PATIENCE_MS = 30_000;

/** Presses Tab, round and round if need be, until the focus stands at what is called so. */
export async function tabTo(page: Page, name: RegExp, { backwards = false, tags }: Way = {}): Promise<void> {
  const passed: string[] = [];
  let stop = await focused(page);
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
    if (name.test(stop.name) && (tags?.includes(stop.tag) ?? true)) return;
    passed.push(stop.name.slice(0, 30) || stop.tag);
    stop = await tab(page, backwards);
  }
  throw new Error(`the focus never came to ${name} at ${page.url()}; it passed ${[...new Set(passed)].join(" | ")}`);
}

/** Goes to a control and presses it. */
export async function press(page: Page, name: RegExp, { key = "Enter", ...way }: Way & { key?: "Enter" | "Space" } = {}): Promise<void> {
  await tabTo(page, name, { tags: ["a", "button", "summary", "input"], ...way });
  await page.keyboard.press(key);
}

/** Goes to a field and writes over what is in it. */
export async function write(page: Page, label: RegExp, text: string, way: Way = {}): Promise<void> {
  await tabTo(page, label, { tags: ["input", "textarea"], ...way });
  await page.keyboard.press("Control+A");
  if (text === "") await page.keyboard.press("Delete");
  else await page.keyboard.insertText(text.slice(0, -1));
  await page.keyboard.type(text.slice(-1));
}

/** Goes to a list and moves through it until an option is chosen. */
export async function choose(page: Page, label: RegExp, option: RegExp, way: Way = {}): Promise<void> {
  await tabTo(page, label, { tags: ["select"], ...way });
  const chosen = (): Promise<string> => page.evaluate(() => (document.activeElement as HTMLSelectElement).selectedOptions[0]?.text ?? "");
  await page.keyboard.press("Home");
  for (let steps = 0; steps < 20; steps++) {
    if (option.test(await chosen())) return;
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`${label} has no option ${option}; it stopped at “${await chosen()}”`);
}

/** From the screen's title back to the rail of the full tab, and to one of its places. */
export const goByRail = (page: Page, place: string): Promise<void> => press(page, new RegExp(`^${place}`), { backwards: true });

/** The button of an approval that signs. */
const confirmButton = (page: Page) => page.locator(".consent .actions > button.btn--large").last();

/** On an open approval: everything that it asks for, then its confirm button. Resolves when the page has gone on. */
export async function approveByKeyboard(page: Page, password = PASSWORD): Promise<void> {
  await page.locator(".consent").waitFor();
  await expectApprovalOrder(page);
  const address = page.url();
  for (const asked of await page.locator(".consent > .field label b.mono").allTextContents()) await write(page, new RegExp(`${literal(asked)}$`), asked);
  if ((await page.locator(".consent input[type=password]").count()) > 0) await write(page, /^Password, to sign this/, password);
  if ((await page.locator(".consent .hold").count()) > 0) {
    await press(page, /^Type a word instead of holding/);
    await until("the field of the word to have the focus", async () => (await focused(page)).tag === "input");
    await page.keyboard.type((await page.locator(".hold-field b.mono").textContent()) ?? "");
  }
  await until("the approval to accept a confirmation", () => confirmButton(page).isEnabled());
  await press(page, new RegExp(`^${literal((await confirmButton(page).innerText()).trim())}$`));
  await until("the approval to be consumed", () => page.url() !== address).catch(async (error: unknown) => {
    throw new Error(`the approval stayed: ${await page.locator("main").innerText()}`, { cause: error });
  });
}

/** The parts of an approval in the order in which it is read and tabbed through; those with a star stand on every one. */
const ORDER: readonly (readonly [part: string, selector: string, text?: string])[] = [
  ["origin*", ".approval-origin"],
  ["network*", ".popup__bar .network"],
  ["sentence*", ".alarm, h2.title--sentence"],
  ["code", "main .code-id"],
  ["parties*", "main dl.kv"],
  ["way back", "main .wayback"],
  ["dry run*", "main summary", "^What .* predicts"],
  ["params", "main summary", "^Decoded params"],
  ["addresses", "main summary", "all addresses"],
  ["fee*", "main summary", "^Fee"],
  ["technical*", "main summary", "^Technical"],
  ["fee line*", "footer .approval-fee"],
  ["Reject*", "footer button", "^Reject$"],
  ["confirm*", "footer .consent .actions > button.btn--large:last-of-type"],
];

/** An approval stands in the order that the design gives it, and begins where it should: on its sentence, or on Reject when there is an alarm. */
export async function expectApprovalOrder(page: Page): Promise<void> {
  const alarm = (await page.locator(".alarm").count()) > 0;
  await until("the focus to stand where the approval begins", async () => {
    const { name, tag } = await focused(page);
    return alarm ? name === "Reject" : tag === "h2";
  });
  const faults = await page.evaluate((order) => {
    const found = order.map(([part, selector, text]) => ({
      part,
      element: [...document.querySelectorAll<HTMLElement>(selector)].find((one) => text === undefined || new RegExp(text).test(one.innerText.trim())),
    }));
    const missing = found.filter(({ part, element }) => part.endsWith("*") && element === undefined).map(({ part }) => `${part} is missing`);
    const there = found.filter((one): one is { part: string; element: HTMLElement } => one.element !== undefined);
    const swapped = there.slice(1).flatMap(({ part, element }, at) => {
      const before = there[at] as { part: string; element: HTMLElement };
      return (before.element.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) === 0 ? [`${part} stands before ${before.part}`] : [];
    });
    const jumps = [...document.querySelectorAll<HTMLElement>("[tabindex]")]
      .filter((one) => one.tabIndex > 0)
      .map((one) => `tabindex ${one.tabIndex} on ${one.outerHTML.slice(0, 80)}`);
    return [...missing, ...swapped, ...jumps];
  }, ORDER);
  expect(faults, `the order of the approval at ${page.url()}`).toEqual([]);
}
