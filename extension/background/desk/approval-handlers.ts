import type { Handlers } from "./app.ts";

export const approvalHandlers: Handlers<
  "approvals.current" | "approvals.get" | "approvals.refresh" | "approvals.setSpeed" | "approvals.confirm" | "approvals.reject"
> = {
  "approvals.current": async (app) => ({ approval: (await app.wallet.lock.openUntil()) === null ? null : await app.approvals.current() }),
  "approvals.get": async (app, { id }) => ({ approval: await app.approvals.view(id) }),
  "approvals.refresh": async (app, { id }) => ({ approval: await app.approvals.refresh(id) }),
  "approvals.setSpeed": async (app, { id, speed }) => ({ approval: await app.approvals.refresh(id, speed) }),
  "approvals.confirm": (app, consent) => app.approvals.confirm(consent),
  "approvals.reject": async (app, { id }) => {
    await app.approvals.reject(id);
    return {};
  },
};
