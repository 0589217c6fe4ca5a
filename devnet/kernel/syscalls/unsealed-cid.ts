/**
 * The unsealed CID (CommD) of a sector from its pieces: a binary tree of sha2-256 with the two top bits cleared, gaps
 * filled with zeroes.
 * Source: ref-fvm fvm/src/kernel/filecoin.rs, filecoin-proofs pieces.rs.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import type { CborValue } from "../../../filecoin/cbor.ts";
import { CID } from "multiformats/cid";
import { ErrorNumber, SyscallError } from "../runtime.ts";

const KIB = 1_024;
/** Bytes of a sector by proof type modulo 5. */
const SECTOR_BYTES = [2 * KIB, 8 * KIB ** 2, 512 * KIB ** 2, 32 * KIB ** 3, 64 * KIB ** 3] as const;
const PROOF_TYPES = 20n;
const NODE_BYTES = 32;
const MIN_PIECE_BYTES = 128;
/** CIDv1, fil-commitment-unsealed, sha2-256-trunc254-padded, 32 bytes */
const PREFIX = [0x01, 0x81, 0xe2, 0x03, 0x92, 0x20, 0x20];

interface Piece {
  readonly bytes: number;
  readonly commitment: Uint8Array;
}

/** `pieces` are [padded size, CID]. SyscallError illegalArgument when they do not fit the sector. */
export function unsealedCid(proofType: bigint, pieces: readonly CborValue[]): Uint8Array {
  if (proofType < 0n || proofType >= PROOF_TYPES) throw illegal(`proof type ${String(proofType)} is unknown`);
  const sector = SECTOR_BYTES[Number(proofType % 5n)] as number;
  const commitment = combine(pieces.map(readPiece), sector);
  return Uint8Array.from([...PREFIX, ...commitment]);
}

function readPiece(value: CborValue): Piece {
  const [size, cid] = Array.isArray(value) ? (value as CborValue[]) : [];
  const bytes = Number(size);
  const link = CID.asCID(cid);
  const isPower = Number.isInteger(Math.log2(bytes));
  if (bytes < MIN_PIECE_BYTES || !isPower || link === null || link.multihash.digest.length !== NODE_BYTES) {
    throw illegal("a piece is a power of two of at least 128 bytes and its commitment");
  }
  return { bytes, commitment: link.multihash.digest };
}

/** Puts each piece at the next place that its size divides, joins equal neighbours, fills up to the sector. */
function combine(pieces: readonly Piece[], sector: number): Uint8Array {
  const stack: Piece[] = [];
  const push = (piece: Piece): void => {
    let top = piece;
    while (stack.at(-1)?.bytes === top.bytes) {
      const left = stack.pop() as Piece;
      top = { bytes: top.bytes * 2, commitment: join(left.commitment, top.commitment) };
    }
    stack.push(top);
  };
  let total = 0;
  const pad = (to: number): void => {
    while (total < to) {
      const bytes = lowestPower(total === 0 ? to : Math.min(lowestPower(total), lowestPower(to - total)));
      push({ bytes, commitment: zeroes(bytes) });
      total += bytes;
    }
  };
  for (const piece of pieces) {
    pad(Math.ceil(total / piece.bytes) * piece.bytes);
    push(piece);
    total += piece.bytes;
    if (total > sector) throw illegal("the pieces are larger than the sector");
  }
  pad(sector);
  return (stack[0] as Piece).commitment;
}

function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(NODE_BYTES * 2);
  both.set(left);
  both.set(right, NODE_BYTES);
  const node = sha256(both);
  node[NODE_BYTES - 1] = (node[NODE_BYTES - 1] as number) & 0x3f;
  return node;
}

function zeroes(bytes: number): Uint8Array {
  let node: Uint8Array = new Uint8Array(NODE_BYTES);
  for (let size = NODE_BYTES; size < bytes; size *= 2) node = join(node, node);
  return node;
}

/** The lowest set bit of a number below 2^53. */
function lowestPower(value: number): number {
  let power = 1;
  while (value % (power * 2) === 0) power *= 2;
  return power;
}

function illegal(text: string): SyscallError {
  return new SyscallError(ErrorNumber.illegalArgument, text);
}
