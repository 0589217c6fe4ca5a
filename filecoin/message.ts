import * as v from "valibot";
import { Address, AddressError, type NetworkPrefix } from "./address.ts";
import { encodeAmount } from "./amount.ts";
import { ByteTextError, fromBase64, toBase64 } from "./bytes.ts";
import { encodeCbor, TupleReader } from "./cbor.ts";
import { DAG_CBOR, cidOf, type Cid } from "./cid.ts";
import { attoFil, methodNumberOf, UnitError, type AttoFil, type MethodNumber } from "./units.ts";

/** Messages: CBOR, JSON and CID forms (lotus chain/types/message.go, signedmessage.go; fvm_shared message). */

export interface Message {
  version: 0;
  to: Address;
  from: Address;
  nonce: number;
  value: AttoFil;
  gasLimit: number;
  gasFeeCap: AttoFil;
  gasPremium: AttoFil;
  method: MethodNumber;
  params: Uint8Array;
}

export const SIGNATURE_SECP256K1 = 1;
export const SIGNATURE_BLS = 2;
export const SIGNATURE_DELEGATED = 3;

export interface Signature {
  /** 1 secp256k1 (65 bytes r ‖ s ‖ recovery id), 2 BLS (96 bytes G2), 3 delegated. */
  type: 1 | 2 | 3;
  data: Uint8Array;
}

export interface SignedMessage {
  message: Message;
  signature: Signature;
}

export interface MessageJson {
  Version: number;
  To: string;
  From: string;
  Nonce: number;
  Value: string;
  GasLimit: number;
  GasFeeCap: string;
  GasPremium: string;
  Method: number;
  Params: string | null;
  CID?: { "/": string };
}

export interface SignedMessageJson {
  Message: MessageJson;
  Signature: { Type: number; Data: string };
  CID?: { "/": string };
}

/** A message that breaks a rule of its form; `field` names where. */
export class MessageError extends Error {
  override readonly name = "MessageError";
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(`${field}: ${message}`);
  }
}

/** go-state-types refuses longer signatures, the type byte counted. */
const MAX_SIGNATURE_BYTES = 200;

function checkNumbers(message: Pick<Message, "nonce" | "gasLimit" | "method">): void {
  for (const field of ["nonce", "gasLimit", "method"] as const) {
    const value = message[field];
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new MessageError(field, `expected a safe integer of at least 0; got ${value}`);
    }
  }
}

/** CBOR 10-tuple [version, to, from, nonce, value, gas limit, fee cap, premium, method, params]. Throws MessageError. */
export function encodeMessage(m: Message): Uint8Array {
  checkNumbers(m);
  return encodeMessageFields(m);
}

/** A message whose numbers may use all their 64 bits, as the chain allows and no real message does. */
export type WideMessage = Omit<Message, "nonce" | "gasLimit" | "method"> & Record<"nonce" | "gasLimit" | "method", number | bigint>;

/** As encodeMessage, for 64-bit numbers too. Throws CborError beyond. */
export function encodeMessageFields(m: WideMessage): Uint8Array {
  return encodeCbor([
    0,
    m.to.bytes,
    m.from.bytes,
    m.nonce,
    encodeAmount(m.value),
    m.gasLimit,
    encodeAmount(m.gasFeeCap),
    encodeAmount(m.gasPremium),
    m.method,
    m.params,
  ]);
}

/** Reads a message's CBOR. Throws CborError or MessageError. */
export function decodeMessage(bytes: Uint8Array): Message {
  return readMessage(TupleReader.decode(bytes, 10, "message"));
}

function readMessage(fields: TupleReader): Message {
  const version = fields.int();
  if (version !== 0) throw new MessageError("version", `expected 0; got ${version}`);
  const message: Message = {
    version: 0,
    to: fields.address(),
    from: fields.address(),
    nonce: fields.uint(),
    value: fields.amount(),
    gasLimit: fields.uint(),
    gasFeeCap: fields.amount(),
    gasPremium: fields.amount(),
    method: fields.uint(),
    params: fields.bytes(),
  };
  fields.end();
  return message;
}

/** CID of the unsigned message: what is signed, and the identity of a BLS message on chain. */
export function messageCid(m: Message): Cid {
  return cidOf(DAG_CBOR, encodeMessage(m));
}

/** Type byte ‖ data. Throws MessageError. */
function encodeSignature(s: Signature): Uint8Array {
  const { type, data } = signatureOf(s.type, s.data);
  const bytes = new Uint8Array(1 + data.length);
  bytes[0] = type;
  bytes.set(data, 1);
  return bytes;
}

/** Reads type byte ‖ data. Throws MessageError. */
function decodeSignature(bytes: Uint8Array): Signature {
  return signatureOf(bytes[0], bytes.slice(1));
}

function signatureOf(type: number | undefined, data: Uint8Array): Signature {
  if (type !== 1 && type !== 2 && type !== 3) {
    throw new MessageError("signature", `expected type 1 (secp256k1), 2 (BLS) or 3 (delegated); got ${type ?? "nothing"}`);
  }
  if (data.length >= MAX_SIGNATURE_BYTES) {
    throw new MessageError("signature", `expected fewer than ${MAX_SIGNATURE_BYTES} bytes; got ${data.length}`);
  }
  return { type, data };
}

