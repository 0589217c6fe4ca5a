/** The arrows between the rooms: extension, scripts, devnet -> wallet (not devnet) -> actor/abi -> filecoin. docs/architecture.md draws them. */
const not = (name, from, to, comment) => ({ name, severity: "error", comment, from, to });
const node = { dependencyTypes: ["core"] };
const tests = "\\.test\\.ts$";
/** Tests, and what only they import. */
const testing = "(\\.test|/devnet-worker|/test-[a-z-]+)\\.ts$";

/** Rooms of the background, from the lowest up; each may use those before it, wallet/ and extension/shared/. */
const rooms = ["storage", "settings", "secrets", "chain", "signing", "views", "deeds", "desk"];
const roomsPointDown = rooms.map((room, level) =>
  not(
    `${room}-points-down`,
    { path: `^extension/background/${room}/`, pathNot: testing },
    { path: ["^extension/(worker|compose-worker)\\.ts$", ...rooms.slice(level + 1).map((above) => `^extension/background/${above}/`)] },
    "what an upper room gives a lower one is handed in where the worker is wired",
  ),
);

module.exports = {
  forbidden: [
    not("no-cycle", { pathNot: "^test/" }, { circular: true }, "a cycle hides which file is the lower one, also one of types alone"),
    not(
      "no-cycle-in-tests",
      { path: "^test/" },
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
      "a cycle hides which file is the lower one",
    ),
    not(
      "filecoin-is-the-floor",
      { path: "^filecoin/", pathNot: tests },
      { path: "^(actor|devnet|wallet|extension|scripts|test)/" },
      "filecoin/ knows no owner actor, no devnet, no browser",
    ),
    not(
      "abi-knows-only-filecoin",
      { path: "^actor/abi/", pathNot: tests },
      { path: "^(devnet|wallet|extension|scripts|test)/" },
      "actor/abi stands on filecoin/ alone",
    ),
    not("devnet-knows-no-extension", { path: "^devnet/", pathNot: tests }, { path: "^(wallet|extension|scripts|test)/" }, "the devnet serves any client"),
    not(
      "wallet-knows-no-browser",
      { path: "^wallet/", pathNot: testing },
      { path: "^(devnet|extension|scripts|test)/|node_modules/(vue|pinia|vue-router|vue-i18n)/" },
      "wallet/ is what any wallet of ours needs: extension, command line and site import it",
    ),
    not(
      "proofs-are-made-in-one-place",
      { pathNot: `^wallet/proof/|${tests}` },
      { path: "^wallet/proof/proven\\.ts$", dependencyTypesNot: ["type-only"] },
      "whoever is given a Proven need not ask where it comes from",
    ),
    not("nothing-imports-extension", { path: "^(filecoin|actor|devnet|wallet)/" }, { path: "^extension/" }, "the extension is the top"),
    not("popup-never-the-vault", { path: "^extension/popup/" }, { path: "^extension/background/" }, "pages talk to the worker by message only"),
    not("worker-never-the-popup", { path: "^extension/background/" }, { path: "^extension/popup/" }, "the worker draws nothing"),
    not("shared-is-pure", { path: "^extension/shared/", pathNot: tests }, { path: "^extension/(background|popup)/" }, "shared/ holds contracts only"),
    ...roomsPointDown,
    not(
      "neutral-code-has-no-node",
      { path: "^(filecoin|actor/abi|devnet/(kernel|state|builtin|chain)|wallet|extension)/", pathNot: testing },
      node,
      "runs in Node, page, web worker and service worker alike",
    ),
    not(
      "neutral-code-has-no-server",
      { path: "^(filecoin|actor/abi|devnet/(kernel|state|builtin|chain)|wallet|extension)/", pathNot: testing },
      { path: "node_modules/(ws|classic-level|playwright-core|vite|vitest|assemblyscript)/" },
      "server and build packages stay at the edges",
    ),
    not("known-packages-only", { pathNot: tests }, { dependencyTypes: ["npm-no-pkg", "npm-unknown"] }, "every import stands in package.json"),
    not("resolvable", {}, { couldNotResolve: true, pathNot: "^(virtual:|#signer-glue)" }, "an import must lead somewhere"),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|build|actor/(sdk|owner))/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".vue", ".mjs", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "module", "browser", "default", "types"],
    },
  },
};
