import { RpcFailure } from "../../../filecoin/rpc/errors.ts";
import { say } from "../../../wallet/phrase.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import { wantsPush } from "../../../wallet/slots/due.ts";
import { follow, type AccountTold } from "../../../wallet/slots/follow.ts";
import { push } from "../../../wallet/slots/push.ts";
import { accountLock, isHeld, isLive, type Slot } from "../../../wallet/slots/slot.ts";
import { reachable } from "../../../wallet/slots/stranded.ts";
import type { NetworkStore } from "../settings/network-store.ts";
import type { Surroundings } from "../storage/stores.ts";
import { AttemptSigner, mustAttempt, type SigningParts } from "./sign-attempt.ts";
import type { Reached, SlotNetworks } from "./slot-networks.ts";
import type { SlotStore } from "./slot-store.ts";

/** What the outbox signs, pushes and follows with. */
export interface OutboxParts extends SigningParts {
  slots: Pick<SlotStore, "get" | "apply" | "held" | "move">;
  locks: Surroundings["locks"];
  networks: Pick<SlotNetworks, "reach" | "look">;
  known: Pick<NetworkStore, "list">;
  /** tells open pages what to read again */
  tell(topics: readonly string[]): void;
  /** A fault that must not keep other messages waiting: for whoever looks for the reason. */
  report(error: unknown): void;
}

/** What an included message may have changed. */
const CHANGED_BY_MESSAGES = ["activity", "accounts", "miners", "takeover", "owners", "positions"];

const hasUnsigned = (slot: Slot): boolean => slot.attempts.some((a) => a.state === "approved");

