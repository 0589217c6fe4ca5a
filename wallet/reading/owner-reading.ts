import { Address } from "../../filecoin/address.ts";
import type { Message } from "../../filecoin/message.ts";
import { decodeParams } from "../../actor/abi/codec.ts";
import type { OwnerMethodName } from "../../actor/abi/methods.generated.ts";
import { releaseOf } from "../../actor/abi/releases.ts";
import type { schema } from "../../actor/abi/schema.ts";
import { amountOf, bpsOf, numberOf, say, textOf } from "../phrase.ts";
import type { Phrase, PhraseValue } from "../values.ts";
import { actionWords } from "./action-words.ts";
import { addressField, fieldOf, listField, type Call, type Part, type Presenter, type Reading } from "./reading-parts.ts";

/** What each method of the owner actor does, in one sentence, with the care it asks for and what undoes it. */

type Methods = typeof schema.methods;
/** Methods that change something; the others only read. */
export type ChangingMethod = { [M in OwnerMethodName]: Methods[M] extends { view: true } ? never : M }[OwnerMethodName];

/** A call and how its fields are said. */
interface Said {
  call: Call;
  message: Message;
  show: Presenter;
  /** the value sent */
  value: PhraseValue;
  address(label: string): Address;
  shown(label: string): PhraseValue;
  amount(label: string): PhraseValue;
  number(label: string): PhraseValue;
  tokens(): PhraseValue;
  role(role: Reading["roles"][number]["role"], label: string): Reading["roles"][number];
}

/** One method's part. `after`: what undoes it once it is signed; left out where nothing is given away. */
interface Meaning {
  tier: 1 | 2 | 3;
  verb: string;
  /** what goes into the sentence besides the actor */
  words?: Record<string, PhraseValue>;
  roles?: Reading["roles"];
  now?: Phrase;
  after?: Phrase;
  reasons?: Phrase[];
  kind?: Reading["kind"];
  /** in place of the method's own */
  sentence?: Phrase;
  alarm?: Phrase;
}

/** Ids that a sentence names before it leaves off; the params show them all. */
const MOST_NAMED = 8;

function namedIds(ids: readonly bigint[]): PhraseValue {
  if (ids.length === 0) return textOf("–");
  return textOf(ids.slice(0, MOST_NAMED).join(", ") + (ids.length > MOST_NAMED ? ", …" : ""));
}

function sayingOf(message: Message, call: Call, show: Presenter): Said {
  const address = (label: string): Address => addressField(call, label);
  return {
    call,
    message,
    show,
    value: amountOf(message.value),
    address,
    shown: (label) => show.address(address(label)),
    amount: (label) => amountOf(fieldOf<bigint>(call, label)),
    number: (label) => numberOf(fieldOf<bigint>(call, label)),
    tokens: () => namedIds(fieldOf<{ value: bigint }[]>(call, "tokens").map((item) => item.value)),
    role: (role, label) => ({ role, address: address(label) }),
  };
}

const none = (): Phrase => say("wayBack.none");
const controls = (call: Call): Reading["roles"] => listField(call, "controls").map((address) => ({ role: "control" as const, address }));

