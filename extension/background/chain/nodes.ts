import { LotusClient } from "../../../filecoin/rpc/client.ts";
import { RpcFailure } from "../../../filecoin/rpc/errors.ts";
import type { TipSet } from "../../../filecoin/rpc/lotus-json.ts";
import { isOlder } from "../../../wallet/moments.ts";
import { baseFeeOf, type NodeSet, timeOfHead } from "../../../wallet/node-set.ts";
import { HEADS_APART } from "../../../wallet/agree-on-chain.ts";
import { hostOf, type KnownNetwork, type Network } from "../../../wallet/network.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import type { Surroundings } from "../storage/stores.ts";
import { strictFetch } from "./strict-fetch.ts";

/** The one or two nodes of a network, and what is known of how they answer. */

export interface NodeHealth {
  lastAnswer: number | null;
  latencyMs: number | null;
  epoch: number | null;
  /** when it gave that epoch as its head */
  epochAt: number | null;
  /** when that epoch began by its blocks, milliseconds since 1970 */
  epochTime: number | null;
  baseFee: bigint | null;
  failingSince: number | null;
  wrongChain: boolean;
}

/** A node that has not answered for this long is called silent; signing is off. */
export const SILENT_MS = 40_000;
/** The chain identity of a node is asked again after this; a devnet may begin a new chain at the same address. */
const IDENTITY_MS = 60_000;
const REHEARSAL_IDENTITY_MS = 2_000;

const unknownHealth = (): NodeHealth => ({
  lastAnswer: null,
  latencyMs: null,
  epoch: null,
  epochAt: null,
  epochTime: null,
  baseFee: null,
  failingSince: null,
  wrongChain: false,
});

export class Nodes {
  readonly #s: Surroundings;
  readonly #tokenOf: (url: string) => Promise<string | null>;
  readonly #health = new Map<string, NodeHealth>();
  readonly #identified = new Map<string, { genesis: string; at: number }>();

  constructor(surroundings: Surroundings, tokenOf: (url: string) => Promise<string | null>) {
    this.#s = surroundings;
    this.#tokenOf = tokenOf;
  }

  health(url: string): NodeHealth {
    return this.#health.get(url) ?? unknownHealth();
  }

