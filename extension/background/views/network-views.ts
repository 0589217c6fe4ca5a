import type { NetworkView } from "../../shared/wallet-views.ts";
import type { Nodes } from "../chain/nodes.ts";
import { isBuiltIn } from "../settings/network-store.ts";
import { hostOf, type Network } from "../../../wallet/network.ts";

/** What the list of networks knows. */
interface Facts {
  nodes: Nodes;
  networks: readonly Network[];
  selectedId: string;
  /** addresses of nodes with a token */
  tokens: ReadonlySet<string>;
}

/** Networks as pages see them: from what nodes last answered, nothing is asked here. */
export function networkView(network: Network, { nodes, networks, selectedId, tokens }: Facts): NetworkView {
  const node = (url: string, other: string | null): NetworkView["node"] => {
    const health = nodes.health(url);
    const state = health.wrongChain
      ? "wrongChain"
      : nodes.isSilent(url)
        ? "silent"
        : health.lastAnswer === null
          ? "unasked"
          : other !== null && nodes.isBehind(url, other, network.epochSeconds)
            ? "behind"
            : "ok";
    return {
      url,
      host: hostOf(url),
      hasToken: tokens.has(url),
      state,
      latencyMs: health.latencyMs,
      epoch: health.epoch,
      epochTime: health.epochTime,
      lastAnswer: health.lastAnswer,
    };
  };
  const { url, secondUrl } = network;
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
    node: node(url, secondUrl),
    secondNode: secondUrl === null ? null : node(secondUrl, url),
    sameChainAs: networks.filter((n) => n.id !== network.id && n.genesis !== null && n.genesis === network.genesis).map((n) => n.name),
    selected: network.id === selectedId,
    removable: !isBuiltIn(network.id),
    baseFee: nodes.health(url).baseFee?.toString() ?? null,
  };
}
