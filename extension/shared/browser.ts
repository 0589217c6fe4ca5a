import browser, { type Runtime, type Storage } from "webextension-polyfill";

/**
 * The one door to the browser, in Chrome and Firefox alike: pages and the worker say `browser`, never `chrome`. What Firefox has not is optional here, so that whoever
 * uses it says what happens without.
 */

interface AccessLevel {
  /** Chrome: content scripts may not read the area. Firefox lets none read it, and has no such call. */
  setAccessLevel?(access: { accessLevel: "TRUSTED_CONTEXTS" }): Promise<void>;
}

export type StorageArea = Storage.StorageArea & AccessLevel;
export const localArea = (): StorageArea => browser.storage.local;
export const sessionArea = (): StorageArea => browser.storage.session;

export type Sender = Runtime.MessageSender;
export { browser };
