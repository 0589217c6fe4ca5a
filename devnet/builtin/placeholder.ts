/** Stands at an f410 address until somebody acts from it: every call succeeds with nothing. Source: actors/placeholder. */
import type { NativeActor } from "../kernel/runtime.ts";
import { chargeEntry } from "./gas-figures.ts";

export const placeholder: NativeActor = (rt) => {
  chargeEntry(rt, "placeholder");
  return null;
};
