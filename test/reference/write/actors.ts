/** Assembles the test actors: actors/*.wat → actors/*.wasm. */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import binaryen from "binaryen";

const { BulkMemory, BulkMemoryOpt, MutableGlobals, NontrappingFPToInt, ReferenceTypes, SignExt } = binaryen.Features;
const FOLDER = fileURLToPath(new URL("../actors/", import.meta.url));

for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".wat"))) {
  const module = binaryen.parseText(readFileSync(`${FOLDER}${file}`, "utf8"));
  module.setFeatures(BulkMemory | BulkMemoryOpt | MutableGlobals | NontrappingFPToInt | ReferenceTypes | SignExt);
  if (module.validate() === 0) throw new Error(`${file} does not validate`);
  writeFileSync(`${FOLDER}${file.replace(".wat", ".wasm")}`, module.emitBinary());
}
