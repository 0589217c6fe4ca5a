import { LotusClient } from "../../../filecoin/rpc/client.ts";
import { MethodNotFound, RpcBadReply, RpcError, RpcFailure, RpcUnreachable } from "../../../filecoin/rpc/errors.ts";
import type { TipSet } from "../../../filecoin/rpc/lotus-json.ts";
import { withApiPath, type NodeAddress } from "../../../filecoin/rpc/node-address.ts";
import { hostOf, isPublicRealm, type Network } from "../../../wallet/network.ts";
import { numberOf, say, textOf } from "../../../wallet/phrase.ts";
import { detailOf, Refusal } from "../../../wallet/refusal.ts";
import type { CheckRow, Phrase } from "../../../wallet/values.ts";
import type { Surroundings } from "../storage/stores.ts";
import { acceptsCode } from "./accepts-code.ts";
import { declaredRealm } from "./rehearsal.ts";
import { strictFetch } from "./strict-fetch.ts";

/** Asks a node who it is before it is kept. Rows say what was found; it may be kept when `usable`. */

export interface Probe {
  rows: CheckRow[];
  /** where it answered: an address without a path is tried at Lotus' path too */
  url: string;
  networkName: string | null;
  genesis: string | null;
  prefix: "f" | "t" | null;
  epoch: number | null;
  latencyMs: number | null;
  rehearsal: boolean;
  epochSeconds: number;
  genesisTime: number | null;
  acceptsCode: "yes" | "no" | "unknown";
  usable: boolean;
}

interface Parts {
  s: Pick<Surroundings, "mayAsk" | "fetch" | "now" | "pause">;
  networks: { list(): Promise<Network[]> };
}

/** Throws noPermission. `against`: the network whose second node it shall be, or whose present one it replaces. */
export async function probeNode(parts: Parts, address: NodeAddress, against: Network | null): Promise<Probe> {
  const { s } = parts;
  if (!(await s.mayAsk(address.url))) throw new Refusal("noPermission", { origin: new URL(address.url).origin });
  const rows: CheckRow[] = [];
  const probe: Probe = { ...NOTHING_FOUND, url: address.url, rows };
  const row: AddRow = (id, state, text) => void rows.push({ id, state, text, source: { kind: "oneNode", node: hostOf(address.url) } });
  const started = s.now();
  let client: LotusClient;
  try {
    client = await answering(s, address, probe);
    probe.latencyMs = s.now() - started;
    await introduce(client, probe, row);
  } catch (error) {
    if (!(error instanceof RpcFailure)) throw error;
    row("answers", "bad", say("probe.silent", { detail: textOf(detailOf(error)) }));
    return probe;
  }
  const declared = await declaredRealm(probe.url, address.token, s.fetch);
  if (declared !== null && isPublicRealm(declared)) {
    row("rehearsal", "bad", say("probe.copy", { genesis: textOf(declared) }));
    return probe;
  }
  probe.rehearsal = declared !== null && declared === probe.genesis;
  probe.usable = judge(await parts.networks.list(), probe, against, row);
  if (!probe.usable) return probe;
  await offers(client, probe, row);
  return probe;
}

type AddRow = (id: string, state: CheckRow["state"], text: Phrase) => void;

const NOTHING_FOUND = {
  networkName: null,
  genesis: null,
  prefix: null,
  epoch: null,
  latencyMs: null,
  rehearsal: false,
  epochSeconds: 30,
  genesisTime: null,
  acceptsCode: "unknown",
  usable: false,
} as const;

/** A client at the address that answers JSON-RPC: as it was given, or where Lotus and Forest listen. Throws RpcFailure. */
async function answering(s: Pick<Surroundings, "fetch" | "pause">, { url, token, pathMissing }: NodeAddress, probe: Probe): Promise<LotusClient> {
  const clientAt = (at: string): LotusClient => new LotusClient({ url: at, fetch: strictFetch(s.fetch), pause: s.pause, ...(token === null ? {} : { token }) });
  const client = clientAt(url);
  try {
    probe.networkName = await client.stateNetworkName();
    return client;
  } catch (error) {
    // A web page, or the words of a server that has nothing there.
    const noApi = error instanceof RpcBadReply || (error instanceof RpcUnreachable && error.status !== undefined && error.status < 500);
    if (!pathMissing || !noApi) throw error;
  }
  probe.url = withApiPath(url);
  const below = clientAt(probe.url);
  probe.networkName = await below.stateNetworkName();
  return below;
}

