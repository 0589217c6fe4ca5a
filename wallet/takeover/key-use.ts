import type { Address } from "../../filecoin/address.ts";
import { RpcFailure } from "../../filecoin/rpc/errors.ts";
import type { TipSet } from "../../filecoin/rpc/lotus-json.ts";
import { epoch } from "../../filecoin/units.ts";
import type { LastUse } from "./step.ts";
import type { Scope } from "../scope.ts";
import { orNull } from "../told/rpc-refusal.ts";

/** When a key last signed a message that the chain took: its nonce, bisected over the epochs a node still answers for. */

/** How far public gateways look back: a day of epochs. */
const WINDOW = 2_880;

/** At most a dozen questions for a key, and none while its nonce is the same, to which a use belongs. Never throws for a node that does not look back. */
export async function lastUseOf(scope: Scope, key: Address): Promise<LastUse> {
  const { nonce, type } = await scope.actors.at(key);
  // Other actors send no messages of their own with a nonce.
  if (type !== "account" && type !== "ethaccount") return { kind: "unknown", epoch: null };
  if (nonce === 0) return { kind: "never", epoch: null };
  const name = `${scope.network.genesis} ${key.key} ${nonce}`;
  const known = scope.memory.lastUses.get(name);
  if (known !== undefined) return known;
  try {
    const use = await search(scope, key, nonce);
    scope.memory.lastUses.set(name, use);
    return use;
  } catch (error) {
    if (error instanceof RpcFailure) return { kind: "unknown", epoch: null };
    throw error;
  }
}

async function search(scope: Scope, key: Address, nonce: number): Promise<LastUse> {
  const { node, head } = scope;
  const at = (height: number): Promise<TipSet> => node.tipsetAt(epoch(height));
  const isUsed = async ({ cids }: TipSet): Promise<boolean> => ((await orNull(node.at(cids).stateGetActor(key)))?.nonce ?? 0) >= nonce;
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
