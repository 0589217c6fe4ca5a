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
import type { App, Handlers } from "./app.ts";
import type { NetworkView } from "../../shared/wallet-views.ts";

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

async function view(app: App, network: Network): Promise<NetworkView> {
  const book = await app.wallet.bookOrNull();
  return networkView(network, app.wallet.nodes, (await app.wallet.networks.selected()).id, new Set(Object.keys(book?.tokens ?? {})));
}

/** Asks a node who it is. Rows say what was found; `usable` is false when it may not be saved. */
async function probe(app: App, url: string, token: string | null, against: Network | null): Promise<Probe> {
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
  if (!(await app.wallet.s.mayAsk(url))) throw new Refusal("noPermission", { origin: new URL(url).origin });
  const client = new LotusClient({ url, fetch: strictFetch(app.wallet.s.fetch), ...(token === null ? {} : { token }) });
  const started = app.wallet.s.now();
  try {
    const version = await client.version();
    result.latencyMs = app.wallet.s.now() - started;
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
  const declared = await declaredRealm(url, token, app.wallet.s.fetch);
  if (declared !== null && isPublicRealm(declared)) {
    row("rehearsal", "bad", "probe.copy", { genesis: textOf(declared) });
    return result;
  }
  result.rehearsal = declared !== null && declared === result.genesis;
  return judge(app, result, against, row);
}

/** Compares the genesis with the networks known: an equal name on another chain is an alarm. */
async function judge(
  app: App,
  result: Probe,
  against: Network | null,
  row: (id: string, state: CheckRow["state"], code: string, params?: CheckRow["text"]["params"]) => void,
): Promise<Probe> {
  const genesis = textOf(result.genesis ?? "");
  if (against !== null && against.genesis !== null && against.genesis !== result.genesis) {
    row("genesis", "bad", "probe.otherChain", { genesis, name: textOf(against.name) });
    return result;
  }
  const twin = (await app.wallet.networks.list()).find(
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

async function setToken(app: App, url: string, token: string | null): Promise<void> {
  await app.wallet.books.change((book) => {
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
async function test(app: App, network: Network): Promise<Network> {
  const client = await app.wallet.nodes.client(network.url, network.prefix, await app.wallet.tokenOf(network.url));
  try {
    const known = await app.wallet.known(network);
    const set = await app.wallet.nodes.of(known);
    await app.wallet.nodes.head(network.url, client);
    if (set.second !== null && network.secondUrl !== null) await app.wallet.nodes.head(network.secondUrl, set.second).catch(() => {});
    const accepts = known.acceptsCode !== "unknown" && !known.rehearsal ? known.acceptsCode : await acceptsCode(set.node);
    const next = { ...known, acceptsCode: accepts };
    await app.wallet.networks.save(next);
    return next;
  } catch {
    return network;
  }
}

export const networkHandlers: Handlers<
  "networks.list" | "networks.select" | "networks.probe" | "networks.add" | "networks.edit" | "networks.setSecondNode" | "networks.remove" | "networks.test"
> = {
  "networks.list": async (app) => ({ networks: await Promise.all((await app.wallet.networks.list()).map((network) => view(app, network))) }),

  "networks.select": async (app, { id }) => {
    const present = await app.wallet.networks.selected();
    await app.wallet.networks.select(id);
    if (present.id !== id) await app.approvals.kill("network");
    app.wallet.s.tell(["wallet", "networks", "accounts", "miners", "owners", "positions"]);
    return view(app, await app.wallet.networks.get(id));
  },

  "networks.probe": async (app, { url, token, against }) => {
    const found = await probe(app, checkNodeUrl(url), checkedToken(token), against === null ? null : await app.wallet.networks.get(against));
    const accepts = found.usable
      ? await acceptsCode(new LotusClient({ url: checkNodeUrl(url), fetch: strictFetch(app.wallet.s.fetch), ...(token ? { token } : {}) })).catch(
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

  "networks.add": async (app, { name, url: text, token: given }) => {
    const [url, token] = [checkNodeUrl(text), checkedToken(given)];
    if (token !== null) await app.wallet.lock.mustBeOpen();
    const found = await probe(app, url, token, null);
    if (!found.usable || found.genesis === null) throw new Refusal("wrongChain", { node: hostOf(url), expected: "", found: found.genesis ?? "" });
    const network: Network = {
      id: `custom-${toHex(app.wallet.s.random(6))}`,
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
    await app.wallet.networks.save(network);
    if (token !== null) await setToken(app, url, token);
    app.wallet.s.tell(["networks"]);
    return view(app, await test(app, network));
  },

  "networks.edit": async (app, { id, name, url: text, token: given, keepToken }) => {
    const [url, token] = [checkNodeUrl(text), checkedToken(given)];
    const network = await app.wallet.networks.get(id);
    mustBeTwoHosts(url, network.secondUrl);
    const next = { ...network, name: network.kind === "custom" ? name : network.name, url };
    checkRehearsal(next);
    const kept = keepToken && url === network.url ? await app.wallet.tokenOf(url) : token;
    if (url !== network.url || !keepToken) {
      const found = await probe(app, url, kept, network.rehearsal ? null : network);
      if (!found.usable) throw new Refusal("wrongChain", { node: hostOf(url), expected: network.genesis ?? "", found: found.genesis ?? "" });
    }
    await app.wallet.networks.save(next);
    if (!keepToken || url !== network.url) {
      if (kept !== null || (await app.wallet.bookOrNull()) !== null) await setToken(app, url, kept);
    }
    await app.approvals.kill("network");
    app.wallet.s.tell(["networks"]);
    return view(app, await test(app, next));
  },

  "networks.setSecondNode": async (app, { id, url: text, token: given }) => {
    const network = await app.wallet.networks.get(id);
    if (text === null) {
      const next = { ...network, secondUrl: null };
      await app.wallet.networks.save(next);
      return view(app, next);
    }
    const [url, token] = [checkNodeUrl(text), checkedToken(given)];
    mustBeTwoHosts(url, network.url);
    checkRehearsal({ ...network, secondUrl: url });
    const found = await probe(app, url, token, network);
    if (!found.usable) throw new Refusal("wrongChain", { node: hostOf(url), expected: network.genesis ?? "", found: found.genesis ?? "" });
    const next = { ...network, secondUrl: url };
    await app.wallet.networks.save(next);
    if (token !== null) await setToken(app, url, token);
    app.wallet.s.tell(["networks"]);
    return view(app, await test(app, next));
  },

  "networks.remove": async (app, { id }) => {
    await app.wallet.networks.remove(id);
    app.wallet.s.tell(["networks"]);
    return {};
  },

  "networks.test": async (app, { id }) => view(app, await test(app, await app.wallet.networks.get(id))),
};
