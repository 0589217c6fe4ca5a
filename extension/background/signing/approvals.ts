import { Address } from "../../../filecoin/address.ts";
import { toBase64, toHex } from "../../../filecoin/bytes.ts";
import { encodeMessage, messageFromJson, type Message } from "../../../filecoin/message.ts";
import type { ApprovalView, FeeSpeed } from "../../../wallet/approval-views.ts";
import type { Body } from "../../shared/messages.ts";
import { say } from "../../../wallet/phrase.ts";
import type { Attempt, Slot } from "../../../wallet/slots/slot.ts";
import { slotId } from "../../../wallet/slots/slot.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Scope } from "../../../wallet/scope.ts";
import type { Surroundings } from "../storage/stores.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { Vault } from "../secrets/vault/vault.ts";
import type { SlotStore } from "./slot-store.ts";
import { ApprovalStore, DEAD_MS, type ApprovalRecord } from "./approval-record.ts";
import type { Draft } from "../../../wallet/draft.ts";
import { makeApproval, type GateCheck, type Made, type MakingParts } from "./make-approval.ts";
import { careGrew, changesAgainst } from "../../../wallet/prediction/prediction-rules.ts";

/** An approved message that nobody signed within this time is void. */
const ATTEMPT_MS = 5 * 60_000;

/** Signs the attempt of a slot and pushes it: the outbox does that. */
export type SignAndPush = (slot: Slot, cid: string) => Promise<void>;

/** What an approval is made, kept and consumed with. */
export interface ApprovalParts extends MakingParts {
  /** opens a draft's network anew, for a refresh and for a confirm */
  scopes: { madeFor(draft: Pick<Draft, "networkId" | "genesis">): Promise<Scope> };
  s: Pick<Surroundings, "database" | "locks" | "now" | "random" | "tell">;
  lock: Pick<Lock, "mustBeOpen">;
  vault: Pick<Vault, "checkPassword">;
  slots: SlotStore;
}

/** The one approval mechanism: nothing is signed but through confirm(). */
export class Approvals {
  readonly store: ApprovalStore;
  readonly #wallet: ApprovalParts;
  readonly #gates: GateCheck;
  readonly #signAndPush: SignAndPush;

  constructor(wallet: ApprovalParts, gates: GateCheck, signAndPush: SignAndPush) {
    this.#wallet = wallet;
    this.#gates = gates;
    this.#signAndPush = signAndPush;
    this.store = new ApprovalStore(wallet.s.database);
  }

