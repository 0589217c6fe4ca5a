import { Address } from "../../../filecoin/address.ts";
import { toHex } from "../../../filecoin/bytes.ts";
import { messageCid, type Message } from "../../../filecoin/message.ts";
import { attoFil } from "../../../filecoin/units.ts";
import type { ApprovalView, FeeSpeed } from "../../../wallet/approval-views.ts";
import { addressOf, amountOf, numberOf, say, textOf } from "../../../wallet/phrase.ts";
import type { CheckRow, Phrase, SourceView } from "../../../wallet/values.ts";
import { readView } from "../../../actor/abi/views.ts";
import { callGetter } from "../../../wallet/told/getter.ts";
import { actionWords, isHeavy } from "../../../wallet/reading/action-words.ts";
import { crossCheck, type Agreement } from "../../../wallet/told/cross-check.ts";
import { baseFeeOf } from "../../../wallet/node-set.ts";
import type { KnownActor } from "../../../wallet/told/known-actor.ts";
import { orNull } from "../../../wallet/told/rpc-refusal.ts";
import { isPublic } from "../../../wallet/network.ts";
import { CAREFUL_CEILING, ceilingOf, checkCeiling, costAt, feeFor, replacementFee, type Fee } from "../../../wallet/price/fee.ts";
import { nextNonce, reserved } from "../../../wallet/slots/nonce.ts";
import { leadingAttempt, type Slot } from "../../../wallet/slots/slot.ts";
import { poolNonces } from "../../../wallet/told/pool.ts";
import { detailOf, Refusal } from "../../../wallet/refusal.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { Settings } from "../settings/settings.ts";
import type { Surroundings } from "../storage/stores.ts";
import type { SlotStore } from "./slot-store.ts";
import { APPROVAL_MS, DEAD_MS, type ApprovalRecord } from "./approval-record.ts";
import { bareMessage, type Draft } from "../../../wallet/draft.ts";
import { callsOf, dryRun, exitPhrase, returnRows, type Prediction } from "../../../wallet/prediction/dry-run.ts";
import { messageView } from "../../../wallet/reading/message-json.ts";
import { readMessage, type ReadingFacts } from "../../../wallet/reading/reading.ts";
import type { Reading } from "../../../wallet/reading/reading-parts.ts";
import { refusedReceiver, typedForReceiver } from "../../../wallet/care/receiver-rules.ts";
import { rememberType } from "./seen-types.ts";
import { sentBefore } from "./sent-before.ts";
import { rowsOf } from "../../../wallet/reading/shown-fields.ts";

/** Makes what a person approves: the exact message with nonce and fee, read, dry-run and checked, every line with its source. */

/** A gate of the take-over: checked whenever the approval is made, refreshed and confirmed. */
export interface Gate {
  name: "proposeOwner" | "takeOwner";
  miner: Address;
  account: Address;
  /** the owner actor that the message names or calls */
  actor: Address;
}

/** Computes the rows of a take-over gate; a bad row closes it. */
export type GateCheck = (scope: Scope, gate: Gate) => Promise<CheckRow[]>;

/** What an approval is made with. */
export interface MakingParts {
  s: Pick<Surroundings, "database" | "now">;
  slots: Pick<SlotStore, "of">;
  settings(): Promise<Settings>;
}

export interface Made {
  message: Message;
  /** the exact message of a confirm has another nonce than one that is made now */
  nonceMoved: boolean;
  cid: string;
  view: ApprovalView;
  prediction: ApprovalRecord["prediction"];
}

interface Work {
  wallet: MakingParts;
  chain: Scope;
  draft: Draft;
  from: Address;
  to: Address;
  sender: KnownActor;
  receiver: KnownActor;
  slots: Slot[];
}

