/**
 * The owner actor's scenarios of the reference FVM that need no released actors, on the devnet's machine: they end as they say. That the reference
 * does the same is `npm run test:reference`.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DevnetWorld } from "../reference/devnet-world.ts";
import { readScenarios } from "../reference/scenario.ts";
import { withoutMiners } from "../reference/write/owner-positions.ts";

const folder = mkdtempSync(join(tmpdir(), "owner-scenarios-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a scenario of the owner actor", () => {
  it.each(Object.entries(withoutMiners()))("%s ends every message as it says", async (name, script) => {
    script.write(folder, name);
    const file = join(folder, `${name}.json`);
    const messages = readScenarios(file).at(-1)?.scenario.messages ?? [];
    const lines = await DevnetWorld.run(file);
    const said = messages.map(({ name, exitCode }, i) => ({ i, name, exitCode: exitCode ?? lines[i]?.exitCode }));
    expect(lines.map(({ name, exitCode }, i) => ({ i, name, exitCode }))).toEqual(said);
    // System codes would mean that the machine, not the actor, ended it.
    expect(lines.filter(({ name, exitCode }) => exitCode > 0 && exitCode < 16 && !name.includes("burns all gas"))).toEqual([]);
  });
});
