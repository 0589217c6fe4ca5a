import { buildAll } from "./build-all.ts";
import { root } from "./root.ts";
import { runCommand } from "./run-command.ts";

/** `npm run build`: everything that is made from the sources. */
await runCommand("build", async ({ values }) => {
  const built = await buildAll(root, { force: values.force === true, say: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write(`dist/            the unpacked extension (Chrome: chrome://extensions, Developer mode, Load unpacked)\n`);
  process.stdout.write(`build/owner.wasm ${built.ownerWasmBytes} bytes, code CID ${built.ownerCodeCid}\n`);
});
