import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesIn, workerGraph } from "../../scripts/dist-files.ts";
import { root } from "../../scripts/root.ts";

const dist = join(root, "dist");
const files = filesIn(dist);
const scripts = files.filter((file) => file.endsWith(".js")).map((file) => ({ file, text: readFileSync(file, "utf8") }));
const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8")) as Record<string, unknown> & {
  content_security_policy: { extension_pages: string };
};

describe("the files that ship", () => {
  it("ask for no permission beyond those the wallet uses", () => {
    expect(manifest["permissions"]).toEqual(["storage", "alarms", "idle"]);
    expect(manifest["host_permissions"]).toEqual(["http://127.0.0.1/*"]);
    expect(manifest["optional_host_permissions"]).toEqual(["https://*/*", "http://localhost/*"]);
    expect(manifest["externally_connectable"]).toEqual({ ids: [] });
    expect(manifest["incognito"]).toBe("not_allowed");
    for (const key of ["content_scripts", "web_accessible_resources", "optional_permissions", "sandbox"]) expect(manifest).not.toHaveProperty(key);
  });

  it("run under a policy without eval, remote scripts or frames", () => {
    const policy = manifest.content_security_policy.extension_pages;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain("'unsafe-eval'");
  });

  it("contain no eval and no function made from text", () => {
    for (const { file, text } of scripts) {
      expect(text, file).not.toMatch(/\beval\s*\(/);
      expect(text, file).not.toMatch(/\bnew\s+Function\s*\(|[^.\w]Function\s*\(\s*["'`]/);
      expect(text, file).not.toMatch(/set(?:Timeout|Interval)\s*\(\s*["'`]/);
    }
  });

  it("load no code from elsewhere", () => {
    for (const { file, text } of scripts) {
      expect(text, file).not.toMatch(/\bimport\s*\(\s*["'`]https?:/);
      expect(text, file).not.toMatch(/importScripts\s*\(/);
    }
    for (const file of files.filter((each) => each.endsWith(".html"))) {
      expect(readFileSync(file, "utf8"), file).not.toMatch(/(?:src|href)\s*=\s*["'](?:https?:)?\/\//);
    }
  });

  it("carry neither axios nor elliptic nor a Ledger package, and no way to the network but fetch", () => {
    for (const { file, text } of scripts) {
      expect(text, file).not.toMatch(/axios\/\d|isAxiosError|AxiosError|XMLHttpRequest|sendBeacon|EventSource\s*\(/);
      expect(text, file).not.toMatch(/elliptic|curve\.short|@ledgerhq/i);
    }
  });

  it("carry no developers' tools: no hook that a tool could put on the page, no inspector of stores, no warnings of a development build", () => {
    for (const { file, text } of scripts) {
      expect(text, file).not.toMatch(
        /__(VUE|INTLIFY|PINIA)_?DEVTOOLS|DEVTOOLS_(GLOBAL_)?HOOK|devtools-plugin|addTimelineLayer|setupDevtoolsPlugin\(|file-saver|saveAs\b/,
      );
      expect(text, file).not.toMatch(/import\.meta\.hot|vite\/client|You are running a development build/);
    }
  });

  it("start the worker from one static graph without dynamic import or top-level await", () => {
    const graph = workerGraph(dist);
    expect(graph.length).toBeGreaterThan(1);
    for (const file of graph) {
      const text = readFileSync(file, "utf8");
      expect(text, file).not.toMatch(/\bimport\s*\(/);
      expect(text, file).not.toMatch(/\bdocument\.(?:createElement|head|querySelector)/);
    }
  });
});
