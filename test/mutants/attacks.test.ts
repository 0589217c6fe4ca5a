/** docs/attacks.md names tests and mutants that exist. That each mutant turns its row's test red is run by `npm run test:mutants -- --attacks`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { REPOSITORY } from "../../scripts/build-actor.ts";
import { attackRows } from "./attack-table.ts";
import { MUTANTS } from "./mutants.ts";

describe("the table of attacks", () => {
  const rows = attackRows();

  it("has rows", () => {
    expect(rows.length).toBeGreaterThan(40);
  });

  it.each(rows)("$attack: one test has the name, and a mutant's tests run it", ({ file, test, mutants }) => {
    const source = readFileSync(join(REPOSITORY, file), "utf8");
    expect(source.split(`  it(${JSON.stringify(test)}, `), "tests of this name").toHaveLength(2);
    for (const name of mutants) {
      const found = MUTANTS.filter(({ rule }) => rule === name);
      expect(found, `mutants with the rule «${name}»`).toHaveLength(1);
      expect(found[0]!.tests, `test files of the mutant «${name}»`).toContain(file);
    }
  });
});
