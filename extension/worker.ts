import { browser, localArea, sessionArea } from "./shared/browser.ts";
import { PAGE_PORT } from "./shared/messages.ts";
import { browserSurroundings } from "./background/storage/browser.ts";
import { LOCK_ALARM } from "./background/secrets/lock/lock.ts";
import { OUTBOX_ALARM } from "./background/signing/rounds.ts";
import { composeWorker, type Worker } from "./compose-worker.ts";

/**
 * The service worker; in Firefox an event page. Every listener is registered in this first turn; each awaits `ready`. The worker may be killed at any moment and
 * keeps nothing in memory that is not in storage.
 */

const self = { id: browser.runtime.id, origin: new URL(browser.runtime.getURL("")).origin };

const surroundings = browserSurroundings();

async function start(): Promise<Worker> {
  const worker = composeWorker(surroundings, self);
  await Promise.all([localArea().setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" }), sessionArea().setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" })]);
  const locksAt = await worker.lock.openUntil();
  // Alarms may vanish with the browser; the deadline is absolute.
  if (locksAt !== null) await worker.s.alarms.set(LOCK_ALARM, { at: locksAt });
  return worker;
}

const ready = start();
ready.then(({ rounds }) => rounds.soon(0)).catch(surroundings.report);

// The answer goes by callback, which every browser and the polyfill know alike.
browser.runtime.onMessage.addListener((message: unknown, sender, reply) => {
  void ready
    .then(async ({ dispatcher, rounds }) => {
      const answer = await dispatcher.answer(message, sender);
      reply(answer);
      rounds.pageAsked();
    })
    .catch((error: unknown) => {
      surroundings.report(error);
      reply({ ok: false, code: "internal", params: { detail: "the worker did not start" } });
    });
  return true;
});

browser.runtime.onConnect.addListener((port) => {
  const { sender } = port;
  if (port.name !== PAGE_PORT || sender?.id !== self.id || sender.url?.startsWith(`${self.origin}/`) !== true) {
    port.disconnect();
    return;
  }
  void ready.then(({ rounds }) => {
    rounds.pageOpened();
    port.onDisconnect.addListener(() => rounds.pageClosed());
  });
});

// Alarms may vanish with the browser: without a listener here nothing would wake the worker for what is on its way.
for (const event of [browser.runtime.onStartup, browser.runtime.onInstalled])
  event.addListener(() => void ready.then(({ rounds }) => rounds.run()).catch(surroundings.report));

browser.alarms.onAlarm.addListener((alarm) => {
  void ready.then(async ({ lock, rounds }) => {
    if (alarm.name === LOCK_ALARM) await lock.openUntil();
    if (alarm.name === OUTBOX_ALARM) await rounds.run();
  });
});

browser.idle.onStateChanged.addListener((state) => {
  if (state !== "locked") return;
  void ready.then(async ({ settings, lock }) => {
    if ((await settings()).lockWithScreen) await lock.lock("screen");
  });
});
