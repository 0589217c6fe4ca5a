import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Address, AddressError, type AddressErrorCode } from "./address.ts";
import { addressOfEth, ethAddressOf } from "./eth-address.ts";
import { fromHex, toHex } from "./bytes.ts";
import { encodeCbor } from "./cbor.ts";
import vectors from "./vectors/addresses.json" with { type: "json" };

function codeOf(act: () => unknown): AddressErrorCode | "accepted" {
  try {
    act();
    return "accepted";
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    return error.code;
  }
}

const anyAddress = fc.oneof(
  fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }).map((id) => Address.id(id)),
  fc.uint8Array({ minLength: 64, maxLength: 64 }).map((point) => Address.secp256k1(Uint8Array.of(4, ...point))),
  fc.uint8Array().map((preimage) => Address.actor(preimage)),
  fc.uint8Array({ minLength: 48, maxLength: 48 }).map((key) => Address.bls(key)),
  fc.tuple(fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }), fc.uint8Array({ maxLength: 54 })).map(([namespace, sub]) => Address.delegated(namespace, sub)),
);

describe("published vectors", () => {
  test.each(vectors.id)("id %s is %s", (id, text) => {
    expect(Address.id(BigInt(id as string)).toString()).toBe(text);
    expect(Address.parse(text as string).id).toBe(BigInt(id as string));
  });
  test.each(vectors.secp256k1)("secp256k1 $text", ({ input, text }) => {
    expect(Address.secp256k1(fromHex(input)).toString()).toBe(text);
    expect(Address.parse(text).equals(Address.secp256k1(fromHex(input)))).toBe(true);
  });
  test.each(vectors.actor)("actor $text", ({ input, text }) => {
    expect(Address.actor(fromHex(input)).toString()).toBe(text);
  });
  test.each(vectors.bls)("bls $text", ({ input, text }) => {
    expect(Address.bls(fromHex(input)).toString()).toBe(text);
    expect(toHex(Address.parse(text).payload)).toBe(input);
  });
  test.each(vectors.delegated)("delegated $text", ({ namespace, subaddress, text }) => {
    expect(Address.delegated(BigInt(namespace), fromHex(subaddress)).toString()).toBe(text);
    const { namespace: ns, subaddress: sub } = Address.parse(text).delegated;
    expect([ns, toHex(sub)]).toEqual([BigInt(namespace), subaddress]);
  });
  test.each(vectors.cbor)("%s has CBOR %s", (text, cbor) => {
    expect(toHex(encodeCbor(Address.parse(text as string).bytes))).toBe(cbor);
  });
  test.each(vectors.invalidText)("text %j is refused as %s", (text, code) => {
    expect(codeOf(() => Address.parse(text as string))).toBe(code);
  });
  test.each(vectors.invalidBytes)("bytes %s are refused as %s", (hex, code) => {
    expect(codeOf(() => Address.fromBytes(fromHex(hex as string)))).toBe(code);
  });
});

describe("text", () => {
  test("a valid address of the other network has its own code", () => {
    const text = "t15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq";
    expect(codeOf(() => Address.parse(text, "f"))).toBe("wrong-network");
    expect(Address.parse(text, "t").toString("t")).toBe(text);
    expect(codeOf(() => Address.parse("t01000", "f"))).toBe("wrong-network");
  });
  test("a broken address of the other network is called broken", () => {
    expect(codeOf(() => Address.parse("t15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdra", "f"))).toBe("bad-checksum");
  });
  test.each([
    ["F15ihq5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq", "upper-case"],
    ["f15IHQ5ibzwki2b4ep2f46avlkrqzhpqgtga7pdrq", "upper-case"],
    ["f007", "bad-id"],
    ["f0-1", "bad-id"],
    ["f0 1", "bad-id"],
    ["f01\n", "bad-id"],
    ["f09223372036854775808", "bad-id"],
    ["f010f", "bad-id"],
    ["f4010fqqqq", "bad-namespace"],
    ["f49223372036854775808ftnkyfaq", "bad-namespace"],
    ["f410f", "bad-length"],
    ["f410fae", "bad-length"],
    ["0xff00000000000000000000000000000000000001", "unknown-prefix"],
    [" f01", "unknown-prefix"],
    [`f4${"1".repeat(140)}`, "bad-length"],
  ] as const)("%j is refused as %s", (text, code) => {
    expect(codeOf(() => Address.parse(text))).toBe(code);
  });
  test("a subaddress of 55 bytes is refused however it arrives", () => {
    expect(codeOf(() => Address.delegated(10n, new Uint8Array(55)))).toBe("subaddress-too-long");
    const body = `f410f${"a".repeat(95)}`;
    expect(codeOf(() => Address.parse(body))).toBe("subaddress-too-long");
  });
});

