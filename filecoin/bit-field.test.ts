import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BitFieldError, type Runs, bitFieldFromJson, bitFieldToJson, countOf, decodeBitField, encodeBitField, isIn, numbersOf, runsOf } from "./bit-field.ts";
import { fromHex, toHex } from "./bytes.ts";
import golden from "./vectors/bit-field.json" with { type: "json" };

/** Bytes of bits in the order in which they are read; spaces are for the eye. */
function pack(text: string): Uint8Array {
  const bits = text.replaceAll(" ", "");
  return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) => parseInt([...bits.slice(8 * i, 8 * i + 8)].reverse().join(""), 2));
}

const ones = (count: number): string => "1".repeat(count);
const range = (from: number, length: number): number[] => Array.from({ length }, (_, i) => from + i);

describe("published encodings", () => {
  // Sources: go-bitfield rle/rleplus_test.go, rle/internal/rleplus/rleplus_test.go; ref-fvm ipld/bitfield/src/rleplus/mod.rs.
  it.each<[string, (number | bigint)[], Uint8Array]>([
    ["runs of every kind", [0, 2, 4, 5, 6, ...range(11, 17)], Uint8Array.from([124, 71, 34, 2])],
    ["the empty set", [], new Uint8Array()],
    ["eight in four bits", range(0, 8), pack("00 1 01 0001")],
    ["four, a gap, three", [0, 1, 2, 3, 5, 6, 7], pack("00 1 01 0010 1 01 1100")],
    ["twenty-five as a varint", range(0, 25), pack("00 1 00 10011000")],
    ["seventeen as a varint", range(0, 17), pack("00 1 00 10001000 000")],
    ["2^63 and the next 1,023", range(0, 1024).map((i) => (1n << 63n) + BigInt(i)), Uint8Array.from([0, 16, 16, 16, 16, 16, 16, 16, 16, 48, 0, 64, 4])],
  ])("%s", (_name, numbers, bytes) => {
    expect(toHex(encodeBitField(runsOf(numbers)))).toBe(toHex(bytes));
    expect(numbersOf(decodeBitField(bytes), 2_000)).toEqual(numbers.map(BigInt));
  });

  it("all of 64 bits in one run", () => {
    const bytes = pack(`00 1 00 ${ones(73)}00`);
    expect(decodeBitField(bytes)).toEqual([0n, (1n << 64n) - 1n]);
    expect(toHex(encodeBitField([0n, (1n << 64n) - 1n]))).toBe(toHex(bytes));
  });

  it("a thousand runs of a real set", () => {
    const runs = decodeBitField(fromHex(golden.rle));
    expect(toHex(encodeBitField(runs))).toBe(golden.rle);
    expect(runs.length).toBeGreaterThan(1_000);
  });
});

