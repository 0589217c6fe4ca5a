import { expect, it, vi } from "vitest";

it("registers every listener in the first turn, so that a browser that starts wakes it for what is on its way", async () => {
  const added: string[] = [];
  const event = (name: string): object => ({ addListener: () => void added.push(name) });
  const area = {
    get: async () => ({}),
    set: async () => {},
    remove: async () => {},
    setAccessLevel: async (level: unknown) => expect(level).toEqual({ accessLevel: "TRUSTED_CONTEXTS" }),
  };
  // A database that never opens.
  class NeverDone {
    addEventListener(): void {}
  }
  vi.stubGlobal("IDBRequest", NeverDone);
  vi.stubGlobal("indexedDB", { open: () => new NeverDone() });
  vi.stubGlobal("chrome", {
    runtime: {
      id: "abcdefghijklmnopabcdefghijklmnop",
      getURL: (path: string) => `chrome-extension://abcdefghijklmnopabcdefghijklmnop/${path}`,
      getManifest: () => ({ version: "0.1.0" }),
      sendMessage: async () => {},
      onMessage: event("message"),
      onConnect: event("connect"),
      onStartup: event("startup"),
      onInstalled: event("installed"),
    },
    storage: { local: area, session: area },
    alarms: { onAlarm: event("alarm"), create: async () => {}, clear: async () => true },
    idle: { onStateChanged: event("idle") },
    permissions: { contains: async () => false },
  });
  await import("./worker.ts");
  expect(added.sort()).toEqual(["alarm", "connect", "idle", "installed", "message", "startup"]);
});
