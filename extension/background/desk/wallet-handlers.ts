import type { Lock } from "../secrets/lock/lock.ts";
import type { Vault } from "../secrets/vault/vault.ts";
import { changeSettings } from "../settings/settings.ts";
import type { Surroundings } from "../storage/stores.ts";
import { walletState, type WalletStateParts } from "../views/wallet-state.ts";
import type { Handlers } from "./handlers.ts";

type Parts = WalletStateParts & { s: Pick<Surroundings, "database" | "tell">; lock: Lock; vault: Pick<Vault, "unlock"> };

export const walletHandlers = (parts: Parts): Handlers<"wallet.state" | "wallet.unlock" | "wallet.lock" | "wallet.touch" | "settings.set"> => ({
  "wallet.state": () => walletState(parts),
  "wallet.unlock": async ({ password }) => {
    await parts.vault.unlock(password, (await parts.settings()).lockMinutes);
    await parts.s.session.remove("lock.droppedApproval");
    parts.s.tell(["wallet", "accounts"]);
    return walletState(parts);
  },
  "wallet.lock": async () => {
    await parts.lock.lock("user");
    return {};
  },
  "wallet.touch": async () => ({ locksAt: await parts.lock.touch() }),
  "settings.set": async ({ settings }) => {
    const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
    const next = await changeSettings(parts.s.database, given);
    await parts.lock.setIdleMinutes(next.lockMinutes);
    parts.s.tell(["settings"]);
    return next;
  },
});
