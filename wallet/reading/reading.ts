import { Address, type NetworkPrefix } from "../../filecoin/address.ts";
import { decodeOwnerCall, OwnerCallError } from "../../actor/abi/describe.ts";
import { SINGLETON_IDS } from "../../filecoin/methods/actor-type.ts";
import { decodeCall, DecodeCallError, readings } from "../../filecoin/methods/decode.ts";
import type { Message } from "../../filecoin/message.ts";
import { addressOf, amountOf, epochOf, numberOf, say, textOf } from "../phrase.ts";
import type { ActorType, PhraseValue } from "../values.ts";
import { ownerPart } from "./owner-reading.ts";
import { addressField, fieldOf, listField, type Call, type Part, type Presenter, type Reading } from "./reading-parts.ts";

/**
 * Reads the bytes to be signed: what they do in one sentence, whom they name, what can be undone, how much care they need. Only
 * signed facts and the receiver's stored type go in, never what a page or a node says about the message.
 */

/** What the wallet knows besides the bytes: the receiver's type, and the miner's present owner where one is called. */
export interface ReadingFacts {
  type: ActorType;
  /** manifest name of a built-in receiver ("init"), or null */
  builtin: string | null;
  prefix: NetworkPrefix;
  isOwn(address: Address): boolean;
  labelOf(address: Address): string | null;
  /** of a miner that is called: its owner, pending owner and beneficiary as f0, and whether the new owner is code */
  miner: {
    owner: Address;
    pendingOwner: Address | null;
    beneficiary: Address;
    newOwnerIsCode: boolean;
    newOwnerIsRelease: boolean;
    senderId: Address | null;
  } | null;
  /** epoch seconds and head, for dates */
  timeOf(epoch: number): number;
  headEpoch: number;
  minerBalance: bigint | null;
}

/** Reads a message. Never throws for odd bytes: what cannot be read is tier 3, kind "raw", with an alarm. */
export function readMessage(message: Message, facts: ReadingFacts): Reading {
  const actor = facts.type === "owner" ? "owner" : (facts.builtin ?? facts.type);
  const call = tryDecode(actor, message);
  const otherFits = fitsElsewhere(actor, message);
  const base: Omit<Reading, "kind" | "sentence" | "verb"> = {
    name: call?.name ?? null,
    actor,
    otherFits,
    fields: call?.fields ?? [],
    decodable: call !== null,
    roles: [{ role: "to", address: message.to }],
    wayBack: null,
    alarm: otherFits.length > 0 && call !== null ? say("alarm.secondReading", { actor: textOf(otherFits.join(", ")) }) : null,
    tier: 1,
    reasons: [],
  };
  if (call === null) return { ...base, ...unreadable(message, actor) };
  const show = presenter(facts);
  const part =
    message.method === 0 ? sendPart(message, facts, show) : actor === "owner" ? ownerPart(message, call, show) : builtinPart(message, actor, call, facts, show);
  return { ...base, ...part, alarm: part.alarm ?? base.alarm };
}

function tryDecode(actor: string, message: Message): Call | null {
  if (message.method === 0) return message.params.length === 0 ? { name: "Send", fields: [] } : null;
  try {
    return actor === "owner" ? decodeOwnerCall(message.method, message.params) : decodeCall(actor, message.method, message.params);
  } catch (error) {
    if (error instanceof DecodeCallError || error instanceof OwnerCallError) return null;
    throw error;
  }
}

/** Actors whose type their address says for ever, on every network: the signed bytes leave no second reading. */
const SINGLETONS: ReadonlySet<bigint> = new Set(Object.values(SINGLETON_IDS));

