import { browser } from "../shared/browser.ts";

/** Opening our own pages beside the one that asks. */

/** The app as a full tab, at a place. */
export function openTab(path = "/"): void {
  void openOurs(`extension/popup/tab.html#${path}`);
}

/** The page of secrets: words, keys, vault files, new passwords. Always a tab of its own. */
export function openSecret(path: string): void {
  void openOurs(`extension/popup/secret.html#${path}`);
}

async function openOurs(path: string): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL(path) });
  if (document.body.dataset["shell"] === "popup") window.close();
}
