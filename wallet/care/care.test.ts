import { describe, expect, it } from "vitest";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { attoFil } from "../../filecoin/units.ts";
import { meaningOf } from "../reading/reading.ts";
import type { Reading } from "../reading/reading-parts.ts";
import { ANNA, BEN, facts, messageTo, MINER, readBuiltin, show, STRANGER, who } from "../reading/test-facts.ts";
import { careOf, type Care, type CareFacts } from "./care.ts";

/** How much care a message asks for, by what it does and by how well that is founded. */

const FIL = 10n ** 18n;
const send = (to = STRANGER, value = FIL): Reading =>
  meaningOf(messageTo(to, 0, new Uint8Array(), { value }), facts({ type: "account", builtin: "account" }), show);
const stop = readBuiltin("storageminer", MINER, minerMethods.ChangeOwnerAddress, ANNA);
const withdraw = readBuiltin("storageminer", MINER, minerMethods.WithdrawBalance, { amountRequested: attoFil(1n) });

const care = (reading: Reading, more: Partial<CareFacts> = {}): Care =>
  careOf({
    reading,
    to: STRANGER,
    value: 0n,
    ceiling: 1n,
    limit: 10n * FIL,
    purpose: "first",
    ground: "agreed",
    rehearsal: false,
    ahead: null,
    node: "node.example",
    prefix: "t",
    who: (address) => who(address),
    isFinal: () => true,
    isNew: () => false,
    changedType: null,
    ...more,
  });
const typed = (reading: Reading, more: Partial<CareFacts> = {}): string[] => care(reading, more).typed.map(({ id }) => id);

describe("the words 'one node'", () => {
  it("are asked for whatever rests on what one node alone names, on a public chain", () => {
    for (const reading of [stop, withdraw]) {
      expect(typed(reading, { ground: "oneNode" })).toContain("oneNode");
      expect(typed(reading, { ground: "agreed" })).not.toContain("oneNode");
      expect(typed(reading, { ground: "final" })).not.toContain("oneNode");
    }
  });

  it("are not asked on a rehearsal chain, unless nothing could be proven at all", () => {
    expect(typed(stop, { ground: "oneNode", rehearsal: true })).not.toContain("oneNode");
    expect(typed(stop, { ground: "unproven", rehearsal: true })).toContain("oneNode");
  });

  it("are asked for FIL alone only where the password is asked too, for its bytes tell what it does", () => {
    expect(typed(send(), { ground: "oneNode", value: FIL })).not.toContain("oneNode");
    expect(typed(send(), { ground: "unproven", value: FIL })).not.toContain("oneNode");
    expect(typed(send(), { ground: "oneNode", value: 11n * FIL })).toContain("oneNode");
  });
});

describe("the tier", () => {
  it("of a call that could not be proven is the highest, and of FIL alone at least the second", () => {
    expect([care(withdraw).tier, care(withdraw, { ground: "unproven" }).tier]).toEqual([1, 3]);
    expect([care(send()).tier, care(send(), { ground: "unproven" }).tier]).toEqual([1, 2]);
  });

  it("rises for a receiver that nothing was signed to, for a large sum and for a high fee", () => {
    expect(care(send(), { isNew: () => true }).tier).toBe(2);
    expect(care(send(BEN), { to: BEN, isNew: () => true }).tier).toBe(1);
    expect(care(send(), { value: 10n * FIL + 1n }).tier).toBe(3);
    expect(care(send(), { ceiling: 70_000_000_000_000_001n }).tier).toBe(3);
  });
});

describe("a receiver", () => {
  it("that a node calls a miner asks for the donor's word although nothing proves it", () => {
    const told: CareFacts["who"] = (address) => ({ ...who(address), type: "none", told: "storageminer" });
    expect(typed(send(), { ground: "unproven", who: told })).toContain("donation");
  });

  it("that is a contract, or that a node calls one, gets no bare send", () => {
    expect(care(send(), { who: (address) => who(address, { type: "evm" }) }).blocked?.code).toBe("receiver.contract");
    expect(care(send(), { ground: "unproven", who: (address) => ({ ...who(address), told: "evm" }) }).blocked?.code).toBe("receiver.contract");
  });

  it("new above the limit asks for its last six characters, and an open id for its words", () => {
    expect(typed(send(), { value: 11n * FIL, isNew: () => true })).toEqual(["lastSix"]);
    expect(typed(send(), { isFinal: () => false })).toEqual(["notFinal"]);
  });

  it("that became another thing is an alarm", () => {
    expect(care(send(), { changedType: "account" }).alarm?.code).toBe("alarm.typeChanged");
  });
});
