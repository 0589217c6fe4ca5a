/** What the reference FVM answered to the scenarios of test/reference, recorded there, must come out here to the unit of gas. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { DevnetWorld, type Line } from "../../test/reference/devnet-world.ts";

const FOLDER = fileURLToPath(new URL("../../test/reference/", import.meta.url));
/** ms; the signatures of the probe alone take seconds on a busy host */
const LOADED_MACHINE = 120_000;
const RECORDED = ["transfers", "probe", "install", "limits", "memory"];

function recorded(name: string): Line[] {
  const text = readFileSync(join(FOLDER, "expected", `${name}.jsonl`), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

describe.each(RECORDED)("the scenario %s", (name) => {
  test(
    "gives the receipts, events, fees and state roots of the reference FVM",
    async () => {
      const expected = recorded(name);
      const actual = await DevnetWorld.run(join(FOLDER, "scenarios", `${name}.json`));
      expect(actual.length).toBe(expected.length);
      const unequal = expected.flatMap((line, i) => {
        const [want, got] = [comparable(line), comparable(actual[i] as Line)];
        return JSON.stringify(want) === JSON.stringify(got) ? [] : [{ want, got }];
      });
      expect(unequal).toEqual([]);
    },
    LOADED_MACHINE,
  );
});

/** Everything but the texts for people. */
function comparable(line: Line): unknown[] {
  const events = line.events.map(({ emitter, event }) => [emitter, event]);
  const balances = Object.entries(line.balances).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    line.name,
    line.exitCode,
    line.return,
    line.returnCodec,
    line.gasUsed,
    events,
    line.eventsRoot,
    line.stateRoot,
    line.minerTip,
    line.minerPenalty,
    line.baseFeeBurn,
    line.overEstimationBurn,
    line.refund,
    balances,
  ];
}

test("every recorded scenario is there", () => {
  for (const name of RECORDED) expect(existsSync(join(FOLDER, "scenarios", `${name}.json`)), name).toBe(true);
});