const MEANINGS: { readonly [M in ChangingMethod]: (s: Said) => Meaning } = {
  Constructor: () => ({ tier: 3, verb: "signAnyway", after: none(), reasons: [say("reason.actorsOnly")] }),
  Inherit: (s) => ({ tier: 3, verb: "signAnyway", words: { amount: s.value }, after: none(), reasons: [say("reason.actorsOnly")] }),
  Receive: () => ({ tier: 2, verb: "signAnyway", after: none(), reasons: [say("reason.actorsOnly")] }),

  ApproveMiner: (s) => ({
    tier: 2,
    verb: "approve",
    kind: "approveMiner",
    words: { miner: s.shown("miner"), owner: s.shown("owner") },
    roles: [s.role("miner", "miner"), s.role("worker", "worker"), ...controls(s.call)],
    after: say("wayBack.approveMiner"),
    reasons: [say("reason.approveMiner")],
  }),
  TakeOwner: (s) => ({
    tier: 3,
    verb: "handOver",
    kind: "takeOwner",
    words: { miner: s.shown("miner") },
    roles: [s.role("miner", "miner")],
    after: say("wayBack.code"),
    reasons: [say("reason.owner")],
  }),
  ConfirmWorker: (s) => ({ tier: 1, verb: "confirm", words: { miner: s.shown("miner") }, roles: [s.role("miner", "miner")] }),
  ChangeWorker: (s) => ({
    tier: 3,
    verb: "change",
    words: { miner: s.shown("miner"), worker: s.shown("worker") },
    roles: [s.role("miner", "miner"), s.role("worker", "worker"), ...controls(s.call)],
    after: say("wayBack.again"),
    reasons: [say("reason.worker")],
  }),
  CreateMiner: (s) => ({
    tier: 3,
    verb: "createMiner",
    words: { amount: s.value, worker: s.shown("worker") },
    roles: [s.role("worker", "worker")],
    after: say("wayBack.junior"),
    reasons: [say("reason.worker"), say("reason.deposit")],
  }),
  AdoptMiner: (s) => ({
    tier: 2,
    verb: "adopt",
    words: { miner: s.shown("miner") },
    roles: [s.role("miner", "miner")],
    after: none(),
    reasons: [say("reason.adopt")],
  }),
  ChangePeerID: (s) => ({
    tier: 2,
    verb: "change",
    words: { miner: s.shown("miner") },
    roles: [s.role("miner", "miner")],
    after: say("wayBack.again"),
    reasons: [say("reason.network")],
  }),
  ChangeMultiaddrs: (s) => ({
    tier: 2,
    verb: "change",
    words: { miner: s.shown("miner"), count: numberOf(fieldOf<unknown[]>(s.call, "addresses").length) },
    roles: [s.role("miner", "miner")],
    after: say("wayBack.again"),
    reasons: [say("reason.network")],
  }),
  ReportOverExtension: (s) => ({
    tier: 1,
    verb: "report",
    words: { miner: s.shown("miner"), sector: s.number("sector") },
    roles: [s.role("miner", "miner")],
  }),
  ReleaseMiner: (s) => ({
    tier: 3,
    verb: "release",
    words: { miner: s.shown("miner"), to: s.shown("to") },
    roles: [s.role("miner", "miner"), s.role("newOwner", "to")],
    after: say("wayBack.newOwner", { owner: s.shown("to") }),
    reasons: [say("reason.owner")],
  }),

  OpenDeposits: (s) => ({
    tier: 2,
    verb: "open",
    words: { amount: s.amount("amount"), until: s.show.epoch(fieldOf<number>(s.call, "until")) },
    after: say("wayBack.room"),
    reasons: [say("reason.room")],
  }),
  Deposit: (s) => ({ tier: 2, verb: "deposit", kind: "deposit", words: { amount: s.value }, after: say("wayBack.redeem"), reasons: [say("reason.deposit")] }),
  StakeJunior: (s) => ({ tier: 2, verb: "stake", kind: "deposit", words: { amount: s.value }, after: say("wayBack.junior"), reasons: [say("reason.deposit")] }),
  Forward: (s) => ({
    tier: 2,
    verb: "forward",
    words: { amount: s.amount("amount"), miner: s.shown("miner") },
    roles: [s.role("miner", "miner")],
    after: say("wayBack.forward"),
    reasons: [say("reason.forward")],
  }),
  Harvest: (s) => ({ tier: 1, verb: "harvest", words: { miner: s.shown("miner") }, roles: [s.role("miner", "miner")] }),
  Recall: (s) => ({ tier: 1, verb: "recall", words: { amount: s.amount("amount"), miner: s.shown("miner") }, roles: [s.role("miner", "miner")] }),
  Measure: (s) => ({ tier: 1, verb: "measure", words: { miner: s.shown("miner") }, roles: [s.role("miner", "miner")] }),
  Withdraw: (s) => {
    const field = s.call.fields.find((f) => f.label === "recipient");
    const recipient = field?.kind === "address" ? field.value : s.message.from;
    const foreign = recipient !== s.message.from && !s.show.own(recipient);
    const roles = [{ role: "recipient" as const, address: recipient }];
    const words = { to: s.show.address(recipient) };
    return foreign
      ? { tier: 2, verb: "withdraw", words, roles, after: none(), reasons: [say("reason.foreignPayee")] }
      : { tier: 1, verb: "withdraw", words, roles };
  },
  Sweep: () => ({ tier: 1, verb: "send" }),

  Transfer: (s) => ({
    tier: 2,
    verb: "transfer",
    words: { to: s.shown("to"), tokens: s.tokens() },
    roles: [s.role("recipient", "to")],
    after: say("wayBack.transfer"),
    reasons: [say("reason.transfer")],
  }),
  TransferFrom: (s) => ({
    tier: 2,
    verb: "transfer",
    words: { from: s.shown("from"), to: s.shown("to"), tokens: s.tokens() },
    roles: [s.role("recipient", "to")],
    after: say("wayBack.transfer"),
    reasons: [say("reason.transferFrom", { from: s.shown("from") })],
  }),
  Approve: (s) => ({
    tier: 2,
    verb: "allow",
    words: { operator: s.shown("operator"), tokens: s.tokens() },
    roles: [s.role("approved", "operator")],
    after: say("wayBack.revoke"),
    reasons: [say("reason.approve")],
  }),
  ApproveForAll: (s) => ({
    tier: 3,
    verb: "allow",
    words: { operator: s.shown("operator") },
    roles: [s.role("approved", "operator")],
    after: say("wayBack.revoke"),
    alarm: say("alarm.allPositions", { operator: s.shown("operator") }),
    reasons: [say("reason.unlimited"), say("reason.approve")],
  }),
  RevokeApproval: (s) => ({ tier: 1, verb: "revoke", words: { operator: s.shown("operator"), tokens: s.tokens() } }),
  RevokeApprovalForAll: (s) => ({ tier: 1, verb: "revoke", words: { operator: s.shown("operator") } }),
  Burn: (s) => ({ tier: 2, verb: "burn", words: { tokens: s.tokens() }, after: none(), reasons: [say("reason.burn")] }),
  BurnFrom: (s) => ({ tier: 2, verb: "burn", words: { from: s.shown("from"), tokens: s.tokens() }, after: none(), reasons: [say("reason.burn")] }),
  Split: (s) => ({ tier: 1, verb: "split", words: { amount: s.amount("amount"), token: s.number("token") } }),
  Merge: (s) => ({ tier: 1, verb: "merge", words: { tokens: s.tokens() } }),

  Redeem: (s) => ({
    tier: 2,
    verb: "redeem",
    kind: "redeem",
    words: { amount: s.amount("amount"), token: s.number("token") },
    now: say("wayBack.cancelRedemption"),
    after: say("wayBack.redeemed"),
    reasons: [say("reason.redeem")],
  }),
  CancelRedemption: () => ({ tier: 1, verb: "send" }),
  Finalize: () => ({ tier: 1, verb: "send" }),
  FinalizeSide: (s) => ({ tier: 1, verb: "send", words: { request: s.number("request") } }),
  ClaimRedemption: () => ({ tier: 1, verb: "send" }),
  ExitNow: (s) => ({
    tier: 2,
    verb: "exit",
    words: { amount: s.amount("amount"), token: s.number("token"), least: s.amount("least") },
    after: say("wayBack.redeemed"),
    reasons: [say("reason.exit")],
    ...(fieldOf<bigint>(s.call, "least") === 0n ? { alarm: say("alarm.exitAnyPrice") } : {}),
  }),

  Propose: proposal,
  Vote: (s) => {
    const choice = Number(fieldOf<bigint>(s.call, "choice"));
    const [actor, about] = [s.show.address(s.message.to), s.number("proposal")];
    const code = choice === 1 ? "sentence.voteFor" : choice === 0 ? "sentence.voteAgainst" : "sentence.voteAbstain";
    return {
      tier: 2,
      verb: "vote",
      words: { proposal: about },
      after: none(),
      reasons: [say("reason.vote")],
      ...(choice > 2 ? {} : { sentence: say(code, { actor, proposal: about, tokens: s.tokens() }) }),
    };
  },
  Execute: (s) => ({
    tier: 2,
    verb: "execute",
    words: { proposal: s.number("proposal") },
    after: say("wayBack.anotherVote"),
    reasons: [say("reason.execute")],
  }),
  CancelProposal: (s) => ({ tier: 1, verb: "send", words: { proposal: s.number("proposal") } }),

  ExecuteWithAuth: (s) => {
    const what = s.call.fields.find((f) => f.label === "method");
    // A call that cannot be read, which the actor refuses.
    if (what?.kind !== "text")
      return {
        tier: 3,
        verb: "signAnyway",
        kind: "raw",
        sentence: say("sentence.relayStrange", { actor: s.show.address(s.message.to) }),
        alarm: say("alarm.relayStrange"),
        after: none(),
        reasons: [say("reason.unknown")],
      };
    return {
      tier: 2,
      verb: "send",
      words: { account: s.shown("account"), method: textOf(what.value), fee: s.amount("fee") },
      after: none(),
      reasons: [say("reason.relay")],
    };
  },
  AdvanceNonce: (s) => ({ tier: 2, verb: "send", words: { nonce: s.number("nonce") }, after: none(), reasons: [say("reason.nonce")] }),

  ProposeOperator: (s) => ({
    tier: 3,
    verb: "propose",
    words: { operator: s.shown("operator") },
    roles: [s.role("operator", "operator")],
    now: say("wayBack.nominee"),
    after: say("wayBack.anotherVote"),
    reasons: [say("reason.operator")],
  }),
  AcceptOperator: () => ({ tier: 3, verb: "accept", after: say("wayBack.successor"), reasons: [say("reason.accept")] }),
  ConvertJunior: (s) => ({ tier: 1, verb: "send", words: { token: s.number("token") } }),
  Heartbeat: () => ({ tier: 1, verb: "send" }),
  SetLeaving: () => ({ tier: 3, verb: "leave", after: none(), reasons: [say("reason.leaving")] }),
  LowerFees: (s) => ({
    tier: 2,
    verb: "lower",
    words: { fee: s.number("fee"), bps: bpsOf(Number(fieldOf<bigint>(s.call, "bps"))) },
    after: none(),
    reasons: [say("reason.lowerFees")],
  }),
};

