/** A mutant whose text is gone would be told only by the long run that applies it (`npm run test:mutants`). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { REPOSITORY } from "../../scripts/build-actor.ts";
import { MUTANTS } from "./mutants.ts";

it("the text that each mutant replaces stands exactly once in its file", () => {
  const sources = new Map<string, string>();
  for (const { file, from, rule } of MUTANTS) {
    const source = sources.get(file) ?? readFileSync(join(REPOSITORY, "actor/owner", file), "utf8");
    sources.set(file, source);
    expect(source.split(from), `places of the mutant «${rule}»`).toHaveLength(2);
  }
});
