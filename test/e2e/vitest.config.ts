import { defineConfig } from "vitest/config";

/** Real Chromium against the real devnet. One file leaves a third of two cores idle, so two run side by side; each has a browser and a devnet of its own. */
export default defineConfig({
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/e2e/**/*.e2e.ts"],
    pool: "forks",
    maxWorkers: 2,
    // The longest flow takes a minute on an idle machine; on one that is busy a test still ends by what it waited for, not by this.
    testTimeout: 900_000,
    hookTimeout: 300_000,
  },
});
