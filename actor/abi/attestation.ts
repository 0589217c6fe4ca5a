/** What an issuer signs for an owner actor: for tools that issue attestations, and for tests. */
import { encodeStruct } from "./codec.ts";
import type { Attestation, MinerFigures } from "./methods.generated.ts";

/** Schemas of claims. */
export const CLAIM = { none: 0, figures: 1 } as const;

const text = new TextEncoder();

/**
 * The bytes whose signature an owner actor accepts: the CBOR of a tuple in the envelope of FRC-102. An ethaccount signs the
 * Ethereum form (what wallets call personal_sign), every other account the Filecoin form.
 */
export function signedBytes(tuple: Uint8Array, ethereum = false): Uint8Array {
  const head = text.encode(`${ethereum ? "Ethereum" : "Filecoin"} Signed Message:\n${tuple.length}`);
  return Uint8Array.of(0x19, ...head, ...tuple);
}

/** What the issuer of an attestation signs. */
export const attestedBytes = (attestation: Attestation, ethereum = false): Uint8Array => signedBytes(encodeStruct("Attestation", attestation), ethereum);

/** A claim of schema 1. */
export const claimOf = (figures: MinerFigures): Uint8Array => encodeStruct("MinerFigures", figures);
