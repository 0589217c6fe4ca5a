import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Address } from "./address.ts";
import { fromBase64, fromHex, toHex } from "./bytes.ts";
import { CborError, decodeCbor, encodeCbor } from "./cbor.ts";
import { cidOf, DAG_CBOR, parseCid, type Cid } from "./cid.ts";
import { encodeAmount } from "./amount.ts";
import {
  decodeMessage,
  decodeSignedMessage,
  encodeMessage,
  encodeMessageFields,
  encodeSignedMessage,
  MessageError,
  messageCid,
  messageFromJson,
  messageFromPartialJson,
  messageToJson,
  signedMessageCid,
  signedMessageFromJson,
  signedMessageToJson,
  type Message,
  type SignedMessage,
} from "./message.ts";
import { attoFil } from "./units.ts";
import headers from "./vectors/block-headers.json" with { type: "json" };
import signing from "./vectors/message-signing.json" with { type: "json" };
import tools from "./vectors/signing-tools.json" with { type: "json" };
import unsigned from "./vectors/unsigned-messages.json" with { type: "json" };

const anyMessage: fc.Arbitrary<Message> = fc.record({
  version: fc.constant(0 as const),
  to: fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }).map((id) => Address.id(id)),
  from: fc.uint8Array({ minLength: 48, maxLength: 48 }).map((key) => Address.bls(key)),
  nonce: fc.maxSafeNat(),
  value: fc.bigInt({ min: 0n, max: 1n << 100n }).map(attoFil),
  gasLimit: fc.maxSafeNat(),
  gasFeeCap: fc.bigInt({ min: 0n, max: 1n << 70n }).map(attoFil),
  gasPremium: fc.bigInt({ min: 0n, max: 1n << 70n }).map(attoFil),
  method: fc.maxSafeNat(),
  params: fc.uint8Array(),
});
const anySigned: fc.Arbitrary<SignedMessage> = fc.record({
  message: anyMessage,
  signature: fc.oneof(
    fc.record({
      type: fc.constantFrom(1 as const, 3 as const),
      data: fc.uint8Array({ minLength: 65, maxLength: 65 }),
    }),
    fc.record({ type: fc.constant(2 as const), data: fc.uint8Array({ minLength: 96, maxLength: 96 }) }),
  ),
});

describe("published vectors", () => {
  test.each(unsigned.cases.map((c, i) => [i, c] as const))("unsigned message %i encodes to its CBOR", (_, c) => {
    const m = c.message;
    const bytes = encodeMessageFields({
      version: 0,
      to: Address.parse(m.To),
      from: Address.parse(m.From),
      nonce: BigInt(m.Nonce),
      value: attoFil(BigInt(m.Value)),
      gasLimit: BigInt(m.GasLimit),
      gasFeeCap: attoFil(BigInt(m.GasFeeCap)),
      gasPremium: attoFil(BigInt(m.GasPremium)),
      method: BigInt(m.Method),
      params: fromBase64(m.Params),
    });
    expect(toHex(bytes)).toBe(c.hex_cbor);
    expect(toHex(encodeCbor(decodeCbor(bytes)))).toBe(c.hex_cbor);
    expect(() => decodeMessage(bytes)).toThrow(CborError);
  });
  test.each(signing.cases)("$Cid is the CID of its message", (c) => {
    const message = messageFromJson(c.Unsigned);
    expect(messageCid(message).toString()).toBe(c.Cid);
    expect(toHex(messageCid(message).bytes)).toBe(c.CidHexBytes);
  });
  test.each(tools.messages)("signing-tools message encodes to its CBOR", ({ message, cbor }) => {
    const m = messageFromPartialJson(message);
    expect(toHex(encodeMessage(m))).toBe(cbor);
    expect(messageToJson(decodeMessage(fromHex(cbor)))).toEqual(messageToJson(m));
  });
  test("a signed secp256k1 message has its chain CID", () => {
    const { message, signature, cid } = tools.cid;
    const signed = signedMessageFromJson({ Message: { Version: 0, ...message }, Signature: signature });
    expect(signedMessageCid(signed).toString()).toBe(cid);
  });
  test.each(headers.cases)("the block header of $cid decodes to its fields and encodes back", (c) => {
    const fields = decodeCbor(fromHex(c.cbor_hex)) as unknown[];
    expect(fields).toHaveLength(16);
    expect(cidOf(DAG_CBOR, fromHex(c.cbor_hex)).toString()).toBe(c.cid);
    expect(toHex(encodeCbor(fields as never))).toBe(c.cbor_hex);
    const { block } = c;
    expect(Address.fromBytes(fields[0] as Uint8Array).toString("t")).toBe(block.Miner);
    expect((fields[5] as Cid[]).map(String)).toEqual(block.Parents.map((p) => p["/"]));
    expect(toHex(fields[6] as Uint8Array)).toBe(toHex(encodeAmount(BigInt(block.ParentWeight))));
    expect(fields[7]).toBe(block.Height);
    expect((fields[8] as Cid).equals(parseCid(block.ParentStateRoot["/"]))).toBe(true);
    expect(fields[12]).toBe(block.Timestamp);
  });
});

