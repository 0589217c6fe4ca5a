import runtime from "@babel/runtime/helpers/regeneratorRuntime";

/**
 * Stands in for @babel/runtime/regenerator in this build (vite.config.ts): the same runtime without its fallback to the Function
 * constructor, which the extension's CSP forbids and the scan of dist/ refuses.
 */
export default (runtime as () => unknown)();