/** Builds message and view of a draft, all of it at one scope. `keep` holds the exact message of a confirm: only then nonce and fee are not chosen anew. */
export async function makeApproval(
  wallet: MakingParts,
  chain: Scope,
  draft: Draft,
  id: string,
  revision: number,
  createdAt: number,
  gates: GateCheck,
  keep: Message | null = null,
): Promise<Made> {
  const work = await prepare(wallet, chain, draft);
  const baseFee = baseFeeOf(chain.head);
  const bare = keep ?? bareMessage(draft);
  const first = await dryRun(chain, bare);
  const nonce = await nonceFor(work);
  const fee = keep === null ? await feeForDraft(work, first, baseFee) : { gasLimit: keep.gasLimit, gasFeeCap: keep.gasFeeCap, gasPremium: keep.gasPremium };
  const message: Message = {
    ...bare,
    nonce: keep?.nonce ?? nonce,
    gasLimit: fee.gasLimit,
    gasFeeCap: attoFil(fee.gasFeeCap),
    gasPremium: attoFil(fee.gasPremium),
  };
  const prediction = keep === null && first.exitCode === 0 ? await dryRun(chain, message) : first;
  const reading = readMessage(message, await readingFacts(work, message));
  const agreement = await agree(work, reading);
  const gate = await gateOf(work, reading);
  const gateRows = gate === null ? [] : await gates(chain, gate);
  const about = await proposalOf(work, reading);
  const facts: ViewFacts = { id, revision, createdAt, message, fee, baseFee, prediction, reading, agreement, gateRows, about, speed: draft.speed };
  return {
    message,
    nonceMoved: message.nonce !== nonce,
    cid: messageCid(message).toString(),
    view: await viewOf(work, facts),
    prediction: {
      exitCode: prediction.exitCode,
      gasUsed: prediction.gasUsed,
      receiverCode: work.receiver.code,
      changes: Object.fromEntries([...prediction.changes].map(([address, change]) => [address, change.toString()])),
    },
  };
}

async function prepare(wallet: MakingParts, chain: Scope, draft: Draft): Promise<Work> {
  const [from, to] = [Address.parse(draft.from), Address.parse(draft.to)];
  const [sender, receiver] = await Promise.all([chain.actors.at(from), chain.actors.at(to)]);
  return { wallet, chain, draft, from, to, sender, receiver, slots: await wallet.slots.of(draft.genesis, draft.from) };
}

async function nonceFor(work: Work): Promise<number> {
  const { draft, slots, chain, from } = work;
  if (draft.slotId !== null) {
    const slot = slots.find((s) => s.id === draft.slotId);
    if (slot === undefined) throw new Refusal("unknownSlot", { id: draft.slotId });
    return slot.nonce;
  }
  return nextNonce({ slots, chainNonce: work.sender.nonce, poolNonces: await poolNonces(chain.nodes, from, work.sender.id), node: chain.nodes.host });
}

async function feeForDraft(work: Work, run: Prediction, baseFee: bigint): Promise<Fee> {
  const { draft, slots, chain } = work;
  const slot = draft.slotId === null ? null : (slots.find((s) => s.id === draft.slotId) ?? null);
  if (slot !== null) {
    const old = leadingAttempt(slot);
    const oldFee = { gasLimit: old.gasLimit, gasFeeCap: BigInt(old.gasFeeCap), gasPremium: BigInt(old.gasPremium) };
    const limit = Math.max(Math.ceil(run.gasUsed * 1.25), 1);
    return checked(replacementFee(oldFee, { baseFee, speed: draft.speed, gasLimit: draft.purpose === "cancel" ? limit : Math.max(limit, old.gasLimit) }));
  }
  const fallback = { gasLimit: Math.ceil(run.gasUsed * 1.25), gasPremium: 100_000n };
  const estimate =
    run.exitCode === 0
      ? await chain.node.gasEstimateMessageGas(bareMessage(draft)).catch((error: unknown) => {
          // A sender without enough money cannot be estimated; the dry run told the gas, and the balance line says what is missing.
          if (error instanceof Error && /not enough|insufficient|balance/i.test(error.message)) return fallback;
          throw error;
        })
      : fallback;
  return checked(
    feeFor({ estimate: { gasLimit: estimate.gasLimit, premium: estimate.gasPremium }, dryRunGas: Math.max(run.gasUsed, 1), baseFee, speed: draft.speed }),
  );
}

function checked(fee: Fee): Fee {
  checkCeiling(fee);
  return fee;
}

