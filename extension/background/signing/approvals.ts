import { Address } from "../../../filecoin/address.ts";
import { toHex } from "../../../filecoin/bytes.ts";
import { messageFromJson } from "../../../filecoin/message.ts";
import type { ApprovalView, FeeSpeed } from "../../../wallet/approval-views.ts";
import type { Body } from "../../shared/messages.ts";
import { withLabels } from "../../../wallet/labels.ts";
import { say } from "../../../wallet/phrase.ts";
import { hasCome } from "../../../wallet/moments.ts";
import { accountLock, type Slot } from "../../../wallet/slots/slot.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { namesIn, type BookStore } from "../settings/book.ts";
import type { Surroundings } from "../storage/stores.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { Vault } from "../secrets/vault/vault.ts";
import type { SlotStore } from "./slot-store.ts";
import { APPROVAL_MS, ApprovalStore, DEAD_MS, type ApprovalRecord } from "./approval-record.ts";
import type { Draft } from "../../../wallet/draft.ts";
import { makeApproval, type Made, type Making } from "./make-approval.ts";
import type { GateCheck, MakingParts } from "./prepare-draft.ts";
import { careGrew, changesAgainst, sameMeaning } from "../../../wallet/prediction/prediction-rules.ts";
import { newAttempt } from "./new-attempt.ts";
import type { Outbox } from "./outbox.ts";

/** What an approval is made, kept and consumed with. */
export interface ApprovalParts extends MakingParts {
  /** opens a draft's network anew, for a refresh and for a confirm */
  scopes: { madeFor(draft: Pick<Draft, "networkId" | "genesis">): Promise<Scope> };
  s: Pick<Surroundings, "database" | "locks" | "now" | "random" | "tell">;
  lock: Pick<Lock, "mustBeOpen">;
  vault: Pick<Vault, "checkPassword">;
  books: Pick<BookStore, "readOrNull">;
  slots: SlotStore;
  outbox: Pick<Outbox, "mustReach" | "signer" | "pushNow">;
}

/** The one approval mechanism: nothing is signed but through confirm(). */
export class Approvals {
  readonly store: ApprovalStore;
  readonly #wallet: ApprovalParts;
  readonly #gates: GateCheck;

  constructor(wallet: ApprovalParts, gates: GateCheck) {
    this.#wallet = wallet;
    this.#gates = gates;
    this.store = new ApprovalStore(wallet.s.database);
  }

