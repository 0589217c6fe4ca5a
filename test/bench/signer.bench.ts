import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "vitest";
import { signerOf } from "../../extension/background/secrets/keys/signer.ts";
import { signMessage } from "../../extension/background/signing/sign-message.ts";
import { Address } from "../../filecoin/address.ts";
import { addressOfKey } from "../../filecoin/lotusKey.ts";
import { attoFil } from "../../filecoin/units.ts";
import { root } from "../../scripts/root.ts";
import { median, record } from "./record.ts";

it("signs", async () => {
  const wasm = new Uint8Array(readFileSync(join(root, "dist/filecoin_signer_wasm_bg.wasm")));
  const signer = signerOf(async () => wasm);
  for (const kind of ["secp256k1", "bls"] as const) {
    const times: number[] = [];
    // The first ones warm the signer.
    for (let nonce = 0; nonce < 13; nonce++) {
      const privateKey = new Uint8Array(32).fill(7);
      const from = addressOfKey({ type: kind, privateKey });
      const started = performance.now();
      await signMessage(
        {
          version: 0,
          to: Address.id(1000n),
          from,
          nonce,
          value: attoFil(1n),
          gasLimit: 1_000_000,
          gasFeeCap: attoFil(1n),
          gasPremium: attoFil(1n),
          method: 0,
          params: new Uint8Array(),
        },
        { kind, privateKey },
        signer,
      );
      if (nonce >= 3) times.push(performance.now() - started);
    }
    record(`signature, ${kind}, a new signer each`, { value: median(times), unit: "ms", bar: 100, sense: "most" });
  }
});
