/** Events of a range of tipsets, as GetActorEventsRaw finds them. Source: lotus chain/events/filter, node/impl/full/actor_events.go. */
import { Address } from "../../filecoin/address.ts";
import { bytesEqual } from "../../filecoin/bytes.ts";
import type { Cid } from "../../filecoin/cid.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { StampedEvent } from "../../filecoin/chain/receipt.ts";
import type { Chain } from "./chain.ts";
import { readEvents } from "./receipts.ts";
import type { Tipset } from "./tipset.ts";

/** Which events are wanted; empty parts do not filter. */
export interface EventFilter {
  emitters: ActorId[];
  /** Per entry key: acceptable values; none listed = any value. */
  fields: Map<string, { codec: number; value: Uint8Array }[]>;
}

export interface FoundEvent {
  event: StampedEvent;
  emitter: Address;
  reverted: boolean;
  /** The tipset that holds the message. */
  tipset: Tipset;
  messageCid: Cid;
  /** Place of the message in its tipset, in order of execution. */
  messageIndex: number;
  /** Place of the event among all of its tipset. */
  eventIndex: number;
}

/** Events of a tipset's messages, in order. */
export function eventsOf(chain: Chain, tipset: Tipset, filter: EventFilter, reverted = false): FoundEvent[] {
  if (tipset.after.eventCount === 0) return [];
  const messages = chain.messagesOf(tipset);
  let next = 0;
  return chain.receiptsOf(tipset).flatMap(({ eventsRoot }, messageIndex) => {
    const messageCid = messages[messageIndex]?.cid;
    if (eventsRoot === null || messageCid === undefined) return [];
    return readEvents(chain.blocks, eventsRoot)
      .map((event) => ({ event, eventIndex: next++ }))
      .filter(({ event }) => matches(event, filter))
      .map(({ event, eventIndex }) => ({
        event,
        emitter: emitterAddress(chain, event.emitter),
        reverted,
        tipset,
        messageCid,
        messageIndex,
        eventIndex,
      }));
  });
}

function matches(event: StampedEvent, filter: EventFilter): boolean {
  if (filter.emitters.length > 0 && !filter.emitters.includes(event.emitter)) return false;
  return [...filter.fields].every(([key, wanted]) =>
    event.entries.some(
      (entry) => entry.key === key && (wanted.length === 0 || wanted.some((w) => w.codec === entry.codec && bytesEqual(w.value, entry.value))),
    ),
  );
}

/** f410 when the actor has one, else f0. */
function emitterAddress(chain: Chain, id: ActorId): Address {
  return chain.stateAt(chain.head).getActor(id)?.delegated ?? Address.id(id);
}
