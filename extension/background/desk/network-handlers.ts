import { toHex } from "../../../filecoin/bytes.ts";
import { LotusClient } from "../../../filecoin/rpc/client.ts";
import { numberOf, say, textOf } from "../../../wallet/phrase.ts";
import type { CheckRow, SourceView } from "../../../wallet/values.ts";
import { strictFetch } from "../chain/strict-fetch.ts";
import { checkNodeUrl, checkRehearsal, checkToken, hostOf, isPublicRealm, type Network } from "../../../wallet/network.ts";
import { acceptsCode } from "../chain/accepts-code.ts";
import { networkView } from "../views/network-views.ts";
import { declaredRealm } from "../chain/rehearsal.ts";
import { detailOf, Refusal } from "../../../wallet/refusal.ts";
import type { Nodes } from "../chain/nodes.ts";
import type { KnownNetworks } from "../chain/known-networks.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { BookStore } from "../settings/book.ts";
import type { NetworkStore } from "../settings/network-store.ts";
import type { Approvals } from "../signing/approvals.ts";
import type { Surroundings } from "../storage/stores.ts";
import type { Handlers } from "./handlers.ts";
import type { NetworkView } from "../../shared/wallet-views.ts";

/** What networks are kept, asked and changed with. */
interface Parts {
  s: Pick<Surroundings, "mayAsk" | "fetch" | "now" | "random" | "tell">;
  lock: Pick<Lock, "mustBeOpen">;
  books: BookStore;
  networks: NetworkStore;
  nodes: Nodes;
  known: Pick<KnownNetworks, "known">;
  approvals: Pick<Approvals, "kill">;
}

type Probe = {
  row: CheckRow[];
  networkName: string | null;
  genesis: string | null;
  prefix: "f" | "t" | null;
  epoch: number | null;
  latencyMs: number | null;
  rehearsal: boolean;
  blockDelay: number;
  genesisTime: number | null;
  usable: boolean;
};

async function view(app: Parts, network: Network): Promise<NetworkView> {
  const book = await app.books.readOrNull();
  return networkView(network, app.nodes, (await app.networks.selected()).id, new Set(Object.keys(book?.tokens ?? {})));
}

/** Asks a node who it is. Rows say what was found; `usable` is false when it may not be saved. */
async function probe(app: Parts, url: string, token: string | null, against: Network | null): Promise<Probe> {
  const host = hostOf(url);
  const source: SourceView = { kind: "oneNode", node: host };
  const rows: CheckRow[] = [];
  const row = (id: string, state: CheckRow["state"], code: string, params: CheckRow["text"]["params"] = {}): void =>
    void rows.push({ id, state, text: say(code, params), source });
  const result: Probe = {
    row: rows,
    networkName: null,
    genesis: null,
    prefix: null,
    epoch: null,
    latencyMs: null,
    rehearsal: false,
    blockDelay: 30,
    genesisTime: null,
    usable: false,
  };
  if (!(await app.s.mayAsk(url))) throw new Refusal("noPermission", { origin: new URL(url).origin });
  const client = new LotusClient({ url, fetch: strictFetch(app.s.fetch), ...(token === null ? {} : { token }) });
  const started = app.s.now();
  try {
    const version = await client.version();
    result.latencyMs = app.s.now() - started;
    result.blockDelay = version.blockDelay;
    row("answers", "ok", "probe.answers", { version: textOf(version.agent ?? version.version), ms: numberOf(result.latencyMs) });
    const [name, genesis, head] = await Promise.all([client.stateNetworkName(), client.chainGetGenesis(), client.chainHead()]);
    Object.assign(result, {
      networkName: name,
      genesis: genesis.cids[0]?.toString() ?? null,
      epoch: head.height,
      genesisTime: (genesis.blocks[0]?.timestamp ?? 0) * 1000,
      prefix: name === "mainnet" ? "f" : "t",
    });
    row("network", "ok", "probe.network", { name: textOf(name), prefix: textOf(result.prefix ?? "") });
  } catch (error) {
    row("answers", "bad", "probe.silent", { detail: textOf(detailOf(error)) });
    return result;
  }
  const declared = await declaredRealm(url, token, app.s.fetch);
  if (declared !== null && isPublicRealm(declared)) {
    row("rehearsal", "bad", "probe.copy", { genesis: textOf(declared) });
    return result;
  }
  result.rehearsal = declared !== null && declared === result.genesis;
  return judge(app, result, against, row);
}

/** Compares the genesis with the networks known: an equal name on another chain is an alarm. */
async function judge(
  app: Parts,
  result: Probe,
  against: Network | null,
  row: (id: string, state: CheckRow["state"], code: string, params?: CheckRow["text"]["params"]) => void,
): Promise<Probe> {
  const genesis = textOf(result.genesis ?? "");
  if (against !== null && against.genesis !== null && against.genesis !== result.genesis) {
    row("genesis", "bad", "probe.otherChain", { genesis, name: textOf(against.name) });
    return result;
  }
  const twin = (await app.networks.list()).find(
    (n) => n.networkName === result.networkName && n.genesis !== null && n.genesis !== result.genesis && !n.rehearsal,
  );
  if (twin !== undefined) {
    row("genesis", "bad", "probe.sameNameOtherChain", { name: textOf(twin.name), genesis });
    return result;
  }
  row("genesis", "ok", "probe.genesis", { genesis });
  if (result.rehearsal) row("rehearsal", "ok", "probe.rehearsal");
  return { ...result, usable: true };
}

async function setToken(app: Parts, url: string, token: string | null): Promise<void> {
  await app.books.change((book) => {
    if (token === null) delete book.tokens[url];
    else book.tokens[url] = token;
  });
}