/** The gate that the bytes ask for, from whichever page they come: a raw message or a raised fee passes it as the wizard's own does. */
async function gateOf({ chain, to, from }: Work, { kind, roles }: Reading): Promise<Gate | null> {
  const named = (role: Reading["roles"][number]["role"]): Address | undefined => roles.find((each) => each.role === role)?.address;
  const [newOwner, miner] = [named("newOwner"), named("miner")];
  if (kind === "takeOwner" && miner !== undefined) return { name: "takeOwner", miner, account: from, actor: to };
  if (kind !== "minerOwner" || newOwner === undefined || (await chain.actors.at(newOwner)).type !== "owner") return null;
  return { name: "proposeOwner", miner: to, account: from, actor: newOwner };
}

/** What the proposal would do that a message votes on, carries out or withdraws; its bytes hold the number alone. Null for any other message. */
async function proposalOf(work: Work, { actor, name, fields }: Reading): Promise<ViewFacts["about"]> {
  if (actor !== "owner" || (name !== "Vote" && name !== "Execute" && name !== "CancelProposal")) return null;
  const id = fields.find(({ label }) => label === "proposal")?.value as bigint;
  const { node, actors } = work.chain;
  const view = await orNull(readView((method, params) => callGetter(node, work.to, method, params), "GetProposal", { proposal: id }));
  const unread = say("check.proposalUnknown", { proposal: numberOf(id) });
  if (view === null) return { text: unread, care: unread, read: false };
  const { action } = view.proposal;
  const { key, params } = actionWords(action, (address) => addressOf(address.toString(actors.prefix)));
  return { text: say(`action.${key}`, params), care: isHeavy(action) ? say("reason.heavyProposal") : null, read: true };
}

async function agree(work: Work, reading: Reading): Promise<Agreement> {
  const subjects = new Map<string, { address: Address; miner: boolean }>();
  for (const address of [work.to, ...reading.roles.map((role) => role.address)]) {
    const actor = await work.chain.actors.at(address);
    subjects.set(address.key, { address, miner: actor.type === "storageminer" });
  }
  return crossCheck(work.chain, [...subjects.values()], work.from);
}

async function readingFacts(work: Work, message: Message): Promise<ReadingFacts> {
  const { chain, receiver } = work;
  const own = new Set(chain.accounts.map(String));
  for (const account of chain.accounts) {
    const { id } = await chain.actors.at(account);
    if (id !== null) own.add(id.toString());
  }
  const { genesisTime, epochSeconds, prefix } = chain.network;
  const info = receiver.type === "storageminer" ? await orNull(chain.node.stateMinerInfo(work.to)) : null;
  return {
    type: receiver.type,
    builtin: receiver.builtin,
    prefix,
    headEpoch: chain.head.height,
    minerBalance: receiver.type === "storageminer" ? receiver.balance : null,
    isOwn: (address) => own.has(address.toString()),
    labelOf: (address) => chain.labelOf(address),
    timeOf: (epoch) => (genesisTime ?? 0) + epoch * epochSeconds * 1000,
    miner:
      info === null
        ? null
        : {
            owner: info.owner,
            pendingOwner: info.pendingOwner,
            beneficiary: info.beneficiary,
            senderId: work.sender.id,
            ...(await newOwnerFacts(work, message)),
          },
  };
}

/** Is the owner named in a ChangeOwnerAddress code, and is it a release. The params of that method are one bare address. */
async function newOwnerFacts(work: Work, message: Message): Promise<{ newOwnerIsCode: boolean; newOwnerIsRelease: boolean }> {
  if (message.params.length < 2) return { newOwnerIsCode: false, newOwnerIsRelease: false };
  let next: Address;
  try {
    next = Address.fromBytes(message.params.subarray(1));
  } catch {
    return { newOwnerIsCode: false, newOwnerIsRelease: false };
  }
  const actor = await work.chain.actors.at(next);
  return { newOwnerIsCode: actor.type === "owner" || actor.type === "unknown" || actor.type === "evm", newOwnerIsRelease: actor.type === "owner" };
}

