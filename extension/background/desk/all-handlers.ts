import type { Handlers } from "./app.ts";
import { accountHandlers } from "./account-handlers.ts";
import { activityHandlers } from "./activity-handlers.ts";
import { approvalHandlers } from "./approval-handlers.ts";
import { homeHandlers } from "./home-handlers.ts";
import { minerHandlers } from "./miner-handlers.ts";
import { networkHandlers } from "./network-handlers.ts";
import { governanceHandlers } from "./governance-handlers.ts";
import { ownerHandlers } from "./owner-handlers.ts";
import { secretHandlers } from "./secret-handlers.ts";
import { sendHandlers } from "./send-handlers.ts";
import { takeoverHandlers } from "./takeover-handlers.ts";
import { walletHandlers } from "./wallet-handlers.ts";

/** An answer for every message of the map; the compiler refuses a missing one. */
export const allHandlers: Handlers = {
  ...walletHandlers,
  ...homeHandlers,
  ...secretHandlers,
  ...accountHandlers,
  ...networkHandlers,
  ...sendHandlers,
  ...approvalHandlers,
  ...activityHandlers,
  ...minerHandlers,
  ...takeoverHandlers,
  ...ownerHandlers,
  ...governanceHandlers,
};
