import { address, amount, bigNumber, integer, tuple } from "./codec.ts";
import { fieldsOf, method } from "./method.ts";
import { filterEstimate } from "./power.ts";

/** Reward actor f02 (builtin-actors actors/reward). */
export const rewardMethods = {
  AwardBlockReward: method("AwardBlockReward", {
    internal: 2,
    params: fieldsOf(tuple({ miner: address, penalty: amount, gasReward: amount, winCount: integer })),
  }),
  ThisEpochReward: method("ThisEpochReward", {
    internal: 3,
    returns: fieldsOf(tuple({ thisEpochRewardSmoothed: filterEstimate, thisEpochBaselinePower: bigNumber })),
  }),
};