/** Which chain it is on. Gateways may not offer Version; the chain's own clock then tells how long an epoch is. Throws RpcFailure. */
async function introduce(client: LotusClient, probe: Probe, row: AddRow): Promise<void> {
  const [version, genesis, head] = await Promise.all([
    client.version().catch((error: unknown) => {
      if (error instanceof MethodNotFound) return null;
      throw error;
    }),
    client.chainGetGenesis(),
    client.chainHead(),
  ]);
  const name = probe.networkName ?? "";
  probe.genesis = genesis.cids[0]?.toString() ?? null;
  probe.epoch = head.height;
  probe.genesisTime = (genesis.blocks[0]?.timestamp ?? 0) * 1000;
  probe.prefix = name === "mainnet" ? "f" : "t";
  probe.epochSeconds = Math.max(1, version?.blockDelay ?? meanEpoch(genesis, head));
  const software = version?.agent ?? version?.version ?? hostOf(probe.url);
  row("answers", "ok", say("probe.answers", { version: textOf(software), ms: numberOf(probe.latencyMs ?? 0) }));
  row("network", "ok", say("probe.network", { name: textOf(name), prefix: textOf(probe.prefix) }));
}

function meanEpoch(genesis: TipSet, head: TipSet): number {
  const seconds = (head.blocks[0]?.timestamp ?? 0) - (genesis.blocks[0]?.timestamp ?? 0);
  return head.height === 0 ? NOTHING_FOUND.epochSeconds : Math.round(seconds / head.height);
}

/** Compares the genesis with the networks known: an equal name on another chain is an alarm, an equal chain under another entry is said. */
function judge(networks: readonly Network[], probe: Probe, against: Network | null, row: AddRow): boolean {
  const genesis = textOf(probe.genesis ?? "");
  if (against !== null && against.genesis !== null && against.genesis !== probe.genesis) {
    row("genesis", "bad", say("probe.otherChain", { genesis, name: textOf(against.name) }));
    return false;
  }
  const impostor = networks.find((n) => n.networkName === probe.networkName && n.genesis !== null && n.genesis !== probe.genesis && !n.rehearsal);
  if (impostor !== undefined) {
    row("genesis", "bad", say("probe.sameNameOtherChain", { name: textOf(impostor.name), genesis }));
    return false;
  }
  row("genesis", "ok", say("probe.genesis", { genesis }));
  const twin = against === null ? networks.find((n) => n.genesis !== null && n.genesis === probe.genesis) : undefined;
  if (twin !== undefined) row("twin", "warn", say("probe.sameChain", { name: textOf(twin.name) }));
  if (probe.rehearsal) row("rehearsal", "ok", say("probe.rehearsal"));
  return true;
}

/** What it can be used for: blocks, from which facts are proven, and code of one's own. */
async function offers(client: LotusClient, probe: Probe, row: AddRow): Promise<void> {
  try {
    const { blocks } = await client.chainHead();
    if (blocks[0] !== undefined) await client.chainReadObj(blocks[0].parentStateRoot);
    row("blocks", "ok", say("probe.blocks"));
  } catch (error) {
    if (!(error instanceof RpcFailure)) throw error;
    row("blocks", "warn", say("probe.noBlocks", { detail: textOf(error instanceof RpcError ? error.detail : detailOf(error)) }));
  }
  const accepts = await acceptsCode(client);
  probe.acceptsCode = accepts;
  row("acceptsCode", accepts === "yes" ? "ok" : "warn", say(`probe.code.${accepts}`));
}
