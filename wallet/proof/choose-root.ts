import type { BlockHeader } from "../../filecoin/chain/block-header.ts";
import type { Cid } from "../../filecoin/cid.ts";
import { RpcCancelled, RpcFailure } from "../../filecoin/rpc/errors.ts";
import type { TipSet } from "../../filecoin/rpc/lotus-json.ts";
import { epoch } from "../../filecoin/units.ts";
import type { BlockCache } from "./block-cache.ts";
import { NodeBehind, NodesDiffer, ProofFailure } from "./proof-failure.ts";
import { ProofBlocks, type ProofNode, whyOf } from "./proof-blocks.ts";
import type { ProofScope } from "./proof-scope.ts";
import type { Standing } from "./proven.ts";
import { readTipset, sameKey } from "./tipset.ts";

/**
 * Which tipset a review hangs on: one that two nodes of different hosts name, some epochs below the lower head (agreed), else one node's head (oneNode).
 * A node cannot lie about what hangs on a tipset, only about which tipset is the chain's.
 */

/** Epochs below the lower head: there nodes that follow one chain name the same tipset. */
const AGREED_DEPTH = 5;
/** Heads further apart than this are no delay. */
const MOST_APART = 5;

/**
 * The strongest tipset that the nodes give now. Nodes of one host count as one witness; a node that gives no answer is left out.
 * Throws NodesDiffer, NodeBehind (nothing may be signed then), ProofFailure, RpcCancelled.
 * @example const scope = await chooseRoot([{ host: "api.node.glif.io", client: a }, { host: "rpc.ankr.com", client: b }], cache);
 */
export async function chooseRoot(nodes: readonly ProofNode[], cache: BlockCache): Promise<ProofScope> {
  const blocks = new ProofBlocks(nodes, cache);
  const heads = await askEach(witnesses(nodes), ({ client }) => client.chainHead());
  const [a, b] = heads;
  if (a === undefined) throw new ProofFailure("unreachable", "there is no node to ask");
  if (b === undefined) return headOf(blocks, a);
  const [lower, higher] = a.answer.height <= b.answer.height ? [a, b] : [b, a];
  const apart = higher.answer.height - lower.answer.height;
  if (apart > MOST_APART) throw new NodeBehind(lower.node.host, apart);
  const height = Math.max(0, lower.answer.height - AGREED_DEPTH);
  const named = await askEach([a, b], ({ node, answer }) => node.client.chainGetTipSetByHeight(epoch(height), answer.cids));
  // Where only one of them answers, its head is as good as what it names alone.
  if (named.length < 2) return headOf(blocks, (named[0] as (typeof named)[number]).node);
  const answers = named.map(({ node: { node }, answer }) => ({ host: node.host, key: answer.cids, height: answer.height }));
  const { key } = oneAnswer(height, answers);
  const headers = await readTipset(blocks, key);
  if ((headers[0] as BlockHeader).height > height) throw new ProofFailure("badTipset", `expected a tipset of height ${height} at most`);
  return scopeWith(blocks, key, headers, "agreed", answers);
}

/**
 * A tipset given by its key, for what happened in the past: agreed when two nodes of different hosts name it as the chain's at its height, else oneNode.
 * Throws NodesDiffer when a node names another, and what chooseRoot throws.
 * @example const scope = await rootAt(nodes, cache, lookup.tipSet); // the tipset after the message's own
 */
export async function rootAt(nodes: readonly ProofNode[], cache: BlockCache, key: readonly Cid[]): Promise<ProofScope> {
  const blocks = new ProofBlocks(nodes, cache);
  const headers = await readTipset(blocks, key);
  const height = epoch((headers[0] as BlockHeader).height);
  const named = await askEach(witnesses(nodes), ({ client }) => client.chainGetTipSetByHeight(height));
  const answers = named.map(({ node, answer }) => ({ host: node.host, key: answer.cids, height: answer.height }));
  if (!sameKey(oneAnswer(height, answers).key, key)) throw new NodesDiffer(height, answers);
  return scopeWith(blocks, key, headers, answers.length > 1 ? "agreed" : "oneNode", answers);
}

interface Answer<N, T> {
  readonly node: N;
  readonly answer: T;
}

type Named = ConstructorParameters<typeof NodesDiffer>[1][number];

/** A host without what does not make it another machine: port, letter case, the root's dot. */
const machineOf = (host: string): string => host.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");

/** The first two nodes of different hosts. */
function witnesses(nodes: readonly ProofNode[]): ProofNode[] {
  const hosts = nodes.map(({ host }) => machineOf(host));
  return nodes.filter((_, i) => hosts.indexOf(hosts[i] as string) === i).slice(0, 2);
}

/** What each node answers; one that gives no answer is left out. Throws ProofFailure when none does. */
async function askEach<N, T>(nodes: readonly N[], call: (node: N) => Promise<T>): Promise<Answer<N, T>[]> {
  const failures: RpcFailure[] = [];
  const answers = await Promise.all(
    nodes.map(async (node): Promise<Answer<N, T>[]> => {
      try {
        return [{ node, answer: await call(node) }];
      } catch (error) {
        if (error instanceof RpcCancelled || !(error instanceof RpcFailure)) throw error;
        failures.push(error);
        return [];
      }
    }),
  );
  const [failure] = failures;
  if (failure !== undefined && failures.length === nodes.length) throw new ProofFailure(whyOf(failure), failure.message, null, null, { cause: failure });
  return answers.flat();
}

/** What all answers name. Throws NodesDiffer. */
function oneAnswer(height: number, answers: readonly Named[]): Named {
  const [first] = answers as readonly [Named, ...Named[]];
  if (answers.some(({ key }) => !sameKey(key, first.key))) throw new NodesDiffer(height, answers);
  return first;
}

async function headOf(blocks: ProofBlocks, { node, answer }: Answer<ProofNode, TipSet>): Promise<ProofScope> {
  return scopeWith(blocks, answer.cids, await readTipset(blocks, answer.cids), "oneNode", [node]);
}

function scopeWith(
  blocks: ProofBlocks,
  key: readonly Cid[],
  headers: readonly BlockHeader[],
  standing: Standing,
  nodes: readonly { readonly host: string }[],
): ProofScope {
  const { height, parentStateRoot } = headers[0] as BlockHeader;
  return { root: { key, height: epoch(height), stateRoot: parentStateRoot, standing, nodes: nodes.map(({ host }) => host) }, headers, blocks };
}
