/**
 * Gas for standing on the chain, which a message pays before anything runs, and for what it brings back.
 * Source: ref-fvm price list, on_chain_message and on_chain_return_value (nv21 and later).
 */
import { SIGNATURE_BLS, type SignedMessage, encodeMessage, encodeSignedMessage } from "../message.ts";

const STORAGE_PER_BYTE = 1_300;
const MESSAGE_OVERHEAD_BYTES = 36;
const COMPUTE = 38_863;
/** Reading and writing the sender, always part of applying a message. */
const SENDER_UPDATE = 475_000;
/** What stands around a message with a signature of 65 bytes: the pair, the byte string's head, the signature's type. */
const SIGNED_ENVELOPE_BYTES = 1 + 2 + 1 + 65;
/** f3: signatures of these senders are aggregated, and stand elsewhere. */
const BLS = 3;

/** gas for a message of `chainLength` bytes on the chain */
export function inclusionGas(chainLength: number): number {
  return COMPUTE + STORAGE_PER_BYTE * (MESSAGE_OVERHEAD_BYTES + chainLength) + SENDER_UPDATE;
}

/** gas for `bytes` that the message's own call returned; what inner calls return is not on the chain */
export const returnGas = (bytes: number): number => STORAGE_PER_BYTE * bytes;

/** Bytes a signed message takes on the chain: signed form, for BLS the unsigned one. */
export const chainLength = (signed: SignedMessage): number =>
  signed.signature.type === SIGNATURE_BLS ? encodeMessage(signed.message).length : encodeSignedMessage(signed).length;

/** The same before anybody has signed; `bytes` is the unsigned length, `sender` the address of the key that will sign. */
export const chainLengthToBe = (bytes: number, sender: { readonly protocol: number } | null): number =>
  bytes + (sender?.protocol === BLS ? 0 : SIGNED_ENVELOPE_BYTES);
