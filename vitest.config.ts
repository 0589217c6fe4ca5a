import { defineConfig } from "vitest/config";
import { packageAliases } from "./package-aliases.ts";

/** Unit and property tests sit beside the code; end-to-end tests have their own configuration (test/e2e). */
export default defineConfig({
  resolve: { alias: packageAliases },
  test: {
    include: ["{actor,filecoin,devnet,extension,scripts,test}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/e2e/**", "test/reference/**"],
    setupFiles: ["test/property-seed.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
