import { fillGap } from "../deeds/fill-gap.ts";
import { replaceMessage } from "../deeds/replacement-deeds.ts";
import type { Scopes } from "../chain/open-scope.ts";
import type { OwnAccounts } from "../secrets/keys/own-accounts.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { Approvals } from "../signing/approvals.ts";
import type { Outbox } from "../signing/outbox.ts";
import { oddAccounts, type OddNumbersParts } from "../views/odd-numbers.ts";
import { activityList, activityOf, type ActivityParts } from "../views/activity-views.ts";
import { quoteReplacement } from "../views/replacement-quote.ts";
import type { Handlers } from "./handlers.ts";

type Names =
  | "activity.list"
  | "activity.get"
  | "activity.quoteReplace"
  | "activity.resend"
  | "activity.speedUp"
  | "activity.cancel"
  | "activity.move"
  | "activity.leave"
  | "activity.takeUp"
  | "activity.gaps"
  | "activity.fillGap";

type Parts = ActivityParts &
  OddNumbersParts & {
    lock: Pick<Lock, "mustBeOpen">;
    scopes: Pick<Scopes, "of" | "madeFor" | "selected">;
    outbox: Pick<Outbox, "resend" | "move" | "leave" | "takeUp">;
    approvals: Pick<Approvals, "request">;
    ownAccounts: Pick<OwnAccounts, "must">;
  };

export const activityHandlers = (parts: Parts): Handlers<Names> => ({
  "activity.list": async (asked) => {
    await parts.lock.mustBeOpen();
    return activityList(parts, asked);
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
  "activity.move": async ({ id, networkId }) => {
    await parts.outbox.move(id, networkId);
    return activityOf(parts, id);
  },
  "activity.leave": async ({ id }) => {
    await parts.outbox.leave(id);
    return activityOf(parts, id);
  },
  "activity.takeUp": async ({ id }) => {
    await parts.outbox.takeUp(id);
    return activityOf(parts, id);
  },
  "activity.gaps": async ({ account }) => {
    await parts.lock.mustBeOpen();
    return oddAccounts(parts, account);
  },
  "activity.fillGap": ({ account, nonce }) => fillGap(parts, account, nonce),
  "activity.speedUp": ({ id, speed }) => replaceMessage(parts, id, "speedUp", speed),
  "activity.cancel": ({ id }) => replaceMessage(parts, id, "cancel", "usual"),
});
