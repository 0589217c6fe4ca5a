import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The extension's id in Firefox, which takes no key for it. */
export const GECKO_ID = "{7c1d6a39-5f0e-4b6c-9d1e-2a8f3c5b7e90}";
/** The oldest release that has everything: host permissions at installation (127), optional ones (128), what it says about data (140). */
const OLDEST_FIREFOX = "140.0";

type Manifest = Record<string, unknown> & { background: { service_worker: string } };

/**
 * The manifest as Firefox takes it: an event page instead of a service worker, its own id, and nothing that it does not know. Other extensions cannot reach the event
 * page: it has no listener for them, so Firefox needs no `externally_connectable`.
 */
export function firefoxManifest(chromium: Manifest): Record<string, unknown> {
  const { key: _key, minimum_chrome_version: _oldest, externally_connectable: _others, background, ...same } = chromium;
  return {
    ...same,
    background: { scripts: [background.service_worker], type: "module" },
    browser_specific_settings: { gecko: { id: GECKO_ID, strict_min_version: OLDEST_FIREFOX, data_collection_permissions: { required: ["none"] } } },
  };
}

/** dist-firefox/: the files of dist/ with Firefox' manifest. */
export function buildFirefox(root: string): string {
  const [from, to] = [join(root, "dist"), join(root, "dist-firefox")];
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(from, "manifest.json"), "utf8")) as Manifest;
  writeFileSync(join(to, "manifest.json"), `${JSON.stringify(firefoxManifest(manifest), null, 2)}\n`);
  return to;
}
