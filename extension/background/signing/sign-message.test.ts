import { describe, expect, it } from "vitest";
import { Address } from "../../../filecoin/address.ts";
import { addressOfKey } from "../../../filecoin/lotusKey.ts";
import { messageCid, type Message } from "../../../filecoin/message.ts";
import { verifySignature } from "../../../filecoin/signature.ts";
import { attoFil } from "../../../filecoin/units.ts";
import { signerOf } from "../secrets/keys/signer.ts";
import { fileBesideWorker } from "../storage/test-files.ts";
import { addressBySigner, signMessage } from "./sign-message.ts";

const signer = signerOf(() => fileBesideWorker("filecoin_signer_wasm_bg.wasm"));
const key = (kind: "secp256k1" | "bls") => ({ kind, privateKey: new Uint8Array(32).fill(7) });
const addressOf = (kind: "secp256k1" | "bls") => addressOfKey({ type: kind, privateKey: new Uint8Array(32).fill(7) });
const message = (from: Address, more: Partial<Message> = {}): Message => ({
  version: 0,
  to: Address.id(1000n),
  from,
  nonce: 5,
  value: attoFil(10n ** 30n),
  gasLimit: 9_000_000_000,
  gasFeeCap: attoFil(400_000_000n),
  gasPremium: attoFil(100_000n),
  method: 1010589339,
  params: new Uint8Array([0x42, 0, 1]),
  ...more,
});

describe("signing", () => {
  it.each(["secp256k1", "bls"] as const)("makes %s signatures that our own code verifies, one after another", async (kind) => {
    const from = addressOf(kind);
    for (const nonce of [0, 1, 2]) {
      const signed = await signMessage(message(from, { nonce }), key(kind), signer);
      expect(verifySignature(signed.signature, from, messageCid(signed.message).bytes)).toBe(true);
      expect(signed.message.nonce).toBe(nonce);
    }
  });

  it.each([0, 1, 57_000])("signs params of %i bytes", async (length) => {
    const from = addressOf("secp256k1");
    const signed = await signMessage(message(from, { params: new Uint8Array(length).fill(0xfb), method: 4 }), key("secp256k1"), signer);
    expect(signed.message.params.length).toBe(length);
  });

  it("refuses a sender that is not the key's, which the signer itself would sign", async () => {
    await expect(signMessage(message(addressOf("bls")), key("secp256k1"), signer)).rejects.toThrow(/internal/);
  });

  it("wipes the key", async () => {
    const signing = key("secp256k1");
    await signMessage(message(addressOf("secp256k1")), signing, signer);
    expect(signing.privateKey.every((byte) => byte === 0)).toBe(true);
  });

  it("reads addresses of keys as we do", async () => {
    for (const kind of ["secp256k1", "bls"] as const) expect((await addressBySigner(key(kind), signer)).toString()).toBe(addressOf(kind).toString());
  });
});
