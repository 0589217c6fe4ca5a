import { buildAll } from "./build-all.ts";
import { root } from "./root.ts";

const force = process.argv.includes("--force");
const built = await buildAll(root, { force, say: (line) => process.stderr.write(`${line}\n`) });
process.stdout.write(`dist/            the unpacked extension (Chrome: chrome://extensions, Developer mode, Load unpacked)\n`);
process.stdout.write(`build/owner.wasm ${built.ownerWasmBytes} bytes, code CID ${built.ownerCodeCid}\n`);
