import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./root.ts";

/** Runs a command-line tool of node_modules and tells whether it ended well; its output goes to ours. */
export function runTool(tool: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, "node_modules", tool), ...args], { cwd: root, stdio: "inherit", env });
    child.on("error", () => resolve(false));
    child.on("exit", (code) => resolve(code === 0));
  });
}

/** Runs named steps in order; the first that fails ends the command with the step's name. */
export async function runSteps(steps: readonly { name: string; run: () => Promise<boolean> }[]): Promise<void> {
  for (const { name, run } of steps) {
    const started = performance.now();
    const ok = await run();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stderr.write(`${ok ? "done  " : "FAILED"} ${name} (${seconds} s)\n`);
    if (!ok) {
      process.stderr.write(`The step «${name}» failed; its words stand above.\n`);
      process.exit(1);
    }
  }
}
