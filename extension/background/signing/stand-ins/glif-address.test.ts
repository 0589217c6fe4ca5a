import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as standIn from "./glif-address.ts";

const provider = dirname(fileURLToPath(import.meta.resolve("@glif/filecoin-wallet-provider/dist/filecoin.js")));

describe("the stand-in for the address package", () => {
  it("has every name that the wallet provider asks it for", () => {
    const files = (readdirSync(provider, { recursive: true }) as string[]).filter((file) => file.endsWith(".js"));
    const names = new Set(
      files.flatMap((file) => [...readFileSync(join(provider, file), "utf8").matchAll(/_filecoinAddress\.(\w+)/g)].map(([, name]) => name ?? "")),
    );
    expect(names.size).toBeGreaterThan(0);
    expect([...names].filter((name) => !(name in standIn))).toEqual([]);
  });

  it("knows both prefixes and refuses what is no address", () => {
    expect([standIn.Network.MAIN, standIn.CoinType.TEST]).toEqual(["f", "t"]);
    expect(() => standIn.checkAddressString("f01")).not.toThrow();
    expect(() => standIn.checkAddressString("f1nothing")).toThrow();
  });
});
