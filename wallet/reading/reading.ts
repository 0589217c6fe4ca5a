import { powerMethods } from "../../filecoin/methods/power.ts";
import type { Message } from "../../filecoin/message.ts";
import { amountOf, say, textOf } from "../phrase.ts";
import type { Phrase } from "../values.ts";
import { createMinerPart } from "./create-miner-reading.ts";
import { execFields, initPart, unknownActor } from "./create-reading.ts";
import type { Facts } from "./facts.ts";
import { minerPart } from "./miner-reading.ts";
import { multisigPart, noTransaction } from "./multisig-reading.ts";
import { ownerPart } from "./owner-reading.ts";
import { pastEpoch } from "./past-epochs.ts";
import type { Call, Part, Presenter, Reading, Role } from "./reading-parts.ts";
import { decodeAs, fitsElsewhere } from "./second-reading.ts";

/**
 * What the bytes to be signed do, in one sentence: whom they name, what can be undone, how much care they need. What a page or a node says about the
 * message never goes in.
 */

/** The actor whose method is called: "owner", or a built-in actor's manifest name, or the type of whatever else stands there. */
export const calledActor = ({ type, builtin }: Facts["receiver"]): string => (type === "owner" ? "owner" : (builtin ?? type));

/** The call that a message makes of an actor of such a type; null for bytes that this build cannot read. */
export function callOf(message: Message, actor: string, codeOf: Facts["codeOf"]): Call | null {
  const call = decodeAs(actor, message);
  return actor === "init" && call?.name === "Exec" ? execFields(call, codeOf) : call;
}

/** Never throws for odd bytes: what cannot be read is tier 3, kind "raw", with an alarm. */
export function meaningOf(message: Message, facts: Facts, show: Presenter): Reading {
  const actor = calledActor(facts.receiver);
  const call = callOf(message, actor, facts.codeOf);
  const otherFits = fitsElsewhere(actor, message);
  const base: Omit<Reading, "kind" | "sentence" | "verb"> = {
    name: call?.name ?? null,
    actor,
    otherFits,
    fields: call?.fields ?? [],
    decodable: call !== null,
    roles: [],
    wayBack: null,
    alarm: null,
    tier: 1,
    reasons: [],
    about: null,
    blocked: null,
  };
  const part = call === null ? unreadable(message, actor) : partOf(message, actor, call, facts, show);
  const second = otherFits.length > 0 && call !== null ? say("alarm.secondReading", { actor: textOf(otherFits.join(", ")) }) : null;
  const past = call === null ? null : pastEpoch(call, facts.now, show);
  const roles: Reading["roles"] = [{ role: "to", address: message.to }, ...(part.roles ?? [])];
  return { ...base, ...part, roles, alarm: part.alarm ?? past ?? second, blocked: part.blocked ?? handedToOpenId(roles, facts, show) };
}

/** Roles in which an actor gets power, a position or a miner by its id. */
const HANDED_TO: ReadonlySet<Role> = new Set(["newOwner", "worker", "control", "beneficiary", "recipient", "approved", "operator", "signer"]);

/** An f0 is given out in order of execution: until its actor's creation is final it may come to be another one's. */
function handedToOpenId(roles: Reading["roles"], facts: Facts, show: Presenter): Phrase | null {
  const open = roles.find(({ role, address }) => HANDED_TO.has(role) && !facts.isFinal(address));
  return open === undefined ? null : say("blocked.notFinal", { address: show.address(open.address) });
}

function partOf(message: Message, actor: string, call: Call, facts: Facts, show: Presenter): Part {
  if (message.method === 0) return sendPart(message, facts, show);
  if (actor === "owner") return ownerPart(message, call, facts, show);
  if (actor === "storageminer") return minerPart(message, call, facts, show);
  if (actor === "multisig") return multisigPart(message, call, facts, show) ?? { ...rarePart(message, call, show), blocked: noTransaction(call, facts) };
  if (actor === "eam") return unknownActor(amountOf(message.value), "EVM");
  const known =
    actor === "init" ? initPart(message, call, facts, show) : call.name === powerMethods.CreateMiner.name ? createMinerPart(message, call, facts, show) : null;
  return known ?? rarePart(message, call, show);
}

function unreadable(message: Message, actor: string): Part {
  const params = { method: textOf(String(message.method)), actor: textOf(actor), amount: amountOf(message.value) };
  return {
    kind: "raw",
    sentence: say("sentence.unknown", params),
    verb: "signAnyway",
    alarm: say("alarm.unknown", params),
    tier: 3,
    reasons: [say("reason.unknown")],
  };
}

/** FIL alone: to a miner or an owner actor it is a donation, which gives no position. */
function sendPart(message: Message, facts: Facts, show: Presenter): Part {
  const { type } = facts.receiver;
  const code = type === "owner" || type === "storageminer" ? "sentence.donate" : "sentence.send";
  return { kind: "send", sentence: say(code, { amount: amountOf(message.value), to: show.address(message.to) }), verb: "send" };
}

/** A method whose params are read and whose doing has no words here. */
function rarePart(message: Message, call: Call, show: Presenter): Part {
  return {
    kind: "raw",
    sentence: say("sentence.call", { method: textOf(call.name), to: show.address(message.to), amount: amountOf(message.value) }),
    verb: "signAnyway",
    tier: 3,
    alarm: say("alarm.rare", { method: textOf(call.name) }),
    reasons: [say("reason.rare")],
  };
}
