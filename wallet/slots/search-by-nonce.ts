import { Address, AddressError } from "../../filecoin/address.ts";
import { parseCid } from "../../filecoin/cid.ts";
import { decodeSignedMessage, messageCid, MessageError, type SignedMessage } from "../../filecoin/message.ts";
import { CborError } from "../../filecoin/cbor.ts";
import { RpcFailure } from "../../filecoin/rpc/errors.ts";
import { verifySignature } from "../../filecoin/signature.ts";
import { isFinal } from "../finality.ts";
import { numberOf, say, textOf } from "../phrase.ts";
import type { Phrase } from "../values.ts";
import { findOutcome, type Outcome } from "./find-outcome.ts";
import { isLive, type Attempt, type Slot } from "./slot.ts";
import type { FollowingClient, SlotNodes } from "./slot-node.ts";
import type { Step } from "./transitions.ts";

/**
 * What used a slot's nonce when no search by CID finds one of its messages: StateSearchMsg looks back 20 epochs at gateways, so the chain
 * is walked by the sender's nonce. That another message used it ends the slot for ever, so it is never one node's word.
 */
export async function searchByNonce(slot: Slot, nodes: SlotNodes): Promise<Step[]> {
  const sender = Address.parse(slot.account);
  const newest = slot.attempts.findLast((a) => isLive(a) && a.signed !== null);
  if (newest === undefined) return [];
  const outcome = await findOutcome(nodes[0].client, sender, slot.nonce);
  if (outcome.kind === "unused") return [];
  if (outcome.kind === "unknown") return unknown(newest, say("unknown.bounds", { from: numberOf(outcome.from), to: numberOf(outcome.to) }));
  const ours = slot.attempts.find((a) => a.chainCid === outcome.cid && isLive(a));
  if (ours !== undefined) return [{ cid: ours.cid, event: { to: "included", inclusion: outcome.inclusion } }];
  const clients = nodes.map(({ client }) => client);
  if (!(await isFinal(clients, outcome.inclusion.tipset, outcome.inclusion.epoch))) return [];
  const known =
    nodes.length > 1
      ? await allSay(clients.slice(1), sender, slot.nonce, outcome.cid)
      : await isSigned(clients[0] as FollowingClient, sender, slot.nonce, outcome.cid);
  if (!known) return unknown(newest, say("unknown.otherTold", { node: textOf(nodes[0].host), cid: textOf(outcome.cid) }));
  return [{ cid: newest.cid, event: { to: "foreign", note: say("foreign.other", { cid: textOf(outcome.cid) }) } }];
}

/** Said once: the same again is no event. */
function unknown({ cid, state, note }: Attempt, told: Phrase): Step[] {
  return state === "unknown" && JSON.stringify(note) === JSON.stringify(told) ? [] : [{ cid, event: { to: "unknown", note: told } }];
}

/** Do these nodes find the same message by themselves; one that is away says nothing. */
async function allSay(clients: readonly FollowingClient[], sender: Address, nonce: number, cid: string): Promise<boolean> {
  const outcomes = await Promise.all(clients.map((client) => findOrNull(client, sender, nonce)));
  return outcomes.every((outcome) => outcome?.kind === "found" && outcome.cid === cid);
}

async function findOrNull(client: FollowingClient, sender: Address, nonce: number): Promise<Outcome | null> {
  try {
    return await findOutcome(client, sender, nonce);
  } catch (error) {
    if (error instanceof RpcFailure) return null;
    throw error;
  }
}

/** Where one node alone can be asked: did this sender's key sign that message. BLS signatures are not kept with their messages, so there nobody can tell. */
async function isSigned(client: FollowingClient, sender: Address, nonce: number, cid: string): Promise<boolean> {
  const signed = await readSigned(client, cid);
  if (signed === null || signed.message.nonce !== nonce || !signed.message.from.equals(sender)) return false;
  return verifySignature(signed.signature, sender, messageCid(signed.message).bytes);
}

async function readSigned(client: FollowingClient, cid: string): Promise<SignedMessage | null> {
  try {
    return decodeSignedMessage(await client.chainReadObj(parseCid(cid)));
  } catch (error) {
    if (error instanceof RpcFailure || error instanceof CborError || error instanceof MessageError || error instanceof AddressError) return null;
    throw error;
  }
}
