import { startDevnet } from "../devnet/node.ts";
import { buildAll } from "./build-all.ts";
import { devnetWorkerFile } from "./devnet-worker-file.ts";
import { devnetOptions } from "./devnet-options.ts";
import { printedDevnet } from "./printed-devnet.ts";
import { root } from "./root.ts";
import { runCommand } from "./run-command.ts";

/** `npm run devnet`: the chain alone, until interrupted. */
await runCommand("devnet", async ({ values }) => {
  const options = devnetOptions(values);
  const built = await buildAll(root, { say: (line) => process.stderr.write(`${line}\n`), without: "extension" });
  const devnet = await startDevnet({ ...options, workerFile: devnetWorkerFile(root) });
  const stop = async (): Promise<void> => {
    await devnet.close();
    process.exit(0);
  };
  process.on("SIGINT", () => void stop());
  process.on("SIGTERM", () => void stop());
  if (values.json === true) {
    process.stdout.write(`${JSON.stringify(printedDevnet(devnet, built.ownerCodeCid))}\n`);
    return;
  }
  process.stdout.write(`RPC        ${devnet.rpc}\nWebSocket  ${devnet.ws}\nToken      ${devnet.token}\nWords      ${devnet.mnemonic}\n`);
  for (const miner of devnet.miners) process.stdout.write(`Miner      ${miner.address}, owner ${miner.owner}\n`);
});
