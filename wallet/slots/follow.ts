import { Address } from "../../filecoin/address.ts";
import { toBase64 } from "../../filecoin/bytes.ts";
import { parseCid } from "../../filecoin/cid.ts";
import { RpcError } from "../../filecoin/rpc/errors.ts";
import type { MessageLookup, TipSet } from "../../filecoin/rpc/lotus-json.ts";
import { CHAIN_FINALITY, isAncestor, isFinal } from "../finality.ts";
import { isOlder } from "../moments.ts";
import { baseFeeOf } from "../node-set.ts";
import { amountOf, say, textOf } from "../phrase.ts";
import type { BlockCache } from "../proof/block-cache.ts";
import { poolOrNull, type PoolTold } from "../told/pool.ts";
import { orNull } from "../told/rpc-refusal.ts";
import { baseFeeBefore } from "./find-outcome.ts";
import { proveInclusion, withReceipt } from "./prove-inclusion.ts";
import { searchByNonce, unknownStep } from "./search-by-nonce.ts";
import { isLive, type Attempt, type Inclusion, type Slot } from "./slot.ts";
import type { FollowingClient, SlotNode, SlotNodes } from "./slot-node.ts";
import type { SlotEvent, Step } from "./transitions.ts";

/** Where a slot's messages are, as its nodes tell it: a used nonce, a pool, or nowhere; and the events that follow from it. */

/** Epochs after which an accepted message that no pool shows is called silent. */
const SILENT_EPOCHS = 3;
/** The same by the clock, whatever height the node told when it took the message. */
const SILENT_EPOCHS_BY_CLOCK = 20;

/** What the nodes say of an account now. One look serves all of its slots in a round. */
export interface AccountTold {
  nodes: SlotNodes;
  sender: Address;
  head: TipSet;
  /** the next nonce in the state that the head shows */
  nonce: number;
  pools: readonly PoolTold[];
  /** blocks that proofs read */
  blocks: BlockCache;
}

export interface Clock {
  /** milliseconds since 1970 */
  now: number;
  epochSeconds: number;
}

/** Throws RpcFailure when the leading node does not answer; what a pool holds is left out where it is not told. */
export async function lookAt(nodes: SlotNodes, sender: Address, blocks: BlockCache): Promise<AccountTold> {
  const [{ client }] = nodes;
  const head = await client.chainHead();
  const actor = await orNull(client.stateGetActor(sender, head.cids));
  const pools = await Promise.all(nodes.map((node) => poolOrNull(node.client, node.host, sender)));
  return { nodes, sender, head, nonce: actor?.nonce ?? 0, pools: pools.filter((pool) => pool !== null), blocks };
}

/** Events of a slot's attempts, to be applied in this order. Throws RpcFailure. */
export async function follow(slot: Slot, told: AccountTold, clock: Clock): Promise<Step[]> {
  if (!slot.attempts.some((a) => a.signed !== null && isLive(a))) return [];
  const included = slot.attempts.find((a) => a.state === "included");
  const place = included === undefined || included.inclusion === null ? null : await placeOf(included, included.inclusion, told, clock);
  if (place === "above") return [];
  if (told.nonce > slot.nonce) return place === "onChain" ? finalStep(included as Attempt, told) : executed(slot, told);
  // A node that shows the receipt and a nonce that was never used contradicts itself.
  return place === "onChain" ? [] : waiting(slot, told, clock);
}

/**
 * An inclusion is undone by a head at or above it whose chain does not hold its tipset. Below it the node is behind. A node that stays
 * behind for longer than finality takes never had that tipset.
 */
async function placeOf(attempt: Attempt, { tipset, epoch }: Inclusion, { nodes, head }: AccountTold, clock: Clock): Promise<"onChain" | "above" | "undone"> {
  if (head.height < epoch) return isOlder(attempt.changedAt, clock.now, CHAIN_FINALITY * clock.epochSeconds * 1_000) ? "undone" : "above";
  return (await isAncestor(nodes[0].client, tipset, epoch, head)) ? "onChain" : "undone";
}

