import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { createdAddress } from "./find-actor.ts";

describe("the address of a created actor", () => {
  it("follows from the creator's address and the message's nonce alone", () => {
    const origin = Address.parse("f15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq");
    expect(createdAddress(origin, 0).toString()).toBe("f2idz6akqxzto2pssj7imotb5l6x5hvyxclrgjqmy");
    expect(createdAddress(origin, 1).equals(createdAddress(origin, 0))).toBe(false);
    expect(createdAddress(Address.id(100n), 0).equals(createdAddress(origin, 0))).toBe(false);
  });
});
