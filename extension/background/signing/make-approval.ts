import { Address } from "../../../filecoin/address.ts";
import { feeAt, prepaidFee, type Fee } from "../../../filecoin/gas/fee.ts";
import { messageCid, type Message } from "../../../filecoin/message.ts";
import { attoFil } from "../../../filecoin/units.ts";
import type { ApprovalView } from "../../../wallet/approval-views.ts";
import { careOf, type Care } from "../../../wallet/care/care.ts";
import { bareMessage, type Draft } from "../../../wallet/draft.ts";
import { baseFeeOf } from "../../../wallet/node-set.ts";
import { dryRun, type Prediction } from "../../../wallet/prediction/dry-run.ts";
import { isFinalId, whoIs } from "../../../wallet/reading/certain-facts.ts";
import { knownFacts, readerOf } from "../../../wallet/reading/known-facts.ts";
import type { Reading } from "../../../wallet/reading/reading-parts.ts";
import type { Ahead } from "../../../wallet/slots/nonce.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { crossCheck } from "../../../wallet/told/cross-check.ts";
import type { CheckRow } from "../../../wallet/values.ts";
import type { ApprovalRecord } from "./approval-record.ts";
import { viewOf } from "./approval-view.ts";
import { feeFrom, nonceFor } from "./nonce-and-fee.ts";
import { predictionView } from "./prediction-view.ts";
import { prepareDraft, type Gate, type GateCheck, type MakingParts, type Prepared } from "./prepare-draft.ts";
import { readDraft, typedIn, type ReadDraft } from "./read-draft.ts";
import { rememberType } from "./seen-types.ts";
import { sentBefore, type Sent } from "./sent-before.ts";

/**
 * Makes what a person approves, step by step: the draft with its network open, its nonce and fee, what the node predicts, what the exact bytes do by what is
 * proven, how much care that asks for, and all of it as it is shown.
 */

export interface Made {
  message: Message;
  /** the exact message of a confirm has another nonce than one that is made now */
  nonceMoved: boolean;
  cid: string;
  view: ApprovalView;
  prediction: ApprovalRecord["prediction"];
}

export interface Making {
  readonly id: string;
  readonly revision: number;
  /** milliseconds since 1970 */
  readonly createdAt: number;
  /** the exact message of a confirm: only then nonce and fee are not chosen anew */
  readonly keep?: Message;
}

export async function makeApproval(parts: MakingParts, gates: GateCheck, scope: Scope, draft: Draft, making: Making): Promise<Made> {
  const prepared = await prepareDraft(parts, scope, draft);
  const baseFee = baseFeeOf(scope.head);
  // Nonce and fee change nothing of what has to be proven: its blocks come while the node predicts. A failure shows when they are read.
  void Promise.allSettled([knownFacts(scope, making.keep ?? bareMessage(draft), typedIn(draft))]);
  const [{ message, fee, prediction, nonce, ahead }] = await Promise.all([messageOf(prepared, making.keep ?? null, baseFee), crossCheck(scope, prepared.from)]);
  const read = await readDraft(prepared, message, prediction);
  const gateRows = await rowsOfGate(prepared, read.gated, gates);
  const sent = await sentTo(parts, prepared, read.reading);
  const now = parts.s.now();
  const care = await careFor(parts, prepared, { message, fee, ahead }, read, sent);
  const expected = feeAt(fee, prediction.gasUsed, baseFee);
  const shown = await predictionView(prepared, message, prediction, read.known, { expected, now });
  return {
    message,
    nonceMoved: message.nonce !== nonce,
    cid: messageCid(message).toString(),
    view: viewOf({ ...making, prepared, message, fee, baseFee, prediction, dryRun: shown, read, care, gateRows, ahead, sent, now }),
    prediction: {
      exitCode: prediction.exitCode,
      gasUsed: prediction.gasUsed,
      receiverCode: (await scope.actors.at(prepared.to)).code,
      changes: Object.fromEntries([...prediction.changes].map(([address, change]) => [address, change.toString()])),
    },
  };
}

