import { toHex } from "../../../filecoin/bytes.ts";
import { RpcFailure } from "../../../filecoin/rpc/errors.ts";
import type { NodeAddress } from "../../../filecoin/rpc/node-address.ts";
import { checkRehearsal, hostOf, readNode, type Network } from "../../../wallet/network.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import { acceptsCode } from "../chain/accepts-code.ts";
import type { KnownNetworks } from "../chain/known-networks.ts";
import type { Nodes } from "../chain/nodes.ts";
import { probeNode, type Probe } from "../chain/probe-node.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { BookStore } from "../settings/book.ts";
import type { NetworkStore } from "../settings/network-store.ts";
import type { Approvals } from "../signing/approvals.ts";
import type { SlotStore } from "../signing/slot-store.ts";
import type { Surroundings } from "../storage/stores.ts";

/** Which networks there are, and through which nodes each is asked. A node is asked who it is before it is kept. */

interface Parts {
  s: Pick<Surroundings, "mayAsk" | "fetch" | "now" | "pause" | "random" | "tell">;
  lock: Pick<Lock, "mustBeOpen">;
  books: BookStore;
  networks: NetworkStore;
  nodes: Nodes;
  known: Pick<KnownNetworks, "known">;
  approvals: Pick<Approvals, "kill">;
  slots: Pick<SlotStore, "held">;
}

export class EditNetworks {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async select(id: string): Promise<void> {
    const { networks, approvals, s } = this.#parts;
    const present = await networks.selected();
    await networks.select(id);
    if (present.id !== id) await approvals.kill("network");
    s.tell(["wallet", "networks", "accounts", "miners", "owners", "positions"]);
  }

  /** Throws badUrl, badToken, tokenTooStrong, locked (for a token), nodeSilent, wrongChain, noPermission. */
  async add(name: string, address: string, token: string | null): Promise<Network> {
    const { networks, lock, s } = this.#parts;
    const node = readNode(address, token);
    if (node.token !== null) await lock.mustBeOpen();
    const found = await this.#mustBeUsable(node, null);
    const network: Network = {
      id: `custom-${toHex(s.random(6))}`,
      name,
      kind: "custom",
      url: found.url,
      secondUrl: null,
      genesis: found.genesis,
      networkName: found.networkName,
      prefix: found.prefix ?? "t",
      epochSeconds: found.epochSeconds,
      genesisTime: found.genesisTime,
      rehearsal: found.rehearsal,
      acceptsCode: "unknown",
    };
    await networks.save(network);
    if (node.token !== null) await this.#setToken(found.url, node.token);
    return this.#changed(network);
  }

  /** Another name or first node. Throws as `add` does. */
  async edit(id: string, name: string, address: string, given: string | null, keepToken: boolean): Promise<Network> {
    const { networks, books } = this.#parts;
    const node = readNode(address, given);
    const network = await networks.get(id);
    mustBeTwoHosts(node.url, network.secondUrl);
    const same = node.url === network.url;
    const token = keepToken && same ? await books.tokenOf(node.url) : node.token;
    checkRehearsal({ ...network, url: node.url });
    const { url } = same && keepToken ? network : await this.#mustBeUsable({ ...node, token }, network.rehearsal ? null : network);
    const next = { ...network, name: network.kind === "custom" ? name : network.name, url };
    await networks.save(next);
    if (!(same && keepToken) && (token !== null || (await books.readOrNull()) !== null)) await this.#setToken(url, token);
    return this.#changed(next);
  }

  /** A second node to compare with; null: none. Throws as `add` does. */
  async setSecond(id: string, address: string | null, given: string | null): Promise<Network> {
    const { networks } = this.#parts;
    const network = await networks.get(id);
    const node = address === null ? null : readNode(address, given);
    if (node !== null) {
      mustBeTwoHosts(node.url, network.url);
      checkRehearsal({ ...network, secondUrl: node.url });
    }
    const secondUrl = node === null ? null : (await this.#mustBeUsable(node, network)).url;
    const next = { ...network, secondUrl };
    await networks.save(next);
    if (secondUrl !== null && node !== null && node.token !== null) await this.#setToken(secondUrl, node.token);
    return this.#changed(next);
  }

  /** Throws blocked, networkInUse: messages are followed through the network they were reviewed on. */
  async remove(id: string): Promise<void> {
    const { networks, slots, approvals, s } = this.#parts;
    const network = await networks.get(id);
    const waiting = (await slots.held()).filter((slot) => slot.networkId === id).length;
    if (waiting > 0) throw new Refusal("networkInUse", { network: network.name, waiting });
    await networks.remove(id);
    await this.#forgetTokens();
    await approvals.kill("network");
    s.tell(["wallet", "networks", "accounts", "miners", "owners", "positions"]);
  }

  /** Asks the nodes of a network now and keeps what they say. */
  async test(network: Network): Promise<Network> {
    const { books, known, networks, nodes } = this.#parts;
    try {
      const client = await nodes.client(network.url, network.prefix, await books.tokenOf(network.url));
      const now = await known.known(network);
      const set = await nodes.of(now);
      await nodes.head(network.url, client);
      await nodes.lookAtSecond(set);
      const accepts = now.acceptsCode !== "unknown" && !now.rehearsal ? now.acceptsCode : await acceptsCode(set.node);
      const next = { ...now, acceptsCode: accepts };
      await networks.save(next);
      return next;
    } catch (error) {
      // What the nodes do not say stands in the list of networks: silent, another chain.
      if (error instanceof RpcFailure || (error instanceof Refusal && ["wrongChain", "noPermission"].includes(error.code))) return network;
      throw error;
    }
  }

  async #changed(network: Network): Promise<Network> {
    await this.#forgetTokens();
    await this.#parts.approvals.kill("network");
    this.#parts.s.tell(["networks"]);
    return this.test(network);
  }

  /** Throws nodeSilent, wrongChain, noPermission. */
  async #mustBeUsable(node: NodeAddress, against: Network | null): Promise<Probe> {
    const found = await probeNode(this.#parts, node, against);
    if (found.usable) return found;
    const host = hostOf(found.url);
    const silent = found.rows.find((row) => row.id === "answers" && row.state === "bad")?.text.params["detail"];
    if (silent !== undefined) throw new Refusal("nodeSilent", { node: host, detail: silent.kind === "text" ? silent.text : "" });
    throw new Refusal("wrongChain", { node: host, expected: against?.genesis ?? "", found: found.genesis ?? "" });
  }

  async #setToken(url: string, token: string | null): Promise<void> {
    await this.#parts.books.change((book) => {
      if (token === null) delete book.tokens[url];
      else book.tokens[url] = token;
    });
  }

  /** Tokens of addresses that no network has any more; while locked they stay. */
  async #forgetTokens(): Promise<void> {
    const { books, networks } = this.#parts;
    const book = await books.readOrNull();
    if (book === null) return;
    const kept = new Set((await networks.list()).flatMap(({ url, secondUrl }) => [url, secondUrl]));
    const unused = Object.keys(book.tokens).filter((url) => !kept.has(url));
    if (unused.length === 0) return;
    await books.change((present) => {
      for (const url of unused) delete present.tokens[url];
    });
  }
}

/** A second node at the same host would agree with the first one by itself. Throws badUrl. */
function mustBeTwoHosts(url: string, other: string | null): void {
  if (other !== null && hostOf(url) === hostOf(other)) throw new Refusal("badUrl", { reason: "url.sameHost" });
}
