/** Actors with fixed ids (builtin-actors runtime/src/builtin/singletons.rs). */
import { actorId } from "../../filecoin/units.ts";

export const SYSTEM_ACTOR = actorId(0);
export const INIT_ACTOR = actorId(1);
export const REWARD_ACTOR = actorId(2);
export const CRON_ACTOR = actorId(3);
export const POWER_ACTOR = actorId(4);
/** Address manager of Ethereum-like accounts: the only caller of init.Exec4. */
export const EAM_ACTOR = actorId(10);
/** Money sent here is out of circulation. */
export const BURNT_FUNDS_ACTOR = actorId(99);
/** First id the init actor hands out. */
export const FIRST_FREE_ID = 100;
