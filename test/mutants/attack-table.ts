/** docs/attacks.md as data: what is tried, the test that tries it, and the rules without which it succeeds. */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { REPOSITORY } from "../../scripts/build-actor.ts";

const PAGE = "docs/attacks.md";

export interface AttackRow {
  readonly attack: string;
  /** Path of the test file from the root of the repository. */
  readonly file: string;
  /** Name of the test, without the groups it stands in. */
  readonly test: string;
  /** Names of the mutants (`rule` in mutants.ts) that must turn this test red. */
  readonly mutants: readonly string[];
}

function readRow(line: string): AttackRow {
  const cells = line.split("|").map((cell) => cell.trim());
  const [, attack, , tested, mutants] = cells;
  const [, link, test] = /^\[[^\]]+\]\(([^)]+)\): (.+)$/.exec(tested ?? "") ?? [];
  if (cells.length !== 6 || !attack || link === undefined || test === undefined || !mutants)
    throw new Error(`${PAGE}: expected | attack | rule | [file](path): test | mutants |, got ${line}`);
  return { attack, file: posix.join("docs", link), test, mutants: mutants.split("<br>").map((name) => name.trim()) };
}

/** Every row of the page's table. */
export function attackRows(): AttackRow[] {
  const lines = readFileSync(join(REPOSITORY, PAGE), "utf8").split("\n");
  const head = lines.findIndex((line) => /^\|(-+\|)+$/.test(line));
  return lines
    .slice(head + 1)
    .filter((line) => line.startsWith("|"))
    .map(readRow);
}
