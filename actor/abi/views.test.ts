import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { decodeParams, encodeReturn, methodByNumber } from "./codec.ts";
import { METHOD_NUMBERS } from "./methods.generated.ts";
import { RELEASES, releaseOf } from "./releases.ts";
import { type OwnerReader, getVersion, listOwnedTokens } from "./views.ts";

const owner = Address.id(1234);

/** An actor that owns up to `pages` pages of one token each; its cursor is the page number. */
function paged(pages: number): OwnerReader {
  return (method, params) => {
    expect(methodByNumber(method)).toBe("ListOwnedTokens");
    const { cursor, limit } = decodeParams("ListOwnedTokens", params);
    expect(limit).toBe(64);
    const page = cursor[0] ?? 0;
    const next = page + 1 < pages ? Uint8Array.of(page + 1) : null;
    return Promise.resolve(encodeReturn("ListOwnedTokens", { tokens: [BigInt(page) * 10n], next }));
  };
}

describe("reads of an owner actor", () => {
  it("follow the cursor of a list to its end", async () => {
    expect(await listOwnedTokens(paged(1), owner)).toEqual([0n]);
    expect(await listOwnedTokens(paged(3), owner)).toEqual([0n, 10n, 20n]);
  });
  it("give up on a list whose cursor never ends", async () => {
    const endless: OwnerReader = () => Promise.resolve(encodeReturn("ListOwnedTokens", { tokens: [], next: Uint8Array.of(1) }));
    await expect(listOwnedTokens(endless, owner)).rejects.toThrow("did not end after 1000 pages");
  });
  it("call the getter's number without params and decode its tuple", async () => {
    const version = { name: "owner", version: "1" };
    const reader: OwnerReader = (method, params) => {
      expect([method, params.length]).toEqual([METHOD_NUMBERS.Version, 0]);
      return Promise.resolve(encodeReturn("Version", version));
    };
    expect(await getVersion(reader)).toEqual(version);
  });
  it("refuse bytes of another shape", async () => {
    await expect(getVersion(() => Promise.resolve(new Uint8Array()))).rejects.toThrow();
  });
});

describe("releases", () => {
  it("a known code CID has its version, any other none", () => {
    const [version, cid] = Object.entries(RELEASES)[0]!;
    expect(releaseOf(cid)).toBe(version);
    expect(releaseOf("bafk2bzaceunknown")).toBeNull();
  });
});
