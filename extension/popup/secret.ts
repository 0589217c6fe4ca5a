import { VueQueryPlugin } from "@tanstack/vue-query";
import { createPinia } from "pinia";
import { createApp } from "vue";
import { createRouter, createWebHashHistory } from "vue-router";
import { i18n, startLanguage } from "./i18n.ts";
import { applyTheme, storedTheme } from "./preferences.ts";
import { queries } from "./reads.ts";
import ChangePasswordPage from "./secret/ChangePasswordPage.vue";
import CreatePage from "./secret/CreatePage.vue";
import ExportFilePage from "./secret/ExportFilePage.vue";
import ExportKeyPage from "./secret/ExportKeyPage.vue";
import ForgottenPage from "./secret/ForgottenPage.vue";
import ArchivePage from "./secret/ArchivePage.vue";
import ImportPage from "./secret/ImportPage.vue";
import RehearsePage from "./secret/RehearsePage.vue";
import RestoreFilePage from "./secret/RestoreFilePage.vue";
import RevealWordsPage from "./secret/RevealWordsPage.vue";
import SecretApp from "./secret/SecretApp.vue";

/** The page of secrets: the only one that shows or takes words, private keys, vault files and new passwords. */
const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: "/create", component: CreatePage },
    { path: "/import", component: ImportPage },
    { path: "/rehearse", component: RehearsePage },
    { path: "/forgotten", component: ForgottenPage },
    { path: "/reveal/:keyId", component: RevealWordsPage, props: true },
    { path: "/prove/:keyId", component: RevealWordsPage, props: true },
    { path: "/export-key/:address", component: ExportKeyPage, props: true },
    { path: "/export-file", component: ExportFilePage },
    { path: "/export-copies", component: ExportFilePage, props: { copies: true } },
    { path: "/restore-file", component: RestoreFilePage },
    { path: "/change-password", component: ChangePasswordPage },
    { path: "/archive/:id", component: ArchivePage, props: true },
    { path: "/:rest(.*)*", redirect: "/create" },
  ],
});

applyTheme(storedTheme());
void startLanguage().then(() => createApp(SecretApp).use(createPinia()).use(router).use(i18n).use(VueQueryPlugin, { queryClient: queries }).mount("#app"));
