import type { Lock } from "../secrets/lock/lock.ts";
import type { Approvals } from "../signing/approvals.ts";
import type { Handlers } from "./handlers.ts";

type Names = "approvals.current" | "approvals.get" | "approvals.refresh" | "approvals.setSpeed" | "approvals.confirm" | "approvals.reject";

export const approvalHandlers = ({ lock, approvals }: { lock: Pick<Lock, "openUntil">; approvals: Approvals }): Handlers<Names> => ({
  "approvals.current": async () => ({ approval: (await lock.openUntil()) === null ? null : await approvals.current() }),
  "approvals.get": async ({ id }) => ({ approval: await approvals.view(id) }),
  "approvals.refresh": async ({ id }) => ({ approval: await approvals.refresh(id) }),
  "approvals.setSpeed": async ({ id, speed }) => ({ approval: await approvals.refresh(id, speed) }),
  "approvals.confirm": (consent) => approvals.confirm(consent),
  "approvals.reject": async ({ id }) => {
    await approvals.reject(id);
    return {};
  },
});
