import { Address, AddressError, addressOfEth, ethAddressOf, type NetworkPrefix } from "../../../filecoin/address.ts";
import { amountOf, say, textOf } from "../../shared/phrase.ts";
import type { Phrase } from "../../shared/values.ts";
import type { KnownActor } from "../chain/known-actor.ts";
import { Refusal } from "../refusal.ts";

/** Who may receive: what is refused, and what asks for a typed word first. */

/** Reads what a person typed or pasted as a receiver. Throws badAddress, wrongPrefix, receiverRefused. */
export function readReceiver(text: string, prefix: NetworkPrefix): Address {
  const typed = text.trim();
  if (/^0x/i.test(typed)) {
    const address = within(typed, () => addressOfEth(typed));
    if (address.protocol === 0) throw new Refusal("receiverRefused", { reason: "idMask", address: typed });
    refuseUnusable(address);
    return address;
  }
  const address = within(typed, () => Address.parse(typed));
  if (typed[0] !== prefix) throw new Refusal("wrongPrefix", { text: typed, expected: prefix });
  refuseUnusable(address);
  return address;
}

/** An address of any kind that is no receiver (a worker, a miner). Throws badAddress, wrongPrefix. */
export function readAddress(text: string, prefix: NetworkPrefix): Address {
  const typed = text.trim();
  const address = within(typed, () => (/^0x/i.test(typed) ? addressOfEth(typed) : Address.parse(typed)));
  if (!/^0x/i.test(typed) && typed[0] !== prefix) throw new Refusal("wrongPrefix", { text: typed, expected: prefix });
  return address;
}

function within(text: string, read: () => Address): Address {
  try {
    return read();
  } catch (error) {
    if (error instanceof AddressError) throw new Refusal("badAddress", { text: text.slice(0, 100), detail: error.code });
    throw error;
  }
}

/** No key and no actor can ever stand there: the zero address, and an f0 id dressed as f410 (0xff…). Throws receiverRefused. */
export function refuseUnusable(address: Address): void {
  if (address.protocol !== 4) return;
  const eth = ethAddressOf(address) ?? "";
  if (eth === `0x${"0".repeat(40)}`) throw new Refusal("receiverRefused", { reason: "zeroAddress", address: address.toString() });
  if (eth.startsWith(`0xff${"0".repeat(22)}`)) throw new Refusal("receiverRefused", { reason: "idMask", address: address.toString() });
}

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

/** What must be typed before money goes to this receiver. */
export function typedForReceiver(facts: ReceiverFacts): { id: string; ask: Phrase; text: string }[] {
  if (facts.own) return [];
  const { actor } = facts;
  const typed: { id: string; ask: Phrase; text: string }[] = [];
  if (actor.type === "storageminer") typed.push({ id: "donation", ask: say("typed.miner"), text: "donation" });
  else if (actor.type === "owner") typed.push({ id: "donation", ask: say("typed.owner"), text: "donation" });
  else if (actor.type === "unknown" || actor.type === "system") typed.push({ id: "donation", ask: say("typed.actor"), text: "donation" });
  if (actor.type === "none" && actor.asked.protocol === 4) typed.push({ id: "newAddress", ask: say("typed.newDelegated"), text: "new address" });
  if (actor.asked.protocol === 0 && !facts.idFinal) typed.push({ id: "notFinal", ask: say("typed.notFinal"), text: "not final" });
  if (facts.firstTime && facts.aboveLimit) typed.push({ id: "lastSix", ask: say("typed.lastSix"), text: actor.asked.toString(facts.prefix).slice(-6) });
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
