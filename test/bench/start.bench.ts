import { spawn } from "node:child_process";
import { join } from "node:path";
import { it } from "vitest";
import { root } from "../../scripts/root.ts";
import { median, record } from "./record.ts";

/** `npm start` in a folder where everything is built: seconds until the line of JSON. */
async function startToLine(): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, "scripts/run.mjs"), "start", "--headless", "--json", "--port", "0"], {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (part: Buffer) => part.includes(10) && resolve());
      child.once("exit", (code) => reject(new Error(`npm start ended with ${code}`)));
    });
    return (performance.now() - started) / 1000;
  } finally {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
    await gone;
  }
}

it("a second npm start", async () => {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) times.push(await startToLine());
  record("second npm start", { value: median(times), unit: "s", bar: 10, sense: "most" });
});