interface ViewFacts {
  id: string;
  revision: number;
  createdAt: number;
  message: Message;
  fee: Fee;
  baseFee: bigint;
  prediction: Prediction;
  reading: Reading;
  agreement: Agreement;
  gateRows: CheckRow[];
  /** what the proposal that is voted on or carried out would do, as one node says */
  about: { text: Phrase; care: Phrase | null; read: boolean } | null;
  speed: FeeSpeed;
}

async function viewOf(work: Work, f: ViewFacts): Promise<ApprovalView> {
  const { chain, receiver } = work;
  const { network } = chain;
  const { reading, prediction, fee, message } = f;
  const source: SourceView = f.agreement.agreed ? { kind: "agreed", node: null } : { kind: "oneNode", node: chain.nodes.host };
  const now = work.wallet.s.now();
  const [ceiling, expected] = [ceilingOf(fee), costAt(fee, prediction.gasUsed, f.baseFee)];
  const balance = work.sender.balance ?? 0n;
  const needed = message.value + ceiling + reserved(work.slots, work.sender.nonce, work.draft.slotId ?? undefined);
  const missing = needed > balance ? needed - balance : 0n;
  const care = await careFor(work, f, ceiling);
  const identity = await identityFor(work, reading);
  const short = missing > 0n ? say("blocked.notEnough", { missing: amountOf(missing), balance: amountOf(balance), needed: amountOf(needed) }) : null;
  const fails =
    prediction.exitCode !== 0
      ? say("blocked.dryRun", { exit: numberOf(prediction.exitCode), receiver: addressOf(receiver.asked.toString(network.prefix)) })
      : null;
  const blocked = care.blocked ?? short ?? fails;
  return {
    id: f.id,
    revision: f.revision,
    kind: work.draft.purpose === "speedUp" ? "speedUp" : work.draft.purpose === "cancel" ? "cancel" : reading.kind,
    state: blocked === null ? "open" : "blocked",
    deadReason: null,
    createdAt: f.createdAt,
    revisedAt: now,
    expiresAt: f.createdAt + APPROVAL_MS,
    origin: "peggy",
    network: { id: network.id, name: network.name, kind: network.kind, prefix: network.prefix, rehearsal: network.rehearsal, genesis: network.genesis },
    message: messageView(message, network.prefix),
    cid: messageCid(message).toString(),
    sentence: work.draft.purpose === "cancel" ? say("sentence.cancel", { nonce: numberOf(message.nonce) }) : reading.sentence,
    alarm: care.alarm ?? reading.alarm,
    code: identity,
    method: { number: message.method, name: reading.name, actor: reading.actor, otherFits: reading.otherFits },
    parties: await partiesOf(work, reading, source),
    wayBack: reading.wayBack,
    checks: [...f.gateRows, ...checksOf(work, f, source)],
    dryRun: await dryRunView(work, f, expected),
    params: { fields: await withForms(work, rowsOf(reading.fields, network.prefix)), decodable: reading.decodable, hex: toHex(message.params) },
    fee: {
      speed: f.speed,
      gasLimit: fee.gasLimit,
      gasUsed: prediction.gasUsed,
      baseFee: f.baseFee.toString(),
      premium: fee.gasPremium.toString(),
      feeCap: fee.gasFeeCap.toString(),
      expected: expected.toString(),
      ceiling: ceiling.toString(),
      source,
    },
    balance: { atto: balance.toString(), needed: needed.toString(), missing: missing.toString(), after: (balance - needed).toString() },
    tier: care.tier,
    confirm: {
      gesture: care.tier === 1 ? "button" : "hold",
      word: care.tier === 1 ? null : reading.verb,
      password: care.tier === 3,
      typed: care.typed,
      deadMs: DEAD_MS,
      verb: reading.verb,
      reasons: care.reasons,
    },
    blocked,
    changed: [],
    slotId: null,
  };
}

interface Care {
  tier: 1 | 2 | 3;
  typed: ApprovalView["confirm"]["typed"];
  reasons: Phrase[];
  blocked: Phrase | null;
  alarm: Phrase | null;
}