function checkedToken(token: string | null): string | null {
  const trimmed = token?.trim() || null;
  if (trimmed !== null) checkToken(trimmed);
  return trimmed;
}

/** A second node at the same host would agree with the first one by itself. Throws badUrl. */
function mustBeTwoHosts(url: string, other: string | null): void {
  if (other !== null && new URL(url).host === new URL(other).host) throw new Refusal("badUrl", { url, detail: "sameHost" });
}

/** Asks the nodes of a network now and keeps what they say. */
async function test(app: Parts, network: Network): Promise<Network> {
  const client = await app.nodes.client(network.url, network.prefix, await app.books.tokenOf(network.url));
  try {
    const known = await app.known.known(network);
    const set = await app.nodes.of(known);
    await app.nodes.head(network.url, client);
    if (set.second !== null && network.secondUrl !== null) await app.nodes.head(network.secondUrl, set.second).catch(() => {});
    const accepts = known.acceptsCode !== "unknown" && !known.rehearsal ? known.acceptsCode : await acceptsCode(set.node);
    const next = { ...known, acceptsCode: accepts };
    await app.networks.save(next);
    return next;
  } catch {
    return network;
  }
}

export const networkHandlers = (
  app: Parts,
): Handlers<
  "networks.list" | "networks.select" | "networks.probe" | "networks.add" | "networks.edit" | "networks.setSecondNode" | "networks.remove" | "networks.test"
> => ({
  "networks.list": async () => ({ networks: await Promise.all((await app.networks.list()).map((network) => view(app, network))) }),

  "networks.select": async ({ id }) => {
    const present = await app.networks.selected();
    await app.networks.select(id);
    if (present.id !== id) await app.approvals.kill("network");
    app.s.tell(["wallet", "networks", "accounts", "miners", "owners", "positions"]);
    return view(app, await app.networks.get(id));
  },

  "networks.probe": async ({ url, token, against }) => {
    const found = await probe(app, checkNodeUrl(url), checkedToken(token), against === null ? null : await app.networks.get(against));
    const accepts = found.usable
      ? await acceptsCode(new LotusClient({ url: checkNodeUrl(url), fetch: strictFetch(app.s.fetch), ...(token ? { token } : {}) })).catch(
          () => "unknown" as const,
        )
      : "unknown";
    if (found.usable)
      found.row.push({
        id: "acceptsCode",
        state: accepts === "yes" ? "ok" : "warn",
        text: say(`probe.code.${accepts}`),
        source: { kind: "oneNode", node: hostOf(checkNodeUrl(url)) },
      });
    const { row: rows, networkName, genesis, prefix, epoch, latencyMs, rehearsal, usable } = found;
    return { rows, networkName, genesis, prefix, epoch, latencyMs, rehearsal, usable, acceptsCode: accepts };
  },

  "networks.add": async ({ name, url: text, token: given }) => {
    const [url, token] = [checkNodeUrl(text), checkedToken(given)];
    if (token !== null) await app.lock.mustBeOpen();
    const found = await probe(app, url, token, null);
    if (!found.usable || found.genesis === null) throw new Refusal("wrongChain", { node: hostOf(url), expected: "", found: found.genesis ?? "" });
    const network: Network = {
      id: `custom-${toHex(app.s.random(6))}`,
      name,
      kind: "custom",
      url,
      secondUrl: null,
      genesis: found.genesis,
      networkName: found.networkName,
      prefix: found.prefix ?? "t",
      epochSeconds: Math.max(1, found.blockDelay),
      genesisTime: found.genesisTime,
      rehearsal: found.rehearsal,
      acceptsCode: "unknown",
    };
    await app.networks.save(network);
    if (token !== null) await setToken(app, url, token);
    app.s.tell(["networks"]);
    return view(app, await test(app, network));
  },

  "networks.edit": async ({ id, name, url: text, token: given, keepToken }) => {
    const [url, token] = [checkNodeUrl(text), checkedToken(given)];
    const network = await app.networks.get(id);
    mustBeTwoHosts(url, network.secondUrl);
    const next = { ...network, name: network.kind === "custom" ? name : network.name, url };
    checkRehearsal(next);
    const kept = keepToken && url === network.url ? await app.books.tokenOf(url) : token;
    if (url !== network.url || !keepToken) {
      const found = await probe(app, url, kept, network.rehearsal ? null : network);
      if (!found.usable) throw new Refusal("wrongChain", { node: hostOf(url), expected: network.genesis ?? "", found: found.genesis ?? "" });
    }
    await app.networks.save(next);
    if (!keepToken || url !== network.url) {
      if (kept !== null || (await app.books.readOrNull()) !== null) await setToken(app, url, kept);
    }
    await app.approvals.kill("network");
    app.s.tell(["networks"]);
    return view(app, await test(app, next));
  },

  "networks.setSecondNode": async ({ id, url: text, token: given }) => {
    const network = await app.networks.get(id);
    if (text === null) {
      const next = { ...network, secondUrl: null };
      await app.networks.save(next);
      return view(app, next);
    }
    const [url, token] = [checkNodeUrl(text), checkedToken(given)];
    mustBeTwoHosts(url, network.url);
    checkRehearsal({ ...network, secondUrl: url });
    const found = await probe(app, url, token, network);
    if (!found.usable) throw new Refusal("wrongChain", { node: hostOf(url), expected: network.genesis ?? "", found: found.genesis ?? "" });
    const next = { ...network, secondUrl: url };
    await app.networks.save(next);
    if (token !== null) await setToken(app, url, token);
    app.s.tell(["networks"]);
    return view(app, await test(app, next));
  },

  "networks.remove": async ({ id }) => {
    await app.networks.remove(id);
    app.s.tell(["networks"]);
    return {};
  },

  "networks.test": async ({ id }) => view(app, await test(app, await app.networks.get(id))),
});
