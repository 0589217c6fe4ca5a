import { inject, type InjectionKey } from "vue";

/** Where a screen is drawn: in the 400 × 600 popup, in a full tab with its rail, or alone (locked, first start). */
export type ShellKind = "popup" | "tab" | "lone";

export const SHELL_KIND: InjectionKey<ShellKind> = Symbol("shell");

/** The shell around the calling component. */
export function useShell(): ShellKind {
  return inject(SHELL_KIND, "popup");
}