describe("round trips", () => {
  test("CBOR and JSON of messages, with either prefix", () => {
    fc.assert(
      fc.property(anyMessage, fc.constantFrom("f" as const, "t" as const), (message, prefix) => {
        const cid = messageCid(message).toString();
        expect(messageCid(decodeMessage(encodeMessage(message))).toString()).toBe(cid);
        const json: unknown = JSON.parse(JSON.stringify(messageToJson(message, prefix)));
        expect(messageCid(messageFromJson(json, prefix)).toString()).toBe(cid);
        expect((json as { CID: { "/": string } }).CID["/"]).toBe(cid);
      }),
    );
  });
  test("CBOR and JSON of signed messages; only BLS keeps the unsigned CID", () => {
    fc.assert(
      fc.property(anySigned, (signed) => {
        const bytes = encodeSignedMessage(signed);
        expect(toHex(encodeSignedMessage(decodeSignedMessage(bytes)))).toBe(toHex(bytes));
        expect(toHex(encodeCbor(decodeCbor(bytes)))).toBe(toHex(bytes));
        expect(toHex(encodeSignedMessage(signedMessageFromJson(signedMessageToJson(signed))))).toBe(toHex(bytes));
        expect(signedMessageCid(signed).equals(messageCid(signed.message))).toBe(signed.signature.type === 2);
      }),
    );
  });
  test("random and damaged bytes are refused with typed errors", () => {
    const damaged = fc.tuple(anySigned, fc.nat(), fc.integer({ min: 1, max: 255 })).map(([signed, at, flip]) => {
      const bytes = encodeSignedMessage(signed).slice();
      const i = at % bytes.length;
      bytes[i] = (bytes[i] as number) ^ flip;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), damaged), (bytes) => {
        for (const decode of [decodeMessage, decodeSignedMessage]) {
          try {
            decode(bytes);
          } catch (error) {
            expect(error instanceof CborError || error instanceof MessageError).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("JSON", () => {
  const good = messageToJson(decodeMessage(fromHex(tools.messages[0]?.cbor ?? "")));
  test.each([
    ["Version", 1],
    ["To", "f0"],
    ["From", 12],
    ["Nonce", -1],
    ["Nonce", 2 ** 53],
    ["Nonce", "1"],
    ["Value", "1.5"],
    ["Value", "01"],
    ["Value", "-0"],
    ["Value", 5],
    ["GasLimit", 1.5],
    ["GasFeeCap", ""],
    ["Method", null],
    ["Params", "*"],
    ["Params", "AB=="],
  ])("a bad %s (%j) is refused by name", (field, value) => {
    const act = (): Message => messageFromJson({ ...good, [field]: value });
    expect(act).toThrow(MessageError);
    expect(act).toThrow(new RegExp(`^${field}: `));
  });
  test("a demanded network prefix is demanded", () => {
    expect(() => messageFromJson(good, "t")).toThrow(/^To: .*network/);
  });
  test("a missing field is refused in full messages and zero in partial ones", () => {
    const partial = { To: "f01", From: "f02", Method: 2, Params: null };
    expect(() => messageFromJson(partial)).toThrow(MessageError);
    expect(messageFromPartialJson(partial)).toMatchObject({ nonce: 0, value: 0n, gasLimit: 0, method: 2 });
    expect(() => messageFromPartialJson({ To: "f01" })).toThrow(MessageError);
  });
  test.each([null, 1, "x", [], { Message: {} }])("%j is refused with MessageError", (json) => {
    expect(() => messageFromJson(json)).toThrow(MessageError);
    expect(() => signedMessageFromJson(json)).toThrow(MessageError);
  });
  test("a signature of unknown type is refused", () => {
    const json = { Message: good, Signature: { Type: 4, Data: "" } };
    expect(() => signedMessageFromJson(json)).toThrow(MessageError);
    expect(() => signedMessageFromJson({ ...json, Signature: { Type: 257, Data: "" } })).toThrow(MessageError);
  });
});
