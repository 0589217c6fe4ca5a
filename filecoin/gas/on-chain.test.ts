import { expect, it } from "vitest";
import { Address } from "../address.ts";
import { type Message, SIGNATURE_BLS, SIGNATURE_DELEGATED, SIGNATURE_SECP256K1, encodeMessage } from "../message.ts";
import { attoFil } from "../units.ts";
import { chainLength, chainLengthToBe, inclusionGas, returnGas } from "./on-chain.ts";

it("the place of a message on the chain costs what the reference charges", () => {
  // A transfer of 168 bytes between accounts costs 1,260,063: its place, the receiver's update and the transfer itself.
  expect(inclusionGas(168) + 475_000 + 6_000).toBe(1_260_063);
  expect(returnGas(10)).toBe(13_000);
});

const bls = Address.bls(new Uint8Array(48).fill(1));
const secp = Address.secp256k1(new Uint8Array(65).fill(4));

it.each([
  ["BLS", bls, { type: SIGNATURE_BLS, data: new Uint8Array(96) }, 0],
  ["secp256k1", secp, { type: SIGNATURE_SECP256K1, data: new Uint8Array(65) }, 69],
  ["delegated", Address.delegated(10n, new Uint8Array(20).fill(7)), { type: SIGNATURE_DELEGATED, data: new Uint8Array(65) }, 69],
] as const)("a message with a %s signature has the length that was foretold before it was signed", (_name, from, signature, more) => {
  const message: Message = {
    version: 0,
    to: Address.id(100),
    from,
    nonce: 7,
    value: attoFil(1n),
    gasLimit: 1_000_000,
    gasFeeCap: attoFil(1n),
    gasPremium: attoFil(1n),
    method: 0,
    params: new Uint8Array(300),
  };
  const bytes = encodeMessage(message).length;
  expect(chainLengthToBe(bytes, from)).toBe(bytes + more);
  expect(chainLength({ message, signature: { ...signature } })).toBe(bytes + more);
});
