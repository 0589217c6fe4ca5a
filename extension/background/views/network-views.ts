import type { NetworkView } from "../../shared/wallet-views.ts";
import type { Nodes } from "../chain/nodes.ts";
import { isBuiltIn } from "../settings/network-store.ts";
import { hostOf, type Network } from "../../../wallet/network.ts";

/** Networks as pages see them: from what nodes last answered, nothing is asked here. */
export function networkView(network: Network, nodes: Nodes, selectedId: string, tokens: ReadonlySet<string>): NetworkView {
  const node = (url: string): NetworkView["node"] => {
    const health = nodes.health(url);
    const state = health.wrongChain ? "wrongChain" : nodes.isSilent(url) ? "silent" : health.lastAnswer === null ? "unasked" : "ok";
    return { url, host: hostOf(url), hasToken: tokens.has(url), state, latencyMs: health.latencyMs, epoch: health.epoch, lastAnswer: health.lastAnswer };
  };
  return {
    id: network.id,
    name: network.name,
    kind: network.kind,
    rehearsal: network.rehearsal,
    prefix: network.prefix,
    genesis: network.genesis,
    networkName: network.networkName,
    epochSeconds: network.epochSeconds,
    acceptsCode: network.acceptsCode,
    node: node(network.url),
    secondNode: network.secondUrl === null ? null : node(network.secondUrl),
    selected: network.id === selectedId,
    removable: !isBuiltIn(network.id),
    baseFee: nodes.health(network.url).baseFee?.toString() ?? null,
  };
}
