/** Colours of the present theme for a canvas, which knows no CSS variables. Read again when the theme changes. */
export function plotColours(element: HTMLElement): Readonly<Record<"text" | "grid" | "axis" | "vesting" | "reward" | "rewardSoft" | "ground", string>> {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: read("--faint"),
    grid: read("--data-grid"),
    axis: read("--line-strong"),
    vesting: read("--data-vesting"),
    reward: read("--accent"),
    rewardSoft: read("--accent-soft"),
    ground: read("--raised"),
  };
}

/** attoFIL as a number of FIL for drawing only: a pixel is coarser than what is lost. Texts never come from it. */
export const forDrawing = (atto: string): number => Number(BigInt(atto) / 10n ** 9n) / 1e9;

/** Calls back when the theme changes, by the system or by the setting. */
export function onThemeChange(changed: () => void): () => void {
  const media = window.matchMedia("(prefers-color-scheme: dark)");
  const watcher = new MutationObserver(changed);
  media.addEventListener("change", changed);
  watcher.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    media.removeEventListener("change", changed);
    watcher.disconnect();
  };
}
