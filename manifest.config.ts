import { defineManifest } from "@crxjs/vite-plugin";
import packageJson from "./package.json" with { type: "json" };

/**
 * The public half of a key pair whose private half nobody keeps: it only fixes the extension's id, so that an unpacked
 * copy in another folder finds the same wallet (Chrome derives the id from the folder when there is no key).
 */
const key =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxj4xGOvB1jC3nyqlvhcw9p8l+M0da0GxNQwjkFjwtOlXhESmGwOXUl8m0ncGCxa8AvoGb6GwM5yyp3K59X2lal83a4EhTxUvOde7Ipm/SwZZ/M5SVNIRTuhx4ac14X3zcQfRY/G5/YYWUxEhUD7xkAtzZaIcR72VKMzS++n/3yKmHZFZZ4MJSd4hNcH9XgwMO7tKrfQheIgRGC/yXbrM+1mO/8XLaBOj01RXFgMFlTA4ZeyocGyaKvvL2L1Rb9Jb3urdOQEybZOnXBexlkTeeO0hflrop0WmPXnGJdkTdM02Hy1H2SgxSMyEeF/Zls1DMeKHJGzOSeUQNDOCGkbpXwIDAQAB";

/** Least permissions: what each one is used for stands in docs/security.md; a test reads the built manifest. */
export default defineManifest({
  manifest_version: 3,
  name: "FIL Peggy",
  short_name: "FIL Peggy",
  description: "Hand a Filecoin miner to code instead of a key.",
  version: packageJson.version,
  key,
  minimum_chrome_version: "120",
  incognito: "not_allowed",
  icons: { 16: "extension/icons/16.png", 32: "extension/icons/32.png", 48: "extension/icons/48.png", 128: "extension/icons/128.png" },
  action: { default_popup: "extension/popup/popup.html", default_title: "FIL Peggy" },
  background: { service_worker: "build/worker/service-worker.js", type: "module" },
  permissions: ["storage", "alarms", "idle"],
  host_permissions: ["http://127.0.0.1/*"],
  optional_host_permissions: ["https://*/*", "http://localhost/*"],
  externally_connectable: { ids: [] },
  content_security_policy: {
    extension_pages: [
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self' https: http://127.0.0.1:* ws://127.0.0.1:* http://localhost:*",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types vue",
    ].join("; "),
  },
});
