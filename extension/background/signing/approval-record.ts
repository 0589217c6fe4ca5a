import type { ApprovalView } from "../../../wallet/approval-views.ts";
import { withoutLabels } from "../../../wallet/labels.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Database, Transaction } from "../storage/stores.ts";
import type { Draft } from "../../../wallet/draft.ts";

/** Approvals on disk, in the clear and so without labels. One is open at a time; it is consumed in the transaction that creates the attempt. */

/** 60 min for our own pages */
export const APPROVAL_MS = 60 * 60_000;
/** A confirm is dead this long after paint, revision or focus. */
export const DEAD_MS = 800;

export interface ApprovalRecord {
  id: string;
  revision: number;
  draft: Draft;
  view: ApprovalView;
  /** what the dry run predicted, to compare with the next one */
  prediction: { exitCode: number; gasUsed: number; receiverCode: string | null; changes: Record<string, string> };
  state: "open" | "consumed" | "dead";
  deadReason: string | null;
  slotId: string | null;
}

const OPEN = "open";
const key = (id: string): string => `approval.${id}`;

export class ApprovalStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Puts a new approval, without labels; the one that was open dies, for there is one at a time. */
  async open(labelled: ApprovalRecord): Promise<void> {
    const record = withoutLabels(labelled);
    await this.#database.write(["approvals"], async (tx) => {
      await killOpen(tx, "superseded");
      await prune(tx, record.view.createdAt - APPROVAL_MS);
      await tx.put("approvals", key(record.id), record);
      await tx.put("approvals", OPEN, record.id);
    });
  }

  /** Writes a new revision of an approval that is still open. Throws approvalGone. */
  async revise(labelled: ApprovalRecord): Promise<void> {
    const record = withoutLabels(labelled);
    await this.#database.write(["approvals"], async (tx) => {
      const present = await readIn(tx, record.id);
      if (present.state !== "open") throw new Refusal("approvalGone", { reason: present.deadReason ?? present.state });
      await tx.put("approvals", key(record.id), record);
    });
  }

  /** null for one that never was, or is no longer kept. */
  async find(id: string): Promise<ApprovalRecord | null> {
    return this.#database.read(["approvals"], async (tx) => ((await tx.get("approvals", key(id))) as ApprovalRecord | undefined) ?? null);
  }

  /** Throws approvalGone for one that never was. */
  async get(id: string): Promise<ApprovalRecord> {
    return this.#database.read(["approvals"], (tx) => readIn(tx, id));
  }

  async current(): Promise<ApprovalRecord | null> {
    return this.#database.read(["approvals"], async (tx) => {
      const id = await tx.get("approvals", OPEN);
      return typeof id === "string" ? (((await tx.get("approvals", key(id))) as ApprovalRecord | undefined) ?? null) : null;
    });
  }

  /** Ends the open approval. True when there was one. */
  async kill(reason: string): Promise<boolean> {
    return this.#database.write(["approvals"], (tx) => killOpen(tx, reason));
  }

  async reject(id: string): Promise<void> {
    await this.#database.write(["approvals"], async (tx) => {
      const record = await readIn(tx, id);
      if (record.state !== "open") return;
      await tx.put("approvals", key(id), dead(record, "rejected"));
      if ((await tx.get("approvals", OPEN)) === id) await tx.delete("approvals", OPEN);
    });
  }

  /** Marks an approval as used, inside the transaction that creates the attempt. Throws approvalGone when it was used or died meanwhile. */
  async consumeIn(tx: Transaction, id: string, revision: number, slotId: string): Promise<void> {
    const record = await readIn(tx, id);
    if (record.state !== "open") throw new Refusal("approvalGone", { reason: record.deadReason ?? record.state });
    if (record.revision !== revision) throw new Refusal("approvalChanged", { revision: record.revision });
    await tx.put("approvals", key(id), { ...record, state: "consumed", slotId, view: { ...record.view, state: "consumed", slotId } } satisfies ApprovalRecord);
    if ((await tx.get("approvals", OPEN)) === id) await tx.delete("approvals", OPEN);
  }
}

async function readIn(tx: Transaction, id: string): Promise<ApprovalRecord> {
  const value = await tx.get("approvals", key(id));
  if (value === undefined) throw new Refusal("approvalGone", { reason: "unknown" });
  return value as ApprovalRecord;
}

async function killOpen(tx: Transaction, reason: string): Promise<boolean> {
  const id = await tx.get("approvals", OPEN);
  if (typeof id !== "string") return false;
  await tx.delete("approvals", OPEN);
  const value = await tx.get("approvals", key(id));
  if (value === undefined) return false;
  const record = value as ApprovalRecord;
  if (record.state === "open") await tx.put("approvals", key(id), dead(record, reason));
  return true;
}

/** Approvals made before this that ended: nobody can confirm them any more, and what they signed lies in its slot. */
async function prune(tx: Transaction, before: number): Promise<void> {
  for (const { key: id, value } of await tx.list("approvals", "approval.")) {
    const { state, view } = value as ApprovalRecord;
    if (state !== "open" && view.createdAt < before) await tx.delete("approvals", id);
  }
}

const dead = (record: ApprovalRecord, reason: string): ApprovalRecord => ({
  ...record,
  state: "dead",
  deadReason: reason,
  view: { ...record.view, state: "dead", deadReason: reason },
});
