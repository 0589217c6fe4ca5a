import { browser, localArea, sessionArea, type StorageArea } from "../../shared/browser.ts";
import { PROTOCOL_VERSION } from "../../shared/messages.ts";
import { DiagnosticLog } from "./diagnostic-log.ts";
import { openDatabase } from "./indexed-database.ts";
import { settled } from "../../../wallet/waiting.ts";
import type { KeyValueStore, Surroundings } from "./stores.ts";

/** The worker's surroundings in a browser. The only file that touches the extension's storage areas, alarms and permissions. */

function store(area: StorageArea): KeyValueStore {
  return {
    get: async (key) => (await area.get(key))[key] as unknown,
    set: (key, value) => area.set({ [key]: value }),
    remove: (key) => area.remove(key),
    keys: async () => Object.keys(await area.get(null)),
  };
}

/** Match patterns have no ports: the permission for a host is one for all of its ports. */
const patternOf = (url: string): string => {
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
};

export function browserSurroundings(): Surroundings {
  const database = openDatabase((damage) => report(damage));
  const log = new DiagnosticLog({ database, now: () => Date.now() });
  const report = (error: unknown): void => {
    console.error(error);
    void log.note(error);
  };
  return {
    local: store(localArea()),
    session: store(sessionArea()),
    database,
    locks: { hold: (name, act) => navigator.locks.request(name, act) as never },
    alarms: {
      set: async (name, { at, everyMinutes }) =>
        browser.alarms.create(name, { ...(at === undefined ? {} : { when: at }), ...(everyMinutes === undefined ? {} : { periodInMinutes: everyMinutes }) }),
      clear: async (name) => void (await browser.alarms.clear(name)),
    },
    now: () => Date.now(),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    fetch: globalThis.fetch.bind(globalThis),
    file: async (name) => new Uint8Array(await (await fetch(browser.runtime.getURL(name))).arrayBuffer()),
    mayAsk: (url) => browser.permissions.contains({ origins: [patternOf(url)] }),
    // Without an open page there is no receiver, which sendMessage reports as an error.
    tell: (topics) => void settled(browser.runtime.sendMessage({ v: PROTOCOL_VERSION, event: "changed", topics })),
    later: (ms, act) => void setTimeout(act, ms),
    report,
    diagnostics: () => log.lines(),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    version: browser.runtime.getManifest().version,
  };
}
