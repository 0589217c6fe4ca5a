import { Address } from "../../filecoin/address.ts";
import { fromBase64 } from "../../filecoin/bytes.ts";
import { parseCid } from "../../filecoin/cid.ts";
import { decodeSignedMessage, type SignedMessage } from "../../filecoin/message.ts";
import { RpcFailure } from "../../filecoin/rpc/errors.ts";
import { say, textOf } from "../phrase.ts";
import { detailOf, Refusal } from "../refusal.ts";
import { abortText } from "../told/abort-text.ts";
import { poolOrNull, type PoolTold } from "../told/pool.ts";
import { pushAgainAfter } from "./due.ts";
import type { Answer, Attempt, Slot } from "./slot.ts";
import type { SlotNode, SlotNodes } from "./slot-node.ts";
import type { SlotEvent } from "./transitions.ts";

/**
 * Sends an attempt's stored bytes to all nodes of its network, and tells what came of it. A node took a message when it answers with the
 * message's CID, or when it has the message afterwards: Lotus and Forest refuse what they already hold with an error, each in its own
 * words, and a time-out tells nothing. Words are shown to people and decide nothing.
 */

interface Outcome extends Answer {
  answered: boolean;
  taken: boolean;
  /** the node held a message at this nonce before */
  occupied: boolean;
}

export interface Pushed {
  /** what follows "pushing" */
  event: SlotEvent;
  /** some node was there to be asked */
  answered: boolean;
}

/** `now`: milliseconds since 1970; `again`: its owner asked for it. */
export async function push(slot: Slot, attempt: Attempt, nodes: SlotNodes, now: () => number, again = false): Promise<Pushed> {
  if (attempt.signed === null || attempt.chainCid === null) throw new Refusal("internal", { detail: `attempt ${attempt.cid} has no signature to push` });
  const signed = decodeSignedMessage(fromBase64(attempt.signed));
  const outcomes = await Promise.all(nodes.map((node) => pushTo(node, signed, slot, attempt)));
  const answers = outcomes.map(({ node, answer }) => ({ node, answer }));
  const answered = outcomes.some(({ answered }) => answered);
  const taker = nodes[outcomes.findIndex(({ taken }) => taken)];
  if (taker !== undefined) return { event: { to: "accepted", answers, epoch: await heightOf(taker), again }, answered };
  const blocked = outcomes.find(({ occupied }) => occupied) ?? (outcomes[0] as Outcome);
  const code = blocked.occupied ? "held.occupied" : "held.refused";
  const note = say(code, { node: textOf(blocked.node), words: textOf(blocked.answer) });
  return { event: { to: "refused", answers, note, nextPushAt: now() + pushAgainAfter(attempt.tries), again }, answered };
}

async function pushTo(node: SlotNode, signed: SignedMessage, slot: Slot, attempt: Attempt): Promise<Outcome> {
  const sender = Address.parse(slot.account);
  const before = await poolOrNull(node.client, node.host, sender);
  const answer = await answerOf(node, signed);
  const outcome = { node: node.host, answer, answered: before !== null, occupied: before !== null && before.nextNonce > slot.nonce };
  if (answer === attempt.chainCid) return { ...outcome, answered: true, taken: true };
  const after = before === null ? null : await poolOrNull(node.client, node.host, sender);
  return { ...outcome, taken: after !== null && (await hasIt(node, slot, attempt, outcome.occupied, after)) };
}

/** The CID text that the node answers, or its words. */
async function answerOf(node: SlotNode, signed: SignedMessage): Promise<string> {
  try {
    return abortText(await node.push(signed));
  } catch (error) {
    if (!(error instanceof RpcFailure) && !(error instanceof Refusal)) throw error;
    return abortText(detailOf(error));
  }
}

/** Does the pool hold this message: listed by its CID, or at a nonce that was free before, with the message's bytes in the node's store. */
async function hasIt(node: SlotNode, slot: Slot, attempt: Attempt, occupied: boolean, after: PoolTold): Promise<boolean> {
  if (after.pending !== null) return after.pending.has(attempt.cid);
  if (occupied || after.nextNonce <= slot.nonce) return false;
  try {
    return await node.client.chainHasObj(parseCid(attempt.chainCid as string));
  } catch (error) {
    if (error instanceof RpcFailure) return false;
    throw error;
  }
}

async function heightOf({ client }: SlotNode): Promise<number | null> {
  try {
    return (await client.chainHead()).height;
  } catch (error) {
    if (error instanceof RpcFailure) return null;
    throw error;
  }
}
