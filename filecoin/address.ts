import { blake2b } from "@noble/hashes/blake2.js";
import { base32 } from "multiformats/bases/base32";
import { bytesEqual, concatBytes, toHex } from "./bytes.ts";
import { actorId, type ActorId } from "./units.ts";
import { decodeVarint, encodeVarint } from "./varint.ts";

/**
 * Filecoin addresses, all five protocols, as bytes and text.
 * Source: spec.filecoin.io "Address", FIP-0048 (f4), go-address, fvm_shared address.
 */

/** First letter of address text: "f" mainnet, "t" test networks. It is not part of the bytes. */
export type NetworkPrefix = "f" | "t";
export type Protocol = 0 | 1 | 2 | 3 | 4;

export const PROTOCOL_ID = 0;
export const PROTOCOL_SECP256K1 = 1;
const PROTOCOL_ACTOR = 2;
export const PROTOCOL_BLS = 3;
export const PROTOCOL_DELEGATED = 4;

/** Namespace of Ethereum addresses (f410…): the actor id of the EAM. */
export const EAM_NAMESPACE = 10n;

const CHECKSUM_BYTES = 4;
const MAX_SUBADDRESS_BYTES = 54;
const MAX_TEXT_CHARACTERS = 138;
/** go-address refuses greater ids and namespaces in text, so no node accepts them. */
const MAX_TEXT_ID = (1n << 63n) - 1n;
const PAYLOAD_BYTES: Readonly<Record<1 | 2 | 3, number>> = { 1: 20, 2: 20, 3: 48 };
const U64_MAX = (1n << 64n) - 1n;

export type AddressErrorCode =
  | "empty"
  | "upper-case"
  | "unknown-prefix"
  | "wrong-network"
  | "unknown-protocol"
  | "bad-character"
  | "bad-length"
  | "bad-checksum"
  | "not-canonical"
  | "bad-id"
  | "bad-namespace"
  | "subaddress-too-long"
  | "wrong-protocol"
  | "bad-eth-address";

