import { decodeBlockHeader } from "../../filecoin/chain/block-header.ts";
import { eventsAt, type Receipt, receiptAt, type StampedEvent } from "../../filecoin/chain/receipt.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { decodeMessage, decodeSignedMessage, type Message } from "../../filecoin/message.ts";
import { epoch, type Epoch } from "../../filecoin/units.ts";
import { executedMessages } from "./executed-messages.ts";
import { type ProofScope, Trail } from "./proof-scope.ts";
import { checkedTipset } from "./tipset.ts";
import type { Proven } from "./proven.ts";

/** A message that ran. */
export interface IncludedMessage {
  readonly cid: Cid;
  readonly message: Message;
  /** The tipset whose blocks hold it. */
  readonly tipset: { readonly key: readonly Cid[]; readonly height: Epoch };
  /** Its place among the messages of that tipset that ran. */
  readonly index: number;
  readonly receipt: Receipt;
  /** In the order in which actors emitted them. */
  readonly events: readonly StampedEvent[];
}

/**
 * A message in the tipset *before* the root's, with its receipt and events: the root's header names the receipts of its parents' messages, so the root
 * must be the next tipset after the message's own (what StateSearchMsg calls TipSet; see rootAt). null is proof that the message did not run there.
 * `cid` is its chain CID: of the signed message, but of the unsigned one where the signature is BLS. Throws ProofFailure, RpcCancelled.
 * @example
 * const scope = await rootAt(nodes, cache, lookup.tipSet);
 * const included = await proveMessage(scope, signedMessageCid(signed)); // included.value?.receipt.exitCode
 */
export async function proveMessage(scope: ProofScope, cid: Cid): Promise<Proven<IncludedMessage | null>> {
  const trail = new Trail(scope);
  const [{ parents, parentMessageReceipts }] = scope.headers as [ProofScope["headers"][number]];
  if (scope.root.height === 0) return trail.proven(null);
  const headers = checkedTipset(parents, await Promise.all(parents.map((parent) => trail.read("blockHeader", parent, decodeBlockHeader))));
  const ran = await executedMessages(trail, headers, parentMessageReceipts);
  const index = ran.findIndex((message) => message.cid.equals(cid));
  if (index < 0) return trail.proven(null);
  const { isSigned } = ran[index] as (typeof ran)[number];
  const [message, receipt] = await Promise.all([
    trail.read("message", cid, (bytes) => (isSigned ? decodeSignedMessage(bytes).message : decodeMessage(bytes))),
    trail.walk("receipts", receiptAt(parentMessageReceipts, index)),
  ]);
  const events = receipt.eventsRoot === null ? [] : await trail.walk("events", eventsAt(receipt.eventsRoot));
  const tipset = { key: parents, height: epoch((headers[0] as (typeof headers)[number]).height) };
  return trail.proven({ cid, message, tipset, index, receipt, events });
}
