import { Address, type NetworkPrefix } from "../../../filecoin/address.ts";
import { decodeOwnerCall, OwnerCallError } from "../../../actor/abi/describe.ts";
import type { ShownField } from "../../../filecoin/methods/codec.ts";
import { SINGLETON_IDS } from "../../../filecoin/methods/actor-type.ts";
import { decodeCall, DecodeCallError, readings, type DecodedField } from "../../../filecoin/methods/decode.ts";
import type { Message } from "../../../filecoin/message.ts";
import type { ApprovalView } from "../../shared/approval-views.ts";
import { addressOf, amountOf, epochOf, numberOf, say, textOf } from "../../shared/phrase.ts";
import type { ActorType, Phrase, PhraseValue } from "../../shared/values.ts";

/**
 * Reads the bytes to be signed: what they do in one sentence, whom they name, what can be undone, how much care they need. Only
 * signed facts and the receiver's stored type go in, never what a page or a node says about the message.
 */

export type Role = ApprovalView["parties"][number]["role"];

export interface Reading {
  kind: ApprovalView["kind"];
  name: string | null;
  actor: string;
  otherFits: string[];
  fields: (ShownField | DecodedField)[];
  decodable: boolean;
  sentence: Phrase;
  verb: string;
  roles: { role: Role; address: Address }[];
  wayBack: { now: Phrase; after: Phrase } | null;
  alarm: Phrase | null;
  /** the least care: 1 button, 2 hold or word, 3 password too */
  tier: 1 | 2 | 3;
  reasons: Phrase[];
}

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

interface Call {
  name: string;
  fields: (ShownField | DecodedField)[];
}

type Part = Partial<Reading> & Pick<Reading, "kind" | "sentence" | "verb">;

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

interface Presenter {
  address(address: Address): PhraseValue;
  own(address: Address): boolean;
  epoch(epoch: number): PhraseValue;
}

const presenter = (facts: ReadingFacts): Presenter => ({
  address: (address) => addressOf(address.toString(facts.prefix), facts.labelOf(address)),
  own: (address) => facts.isOwn(address),
  epoch: (epoch) => epochOf(epoch, facts.timeOf(epoch)),
});

function fieldOf<T>(call: Call, label: string): T {
  const field = call.fields.find((f) => f.label === label);
  if (field === undefined) throw new Error(`${call.name} has no field ${label}`);
  return field.value as T;
}
const addressField = (call: Call, label: string): Address => {
  const field = call.fields.find((f) => f.label === label);
  return field?.kind === "actor" ? Address.id(field.value) : fieldOf<Address>(call, label);
};
const listField = (call: Call, label: string): Address[] => fieldOf<{ kind: string; value: Address }[]>(call, label).map((item) => item.value);

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