/** Text or bytes that are not an address, or an address of the wrong kind; `code` tells which rule. */
export class AddressError extends Error {
  override readonly name = "AddressError";
  constructor(
    readonly code: AddressErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** An address; equal addresses have equal `key`. Do not write into its byte arrays. */
export class Address {
  /** Protocol byte ‖ payload: the form in state, messages and CBOR. */
  readonly bytes: Uint8Array;
  #key: string | undefined;

  private constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** f0: the address of an actor by its id. */
  static id(id: ActorId | bigint | number): Address {
    return Address.#make(PROTOCOL_ID, encodeVarint(actorId(id)));
  }

  /** f1: blake2b-160 of a 65-byte uncompressed secp256k1 public key. */
  static secp256k1(publicKey: Uint8Array): Address {
    if (publicKey.length !== 65 || publicKey[0] !== 4) {
      throw new AddressError("bad-length", `expected an uncompressed public key of 65 bytes; got ${publicKey.length}`);
    }
    return Address.#make(PROTOCOL_SECP256K1, hash160(publicKey));
  }

  /** f3: a 48-byte compressed BLS12-381 G1 public key, taken as it is. */
  static bls(publicKey: Uint8Array): Address {
    if (publicKey.length !== 48) {
      throw new AddressError("bad-length", `expected a BLS public key of 48 bytes; got ${publicKey.length}`);
    }
    return Address.#make(PROTOCOL_BLS, publicKey);
  }

  /** f2: blake2b-160 of a preimage. */
  static actor(preimage: Uint8Array): Address {
    return Address.#make(PROTOCOL_ACTOR, hash160(preimage));
  }

  /** f4: a namespace (an actor id) and a subaddress of at most 54 bytes (FIP-0048). */
  static delegated(namespace: bigint, subaddress: Uint8Array): Address {
    if (namespace < 0n || namespace > U64_MAX) {
      throw new AddressError("bad-namespace", `an f4 namespace has at most 64 bits; got ${namespace}`);
    }
    if (subaddress.length > MAX_SUBADDRESS_BYTES) throw subaddressTooLong(subaddress.length);
    return Address.#make(PROTOCOL_DELEGATED, concatBytes(encodeVarint(namespace), subaddress));
  }

  /** Reads protocol byte ‖ payload, all bytes, in the one canonical form. Throws AddressError. */
  static fromBytes(bytes: Uint8Array): Address {
    const protocol = bytes[0];
    if (protocol === undefined) throw new AddressError("empty", "expected an address; got no bytes");
    const payload = bytes.subarray(1);
    switch (protocol) {
      case PROTOCOL_ID:
        checkId(payload);
        break;
      case PROTOCOL_SECP256K1:
      case PROTOCOL_ACTOR:
      case PROTOCOL_BLS:
        if (payload.length !== PAYLOAD_BYTES[protocol]) {
          throw new AddressError("bad-length", `expected ${PAYLOAD_BYTES[protocol]} bytes after protocol ${protocol}; got ${payload.length}`);
        }
        break;
      case PROTOCOL_DELEGATED:
        checkDelegated(payload);
        break;
      default:
        throw new AddressError("unknown-protocol", `expected an address protocol from 0 to 4; got ${protocol}`);
    }
    return new Address(bytes.slice());
  }

  /**
   * Reads address text. With `network` given, an otherwise valid address of the other prefix is refused with code
   * "wrong-network". Throws AddressError.
   */
  static parse(text: string, network?: NetworkPrefix): Address {
    if (text === "") throw new AddressError("empty", "expected an address; got nothing");
    if (text.length > MAX_TEXT_CHARACTERS) {
      throw new AddressError("bad-length", `an address has at most ${MAX_TEXT_CHARACTERS} characters; got ${text.length}`);
    }
    if (/^[ft]/i.test(text) && /[A-Z]/.test(text)) {
      throw new AddressError("upper-case", `addresses are lower case throughout; got "${text}"`);
    }
    const prefix = text[0];
    if (prefix !== "f" && prefix !== "t") {
      throw new AddressError("unknown-prefix", `a Filecoin address begins with f or t; got "${text}"`);
    }
    const address = parseBody(text[1], text.slice(2));
    if (network !== undefined && network !== prefix) {
      throw new AddressError("wrong-network", `this network's addresses begin with ${network}; "${text}" belongs to a network of ${prefix} addresses`);
    }
    return address;
  }

  static #make(protocol: Protocol, payload: Uint8Array): Address {
    const bytes = new Uint8Array(1 + payload.length);
    bytes[0] = protocol;
    bytes.set(payload, 1);
    return new Address(bytes);
  }

  get protocol(): Protocol {
    return this.bytes[0] as Protocol;
  }

  get payload(): Uint8Array {
    return this.bytes.subarray(1);
  }

  /** Lower-case hex of the bytes: the key of Maps. */
  get key(): string {
    return (this.#key ??= toHex(this.bytes));
  }

  /** The actor id of an f0 address. Throws AddressError "wrong-protocol" for any other. */
  get id(): ActorId {
    if (this.protocol !== PROTOCOL_ID) {
      throw new AddressError("wrong-protocol", `expected an f0 address; got ${this.toString()}`);
    }
    return decodeVarint(this.bytes, 1).value as ActorId;
  }

  /** Namespace and subaddress of an f4 address. Throws AddressError "wrong-protocol" for any other. */
  get delegated(): { namespace: bigint; subaddress: Uint8Array } {
    if (this.protocol !== PROTOCOL_DELEGATED) {
      throw new AddressError("wrong-protocol", `expected an f4 address; got ${this.toString()}`);
    }
    const { value, next } = decodeVarint(this.bytes, 1);
    return { namespace: value, subaddress: this.bytes.subarray(next) };
  }

  equals(other: Address): boolean {
    return bytesEqual(this.bytes, other.bytes);
  }

  /** Address text with the network's prefix. */
  toString(prefix: NetworkPrefix = "f"): string {
    if (this.protocol === PROTOCOL_ID) return `${prefix}0${this.id}`;
    const sum = checksum(this.bytes);
    if (this.protocol === PROTOCOL_DELEGATED) {
      const { namespace, subaddress } = this.delegated;
      return `${prefix}4${namespace}f${encode32(concatBytes(subaddress, sum))}`;
    }
    return `${prefix}${this.protocol}${encode32(concatBytes(this.payload, sum))}`;
  }
}

function parseBody(protocol: string | undefined, body: string): Address {
  switch (protocol) {
    case "0":
      return parseId(body);
    case "1":
    case "2":
    case "3":
      return parseHashed(Number(protocol) as 1 | 2 | 3, body);
    case "4":
      return parseDelegated(body);
    default:
      throw new AddressError("unknown-protocol", `expected 0 to 4 after the prefix; got "${protocol ?? ""}"`);
  }
}

function parseId(digits: string): Address {
  if (!/^\d+$/.test(digits)) {
    throw new AddressError("bad-id", `expected digits after f0; got "${digits}"`);
  }
  if (digits.length > 1 && digits.startsWith("0")) {
    throw new AddressError("bad-id", `expected an actor id without leading zeros; got "${digits}"`);
  }
  const id = BigInt(digits);
  if (id > MAX_TEXT_ID) throw new AddressError("bad-id", `an actor id in text is below 2^63; got ${digits}`);
  return Address.id(id);
}

function parseHashed(protocol: 1 | 2 | 3, body: string): Address {
  const expected = PAYLOAD_BYTES[protocol] + CHECKSUM_BYTES;
  const characters = Math.ceil((expected * 8) / 5);
  if (body.length !== characters) {
    throw new AddressError("bad-length", `an f${protocol} address has ${characters + 2} characters; got ${body.length + 2}`);
  }
  return withChecksum(Uint8Array.of(protocol), decode32(body));
}

function parseDelegated(body: string): Address {
  const match = /^(\d+)f(.*)$/.exec(body);
  if (match === null) {
    throw new AddressError("bad-namespace", `expected digits and "f" after f4; got "${body}"`);
  }
  const [, digits = "", encoded = ""] = match;
  const namespace = BigInt(digits);
  if ((digits.length > 1 && digits.startsWith("0")) || namespace > MAX_TEXT_ID) {
    throw new AddressError("bad-namespace", `expected an f4 namespace below 2^63 without leading zeros; got ${digits}`);
  }
  const data = decode32(encoded);
  if (data.length < CHECKSUM_BYTES) {
    throw new AddressError("bad-length", "an f4 address ends before its checksum is whole");
  }
  if (data.length - CHECKSUM_BYTES > MAX_SUBADDRESS_BYTES) throw subaddressTooLong(data.length - CHECKSUM_BYTES);
  return withChecksum(concatBytes(Uint8Array.of(PROTOCOL_DELEGATED), encodeVarint(namespace)), data);
}

/** `data` = rest of the payload ‖ checksum over head ‖ rest. */
function withChecksum(head: Uint8Array, data: Uint8Array): Address {
  const end = data.length - CHECKSUM_BYTES;
  const bytes = concatBytes(head, data.subarray(0, end));
  if (!bytesEqual(checksum(bytes), data.subarray(end))) {
    throw new AddressError("bad-checksum", "the address's checksum does not match: a character is wrong");
  }
  return Address.fromBytes(bytes);
}

function decode32(text: string): Uint8Array {
  if (!/^[a-z2-7]*$/.test(text)) {
    throw new AddressError("bad-character", `an address is written with a–z and 2–7; got "${text}"`);
  }
  let bytes: Uint8Array;
  try {
    bytes = base32.baseDecode(text);
  } catch {
    throw new AddressError("not-canonical", `the address's last character carries bits of no byte; got "${text}"`);
  }
  if (encode32(bytes) !== text) {
    throw new AddressError("not-canonical", `the address's last character carries bits of no byte; got "${text}"`);
  }
  return bytes;
}

function encode32(bytes: Uint8Array): string {
  return base32.baseEncode(bytes);
}

function checkId(payload: Uint8Array): void {
  let next: number;
  try {
    next = decodeVarint(payload).next;
  } catch (error) {
    throw new AddressError("bad-id", `expected an actor id after protocol 0; ${(error as Error).message}`);
  }
  if (next !== payload.length) {
    throw new AddressError("bad-length", `expected nothing after the actor id; got ${payload.length - next} bytes`);
  }
}

function checkDelegated(payload: Uint8Array): void {
  let next: number;
  try {
    next = decodeVarint(payload).next;
  } catch (error) {
    throw new AddressError("bad-namespace", `expected a namespace after protocol 4; ${(error as Error).message}`);
  }
  if (payload.length - next > MAX_SUBADDRESS_BYTES) throw subaddressTooLong(payload.length - next);
}

function subaddressTooLong(length: number): AddressError {
  return new AddressError("subaddress-too-long", `an f4 subaddress has at most ${MAX_SUBADDRESS_BYTES} bytes; got ${length}`);
}

function hash160(bytes: Uint8Array): Uint8Array {
  return blake2b(bytes, { dkLen: 20 });
}

function checksum(bytes: Uint8Array): Uint8Array {
  return blake2b(bytes, { dkLen: CHECKSUM_BYTES });
}
