import { Address } from "../../../filecoin/address.ts";
import type { Message } from "../../../filecoin/message.ts";
import type { Draft } from "../../../wallet/draft.ts";
import { sameKey } from "../../../wallet/finality.ts";
import { addressOf, epochOf, say, textOf } from "../../../wallet/phrase.ts";
import type { Prediction } from "../../../wallet/prediction/dry-run.ts";
import { meansOtherwise, readMessage, whoIs } from "../../../wallet/reading/certain-facts.ts";
import { knownFacts, readerOf, sourceOf, type Founded, type Known } from "../../../wallet/reading/known-facts.ts";
import { idAddress } from "../../../wallet/reading/named-addresses.ts";
import type { Presenter, Reading } from "../../../wallet/reading/reading-parts.ts";
import { toldMiner, toldReading, unprovenReading } from "../../../wallet/reading/unproven-reading.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { CheckRow, Phrase } from "../../../wallet/values.ts";
import type { Prepared } from "./prepare-draft.ts";

/** What a draft's message does, read from what could be proven, and the lines that say how that is founded. */

export interface ReadDraft {
  readonly known: Known;
  readonly reading: Reading;
  /** what gates go by: the reading, or, where nothing is proven, what the node says that it would be, for a gate only closes */
  readonly gated: Reading;
  readonly rows: readonly CheckRow[];
}

/** Parties of the prediction whose owners are proven too, so that the page can mark which accounts are one's own. */
const MOST_PREDICTED = 40;

/** Addresses that stand beside the message: those that its ids were made of. */
export const typedIn = ({ typed }: Pick<Draft, "typed">): Address[] => Object.values(typed ?? {}).map((text) => Address.parse(text));

export async function readDraft(prepared: Prepared, message: Message, { changes }: Pick<Prediction, "changes">): Promise<ReadDraft> {
  const { scope, draft } = prepared;
  const predicted = [...changes.keys()].slice(0, MOST_PREDICTED).map((address) => Address.parse(address));
  const typed = Object.entries(draft.typed ?? {}).map(([id, text]) => ({ id: Address.parse(id), typed: Address.parse(text) }));
  const known = await knownFacts(scope, message, [...typedIn(draft), ...predicted]);
  const show = presenter(scope, typed);
  if (known.certain === null) {
    const meant = await toldReading(scope, message, show);
    const reading = unprovenReading(message, known.failure, meant, show);
    return { known, reading, gated: meant.value, rows: reading.kind === "unproven" ? [toldRow(meant.host, meant.value.sentence)] : [] };
  }
  const now = Math.max(scope.head.height, known.root.height);
  const reading = readMessage(message, known.certain, readerOf(scope), now, show);
  const rows = typed.map((pair) => sameActorRow(known, scope, pair));
  const blocked = reading.blocked ?? idDiffers(rows) ?? (await changedSince(prepared, message, known, now));
  return { known, reading: { ...reading, blocked }, gated: reading, rows };
}

interface Typed {
  readonly id: Address;
  readonly typed: Address;
}

/** A label stands at the very address that was saved; an id that was made from a typed address shows that one beside it. */
function presenter({ labelOf, network, timeOf }: Scope, typed: readonly Typed[]): Presenter {
  return {
    address: (address) => {
      const from = typed.find(({ id }) => id.equals(address))?.typed;
      return addressOf(address.toString(network.prefix), labelOf(address), from?.toString(network.prefix) ?? null);
    },
    epoch: (epoch) => (Number.isSafeInteger(Number(epoch)) ? epochOf(Number(epoch), timeOf(Number(epoch))) : textOf(String(epoch))),
  };
}

/** The proof that an id in the params and the address that was typed are one actor. */
function sameActorRow(known: Founded, scope: Scope, { id, typed }: Typed): CheckRow {
  const same = whoIs(known.certain, typed, readerOf(scope)).id === id.id;
  const { prefix } = scope.network;
  const params = { id: addressOf(id.toString(prefix)), typed: addressOf(typed.toString(prefix), scope.labelOf(typed)) };
  return {
    id: "sameActor",
    state: same ? "ok" : "bad",
    text: say(same ? "check.sameActor" : "check.otherActor", params),
    source: sourceOf(known, scope.host),
  };
}

const idDiffers = (rows: readonly CheckRow[]): Phrase | null => rows.find(({ state }) => state === "bad")?.text ?? null;

/** What the node says that the message would do, where nothing proves it. */
const toldRow = (node: string, sentence: Phrase): CheckRow => ({ id: "told", state: "warn", text: sentence, source: { kind: "oneNode", node } });

/** Between the tipset of the proofs and the head something may have changed at a miner: what then would mean another thing waits until that is proven. */
async function changedSince({ scope, to }: Prepared, message: Message, { certain, root }: Founded, now: number): Promise<Phrase | null> {
  const id = whoIs(certain, to, readerOf(scope)).id;
  const isHead = sameKey(root.key.map(String), scope.head.cids);
  if (id === null || isHead || !certain.miners.has(idAddress(id).key)) return null;
  const atHead = await toldMiner(scope, to);
  if (atHead === null || !meansOtherwise(message, certain, readerOf(scope), now, atHead)) return null;
  return say("blocked.changedSince", { node: textOf(scope.host), epoch: epochOf(root.height) });
}
