import { expect, it } from "vitest";
import { parseCid } from "./cid.ts";
import { realmNumber, realmPath } from "./hd-path.ts";

const GENESIS = parseCid("bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2");

it("the account number of a network has 31 bits and depends on nothing but its genesis", () => {
  expect(realmNumber(GENESIS)).toBe(realmNumber(parseCid(GENESIS.toString())));
  expect(realmNumber(GENESIS)).toBeLessThan(2 ** 31);
  expect(realmNumber(GENESIS)).not.toBe(realmNumber(parseCid("bafy2bzacecyaggy24wol5ruvs6qm73gjibs2l2iyhcqmvi7r7a4ph7zx3yqd4")));
  expect(realmPath(GENESIS, 3)).toBe(`m/44'/1'/${realmNumber(GENESIS)}'/0/3`);
});
