import { fromBase64, toBase64 } from "../../../filecoin/bytes.ts";
import { decodeMessage, encodeSignedMessage, messageCid, signedMessageCid, type Message, type SignedMessage } from "../../../filecoin/message.ts";
import { say, textOf } from "../../../wallet/phrase.ts";
import { detailOf, Refusal } from "../../../wallet/refusal.ts";
import { isExpired } from "../../../wallet/slots/due.ts";
import type { Attempt, Slot } from "../../../wallet/slots/slot.ts";
import type { Phrase } from "../../../wallet/values.ts";
import type { SlotStore } from "./slot-store.ts";

export interface SigningParts {
  slots: Pick<SlotStore, "get" | "apply">;
  /** milliseconds since 1970 */
  now(): number;
  isUnlocked(): Promise<boolean>;
  /** The sender's key of this realm signs. Throws Refusal. */
  sign(message: Message, genesis: string): Promise<SignedMessage>;
  /** The last look at the chain: does the dry run still end as it did when the attempt was approved. */
  endsAlike(slot: Slot, attempt: Attempt): Promise<boolean>;
}

/**
 * From "approved" to "signed" or "void", for whoever holds the account's lock. What is answered is final: after a failure the attempt is
 * void on disk, so that nothing signs it later; where not even that could be written, the answer says that it is not settled.
 */
export class AttemptSigner {
  readonly #parts: SigningParts;

  constructor(parts: SigningParts) {
    this.#parts = parts;
  }

  /** Right after the consent was consumed: nothing but this machine is needed any more. Throws what went wrong, or confirmUnsettled. */
  async signNow(slot: Slot, cid: string): Promise<Slot> {
    return this.#orVoid(slot, cid, () => this.#sign(slot, cid));
  }

  /**
   * The page asks again what became of its consent: the worker that took it is gone. Throws approvalGone when nothing was signed, or
   * confirmUnsettled.
   */
  async settle(slotId: string, cid: string): Promise<Slot> {
    const slot = await this.#read(slotId);
    const settled = mustAttempt(slot, cid).state === "approved" ? await this.#orVoid(slot, cid, () => this.signLate(slot, cid)) : slot;
    if (mustAttempt(settled, cid).state === "void") throw new Refusal("approvalGone", { reason: "void" });
    return settled;
  }

  /**
   * An attempt found approved, whose worker died before the signature: signs when unlocked, in time, and the dry run is the same; else it
   * is void. Throws when its nodes do not answer: then it stays as it is until it expires.
   */
  async signLate(slot: Slot, cid: string): Promise<Slot> {
    const attempt = mustAttempt(slot, cid);
    const gone = (code: string): Promise<Slot> => this.#void(slot, cid, say(code));
    if (isExpired(attempt, this.#parts.now())) return gone("void.expired");
    if (!(await this.#parts.isUnlocked())) return gone("void.locked");
    if (!(await this.#parts.endsAlike(slot, attempt))) return gone("void.dryRun");
    return this.#sign(slot, cid);
  }

  /** Signs the stored unsigned bytes; the signature is on disk before anything leaves. */
  async #sign(slot: Slot, cid: string): Promise<Slot> {
    const message = decodeMessage(fromBase64(mustAttempt(slot, cid).unsigned));
    if (messageCid(message).toString() !== cid) throw new Refusal("internal", { detail: "the stored bytes are not those that were approved" });
    const signed = await this.#parts.sign(message, slot.genesis);
    return this.#parts.slots.apply(slot.id, cid, {
      to: "signed",
      signed: toBase64(encodeSignedMessage(signed)),
      chainCid: signedMessageCid(signed).toString(),
    });
  }

  async #orVoid(slot: Slot, cid: string, act: () => Promise<Slot>): Promise<Slot> {
    try {
      return await act();
    } catch (error) {
      await this.#voidForGood(slot, cid, error);
      throw error;
    }
  }

  /** Throws confirmUnsettled when what is on disk may still be signed. */
  async #voidForGood(slot: Slot, cid: string, reason: unknown): Promise<void> {
    try {
      await this.#void(slot, cid, say("void.failed", { words: textOf(detailOf(reason)) }));
    } catch (error) {
      // The wallet may have locked meanwhile and made it void itself.
      if (mustAttempt(await this.#read(slot.id), cid).state === "void") return;
      throw new Refusal("confirmUnsettled", {}, { cause: error });
    }
  }

  /** Throws confirmUnsettled when it cannot be read. */
  async #read(slotId: string): Promise<Slot> {
    try {
      return await this.#parts.slots.get(slotId);
    } catch (error) {
      throw new Refusal("confirmUnsettled", {}, { cause: error });
    }
  }

  #void(slot: Slot, cid: string, note: Phrase): Promise<Slot> {
    return this.#parts.slots.apply(slot.id, cid, { to: "void", note });
  }
}

/** Throws unknownSlot. */
export function mustAttempt(slot: Slot, cid: string): Attempt {
  const attempt = slot.attempts.findLast((a) => a.cid === cid);
  if (attempt === undefined) throw new Refusal("unknownSlot", { id: slot.id });
  return attempt;
}
