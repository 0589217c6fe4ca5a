/** Glue of @zondax/filecoin-signing-tools' Rust signer (browser/filecoin_signer_wasm_bg.js); its package hides the file, so the build aliases it. */
declare module "#signer-glue" {
  export function __wbg_set_wasm(exports: WebAssembly.Exports): void;
  /** Signs a Lotus message; returns {Message, Signature: {Type, Data}}. Throws text. */
  export function transactionSign(message: unknown, privateKeyBase64: string): unknown;
  export function keyRecover(privateKeyBase64: string, testnet: boolean): { readonly address: string; free?(): void };
  export function keyRecoverBLS(privateKeyBase64: string, testnet: boolean): { readonly address: string; free?(): void };
  /** The key at a BIP-32 path of 64 seed bytes. */
  export function keyDeriveFromSeed(seed: Uint8Array, path: string): { readonly private_raw: Uint8Array; free(): void };
}
