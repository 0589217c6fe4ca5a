import { CborError } from "../../filecoin/cbor.ts";
import { type Cid, cidKey } from "../../filecoin/cid.ts";
import { type BlockHeader, decodeBlockHeader } from "../../filecoin/chain/block-header.ts";
import { ProofFailure } from "./proof-failure.ts";
import type { ProofBlocks } from "./proof-blocks.ts";

/** A tipset has some five blocks; ten times that is none. */
const MOST_BLOCKS = 50;

/** True for the same blocks in the same order. */
export const sameKey = (a: readonly Cid[], b: readonly Cid[]): boolean => a.length === b.length && a.every((cid, i) => cid.equals(b[i] as Cid));

/**
 * The headers of a tipset, read by the CIDs of its key, so that they are what the key names. All of one tipset agree on height, parents and what they
 * say of their parents' run (lotus chain/types/tipset.go; consensus refuses others). Throws ProofFailure.
 */
export async function readTipset(blocks: ProofBlocks, key: readonly Cid[]): Promise<BlockHeader[]> {
  if (key.length === 0 || key.length > MOST_BLOCKS || new Set(key.map(cidKey)).size < key.length) {
    throw new ProofFailure("badTipset", `expected a tipset of 1 to ${MOST_BLOCKS} different blocks; got ${key.length}`);
  }
  const headers = await Promise.all(key.map(async (cid) => readHeader(await blocks.read(cid), cid)));
  const [first, ...others] = headers as [BlockHeader, ...BlockHeader[]];
  others.forEach((header, i) => {
    const differing = differenceOf(first, header);
    if (differing !== null) throw new ProofFailure("badTipset", `blocks of one tipset differ in ${differing}`, null, key[i + 1] as Cid);
  });
  return headers;
}

function readHeader(bytes: Uint8Array, cid: Cid): BlockHeader {
  try {
    return decodeBlockHeader(bytes);
  } catch (error) {
    if (!(error instanceof CborError)) throw error;
    throw new ProofFailure("badTipset", `${cid.toString()} is no block header: ${error.message}`, null, cid, { cause: error });
  }
}

function differenceOf(a: BlockHeader, b: BlockHeader): string | null {
  if (a.height !== b.height) return "height";
  if (!sameKey(a.parents, b.parents)) return "parents";
  if (!a.parentStateRoot.equals(b.parentStateRoot)) return "parent state";
  if (!a.parentMessageReceipts.equals(b.parentMessageReceipts)) return "parent receipts";
  return a.parentWeight === b.parentWeight && a.parentBaseFee === b.parentBaseFee ? null : "weight or base fee";
}
