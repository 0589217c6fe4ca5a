import { Address, AddressError } from "../../filecoin/address.ts";
import { parseCid } from "../../filecoin/cid.ts";
import { decodeSignedMessage, messageCid, MessageError, type SignedMessage } from "../../filecoin/message.ts";
import { CborError } from "../../filecoin/cbor.ts";
import { RpcFailure } from "../../filecoin/rpc/errors.ts";
import { verifySignature } from "../../filecoin/signature.ts";
import { isFinal } from "../finality.ts";
import { numberOf, say, textOf } from "../phrase.ts";
import type { BlockCache } from "../proof/block-cache.ts";
import type { Phrase } from "../values.ts";
import { findOutcome } from "./find-outcome.ts";
import { proveInclusion } from "./prove-inclusion.ts";
import { isLive, type Attempt, type Inclusion, type Slot } from "./slot.ts";
import type { FollowingClient, SlotNodes } from "./slot-node.ts";
import type { Step } from "./transitions.ts";

/**
 * What used a slot's nonce when no search by CID finds one of its messages: StateSearchMsg looks back 20 epochs at gateways, so the chain
 * is walked by the sender's nonce. That another message used it ends the slot for ever, so it takes a proof.
 */
export async function searchByNonce(slot: Slot, nodes: SlotNodes, blocks: BlockCache): Promise<{ steps: Step[] } | { attempt: Attempt; inclusion: Inclusion }> {
  const newest = slot.attempts.findLast((a) => isLive(a) && a.signed !== null);
  if (newest === undefined) return { steps: [] };
  const outcome = await findOutcome(nodes[0].client, Address.parse(slot.account), slot.nonce);
  if (outcome.kind === "unused") return { steps: [] };
  if (outcome.kind === "unknown") return { steps: unknownStep(newest, say("unknown.bounds", { from: numberOf(outcome.from), to: numberOf(outcome.to) })) };
  const { cid, inclusion } = outcome;
  const ours = slot.attempts.find((a) => a.chainCid === cid && isLive(a));
  if (ours !== undefined) return { attempt: ours, inclusion };
  const clients = nodes.map(({ client }) => client);
  if (!(await isFinal(clients, inclusion.tipset, inclusion.epoch))) return { steps: [] };
  if (!(await isProven(slot, nodes, blocks, inclusion, cid)))
    return { steps: unknownStep(newest, say("unknown.otherTold", { node: textOf(nodes[0].host), cid: textOf(cid) })) };
  return { steps: [{ cid: newest.cid, event: { to: "foreign", note: say("foreign.other", { cid: textOf(cid) }) } }] };
}

/** Said once: the same again is no event. */
export function unknownStep({ cid, state, note }: Attempt, told: Phrase): Step[] {
  return state === "unknown" && JSON.stringify(note) === JSON.stringify(told) ? [] : [{ cid, event: { to: "unknown", note: told } }];
}

/**
 * Did a message of this account with this nonce run there. Where one node alone names the tipset it could make up all of it but the key's
 * signature, so that is asked for too. BLS signatures are not kept with their messages: there nobody can tell.
 */
async function isProven(slot: Slot, nodes: SlotNodes, blocks: BlockCache, { tipset }: Inclusion, cid: string): Promise<boolean> {
  const proof = await proveInclusion(nodes, blocks, tipset, cid);
  if (proof === null || proof.value === null) return false;
  const sender = Address.parse(slot.account);
  const { message } = proof.value;
  if (message.nonce !== slot.nonce || !message.from.equals(sender)) return false;
  return proof.root.standing !== "oneNode" || isSigned(nodes[0].client, sender, cid);
}

async function isSigned(client: FollowingClient, sender: Address, cid: string): Promise<boolean> {
  const signed = await readSigned(client, cid);
  return signed !== null && verifySignature(signed.signature, sender, messageCid(signed.message).bytes);
}

/** null for a message whose signature is not kept with it, or that the node does not give. */
async function readSigned(client: FollowingClient, cid: string): Promise<SignedMessage | null> {
  try {
    return decodeSignedMessage(await client.chainReadObj(parseCid(cid)));
  } catch (error) {
    if (error instanceof RpcFailure || error instanceof CborError || error instanceof MessageError || error instanceof AddressError) return null;
    throw error;
  }
}
