import { expect, it } from "vitest";
import manifest from "../manifest.config.ts";
import { firefoxManifest, GECKO_ID } from "./build-firefox.ts";

it("Firefox' manifest asks for the same and has an event page, an id, and nothing that Firefox does not know", () => {
  const built = { ...(manifest as unknown as Record<string, unknown>), background: { service_worker: "worker.js", type: "module" } };
  const made = firefoxManifest(built);
  for (const same of ["permissions", "host_permissions", "optional_host_permissions", "content_security_policy", "incognito"])
    expect(made[same], same).toEqual(built[same as keyof typeof built]);
  expect(made["background"]).toEqual({ scripts: ["worker.js"], type: "module" });
  expect(made["browser_specific_settings"]).toMatchObject({ gecko: { id: GECKO_ID, data_collection_permissions: { required: ["none"] } } });
  for (const unknown of ["key", "minimum_chrome_version", "externally_connectable"]) expect(made).not.toHaveProperty(unknown);
});
