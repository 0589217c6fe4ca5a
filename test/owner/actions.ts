/** What votes are about, by the numbers of the schema. */
import type { OwnerStructs } from "../../actor/abi/methods.generated.ts";

export type Action = OwnerStructs["Action"];

export const KIND = { sealing: 0, limits: 1, refuse: 2, replace: 3, allow: 4, migrate: 5, issuer: 6, clear: 7 } as const;
export const STATE = { voting: 0, failed: 1, waiting: 2, ready: 3, expired: 4, executed: 5, cancelled: 6, ended: 7 } as const;
export const CHOICE = { against: 0, for: 1, abstain: 2 } as const;
/** The voting terms of terms.ts. */
export const DELAY = 2_880;
export const PERIOD = 20_160;
export const GRACE = 20_160;

export function action(kind: number, fields: Partial<Action> = {}): Action {
  return { kind, on: false, actor: null, code: null, limits: null, ...fields };
}

export const SEAL_OFF = action(KIND.sealing);
