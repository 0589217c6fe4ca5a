import { startDevnet } from "../../devnet/node.ts";
import { DevnetWorker, PASSWORD } from "../../extension/background/desk/devnet-worker.ts";
import type { Body, MessageName, Reply } from "../../extension/shared/messages.ts";
import { Address } from "../../filecoin/address.ts";
import { slotId, type Slot } from "../../wallet/slots/slot.ts";

/** A wallet that has a lot: its accounts, the miners it watches, the messages it sent; and a node that is slow, limits how often it may be asked, and holds a full mempool. */

export interface Load {
  accounts: number;
  miners: number;
  /** final messages, over all accounts */
  messages: number;
}

export const FULL_LOAD: Load = { accounts: 1_000, miners: 200, messages: 10_000 };

/** How the node behaves. */
export interface NodeManners {
  /** milliseconds that each answer takes */
  latencyMs: number;
  /** answers HTTP 429 to every so manieth question; 0: never */
  limitsEvery: number;
}

export interface Measured<T> {
  reply: T;
  /** questions the node was asked, with those it refused */
  calls: number;
  ms: number;
  /** characters of the reply as JSON */
  characters: number;
  /** how often each method was asked */
  methods: Record<string, number>;
}

/** Ids that the network gives to nobody: the node answers for each of them what it knows of its first miner. */
const FIRST_MINER = 9_000_000;
const FIRST_SENDER = 10;
const MINER_ID = /"t0(9\d{6})"/g;

export class LoadedWorker {
  manners: NodeManners = { latencyMs: 0, limitsEvery: 0 };
  #asked = 0;

  private constructor(
    readonly worker: DevnetWorker,
    readonly accounts: readonly string[],
    readonly miners: readonly string[],
  ) {}

  /** Takes some ten seconds for the full load. */
  static async start(load: Load): Promise<LoadedWorker> {
    const devnet = await startDevnet({ inProcess: true, epochMs: 3_600_000, accounts: Math.max(2, load.accounts) });
    const worker = await DevnetWorker.beside(devnet);
    await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
    await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
    const accounts = devnet.accounts.slice(0, load.accounts).map(({ address }) => address);
    const miners = Array.from({ length: load.miners }, (_, i) => `t0${FIRST_MINER + i}`);
    const loaded = new LoadedWorker(worker, accounts, miners);
    await loaded.#addAccounts();
    await loaded.#addMessages(load.messages);
    await worker.app.books.change((book) => void (book.watchedMiners[devnet.genesis] = [...miners]));
    loaded.#hold();
    worker.restart();
    return loaded;
  }

  close(): Promise<void> {
    return this.worker.devnet.close();
  }

  /** All accounts of the rehearsal words, as if each had been derived. */
  async #addAccounts(): Promise<void> {
    const { vault } = this.worker.app;
    const { devnet } = this.worker;
    const [first] = await vault.list("account");
    if (first === undefined) throw new Error("expected the rehearsal wallet's first account");
    const value = first.value as { address: string; path: string };
    const put = devnet.accounts
      .slice(0, this.accounts.length)
      .map(({ address, path }) => ({ ...value, address: Address.parse(address).toString(), path }))
      .filter(({ address }) => address !== value.address)
      .map((account) => ({ ...first, id: vault.newRecordId(), value: account }));
    await vault.change({ put });
  }

  /** Final messages like one that was really sent, a minute apart; of the later accounts, so that the first ones' nonces are the chain's. */
  async #addMessages(count: number): Promise<void> {
    const { worker, accounts } = this;
    const [from, to] = accounts as [string, string];
    await worker.signed(await worker.ask("send.review", { from, to, amount: "1000", speed: "usual" }));
    const [sent] = await worker.app.slots.all();
    if (sent === undefined) throw new Error("expected the message that was sent");
    const senders = accounts.slice(Math.min(FIRST_SENDER, accounts.length - 1));
    for (let i = 0; i < count; i++) {
      const account = Address.parse(senders[i % senders.length] as string).toString();
      const nonce = 1_000 + Math.floor(i / senders.length);
      const slot: Slot = { ...sent, id: slotId(sent.genesis, account, nonce), account, nonce, createdAt: sent.createdAt - (i + 1) * 60_000 };
      worker.s.database.records.set(`slots\n${slot.id}`, slot);
    }
    // As slots of a build before this one, which stand in no list yet.
    worker.s.database.records.delete("cache\nslots-listed");
  }

  #hold(): void {
    const { fetch } = this.worker.s;
    const miner = this.worker.devnet.miners[0]?.address as string;
    this.worker.s.fetch = async (input, init) => {
      const body = String(init?.body);
      if (body.includes("Filecoin.MpoolPending")) throw new Error("50,000 messages are pending: expected a question about one's own");
      this.#asked += 1;
      const limited = this.manners.limitsEvery > 0 && this.#asked % this.manners.limitsEvery === 0;
      if (this.manners.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, this.manners.latencyMs));
      if (limited) return new Response('{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"rate limit exceeded"}}', { status: 429 });
      return fetch(input, { ...init, body: body.replace(MINER_ID, `"${miner}"`) });
    };
  }

  async measure<N extends MessageName>(name: N, body: Body<N>): Promise<Measured<Reply<N>>> {
    this.#asked = 0;
    this.worker.asked = [];
    const started = performance.now();
    const reply = await this.worker.ask(name, body);
    const ms = performance.now() - started;
    const methods: Record<string, number> = {};
    for (const method of this.worker.asked) methods[method] = (methods[method] ?? 0) + 1;
    return { reply, calls: this.#asked, ms, characters: JSON.stringify(reply).length, methods };
  }
}
