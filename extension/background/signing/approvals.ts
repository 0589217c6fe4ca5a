import { Address } from "../../../filecoin/address.ts";
import { toHex } from "../../../filecoin/bytes.ts";
import { messageFromJson } from "../../../filecoin/message.ts";
import type { ApprovalView, FeeSpeed } from "../../../wallet/approval-views.ts";
import type { Body } from "../../shared/messages.ts";
import { withLabels } from "../../../wallet/labels.ts";
import { say } from "../../../wallet/phrase.ts";
import { hasCome } from "../../../wallet/moments.ts";
import { accountLock } from "../../../wallet/slots/slot.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { namesIn, type BookStore } from "../settings/book.ts";
import type { Surroundings } from "../storage/stores.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { Vault } from "../secrets/vault/vault.ts";
import type { SlotStore } from "./slot-store.ts";
import { APPROVAL_MS, ApprovalStore, DEAD_MS, type ApprovalRecord } from "./approval-record.ts";
import type { Draft } from "../../../wallet/draft.ts";
import { makeApproval, type Made, type Making } from "./make-approval.ts";
import type { GateCheck, MakingParts } from "./prepare-draft.ts";
import { careGrew, changesAgainst, sameMeaning } from "../../../wallet/prediction/prediction-rules.ts";
import { CarryOut } from "./carry-out.ts";
import type { Outbox } from "./outbox.ts";

/** What an approval is made, kept and consumed with. */
export interface ApprovalParts extends MakingParts {
  /** opens a draft's network anew: for a refresh, and for a signature */
  scopes: Pick<Scopes, "madeFor" | "toSign">;
  s: Pick<Surroundings, "database" | "locks" | "now" | "random" | "tell">;
  lock: Pick<Lock, "mustBeOpen">;
  vault: Pick<Vault, "checkPassword">;
  books: Pick<BookStore, "readOrNull">;
  slots: SlotStore;
  outbox: Pick<Outbox, "signer" | "pushNow">;
}

/** The one approval mechanism: nothing is signed but through confirm(). */
export class Approvals {
  readonly store: ApprovalStore;
  readonly #parts: ApprovalParts;
  readonly #gates: GateCheck;
  readonly #carryOut: CarryOut;

  constructor(parts: ApprovalParts, gates: GateCheck) {
    this.#parts = parts;
    this.#gates = gates;
    this.store = new ApprovalStore(parts.s.database);
    this.#carryOut = new CarryOut({ ...parts, database: parts.s.database, approvals: this.store, now: parts.s.now });
  }

  /** Makes an approval of a draft at the scope it was made at; an approval that was open dies. */
  async request(draft: Draft, scope: Scope): Promise<{ approvalId: string }> {
    await this.#parts.lock.mustBeOpen();
    const id = toHex(this.#parts.s.random(16));
    const made = await makeApproval(this.#parts, this.#gates, scope, draft, { id, revision: 1, createdAt: this.#parts.s.now() });
    await this.store.open({ id, revision: 1, draft, view: made.view, prediction: made.prediction, state: "open", deadReason: null, slotId: null });
    this.#parts.s.tell(["approvals"]);
    return { approvalId: id };
  }

  /** Throws locked, approvalGone. */
  async view(id: string): Promise<ApprovalView> {
    await this.#parts.lock.mustBeOpen();
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
    const names = namesIn(await this.#parts.books.readOrNull(), view.network.genesis);
    return withLabels(view, (address) => names.get(Address.parse(address).toString()) ?? null);
  }

  async #alive(record: ApprovalRecord): Promise<ApprovalRecord> {
    if (record.state !== "open" || !hasCome(record.view.expiresAt, this.#parts.s.now(), APPROVAL_MS)) return record;
    await this.store.kill("expired");
    return this.store.get(record.id);
  }

  /** Everything anew: nonce, fee, dry run. The same outcome keeps the revision. */
  async refresh(id: string, speed?: FeeSpeed): Promise<ApprovalView> {
    const record = await this.#open(id);
    const draft = speed === undefined ? record.draft : { ...record.draft, speed };
    const made = await makeApproval(this.#parts, this.#gates, await this.#parts.scopes.madeFor(draft), draft, next(record));
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
    await this.#parts.lock.mustBeOpen();
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
    const view = { ...made.view, revision: record.revision + 1, revisedAt: this.#parts.s.now(), changed: changed.map((what) => say(`changed.${what}`)) };
    const revised: ApprovalRecord = { ...record, revision: record.revision + 1, view, prediction: made.prediction };
    await this.store.revise(revised);
    this.#parts.s.tell(["approvals"]);
    return revised;
  }

  async reject(id: string): Promise<void> {
    await this.store.reject(id);
    this.#parts.s.tell(["approvals"]);
  }

  /** Lock, account or network change: the open approval is gone and nothing was signed. */
  async kill(reason: string): Promise<boolean> {
    const killed = await this.store.kill(reason);
    if (killed) this.#parts.s.tell(["approvals"]);
    return killed;
  }

  /**
   * Approves: checks consent, runs the exact message again, then carries it out; that answer is final. A second confirm of the same
   * approval gets the first result.
   */
  async confirm(consent: Body<"approvals.confirm">): Promise<{ slotId: string; cid: string }> {
    const { genesis, account } = await this.#carryOut.find(consent.id, consent.cid);
    return this.#parts.s.locks.hold(accountLock(genesis, account), () => this.#confirmAlone(consent));
  }

  async #confirmAlone(consent: Body<"approvals.confirm">): Promise<{ slotId: string; cid: string }> {
    const settled = await this.#carryOut.settled(consent.id, consent.cid);
    if (settled !== null) return settled;
    const record = await this.#open(consent.id);
    checkConsent(record, consent, this.#parts.s.now());
    if (record.view.confirm.password) {
      if (consent.password === null) throw new Refusal("passwordNeeded");
      await this.#parts.vault.checkPassword(consent.password);
    }
    await this.#sameAgain(record, await this.#parts.scopes.toSign(record.draft));
    const done = await this.#carryOut.run(record);
    this.#parts.s.tell(["approvals", "activity", "accounts"]);
    return done;
  }

  /** The dry run of the exact message, the nonce and the gates once more; a difference is a new revision and no signature. */
  async #sameAgain(record: ApprovalRecord, scope: Scope): Promise<void> {
    const message = messageFromJson(record.view.message);
    const made = await makeApproval(this.#parts, this.#gates, scope, record.draft, { ...next(record), keep: message });
    const differs =
      this.#changes(record, made).length > 0 ||
      careGrew(record.view, made.view) ||
      !sameMeaning(record.view, made.view) ||
      made.view.state !== record.view.state ||
      made.cid !== record.view.cid ||
      made.nonceMoved ||
      BigInt(made.view.fee.baseFee) > BigInt(record.view.fee.feeCap);
    if (!differs) return;
    const fresh = await makeApproval(this.#parts, this.#gates, scope, record.draft, next(record));
    const revised = await this.#revise(record, fresh);
    throw new Refusal("approvalChanged", { revision: revised.revision });
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
