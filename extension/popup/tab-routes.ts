import type { RouteRecordRaw } from "vue-router";

/** Miners, take-over, owner actors, offers and positions. Those that need the room of a full tab say so in `meta.tab`. */
export const tabRoutes: RouteRecordRaw[] = [
  { path: "/miners", component: () => import("./pages/miners/MinersPage.vue") },
  { path: "/miners/:address", component: () => import("./pages/miner/MinerPage.vue"), props: true, meta: { tab: true } },
  { path: "/miners/:address/take-over", component: () => import("./pages/take-over/TakeOverPage.vue"), props: true, meta: { tab: true } },
  { path: "/offers", component: () => import("./pages/offer/OffersPage.vue") },
  { path: "/offers/:actor", component: () => import("./pages/offer/OfferPage.vue"), props: true, meta: { tab: true } },
  { path: "/owners/:actor", component: () => import("./pages/owner-actor/OwnerActorPage.vue"), props: true, meta: { tab: true } },
  { path: "/owners/:actor/operate", component: () => import("./pages/operate/OperatePage.vue"), props: true, meta: { tab: true } },
  { path: "/owners/:actor/governance", component: () => import("./pages/governance/GovernancePage.vue"), props: true, meta: { tab: true } },
  { path: "/positions", component: () => import("./pages/positions/PositionsPage.vue") },
  { path: "/positions/:actor/:token", component: () => import("./pages/positions/PositionPage.vue"), props: true, meta: { tab: true } },
];
