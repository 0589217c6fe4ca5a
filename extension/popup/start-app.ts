import { VueQueryPlugin } from "@tanstack/vue-query";
import { createPinia } from "pinia";
import { createApp } from "vue";
import App from "./App.vue";
import { i18n, startLanguage } from "./i18n.ts";
import { applyTheme, storedTheme } from "./preferences.ts";
import { queries } from "./reads.ts";
import { createAppRouter } from "./router.ts";
import type { ShellKind } from "./shell/shell-kind.ts";

/** Starts the app in a window: the popup, or the same app as a full tab. */
export async function startApp(shell: Exclude<ShellKind, "lone">): Promise<void> {
  applyTheme(storedTheme());
  await startLanguage();
  createApp(App, { shell }).use(createPinia()).use(createAppRouter(shell)).use(i18n).use(VueQueryPlugin, { queryClient: queries }).mount("#app");
}
