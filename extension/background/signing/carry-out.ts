import type { Database } from "../storage/stores.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Slot } from "../../../wallet/slots/slot.ts";
import type { ApprovalRecord, ApprovalStore } from "./approval-record.ts";
import { newAttempt } from "./new-attempt.ts";
import type { Outbox } from "./outbox.ts";
import { SLOT_TABLES, type SlotStore } from "./slot-store.ts";

interface Parts {
  database: Database;
  approvals: Pick<ApprovalStore, "find" | "consumeIn">;
  slots: Pick<SlotStore, "addIn" | "all">;
  outbox: Pick<Outbox, "signer" | "pushNow">;
  /** milliseconds since 1970 */
  now(): number;
}

/** An approval's account, and its slot once it was consumed. */
interface Found {
  genesis: string;
  account: string;
  slotId: string | null;
}

export interface CarriedOut {
  slotId: string;
  cid: string;
}

/**
 * From a consent that was checked to a signature on disk, for whoever holds the account's lock. What is answered is final: a failure means
 * that nothing was signed and nothing will be (confirmUnsettled alone says that it is not known); a success means a signature, whatever
 * becomes of its push.
 */
export class CarryOut {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Consumes the approval in the transaction that creates the attempt, and signs it. Throws approvalGone and what keeps from signing. */
  async run(record: ApprovalRecord): Promise<CarriedOut> {
    const { outbox } = this.#parts;
    const { cid } = record.view;
    const slot = await this.#consume(record);
    const signed = await outbox.signer.signNow(slot, cid);
    await outbox.pushNow(signed, cid);
    return { slotId: slot.id, cid };
  }

  /** Whose approval it is and which slot it went into. Throws approvalGone for one that never was, confirmUnsettled when the disk does not tell. */
  async find(id: string, cid: string): Promise<Found> {
    try {
      return (await this.#kept(id, cid)) ?? (await this.#signedBefore(id, cid));
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal("confirmUnsettled", {}, { cause: error });
    }
  }

  /**
   * What became of an approval that was consumed before, by this CID; null for one that was not. Throws approvalGone when nothing was signed,
   * confirmUnsettled.
   */
  async settled(id: string, cid: string): Promise<CarriedOut | null> {
    const { slotId } = await this.find(id, cid);
    if (slotId === null) return null;
    await this.#parts.outbox.signer.settle(slotId, cid);
    return { slotId, cid };
  }

  async #kept(id: string, cid: string): Promise<Found | null> {
    const record = await this.#parts.approvals.find(id);
    if (record === null) return null;
    const { genesis, from } = record.draft;
    const consumed = record.state === "consumed" && record.view.cid === cid;
    return { genesis, account: from, slotId: consumed ? record.slotId : null };
  }

  /** An old approval goes from the disk before what it signed: its attempt knows it. */
  async #signedBefore(id: string, cid: string): Promise<Found> {
    const slots = await this.#parts.slots.all();
    const slot = slots.find(({ attempts }) => attempts.some((a) => a.approvalId === id && a.cid === cid));
    if (slot === undefined) throw new Refusal("approvalGone", { reason: "unknown" });
    return { ...slot, slotId: slot.id };
  }

  async #consume(record: ApprovalRecord): Promise<Slot> {
    const { slot, attempt } = newAttempt(record, this.#parts.now());
    return this.#parts.database.write([...SLOT_TABLES, "approvals"], async (tx) => {
      await this.#parts.approvals.consumeIn(tx, record.id, record.revision, slot.id);
      return this.#parts.slots.addIn(tx, slot, attempt);
    });
  }
}
