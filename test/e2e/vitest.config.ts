import { defineConfig } from "vitest/config";

/**
 * Real Chromium against the real devnet. One file leaves a third of two cores idle, so two run side by side. The build machine takes its time: one file after the
 * other (and `scripts/test.ts` lets a file that failed there begin once more).
 */
const unhurried = Boolean(process.env["CI"]);

export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/e2e/**/*.e2e.ts"],
    pool: "forks",
    maxWorkers: unhurried ? 1 : 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