describe("what is refused", () => {
  // Source: ref-fvm ipld/bitfield/src/rleplus/mod.rs.
  it.each([
    ["another version", "10 1 01 0001", "unknown version"],
    ["a run of none in four bits", "00 1 1 01 0000 1", "shortest"],
    ["a run of none as a varint", "00 1 1 00 00000000 1", "shortest"],
    ["a zero byte at the end", "00 1 01 101 00000000", "shortest"],
    ["a varint with a byte too many", "00 1 00 11000001 00000000 111", "shortest"],
    ["a varint above 64 bits", `00 1 00 ${"00000001".repeat(9)} 01 0`, "2^64"],
    ["runs of more than 64 bits together", `00 1 00 ${ones(71)}0 00 ${ones(71)}0 01 0100`, "2^64"],
    ["a varint for a run of three", "00 1 00 11000000 111", "shortest"],
    ["a varint for a run of one", "00 1 00 10000000 111", "shortest"],
    ["four bits for a run of one", "00 1 01 1000 1111111", "shortest"],
    ["zeros alone", "00 0 1", "shortest"],
    ["four zeros alone", "00 0 01 0010", "shortest"],
    ["a zero at the end", "00 1 01 0010 1", "shortest"],
    ["two zeros at the end", "00 0 1 01 0010 01 0010", "shortest"],
    ["a head without runs", "00 1", "shortest"],
    ["nothing but a zero byte", "00000000", "shortest"],
  ])("%s", (_name, bits, words) => {
    expect(() => decodeBitField(pack(bits))).toThrow(BitFieldError);
    expect(() => decodeBitField(pack(bits))).toThrow(words);
  });

  it("more than 32 KiB, in either direction", () => {
    expect(() => decodeBitField(new Uint8Array(32 * 1024 + 1).fill(255))).toThrow("32768 bytes");
    expect(() => encodeBitField(runsOf(Array.from({ length: 32 * 1024 * 4 }, (_, i) => 2 * i + 1)))).toThrow("32768 bytes");
  });

  it("more numbers than asked for, before any of them is unfolded: a dozen bytes stand for 2^62", () => {
    const bomb = encodeBitField([0n, 1n << 62n]);
    expect(bomb.length).toBeLessThan(12);
    expect(() => numbersOf(decodeBitField(bomb), 10_000_000)).toThrow("at most 10000000 ids");
    expect(countOf(decodeBitField(bomb))).toBe(1n << 62n);
    expect([isIn(decodeBitField(bomb), (1n << 62n) - 1n), isIn(decodeBitField(bomb), 1n << 62n)]).toEqual([true, false]);
  });

  it("numbers out of order, twice, below 0 or above 64 bits", () => {
    for (const numbers of [[2n, 1n], [1n, 1n], [-1n]]) expect(() => runsOf(numbers)).toThrow("ascending");
    expect(() => encodeBitField(runsOf([(1n << 64n) - 1n]))).toThrow("2^64");
    for (const runs of [[1n], [1n, 0n, 1n, 1n], [-1n, 1n]] as Runs[]) expect(() => encodeBitField(runs)).toThrow(BitFieldError);
  });
});

describe("Lotus' JSON", () => {
  // Source: go-bitfield bitfield_test.go.
  it("is run lengths, zeros first", () => {
    expect(bitFieldToJson(runsOf([1, 5, 6, 7, 10, 11, 12, 15]))).toEqual([1, 1, 3, 3, 2, 3, 2, 1]);
    expect(bitFieldToJson(runsOf([0, 1, 2, 8, 9]))).toEqual([0, 3, 5, 2]);
    expect(bitFieldToJson([])).toEqual([0]);
  });

  it("is read back; a last run of zeros says nothing", () => {
    for (const text of ["[1,1,3,3,2,3,2,1]", "[0,3,5,2]"]) expect(bitFieldToJson(bitFieldFromJson(JSON.parse(text) as number[]))).toEqual(JSON.parse(text));
    expect([bitFieldFromJson([0]), bitFieldFromJson([]), bitFieldFromJson([5]), bitFieldFromJson([0, 1, 7])]).toEqual([[], [], [], [0n, 1n]]);
  });

  it.each([[[1, 0, 1, 1]], [[1.5, 1]], [[-1, 1]], [["1", 1]], [[2 ** 60, 1]]])("%j is none", (lengths) => {
    expect(() => bitFieldFromJson(lengths)).toThrow(BitFieldError);
  });
});

const number = fc.oneof(fc.bigInt(0n, 100n), fc.bigInt(0n, (1n << 64n) - 2n));
const sets = fc.uniqueArray(number, { maxLength: 80 }).map((numbers) => numbers.sort((a, b) => (a < b ? -1 : 1)));

it("every set goes through bytes and runs unchanged", () => {
  fc.assert(
    fc.property(sets, number, (numbers, other) => {
      const runs = decodeBitField(encodeBitField(runsOf(numbers)));
      expect(numbersOf(runs, numbers.length)).toEqual(numbers);
      expect(countOf(runs)).toBe(BigInt(numbers.length));
      expect(isIn(runs, other)).toBe(numbers.includes(other));
    }),
  );
});

it("whatever is read has no other encoding", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
      let runs: Runs;
      try {
        runs = decodeBitField(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(BitFieldError);
        return;
      }
      expect(toHex(encodeBitField(runs))).toBe(toHex(bytes));
    }),
    { numRuns: 2_000 },
  );
});
