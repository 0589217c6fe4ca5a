import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./root.ts";

/**
 * Runs a command-line tool of node_modules and tells whether it ended well. Its output goes to ours; `stdout` 2 = all of it to standard
 * error, for callers that promise one line of JSON.
 */
export function runTool(tool: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env, stdout: 1 | 2 = 1): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, "node_modules", tool), ...args], { cwd: root, stdio: ["inherit", stdout, 2], env });
    child.on("error", () => resolve(false));
    child.on("exit", (code) => resolve(code === 0));
  });
}

/** As runTool, for one of several at a time: what it says comes in one piece when it has ended, and only when it ended badly. */
export function runToolQuietly(tool: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, "node_modules", tool), ...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    const words: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => words.push(part));
    child.on("error", () => resolve(false));
    child.on("close", (code) => {
      if (code !== 0) process.stderr.write(Buffer.concat(words));
      resolve(code === 0);
    });
  });
}

export interface Step {
  name: string;
  run: () => Promise<boolean>;
}

async function runStep({ name, run }: Step): Promise<boolean> {
  const started = performance.now();
  const ok = await run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stderr.write(`${ok ? "done  " : "FAILED"} ${name} (${seconds} s)\n`);
  if (!ok) process.stderr.write(`The step «${name}» failed; its words stand above.\n`);
  return ok;
}

/** Runs named steps in order, those of an inner list side by side; what fails ends the command with its name. */
export async function runSteps(steps: readonly (Step | readonly Step[])[]): Promise<void> {
  for (const step of steps) {
    const done = await Promise.all(("run" in step ? [step] : step).map(runStep));
    if (done.includes(false)) process.exit(1);
  }
}
