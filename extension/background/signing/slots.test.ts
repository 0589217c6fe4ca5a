import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Refusal } from "../../../wallet/refusal.ts";
import { say } from "../../../wallet/phrase.ts";
import { MemoryDatabase } from "../storage/memory-stores.ts";
import { pushAgainAfter } from "../../../wallet/slots/due.ts";
import { nextNonce, reserved } from "../../../wallet/slots/nonce.ts";
import { CLOSED_KEPT, dropped, isFree, isHeld, isLive, isOver, leadingAttempt, mayRun, slotId, type Attempt, type Slot } from "../../../wallet/slots/slot.ts";
import { after, withAttempt, type SlotEvent } from "../../../wallet/slots/transitions.ts";
import { ACCOUNT, attempt, fresh, GENESIS, inclusion, slotIn } from "../../../wallet/slots/test-slots.ts";
import { SLOT_TABLES, SlotStore } from "./slot-store.ts";

describe("slot", () => {
  it("refuses a second first message for a nonce, and different bytes for one signature", () => {
    const slot = withAttempt(undefined, fresh(0), attempt("a"));
    expect(() => withAttempt(slot, fresh(0), attempt("b"))).toThrow(/secondSignature/);
    const signed = after(slot, "a", { to: "signed", signed: "bytes", chainCid: "chain a" }, 1);
    expect(after(signed, "a", { to: "signed", signed: "bytes", chainCid: "chain a" }, 2)).toBe(signed);
    expect(() => after(signed, "a", { to: "signed", signed: "other bytes", chainCid: "chain a" }, 2)).toThrow(/secondSignature/);
  });

  it("gives a nonce out again only when nothing was signed for it", () => {
    const slot = withAttempt(undefined, fresh(0), attempt("a"));
    const voided = after(slot, "a", { to: "void", note: say("void.locked") }, 1);
    expect([isFree(voided), isHeld(voided)]).toEqual([true, false]);
    expect(withAttempt(voided, fresh(0), attempt("b")).attempts).toHaveLength(2);
    const signed = after(slot, "a", { to: "signed", signed: "bytes", chainCid: "c" }, 1);
    expect(() => after(signed, "a", { to: "void", note: say("void.locked") }, 2)).toThrow(/stale/);
  });

  it("calls an attempt void that was never signed before another message used its nonce", () => {
    for (const end of ["final", "foreign"] as const) {
      const slot = withAttempt(slotIn(3, end === "final" ? "seen" : "accepted"), fresh(3), attempt("speed up", "speedUp"));
      const included = end === "final" ? after(slot, "cid 3 0", { to: "included", inclusion: inclusion() }, 1) : slot;
      const over = after(included, "cid 3 0", end === "final" ? { to: end } : { to: end, note: say("foreign.other") }, 2);
      expect(over.attempts.map((a) => a.state)).toEqual([end, "void"]);
      expect(over.attempts[1]?.note?.code).toBe("void.overtaken");
    }
  });

  it("marks siblings replaced when one attempt is final, also when the older one won", () => {
    const slot = slotIn(3, "seen", "included");
    const final = after(slot, "cid 3 1", { to: "final" }, 1);
    expect(final.attempts.map((a) => a.state)).toEqual(["replaced", "final"]);
    expect(() => withAttempt(final, fresh(3), attempt("late", "cancel"))).toThrow(/notReplaceable/);
  });

  it("takes no replacement while a block holds one of its messages", () => {
    expect(() => withAttempt(slotIn(3, "included"), fresh(3), attempt("late", "speedUp"))).toThrow(/notReplaceable/);
    const undone = after(slotIn(3, "included"), "cid 3 0", { to: "missing", note: null }, 1);
    expect(withAttempt(undone, fresh(3), attempt("late", "speedUp")).attempts).toHaveLength(2);
  });

  it("goes from the disk when it is closed and old, never while it is held, and never the highest used nonce", async () => {
    const closed = Array.from({ length: CLOSED_KEPT + 3 }, (_, nonce) => slotIn(nonce, "final"));
    expect(dropped(closed)).toEqual([2, 1, 0].map((nonce) => fresh(nonce).id));
    expect(dropped([slotIn(0, "seen"), slotIn(1, "unknown"), ...closed.slice(2)])).toEqual([fresh(2).id]);
    const free = Array.from({ length: CLOSED_KEPT + 1 }, (_, i) => slotIn(10 + i, "void"));
    expect(dropped([slotIn(5, "final"), slotIn(4, "final"), ...free])).toEqual([fresh(10).id, fresh(4).id]);
    const database = new MemoryDatabase();
    const store = new SlotStore(database, () => 1);
    await database.write(SLOT_TABLES, async (tx) => {
      for (const slot of closed) await tx.put("slots", slot.id, slot);
      await store.addIn(tx, fresh(closed.length), attempt("next"));
    });
    const left = await store.all();
    expect([left.length, left[0]?.nonce, left.at(-1)?.nonce]).toEqual([CLOSED_KEPT + 1, 3, closed.length]);
  });

  it("goes back to seen when the tipset of the inclusion left the chain", () => {
    const back = after(slotIn(3, "included"), "cid 3 0", { to: "seen", nodes: ["a"] }, 1);
    expect([leadingAttempt(back).state, leadingAttempt(back).inclusion]).toEqual(["seen", null]);
  });

  it("that its owner lets lie is held by nobody, keeps its nonce and its bytes, and can be taken up again", () => {
    const slot = withAttempt(slotIn(3, "unknown", "refused"), fresh(3), attempt("unsigned", "cancel"));
    const left = after(slot, "cid 3 0", { to: "left", note: say("left.byOwner") }, 1);
    expect(left.attempts.map((a) => [a.state, a.signed])).toEqual([
      ["left", "signed"],
      ["left", "signed"],
      ["void", null],
    ]);
    expect([isHeld(left), mayRun(left), isFree(left)]).toEqual([false, true, false]);
    expect(() => nextNonce({ slots: [left], chainNonce: 3, node: "node" })).toThrow(/previousNotAccepted/);
    expect(reserved([left], 3)).toBe(150n);
    expect(() => withAttempt(left, fresh(3), attempt("late", "first"))).toThrow(/notReplaceable/);
    const again = after(left, "cid 3 0", { to: "missing", note: null }, 2);
    expect([isHeld(again), leadingAttempt(again).state]).toEqual([true, "missing"]);
  });

  it("pushes the same bytes again after 15 s, 30 s … 10 min", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(pushAgainAfter)).toEqual([15_000, 30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000]);
  });
});