/** CBOR 2-tuple [message, signature bytes]. */
export function encodeSignedMessage(s: SignedMessage): Uint8Array {
  const message = encodeMessage(s.message);
  const signature = encodeCbor(encodeSignature(s.signature));
  const bytes = new Uint8Array(1 + message.length + signature.length);
  bytes[0] = 0x82;
  bytes.set(message, 1);
  bytes.set(signature, 1 + message.length);
  return bytes;
}

/** Reads a signed message's CBOR. Throws CborError or MessageError. */
export function decodeSignedMessage(bytes: Uint8Array): SignedMessage {
  const fields = TupleReader.decode(bytes, 2, "signed message");
  const message = fields.tuple(10, readMessage);
  const signature = decodeSignature(fields.bytes());
  fields.end();
  return { message, signature };
}

/** The CID under which chain and mempool know a message: of the unsigned form for BLS, else of the signed form. */
export function signedMessageCid(s: SignedMessage): Cid {
  return s.signature.type === SIGNATURE_BLS ? messageCid(s.message) : cidOf(DAG_CBOR, encodeSignedMessage(s));
}

/** JSON as Lotus writes it, with the CID of the unsigned message. */
export function messageToJson(m: Message, prefix: NetworkPrefix = "f"): MessageJson {
  return {
    Version: 0,
    To: m.to.toString(prefix),
    From: m.from.toString(prefix),
    Nonce: m.nonce,
    Value: m.value.toString(),
    GasLimit: m.gasLimit,
    GasFeeCap: m.gasFeeCap.toString(),
    GasPremium: m.gasPremium.toString(),
    Method: m.method,
    Params: m.params.length === 0 ? null : toBase64(m.params),
    CID: { "/": messageCid(m).toString() },
  };
}

/** JSON as Lotus writes it: {Message, Signature: {Type, Data}, CID}. */
export function signedMessageToJson(s: SignedMessage, prefix: NetworkPrefix = "f"): SignedMessageJson {
  return {
    Message: messageToJson(s.message, prefix),
    Signature: { Type: s.signature.type, Data: toBase64(s.signature.data) },
    CID: { "/": signedMessageCid(s).toString() },
  };
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const decimal = v.pipe(v.string(), v.regex(/^(0|-?[1-9]\d*)$/, "expected a decimal integer"), v.maxLength(310));
const link = v.object({ "/": v.string() });

/** Shape of a message in Lotus JSON; contents are checked by messageFromJson. */
export const messageJsonSchema = v.object({
  Version: count,
  To: v.string(),
  From: v.string(),
  Nonce: count,
  Value: decimal,
  GasLimit: count,
  GasFeeCap: decimal,
  GasPremium: decimal,
  Method: count,
  Params: v.nullable(v.string()),
  CID: v.optional(link),
});

/** As Go reads it, a field that is absent is zero. */
const partialMessageJsonSchema = v.object({
  Version: v.optional(count, 0),
  To: v.string(),
  From: v.string(),
  Nonce: v.optional(count, 0),
  Value: v.nullish(decimal, "0"),
  GasLimit: v.optional(count, 0),
  GasFeeCap: v.nullish(decimal, "0"),
  GasPremium: v.nullish(decimal, "0"),
  Method: v.optional(count, 0),
  Params: v.nullish(v.string(), null),
  CID: v.optional(v.unknown()),
});

export const signedMessageJsonSchema = v.object({
  Message: messageJsonSchema,
  Signature: v.object({ Type: count, Data: v.string() }),
  CID: v.optional(link),
});

/** Reads Lotus JSON; a CID in it is not trusted and not read. Throws MessageError naming the field. */
export function messageFromJson(json: unknown, network?: NetworkPrefix): Message {
  return build(parse(messageJsonSchema, json), network);
}

/** As messageFromJson, but absent fields other than To and From are zero: what nodes accept in StateCall and estimates. */
export function messageFromPartialJson(json: unknown, network?: NetworkPrefix): Message {
  return build(parse(partialMessageJsonSchema, json), network);
}

/** Reads Lotus JSON; CIDs in it are not trusted and not read. Throws MessageError naming the field. */
export function signedMessageFromJson(json: unknown, network?: NetworkPrefix): SignedMessage {
  const shape = parse(signedMessageJsonSchema, json);
  const data = within("Signature.Data", () => fromBase64(shape.Signature.Data));
  return {
    message: build(shape.Message, network),
    signature: signatureOf(shape.Signature.Type, data),
  };
}

function parse<S extends v.GenericSchema>(schema: S, json: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new MessageError(v.getDotPath(issue) ?? "message", issue.message);
}

function build(json: Omit<MessageJson, "CID">, network: NetworkPrefix | undefined): Message {
  if (json.Version !== 0) throw new MessageError("Version", `expected 0; got ${json.Version}`);
  return {
    version: 0,
    to: within("To", () => Address.parse(json.To, network)),
    from: within("From", () => Address.parse(json.From, network)),
    nonce: json.Nonce,
    value: attoFil(BigInt(json.Value)),
    gasLimit: json.GasLimit,
    gasFeeCap: attoFil(BigInt(json.GasFeeCap)),
    gasPremium: attoFil(BigInt(json.GasPremium)),
    method: within("Method", () => methodNumberOf(json.Method)),
    params: within("Params", () => (json.Params === null ? new Uint8Array(0) : fromBase64(json.Params))),
  };
}

function within<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof AddressError || error instanceof ByteTextError || error instanceof UnitError) {
      throw new MessageError(field, error.message);
    }
    throw error;
  }
}
