/**
 * Tickets and beacon entries. A rehearsal needs values that differ from epoch to epoch and are the same on every replay; nobody has
 * to be unable to foresee them, so they are hashes of the genesis CID and the epoch instead of signatures.
 */
import { blake2b } from "@noble/hashes/blake2.js";
import { concatBytes } from "../../filecoin/bytes.ts";
import type { Cid } from "../../filecoin/cid.ts";
import type { BeaconEntry } from "../../filecoin/chain/block-header.ts";

const SIGNATURE_BYTES = 96;

/** `length` bytes that follow from a label, the chain and a number. */
function expand(label: string, genesis: Cid, number: number, salt: Uint8Array = new Uint8Array(0)): Uint8Array {
  const counter = new Uint8Array(8);
  new DataView(counter.buffer).setBigUint64(0, BigInt(number));
  const seed = concatBytes(new TextEncoder().encode(label), genesis.bytes, counter, salt);
  const first = blake2b(seed, { dkLen: 64 });
  return concatBytes(first, blake2b(first, { dkLen: SIGNATURE_BYTES - 64 }));
}

/** A block's ticket, of the length of the BLS signature it stands for. `serial` makes rival blocks of one height differ. */
export function ticket(genesis: Cid, height: number, serial: number): Uint8Array {
  const salt = new Uint8Array(8);
  new DataView(salt.buffer).setBigUint64(0, BigInt(serial));
  return expand("ticket", genesis, height, salt);
}

/** The beacon's round of an epoch: one round each. */
export function beaconEntry(genesis: Cid, epoch: number): BeaconEntry {
  return { round: epoch, data: expand("beacon", genesis, epoch) };
}

/** What get_chain_randomness and get_beacon_randomness start from: the hash of the ticket or entry. */
export function randomnessDigest(proof: Uint8Array): Uint8Array {
  return blake2b(proof, { dkLen: 32 });
}
