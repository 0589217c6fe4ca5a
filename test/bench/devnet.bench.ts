import { spawn } from "node:child_process";
import { join } from "node:path";
import { it } from "vitest";
import { root } from "../../scripts/root.ts";
import { TestDevnet } from "../e2e/devnet.ts";
import { median, record } from "./record.ts";

/** Starts the devnet's own command in a process of its own, from nothing to the first answered request. */
async function startToAnswer(): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", join(root, "scripts/devnet.ts"), "--port", "0", "--json"], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
  try {
    const line = await new Promise<string>((resolve, reject) => {
      let text = "";
      child.stdout.on("data", (part: Buffer) => {
        text += part.toString();
        if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
      });
      child.once("exit", (code) => reject(new Error(`the devnet ended with ${code}`)));
    });
    const { rpc } = JSON.parse(line) as { rpc: string };
    const reply = await fetch(rpc, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "Filecoin.ChainHead", params: [] }) });
    await reply.json();
    return performance.now() - started;
  } finally {
    child.kill("SIGKILL");
  }
}

it("starts and answers", async () => {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) times.push(await startToAnswer());
  record("start to first RPC answer", { value: median(times) / 1000, unit: "s", bar: 1.5, sense: "most" });
});

it("advances a year of epochs", async () => {
  const devnet = await TestDevnet.start({ epochMs: 1_000 });
  try {
    const started = performance.now();
    await devnet.call("Peggy.Advance", 1_051_200);
    record("a year of epochs", { value: (performance.now() - started) / 1000, unit: "s", bar: 60, sense: "most" });
  } finally {
    await devnet.close();
  }
});