async function careFor(work: Work, f: ViewFacts, ceiling: bigint): Promise<Care> {
  const { chain, receiver } = work;
  const settings = await work.wallet.settings();
  const limit = BigInt(settings.tierOneLimit);
  const own = chain.accounts.some((account) => account.equals(work.to));
  const aboveLimit = f.message.value + ceiling > limit;
  const { database } = work.wallet.s;
  const changedType = await rememberType(database, chain.network.genesis, receiver, work.wallet.s.now());
  const firstTime = (await sentBefore(database, chain.network.genesis, receiver.asked)).sentTimes === 0;
  const reasons = [...f.reading.reasons];
  let tier = f.reading.tier;
  const raise = (to: 2 | 3, reason: Phrase): void => {
    if (tier < to) tier = to;
    reasons.push(reason);
  };
  if (aboveLimit) raise(3, say("reason.aboveLimit", { limit: amountOf(limit) }));
  if (ceiling > CAREFUL_CEILING) raise(3, say("reason.fee", { ceiling: amountOf(ceiling) }));
  if (firstTime && !own && receiver.type !== "system") raise(2, say("reason.newReceiver"));
  // A vote against, an abstention or a withdrawal moves nothing.
  const moves = f.reading.name === "Execute" || f.reading.sentence.code === "sentence.voteFor";
  if (moves && f.about !== null && f.about.care !== null) raise(3, f.about.care);
  const open = await openId(work, f.reading);
  const typed =
    work.draft.purpose !== "first"
      ? []
      : f.reading.kind === "send"
        ? typedForReceiver({ actor: receiver, idFinal: await idIsFinal(work, work.to), firstTime, aboveLimit, own, prefix: chain.network.prefix })
        : await typedForNamed(work, f.reading, aboveLimit);
  if (typed.length > 0) raise(2, say("reason.receiver"));
  if (tier === 3 && isPublic(chain.network) && !f.agreement.agreed)
    typed.push({ id: "oneNode", ask: say("typed.oneNode", { node: textOf(chain.nodes.host) }), text: "one node" });
  if (f.reading.kind === "raw") typed.push({ id: "worst", ask: say("typed.worst", { amount: amountOf(f.message.value + ceiling) }), text: "unknown" });
  const closed = f.gateRows.find((row) => row.state === "bad" || row.state === "wait" || row.state === "unknown");
  const blocked =
    (f.reading.kind === "send" ? refusedReceiver({ actor: receiver }) : null) ??
    (closed === undefined ? null : say("blocked.gate", { row: textOf(closed.id) })) ??
    (open === null ? null : say("blocked.notFinal", { address: addressOf(open.toString(chain.network.prefix)) }));
  return {
    tier,
    typed,
    reasons,
    blocked,
    alarm: changedType === null ? null : say("alarm.typeChanged", { was: textOf(changedType), is: textOf(receiver.code ?? "") }),
  };
}

/** An f0 is given out in order of execution: until its actor's creation is final it may come to be another one's. */
const idIsFinal = async ({ chain }: Work, address: Address): Promise<boolean> => address.protocol !== 0 || chain.actors.idFinal(address);

/** Roles in which an address named in the params gets money, a position or a miner. */
const GETS: ReadonlySet<Reading["roles"][number]["role"]> = new Set(["payee", "recipient", "beneficiary", "newOwner", "approved"]);

/** What must be typed for those whom a call's params name: the rules of receivers, but for gifts to actors, which a call is not. An id that is not final blocks the call. */
async function typedForNamed(work: Work, reading: Reading, aboveLimit: boolean): Promise<ApprovalView["confirm"]["typed"]> {
  const { chain } = work;
  const typed = new Map<string, ApprovalView["confirm"]["typed"][number]>();
  for (const { role, address } of reading.roles) {
    if (!GETS.has(role)) continue;
    const { own } = await chain.actors.forms(address);
    const actor = await chain.actors.at(address);
    const firstTime = (await sentBefore(work.wallet.s.database, chain.network.genesis, address)).sentTimes === 0;
    for (const ask of typedForReceiver({ actor, idFinal: true, firstTime, aboveLimit, own, prefix: chain.network.prefix }))
      if (ask.id !== "donation") typed.set(ask.id, ask);
  }
  return [...typed.values()];
}

