import { changeSettings } from "../settings/settings.ts";
import type { Handlers } from "./app.ts";
import { walletState } from "../views/wallet-state.ts";

export const walletHandlers: Handlers<"wallet.state" | "wallet.unlock" | "wallet.lock" | "wallet.touch" | "settings.set"> = {
  "wallet.state": (app) => walletState(app),
  "wallet.unlock": async (app, { password }) => {
    await app.wallet.vault.unlock(password, (await app.wallet.settings()).lockMinutes);
    await app.wallet.s.session.remove("lock.droppedApproval");
    app.wallet.s.tell(["wallet", "accounts"]);
    return walletState(app);
  },
  "wallet.lock": async (app) => {
    await app.wallet.lock.lock("user");
    return {};
  },
  "wallet.touch": async (app) => ({ locksAt: await app.wallet.lock.touch() }),
  "settings.set": async (app, { settings }) => {
    const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
    const next = await changeSettings(app.wallet.s.database, given);
    await app.wallet.lock.setIdleMinutes(next.lockMinutes);
    app.wallet.s.tell(["settings"]);
    return next;
  },
};