interface MadeMessage {
  readonly message: Message;
  readonly fee: Fee;
  readonly prediction: Prediction;
  /** the one that a new message would have */
  readonly nonce: number;
  /** messages of this account that this wallet did not sign and that a node says to hold from that nonce on */
  readonly ahead: Ahead | null;
}

/** The exact message, run without a signature: first without fee, to learn its gas, then as it is. */
async function messageOf(prepared: Prepared, keep: Message | null, baseFee: bigint): Promise<MadeMessage> {
  const { scope, draft } = prepared;
  const bare = keep ?? bareMessage(draft);
  const [first, { nonce, ahead }] = await Promise.all([dryRun(scope, bare), nonceFor(prepared)]);
  if (keep !== null) return { message: keep, fee: keep, prediction: first, nonce, ahead };
  const fee = await feeFrom(prepared, first, baseFee);
  const message: Message = { ...bare, nonce, gasLimit: fee.gasLimit, gasFeeCap: attoFil(fee.gasFeeCap), gasPremium: attoFil(fee.gasPremium) };
  return { message, fee, nonce, ahead, prediction: first.exitCode === 0 ? await dryRun(scope, message) : first };
}

/** The gate that the bytes ask for, from whichever page they come: a raw message or a raised fee passes it as the wizard's own does. */
async function rowsOfGate({ scope, from, to }: Prepared, reading: Reading, check: GateCheck): Promise<CheckRow[]> {
  const gate = gateOf(reading, from, to);
  return gate === null ? [] : check(scope, gate);
}

function gateOf({ kind, sentence, roles }: Reading, from: Address, to: Address): Gate | null {
  const named = (role: Reading["roles"][number]["role"]): Address | undefined => roles.find((each) => each.role === role)?.address;
  const [newOwner, miner] = [named("newOwner"), named("miner")];
  if (kind === "takeOwner" && miner !== undefined) return { name: "takeOwner", miner, account: from, actor: to };
  if (sentence.code !== "sentence.minerProposeCode" || newOwner === undefined) return null;
  return { name: "proposeOwner", miner: to, account: from, actor: newOwner };
}

/** How often this wallet sent something to each party. */
async function sentTo({ s }: MakingParts, { scope, from, to }: Prepared, { roles }: Reading): Promise<(address: Address) => Sent> {
  const { genesis } = scope.network;
  const addresses = new Map([from, to, ...roles.map(({ address }) => address)].map((address) => [address.key, address]));
  const found = new Map(await Promise.all([...addresses].map(async ([key, address]) => [key, await sentBefore(s.database, genesis, address)] as const)));
  return (address) => found.get(address.key) ?? { sentTimes: 0, lastSent: null };
}

async function careFor(
  parts: MakingParts,
  prepared: Prepared,
  { message, fee, ahead }: Pick<MadeMessage, "message" | "fee" | "ahead">,
  read: ReadDraft,
  sent: (address: Address) => Sent,
): Promise<Care> {
  const { scope, to, draft } = prepared;
  const { known, reading } = read;
  const reader = readerOf(scope);
  const own = (address: Address): Address | null => scope.accounts.find((account) => account.equals(address)) ?? null;
  const toldType = (await scope.actors.at(to)).type;
  const receiver = known.certain === null ? null : whoIs(known.certain, to, reader);
  return careOf({
    reading,
    to,
    value: message.value,
    ceiling: prepaidFee(fee),
    limit: BigInt((await parts.settings()).tierOneLimit),
    purpose: draft.purpose,
    ground: known.certain === null ? "unproven" : known.root.standing,
    rehearsal: scope.network.rehearsal,
    ahead,
    node: scope.host,
    prefix: scope.network.prefix,
    who: (address) => ({
      ...(known.certain === null ? { type: "none" as const, code: null, own: own(address) } : whoIs(known.certain, address, reader)),
      ...(address.equals(to) ? { told: toldType } : {}),
    }),
    isFinal: (address) => (known.certain === null ? address.protocol !== 0 : isFinalId(known.certain, address)),
    isNew: (address) => sent(address).sentTimes === 0,
    changedType: receiver === null ? null : await rememberType(parts.s.database, scope.network.genesis, { ...receiver, asked: to }, parts.s.now()),
  });
}
