import { runToolQuietly, type Step } from "./run-tool.ts";

/** Types, lint, form, arrows, unused files: what needs no running program. They run side by side and remember what has not changed. */
export const staticChecks: readonly Step[] = [
  {
    name: "types",
    run: () => runToolQuietly("vue-tsc/bin/vue-tsc.js", ["--noEmit", "-p", "tsconfig.json", "--incremental", "--tsBuildInfoFile", "build/.tsbuildinfo"]),
  },
  { name: "lint", run: () => runToolQuietly("eslint/bin/eslint.js", [".", "--max-warnings=0", "--cache", "--cache-location", "build/.eslintcache"]) },
  {
    name: "form",
    run: () =>
      runToolQuietly("prettier/bin/prettier.cjs", [
        "--check",
        "--log-level=warn",
        "--cache",
        "--cache-location=build/.prettiercache",
        "**/*.{ts,vue,mjs,cjs,css,html}",
      ]),
  },
  {
    name: "arrows between folders",
    run: () =>
      runToolQuietly("dependency-cruiser/bin/dependency-cruise.mjs", [
        "--config",
        ".dependency-cruiser.cjs",
        "filecoin",
        "actor/abi",
        "devnet",
        "wallet",
        "extension",
        "scripts",
        "test",
      ]),
  },
  {
    name: "no circle of folders",
    run: () =>
      runToolQuietly("dependency-cruiser/bin/dependency-cruise.mjs", [
        "--config",
        ".dependency-cruiser-folders.cjs",
        "filecoin",
        "actor/abi",
        "devnet",
        "wallet",
        "extension",
      ]),
  },
  { name: "nothing unused", run: () => runToolQuietly("knip/bin/knip.js", ["--no-progress"]) },
];
