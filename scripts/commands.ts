import type { CommandSpec } from "./command-line.ts";

/** Flags of the devnet, the same for `npm start` and `npm run devnet`. */
const DEVNET_FLAGS = {
  port: { takes: "N", about: "port on 127.0.0.1; 0 = any free one (1234)" },
  "epoch-ms": { takes: "N", about: "milliseconds from one epoch to the next; 0 = a tipset whenever a message comes in (1000)" },
  data: { takes: "FOLDER", about: "keep the chain here across restarts and crashes (in memory)" },
  mnemonic: { takes: "WORDS", about: "words of the rehearsal accounts, in quotes (new ones for each chain)" },
  gateway: { about: "offer only what a public gateway does" },
  bare: { about: "miners without sectors, power or rewards" },
} as const;

const JSON_LINE = { about: "print one line of JSON when ready" } as const;
const BUNDLE = { takes: "FILE", about: "a .car of the released built-in actors (test/reference/README.md)" } as const;

/** Every command of package.json: what stands behind its name, and what --help says. */
export const COMMANDS = {
  start: {
    name: "start",
    about: "Builds, starts a rehearsal network and opens Chromium with the extension; Ctrl+C ends it all.",
    flags: { ...DEVNET_FLAGS, headless: { about: "a browser without a window" }, json: JSON_LINE },
  },
  devnet: {
    name: "devnet",
    about: "Builds and runs the rehearsal network alone, until interrupted (docs/devnet.md).",
    flags: { ...DEVNET_FLAGS, json: JSON_LINE },
  },
  build: {
    name: "build",
    about: "Builds the owner actor, the devnet's bundle and dist/, each only when its sources have changed.",
    flags: { force: { about: "build all of it" }, firefox: { about: "also dist-firefox/, the extension as Firefox loads it" } },
  },
  check: { name: "check", about: "Types, lint, form, arrows between folders, unused code, unit tests.", flags: {} },
  test: { name: "test", about: "Everything that has to hold before a change lands: checks, unit tests, tests in a real browser.", flags: {} },
  "test:e2e": {
    name: "test:e2e",
    about: "Real Chromium against the real devnet.",
    flags: { test: { takes: "TEXT", about: "only tests with this in their names" } },
    files: { takes: "NAME…", about: "only files of test/e2e with this in their names", most: 100 },
  },
  "test:reference": {
    name: "test:reference",
    about: "The owner actor on the reference FVM and on the devnet, compared (needs Rust).",
    flags: {
      bundle: BUNDLE,
      scenarios: { about: "the scenarios alone, without the tests of the owner actor" },
      gas: { about: "compare gas too" },
      "build-seconds": { takes: "N", about: "give up building the reference after so many seconds" },
    },
  },
  "test:invariants": {
    name: "test:invariants",
    about: "Random histories of the owner actor against the independent model (2000 of 200 steps), and crowds.",
    flags: {},
    files: { takes: "HISTORIES STEPS", about: "how many, and how long", most: 2 },
  },
  "test:lies": {
    name: "test:lies",
    about: "Thousands of lies of one of two nodes about everything that can be signed: none may come through.",
    flags: { only: { takes: "NAME", about: "the one lie of this name, as a failure names it" } },
    files: { takes: "LIES", about: "at least how many (5000)", most: 1 },
  },
  "test:mutants": {
    name: "test:mutants",
    about: "Takes the owner actor's rules out one by one and shows which test notices.",
    flags: {
      attacks: { about: "each row of docs/attacks.md with its own test" },
      refusals: { about: "take nothing out; list what no test has seen the actor refuse" },
    },
    files: { takes: "TEXT", about: "only rules, files or attacks with this in them", most: 1 },
  },
  bench: {
    name: "bench",
    about: "Every figure of docs/benchmarks.md, measured now.",
    flags: {
      json: { takes: "FILE", about: "write the figures there too" },
      write: { about: "write them into docs/benchmarks.md" },
      long: { about: "also what takes minutes" },
      gas: { about: "gas alone" },
      bundle: BUNDLE,
    },
  },
  screens: {
    name: "screens",
    about: "A picture of every screen, as popup and tab, light and dark.",
    flags: {},
    files: { takes: "FOLDER", about: "where they go (build/screens)", most: 1 },
  },
} as const satisfies Record<string, CommandSpec>;
