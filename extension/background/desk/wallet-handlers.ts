import type { Reply } from "../../shared/messages.ts";
import type { Lock } from "../secrets/lock/lock.ts";
import type { Approvals } from "../signing/approvals.ts";
import type { Vault } from "../secrets/vault/vault.ts";
import { changeSettings } from "../settings/settings.ts";
import type { Surroundings } from "../storage/stores.ts";
import { walletState, type WalletStateParts } from "../views/wallet-state.ts";
import type { Handlers } from "./handlers.ts";

type Parts = WalletStateParts & {
  s: Pick<Surroundings, "database" | "tell" | "diagnostics">;
  lock: Lock;
  vault: Pick<Vault, "unlock">;
  approvals: Pick<Approvals, "current" | "kill">;
};
type Names = "wallet.state" | "wallet.unlock" | "wallet.lock" | "wallet.touch" | "settings.set" | "diagnostics.get" | "diagnostics.setAside";

export const walletHandlers = (parts: Parts): Handlers<Names> => ({
  "wallet.state": () => walletState(parts),
  "wallet.unlock": async ({ password }) => {
    if ((await parts.lock.openUntil()) === null) await parts.approvals.kill("lock");
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
  "diagnostics.get": async () => ({ lines: await parts.s.diagnostics(), damaged: (await parts.s.database.damaged()).map(damagedView) }),
  "diagnostics.setAside": async () => {
    for (const { table, key } of await parts.s.database.damaged()) await parts.s.database.write([table], (tx) => tx.delete(table, key));
    parts.s.tell(["settings", "activity"]);
    return {};
  },
  "settings.set": async ({ settings }) => {
    const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
    const next = await changeSettings(parts.s.database, given);
    await parts.lock.setIdleMinutes(next.lockMinutes);
    parts.s.tell(["settings"]);
    return next;
  },
});

/** A network's address may have a key in its path: of those the name of the record alone is shown. */
function damagedView({ table, key, value }: { table: string; key: string; value: unknown }): Reply<"diagnostics.get">["damaged"][number] {
  return { table, key, text: table === "networks" ? null : JSON.stringify(value) };
}
