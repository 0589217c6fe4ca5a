import { nextTick } from "vue";
import { createRouter, createWebHashHistory, type Router, type RouteRecordRaw } from "vue-router";
import type { ShellKind } from "./shell/shell-kind.ts";
import { tabRoutes } from "./tab-routes.ts";
import { openTab } from "./windows.ts";

declare module "vue-router" {
  interface RouteMeta {
    /** Needs the room of a full tab; the popup opens one. */
    tab?: boolean;
  }
}

const routes: RouteRecordRaw[] = [
  { path: "/", component: () => import("./pages/home/HomePage.vue") },
  { path: "/account/:address", component: () => import("./pages/account/AccountPage.vue"), props: true },
  { path: "/accounts", component: () => import("./pages/account/AccountsPage.vue") },
  { path: "/accounts/add", component: () => import("./pages/account/AddAccountPage.vue") },
  { path: "/send", component: () => import("./pages/send/SendPage.vue") },
  { path: "/receive", component: () => import("./pages/receive/ReceivePage.vue") },
  { path: "/activity", component: () => import("./pages/activity/ActivityPage.vue") },
  { path: "/activity/:id", component: () => import("./pages/activity/SlotPage.vue"), props: true },
  { path: "/approval/:id", component: () => import("./pages/approval/ApprovalPage.vue"), props: true },
  { path: "/networks", component: () => import("./pages/networks/NetworksPage.vue") },
  { path: "/networks/add", component: () => import("./pages/networks/EditNetworkPage.vue") },
  { path: "/networks/:id", component: () => import("./pages/networks/EditNetworkPage.vue"), props: true },
  { path: "/settings", component: () => import("./pages/settings/SettingsPage.vue") },
  { path: "/settings/raw", component: () => import("./pages/settings/RawMessagePage.vue") },
  { path: "/settings/diagnostics", component: () => import("./pages/settings/DiagnosticsPage.vue") },
  { path: "/address-book", component: () => import("./pages/address-book/AddressBookPage.vue") },
  ...tabRoutes,
  { path: "/:rest(.*)*", redirect: "/" },
];

/** The router of one window. After each step the focus stands on the screen's title, so that a screen reader says where we are. */
export function createAppRouter(shell: Exclude<ShellKind, "lone">): Router {
  const router = createRouter({ history: createWebHashHistory(), routes });
  router.beforeEach((to) => {
    if (shell !== "popup" || to.meta.tab !== true) return true;
    openTab(to.fullPath);
    return false;
  });
  router.afterEach(async (to, from) => {
    if (from.matched.length === 0) return;
    await nextTick();
    const holdsFocus = to.path.startsWith("/approval/");
    if (!holdsFocus) document.querySelector<HTMLElement>("h1[tabindex]")?.focus();
  });
  return router;
}
