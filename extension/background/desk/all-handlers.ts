import { accountHandlers } from "./account-handlers.ts";
import { activityHandlers } from "./activity-handlers.ts";
import { approvalHandlers } from "./approval-handlers.ts";
import { governanceHandlers } from "./governance-handlers.ts";
import type { Handlers } from "./handlers.ts";
import { homeHandlers } from "./home-handlers.ts";
import { minerHandlers } from "./miner-handlers.ts";
import { networkHandlers } from "./network-handlers.ts";
import { ownerHandlers } from "./owner-handlers.ts";
import { positionHandlers } from "./position-handlers.ts";
import { secretHandlers } from "./secret-handlers.ts";
import { sendHandlers } from "./send-handlers.ts";
import { takeoverHandlers } from "./takeover-handlers.ts";
import { walletHandlers } from "./wallet-handlers.ts";

type PartsOf<F extends (parts: never) => unknown> = Parameters<F>[0];

/** What each group of messages is answered with. */
export interface HandlerParts {
  account: PartsOf<typeof accountHandlers>;
  activity: PartsOf<typeof activityHandlers>;
  approval: PartsOf<typeof approvalHandlers>;
  governance: PartsOf<typeof governanceHandlers>;
  home: PartsOf<typeof homeHandlers>;
  miner: PartsOf<typeof minerHandlers>;
  network: PartsOf<typeof networkHandlers>;
  owner: PartsOf<typeof ownerHandlers>;
  position: PartsOf<typeof positionHandlers>;
  secret: PartsOf<typeof secretHandlers>;
  send: PartsOf<typeof sendHandlers>;
  takeover: PartsOf<typeof takeoverHandlers>;
  wallet: PartsOf<typeof walletHandlers>;
}

/** An answer for every message of the map; the compiler refuses a missing one. */
export const allHandlers = (parts: HandlerParts): Handlers => ({
  ...accountHandlers(parts.account),
  ...activityHandlers(parts.activity),
  ...approvalHandlers(parts.approval),
  ...governanceHandlers(parts.governance),
  ...homeHandlers(parts.home),
  ...minerHandlers(parts.miner),
  ...networkHandlers(parts.network),
  ...ownerHandlers(parts.owner),
  ...positionHandlers(parts.position),
  ...secretHandlers(parts.secret),
  ...sendHandlers(parts.send),
  ...takeoverHandlers(parts.takeover),
  ...walletHandlers(parts.wallet),
});