/** One thing a node, the chain or a person may do to a slot. */
type Step = { kind: "event"; event: (slot: Slot) => { cid: string; event: SlotEvent } | null } | { kind: "replace" } | { kind: "again" };

const eventOn = (pick: number, make: (a: Attempt) => SlotEvent): Step => ({
  kind: "event",
  event: (slot) => {
    const a = slot.attempts[pick % Math.max(1, slot.attempts.length)];
    return a === undefined ? null : { cid: a.cid, event: make(a) };
  },
});

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ kind: "replace" }),
  fc.constant<Step>({ kind: "again" }),
  fc
    .tuple(
      fc.nat(5),
      fc.constantFrom<SlotEvent["to"]>(
        "signed",
        "void",
        "pushing",
        "accepted",
        "refused",
        "seen",
        "silent",
        "missing",
        "included",
        "final",
        "foreign",
        "unknown",
        "left",
      ),
      fc.boolean(),
    )
    .map(([pick, to, other]) =>
      eventOn(pick, (a): SlotEvent => {
        switch (to) {
          case "signed":
            return { to, signed: other ? `other ${a.cid}` : `signed ${a.cid}`, chainCid: `chain ${a.cid}` };
          case "pushing":
            return { to };
          case "accepted":
            return { to, answers: [{ node: "n", answer: "ok" }], epoch: 5 };
          case "refused":
            return { to, answers: [{ node: "n", answer: "no" }], note: say("held.refused"), nextPushAt: 1 };
          case "seen":
            return { to, nodes: ["n"] };
          case "included":
            return { to, inclusion: inclusion() };
          case "final":
            return { to };
          case "missing":
            return { to, note: null };
          default:
            return { to, note: say("note") };
        }
      }),
    ),
);

describe("any history of a slot, with the worker killed at any transition", () => {
  it("has one CID a nonce unless replaced on purpose, keeps signed bytes, and never leaves an end", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(steps, fc.boolean()), { minLength: 1, maxLength: 60 }), async (history) => {
        const database = new MemoryDatabase();
        const store = new SlotStore(database, () => 1);
        const id = slotId(GENESIS, ACCOUNT, 0);
        let made = 0;
        const add = (purpose: Attempt["purpose"]): Promise<unknown> =>
          database.write(SLOT_TABLES, (tx) => store.addIn(tx, fresh(0), attempt(`cid ${made++}`, purpose)));
        await add("first");
        for (const [step, killed] of history) {
          const before = await store.get(id);
          database.beforeCall = killed
            ? (call) => {
                if (call.startsWith("database.commit")) throw new Error("killed");
              }
            : () => {};
          try {
            if (step.kind === "event") {
              const made = step.event(before);
              if (made !== null) await store.apply(id, made.cid, made.event);
            } else await add(step.kind === "replace" ? "speedUp" : "first");
          } catch (error) {
            if (!(error instanceof Refusal) && (error as Error).message !== "killed") throw error;
          }
          database.beforeCall = () => {};
          const now = await store.get(id);
          if (killed) expect(now).toEqual(before);
          checkSlot(before, now);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function checkSlot(before: Slot, now: Slot): void {
  const firsts = now.attempts.filter((a) => a.purpose === "first" && a.state !== "void");
  expect(firsts.length).toBeLessThanOrEqual(1);
  expect(now.attempts.filter((a) => a.state === "approved").length).toBeLessThanOrEqual(1);
  expect(now.attempts.filter((a) => a.state === "final" || a.state === "foreign").length).toBeLessThanOrEqual(
    now.attempts.filter((a) => a.state === "foreign").length + 1,
  );
  for (const [i, old] of before.attempts.entries()) {
    const next = now.attempts[i] as Attempt;
    if (old.signed !== null) expect(next.signed).toBe(old.signed);
    if (["final", "foreign", "void", "replaced"].includes(old.state)) expect(next.state).toBe(old.state);
    expect(next.cid).toBe(old.cid);
  }
  for (const a of now.attempts) expect(a.signed === null).toBe(a.state === "approved" || a.state === "void");
  if (isOver(before)) expect(now.attempts.length).toBe(before.attempts.length);
  if (now.attempts.some((a) => a.state === "final")) expect(now.attempts.some((a) => isLive(a))).toBe(false);
}
