import { describe, expect, expectTypeOf, it } from "vitest";
import { type Certain, type Fact, type Proven, type Signed, type Told, predicted, signed, told } from "./fact.ts";
import { isProven, proven } from "./proof/proven.ts";
import { ifPresent, partOf } from "./proof/proven-parts.ts";
import { EMPTY_ARRAY_CID } from "../filecoin/cid.ts";
import { epoch } from "../filecoin/units.ts";

/** The directives below are the test: the type check of the whole repository fails where one of them is not needed. */

const root = { key: [EMPTY_ARRAY_CID], height: epoch(1), stateRoot: EMPTY_ARRAY_CID, standing: "agreed", nodes: ["a", "b"] } as const;
const hearsay = told(5n, "a", "busy");
const guess = predicted(5n, "a");
const proof = proven(5n, root, []);
const takesProven = (fact: Proven<bigint>): bigint => fact.value;
const takesSigned = (fact: Signed<bigint>): bigint => fact.value;
const takesCertain = (fact: Certain<bigint>): bigint => fact.value;

describe("what a node told or predicted", () => {
  it("does not go where something proven is asked", () => {
    // @ts-expect-error told is not proven
    takesProven(hearsay);
    // @ts-expect-error predicted is not proven
    takesProven(guess);
    // @ts-expect-error nor is an object that only looks like it
    takesProven({ source: "proven", value: 5n, root, path: [] });
    expect(isProven(hearsay)).toBe(false);
    expect(isProven({ source: "proven", value: 5n, root, path: [] })).toBe(false);
    expect(isProven({ ...proof })).toBe(false);
  });

  it("does not go where something signed is asked", () => {
    // @ts-expect-error told is not signed
    takesSigned(hearsay);
    // @ts-expect-error predicted is not signed
    takesSigned(guess);
    // @ts-expect-error proven is not signed
    takesSigned(proof);
  });

  it("does not go where the meaning of a message may rest on it", () => {
    // @ts-expect-error told is not certain
    takesCertain(hearsay);
    // @ts-expect-error predicted is not certain
    takesCertain(guess);
    // @ts-expect-error a fact of any source is not certain
    takesCertain(hearsay as Fact<bigint>);
    expect([takesCertain(signed(5n)), takesCertain(proof)]).toEqual([5n, 5n]);
  });
});

describe("what is proven", () => {
  it("does not go where something told is asked, and its value has its own type", () => {
    const takesTold = (fact: Told<bigint>): bigint => fact.value;
    // @ts-expect-error proven is not told
    takesTold(proof);
    // @ts-expect-error a proven number is no proven text
    const text: Proven<string> = proof;
    expect(isProven(text)).toBe(true);
    expectTypeOf(proof).toEqualTypeOf<Proven<bigint>>();
  });

  it("is proven in its parts, by the same blocks", () => {
    const step = { kind: "actors", cid: EMPTY_ARRAY_CID } as const;
    const whole = proven({ owner: 100n, worker: "x" }, root, [step]);
    const owner = partOf(whole, "owner");
    expectTypeOf(owner).toEqualTypeOf<Proven<bigint>>();
    expect([isProven(owner), owner.value, owner.root, owner.path]).toEqual([true, 100n, root, [step]]);
  });

  it("is nothing more where absence is proven", () => {
    expect(ifPresent(proven<bigint | null>(null, root, []))).toBeNull();
    const present = ifPresent(proven<bigint | null>(5n, root, []));
    expectTypeOf(present).toEqualTypeOf<Proven<bigint> | null>();
    expect(present?.value).toBe(5n);
  });
});