const clientsOf = (nodes: readonly SlotNode[]): FollowingClient[] => nodes.map(({ client }) => client);

async function finalStep(attempt: Attempt, told: AccountTold): Promise<Step[]> {
  const { inclusion } = attempt;
  if (inclusion === null || !(await isFinal(clientsOf(told.nodes), inclusion.tipset, inclusion.epoch))) return [];
  const checked = await checkedInclusion(attempt, inclusion, told);
  if (checked === null) return notThere(attempt, told);
  const steps: Step[] = checked.proven ? [{ cid: attempt.cid, event: { to: "included", inclusion: checked.inclusion } }] : [];
  return [...steps, { cid: attempt.cid, event: { to: "final" } }];
}

/** The inclusion with its proven receipt, or as it was told where nothing can be proven; null: the tipset does not hold the message. */
async function checkedInclusion(attempt: Attempt, told: Inclusion, { nodes, blocks }: AccountTold): Promise<{ inclusion: Inclusion; proven: boolean } | null> {
  const proof = await proveInclusion(nodes, blocks, told.tipset, attempt.chainCid as string);
  if (proof === null) return { inclusion: told, proven: false };
  return proof.value === null ? null : { inclusion: withReceipt(told, proof.value), proven: true };
}

/** The node names a tipset whose blocks do not hold the message. */
const notThere = (attempt: Attempt, { nodes }: AccountTold): Step[] => unknownStep(attempt, say("unknown.notThere", { node: textOf(nodes[0].host) }));

/** The nonce is used: by one of ours, or by another message. */
async function executed(slot: Slot, told: AccountTold): Promise<Step[]> {
  const [{ client }] = told.nodes;
  for (const attempt of slot.attempts) {
    if (attempt.chainCid === null || !isLive(attempt)) continue;
    const found = await searchOrNull(client, attempt.chainCid);
    if (found === null) continue;
    return includedSteps(attempt, await inclusionOf(client, found), told);
  }
  const found = await searchByNonce(slot, told.nodes, told.blocks);
  return "steps" in found ? found.steps : includedSteps(found.attempt, found.inclusion, told);
}

async function includedSteps(attempt: Attempt, told: Inclusion, account: AccountTold): Promise<Step[]> {
  const checked = await checkedInclusion(attempt, told, account);
  if (checked === null) return notThere(attempt, account);
  const { inclusion } = checked;
  return [{ cid: attempt.cid, event: { to: "included", inclusion } }, ...(await finalStep({ ...attempt, inclusion }, account))];
}

async function inclusionOf(client: FollowingClient, { height, tipSet, receipt }: MessageLookup): Promise<Inclusion> {
  const child = await orNullOnError(client.chainGetTipSet(tipSet));
  return {
    epoch: height,
    tipset: tipSet.map(String),
    exitCode: receipt.exitCode,
    returned: toBase64(receipt.return),
    gasUsed: receipt.gasUsed,
    ...(child === null ? {} : await baseFeeBefore(client, child)),
  };
}

/**
 * Where a message ran; null when it did not, or when the node will not look: Lotus answers with an error for a message it never saw, or
 * whose nonce another one used. The walk by nonce then tells what ran, and no attempt keeps the others from being found.
 */
const searchOrNull = (client: FollowingClient, cid: string): Promise<MessageLookup | null> =>
  orNullOnError(client.stateSearchMsg(parseCid(cid), { allowReplaced: false }));

/** The answer; null when the node answered with an error. */
async function orNullOnError<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RpcError) return null;
    throw error;
  }
}

/** The nonce is free on the chain: our messages are in pools, or nowhere, or were undone by a reorganisation. */
function waiting(slot: Slot, told: AccountTold, clock: Clock): Step[] {
  return slot.attempts.flatMap((attempt) => {
    if (attempt.signed === null || !isLive(attempt) || attempt.state === "signed" || attempt.state === "pushing") return [];
    const event = waitingEvent(slot, attempt, told, clock);
    return event === null ? [] : [{ cid: attempt.cid, event }];
  });
}

