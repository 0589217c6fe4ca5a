import type { Address, NetworkPrefix } from "../../filecoin/address.ts";
import { amountOf, say, textOf } from "../phrase.ts";
import type { ActorType, Phrase } from "../values.ts";
import type { KnownActor } from "../told/known-actor.ts";

/** Who may receive: what is refused, and what asks for a typed word first. */

export interface ReceiverFacts {
  actor: KnownActor;
  /** its f0 id was already the same in a final tipset */
  idFinal: boolean;
  firstTime: boolean;
  aboveLimit: boolean;
  own: boolean;
  prefix: NetworkPrefix;
}

/** Why a bare send may not be signed at all; null when it may. */
export function refusedReceiver(facts: Pick<ReceiverFacts, "actor">): Phrase | null {
  return facts.actor.type === "evm" ? say("receiver.contract") : null;
}

/** A receiver, as far as it decides what must be typed. */
export interface TypedFacts {
  readonly address: Address;
  readonly type: ActorType;
  /** its f0 id was already the same in a final tipset */
  readonly idFinal: boolean;
  /** nothing that this wallet signed went there */
  readonly firstTime: boolean;
  readonly aboveLimit: boolean;
  readonly own: boolean;
  readonly prefix: NetworkPrefix;
}

/** What must be typed before money goes to this receiver. */
export function typedForReceiver({ address, type, idFinal, firstTime, aboveLimit, own, prefix }: TypedFacts): { id: string; ask: Phrase; text: string }[] {
  if (own) return [];
  const typed: { id: string; ask: Phrase; text: string }[] = [];
  if (type === "storageminer") typed.push({ id: "donation", ask: say("typed.miner"), text: "donation" });
  else if (type === "owner") typed.push({ id: "donation", ask: say("typed.owner"), text: "donation" });
  else if (type === "unknown" || type === "system") typed.push({ id: "donation", ask: say("typed.actor"), text: "donation" });
  if (type === "none" && address.protocol === 4) typed.push({ id: "newAddress", ask: say("typed.newDelegated"), text: "new address" });
  if (address.protocol === 0 && !idFinal) typed.push({ id: "notFinal", ask: say("typed.notFinal"), text: "not final" });
  if (firstTime && aboveLimit) typed.push({ id: "lastSix", ask: say("typed.lastSix"), text: address.toString(prefix).slice(-6) });
  return typed;
}

/** Warnings beside a receiver, before there is an amount. */
export function receiverWarnings(facts: ReceiverFacts): Phrase[] {
  if (facts.own) return [];
  const { actor } = facts;
  const warnings: Phrase[] = [];
  if (actor.type === "storageminer") warnings.push(say("receiver.miner"));
  if (actor.type === "owner") warnings.push(say("receiver.owner"));
  if (actor.type === "unknown" || actor.type === "system") warnings.push(say("receiver.unknownCode", { code: textOf(actor.code ?? "") }));
  if (actor.type === "none") warnings.push(say(actor.asked.protocol === 4 ? "receiver.newDelegated" : "receiver.newAddress"));
  if (actor.asked.protocol === 0 && !facts.idFinal) warnings.push(say("receiver.notFinal"));
  if (facts.firstTime && actor.type !== "none") warnings.push(say("receiver.firstTime", { amount: amountOf(actor.balance ?? 0n) }));
  return warnings;
}
