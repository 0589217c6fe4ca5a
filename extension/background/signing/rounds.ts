import type { App } from "../desk/app.ts";

/** When the outbox goes its rounds: often while a page is open, by alarm otherwise, and after two hours seldom. */

export const OUTBOX_ALARM = "outbox";
const PAGE_OPEN_MS = 15_000;
const ALARM_MINUTES = 0.5;
const SELDOM_MINUTES = 5;
const TWO_HOURS_MS = 2 * 3_600_000;

export class Rounds {
  readonly #app: App;
  #pages = 0;
  #lastPageMessage = 0;
  #running: Promise<void> | undefined;
  #scheduled = false;
  /** the head that pages were told of last: a read of one page may have seen a newer one, which the others do not know */
  #told = "";

  constructor(app: App) {
    this.#app = app;
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
    this.#lastPageMessage = this.#app.wallet.s.now();
    this.#schedule();
  }

  /** A round now (or after `ms`), never two at once. */
  soon(ms: number): void {
    this.#app.wallet.s.later(ms, () => void this.run());
  }

  run(): Promise<void> {
    this.#running ??= this.#round().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #round(): Promise<void> {
    const { wallet, outbox } = this.#app;
    await wallet.lock.openUntil();
    if (this.#pageOpen()) await this.#tellHead().catch(() => {});
    const open = await outbox.advance().catch(() => 1);
    const newest = Math.max(0, ...(await wallet.slots.held()).map((slot) => slot.changedAt));
    if (open === 0) await wallet.s.alarms.clear(OUTBOX_ALARM);
    else await wallet.s.alarms.set(OUTBOX_ALARM, { everyMinutes: wallet.s.now() - newest > TWO_HOURS_MS ? SELDOM_MINUTES : ALARM_MINUTES });
    if (open > 0) this.#schedule();
  }

  /** While pages are open: once an epoch, at least every 15 s. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    void this.#pause().then((ms) => {
      this.#app.wallet.s.later(ms, () => {
        this.#scheduled = false;
        if (this.#pageOpen()) void this.run().then(() => this.#schedule());
      });
    });
  }

  #pageOpen(): boolean {
    return this.#pages > 0 || this.#app.wallet.s.now() - this.#lastPageMessage < PAGE_OPEN_MS * 2;
  }

  /** Tells pages when the selected network has a new head. */
  async #tellHead(): Promise<void> {
    const { wallet } = this.#app;
    const network = await wallet.networks.selected();
    const client = await wallet.nodes.client(network.url, network.prefix, await wallet.tokenOf(network.url));
    const { cids } = await wallet.nodes.head(network.url, client);
    const head = `${network.url} ${cids.join()}`;
    if (head === this.#told) return;
    this.#told = head;
    wallet.s.tell(["head"]);
  }

  async #pause(): Promise<number> {
    const network = await this.#app.wallet.networks.selected().catch(() => null);
    return Math.min(PAGE_OPEN_MS, Math.max(1, network?.epochSeconds ?? 15) * 1000);
  }
}
