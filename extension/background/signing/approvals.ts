import { toHex } from "../../../filecoin/bytes.ts";
import { messageFromJson } from "../../../filecoin/message.ts";
import type { ApprovalView, FeeSpeed } from "../../../wallet/approval-views.ts";
import type { Body } from "../../shared/messages.ts";
import { say } from "../../../wallet/phrase.ts";
import { hasCome } from "../../../wallet/moments.ts";
import { accountLock } from "../../../wallet/slots/slot.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Surroundings } from "../storage/stores.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { Vault } from "../secrets/vault/vault.ts";
import type { SlotStore } from "./slot-store.ts";
import { APPROVAL_MS, ApprovalStore, DEAD_MS, type ApprovalRecord } from "./approval-record.ts";
import type { Draft } from "../../../wallet/draft.ts";
import { makeApproval, type GateCheck, type Made, type MakingParts } from "./make-approval.ts";
import { careGrew, changesAgainst } from "../../../wallet/prediction/prediction-rules.ts";
import { CarryOut } from "./carry-out.ts";
import type { Outbox } from "./outbox.ts";

/** What an approval is made, kept and consumed with. */
export interface ApprovalParts extends MakingParts {
  s: Pick<Surroundings, "database" | "locks" | "now" | "random" | "tell">;
  lock: Pick<Lock, "mustBeOpen">;
  vault: Pick<Vault, "checkPassword">;
  slots: SlotStore;
  outbox: Pick<Outbox, "mustReach" | "signer" | "pushNow">;
}

/** The one approval mechanism: nothing is signed but through confirm(). */
export class Approvals {
  readonly store: ApprovalStore;
  readonly #wallet: ApprovalParts;
  readonly #gates: GateCheck;
  readonly #carryOut: CarryOut;

  constructor(wallet: ApprovalParts, gates: GateCheck) {
    this.#wallet = wallet;
    this.#gates = gates;
    this.store = new ApprovalStore(wallet.s.database);
    this.#carryOut = new CarryOut({ ...wallet, database: wallet.s.database, approvals: this.store, now: wallet.s.now });
  }

  /** Makes an approval of a draft; an approval that was open dies. */
  async request(draft: Draft): Promise<{ approvalId: string }> {
    await this.#wallet.lock.mustBeOpen();
    const id = toHex(this.#wallet.s.random(16));
    const made = await makeApproval(this.#wallet, draft, id, 1, this.#wallet.s.now(), this.#gates);
    await this.store.open({ id, revision: 1, draft, view: made.view, prediction: made.prediction, state: "open", deadReason: null, slotId: null });
    this.#wallet.s.tell(["approvals"]);
    return { approvalId: id };
  }

  async view(id: string): Promise<ApprovalView> {
    const record = await this.#alive(await this.store.get(id));
    return record.view;
  }

  async current(): Promise<ApprovalView | null> {
    const record = await this.store.current();
    if (record === null) return null;
    const alive = await this.#alive(record);
    return alive.state === "open" ? alive.view : null;
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
    const made = await makeApproval(this.#wallet, draft, id, record.revision + 1, record.view.createdAt, this.#gates);
    if (
      speed === undefined &&
      made.cid === record.view.cid &&
      this.#changes(record, made).length === 0 &&
      made.view.state === record.view.state &&
      !careGrew(record.view, made.view)
    )
      return record.view;
    return (await this.#revise({ ...record, draft }, made)).view;
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
      ...(made.view.message.Nonce === record.view.message.Nonce ? [] : ["nonce"]),
      ...(made.view.fee.feeCap === record.view.fee.feeCap && made.view.fee.gasLimit === record.view.fee.gasLimit ? [] : ["fee"]),
    ];
    const view = { ...made.view, revision: record.revision + 1, revisedAt: this.#wallet.s.now(), changed: changed.map((what) => say(`changed.${what}`)) };
    const next: ApprovalRecord = { ...record, revision: record.revision + 1, view, prediction: made.prediction };
    await this.store.revise(next);
    this.#wallet.s.tell(["approvals"]);
    return next;
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
   * Approves: checks consent, runs the exact message again, then carries it out; that answer is final. A second confirm of the same
   * approval gets the first result.
   */
  async confirm(consent: Body<"approvals.confirm">): Promise<{ slotId: string; cid: string }> {
    const { genesis, account } = await this.#carryOut.find(consent.id, consent.cid);
    return this.#wallet.s.locks.hold(accountLock(genesis, account), () => this.#confirmAlone(consent));
  }

  async #confirmAlone(consent: Body<"approvals.confirm">): Promise<{ slotId: string; cid: string }> {
    const settled = await this.#carryOut.settled(consent.id, consent.cid);
    if (settled !== null) return settled;
    const record = await this.#open(consent.id);
    checkConsent(record, consent, this.#wallet.s.now());
    if (record.view.confirm.password) {
      if (consent.password === null) throw new Refusal("passwordNeeded");
      await this.#wallet.vault.checkPassword(consent.password);
    }
    await this.#sameAgain(record);
    const done = await this.#carryOut.run(record);
    this.#wallet.s.tell(["approvals", "activity", "accounts"]);
    return done;
  }

  /** The dry run of the exact message, the nonce and the gates once more; a difference is a new revision and no signature. */
  async #sameAgain(record: ApprovalRecord): Promise<void> {
    const message = messageFromJson(record.view.message);
    const made = await makeApproval(this.#wallet, record.draft, record.id, record.revision, record.view.createdAt, this.#gates, message);
    const differs =
      this.#changes(record, made).length > 0 ||
      careGrew(record.view, made.view) ||
      made.view.state !== record.view.state ||
      made.cid !== record.view.cid ||
      made.nonceMoved ||
      BigInt(made.view.fee.baseFee) > BigInt(record.view.fee.feeCap);
    if (!differs) return;
    const fresh = await makeApproval(this.#wallet, record.draft, record.id, record.revision + 1, record.view.createdAt, this.#gates);
    const revised = await this.#revise(record, fresh);
    throw new Refusal("approvalChanged", { revision: revised.revision });
  }
}

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
