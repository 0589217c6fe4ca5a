/** Block headers and tipset keys as they stand on the chain. Sources: lotus chain/types/{blockheader,electionproof,tipset_key}.go; spec.filecoin.io "Block". */
import type { Address } from "../address.ts";
import { encodeAmount } from "../amount.ts";
import { concatBytes } from "../bytes.ts";
import { CborError, type CborValue, TupleReader, encodeCbor } from "../cbor.ts";
import { type Cid, DAG_CBOR, cidOf } from "../cid.ts";

/** A typed byte string: block signatures (2 = BLS) and proofs. */
export interface TypedBytes {
  type: number;
  data: Uint8Array;
}

export interface BeaconEntry {
  round: number;
  data: Uint8Array;
}

export interface BlockHeader {
  miner: Address;
  ticket: Uint8Array;
  electionProof: { winCount: number; vrfProof: Uint8Array };
  beaconEntries: BeaconEntry[];
  winPoStProof: TypedBytes[];
  parents: Cid[];
  parentWeight: bigint;
  /** epoch */
  height: number;
  parentStateRoot: Cid;
  parentMessageReceipts: Cid;
  messages: Cid;
  /** null in the genesis block of a public network, as is blockSig */
  blsAggregate: TypedBytes | null;
  /** seconds since 1970 */
  timestamp: number;
  blockSig: TypedBytes | null;
  forkSignaling: number;
  /** attoFIL per gas; the price at which this block's own messages run */
  parentBaseFee: bigint;
}

const signatureBytes = (s: TypedBytes | null): Uint8Array | null => (s === null ? null : concatBytes(Uint8Array.of(s.type), s.data));

/** The block as stored: a tuple of 16. Its CID is the block's name. */
export function encodeBlockHeader(h: BlockHeader): Uint8Array {
  const fields: CborValue[] = [
    h.miner.bytes,
    [h.ticket],
    [h.electionProof.winCount, h.electionProof.vrfProof],
    h.beaconEntries.map((b) => [b.round, b.data]),
    h.winPoStProof.map((p) => [p.type, p.data]),
    h.parents,
    encodeAmount(h.parentWeight),
    h.height,
    h.parentStateRoot,
    h.parentMessageReceipts,
    h.messages,
    signatureBytes(h.blsAggregate),
    h.timestamp,
    signatureBytes(h.blockSig),
    h.forkSignaling,
    encodeAmount(h.parentBaseFee),
  ];
  return encodeCbor(fields);
}

/** Reads a stored block. Throws CborError when it is none. */
export function decodeBlockHeader(bytes: Uint8Array): BlockHeader {
  const r = TupleReader.decode(bytes, 16, "block header");
  const header: BlockHeader = {
    miner: r.address(),
    ticket: r.tuple(1, (t) => t.bytes()),
    electionProof: r.tuple(2, (t) => ({ winCount: t.int(), vrfProof: t.bytes() })),
    beaconEntries: r.list((i) => i.tuple(2, (t) => ({ round: t.uint(), data: t.bytes() }))),
    winPoStProof: r.list((i) => i.tuple(2, (t) => ({ type: t.int(), data: t.bytes() }))),
    parents: r.list((i) => i.cid()),
    parentWeight: r.amount(),
    height: r.uint(),
    parentStateRoot: r.cid(),
    parentMessageReceipts: r.cid(),
    messages: r.cid(),
    blsAggregate: r.nullable(typed),
    timestamp: r.uint(),
    blockSig: r.nullable(typed),
    forkSignaling: r.uint(),
    parentBaseFee: r.amount(),
  };
  r.end();
  return header;
}

function typed(reader: TupleReader): TypedBytes {
  const bytes = reader.bytes();
  const [type] = bytes;
  if (type === undefined) throw new CborError("shape", "block header: expected a signature's type byte; got no bytes");
  return { type, data: bytes.subarray(1) };
}

/** The name of a block: the CID of its bytes, signature included. */
export const blockCid = (header: BlockHeader): Cid => cidOf(DAG_CBOR, encodeBlockHeader(header));

/** The CIDs of a tipset's blocks, as stored: a byte string of them, one after the other. */
export function encodeTipsetKey(blocks: readonly Cid[]): Uint8Array {
  return encodeCbor(concatBytes(...blocks.map((c) => c.bytes)));
}

/** Name of a set of blocks. */
export function tipsetKeyCid(blocks: readonly Cid[]): Cid {
  return cidOf(DAG_CBOR, encodeTipsetKey(blocks));
}
