/** Filecoin.GetActorEventsRaw and SubscribeActorEventsRaw. Source: lotus node/impl/full/actor_events.go. */
import { Address } from "../../filecoin/address.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { EPOCHS_PER_DAY } from "../../filecoin/epochs.ts";
import type { ActorId } from "../../filecoin/units.ts";
import { type EventFilter, eventsOf } from "../chain/actor-events.ts";
import type { Chain } from "../chain/chain.ts";
import type { Tipset } from "../chain/tipset.ts";
import { eventJson, nullIfEmpty } from "./lotus-shapes.ts";
import { type RpcMethod, read } from "./method-table.ts";
import { Params } from "./params.ts";
import { RpcCode, RpcFault } from "./rpc-error.ts";

const MAX_RANGE = EPOCHS_PER_DAY;
const MAX_RESULTS = 10_000;

interface EventQuery {
  filter: EventFilter;
  from: number | null;
  to: number | null;
  tipset: Tipset | null;
}

export function eventMethods(chain: Chain): Record<string, RpcMethod> {
  return {
    GetActorEventsRaw: read(1, (p) => {
      const query = readQuery(chain, p.any());
      const found = tipsetsOf(chain, query).flatMap((tipset) => eventsOf(chain, tipset, query.filter));
      if (found.length > MAX_RESULTS) throw new RpcFault(RpcCode.domain, `filter matches too many events, try a more restricted filter`);
      return nullIfEmpty(found.map(eventJson));
    }),
    SubscribeActorEventsRaw: {
      permission: "read",
      params: 1,
      streams: true,
      call: (p, context) => {
        const query = readQuery(chain, p.any());
        return context.channel?.((send, signal) => subscribe(chain, query, send, signal));
      },
    },
  };
}

/** Past events of the range first, then each new one; those of undone tipsets again, as reverted. */
function subscribe(chain: Chain, query: EventQuery, send: (value: unknown) => void, signal: AbortSignal): void {
  const { filter, from, to } = query;
  if (from !== null || query.tipset !== null) {
    for (const tipset of tipsetsOf(chain, query)) for (const event of eventsOf(chain, tipset, filter)) send(eventJson(event));
  }
  const stop = chain.subscribe((changes) => {
    for (const { type, tipset } of changes) {
      // The events of a tipset are known when its child shows the receipts.
      const shown = tipset.parent;
      if (shown === null || (to !== null && shown.height > to)) continue;
      for (const event of eventsOf(chain, shown, filter, type === "revert")) send(eventJson(event));
    }
  });
  signal.addEventListener("abort", stop, { once: true });
}

/** Tipsets whose events are on the chain: those below the head. */
function tipsetsOf(chain: Chain, { tipset, from, to }: EventQuery): Tipset[] {
  if (tipset !== null) return [tipset];
  const last = (chain.head.parent ?? chain.head).height;
  return chain.line.between(from ?? last, Math.min(to ?? last, last));
}

function readQuery(chain: Chain, json: unknown): EventQuery {
  const filter = (json ?? {}) as Record<string, unknown>;
  const [from, to] = [heightOf(filter.fromHeight), heightOf(filter.toHeight)];
  const key = filter.tipsetKey === undefined || filter.tipsetKey === null ? null : keyOf(filter.tipsetKey);
  if (key !== null && (from !== null || to !== null)) {
    throw new RpcFault(RpcCode.domain, "cannot specify both TipSetKey and FromHeight/ToHeight");
  }
  const head = chain.head.height;
  if (from !== null && from > (to ?? head))
    throw new RpcFault(RpcCode.domain, `invalid epoch range: to height (${to ?? head}) must be after from height (${from})`);
  if ((to ?? head) - (from ?? head) > MAX_RANGE) {
    throw new RpcFault(RpcCode.domain, `invalid epoch range: range between to and from heights is too large (maximum: ${MAX_RANGE})`);
  }
  return {
    filter: { emitters: emittersOf(chain, filter.addresses), fields: fieldsOf(filter.fields) },
    from,
    to,
    tipset: key === null ? null : chain.line.byKey(key),
  };
}

function keyOf(json: unknown): Cid[] | null {
  const key = new Params("Filecoin.GetActorEventsRaw", [json]).tipsetKey();
  return key === null || key.length === 0 ? null : key;
}

function heightOf(json: unknown): number | null {
  if (json === undefined || json === null || json === -1) return null;
  if (typeof json !== "number" || !Number.isSafeInteger(json) || json < 0) throw new RpcFault(RpcCode.parse, "expected a height of at least 0");
  return json;
}

function emittersOf(chain: Chain, json: unknown): ActorId[] {
  if (json === undefined || json === null) return [];
  if (!Array.isArray(json)) throw new RpcFault(RpcCode.parse, "expected addresses as an array");
  return json.map((text) => {
    const address = new Params("Filecoin.GetActorEventsRaw", [text]).address();
    const id = chain.stateAt(chain.head).resolve(address);
    // An address without an actor has emitted nothing; no actor has this id.
    return id ?? Address.id((1n << 63n) - 1n).id;
  });
}

function fieldsOf(json: unknown): EventFilter["fields"] {
  const fields: EventFilter["fields"] = new Map();
  for (const [key, values] of Object.entries((json ?? {}) as Record<string, unknown>)) {
    if (!Array.isArray(values)) throw new RpcFault(RpcCode.parse, `expected an array of values for "${key}"`);
    fields.set(
      key,
      values.map((item) => {
        const { codec, value } = (item ?? {}) as Record<string, unknown>;
        const bytes = new Params("Filecoin.GetActorEventsRaw", [value]).bytes();
        return { codec: typeof codec === "number" ? codec : 0x51, value: bytes };
      }),
    );
  }
  return fields;
}
