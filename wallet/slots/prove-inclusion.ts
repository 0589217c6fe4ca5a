import { toBase64 } from "../../filecoin/bytes.ts";
import { parseCid } from "../../filecoin/cid.ts";
import type { BlockCache } from "../proof/block-cache.ts";
import { rootAt } from "../proof/choose-root.ts";
import { proveMessage, type IncludedMessage } from "../proof/message.ts";
import { NodesDiffer, ProofFailure } from "../proof/proof-failure.ts";
import type { Proven } from "../proof/proven.ts";
import type { Inclusion } from "./slot.ts";
import type { SlotNodes } from "./slot-node.ts";

/** What nodes say that ran, held against the blocks of the chain: no node can make up a message in a tipset, nor its receipt. */

/**
 * The message with this chain CID as the tipset before `tipset` holds it; a proven null: it did not run there. null: nothing can be proven, as
 * no node gives the blocks, or nodes name different tipsets. `tipset`: key of the one that shows the receipt. Throws RpcCancelled.
 * @example (await proveInclusion(nodes, blocks, inclusion.tipset, cid))?.value?.receipt.exitCode
 */
export async function proveInclusion(
  nodes: SlotNodes,
  blocks: BlockCache,
  tipset: readonly string[],
  cid: string,
): Promise<Proven<IncludedMessage | null> | null> {
  const witnesses = nodes.map(({ machine, client }) => ({ host: machine, client }));
  try {
    return await proveMessage(await rootAt(witnesses, blocks, tipset.map(parseCid)), parseCid(cid));
  } catch (error) {
    if (error instanceof ProofFailure || error instanceof NodesDiffer) return null;
    throw error;
  }
}

/** An inclusion with the receipt that was proven in place of the one that was told. */
export const withReceipt = (told: Inclusion, { receipt }: IncludedMessage): Inclusion => ({
  ...told,
  exitCode: receipt.exitCode,
  returned: toBase64(receipt.ret),
  gasUsed: receipt.gasUsed,
});
