import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Devnet, startDevnet } from "../devnet/node.ts";
import { browserFlags, findBrowser } from "./browser.ts";
import { buildAll } from "./build-all.ts";
import { devnetWorkerFile } from "./devnet-worker-file.ts";
import { devnetOptions } from "./devnet-options.ts";
import { extensionId } from "./extension-id.ts";
import { printedDevnet } from "./printed-devnet.ts";
import { root } from "./root.ts";
import { runCommand } from "./run-command.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** `npm start`: everything that a rehearsal needs, until interrupted. */
await runCommand("start", async ({ values }) => {
  const options = devnetOptions(values);
  const built = await buildAll(root, { say });
  const devnet = await startDevnet({ ...options, workerFile: devnetWorkerFile(root) });
  const headless = values.headless === true || (process.platform === "linux" && !process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"]);
  const browser = findBrowser(root, say);

  const dist = join(root, "dist");
  const id = extensionId(dist);
  const page = `chrome-extension://${id}/extension/popup/tab.html?devnet=${new URL(devnet.rpc).port}`;
  const profile = mkdtempSync(join(tmpdir(), "fil-peggy-"));
  const chrome = spawn(browser, [...browserFlags({ extension: dist, profile, headless }), page], { stdio: "ignore" });

  async function stop(code: number): Promise<never> {
    chrome.kill();
    await devnet.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    process.exit(code);
  }
  process.on("SIGINT", () => void stop(0));
  process.on("SIGTERM", () => void stop(0));
  chrome.on("error", (error) => {
    say(`The step «open the browser» failed: ${browser} could not be started (${error.message}). Set CHROME_PATH to Chromium or Chrome for Testing.`);
    void stop(1);
  });
  chrome.on("exit", () => {
    say("The browser was closed. The devnet goes on; Ctrl+C ends it.");
  });

  if (values.json === true) {
    process.stdout.write(`${JSON.stringify({ ...printedDevnet(devnet, built.ownerCodeCid), dist, extensionId: id })}\n`);
  } else {
    process.stdout.write(whatRuns(devnet, { dist, headless, ownerCodeCid: built.ownerCodeCid }));
  }
});

/** What runs, and what to do with it. */
function whatRuns(devnet: Devnet, facts: { dist: string; headless: boolean; ownerCodeCid: string }): string {
  const miner = devnet.miners[0];
  return `
The rehearsal network runs${facts.headless ? " (no display: Chromium runs headless)" : ""}. Its money is worth nothing.

  Lotus JSON-RPC   ${devnet.rpc}
  token            ${devnet.token}
  extension        ${facts.dist}${facts.headless ? "  (load it in a Chrome of yours: chrome://extensions, Developer mode, Load unpacked)" : ""}
  rehearsal words  ${devnet.mnemonic}
  miner            ${miner?.address ?? "none"}, owned by ${miner?.owner ?? "nobody"}
  owner actor      code ${facts.ownerCodeCid}

What to do next
  1. In the extension: «Rehearse on the devnet», then choose a password.
  2. Miners → ${miner?.address ?? "the miner"} → Take over: choose terms and follow the steps.
  3. As a second account: open the offer by the owner actor's address and deposit.
  4. Let a month of mining pass:
     curl -s ${devnet.rpc} -H 'Authorization: Bearer ${devnet.token}' -d '{"jsonrpc":"2.0","id":1,"method":"Peggy.Reward","params":["${miner?.address ?? ""}","100000000000000000000"]}'
     curl -s ${devnet.rpc} -H 'Authorization: Bearer ${devnet.token}' -d '{"jsonrpc":"2.0","id":1,"method":"Peggy.Advance","params":[86400]}'
  5. Harvest, withdraw.

Ctrl+C ends it all.
`;
}