/** An f0 that the params hand something to and that is not final. */
async function openId(work: Work, { roles }: Reading): Promise<Address | null> {
  for (const { role, address } of roles) if (HANDED_TO.has(role) && !(await idIsFinal(work, address))) return address;
  return null;
}
const HANDED_TO: ReadonlySet<string> = new Set(["newOwner", "worker", "control", "beneficiary", "recipient", "approved", "operator"]);

/** The owner actor concerned: the receiver itself or the new owner it is proposed to. */
async function identityFor(work: Work, reading: Reading): Promise<ApprovalView["code"]> {
  const newOwner = reading.roles.find((role) => role.role === "newOwner");
  return work.chain.actors.identity(newOwner?.address ?? work.to).catch((error: unknown) => {
    throw new Refusal("internal", { detail: detailOf(error) }, { cause: error });
  });
}

async function partiesOf(work: Work, reading: Reading, source: SourceView): Promise<ApprovalView["parties"]> {
  const roles: Reading["roles"] = [{ role: "from", address: work.from }, ...reading.roles];
  return Promise.all(
    roles.map(async ({ role, address }) => ({
      role,
      forms: await work.chain.actors.forms(address),
      history: await sentBefore(work.wallet.s.database, work.chain.network.genesis, address),
      source: role === "from" || role === "to" ? { kind: "signed" as const, node: null } : source,
    })),
  );
}

function checksOf(work: Work, f: ViewFacts, source: SourceView): CheckRow[] {
  const rows: CheckRow[] = [];
  const { prediction } = f;
  rows.push({
    id: "dryRun",
    state: prediction.exitCode === 0 ? "ok" : "bad",
    text: say(prediction.exitCode === 0 ? "check.dryRunOk" : "check.dryRunFails", { epoch: { kind: "epoch", epoch: prediction.epoch, time: null } }),
    source: { kind: "oneNode", node: work.chain.nodes.host },
  });
  if (f.about !== null)
    rows.push({ id: "proposal", state: f.about.read ? "ok" : "warn", text: f.about.text, source: { kind: "oneNode", node: work.chain.nodes.host } });
  if (f.agreement.agreed)
    rows.push({ id: "agreement", state: "ok", text: say("check.agreed", { epoch: { kind: "epoch", epoch: f.agreement.epoch ?? 0, time: null } }), source });
  else if (isPublic(work.chain.network))
    rows.push({ id: "agreement", state: "warn", text: say("check.oneNode", { node: textOf(work.chain.nodes.host) }), source });
  return rows;
}

async function dryRunView(work: Work, f: ViewFacts, expected: bigint): Promise<ApprovalView["dryRun"]> {
  const { actors, network } = work.chain;
  const { prediction } = f;
  const sender = (work.sender.id ?? work.from).toString(network.prefix);
  const all = new Map(prediction.changes);
  all.set(sender, (all.get(sender) ?? 0n) - expected);
  const changes = await Promise.all(
    [...all].map(async ([address, change]) => {
      const forms = await actors.forms(Address.parse(address));
      const before = forms.balance === null ? null : BigInt(forms.balance);
      return { forms, before: forms.balance, change: change.toString(), after: before === null ? null : (before + change).toString() };
    }),
  );
  return {
    node: work.chain.nodes.host,
    epoch: prediction.epoch,
    at: work.wallet.s.now(),
    ok: prediction.exitCode === 0,
    exitCode: prediction.exitCode,
    exitText: exitPhrase(prediction.exitCode, work.receiver, prediction.error),
    error: prediction.error,
    gasUsed: prediction.gasUsed,
    returned: returnRows(f.message, work.receiver, prediction.returned, actors),
    changes,
    calls: await callsOf(prediction.trace, actors),
  };
}

async function withForms(work: Work, rows: ApprovalView["params"]["fields"]): Promise<ApprovalView["params"]["fields"]> {
  return Promise.all(rows.map(async (row) => (row.kind === "address" ? { ...row, address: await work.chain.actors.forms(Address.parse(row.value)) } : row)));
}
