import { Address } from "../../filecoin/address.ts";
import type { ApprovalView, AttemptStateName, SlotView } from "../approval-views.ts";
import { Refusal } from "../refusal.ts";
import { feeAt, requiredFunds } from "../../filecoin/gas/fee.ts";
import type { Phrase } from "../values.ts";

/**
 * A slot is (account, nonce) on one network; its attempts are the messages made for it. A signed message is over only when its
 * nonce is used by a final message: until then the slot is held and the bytes are kept. Everything here is plain JSON (base64
 * bytes, decimal amounts) and every rule is a pure function; slot-store.ts writes one strict transaction for each transition.
 */

export type AttemptState = AttemptStateName;
export type Purpose = SlotView["attempts"][number]["purpose"];

export interface Inclusion {
  epoch: number;
  /** key of the tipset in which the receipt was found */
  tipset: string[];
  exitCode: number;
  /** base64 */
  returned: string;
  gasUsed: number;
  /** attoFIL per gas in the tipset that took the message, decimal; left out where the node no longer told it */
  baseFee?: string;
}

/** What a node said to a push: the message's CID, or its words. Words are for people; nothing is decided by them. */
export interface Answer {
  node: string;
  answer: string;
}

export interface Attempt {
  /** CID of the unsigned bytes */
  cid: string;
  purpose: Purpose;
  state: AttemptState;
  approvalId: string;
  /** base64 CBOR of the unsigned message */
  unsigned: string;
  /** base64 CBOR of the signed message, kept for ever once there */
  signed: string | null;
  /** CID under which chain and pool know it */
  chainCid: string | null;
  createdAt: number;
  changedAt: number;
  /** while approved: not signed after this */
  expiresAt: number;
  note: Phrase | null;
  /** what each node answered; `again`: its owner asked for it */
  pushes: (Answer & { at: number; again?: boolean })[];
  tries: number;
  nextPushAt: number | null;
  acceptedEpoch: number | null;
  seenBy: string[];
  inclusion: Inclusion | null;
  /** what the dry run at confirm predicted; compared again before a late signature */
  predicted: { exitCode: number; gasUsed: number; receiverCode?: string | null; changes?: Record<string, string> };
  value: string;
  gasLimit: number;
  gasFeeCap: string;
  gasPremium: string;
  expected: string;
}

export interface Slot {
  id: string;
  genesis: string;
  /** the network whose nodes push, follow and finish it: the one it was reviewed with, unless its owner moved it */
  networkId: string;
  /** f-prefixed address */
  account: string;
  nonce: number;
  kind: ApprovalView["kind"];
  sentence: Phrase;
  createdAt: number;
  changedAt: number;
  attempts: Attempt[];
}

export const slotId = (genesis: string, account: string, nonce: number): string => `${slotPrefix(genesis, account)}${String(nonce).padStart(16, "0")}`;
export const slotPrefix = (genesis: string, account: string): string => `${genesis}/${account}/`;

/** One holder at a time of everything that makes, signs, pushes or follows an account's messages. `account`: an address in any prefix. */
export const accountLock = (genesis: string, account: string): string => `account:${genesis}:${Address.parse(account).toString()}`;

const LIVE: ReadonlySet<AttemptState> = new Set(["approved", "signed", "pushing", "accepted", "refused", "seen", "silent", "missing", "included", "unknown"]);
const TAKEN: ReadonlySet<AttemptState> = new Set(["accepted", "seen", "silent", "missing", "included", "final", "replaced", "foreign", "unknown"]);

/** Is the attempt still open. */
export const isLive = (attempt: Attempt): boolean => LIVE.has(attempt.state);

/** The nonce is taken and not yet used by a final message. */
export function isHeld(slot: Slot): boolean {
  return slot.attempts.some(isLive) && !slot.attempts.some((a) => a.state === "final" || a.state === "foreign");
}

/** Its owner lets it lie: nobody pushes or follows it, and its signed bytes may run all the same. */
export const isLeft = (slot: Slot): boolean => slot.attempts.some((a) => a.state === "left");

