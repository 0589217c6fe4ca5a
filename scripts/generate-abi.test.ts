import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { methodNumber } from "../filecoin/frc42.ts";
import { REPOSITORY } from "./build-actor.ts";
import { staleFiles } from "./generate-abi.ts";

it("the generated files are those of the present schema", async () => {
  expect(await staleFiles()).toEqual([]);
});

it("the numbers of other actors' methods in the sdk are those of their names", async () => {
  const source = await readFile(join(REPOSITORY, "actor/sdk/frc42.ts"), "utf8");
  const numbers = [...source.matchAll(/export const ([A-Z_]+): u64 = (\d+);/g)];
  expect(numbers.length).toBeGreaterThan(15);
  const special: Record<string, string> = { CHANGE_PEER_ID: "ChangePeerID", GET_PEER_ID: "GetPeerID" };
  for (const [, constant, number] of numbers as unknown as [string, string, string][]) {
    const name = special[constant] ?? constant.toLowerCase().replace(/(^|_)([a-z])/g, (_, _bar, letter: string) => letter.toUpperCase());
    expect(Number(number), name).toBe(methodNumber(name));
  }
});