  /** Makes an approval of a draft at the scope it was made at; an approval that was open dies. */
  async request(draft: Draft, scope: Scope): Promise<{ approvalId: string }> {
    await this.#wallet.lock.mustBeOpen();
    const id = toHex(this.#wallet.s.random(16));
    const made = await makeApproval(this.#wallet, scope, draft, id, 1, this.#wallet.s.now(), this.#gates);
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
    if (record.state !== "open" || this.#wallet.s.now() < record.view.expiresAt) return record;
    await this.store.kill("expired");
    return this.store.get(record.id);
  }

  /** Everything anew: nonce, fee, dry run. The same outcome keeps the revision. */
  async refresh(id: string, speed?: FeeSpeed): Promise<ApprovalView> {
    const record = await this.#open(id);
    const draft = speed === undefined ? record.draft : { ...record.draft, speed };
    const made = await makeApproval(this.#wallet, await this.#wallet.scopes.madeFor(draft), draft, id, record.revision + 1, record.view.createdAt, this.#gates);
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
   * Approves: checks consent, runs the exact message again, then in one strict transaction consumes the approval and creates the
   * attempt; after that signs and pushes. A second confirm of the same approval gets the first result.
   */
  async confirm(consent: Body<"approvals.confirm">): Promise<{ slotId: string; cid: string }> {
    const record = await this.store.get(consent.id);
    if (record.state === "consumed" && record.slotId !== null && record.view.cid === consent.cid) return { slotId: record.slotId, cid: record.view.cid };
    return this.#wallet.s.locks.hold(`account:${record.draft.genesis}:${record.draft.from}`, () => this.#confirmAlone(consent));
  }

  async #confirmAlone(consent: Body<"approvals.confirm">): Promise<{ slotId: string; cid: string }> {
    const again = await this.store.get(consent.id);
    if (again.state === "consumed" && again.slotId !== null && again.view.cid === consent.cid) return { slotId: again.slotId, cid: again.view.cid };
    const record = await this.#open(consent.id);
    checkConsent(record, consent, this.#wallet.s.now());
    if (record.view.confirm.password) {
      if (consent.password === null) throw new Refusal("passwordNeeded");
      await this.#wallet.vault.checkPassword(consent.password);
    }
    await this.#sameAgain(record);
    const message = messageFromJson(record.view.message);
    const slot = await this.#consume(record, message);
    await this.#signAndPush(slot, record.view.cid);
    this.#wallet.s.tell(["approvals", "activity", "accounts"]);
    return { slotId: slot.id, cid: record.view.cid };
  }

  /** The dry run of the exact message, the nonce and the gates once more; a difference is a new revision and no signature. */
  async #sameAgain(record: ApprovalRecord): Promise<void> {
    const message = messageFromJson(record.view.message);
    const scope = await this.#wallet.scopes.madeFor(record.draft);
    const made = await makeApproval(this.#wallet, scope, record.draft, record.id, record.revision, record.view.createdAt, this.#gates, message);
    const differs =
      this.#changes(record, made).length > 0 ||
      careGrew(record.view, made.view) ||
      made.view.state !== record.view.state ||
      made.cid !== record.view.cid ||
      made.nonceMoved ||
      BigInt(made.view.fee.baseFee) > BigInt(record.view.fee.feeCap);
    if (!differs) return;
    const fresh = await makeApproval(this.#wallet, scope, record.draft, record.id, record.revision + 1, record.view.createdAt, this.#gates);
    const revised = await this.#revise(record, fresh);
    throw new Refusal("approvalChanged", { revision: revised.revision });
  }

  async #consume(record: ApprovalRecord, message: Message): Promise<Slot> {
    const { draft, view } = record;
    const now = this.#wallet.s.now();
    const account = Address.parse(draft.from).toString();
    const id = draft.slotId ?? slotId(draft.genesis, account, message.nonce);
    const fresh: Omit<Slot, "attempts"> = {
      id,
      genesis: draft.genesis,
      networkId: draft.networkId,
      account,
      nonce: message.nonce,
      kind: view.kind,
      sentence: view.sentence,
      createdAt: now,
      changedAt: now,
    };
    const attempt: Attempt = {
      cid: view.cid,
      purpose: draft.purpose,
      state: "approved",
      approvalId: record.id,
      unsigned: toBase64(encodeMessage(message)),
      signed: null,
      chainCid: null,
      createdAt: now,
      changedAt: now,
      expiresAt: now + ATTEMPT_MS,
      note: null,
      pushes: [],
      tries: 0,
      nextPushAt: null,
      acceptedEpoch: null,
      seenBy: [],
      inclusion: null,
      predicted: record.prediction,
      value: message.value.toString(),
      gasLimit: message.gasLimit,
      gasFeeCap: message.gasFeeCap.toString(),
      gasPremium: message.gasPremium.toString(),
      expected: view.fee.expected,
    };
    return this.#wallet.s.database.write(["slots", "approvals"], async (tx) => {
      await this.store.consumeIn(tx, record.id, record.revision, id);
      return this.#wallet.slots.addIn(tx, fresh, attempt);
    });
  }
}

/** The consent fits what is shown. Throws approvalChanged, cidDiffers, approvalTooEarly, blocked, wordNeeded. */
export function checkConsent(record: ApprovalRecord, consent: Body<"approvals.confirm">, now: number): void {
  const { view } = record;
  if (consent.revision !== record.revision) throw new Refusal("approvalChanged", { revision: record.revision });
  if (consent.cid !== view.cid) throw new Refusal("cidDiffers", { page: consent.cid, worker: view.cid });
  if (view.blocked !== null || view.state !== "open") throw new Refusal("blocked", { reason: view.blocked?.code ?? view.state });
  const wait = view.revisedAt + DEAD_MS - now;
  if (wait > 0) throw new Refusal("approvalTooEarly", { waitMs: wait });
  if (view.confirm.gesture === "hold" && consent.gesture !== "hold" && !(consent.gesture === "word" && consent.word?.trim() === view.confirm.word))
    throw new Refusal("wordNeeded", { text: view.confirm.word });
  for (const { id, text } of view.confirm.typed) if (consent.typed[id]?.trim() !== text) throw new Refusal("wordNeeded", { text });
}
