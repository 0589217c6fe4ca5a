import { CborError } from "../../filecoin/cbor.ts";
import { type Cid, cidKey } from "../../filecoin/cid.ts";
import { type BlockHeader, decodeBlockHeader } from "../../filecoin/chain/block-header.ts";
import { ProofFailure } from "./proof-failure.ts";
import type { ProofBlocks } from "./proof-blocks.ts";

/** A tipset has some five blocks; ten times that is none. */
const MOST_BLOCKS = 50;

/** True for the same blocks in the same order. */
export const sameKey = (a: readonly Cid[], b: readonly Cid[]): boolean => a.length === b.length && a.every((cid, i) => cid.equals(b[i] as Cid));

/** The headers of a tipset, read by the CIDs of its key, so that they are what the key names. Throws ProofFailure. */
export async function readTipset(blocks: ProofBlocks, key: readonly Cid[]): Promise<BlockHeader[]> {
  if (key.length > MOST_BLOCKS) throw new ProofFailure("badTipset", `expected a tipset of at most ${MOST_BLOCKS} blocks; got ${key.length}`);
  return checkedTipset(key, await Promise.all(key.map(async (cid) => readHeader(await blocks.read(cid), cid))));
}

/**
 * `headers` if they can be those of one tipset: at least one, each once, and all agree on height, parents and what they say of their parents' run
 * (lotus chain/types/tipset.go; consensus refuses others). Throws ProofFailure.
 */
export function checkedTipset(key: readonly Cid[], headers: BlockHeader[]): BlockHeader[] {
  if (key.length === 0 || new Set(key.map(cidKey)).size < key.length) {
    throw new ProofFailure("badTipset", `expected a tipset of different blocks, at least one; got ${key.length}`);
  }
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
