import * as glue from "#signer-glue";
import { settled } from "../../../../wallet/waiting.ts";

/**
 * The Rust signer of @zondax/filecoin-signing-tools. What it does with a key happens in an instance of its own, whose memory, with copies of the key, is wiped after.
 */
export type Signer = <T>(act: (signer: typeof glue) => T) => Promise<T>;

/** The glue knows one instance at a time. */
let queue: Promise<unknown> = Promise.resolve();

/**
 * A signer of its Wasm's bytes. The glue keeps views of an instance's memory and renews them only when they are detached, which growing by nothing does: nothing that
 * `act` made may be used after it.
 */
export const signerOf =
  (wasm: () => Promise<Uint8Array>): Signer =>
  async (act) => {
    const bytes = await wasm();
    const result = queue.then(async () => {
      const { instance } = await WebAssembly.instantiate(bytes as Uint8Array<ArrayBuffer>, {
        "./filecoin_signer_wasm_bg.js": glue as unknown as WebAssembly.ModuleImports,
      });
      const memory = instance.exports["memory"] as WebAssembly.Memory;
      glue.__wbg_set_wasm(instance.exports);
      try {
        return act(glue);
      } finally {
        new Uint8Array(memory.buffer).fill(0);
        memory.grow(0);
      }
    });
    queue = settled(result);
    return result;
  };
