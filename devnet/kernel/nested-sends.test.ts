import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Line } from "../../test/reference/devnet-world.ts";
import { runInWorker } from "../../test/reference/run-in-worker.ts";

const FOLDER = fileURLToPath(new URL("../../test/reference/", import.meta.url));
const SCENARIO = `${FOLDER}scenarios/nested.json`;
/** ms; a worker compiles the machine anew, which takes long on a busy host */
const LOADED_MACHINE = 120_000;
const facts = (line: Line): unknown[] => [line.name, line.exitCode, line.return, line.gasUsed, line.stateRoot];

test(
  "1,023 nested sends run as on the reference FVM when the stack is large enough",
  async () => {
    const expected = readFileSync(`${FOLDER}expected/nested.jsonl`, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Line);
    const actual = await runInWorker(SCENARIO, 64);
    expect(actual.map(facts)).toEqual(expected.map(facts));
  },
  LOADED_MACHINE,
);

test(
  "a stack that is too small is a fault of the host, never a trap of the actor",
  async () => {
    await expect(runInWorker(SCENARIO, 1)).rejects.toThrow(/HostFault|the machine failed|call stack/i);
  },
  LOADED_MACHINE,
);
