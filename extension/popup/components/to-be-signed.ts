import type { InjectionKey } from "vue";

/** Given inside an approval: nothing is shortened there, and what cannot be said whole throws CannotShow instead of standing there raw or blank. */
export const TO_BE_SIGNED: InjectionKey<true> = Symbol("to be signed");
