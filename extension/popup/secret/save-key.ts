import type { KeySource } from "../../shared/questions.ts";
import type { AccountView, WalletState } from "../../shared/wallet-views.ts";
import { ask } from "../worker.ts";

/** Where a key goes: a first vault, the present one, or a second vault beside one whose password is lost. */
export type KeyTarget = "first" | "present" | "beside";

/** Minimum length of a new password (design: vault). */
export const PASSWORD_MINIMUM = 12;

export function targetOf(state: Pick<WalletState, "phase"> | undefined, beside: boolean): KeyTarget {
  if (state?.phase === "empty") return "first";
  return beside || state?.phase === "recovery" ? "beside" : "present";
}

/** True when the password is a new one, to be chosen and repeated. */
export const choosesPassword = (target: KeyTarget): boolean => target !== "present";

/** Saves a key. Throws WorkerError. */
export async function saveKey(target: KeyTarget, password: string, source: KeySource): Promise<readonly AccountView[]> {
  const name = ({ first: "secret.createVault", present: "secret.addKey", beside: "secret.createVaultBeside" } as const)[target];
  return (await ask(name, { password, source })).accounts;
}