function ownerPart(message: Message, call: Call, show: Presenter): Part {
  const actor = show.address(message.to);
  const value = amountOf(message.value);
  const miner = (): Address => addressField(call, "miner");
  const amount = (): bigint => fieldOf<bigint>(call, "amount");
  const plain = (tier: 1 | 2 | 3, verb: string, params: Phrase["params"], roles: Reading["roles"] = []): Part => ({
    kind: "ownerCall",
    verb,
    tier,
    roles: [{ role: "to", address: message.to }, ...roles],
    sentence: say(`sentence.owner.${call.name}`, { actor, ...params }),
  });
  const minerRole = (): Reading["roles"] => [{ role: "miner", address: miner() }];
  const rare = (): Part => ({
    ...plain(3, "signAnyway", { amount: value }),
    kind: "raw",
    sentence: say("sentence.call", { method: textOf(call.name), to: actor, amount: value }),
    alarm: say("alarm.rare", { method: textOf(call.name) }),
  });
  switch (call.name) {
    case "ApproveMiner":
      return {
        ...plain(2, "approve", { miner: show.address(miner()), owner: show.address(addressField(call, "owner")) }, [
          ...minerRole(),
          { role: "worker", address: addressField(call, "worker") },
          ...listField(call, "controls").map((address) => ({ role: "control" as const, address })),
        ]),
        kind: "approveMiner",
      };
    case "TakeOwner":
      return {
        ...plain(3, "handOver", { miner: show.address(miner()) }, minerRole()),
        kind: "takeOwner",
        wayBack: { now: say("wayBack.lastMoment"), after: say("wayBack.code") },
        reasons: [say("reason.owner")],
      };
    case "Deposit":
    case "StakeJunior":
      return {
        ...plain(2, call.name === "Deposit" ? "deposit" : "stake", { amount: value }),
        kind: "deposit",
        wayBack: { now: say("wayBack.lastMoment"), after: say(call.name === "Deposit" ? "wayBack.redeem" : "wayBack.junior") },
        reasons: [say("reason.deposit")],
      };
    case "Redeem":
      return {
        ...plain(2, "redeem", { amount: amountOf(amount()), token: numberOf(fieldOf<bigint>(call, "token")) }),
        kind: "redeem",
        wayBack: { now: say("wayBack.cancelRedemption"), after: say("wayBack.redeemed") },
        reasons: [say("reason.redeem")],
      };
    case "Withdraw": {
      const field = call.fields.find((f) => f.label === "recipient");
      const recipient = field?.kind === "address" ? field.value : null;
      const foreign = recipient !== null && !show.own(recipient);
      return plain(foreign ? 2 : 1, "withdraw", { to: show.address(recipient ?? message.from) }, [{ role: "recipient", address: recipient ?? message.from }]);
    }
    case "Transfer":
      return {
        ...plain(2, "transfer", { to: show.address(addressField(call, "to")) }, [{ role: "recipient", address: addressField(call, "to") }]),
        wayBack: { now: say("wayBack.lastMoment"), after: say("wayBack.transfer") },
        reasons: [say("reason.transfer")],
      };
    case "Forward":
    case "Recall":
      return plain(
        call.name === "Forward" ? 2 : 1,
        call.name === "Forward" ? "forward" : "recall",
        { amount: amountOf(amount()), miner: show.address(miner()) },
        minerRole(),
      );
    case "Harvest":
    case "Measure":
    case "ConfirmWorker":
      return plain(1, { Harvest: "harvest", Measure: "measure", ConfirmWorker: "confirm" }[call.name] as string, { miner: show.address(miner()) }, minerRole());
    case "ChangeWorker":
      return {
        ...plain(3, "change", { miner: show.address(miner()), worker: show.address(addressField(call, "worker")) }, [
          ...minerRole(),
          { role: "worker", address: addressField(call, "worker") },
        ]),
        reasons: [say("reason.worker")],
      };
    case "ReleaseMiner":
      return {
        ...plain(3, "release", { miner: show.address(miner()), to: show.address(addressField(call, "to")) }, [
          ...minerRole(),
          { role: "newOwner", address: addressField(call, "to") },
        ]),
        reasons: [say("reason.owner")],
      };
    case "ExecuteWithAuth": {
      const what = call.fields.find((f) => f.label === "method");
      if (what?.kind !== "text") return rare();
      return plain(2, "send", {
        account: show.address(addressField(call, "account")),
        method: textOf(what.value),
        fee: amountOf(fieldOf<bigint>(call, "fee")),
      });
    }
    case "AdvanceNonce":
      return plain(2, "send", { nonce: numberOf(fieldOf<bigint>(call, "nonce")) });
    case "Propose": {
      const what = call.fields.find((f) => f.label === "action");
      if (what?.kind !== "text") return rare();
      return { ...plain(2, "propose", { action: textOf(what.value), token: numberOf(fieldOf<bigint>(call, "token")) }), reasons: [say("reason.rare")] };
    }
    case "Vote": {
      const choice = Number(fieldOf<bigint>(call, "choice"));
      const part = plain(2, "vote", { proposal: numberOf(fieldOf<bigint>(call, "proposal")) });
      if (choice > 2) return part;
      const text = choice === 1 ? "sentence.voteFor" : choice === 0 ? "sentence.voteAgainst" : "sentence.voteAbstain";
      return { ...part, sentence: say(text, { actor, proposal: numberOf(fieldOf<bigint>(call, "proposal")) }) };
    }
    case "Execute":
    case "CancelProposal":
      return plain(call.name === "Execute" ? 2 : 1, "send", { proposal: numberOf(fieldOf<bigint>(call, "proposal")) });
    case "ProposeOperator":
      return { ...plain(3, "propose", { operator: show.address(addressField(call, "operator")) }), reasons: [say("reason.rare")] };
    case "AcceptOperator":
      return plain(2, "confirm", {});
    case "ConvertJunior":
      return plain(1, "send", { token: numberOf(fieldOf<bigint>(call, "token")) });
    case "OpenDeposits":
      return plain(2, "open", { amount: amountOf(amount()), until: show.epoch(fieldOf<number>(call, "until")) });
    case "FinalizeSide":
      return plain(1, "send", { request: numberOf(fieldOf<bigint>(call, "request")) });
    case "Finalize":
    case "ClaimRedemption":
    case "CancelRedemption":
    case "Sweep":
    case "Heartbeat":
      return plain(1, "send", {});
    default:
      return rare();
  }
}
