import type { Address } from "../../filecoin/address.ts";
import { RpcFailure } from "../../filecoin/rpc/errors.ts";
import type { TipSet } from "../../filecoin/rpc/lotus-json.ts";
import { epoch } from "../../filecoin/units.ts";
import type { LastUse } from "./step.ts";
import type { ChainScope } from "../scope.ts";
import { orNull } from "../told/rpc-refusal.ts";

/** When a key last signed a message that the chain took: its nonce, bisected over the epochs a node still answers for. */

/** How far public gateways look back: a day of epochs. */
const WINDOW = 2_880;
const MOST_REMEMBERED = 500;

/** A use belongs to a nonce: while that stands still, so does the answer. Lost with the worker. */
const remembered = new Map<string, LastUse>();

/** At most a dozen questions for a key, and none while its nonce is the same. Never throws for a node that does not look back. */
export async function lastUseOf(scope: ChainScope, key: Address): Promise<LastUse> {
  const { nonce, type } = await scope.actors.at(key);
  // Other actors send no messages of their own with a nonce.
  if (type !== "account" && type !== "ethaccount") return { kind: "unknown", epoch: null };
  if (nonce === 0) return { kind: "never", epoch: null };
  const name = `${scope.nodes.network.genesis} ${key.key} ${nonce}`;
  const known = remembered.get(name);
  if (known !== undefined) return known;
  try {
    const use = await search(scope, key, nonce);
    if (remembered.size < MOST_REMEMBERED) remembered.set(name, use);
    return use;
  } catch (error) {
    if (error instanceof RpcFailure) return { kind: "unknown", epoch: null };
    throw error;
  }
}

async function search(scope: ChainScope, key: Address, nonce: number): Promise<LastUse> {
  const {
    nodes: { node },
    head,
  } = scope;
  const at = (height: number): Promise<TipSet> => node.chainGetTipSetByHeight(epoch(height), head.cids);
  const isUsed = async ({ cids }: TipSet): Promise<boolean> => ((await orNull(node.stateGetActor(key, cids)))?.nonce ?? 0) >= nonce;
  const oldest = Math.max(0, head.height - WINDOW);
  if (await isUsed(await at(oldest))) return { kind: "notWithin", epoch: oldest };
  let [low, high] = [oldest, Number(head.height)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await isUsed(await at(middle))) high = middle;
    else low = middle;
  }
  // The state of a tipset is the one before its own messages: the message stood in the tipset below.
  return { kind: "at", epoch: Number((await at(high - 1)).height) };
}