/** An action put to the vote. What moves miners and money to other code, or to another operator, asks for all care there is. */
function proposal(s: Said): Meaning {
  const { action } = decodeParams("Propose", s.message.params);
  // What was shown field by field has fields of another kind as well: the actor refuses it.
  const whole = s.call.fields.some(({ label, kind }) => label === "action" && kind === "text");
  const { key, params } = whole ? actionWords(action, s.show.address) : { key: "strange" as const, params: {} };
  const base = {
    verb: "propose",
    sentence: say(`sentence.propose.${key}`, { actor: s.show.address(s.message.to), token: s.number("token"), ...params }),
    now: say("wayBack.lastMoment"),
    after: say("wayBack.proposal"),
  };
  const named = action.actor;
  switch (key) {
    case "migrate":
      return {
        ...base,
        tier: 3,
        ...(named === null ? {} : { roles: [{ role: "newOwner", address: named }] }),
        reasons: [say("reason.migrate"), say("reason.otherCode")],
      };
    case "allowCode": {
      const code = action.code?.toString() ?? "";
      const release = releaseOf(code);
      return {
        ...base,
        tier: 3,
        reasons: [say("reason.allowCode"), release === null ? say("reason.otherCode") : say("reason.releaseCode", { release: textOf(release) })],
        ...(release === null ? { alarm: say("alarm.unknownCode", { code: textOf(code) }) } : {}),
      };
    }
    case "replace":
      return { ...base, tier: 3, ...(named === null ? {} : { roles: [{ role: "operator", address: named }] }), reasons: [say("reason.operator")] };
    case "refuse":
      return { ...base, tier: 2, after: say("wayBack.refusal"), reasons: [say("reason.propose")] };
    case "strange":
      return { ...base, tier: 3, verb: "signAnyway", kind: "raw", alarm: say("alarm.proposalStrange"), reasons: [say("reason.unknown")] };
    default:
      return { ...base, tier: 2, reasons: [say("reason.propose")] };
  }
}

const isChanging = (name: string): name is ChangingMethod => Object.hasOwn(MEANINGS, name);

export function ownerPart(message: Message, call: Call, show: Presenter): Part {
  const actor = show.address(message.to);
  const { name } = call;
  const to = { role: "to" as const, address: message.to };
  // What only reads changes nothing as a message either; it costs its gas.
  if (!isChanging(name)) return { kind: "ownerCall", verb: "send", tier: 1, roles: [to], sentence: say("sentence.ownerView", { method: textOf(name), actor }) };
  const { tier, verb, words, roles, now, after, reasons, kind, sentence, alarm } = MEANINGS[name](sayingOf(message, call, show));
  return {
    kind: kind ?? "ownerCall",
    verb,
    tier,
    roles: [to, ...(roles ?? [])],
    sentence: sentence ?? say(`sentence.owner.${name}`, { actor, ...words }),
    wayBack: after === undefined ? null : { now: now ?? say("wayBack.lastMoment"), after },
    reasons: reasons ?? [],
    alarm: alarm ?? null,
  };
}
