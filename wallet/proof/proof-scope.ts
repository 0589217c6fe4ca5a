import { AddressError } from "../../filecoin/address.ts";
import { AmountError } from "../../filecoin/amount.ts";
import { BitFieldError } from "../../filecoin/bit-field.ts";
import { CborError } from "../../filecoin/cbor.ts";
import { type Cid, cidKey } from "../../filecoin/cid.ts";
import type { BlockHeader } from "../../filecoin/chain/block-header.ts";
import { AmtError } from "../../filecoin/ipld/amt.ts";
import { HamtError } from "../../filecoin/ipld/hamt.ts";
import { type Walk, walkLater } from "../../filecoin/ipld/walk.ts";
import { MessageError } from "../../filecoin/message.ts";
import { UnitError } from "../../filecoin/units.ts";
import { VarintError } from "../../filecoin/varint.ts";
import type { ProofBlocks } from "./proof-blocks.ts";
import { ProofFailure } from "./proof-failure.ts";
import { type ProofRoot, type ProofStep, type ProofStepKind, type Proven, proven } from "./proven.ts";

/** What all proofs of one review hang on: one tipset, and where blocks are read. Made by chooseRoot and rootAt. */
export interface ProofScope {
  readonly root: ProofRoot;
  /** Of the tipset's blocks, in its order; they agree on what they say of their parents. */
  readonly headers: readonly BlockHeader[];
  readonly blocks: ProofBlocks;
}

/** Blocks that one proof may take: far above any that a page shows, and an end for what never ends. */
const MOST_STEPS = 20_000;

/** Notes the blocks that one proof reads. */
export class Trail {
  readonly #scope: ProofScope;
  readonly #steps = new Map<string, ProofStep>();

  constructor(scope: ProofScope) {
    this.#scope = scope;
    for (const cid of scope.root.key) this.#note("blockHeader", cid);
  }

  get scope(): ProofScope {
    return this.#scope;
  }

  /** A block's bytes as `decode` reads them. Throws ProofFailure. */
  async read<T>(kind: ProofStepKind, cid: Cid, decode: (bytes: Uint8Array) => T): Promise<T> {
    const bytes = await this.#bytes(kind, cid);
    return this.readable(kind, () => decode(bytes));
  }

  /** Runs a decoder over what was read, whose hash is right; what it refuses is a layout this program does not know. Throws ProofFailure. */
  readable<T>(kind: ProofStepKind, decode: () => T): T {
    try {
      return decode();
    } catch (error) {
      throw unreadable(kind, error);
    }
  }

  /** What a walk over blocks of one kind ends with. Throws ProofFailure. */
  async walk<T>(kind: ProofStepKind, walk: Walk<Cid, Uint8Array, T>): Promise<T> {
    try {
      return await walkLater(walk, (cid) => this.#bytes(kind, cid));
    } catch (error) {
      throw unreadable(kind, error);
    }
  }

  /** The value, with the blocks that were read for it. */
  proven<T>(value: T): Proven<T> {
    return proven(value, this.#scope.root, [...this.#steps.values()]);
  }

  #bytes(kind: ProofStepKind, cid: Cid): Promise<Uint8Array> {
    this.#note(kind, cid);
    return this.#scope.blocks.read(cid);
  }

  #note(kind: ProofStepKind, cid: Cid): void {
    const key = cidKey(cid);
    if (this.#steps.has(key)) return;
    if (this.#steps.size >= MOST_STEPS) throw new ProofFailure("tooLarge", `the proof takes more than ${MOST_STEPS} blocks`);
    this.#steps.set(key, { kind, cid });
  }
}

function unreadable(kind: ProofStepKind, error: unknown): unknown {
  const known = [CborError, HamtError, AmtError, AddressError, AmountError, UnitError, MessageError, VarintError, BitFieldError].some(
    (refusal) => error instanceof refusal,
  );
  return known ? new ProofFailure("unreadable", `${kind}: ${(error as Error).message}`, null, null, { cause: error }) : error;
}
