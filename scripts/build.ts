import { buildAll } from "./build-all.ts";
import { buildFirefox } from "./build-firefox.ts";
import { root } from "./root.ts";
import { runCommand } from "./run-command.ts";

/** `npm run build`: everything that is made from the sources. */
await runCommand("build", async ({ values }) => {
  const built = await buildAll(root, { force: values.force === true, say: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write(`dist/            the unpacked extension (Chrome: chrome://extensions, Developer mode, Load unpacked)\n`);
  if (values.firefox === true) {
    buildFirefox(root);
    process.stdout.write(`dist-firefox/    the same for Firefox 140 and newer (about:debugging, This Firefox, Load Temporary Add-on)\n`);
  }
  process.stdout.write(`build/owner.wasm ${built.ownerWasmBytes} bytes, code CID ${built.ownerCodeCid}\n`);
});