  /** Makes an approval of a draft at the scope it was made at; an approval that was open dies. */
  async request(draft: Draft, scope: Scope): Promise<{ approvalId: string }> {
    await this.#wallet.lock.mustBeOpen();
    const id = toHex(this.#wallet.s.random(16));
    const made = await makeApproval(this.#wallet, this.#gates, scope, draft, { id, revision: 1, createdAt: this.#wallet.s.now() });
    await this.store.open({ id, revision: 1, draft, view: made.view, prediction: made.prediction, state: "open", deadReason: null, slotId: null });
    this.#wallet.s.tell(["approvals"]);
    return { approvalId: id };
  }

  /** Throws locked, approvalGone. */
  async view(id: string): Promise<ApprovalView> {
    await this.#wallet.lock.mustBeOpen();
    return this.#labelled((await this.#alive(await this.store.get(id))).view);
  }

  async current(): Promise<ApprovalView | null> {
    const record = await this.store.current();
    if (record === null) return null;
    const alive = await this.#alive(record);
    return alive.state === "open" ? this.#labelled(alive.view) : null;
  }

  /** As people call its addresses now: labels are not stored with it. */
  async #labelled(view: ApprovalView): Promise<ApprovalView> {
    const names = namesIn(await this.#wallet.books.readOrNull(), view.network.genesis);
    return withLabels(view, (address) => names.get(Address.parse(address).toString()) ?? null);
  }

  async #alive(record: ApprovalRecord): Promise<ApprovalRecord> {
    if (record.state !== "open" || !hasCome(record.view.expiresAt, this.#wallet.s.now(), APPROVAL_MS)) return record;
    await this.store.kill("expired");
    return this.store.get(record.id);
  }

  /** Everything anew: nonce, fee, dry run. The same outcome keeps the revision. */
  async refresh(id: string, speed?: FeeSpeed): Promise<ApprovalView> {
    const record = await this.#open(id);
    const draft = speed === undefined ? record.draft : { ...record.draft, speed };
    const made = await makeApproval(this.#wallet, this.#gates, await this.#wallet.scopes.madeFor(draft), draft, next(record));
    if (
      speed === undefined &&
      made.cid === record.view.cid &&
      this.#changes(record, made).length === 0 &&
      made.view.state === record.view.state &&
      !careGrew(record.view, made.view) &&
      sameMeaning(record.view, made.view)
    )
      return this.#labelled(record.view);
    return this.#labelled((await this.#revise({ ...record, draft }, made)).view);
  }

  async #open(id: string): Promise<ApprovalRecord> {
    await this.#wallet.lock.mustBeOpen();
    const record = await this.#alive(await this.store.get(id));
    if (record.state !== "open") throw new Refusal("approvalGone", { reason: record.deadReason ?? record.state });
    return record;
  }

  #changes(record: ApprovalRecord, made: Made): string[] {
    const own = new Set([...record.view.dryRun.changes, ...made.view.dryRun.changes].filter((c) => c.forms.own).map((c) => c.forms.address));
    return changesAgainst(record.prediction, made.prediction, (address) => own.has(address));
  }

  async #revise(record: ApprovalRecord, made: Made): Promise<ApprovalRecord> {
    const changed = [
      ...this.#changes(record, made),
      ...(sameMeaning(record.view, made.view) ? [] : ["meaning"]),
      ...(made.view.message.Nonce === record.view.message.Nonce ? [] : ["nonce"]),
      ...(made.view.fee.feeCap === record.view.fee.feeCap && made.view.fee.gasLimit === record.view.fee.gasLimit ? [] : ["fee"]),
    ];
    const view = { ...made.view, revision: record.revision + 1, revisedAt: this.#wallet.s.now(), changed: changed.map((what) => say(`changed.${what}`)) };
    const revised: ApprovalRecord = { ...record, revision: record.revision + 1, view, prediction: made.prediction };
    await this.store.revise(revised);
    this.#wallet.s.tell(["approvals"]);
    return revised;
  }

  async reject(id: string): Promise<void> {
    await this.store.reject(id);
    this.#wallet.s.tell(["approvals"]);
  }

  /** Lock, account or network change: the open approval is gone and nothing was signed. */
  async kill(reason: string): Promise<boolean> {
    const killed = await this.store.kill(reason);
    if (killed) this.#wallet.s.tell(["approvals"]);
    return killed;
  }

  /**
   * Approves: checks consent, runs the exact message again, then in one strict transaction consumes the approval and creates the
   * attempt, and signs it. The answer is final: a failure means that nothing was signed and nothing will be (or confirmUnsettled says
   * that it is not known); a success means a signature on disk, whatever becomes of its push. A second confirm of the same approval gets
   * the first result.
   */
  async confirm(consent: Body<"approvals.confirm">): Promise<{ slotId: string; cid: string }> {
    const { draft } = await this.store.get(consent.id);
    return this.#wallet.s.locks.hold(accountLock(draft.genesis, draft.from), () => this.#confirmAlone(consent));
  }

  async #confirmAlone(consent: Body<"approvals.confirm">): Promise<{ slotId: string; cid: string }> {
    const again = await this.store.get(consent.id);
    if (again.state === "consumed" && again.slotId !== null && again.view.cid === consent.cid) {
      await this.#wallet.outbox.signer.settle(again.slotId, again.view.cid);
      return { slotId: again.slotId, cid: again.view.cid };
    }
    const record = await this.#open(consent.id);
    checkConsent(record, consent, this.#wallet.s.now());
    if (record.view.confirm.password) {
      if (consent.password === null) throw new Refusal("passwordNeeded");
      await this.#wallet.vault.checkPassword(consent.password);
    }
    await this.#sameAgain(record);
    await this.#wallet.outbox.mustReach(record.draft);
    const slot = await this.#consume(record);
    const signed = await this.#wallet.outbox.signer.signNow(slot, record.view.cid);
    await this.#wallet.outbox.pushNow(signed, record.view.cid);
    this.#wallet.s.tell(["approvals", "activity", "accounts"]);
    return { slotId: slot.id, cid: record.view.cid };
  }

  /** The dry run of the exact message, the nonce and the gates once more; a difference is a new revision and no signature. */
  async #sameAgain(record: ApprovalRecord): Promise<void> {
    const message = messageFromJson(record.view.message);
    const scope = await this.#wallet.scopes.madeFor(record.draft);
    const made = await makeApproval(this.#wallet, this.#gates, scope, record.draft, { ...next(record), keep: message });
    const differs =
      this.#changes(record, made).length > 0 ||
      careGrew(record.view, made.view) ||
      !sameMeaning(record.view, made.view) ||
      made.view.state !== record.view.state ||
      made.cid !== record.view.cid ||
      made.nonceMoved ||
      BigInt(made.view.fee.baseFee) > BigInt(record.view.fee.feeCap);
    if (!differs) return;
    const fresh = await makeApproval(this.#wallet, this.#gates, scope, record.draft, next(record));
    const revised = await this.#revise(record, fresh);
    throw new Refusal("approvalChanged", { revision: revised.revision });
  }

  async #consume(record: ApprovalRecord): Promise<Slot> {
    const { slot, attempt } = newAttempt(record, this.#wallet.s.now());
    return this.#wallet.s.database.write(["slots", "approvals"], async (tx) => {
      await this.store.consumeIn(tx, record.id, record.revision, slot.id);
      return this.#wallet.slots.addIn(tx, slot, attempt);
    });
  }
}

/** What the next revision of an approval is made with. */
const next = ({ id, revision, view }: ApprovalRecord): Making => ({ id, revision: revision + 1, createdAt: view.createdAt });

/** The consent fits what is shown. Throws approvalChanged, cidDiffers, approvalTooEarly, blocked, wordNeeded. */
export function checkConsent(record: ApprovalRecord, consent: Body<"approvals.confirm">, now: number): void {
  const { view } = record;
  if (consent.revision !== record.revision) throw new Refusal("approvalChanged", { revision: record.revision });
  if (consent.cid !== view.cid) throw new Refusal("cidDiffers", { page: consent.cid, worker: view.cid });
  if (view.blocked !== null || view.state !== "open") throw new Refusal("blocked", { reason: view.blocked?.code ?? view.state });
  const alive = view.revisedAt + DEAD_MS;
  if (!hasCome(alive, now, DEAD_MS)) throw new Refusal("approvalTooEarly", { waitMs: alive - now });
  if (view.confirm.gesture === "hold" && consent.gesture !== "hold" && !(consent.gesture === "word" && consent.word?.trim() === view.confirm.word))
    throw new Refusal("wordNeeded", { text: view.confirm.word });
  for (const { id, text } of view.confirm.typed) if (consent.typed[id]?.trim() !== text) throw new Refusal("wordNeeded", { text });
}
