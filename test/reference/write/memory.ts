/** Writes scenarios/memory.json: how much memory a stack of calls may hold. Run from the repository root. */
import { writeFileSync } from "node:fs";
import { toHex } from "../../../filecoin/bytes.ts";

const SENDER = "f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq";
const CASES: Record<string, number[]> = {
  "512 MiB": [8191],
  "more than 512 MiB": [8192],
  "2 GiB in four frames": [8191, 8191, 8191, 8191],
  "a fifth frame has no room to start": [8191, 8191, 8191, 8191, 0],
  "a fifth frame cannot grow": [8191, 8191, 8191, 8189, 0, 1],
  "room is given back": [8191, 8191, 8191, 8188, 0, 0],
  "a growth that fails takes nothing": [8191, 9000, 8191, 8191, 8191],
};
const params = (pages: number[]): string => toHex(new Uint8Array(Uint32Array.from(pages).buffer));

writeFileSync(
  "test/reference/scenarios/memory.json",
  `${JSON.stringify(
    {
      title: "Memory: 512 MiB for an instance, 2 GiB for all that are alive",
      accounts: [{ address: SENDER, balance: "100000000000000000000" }],
      actors: [{ id: 1000, wasm: "../actors/hoarder.wasm" }],
      messages: Object.entries(CASES).map(([name, pages]) => ({
        name,
        from: SENDER,
        to: "f01000",
        method: 1,
        params: params(pages),
      })),
    },
    null,
    1,
  )}\n`,
);