describe("properties", () => {
  test("text and bytes round trip with either prefix", () => {
    fc.assert(
      fc.property(anyAddress, fc.constantFrom("f" as const, "t" as const), (address, prefix) => {
        expect(Address.parse(address.toString(prefix), prefix).equals(address)).toBe(true);
        expect(Address.fromBytes(address.bytes).key).toBe(address.key);
      }),
    );
  });
  test("changing any one character of a checksummed address is refused", () => {
    fc.assert(
      fc.property(
        anyAddress.filter((a) => a.protocol !== 0),
        fc.nat(),
        fc.integer({ min: 0x20, max: 0x7e }).map((c) => String.fromCharCode(c)),
        (address, at, character) => {
          const text = address.toString("f");
          const i = at % text.length;
          const mutant = text.slice(0, i) + character + text.slice(i + 1);
          fc.pre(mutant !== text && mutant !== address.toString("t"));
          expect(codeOf(() => Address.parse(mutant))).not.toBe("accepted");
        },
      ),
      { numRuns: 2000 },
    );
  });
  test("any text is accepted in one spelling or refused with AddressError", () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(..."ft01234567890abcdefz") }),
      fc.string({ unit: "binary" }).map((rest) => `f4${rest}`),
      fc.string({ unit: fc.constantFrom(..."0123456789f") }).map((rest) => `f${rest}`),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        if (codeOf(() => Address.parse(text)) === "accepted") {
          expect(Address.parse(text).toString(text[0] as "f")).toBe(text);
        }
      }),
      { numRuns: 2000 },
    );
  });
  test("any bytes are accepted in one spelling or refused with AddressError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), fc.integer({ min: 0, max: 6 }), (rest, protocol) => {
        const bytes = Uint8Array.of(protocol, ...rest);
        if (codeOf(() => Address.fromBytes(bytes)) === "accepted") {
          const address = Address.fromBytes(bytes);
          expect(toHex(address.bytes)).toBe(toHex(bytes));
          expect(address.toString().length).toBeLessThanOrEqual(138);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("Ethereum forms", () => {
  test("an f410 address is its 20 bytes and back", () => {
    const text = "0xd388ab098ed3e84c0d808776440b48f685198498";
    const address = addressOfEth(text);
    expect(address.delegated.namespace).toBe(10n);
    expect(ethAddressOf(address)).toBe(text);
  });
  test("an f0 address is its masked id and back", () => {
    expect(ethAddressOf(Address.id(1234))).toBe("0xff000000000000000000000000000000000004d2");
    expect(addressOfEth("0xff000000000000000000000000000000000004d2").toString()).toBe("f01234");
  });
  test("other addresses have none", () => {
    expect(ethAddressOf(Address.actor(new Uint8Array(1)))).toBeNull();
    expect(ethAddressOf(Address.delegated(11n, new Uint8Array(20)))).toBeNull();
    expect(ethAddressOf(Address.delegated(10n, new Uint8Array(19)))).toBeNull();
  });
  test("mixed case must carry the EIP-55 checksum (vector of EIP-55)", () => {
    const good = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    expect(ethAddressOf(addressOfEth(good))).toBe(good.toLowerCase());
    expect(codeOf(() => addressOfEth(good.replace("A", "a")))).toBe("bad-eth-address");
    expect(codeOf(() => addressOfEth("0x12"))).toBe("bad-eth-address");
  });
});
