import { replaceMessage } from "../deeds/replacement-deeds.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { Approvals } from "../signing/approvals.ts";
import type { Outbox } from "../signing/outbox.ts";
import { activityList, activityOf, type ActivityParts } from "../views/activity-views.ts";
import { quoteReplacement } from "../views/replacement-quote.ts";
import type { Handlers } from "./handlers.ts";

type Names = "activity.list" | "activity.get" | "activity.quoteReplace" | "activity.resend" | "activity.speedUp" | "activity.cancel";

type Parts = ActivityParts & {
  lock: Pick<Lock, "mustBeOpen">;
  scopes: Pick<Scopes, "of" | "madeFor">;
  outbox: Pick<Outbox, "resend">;
  approvals: Pick<Approvals, "request">;
};

export const activityHandlers = (parts: Parts): Handlers<Names> => ({
  "activity.list": async ({ account }) => {
    await parts.lock.mustBeOpen();
    return activityList(parts, account);
  },
  "activity.get": async ({ id }) => {
    await parts.lock.mustBeOpen();
    return activityOf(parts, id);
  },
  "activity.quoteReplace": async ({ id }) => {
    const slot = await parts.slots.get(id);
    return quoteReplacement(await parts.scopes.madeFor(slot), slot);
  },
  "activity.resend": async ({ id }) => {
    await parts.outbox.resend(id);
    return activityOf(parts, id);
  },
  "activity.speedUp": ({ id, speed }) => replaceMessage(parts, id, "speedUp", speed),
  "activity.cancel": ({ id }) => replaceMessage(parts, id, "cancel", "usual"),
});