function fitsElsewhere(actor: string, message: Message): string[] {
  if (message.method === 0 || (message.to.protocol === 0 && SINGLETONS.has(message.to.id))) return [];
  const fits = readings(message.method, message.params)
    .map((r) => r.actorType)
    .filter((type) => type !== actor);
  if (actor !== "owner") {
    try {
      decodeOwnerCall(message.method, message.params);
      fits.push("owner");
    } catch (error) {
      if (!(error instanceof OwnerCallError)) throw error;
    }
  }
  return fits;
}

function unreadable(message: Message, actor: string): Part {
  const params = { method: numberOf(message.method), actor: textOf(actor), amount: amountOf(message.value) };
  return {
    kind: "raw",
    sentence: say("sentence.unknown", params),
    verb: "signAnyway",
    alarm: say("alarm.unknown", params),
    tier: 3,
    reasons: [say("reason.unknown")],
  };
}

const presenter = (facts: ReadingFacts): Presenter => ({
  address: (address) => addressOf(address.toString(facts.prefix), facts.labelOf(address)),
  own: (address) => facts.isOwn(address),
  epoch: (epoch) => epochOf(epoch, facts.timeOf(epoch)),
});

/** FIL alone: to a miner or an owner actor it is a donation, which gives no position. */
function sendPart(message: Message, facts: ReadingFacts, show: Presenter): Part {
  const code = facts.type === "owner" || facts.type === "storageminer" ? "sentence.donate" : "sentence.send";
  return { kind: "send", sentence: say(code, { amount: amountOf(message.value), to: show.address(message.to) }), verb: "send" };
}

function builtinPart(message: Message, actor: string, call: Call, facts: ReadingFacts, show: Presenter): Part {
  const to = show.address(message.to);
  if (actor === "storageminer") return minerPart(message, call, facts, show);
  if (actor === "init" && call.name === "InstallCode") return { kind: "installCode", sentence: say("sentence.installCode"), verb: "install", tier: 2 };
  if (actor === "init" && call.name === "Exec")
    return { kind: "createOwner", sentence: say("sentence.create", { amount: amountOf(message.value) }), verb: "create", tier: 2 };
  return {
    kind: "raw",
    sentence: say("sentence.call", { method: textOf(call.name), to, amount: amountOf(message.value) }),
    verb: "signAnyway",
    tier: 3,
    alarm: say("alarm.rare", { method: textOf(call.name) }),
    reasons: [say("reason.rare")],
  };
}

function minerPart(message: Message, call: Call, facts: ReadingFacts, show: Presenter): Part {
  const miner = show.address(message.to);
  const roles: Reading["roles"] = [{ role: "miner", address: message.to }];
  const owner = facts.miner;
  switch (call.name) {
    case "WithdrawBalance": {
      const payee = owner?.beneficiary ?? message.to;
      const ours = owner !== null && show.own(payee);
      return {
        kind: "minerWithdraw",
        verb: "withdraw",
        roles: [...roles, { role: "payee", address: payee }],
        tier: ours ? 1 : 2,
        sentence: say("sentence.minerWithdraw", { amount: amountOf(fieldOf<bigint>(call, "amountRequested")), miner, to: show.address(payee) }),
        reasons: ours ? [] : [say("reason.foreignPayee")],
      };
    }
    case "ChangeWorkerAddress": {
      const worker = addressField(call, "newWorker");
      const controls = listField(call, "newControlAddresses");
      return {
        kind: "minerWorker",
        verb: "change",
        tier: 3,
        roles: [...roles, { role: "worker", address: worker }, ...controls.map((address) => ({ role: "control" as const, address }))],
        sentence: say("sentence.minerWorker", { miner, worker: show.address(worker), count: numberOf(controls.length) }),
        reasons: [say("reason.worker")],
      };
    }
    case "ConfirmChangeWorkerAddress":
      return { kind: "minerConfirmWorker", verb: "confirm", tier: 2, roles, sentence: say("sentence.minerConfirmWorker", { miner }) };
    case "ChangeOwnerAddress":
      return ownerChange(addressField(call, "newOwner"), facts, show, miner, roles);
    case "ChangeBeneficiary":
      return beneficiaryChange(call, facts, show, miner, roles);
    case "RepayDebt":
      return { kind: "minerRepay", verb: "repay", tier: 1, roles, sentence: say("sentence.minerRepay", { miner }) };
    default:
      return {
        kind: "raw",
        verb: "signAnyway",
        tier: 3,
        roles,
        sentence: say("sentence.call", { method: textOf(call.name), to: miner, amount: amountOf(message.value) }),
        alarm: say("alarm.rare", { method: textOf(call.name) }),
      };
  }
}

