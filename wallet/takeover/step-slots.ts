import { Address } from "../../filecoin/address.ts";
import { fromBase64 } from "../../filecoin/bytes.ts";
import { decodeMessage, type Message } from "../../filecoin/message.ts";
import { SINGLETON_IDS } from "../../filecoin/methods/actor-type.ts";
import { initMethods } from "../../filecoin/methods/init.ts";
import { decodeParams as decodeBuiltinParams, numberOf } from "../../filecoin/methods/method.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { decodeParams } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS } from "../../actor/abi/methods.generated.ts";
import type { TakeoverStep } from "./step.ts";
import { leadingAttempt, type Slot } from "../slots/slot.ts";
import { createdAddress } from "./find-actor.ts";
import { isUnread } from "../if-read.ts";

/** Which of an account's messages are steps of one take-over: told by what they say, not by their kind alone. */

export interface StepSubject {
  account: Address;
  /** f0 of the miner and the form it was asked by */
  miner: { id: bigint; asked: Address };
  /** f0 of the owner actor and its f2, once it is there */
  actor: { id: Address; address: Address } | null;
}

const INIT = Address.id(SINGLETON_IDS.init);
const UNDER_WAY: ReadonlySet<string> = new Set(["approved", "signed", "pushing", "accepted", "refused", "seen", "silent", "missing"]);

/** The step of this take-over that a message is, or null. */
export function stepOfMessage(message: Message, subject: StepSubject): TakeoverStep | null {
  const { actor, miner } = subject;
  if (message.to.equals(INIT)) {
    if (message.method === numberOf(initMethods.InstallCode)) return "install";
    if (message.method !== numberOf(initMethods.Exec)) return null;
    return actor === null || actor.address.protocol !== 2 || createdAddress(subject.account, message.nonce).equals(actor.address) ? "create" : null;
  }
  if (actor === null) return null;
  if (isMiner(message.to, miner)) return message.method === numberOf(minerMethods.ChangeOwnerAddress) && proposes(message, actor.id) ? "propose" : null;
  if (!message.to.equals(actor.id) && !message.to.equals(actor.address)) return null;
  const call = OWNER_STEPS.find(([name]) => METHOD_NUMBERS[name] === message.method);
  if (call === undefined) return null;
  try {
    return decodeParams(call[0], message.params).miner === miner.id ? call[1] : null;
  } catch (error) {
    if (isUnread(error)) return null;
    throw error;
  }
}

const OWNER_STEPS = [
  ["ApproveMiner", "approve"],
  ["TakeOwner", "take"],
  ["ConfirmWorker", "worker"],
] as const;

const isMiner = (to: Address, miner: StepSubject["miner"]): boolean => to.equals(miner.asked) || to.equals(Address.id(miner.id));

function proposes(message: Message, owner: Address): boolean {
  try {
    return decodeBuiltinParams(minerMethods.ChangeOwnerAddress, message.params).equals(owner);
  } catch (error) {
    if (isUnread(error)) return false;
    throw error;
  }
}

const messageOf = (slot: Slot): Message => decodeMessage(fromBase64(leadingAttempt(slot).unsigned));

/** The newest message of a step that is still on its way; null when there is none. `slots`: oldest first. */
export function slotUnderWay(step: TakeoverStep, slots: readonly Slot[], subject: StepSubject): Slot | null {
  return slots.findLast((slot) => UNDER_WAY.has(leadingAttempt(slot).state) && stepOfMessage(messageOf(slot), subject) === step) ?? null;
}

/** The newest message of a step that succeeded on the chain; null when this wallet sent none. */
export function slotThatDid(step: TakeoverStep, slots: readonly Slot[], subject: StepSubject): Slot | null {
  return slots.findLast((slot) => leadingAttempt(slot).inclusion?.exitCode === 0 && stepOfMessage(messageOf(slot), subject) === step) ?? null;
}
