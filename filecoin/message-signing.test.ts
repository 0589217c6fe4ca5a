import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Address } from "./address.ts";
import { addressOfEth, ethAddressOf } from "./eth-address.ts";
import { fromBase64, fromHex, toHex } from "./bytes.ts";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { MessageError, messageCid, type Message } from "./message.ts";
import { signingBytes, verifyMessage } from "./message-signing.ts";
import { eamMethods, evmMethods } from "./methods/evm.ts";
import { encodeParams, numberOf } from "./methods/method.ts";
import { delegatedAddressOf, recoverSecp256k1, secp256k1PublicKey, signDelegated, signSecp256k1 } from "./signature.ts";
import { attoFil } from "./units.ts";
import vectors from "./vectors/eth-transactions.json" with { type: "json" };
import tools from "./vectors/signing-tools.json" with { type: "json" };

const key = fromBase64(tools.wallet.secp256k1.privateKey);
const publicKey = secp256k1PublicKey(key);
const f410 = delegatedAddressOf(publicKey);
const f1 = Address.secp256k1(publicKey);

const base: Message = {
  version: 0,
  to: Address.id(1000),
  from: f410,
  nonce: 1,
  value: attoFil(5n),
  gasLimit: 1,
  gasFeeCap: attoFil(2n),
  gasPremium: attoFil(1n),
  method: 0,
  params: new Uint8Array(0),
};

describe("published Ethereum vectors", () => {
  test.each(vectors.signers)("$unsigned", (c) => {
    const data = fromHex(c.signature);
    const recovered = recoverSecp256k1(keccak_256(fromHex(c.unsigned)), data);
    if (c.publicKey !== undefined) expect(toHex(recovered)).toBe(c.publicKey);
    const from = delegatedAddressOf(recovered);
    if (c.address !== undefined) expect(ethAddressOf(from)).toBe(c.address);
    const m = c.message;
    const input = fromHex(m.input);
    const message: Message = {
      version: 0,
      to: addressOfEth(m.to),
      from,
      nonce: m.nonce,
      value: attoFil(BigInt(m.value)),
      gasLimit: m.gasLimit,
      gasFeeCap: attoFil(BigInt(m.gasFeeCap)),
      gasPremium: attoFil(BigInt(m.gasPremium)),
      method: input.length === 0 ? 0 : numberOf(evmMethods.InvokeEVM),
      params: input.length === 0 ? input : encodeParams(evmMethods.InvokeEVM, input),
    };
    expect(toHex(signingBytes(message, 3, m.chainId))).toBe(c.unsigned);
    expect(verifyMessage({ message, signature: { type: 3, data } }, from, m.chainId)).toBe(true);
    expect(verifyMessage({ message, signature: { type: 3, data } }, from, m.chainId + 1)).toBe(false);
  });
});

test("secp256k1 and BLS sign the CID", () => {
  const message = { ...base, from: f1 };
  expect(toHex(signingBytes(message, 1, 314))).toBe(toHex(messageCid(message).bytes));
  const signature = signSecp256k1(key, messageCid(message).bytes);
  expect(verifyMessage({ message, signature }, f1, 314)).toBe(true);
  expect(verifyMessage({ message: { ...message, nonce: 2 }, signature }, f1, 314)).toBe(false);
  expect(verifyMessage({ message, signature }, f410, 314)).toBe(false);
});

test("contract creation has no recipient", () => {
  const params = encodeParams(eamMethods.CreateExternal, fromHex("1122"));
  const message = { ...base, to: Address.id(10), method: 4, params };
  expect(toHex(signingBytes(message, 3, 314))).toBe("02cd82013a010102018005821122c0");
});

test.each([
  ["a method of an actor", { method: 23, params: fromHex("4300e807") }],
  ["a send with parameters", { params: fromHex("4101") }],
  ["a contract call without input", { method: 3844450837, params: fromHex("40") }],
  ["a contract call with other parameters", { method: 3844450837, params: fromHex("8141aa") }],
  ["another EAM method", { to: Address.id(10), method: 2, params: fromHex("4101") }],
  ["a receiver without Ethereum form", { to: f1 }],
  ["a negative value", { value: attoFil(-1n) }],
])("%s is no Ethereum transaction, so no delegated signature fits", (_, change) => {
  const message = { ...base, ...change };
  expect(() => signingBytes(message, 3, 314)).toThrow(MessageError);
  const signature = signDelegated(key, messageCid(message).bytes);
  expect(verifyMessage({ message, signature }, f410, 314)).toBe(false);
});

test("any change of a signed field breaks the signature", () => {
  const params = encodeParams(evmMethods.InvokeEVM, new Uint8Array(60));
  const message = { ...base, method: numberOf(evmMethods.InvokeEVM), params };
  const signature = signDelegated(key, signingBytes(message, 3, 314));
  expect(verifyMessage({ message, signature }, f410, 314)).toBe(true);
  const change = fc.oneof(
    fc.nat().map((nonce) => ({ nonce })),
    fc.nat().map((gasLimit) => ({ gasLimit })),
    fc.bigInt({ min: 0n, max: 1n << 80n }).map((v) => ({ value: attoFil(v) })),
    fc.bigInt({ min: 0n, max: 1n << 80n }).map((v) => ({ gasFeeCap: attoFil(v) })),
    fc.bigInt({ min: 0n, max: 1n << 80n }).map((v) => ({ gasPremium: attoFil(v) })),
    fc.nat().map((id) => ({ to: Address.id(id) })),
    fc.uint8Array({ minLength: 1 }).map((input) => ({ params: encodeParams(evmMethods.InvokeEVM, input) })),
  );
  fc.assert(
    fc.property(change, (fields) => {
      const mutant = { ...message, ...fields };
      fc.pre(messageCid(mutant).toString() !== messageCid(message).toString());
      expect(verifyMessage({ message: mutant, signature }, f410, 314)).toBe(false);
    }),
  );
});
