import { defineConfig } from "vitest/config";
import { packageAliases } from "../../package-aliases.ts";

/** Speed figures: never part of a test run, one file after the other. */
export default defineConfig({
  resolve: { alias: packageAliases },
  test: {
    root: new URL("../..", import.meta.url).pathname,
    include: ["test/bench/**/*.bench.ts"],
    pool: "forks",
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
