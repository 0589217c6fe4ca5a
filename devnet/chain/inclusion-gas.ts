/** Gas a message pays for standing on the chain. Source: ref-fvm price list, on_chain_message (nv21 and later). */

const STORAGE_PER_BYTE = 1_300;
const MESSAGE_OVERHEAD_BYTES = 36;
const COMPUTE = 38_863;
/** Reading and writing the sender, always part of applying a message. */
const SENDER_UPDATE = 475_000;

/** gas for a message of `chainLength` bytes on the chain (signed form, for BLS the unsigned one) */
export function inclusionGas(chainLength: number): number {
  return COMPUTE + STORAGE_PER_BYTE * (MESSAGE_OVERHEAD_BYTES + chainLength) + SENDER_UPDATE;
}
