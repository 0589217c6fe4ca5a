/** Money that a miner gets at regular epochs, null rounds or not: a month of rewards without a command for each. */
import type { Address } from "../../filecoin/address.ts";
import type { Message } from "../../filecoin/message.ts";
import { rewardMessage } from "./reward-message.ts";

export interface RegularReward {
  miner: Address;
  /** attoFIL each time */
  amount: bigint;
  /** epochs: at each multiple of this */
  every: number;
}

/** The epoch at which null rounds from `height` on have to end: `target`, or the next one with a reward. */
export function nextStop(reward: RegularReward | null, height: number, target: number): number {
  if (reward === null) return target;
  return Math.min(target, (Math.floor(height / reward.every) + 1) * reward.every);
}

/** What falls due above `after`, up to `height`, in one message; none when nothing does. */
export function giftsDue(reward: RegularReward | null, after: number, height: number): Message[] {
  if (reward === null) return [];
  const { miner, amount, every } = reward;
  const due = Math.floor(height / every) - Math.floor(after / every);
  return due > 0 ? [rewardMessage(miner, amount * BigInt(due))] : [];
}
