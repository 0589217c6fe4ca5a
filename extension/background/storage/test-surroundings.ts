import { MemoryDatabase, MemoryKeyValueStore, MemoryLocks } from "./memory-stores.ts";
import { DiagnosticLog } from "./diagnostic-log.ts";
import type { Surroundings } from "./stores.ts";

/** Surroundings for tests: everything in memory, a clock that is set by hand, and a network only where a test hands one in. */
export interface TestSurroundings extends Surroundings {
  local: MemoryKeyValueStore;
  session: MemoryKeyValueStore;
  database: MemoryDatabase;
  clock: { now: number };
  told: string[];
  reported: unknown[];
  /** waits before nodes were asked again, milliseconds: none of them is waited for */
  paused: number[];
  alarmsSet: Map<string, { at?: number; everyMinutes?: number }>;
}

export function testSurroundings(options: { fetch?: typeof fetch; file?: Surroundings["file"]; realClock?: boolean } = {}): TestSurroundings {
  const clock = { now: 1_800_000_000_000 };
  const told: string[] = [];
  const reported: unknown[] = [];
  const paused: number[] = [];
  const alarmsSet = new Map<string, { at?: number; everyMinutes?: number }>();
  const now = (): number => (options.realClock === true ? Date.now() : clock.now);
  // In a database of its own: tests count the calls of the other one, and make them fail.
  const log = new DiagnosticLog({ database: new MemoryDatabase(), now });
  return {
    clock,
    told,
    reported,
    paused,
    alarmsSet,
    local: new MemoryKeyValueStore("local"),
    session: new MemoryKeyValueStore("session"),
    database: new MemoryDatabase(),
    locks: new MemoryLocks(),
    alarms: { set: async (name, alarm) => void alarmsSet.set(name, alarm), clear: async (name) => void alarmsSet.delete(name) },
    now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    fetch: options.fetch ?? (() => Promise.reject(new TypeError("a test without a network"))),
    file: options.file ?? (() => Promise.reject(new Error("a test without files"))),
    mayAsk: async () => true,
    tell: (topics) => void told.push(...topics),
    later: () => {},
    report: (error) => void (reported.push(error), log.note(error)),
    diagnostics: () => log.lines(),
    pause: async (ms) => void paused.push(ms),
    version: "0.1.0",
  };
}
