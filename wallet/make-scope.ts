import type { Address } from "../filecoin/address.ts";
import { timeOfEpoch } from "../filecoin/epochs.ts";
import type { TipSet } from "../filecoin/rpc/lotus-json.ts";
import type { Memory } from "./memory.ts";
import { type NodeSet, timeOfHead } from "./node-set.ts";
import { finalKey } from "./finality.ts";
import type { ProofNode } from "./proof/proof-blocks.ts";
import { Roots } from "./proof/roots.ts";
import type { Scope, Watched } from "./scope.ts";
import { Actors, type OwnBuild } from "./told/known-actor.ts";
import { PinnedNode } from "./told/pinned-node.ts";

/** What a scope is made of: the nodes and their head, and what this wallet's user has and calls things. */
export interface ScopeParts {
  nodes: NodeSet;
  head: TipSet;
  accounts: readonly Address[];
  /** what the user calls addresses, by their f-prefixed text */
  names: ReadonlyMap<string, string>;
  watched: Watched;
  build: OwnBuild;
  memory: Memory;
  now(): number;
}

/** Pins everything to the head. */
export function makeScope({ nodes, head, accounts, names, watched, build, memory, now }: ScopeParts): Scope {
  const { network, host } = nodes;
  const node = new PinnedNode(nodes.node, head.cids);
  const own = new Set(accounts.map(String));
  const labelOf = (address: Address): string | null => names.get(address.toString()) ?? null;
  return {
    network,
    host,
    nodes,
    head,
    node,
    second: nodes.second === null ? null : new PinnedNode(nodes.second, head.cids),
    actors: new Actors({ nodes, node, build, memory, labelOf, isOwn: (address) => own.has(address.toString()) }),
    accounts,
    watched,
    build,
    memory,
    roots: new Roots({ nodes: witnesses(nodes), cache: memory.blocks, head, finalKey: () => finalKey(nodes) }),
    labelOf,
    now,
    timeOf: (epoch) => timeOfEpoch({ epoch: head.height, time: timeOfHead(head), epochSeconds: network.epochSeconds }, epoch),
  };
}

/** Whoever gives blocks. Two ports of one machine are one witness. */
function witnesses({ network, node, second }: NodeSet): [ProofNode, ...ProofNode[]] {
  const first = { host: new URL(network.url).hostname, client: node };
  return network.secondUrl === null || second === null ? [first] : [first, { host: new URL(network.secondUrl).hostname, client: second }];
}