  isSilent(url: string): boolean {
    const { failingSince } = this.health(url);
    return failingSince !== null && isOlder(failingSince, this.#s.now(), SILENT_MS);
  }

  /** A client of a node's address. Throws noPermission when the browser was never allowed to ask there. */
  async client(url: string, prefix: Network["prefix"], token: string | null): Promise<LotusClient> {
    await this.#mustBeAllowed(url);
    return this.#client(url, prefix, token);
  }

  #client(url: string, prefix: Network["prefix"], token: string | null): LotusClient {
    return new LotusClient({ url, prefix, fetch: this.#watched(url), pause: this.#s.pause, ...(token === null ? {} : { token }) });
  }

  async #mustBeAllowed(url: string): Promise<void> {
    if (!(await this.#s.mayAsk(url))) throw new Refusal("noPermission", { origin: new URL(url).origin });
  }

  /**
   * The nodes of a network, the first one checked: the same genesis. The second one is not waited for, since reading goes on without it; who signs asks it
   * (agreeOnChain). Throws wrongChain, noPermission and what the first node's client throws.
   */
  async of(network: Network): Promise<NodeSet> {
    const set = await this.#setOf(network);
    await this.mustBeOn(network.url, set.node, set.network);
    return set;
  }

  /** The same with the first node's head, which is asked for meanwhile. Throws as `of` does. */
  async open(network: Network): Promise<{ nodes: NodeSet; head: TipSet }> {
    const nodes = await this.#setOf(network);
    const [head] = await Promise.all([this.head(network.url, nodes.node), this.mustBeOn(network.url, nodes.node, nodes.network)]);
    return { nodes, head };
  }

  async #setOf(network: Network): Promise<NodeSet> {
    if (network.genesis === null) throw new Refusal("unknownNetwork", { id: network.id });
    const known: KnownNetwork = { ...network, genesis: network.genesis };
    const node = await this.client(network.url, network.prefix, await this.#tokenOf(network.url));
    const set = { network: known, node, host: hostOf(network.url) };
    if (network.secondUrl === null) return { ...set, second: null, secondHost: null };
    const second = this.#client(network.secondUrl, network.prefix, await this.#tokenOf(network.secondUrl));
    return { ...set, second, secondHost: hostOf(network.secondUrl) };
  }

  /** Asks a second node who it is and where it stands, for the list of networks. Never throws for what the node does. */
  async lookAtSecond({ network, second }: NodeSet): Promise<void> {
    if (second === null || network.secondUrl === null) return;
    try {
      await this.mustBeOn(network.secondUrl, second, network);
      await this.head(network.secondUrl, second);
    } catch (error) {
      if (!(error instanceof RpcFailure) && !(error instanceof Refusal && error.code === "wrongChain")) throw error;
    }
  }

  /** Was the head of this node, when it was last asked, more than a few epochs below where the other one must stand by now. */
  isBehind(url: string, other: string, epochSeconds: number): boolean {
    const [mine, theirs] = [this.#expectedEpoch(url, epochSeconds), this.#expectedEpoch(other, epochSeconds)];
    return mine !== null && theirs !== null && theirs - mine > HEADS_APART;
  }

  #expectedEpoch(url: string, epochSeconds: number): number | null {
    const { epoch, epochAt } = this.health(url);
    return epoch === null || epochAt === null ? null : epoch + (this.#s.now() - epochAt) / (epochSeconds * 1000);
  }

  /** The node answers with the network's genesis, now or a short while ago. Throws wrongChain. */
  async mustBeOn(url: string, client: LotusClient, network: KnownNetwork): Promise<void> {
    const genesis = await this.genesisOf(url, client, network.rehearsal);
    const wrong = genesis !== network.genesis;
    this.#note(url, { wrongChain: wrong });
    if (wrong) throw new Refusal("wrongChain", { node: hostOf(url), expected: network.genesis, found: genesis });
  }

  /** Asks every node for its identity again. */
  forget(): void {
    this.#identified.clear();
  }

  /** CID of the genesis block a node answers with, remembered for a short while. */
  async genesisOf(url: string, client: LotusClient, rehearsal: boolean): Promise<string> {
    const seen = this.#identified.get(url);
    if (seen !== undefined && !isOlder(seen.at, this.#s.now(), rehearsal ? REHEARSAL_IDENTITY_MS : IDENTITY_MS)) return seen.genesis;
    const genesis = (await client.chainGetGenesis()).cids[0]?.toString() ?? "";
    this.#identified.set(url, { genesis, at: this.#s.now() });
    return genesis;
  }

  /** The head, noted for the network list. */
  async head(url: string, client: LotusClient): Promise<TipSet> {
    const head = await client.chainHead();
    this.#note(url, { epoch: head.height, epochAt: this.#s.now(), epochTime: timeOfHead(head), baseFee: baseFeeOf(head) });
    return head;
  }

  #note(url: string, part: Partial<NodeHealth>): void {
    this.#health.set(url, { ...this.health(url), ...part });
  }

  /** fetch that notes when a node answers and when it does not. */
  #watched(url: string): typeof fetch {
    const strict = strictFetch(this.#s.fetch);
    return async (input, init) => {
      await this.#mustBeAllowed(url);
      const started = this.#s.now();
      try {
        const response = await strict(input, init);
        // The words of a proxy before a node that is not there: no answer of the node.
        if ([502, 503, 504].includes(response.status)) this.#note(url, { failingSince: this.health(url).failingSince ?? started });
        else this.#note(url, { lastAnswer: this.#s.now(), latencyMs: this.#s.now() - started, failingSince: null });
        return response;
      } catch (error) {
        this.#note(url, { failingSince: this.health(url).failingSince ?? started });
        throw error;
      }
    };
  }
}
