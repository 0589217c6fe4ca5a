import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./root.ts";

/** The rules of arrows speak of folders that are there, and hold each room of the background to those below it. */

interface Side {
  path?: string | string[];
  pathNot?: string | string[];
}
interface Rule {
  name: string;
  from: Side;
  to: Side;
}

const { forbidden: rules } = createRequire(import.meta.url)("../.dependency-cruiser.cjs") as { forbidden: Rule[] };
const files = ["filecoin", "actor", "devnet", "wallet", "extension", "scripts", "test"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
);
/** Not files but names that a bundler gives. */
const NAMES = new Set(["^(virtual:|#signer-glue)"]);

/** A pattern as all the patterns without a choice that it stands for: "a(b|c)" is "ab" and "ac". */
function choices(pattern: string): string[] {
  const group = /\(([^()]*)\)(?![?*+])/.exec(pattern);
  if (group === null) return pattern.split("|");
  const [whole, inner = ""] = group;
  return inner.split("|").flatMap((choice) => choices(pattern.slice(0, group.index) + choice + pattern.slice(group.index + whole.length)));
}

const named = (path: string | string[] | undefined): string[] => (path === undefined ? [] : [path].flat());
const leadsSomewhere = (pattern: string): boolean =>
  pattern.startsWith("node_modules/") ? existsSync(join(root, pattern)) : files.some((file) => new RegExp(pattern).test(file));

describe("the rules of arrows", () => {
  it.each(rules.map((rule) => [rule.name, rule] as const))("%s: speaks of nothing that is not there", (_name, { from, to }) => {
    const patterns = [from.path, from.pathNot, to.path, to.pathNot].flatMap(named).filter((pattern) => !NAMES.has(pattern));
    expect(patterns.flatMap(choices).filter((pattern) => !leadsSomewhere(pattern))).toEqual([]);
  });

  const matches = (side: Side, file: string): boolean =>
    named(side.path).some((path) => new RegExp(path).test(file)) && !named(side.pathNot).some((path) => new RegExp(path).test(file));
  const forbids = (from: string, to: string): boolean => rules.some((rule) => matches(rule.from, from) && matches(rule.to, to));

  it("let each room of the background look down and never up", () => {
    const order = ["storage", "settings", "secrets", "chain", "signing", "views", "deeds", "desk"];
    const seen = readdirSync(join(root, "extension/background"));
    expect([...seen].sort()).toEqual([...order].sort());
    const fileIn = (room: string): string => `extension/background/${room}/some-file.ts`;
    for (const [level, room] of order.entries())
      for (const [other, target] of order.entries()) expect([room, target, forbids(fileIn(room), fileIn(target))]).toEqual([room, target, other > level]);
  });

  it.each(["extension/worker.ts", "extension/compose-worker.ts"])("let no room look at %s", (wiring) => {
    for (const room of readdirSync(join(root, "extension/background")))
      expect([room, forbids(`extension/background/${room}/a.ts`, wiring)]).toEqual([room, true]);
  });
});
