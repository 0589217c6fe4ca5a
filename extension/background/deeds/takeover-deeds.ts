import type { Address } from "../../../filecoin/address.ts";
import type { Act } from "../../../wallet/draft.ts";
import { readAddress } from "../../../wallet/read-address.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { createActor, installCode, takeoverAct } from "../../../wallet/takeover/takeover-acts.ts";
import type { TakeoverDraft } from "../../../wallet/takeover/takeover-draft.ts";
import { termsOfForm } from "../../../wallet/takeover/terms.ts";
import { requireMiner } from "../../../wallet/told/miner-money.ts";
import { requireOwnerActor } from "../../../wallet/told/owner-reads.ts";
import type { Body } from "../../shared/messages.ts";
import type { TakeoverDrafts } from "../settings/takeover-drafts.ts";
import type { Surroundings } from "../storage/stores.ts";
import { requestAct, type DeedParts, type Review } from "./request-act.ts";

/** The steps of a take-over, each made from the chain as it is now, and what is chosen before them. */

export type TakeoverSubject = { miner: string; account: string };

interface Opened {
  scope: Scope;
  miner: Address;
  account: Address;
  draft: TakeoverDraft;
}

type Parts = DeedParts & { s: Pick<Surroundings, "now" | "tell">; drafts: Pick<TakeoverDrafts, "get" | "change"> };

export class TakeoverDeeds {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  installCode = (body: TakeoverSubject): Review => this.#review(body, ({ scope }) => installCode(scope));
  createActor = (body: TakeoverSubject): Review => this.#review(body, ({ scope, draft, account }) => createActor(scope, draft, account));
  approveMiner = (body: TakeoverSubject): Review => this.#step(body, "approve");
  propose = (body: TakeoverSubject): Review => this.#step(body, "propose");
  takeOwner = (body: TakeoverSubject): Review => this.#step(body, "take");
  confirmWorker = (body: TakeoverSubject): Review => this.#step(body, "worker");
  stop = (body: TakeoverSubject): Review => this.#step(body, "stop");

  /** Keeps terms and keys as chosen. Throws badTerms, badAddress. */
  saveDraft = (body: Body<"takeover.saveDraft">): Promise<void> =>
    this.#change(body, ({ scope, account }) => {
      const { prefix } = scope.network;
      if (body.terms !== null) termsOfForm(body.terms, { operator: account, now: scope.head.height, prefix });
      const read = (text: string): string => readAddress(text, prefix).toString(prefix);
      return {
        terms: body.terms,
        keep: body.keep,
        newWorker: body.newWorker === null ? null : read(body.newWorker),
        addedControls: body.addedControls.map(read),
      };
    });

  /** Chooses an owner actor that is there already; null: the newest of this account. Throws notAnOwnerActor. */
  useActor = (body: Body<"takeover.useActor">): Promise<void> =>
    this.#change(body, async ({ scope }) => {
      if (body.actor === null) return { actor: null };
      const actor = readAddress(body.actor, scope.network.prefix);
      await requireOwnerActor(scope, actor);
      return { actor: actor.toString() };
    });

  #step(body: TakeoverSubject, name: "approve" | "propose" | "take" | "worker" | "stop"): Review {
    return this.#review(body, ({ scope, miner, account, draft }) => takeoverAct(scope, name, miner, account, draft));
  }

  #review(body: TakeoverSubject, make: (opened: Opened) => Promise<Act> | Act): Review {
    return requestAct(this.#parts, body.account, async (scope, account) => make(await this.#open(scope, body.miner, account)));
  }

  async #change(body: TakeoverSubject, part: (opened: Opened) => Promise<Partial<TakeoverDraft>> | Partial<TakeoverDraft>): Promise<void> {
    const { scopes, ownAccounts, drafts, s } = this.#parts;
    const scope = await scopes.selected();
    const { address } = await ownAccounts.must(scope.network, body.account);
    const opened = await this.#open(scope, body.miner, address);
    await drafts.change(scope.network.genesis, opened.miner.toString(), address.toString(), s.now(), await part(opened));
    s.tell(["takeover"]);
  }

  /** Throws notAMiner, actorNotFound. */
  async #open(scope: Scope, text: string, account: Address): Promise<Opened> {
    const miner = readAddress(text, scope.network.prefix);
    await requireMiner(scope, miner);
    return { scope, miner, account, draft: await this.#parts.drafts.get(scope.network.genesis, miner.toString(), account.toString()) };
  }
}
