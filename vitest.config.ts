import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";
import { markRooms } from "./test/walk/mark-rooms.ts";
import { packageAliases } from "./package-aliases.ts";

/**
 * Unit and property tests sit beside the code; end-to-end tests have their own configuration (test/e2e). The tests of the chain and of the actor share the loaded
 * modules of their process, since loading them anew for each file takes longer than most files; the wallet's keep what they load to themselves, as a worker does.
 */
export default defineConfig({
  resolve: { alias: { ...packageAliases, "webextension-polyfill": new URL("test/browser-in-tests.ts", import.meta.url).pathname } },
  test: {
    setupFiles: ["test/property-seed.ts"],
    pool: "forks",
    maxWorkers: 3,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      {
        extends: true,
        test: {
          name: "chain",
          isolate: false,
          include: ["{actor,filecoin,devnet,test}/**/*.test.ts"],
          exclude: ["**/node_modules/**", "test/e2e/**", "test/reference/**", "test/walk/**"],
        },
      },
      { extends: true, plugins: [vue({ features: { optionsAPI: false } })], test: { name: "wallet", include: ["{wallet,extension,scripts}/**/*.test.ts"] } },
      { extends: true, plugins: [markRooms()], test: { name: "walk", include: ["test/walk/**/*.test.ts"] } },
    ],
  },
});
