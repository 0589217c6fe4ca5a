import type { Cid } from "../../filecoin/cid.ts";

/**
 * Why a value could not be proven:
 * noBlocks: no node offers ChainReadObj · missing: no node has the block (pruned) · busy: the nodes limit requests · unreachable: no answer ·
 * wrongBytes: the bytes are not those of the CID · tooLarge: more blocks or bytes than one proof may take · unreadable: the bytes are right, and
 * their layout is not one that this program knows · badTipset: what was said to be a tipset is none.
 */
export type WhyNotProven = "noBlocks" | "missing" | "busy" | "unreachable" | "wrongBytes" | "tooLarge" | "unreadable" | "badTipset";

/** A value that cannot be proven now. It may still be told (wallet/fact.ts), with `why` beside it. */
export class ProofFailure extends Error {
  override readonly name = "ProofFailure";
  constructor(
    readonly why: WhyNotProven,
    message: string,
    /** The node whose answer it was; null when it is nobody's fault. */
    readonly host: string | null = null,
    /** The block that is missing or wrong. */
    readonly cid: Cid | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Two nodes name different tipsets at one height: one of them lies or is on another chain. Nothing may be signed. */
export class NodesDiffer extends Error {
  override readonly name = "NodesDiffer";
  constructor(
    readonly height: number,
    readonly answers: readonly { readonly host: string; readonly key: readonly Cid[]; readonly height: number }[],
  ) {
    const said = answers.map(({ host, key, height: at }) => `${host} names ${key.map(String).join(" ")} of height ${at}`);
    super(`the nodes differ at height ${height}: ${said.join("; ")}`);
  }
}

/** The heads of two nodes are further apart than a delay explains. */
export class NodeBehind extends Error {
  override readonly name = "NodeBehind";
  constructor(
    /** The node with the lower head. */
    readonly host: string,
    /** Epochs between the heads. */
    readonly epochs: number,
  ) {
    super(`${host} is ${epochs} epochs behind the other node`);
  }
}
