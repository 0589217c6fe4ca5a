import { Address } from "./address.ts";
import { ethAddressOf } from "./eth-address.ts";
import { concatBytes, fromHex } from "./bytes.ts";
import { CborError, TupleReader } from "./cbor.ts";
import { MessageError, messageCid, SIGNATURE_DELEGATED, type Message, type Signature, type SignedMessage } from "./message.ts";
import { eamMethods, evmMethods } from "./methods/evm.ts";
import { verifySignature } from "./signature.ts";

/**
 * What a message's signature is over. secp256k1 and BLS sign the CID of the unsigned message; delegated (f410)
 * signers sign the EIP-1559 transaction that the message stands for.
 * Source: lotus chain/consensus/signatures.go, chain/types/ethtypes/eth_transactions.go; EIP-1559, EIP-2718.
 */

const EAM = Address.id(10);

/** The bytes a signature of `type` is over. Throws MessageError when the message stands for no Ethereum transaction. */
export function signingBytes(message: Message, type: Signature["type"], chainId: number): Uint8Array {
  return type === SIGNATURE_DELEGATED ? unsignedTransaction(message, chainId) : messageCid(message).bytes;
}

/**
 * True when the signature is one of `signer` over the message. `signer` is the key address (f1, f3, f410) of the
 * message's sender; `chainId` is the network's Ethereum chain id (314 on mainnet).
 */
export function verifyMessage(signed: SignedMessage, signer: Address, chainId: number): boolean {
  let bytes: Uint8Array;
  try {
    bytes = signingBytes(signed.message, signed.signature.type, chainId);
  } catch (error) {
    if (error instanceof MessageError) return false;
    throw error;
  }
  return verifySignature(signed.signature, signer, bytes);
}

/** 0x02 ‖ RLP of [chain id, nonce, premium, fee cap, gas limit, to, value, input, access list]. */
function unsignedTransaction(m: Message, chainId: number): Uint8Array {
  const { to, input } = recipientAndInput(m);
  const fields = [
    rlpInteger(BigInt(chainId)),
    rlpInteger(BigInt(m.nonce)),
    rlpInteger(m.gasPremium),
    rlpInteger(m.gasFeeCap),
    rlpInteger(BigInt(m.gasLimit)),
    rlpBytes(to),
    rlpInteger(m.value),
    rlpBytes(input),
    rlpList([]),
  ];
  return concatBytes(Uint8Array.of(2), rlpList(fields));
}

/** Only sends, contract calls and contract creations have an Ethereum form that leads back to the same message. */
function recipientAndInput(m: Message): { to: Uint8Array; input: Uint8Array } {
  if (m.to.equals(EAM)) {
    if (m.method !== eamMethods.CreateExternal.internal) {
      throw new MessageError("method", `an f410 account may only create contracts at the EAM; got method ${m.method}`);
    }
    return { to: new Uint8Array(0), input: inputOf(m) };
  }
  const eth = ethAddressOf(m.to);
  if (eth === null) throw new MessageError("to", `an f410 account sends to f0 and f410 alone; got ${m.to.toString()}`);
  const to = fromHex(eth.slice(2));
  if (m.method === 0 && m.params.length === 0) return { to, input: new Uint8Array(0) };
  if (m.method !== evmMethods.InvokeEVM.exported) {
    throw new MessageError("method", `an f410 account sends (0) or invokes contracts; got method ${m.method}`);
  }
  return { to, input: inputOf(m) };
}

function inputOf(m: Message): Uint8Array {
  let input: Uint8Array;
  try {
    input = TupleReader.over(m.params, "params").bytes();
  } catch (error) {
    if (error instanceof CborError) throw new MessageError("params", error.message);
    throw error;
  }
  if (input.length === 0) throw new MessageError("params", "expected input; without it the message must be a send");
  return input;
}

function rlpInteger(value: bigint): Uint8Array {
  if (value < 0n) throw new MessageError("message", `an Ethereum transaction holds no negative number; got ${value}`);
  if (value === 0n) return rlpBytes(new Uint8Array(0));
  const digits = value.toString(16);
  return rlpBytes(fromHex(digits.length % 2 === 0 ? digits : `0${digits}`));
}

function rlpBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 1 && (bytes[0] as number) < 0x80) return bytes;
  return concatBytes(rlpHead(0x80, bytes.length), bytes);
}

function rlpList(items: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(...items);
  return concatBytes(rlpHead(0xc0, body.length), body);
}

function rlpHead(offset: 0x80 | 0xc0, length: number): Uint8Array {
  if (length < 56) return Uint8Array.of(offset + length);
  const digits = length.toString(16);
  const size = fromHex(digits.length % 2 === 0 ? digits : `0${digits}`);
  return concatBytes(Uint8Array.of(offset + 55 + size.length), size);
}
