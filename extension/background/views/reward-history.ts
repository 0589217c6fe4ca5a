import type { Address } from "../../../filecoin/address.ts";
import type { PositionView as TokenView } from "../../../actor/abi/methods.generated.ts";
import { getPosition } from "../../../actor/abi/views.ts";
import type { TipSet } from "../../../filecoin/rpc/lotus-json.ts";
import { epoch } from "../../../filecoin/units.ts";
import type { Reply } from "../../shared/messages.ts";
import type { Scope } from "../../../wallet/scope.ts";
import { ownerEvents } from "./owner-events.ts";
import { ownerReader } from "../../../wallet/told/owner-reads.ts";
import { isUnread } from "../../../wallet/if-read.ts";

type Points = Reply<"position.get">["history"];

/** Points of a position's reward over time: each is a question to the node. */
const MOST_POINTS = 36;

/**
 * A position's reward over time, read at past tipsets as far as the node remembers them. Between two points it grew evenly or
 * not at all, since reward flows evenly; a point bears the epoch of the tipset that was really there.
 */
export async function rewardHistory(scope: Scope, actor: Address, token: bigint, now: TokenView): Promise<Points> {
  const head = scope.head.height;
  const epochs = gridOf(now.since, head);
  for (const { epoch: at, event } of await ownerEvents(scope, actor, now.since)) {
    if ((event.type === "reward-claimed" || event.type === "harvest") && epochs.size < 2 * MOST_POINTS) epochs.add(at - 1).add(at + 1);
  }
  const seen = new Map<number, bigint>();
  const past = [...epochs].filter((at) => at >= now.since && at < head).sort((a, b) => a - b);
  for (const found of await Promise.all(past.map((at) => rewardAt(scope, actor, token, at)))) if (found !== null) seen.set(found.epoch, found.reward);
  seen.set(head, now.reward);
  return pointsOf(scope, seen);
}

/** Epochs on a grid that stays where it is while the head moves on. */
function gridOf(since: number, head: number): Set<number> {
  let step = 1;
  while ((head - since) / step > MOST_POINTS) step *= 2;
  const epochs = new Set([since]);
  for (let at = Math.ceil(since / step) * step; at < head; at += step) epochs.add(at);
  return epochs;
}

function pointsOf(scope: Scope, seen: ReadonlyMap<number, bigint>): Points {
  const points: Points = [];
  let total = 0n;
  let before = 0n;
  for (const [at, reward] of seen) {
    const gained = reward >= before ? reward - before : reward;
    before = reward;
    total += gained;
    points.push({ epoch: at, time: Math.max(0, scope.timeOf(at)), reward: gained.toString(), total: total.toString() });
  }
  return points;
}

async function rewardAt(scope: Scope, actor: Address, token: bigint, at: number): Promise<{ epoch: number; reward: bigint } | null> {
  try {
    const tipset = await scope.node.tipsetAt(epoch(at));
    return { epoch: tipset.height, reward: await rewardIn(scope, actor, token, tipset) };
  } catch (error) {
    if (isUnread(error)) return null;
    throw error;
  }
}

/** What a tipset says never changes. */
async function rewardIn(scope: Scope, actor: Address, token: bigint, { cids }: TipSet): Promise<bigint> {
  const key = [actor.key, token, ...cids].join(" ");
  const { pastRewards } = scope.memory;
  const known = pastRewards.get(key);
  if (known !== undefined) return known;
  const { reward } = await getPosition(ownerReader({ node: scope.node.at(cids) }, actor), token);
  pastRewards.set(key, reward);
  return reward;
}