function waitingEvent(slot: Slot, attempt: Attempt, { head, pools }: AccountTold, clock: Clock): SlotEvent | null {
  const place = poolPlace(slot, attempt, pools);
  switch (place.kind) {
    case "there":
      if (attempt.state === "refused") return { to: "accepted", answers: [], epoch: head.height };
      return seenEvent(attempt, place.hosts, baseFeeOf(head));
    case "behindAnother":
      if (attempt.state === "included" || attempt.state === "unknown") return { to: "missing", note: say("held.undone") };
      if (attempt.state === "refused" || attempt.note?.code === "late.occupied") return null;
      return { to: "silent", note: say("late.occupied", { node: textOf(place.host) }) };
    default:
      return unseenEvent(attempt, place.kind, isLate(attempt, head.height, clock));
  }
}

function seenEvent(attempt: Attempt, hosts: string[], baseFee: bigint): SlotEvent | null {
  if (BigInt(attempt.gasFeeCap) < baseFee) {
    if (attempt.state === "silent" && attempt.note?.code === "late.baseFee") return null;
    return { to: "silent", note: say("late.baseFee", { cap: amountOf(attempt.gasFeeCap), base: amountOf(baseFee) }) };
  }
  return attempt.state === "seen" && attempt.seenBy.join() === hosts.join() ? null : { to: "seen", nodes: hosts };
}

/** `gone`: no pool has anything at this nonce. `untold`: a pool that waits for a lower nonce does not say. */
function unseenEvent({ state }: Attempt, place: "gone" | "untold", late: boolean): SlotEvent | null {
  if (state === "included") return { to: "missing", note: say("held.undone") };
  if (state === "unknown") return { to: "missing", note: say("held.missing") };
  if (state === "accepted" && late) return { to: "silent", note: say("late.unseen") };
  return place === "gone" && (state === "seen" || state === "silent") ? { to: "missing", note: say("held.missing") } : null;
}

function isLate({ acceptedEpoch, changedAt }: Attempt, height: number, { now, epochSeconds }: Clock): boolean {
  const waited = (epochs: number): boolean => isOlder(changedAt, now, epochs * epochSeconds * 1_000);
  if (acceptedEpoch === null) return waited(SILENT_EPOCHS);
  return height - acceptedEpoch >= SILENT_EPOCHS || waited(SILENT_EPOCHS_BY_CLOCK);
}

type PoolPlace = { kind: "there"; hosts: string[] } | { kind: "behindAnother"; host: string } | { kind: "gone" | "untold" };

/** An attempt that some node once took stands where its nonce is occupied, unless that node lists other messages there. */
function poolPlace(slot: Slot, attempt: Attempt, pools: readonly PoolTold[]): PoolPlace {
  const taken = attempt.state !== "refused" || attempt.pushes.some(({ answer }) => answer === attempt.chainCid);
  const holds = ({ pending, nextNonce }: PoolTold): boolean => (pending === null ? taken && nextNonce > slot.nonce : pending.has(attempt.cid));
  const hosts = pools.filter(holds).map(({ host }) => host);
  if (hosts.length > 0) return { kind: "there", hosts };
  const isOurs = ({ pending }: PoolTold): boolean => pending === null || slot.attempts.some((a) => a.signed !== null && pending.has(a.cid));
  const occupied = pools.filter(({ nextNonce }) => nextNonce > slot.nonce);
  const foreign = occupied.find((pool) => !isOurs(pool));
  if (foreign !== undefined) return { kind: "behindAnother", host: foreign.host };
  return { kind: occupied.length === 0 && pools.length > 0 && pools.every(({ nextNonce }) => nextNonce === slot.nonce) ? "gone" : "untold" };
}
