import { RpcFailure } from "../../../filecoin/rpc/errors.ts";
import { isOlder } from "../../../wallet/moments.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Nodes } from "../chain/nodes.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { NetworkStore } from "../settings/network-store.ts";
import type { Surroundings } from "../storage/stores.ts";
import type { Outbox } from "./outbox.ts";
import type { SlotStore } from "./slot-store.ts";

/** When the outbox goes its rounds: often while a page is open, by alarm otherwise, and after two hours seldom. */

export const OUTBOX_ALARM = "outbox";
const PAGE_OPEN_MS = 15_000;
const ALARM_MINUTES = 0.5;
const SELDOM_MINUTES = 5;
const TWO_HOURS_MS = 2 * 3_600_000;

/** What a round looks at and drives. */
export interface RoundsParts {
  s: Pick<Surroundings, "now" | "later" | "alarms" | "tell" | "report">;
  lock: Pick<Lock, "openUntil">;
  networks: Pick<NetworkStore, "selected">;
  nodes: Pick<Nodes, "client" | "head">;
  tokenOf(url: string): Promise<string | null>;
  slots: Pick<SlotStore, "held">;
  outbox: Pick<Outbox, "advance">;
}

export class Rounds {
  readonly #parts: RoundsParts;
  #pages = 0;
  #lastPageMessage = 0;
  #running: Promise<void> | undefined;
  #scheduled = false;
  /** the head that pages were told of last: a read of one page may have seen a newer one, which the others do not know */
  #told = "";

  constructor(parts: RoundsParts) {
    this.#parts = parts;
  }

  pageOpened(): void {
    this.#pages += 1;
    this.soon(0);
  }

  pageClosed(): void {
    this.#pages -= 1;
  }

  /** A page asked something: pages are open, whether or not they hold a port. */
  pageAsked(): void {
    this.#lastPageMessage = this.#parts.s.now();
    this.#schedule();
  }

  /** A round now (or after `ms`), never two at once. */
  soon(ms: number): void {
    this.#parts.s.later(ms, () => void this.run());
  }

  /** What a round fails with as a whole is reported; the next one tries again. */
  run(): Promise<void> {
    this.#running ??= this.#round()
      .catch((error: unknown) => this.#parts.s.report(error))
      .finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #round(): Promise<void> {
    const { s, lock, slots } = this.#parts;
    await lock.openUntil();
    if (this.#pageOpen()) await this.#tellHead();
    const open = await this.#advance();
    const newest = Math.max(0, ...(await slots.held()).map((slot) => slot.changedAt));
    if (open === 0) await s.alarms.clear(OUTBOX_ALARM);
    else await s.alarms.set(OUTBOX_ALARM, { everyMinutes: isOlder(newest, s.now(), TWO_HOURS_MS) ? SELDOM_MINUTES : ALARM_MINUTES });
    if (open > 0) this.#schedule();
  }

  /** How many messages are open; a round that fails as a whole leaves at least one, so that the alarm brings the next. */
  async #advance(): Promise<number> {
    try {
      return await this.#parts.outbox.advance();
    } catch (error) {
      this.#parts.s.report(error);
      return 1;
    }
  }

  /** While pages are open: once an epoch, at least every 15 s. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    void this.#pause().then((ms) => {
      this.#parts.s.later(ms, () => {
        this.#scheduled = false;
        if (this.#pageOpen()) void this.run().then(() => this.#schedule());
      });
    });
  }

  #pageOpen(): boolean {
    return this.#pages > 0 || !isOlder(this.#lastPageMessage, this.#parts.s.now(), PAGE_OPEN_MS * 2);
  }

  /** Tells pages when the selected network has a new head; a node that is away has none. */
  async #tellHead(): Promise<void> {
    const { s, networks, nodes, tokenOf } = this.#parts;
    try {
      const network = await networks.selected();
      const client = await nodes.client(network.url, network.prefix, await tokenOf(network.url));
      const { cids } = await nodes.head(network.url, client);
      const head = `${network.url} ${cids.join()}`;
      if (head === this.#told) return;
      this.#told = head;
      s.tell(["head"]);
    } catch (error) {
      if (!(error instanceof RpcFailure) && !(error instanceof Refusal)) s.report(error);
    }
  }

  async #pause(): Promise<number> {
    const { networks, s } = this.#parts;
    try {
      return Math.min(PAGE_OPEN_MS, Math.max(1, (await networks.selected()).epochSeconds) * 1000);
    } catch (error) {
      s.report(error);
      return PAGE_OPEN_MS;
    }
  }
}
