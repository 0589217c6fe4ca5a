import type { Address } from "../../filecoin/address.ts";
import { CAREFUL_CEILING } from "../price/fee.ts";
import { amountOf, numberOf, say, textOf } from "../phrase.ts";
import type { Who } from "../reading/facts.ts";
import type { Reading, Role } from "../reading/reading-parts.ts";
import type { ActorType, Phrase } from "../values.ts";
import type { Ahead } from "../slots/nonce.ts";
import type { Purpose } from "../slots/slot.ts";
import { typedForReceiver } from "./receiver-rules.ts";

/** How much care a message asks for: the tier of its consent, what must be typed, why, and what forbids it. */

/** How well the facts are founded that the reading rests on: on a tipset that is final, that two nodes name, that one names, or on nothing. */
export type Ground = "final" | "agreed" | "oneNode" | "unproven";

export interface CareFacts {
  readonly reading: Reading;
  readonly to: Address;
  /** attoFIL */
  readonly value: bigint;
  /** the most that the fee can be, attoFIL */
  readonly ceiling: bigint;
  /** what the settings call a small amount, attoFIL */
  readonly limit: bigint;
  readonly purpose: Purpose;
  readonly ground: Ground;
  /** a chain of this machine alone, where one node is all there is */
  readonly rehearsal: boolean;
  /** messages of the sender that this wallet did not sign and that a node says to hold from the chosen nonce on */
  readonly ahead: Ahead | null;
  /** host of the node that is asked first */
  readonly node: string;
  readonly prefix: "f" | "t";
  /** what is proven, or signed, of an address; `told`: what a node says of the receiver where nothing is proven, which only makes care grow */
  who(address: Address): Pick<Who, "type" | "code" | "own"> & { readonly told?: ActorType };
  isFinal(address: Address): boolean;
  /** nothing that this wallet signed went there */
  isNew(address: Address): boolean;
  /** what stood at the receiver before, where another thing is there now */
  readonly changedType: string | null;
}

export interface Care {
  readonly tier: 1 | 2 | 3;
  readonly typed: readonly Typed[];
  readonly reasons: readonly Phrase[];
  readonly blocked: Phrase | null;
  readonly alarm: Phrase | null;
}

export interface Typed {
  readonly id: string;
  readonly ask: Phrase;
  readonly text: string;
}

/** Roles in which an address named in the params gets money, a position or a miner. */
const GETS: ReadonlySet<Role> = new Set(["payee", "recipient", "beneficiary", "newOwner", "approved"]);

export const aheadWords = ({ node, from, count }: Ahead): Phrase["params"] => ({ node: textOf(node), nonce: numberOf(from), count: numberOf(count) });

export function careOf(facts: CareFacts): Care {
  const { reading, value, ceiling, limit, to } = facts;
  const reasons = [...reading.reasons];
  let { tier } = reading;
  const raise = (least: 2 | 3, reason: Phrase): void => {
    if (tier < least) tier = least;
    reasons.push(reason);
  };
  const receiver = facts.who(to);
  const aboveLimit = value + ceiling > limit;
  if (aboveLimit) raise(3, say("reason.aboveLimit", { limit: amountOf(limit) }));
  if (ceiling > CAREFUL_CEILING) raise(3, say("reason.fee", { ceiling: amountOf(ceiling) }));
  if (facts.isNew(to) && receiver.own === null && receiver.type !== "system") raise(2, say("reason.newReceiver"));
  if (facts.ahead !== null) raise(2, say("reason.poolAhead", aheadWords(facts.ahead)));
  if (facts.ground === "unproven") raise(reading.kind === "send" ? 2 : 3, say("reason.unproven", { node: textOf(facts.node) }));
  const typed = facts.purpose === "first" ? typedForParties(facts, aboveLimit) : [];
  if (typed.length > 0) raise(2, say("reason.receiver"));
  if (needsOneNode(facts, tier)) typed.push({ id: "oneNode", ask: say("typed.oneNode", { node: textOf(facts.node) }), text: "one node" });
  if (reading.kind === "raw") typed.push({ id: "worst", ask: say("typed.worst", { amount: amountOf(value + ceiling) }), text: "unknown" });
  const contract = reading.kind === "send" && [receiver.type, receiver.told].includes("evm") ? say("receiver.contract") : null;
  const changed = facts.changedType === null ? null : say("alarm.typeChanged", { was: textOf(facts.changedType), is: textOf(receiver.code ?? receiver.type) });
  return { tier, typed, reasons, blocked: contract ?? reading.blocked, alarm: changed ?? reading.alarm };
}

/**
 * Where the words "one node" must be typed: for everything whose meaning rests on what one node alone names, and for whatever asks for the password; what is
 * not proven at all asks for them also on a rehearsal chain. FIL alone is told by its bytes.
 */
function needsOneNode({ ground, rehearsal, reading }: CareFacts, tier: 1 | 2 | 3): boolean {
  if (ground === "unproven") return reading.kind !== "send" || (tier === 3 && !rehearsal);
  return ground === "oneNode" && !rehearsal && (tier === 3 || reading.kind !== "send");
}

/** What must be typed for the receiver of FIL, or for those whom a call's params name: gifts to actors are no matter of calls. */
function typedForParties(facts: CareFacts, aboveLimit: boolean): Typed[] {
  const { reading, to, who, isFinal, isNew, prefix } = facts;
  const ask = (address: Address): Typed[] => {
    const { type, own, told } = who(address);
    return typedForReceiver({ address, type: told ?? type, own: own !== null, idFinal: isFinal(address), firstTime: isNew(address), aboveLimit, prefix });
  };
  if (reading.kind === "send") return ask(to);
  const named = reading.roles.filter(({ role }) => GETS.has(role)).flatMap(({ address }) => ask(address));
  // An id that is not final blocks a call.
  return [...new Map(named.filter(({ id }) => id !== "donation" && id !== "notFinal").map((one) => [one.id, one])).values()];
}
