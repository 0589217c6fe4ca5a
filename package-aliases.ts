import { fileURLToPath } from "node:url";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const standIn = (name: string): string => at(`./extension/background/signing/stand-ins/${name}.ts`);

/** Names that stand for files a package hides, or for packages that must not ship (docs/decisions/002-wallet-packages.md). */
export const packageAliases = {
  // Asked for by import and by require: without this both forms of each helper ship.
  "@babel/runtime/helpers": at("./node_modules/@babel/runtime/helpers"),
  axios: at("./extension/background/signing/axios-over-fetch.ts"),
  "#signer-glue": at("./node_modules/@zondax/filecoin-signing-tools/browser/filecoin_signer_wasm_bg.js"),
  "@glif/filecoin-address": standIn("glif-address"),
  "@glif/filecoin-message": standIn("glif-message"),
  bent: standIn("bent"),
  "@babel/runtime/regenerator": standIn("regenerator"),
};

/** Of the worker alone, whose wallet provider imports number libraries that it does not need; pages use the real ones. */
export const workerAliases = {
  ...packageAliases,
  "@glif/filecoin-number": standIn("glif-number"),
  "bignumber.js": standIn("bignumber"),
};

/** Of pages alone: FilecoinNumber imports a second number library, for bytes that no page asks of it. */
export const pageAliases = { "bn.js": at("./extension/popup/format/no-bytes.ts") };
