/** What an issuer has attested for a Forward, and when it counts. */
import { type Books, Refused } from "./books.ts";

/** What a claim says of a miner, or the chain shows. */
export interface Figures {
  readonly balance: bigint;
  readonly pledge: bigint;
  readonly rawPower: bigint;
  readonly qaPower: bigint;
}

/** An attestation, what the chain shows beside it, and whose key signed it. */
export interface Given {
  readonly issuer: bigint;
  readonly signer: bigint | null;
  /** Meant for this network and actor, this method and miner. */
  readonly here: boolean;
  readonly meant: boolean;
  readonly issued: number;
  readonly validUntil: number;
  readonly value: bigint;
  readonly sequence: bigint;
  readonly claimed: Figures | null;
  readonly shown: Figures;
}

/** Anybody may send a miner money: it may hold more than was claimed. */
const isTrue = (claimed: Figures, shown: Figures): boolean =>
  claimed.balance <= shown.balance && claimed.pledge === shown.pledge && claimed.rawPower === shown.rawPower && claimed.qaPower === shown.qaPower;

/** Refuses a Forward without what the terms ask for; uses the sequence up. */
export function attest(b: Books, miner: bigint, amount: bigint, given: Given | null): void {
  if (!b.terms.attested) {
    if (given !== null) throw new Refused("no attestation is needed");
    return;
  }
  if (given === null) throw new Refused("an attestation is missing");
  const { issuer } = b.votes;
  if (issuer === null) throw new Refused("nobody may attest");
  if (given.issuer !== issuer) throw new Refused("attested by somebody else");
  if (!given.here) throw new Refused("attested for another network or actor");
  if (!given.meant) throw new Refused("attested for another method or miner");
  if (b.now < given.issued) throw new Refused("attested for later");
  if (b.now > given.validUntil) throw new Refused("a stale attestation");
  if (given.value < amount) throw new Refused("attested is less");
  const key = `${issuer}/${miner}`;
  if (given.sequence <= (b.sequences.get(key) ?? 0n)) throw new Refused("a replayed attestation");
  if (given.claimed !== null && !isTrue(given.claimed, given.shown)) throw new Refused("a wrong claim");
  if (given.signer !== issuer) throw new Refused("a forged attestation");
  b.sequences.set(key, given.sequence);
}