/** A message of it was signed, or may be, and the nonce is not used for ever: no other message may get it. */
export const mayRun = (slot: Slot): boolean => isHeld(slot) || (isLeft(slot) && !isOver(slot));

/** The nonce is used for ever. */
export const isOver = (slot: Slot): boolean => slot.attempts.some((a) => a.state === "final" || a.state === "foreign");

/** Closed slots that stay for the activity page and the costs of a take-over, per account and network. */
export const CLOSED_KEPT = 500;

/**
 * Ids of slots that may go from the disk: the oldest closed ones beyond what is kept. One that may run never goes, nor the highest used
 * nonce, by which a node that is behind is told.
 */
export function dropped(slots: readonly Slot[]): string[] {
  const closed = slots.filter((slot) => !mayRun(slot)).sort((a, b) => b.nonce - a.nonce);
  const highest = closed.find(isOver);
  return closed
    .slice(CLOSED_KEPT)
    .filter((slot) => slot !== highest)
    .map((slot) => slot.id);
}

/** Nothing was ever signed and nothing will be: the nonce may be given out again. */
export const isFree = (slot: Slot): boolean => slot.attempts.every((a) => a.state === "void");

/** A node has taken at least one attempt: the next nonce may be used. */
export const isTaken = (slot: Slot): boolean => slot.attempts.some((a) => TAKEN.has(a.state));

/** The attempt whose state counts for people: the final one, else an included one, else the newest live one, else the newest. */
export function leadingAttempt(slot: Slot): Attempt {
  const by = (states: readonly AttemptState[]): Attempt | undefined => slot.attempts.findLast((a) => states.includes(a.state));
  const attempt = by(["final"]) ?? by(["foreign"]) ?? by(["included"]) ?? slot.attempts.findLast(isLive) ?? slot.attempts.at(-1);
  if (attempt === undefined) throw new Error(`slot ${slot.id} has no attempt`);
  return attempt;
}

const ENDED: ReadonlySet<AttemptState> = new Set(["final", "foreign", "replaced", "void"]);

/** Something can still happen to it. */
export const isOnTheWay = (slot: Slot): boolean => !ENDED.has(leadingAttempt(slot).state);

/** It ran, for ever, and ended with an exit code other than 0. */
export function hasFailed(slot: Slot): boolean {
  const { state, inclusion } = leadingAttempt(slot);
  return state === "final" && inclusion !== null && inclusion.exitCode !== 0;
}

/** The attempt a replacement outbids: the newest signed one that is still open. Throws Refusal notReplaceable. */
export function outbid(slot: Slot): Attempt {
  const attempt = slot.attempts.findLast((a) => isLive(a) && a.signed !== null);
  if (attempt === undefined || !isHeld(slot) || attempt.state === "included") throw new Refusal("notReplaceable", { state: leadingAttempt(slot).state });
  return attempt;
}

/** What the included message cost its sender in fees, attoFIL; null before, and where the base fee of its tipset is not known. */
export function paidFee(attempt: Attempt): bigint | null {
  const { inclusion } = attempt;
  if (inclusion?.baseFee === undefined) return null;
  return feeAt(
    { gasLimit: attempt.gasLimit, gasFeeCap: BigInt(attempt.gasFeeCap), gasPremium: BigInt(attempt.gasPremium) },
    inclusion.gasUsed,
    BigInt(inclusion.baseFee),
  );
}

/** The ceiling plus value that a slot may still take from its account: its dearest attempt that may run. */
export function reservedBy(slot: Slot): bigint {
  let most = 0n;
  for (const a of slot.attempts) {
    if (!isLive(a) && a.state !== "left") continue;
    const cost = requiredFunds({ value: BigInt(a.value), gasLimit: a.gasLimit, gasFeeCap: BigInt(a.gasFeeCap) });
    if (cost > most) most = cost;
  }
  return most;
}
