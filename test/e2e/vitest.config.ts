import { defineConfig } from "vitest/config";

/** Real Chromium against the real devnet. Two files at a time: one leaves a third of two cores idle. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/e2e/**/*.e2e.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // A build machine that is short of time for a moment may try once more; nobody else may.
    retry: process.env["CI"] ? 1 : 0,
  },
});