/** Drives held slots: signs what was approved, pushes what was signed, follows what was pushed. Every step is on disk before the act. */
export class Outbox {
  /** for whoever holds the account's lock */
  readonly signer: AttemptSigner;
  readonly #parts: OutboxParts;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.signer = new AttemptSigner(parts);
  }

  /**
   * Sends what was just signed, under the account's lock. Whatever goes wrong here is no failure of the approval: the signature is on disk,
   * and the next round goes on with it.
   */
  async pushNow(slot: Slot, cid: string): Promise<void> {
    await this.#quietly(async () => {
      await this.#push(slot, cid, await this.#parts.networks.reach(slot));
    });
  }

  /** The wallet locked: what was approved and not signed never is. A signature that is being made finds its attempt void and is thrown away. */
  async dropUnsigned(): Promise<void> {
    for (const slot of await this.#parts.slots.held()) for (const { cid, state } of slot.attempts) if (state === "approved") await this.#dropOne(slot, cid);
  }

  async #dropOne(slot: Slot, cid: string): Promise<void> {
    try {
      await this.#parts.slots.apply(slot.id, cid, { to: "void", note: say("void.locked") });
    } catch (error) {
      // Signed in the meantime: on disk it stands as signed.
      if (!(error instanceof Refusal && error.code === "stale")) throw error;
    }
  }

  /** One round over every held slot, those whose network is gone only as far as nothing is signed; each account's in order of nonce. Returns how many are open for the next. */
  async advance(): Promise<number> {
    const networks = await this.#parts.known.list();
    const all = await this.#parts.slots.held();
    for (const slot of all) if (hasUnsigned(slot)) await this.#finishUnsigned(slot);
    const held = reachable(all, networks);
    const accounts = new Map<string, Slot[]>();
    for (const slot of held.sort((a, b) => a.nonce - b.nonce)) {
      const key = `${slot.networkId} ${slot.genesis} ${slot.account}`;
      accounts.set(key, [...(accounts.get(key) ?? []), slot]);
    }
    for (const slots of accounts.values()) await this.#advanceAccount(slots);
    if (held.length > 0) this.#parts.tell(["activity"]);
    const left = await this.#parts.slots.held();
    return new Set([...reachable(left, networks), ...left.filter(hasUnsigned)]).size;
  }

  async #advanceAccount(slots: readonly Slot[]): Promise<void> {
    const [{ genesis, account }] = slots as [Slot];
    await this.#parts.locks.hold(accountLock(genesis, account), async () => {
      await this.#quietly(async () => {
        const reached = await this.#parts.networks.reach(slots[0] as Slot);
        const told = await this.#parts.networks.look(reached, slots[0] as Slot);
        for (const { id } of slots) await this.#quietly(() => this.#advanceSlot(id, reached, told));
      });
    });
  }

  async #finishUnsigned({ id, genesis, account }: Slot): Promise<void> {
    await this.#parts.locks.hold(accountLock(genesis, account), () =>
      this.#quietly(async () => {
        const slot = await this.#parts.slots.get(id);
        for (const { cid, state } of slot.attempts) if (state === "approved") await this.signer.signLate(slot, cid);
      }),
    );
  }

  async #advanceSlot(id: string, reached: Reached, told: AccountTold): Promise<void> {
    let slot = await this.#parts.slots.get(id);
    if (!isHeld(slot)) return;
    slot = await this.#follow(slot, reached, told);
    if (!isHeld(slot)) return;
    for (const attempt of slot.attempts) if (wantsPush(attempt, this.#parts.now())) await this.#push(slot, attempt.cid, reached);
  }

  async #follow(slot: Slot, { network }: Reached, told: AccountTold): Promise<Slot> {
    let present = slot;
    for (const { cid, event } of await follow(slot, told, { now: this.#parts.now(), epochSeconds: network.epochSeconds })) {
      present = await this.#parts.slots.apply(slot.id, cid, event);
      if (event.to === "included") this.#parts.tell(CHANGED_BY_MESSAGES);
    }
    return present;
  }

  /** One that fails must not keep the others waiting. A node that is away is asked again in the next round; a fault of ours is reported. */
  async #quietly(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof RpcFailure) && !(error instanceof Refusal)) this.#parts.report(error);
    }
  }

  /** Pushes stored bytes to every node of the slot's network; one that refused is looked for in the chain at once. */
  async #push(slot: Slot, cid: string, reached: Reached, again = false): Promise<Slot> {
    const pushing = await this.#parts.slots.apply(slot.id, cid, { to: "pushing" });
    const { event, answered } = await push(pushing, mustAttempt(pushing, cid), reached.nodes, this.#parts.now, again);
    const after = await this.#parts.slots.apply(slot.id, cid, event);
    return event.to === "refused" && answered ? this.#follow(after, reached, await this.#parts.networks.look(reached, slot)) : after;
  }

  /** Pushes the stored bytes of a slot again now. */
  async resend(id: string): Promise<void> {
    await this.#alone(id, async (slot) => {
      const reached = await this.#parts.networks.reach(slot);
      for (const attempt of slot.attempts)
        if (attempt.signed !== null && isLive(attempt) && attempt.state !== "included" && attempt.state !== "unknown")
          await this.#push(slot, attempt.cid, reached, true);
    });
  }

  /** Lets a slot lie: nobody pushes or follows it any more, its number stays taken, and its signed bytes may run all the same. */
  async leave(id: string): Promise<void> {
    await this.#alone(id, async (slot) => {
      const signed = slot.attempts.findLast((a) => isLive(a) && a.signed !== null);
      if (signed === undefined) throw new Refusal("notReplaceable", { state: slot.attempts.at(-1)?.state ?? "" });
      await this.#parts.slots.apply(id, signed.cid, { to: "left", note: say("left.byOwner") });
    });
  }

  /** Takes a slot up again that its owner let lie. */
  async takeUp(id: string): Promise<void> {
    await this.#alone(id, async (slot) => {
      for (const { cid, state } of slot.attempts) if (state === "left") await this.#parts.slots.apply(id, cid, { to: "missing", note: null });
    });
  }

  /** Goes on through another entry for the same chain, whose nodes must answer with its genesis. Throws wrongChain, unknownNetwork. */
  async move(id: string, networkId: string): Promise<void> {
    await this.#alone(id, async (slot) => {
      await this.#parts.networks.reach({ networkId, genesis: slot.genesis });
      await this.#parts.slots.move(id, networkId);
    });
  }

  async #alone(id: string, act: (slot: Slot) => Promise<void>): Promise<void> {
    const { genesis, account } = await this.#parts.slots.get(id);
    await this.#parts.locks.hold(accountLock(genesis, account), async () => act(await this.#parts.slots.get(id)));
    this.#parts.tell(["activity"]);
  }
}
