import type { Address } from "../../filecoin/address.ts";
import { toBase64 } from "../../filecoin/bytes.ts";
import { RpcBadReply, RpcFailure } from "../../filecoin/rpc/errors.ts";
import { isReadable } from "../../filecoin/rpc/json-values.ts";
import type { TipSet } from "../../filecoin/rpc/lotus-json.ts";
import { epoch } from "../../filecoin/units.ts";
import { baseFeeOf, isPassing } from "../node-set.ts";
import { orNull } from "../told/rpc-refusal.ts";
import type { Inclusion } from "./slot.ts";
import type { FollowingClient } from "./slot-node.ts";

/**
 * Finds which message used a nonce, however long ago: bisects the chain by the sender's nonce, then reads that tipset's messages and
 * receipts. Gateways refuse heights older than a day; then the answer is "unknown", never success.
 */

/** `unused`: this node's chain has not used the nonce yet. */
export type Outcome = { kind: "found"; cid: string; inclusion: Inclusion } | { kind: "unknown"; from: number; to: number } | { kind: "unused" };

/** What of a node's client looks back. */
export type HistoryNode = Pick<
  FollowingClient,
  "node" | "chainHead" | "chainGetTipSet" | "chainGetTipSetByHeight" | "chainGetParentMessages" | "chainGetParentReceipts" | "stateGetActor" | "stateLookupID"
>;

/** Throws RpcFailure when the node is away, slow or busy: it has not lost its history. */
export async function findOutcome(node: HistoryNode, sender: Address, nonce: number): Promise<Outcome> {
  const head = await node.chainHead();
  const used = async (tipset: TipSet): Promise<boolean> => ((await orNull(node.stateGetActor(sender, tipset.cids)))?.nonce ?? 0) > nonce;
  if (!(await used(head))) return { kind: "unused" };
  let high = head;
  let low = 0;
  // Steps back in doubling strides until a tipset in which the nonce was free, or as far as the node lets us.
  for (let stride = 1; ; stride *= 2) {
    const height = Math.max(0, high.height - stride);
    let tipset: TipSet;
    try {
      tipset = await tipsetAt(node, height, head);
      if (!(await used(tipset))) {
        low = tipset.height;
        break;
      }
    } catch (error) {
      // A node that is away for a while has not lost its history: asked again in the next round.
      if (error instanceof RpcFailure && !isPassing(error)) return { kind: "unknown", from: height, to: high.height };
      throw error;
    }
    if (tipset.height === 0) return { kind: "unknown", from: 0, to: high.height };
    high = tipset;
  }
  while (high.height - low > 1) {
    const middle = await tipsetAt(node, Math.floor((low + high.height) / 2), head);
    if (middle.height <= low) {
      // Null rounds between: look at the tipset right above instead.
      low = Math.floor((low + high.height) / 2);
      continue;
    }
    if (await used(middle)) high = middle;
    else low = middle.height;
  }
  return readTipset(node, high, sender, nonce);
}

/** Throws RpcBadReply for a tipset above the height asked for: the walk would never end. */
async function tipsetAt(node: HistoryNode, height: number, head: TipSet): Promise<TipSet> {
  const tipset = await node.chainGetTipSetByHeight(epoch(height), head.cids);
  if (tipset.height > height) throw new RpcBadReply("ChainGetTipSetByHeight", node.node, `expected height ${height} at most; got ${tipset.height}`);
  return tipset;
}

/** The base fee a message paid whose receipt stands at `child`: that of the tipset before it, which took the message. */
export async function baseFeeBefore(node: Pick<HistoryNode, "chainGetTipSet">, child: Pick<TipSet, "blocks">): Promise<Pick<Inclusion, "baseFee">> {
  const parents = child.blocks[0]?.parents;
  if (parents === undefined) return {};
  try {
    return { baseFee: baseFeeOf(await node.chainGetTipSet(parents)).toString() };
  } catch (error) {
    if (error instanceof RpcFailure) return {};
    throw error;
  }
}

/**
 * State at `child` first shows the nonce used: Lotus' StateGetActor at a tipset gives the state before its own messages, so the
 * message is among the parent messages of the child, and the child's receipts stand for it.
 */
async function readTipset(node: HistoryNode, child: TipSet, sender: Address, nonce: number): Promise<Outcome> {
  const block = child.cids[0];
  if (block === undefined) return { kind: "unknown", from: child.height, to: child.height };
  const [messages, receipts] = await Promise.all([node.chainGetParentMessages(block), node.chainGetParentReceipts(block)]);
  const id = await orNull(node.stateLookupID(sender, child.cids));
  const at = messages.findIndex(
    (one) =>
      isReadable(one) && one.message.nonce === nonce && (one.message.from.equals(sender) || (one.message.from.protocol === 0 && one.message.from.id === id)),
  );
  const [message, receipt] = [messages[at], receipts[at]];
  if (message === undefined || receipt === undefined || !isReadable(message) || !isReadable(receipt))
    return { kind: "unknown", from: child.height, to: child.height };
  const inclusion: Inclusion = {
    epoch: child.height,
    tipset: child.cids.map(String),
    exitCode: receipt.exitCode,
    returned: toBase64(receipt.return),
    gasUsed: receipt.gasUsed,
    ...(await baseFeeBefore(node, child)),
  };
  return { kind: "found", cid: message.cid.toString(), inclusion };
}
