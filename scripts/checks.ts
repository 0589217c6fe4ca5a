import { runTool } from "./run-tool.ts";

/** Types, lint, arrows, unused files, form: what needs no running program. */
export const staticChecks = [
  { name: "types", run: () => runTool("vue-tsc/bin/vue-tsc.js", ["--noEmit", "-p", "tsconfig.json"]) },
  { name: "lint", run: () => runTool("eslint/bin/eslint.js", [".", "--max-warnings=0", "--cache", "--cache-location", "build/.eslintcache"]) },
  { name: "arrows between folders", run: () => runTool("dependency-cruiser/bin/dependency-cruise.mjs", ["--config", ".dependency-cruiser.cjs", "filecoin", "actor/abi", "devnet", "extension", "scripts", "test"]) },
  { name: "nothing unused", run: () => runTool("knip/bin/knip.js", ["--no-progress"]) },
];
