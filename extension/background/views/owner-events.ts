import type { Address } from "../../../filecoin/address.ts";
import { decodeOwnerEvent } from "../../../actor/abi/events.ts";
import { EPOCHS_PER_DAY } from "../../../filecoin/epochs.ts";
import { isReadable } from "../../../filecoin/rpc/json-values.ts";
import { epoch } from "../../../filecoin/units.ts";
import { isAncestor } from "../../../wallet/finality.ts";
import type { SeenEvent, SeenWindows } from "../../../wallet/memory.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { ifRead } from "../../../wallet/if-read.ts";

/** Epochs that a node answers in one go (Lotus: MaxFilterHeightRange). */
const WINDOW = EPOCHS_PER_DAY;
/** Windows that are read at most: 120 days. */
const MOST_WINDOWS = 120;
/** Windows asked for at the same time. */
const AT_ONCE = 8;

/**
 * Events of an actor since an epoch, oldest first, as far back as the node remembers and 120 days at most; a node without an
 * index of events gives none.
 */
export async function ownerEvents(scope: Scope, actor: Address, since: number): Promise<SeenEvent[]> {
  const id = (await scope.actors.at(actor)).id ?? actor;
  const { windows } = await memoryOf(scope, id);
  const newest = Math.floor(scope.head.height / WINDOW);
  const oldest = Math.max(0, newest - MOST_WINDOWS, Math.floor(since / WINDOW));
  const found: SeenEvent[] = [];
  for (let last = newest; last >= oldest; last -= AT_ONCE) {
    const asked = Array.from({ length: Math.min(AT_ONCE, last - oldest + 1) }, (_, i) => last - i);
    const answers = await Promise.all(asked.map((window) => ifRead(eventsOfWindow(scope, id, window, windows))));
    for (const answer of answers) if (answer !== null) found.push(...answer);
    if (answers.includes(null)) break;
  }
  return found.filter((entry) => entry.epoch >= since).sort((a, b) => a.epoch - b.epoch);
}

/** What is remembered of an actor, unless the chain has left the branch it was read on. */
async function memoryOf(scope: Scope, id: Address): Promise<SeenWindows> {
  const { head } = scope;
  const { events } = scope.memory;
  const key = `${scope.network.genesis} ${id.key}`;
  const known = events.get(key);
  if (known !== undefined && (await ifRead(isAncestor(scope.nodes.node, known.tip.cids.map(String), known.tip.height, head))) === true) {
    known.tip = head;
    return known;
  }
  const fresh: SeenWindows = { tip: head, windows: new Map() };
  events.set(key, fresh);
  return fresh;
}

async function eventsOfWindow(scope: Scope, id: Address, window: number, windows: Map<number, SeenEvent[]>): Promise<SeenEvent[]> {
  const known = windows.get(window);
  if (known !== undefined) return known;
  const [from, head] = [window * WINDOW, scope.head.height];
  const last = from + WINDOW - 1;
  const answer = await scope.nodes.node.getActorEventsRaw({ addresses: [id], fromHeight: epoch(from), toHeight: epoch(Math.min(head, last)) });
  const events = answer
    .filter(isReadable)
    .filter((event) => !event.reverted && event.emitter.equals(id))
    .map((event) => ({ epoch: Number(event.height), event: decodeOwnerEvent(event.entries) }))
    .filter((entry): entry is SeenEvent => entry.event !== null);
  // The events of a tipset are known when another one stands on it.
  if (last < head) windows.set(window, events);
  return events;
}