function ownerChange(next: Address, facts: ReadingFacts, show: Presenter, miner: PhraseValue, roles: Reading["roles"]): Part {
  const present = facts.miner;
  const party = { role: "newOwner" as const, address: next };
  if (present !== null && next.equals(present.owner)) {
    return {
      kind: "minerStop",
      verb: "stop",
      tier: 2,
      roles,
      sentence: say("sentence.minerStop", { miner }),
      wayBack: { now: say("wayBack.stopNow"), after: say("wayBack.stopAfter") },
    };
  }
  if (present !== null && present.pendingOwner?.equals(next) === true && present.senderId?.equals(next) === true) {
    return {
      kind: "minerConfirmOwner",
      verb: "confirm",
      tier: 3,
      roles,
      sentence: say("sentence.minerConfirmOwner", { miner, owner: show.address(next) }),
      wayBack: { now: say("wayBack.none"), after: say("wayBack.newOwner", { owner: show.address(next) }) },
      reasons: [say("reason.owner")],
    };
  }
  const code = present?.newOwnerIsCode === true;
  return {
    kind: "minerOwner",
    verb: "propose",
    tier: 3,
    roles: [...roles, party],
    reasons: [say("reason.owner")],
    sentence: say(code ? "sentence.minerProposeCode" : "sentence.minerPropose", { miner, owner: show.address(next) }),
    // Unknown code may accept at once: for it this is the point of no return.
    wayBack: {
      now: say(code && present?.newOwnerIsRelease === false ? "wayBack.lastMoment" : "wayBack.proposeSelf"),
      after: code ? say("wayBack.code") : say("wayBack.newOwner", { owner: show.address(next) }),
    },
    alarm: code && present?.newOwnerIsRelease === false ? say("alarm.unknownOwnerCode", { owner: show.address(next) }) : null,
  };
}

const YEAR_EPOCHS = 1_051_200;

function beneficiaryChange(call: Call, facts: ReadingFacts, show: Presenter, miner: PhraseValue, roles: Reading["roles"]): Part {
  const next = addressField(call, "newBeneficiary");
  const [quota, expiration] = [fieldOf<bigint>(call, "newQuota"), fieldOf<number>(call, "newExpiration")];
  const toOwner = facts.miner !== null && next.equals(facts.miner.owner);
  if (toOwner)
    return {
      kind: "minerBeneficiary",
      verb: "change",
      tier: 3,
      roles: [...roles, { role: "beneficiary", address: next }],
      sentence: say("sentence.beneficiaryOwner", { miner }),
      reasons: [say("reason.beneficiary")],
    };
  const params = { to: show.address(next), amount: amountOf(quota), until: show.epoch(expiration), miner };
  const large = (facts.minerBalance !== null && quota > facts.minerBalance) || expiration > facts.headEpoch + YEAR_EPOCHS;
  return {
    kind: "minerBeneficiary",
    verb: "change",
    tier: 3,
    roles: [...roles, { role: "beneficiary", address: next }],
    sentence: say("sentence.beneficiary", params),
    wayBack: { now: say("wayBack.beneficiaryNow"), after: say("wayBack.beneficiaryAfter", { to: show.address(next) }) },
    alarm: large ? say("alarm.beneficiaryLarge", params) : null,
    reasons: [say("reason.beneficiary")],
  };
}
