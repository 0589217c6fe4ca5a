/** Numbers of the miner's internal methods that other actors call (builtin-actors actors/miner/src/lib.rs). */
export const ON_DEFERRED_CRON_EVENT = 12;
export const APPLY_REWARDS = 14;
