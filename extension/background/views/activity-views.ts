import { fromBase64 } from "../../../filecoin/bytes.ts";
import { decodeMessage } from "../../../filecoin/message.ts";
import type { SlotView } from "../../../wallet/approval-views.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import { leadingAttempt, type Slot } from "../../../wallet/slots/slot.ts";
import { isShownWith } from "../../../wallet/slots/stranded.ts";
import type { KnownActor } from "../../../wallet/told/known-actor.ts";
import { refusalOfRpc } from "../../../wallet/told/rpc-refusal.ts";
import type { Checked, Reply } from "../../shared/messages.ts";
import type { Nodes } from "../chain/nodes.ts";
import type { Scopes } from "../chain/open-scope.ts";
import { namesIn, type BookStore } from "../settings/book.ts";
import type { NetworkStore } from "../settings/network-store.ts";
import type { SlotStore } from "../signing/slot-store.ts";
import { slotView, type SlotFacts } from "./slot-views.ts";

/** Messages that this wallet made, as the activity pages show them; a node that is away leaves out what only it knows. */

export interface ActivityParts {
  slots: Pick<SlotStore, "open" | "page" | "countUpTo" | "get">;
  networks: Pick<NetworkStore, "selected" | "list">;
  nodes: Pick<Nodes, "health">;
  scopes: Pick<Scopes, "of">;
  books: Pick<BookStore, "readOrNull">;
}

/** Messages on a page; each takes some 2 kB. */
const PAGE = 50;
const MOST_COUNTED = 100;

/** One page of messages; those that nobody can follow stand on the first one, whatever network they were of. Throws wrongNetworkAddress. */
export async function activityList(parts: ActivityParts, { account, list, after }: Checked<"activity.list">): Promise<Reply<"activity.list">> {
  const [network, networks, open] = await Promise.all([parts.networks.selected(), parts.networks.list(), parts.slots.open()]);
  const wanted = account === null ? null : readAddress(account, network.prefix).toString();
  const stranded = open.filter(
    (slot) => slot.genesis !== network.genesis && isShownWith(slot, network, networks) && (wanted === null || slot.account === wanted),
  );
  const genesis = network.genesis ?? "";
  const [page, onTheWay, failed] = await Promise.all([
    parts.slots.page({ list, genesis, account: wanted }, PAGE, after),
    parts.slots.countUpTo(MOST_COUNTED, "onTheWay", genesis),
    parts.slots.countUpTo(MOST_COUNTED, "failed", genesis),
  ]);
  const slots = after === null && list !== "failed" ? [...stranded, ...page.slots].sort((a, b) => b.createdAt - a.createdAt) : page.slots;
  const facts = await factsFor(parts, slots, open);
  return { slots: slots.map((slot) => slotView(slot, facts)), next: page.next, onTheWay: Math.min(MOST_COUNTED, onTheWay + stranded.length), failed };
}

/** Throws unknownSlot. */
export async function activityOf(parts: ActivityParts, id: string): Promise<{ slot: SlotView }> {
  const slot = await parts.slots.get(id);
  return { slot: slotView(slot, await factsFor(parts, [slot], await parts.slots.open())) };
}

/** `open`: what messages may wait for. */
async function factsFor(parts: ActivityParts, slots: readonly Slot[], open: readonly Slot[]): Promise<SlotFacts> {
  const network = await parts.networks.selected();
  const names = namesIn(await parts.books.readOrNull(), network.genesis ?? "");
  const receivers = network.genesis === null ? new Map<string, KnownActor>() : await receiversOf(parts, { ...network, genesis: network.genesis }, slots);
  return {
    prefix: network.prefix,
    all: open,
    networks: await parts.networks.list(),
    headEpoch: parts.nodes.health(network.url).epoch,
    label: (address) => names.get(address) ?? null,
    receiver: (slot) => receivers.get(slot.id) ?? null,
  };
}

async function receiversOf(parts: ActivityParts, network: Parameters<Scopes["of"]>[0], slots: readonly Slot[]): Promise<Map<string, KnownActor>> {
  const receivers = new Map<string, KnownActor>();
  const scope = await orNothing(parts.scopes.of(network));
  if (scope === null) return receivers;
  for (const slot of slots.filter((each) => each.genesis === network.genesis)) {
    const actor = await orNothing(scope.actors.at(decodeMessage(fromBase64(leadingAttempt(slot).unsigned)).to));
    if (actor !== null) receivers.set(slot.id, actor);
  }
  return receivers;
}

/** null for whatever a node or its absence refuses. */
async function orNothing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (refusalOfRpc(error) instanceof Refusal) return null;
    throw error;
  }
}
