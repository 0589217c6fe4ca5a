/** The messages of a chain: stored in both their forms, listed by tipset, found by sender and nonce. */
import type { Address } from "../../filecoin/address.ts";
import { type Cid, DAG_CBOR, cidKey } from "../../filecoin/cid.ts";
import {
  type Message,
  SIGNATURE_BLS,
  type SignedMessage,
  decodeMessage,
  decodeSignedMessage,
  encodeMessage,
  encodeSignedMessage,
} from "../../filecoin/message.ts";
import { mustGet, putBlock } from "../state/blockstore.ts";
import type { PooledMessage } from "./mempool.ts";
import { readMessageMeta } from "./receipts.ts";
import type { StagedBlockstore } from "./staged-blockstore.ts";
import type { Tipset } from "./tipset.ts";

/** Decoded messages of so many tipsets are kept at hand, and of so many messages beyond the last tipset's. */
const TIPSETS_AT_HAND = 300;
const MESSAGES_AT_HAND = 5_000;

/** Where a message stands on the chain as it is. */
export interface Inclusion {
  tipset: Tipset;
  /** Place in order of execution. */
  index: number;
}

export class ChainMessages {
  readonly #blocks: StagedBlockstore;
  readonly #byTipset = new Map<string, PooledMessage[]>();
  #held = 0;
  /** Signed form of BLS messages, whose chain form has no signature; needed when a block is undone. */
  readonly #signedBls = new Map<string, Cid>();
  /** By `sender:nonce`. */
  readonly #included = new Map<string, Inclusion>();

  constructor(blocks: StagedBlockstore) {
    this.#blocks = blocks;
  }

  /** Keeps a pooled message, signed and unsigned. */
  store({ cid, signed }: PooledMessage): void {
    const unsigned = putBlock(this.#blocks, DAG_CBOR, encodeMessage(signed.message));
    const whole = putBlock(this.#blocks, DAG_CBOR, encodeSignedMessage(signed));
    this.#blocks.keep([unsigned, whole]);
    if (isBls(signed)) this.#signedBls.set(cidKey(cid), whole);
  }

  /** A message this node has seen, by its CID on the chain or that of its unsigned form. */
  find(cid: Cid): Message | undefined {
    const bytes = this.#blocks.get(cid);
    if (bytes === undefined) return undefined;
    try {
      return bytes[0] === 0x82 ? decodeSignedMessage(bytes).message : decodeMessage(bytes);
    } catch {
      return undefined;
    }
  }

  /** Messages of a tipset in order of execution. */
  of(tipset: Tipset): PooledMessage[] {
    let messages = this.#byTipset.get(tipset.id);
    if (messages === undefined) {
      const { bls, secp } = readMessageMeta(this.#blocks, tipset.header.messages);
      messages = [...bls, ...secp].map((cid) => this.#load(cid));
      this.#remember(tipset.id, messages);
    }
    return messages;
  }

  /** Where the message with this sender and nonce was included. */
  inclusion(from: Address, nonce: number): Inclusion | undefined {
    return this.#included.get(slotKey(from, nonce));
  }

  /** Notes what a tipset that joined the chain includes. */
  include(tipset: Tipset, messages: PooledMessage[]): void {
    this.#remember(tipset.id, messages);
    messages.forEach(({ signed }, index) => {
      this.#included.set(slotKey(signed.message.from, signed.message.nonce), { tipset, index });
    });
  }

  /** Forgets what a tipset that left the chain included; answers its messages. */
  exclude(tipset: Tipset): PooledMessage[] {
    const messages = this.of(tipset);
    for (const { signed } of messages) this.#included.delete(slotKey(signed.message.from, signed.message.nonce));
    return messages;
  }

  #load(cid: Cid): PooledMessage {
    const bytes = mustGet(this.#blocks, cid, "message");
    const signedBls = this.#signedBls.get(cidKey(cid));
    if (bytes[0] === 0x82) return { cid, signed: decodeSignedMessage(bytes), chainLength: bytes.length };
    if (signedBls !== undefined) {
      const signed = decodeSignedMessage(mustGet(this.#blocks, signedBls, "signed message"));
      return { cid, signed, chainLength: bytes.length };
    }
    const message = decodeMessage(bytes);
    return {
      cid,
      signed: { message, signature: { type: SIGNATURE_BLS, data: new Uint8Array(0) } },
      chainLength: bytes.length,
    };
  }

  #remember(id: string, messages: PooledMessage[]): void {
    this.#held += messages.length - (this.#byTipset.get(id)?.length ?? 0);
    this.#byTipset.set(id, messages);
    for (const [oldest, { length }] of this.#byTipset) {
      const full = this.#byTipset.size > TIPSETS_AT_HAND || this.#held - messages.length > MESSAGES_AT_HAND;
      if (!full || oldest === id) return;
      this.#byTipset.delete(oldest);
      this.#held -= length;
    }
  }
}

const slotKey = (from: Address, nonce: number): string => `${from.key}:${nonce}`;

const isBls = (signed: SignedMessage): boolean => signed.signature.type === SIGNATURE_BLS;

/** BLS messages stand and run before the others; within each kind the miner's order stays. `bls` and `secp` are their CIDs as the block lists them. */
export function inBlockOrder(selected: readonly PooledMessage[]): { messages: PooledMessage[]; bls: Cid[]; secp: Cid[] } {
  const bls = selected.filter((m) => isBls(m.signed));
  const secp = selected.filter((m) => !isBls(m.signed));
  return { messages: [...bls, ...secp], bls: bls.map((m) => m.cid), secp: secp.map((m) => m.cid) };
}
