import { describe, expect, it } from "vitest";
import type { ApprovalView } from "../../../wallet/approval-views.ts";
import { say } from "../../../wallet/phrase.ts";
import { Refusal } from "../../../wallet/refusal.ts";
import { MemoryDatabase } from "../storage/memory-stores.ts";
import { APPROVAL_MS, ApprovalStore, type ApprovalRecord } from "./approval-record.ts";
import { checkConsent } from "./approvals.ts";
import { careGrew, changesAgainst } from "../../../wallet/prediction/prediction-rules.ts";

const CID = "bafy2bzaceapproved";
type Confirm = ApprovalView["confirm"];

function record(id: string, confirm: Partial<Confirm> = {}, more: Partial<ApprovalView> = {}): ApprovalRecord {
  const view = {
    id,
    cid: CID,
    revisedAt: 1_000,
    createdAt: 0,
    blocked: null,
    state: "open",
    confirm: { gesture: "button", word: null, password: false, typed: [], deadMs: 800, verb: "send", reasons: [], ...confirm },
    ...more,
  } as unknown as ApprovalView;
  return {
    id,
    revision: 3,
    draft: { networkId: "home", genesis: "bafy" } as ApprovalRecord["draft"],
    view,
    prediction: { exitCode: 0, gasUsed: 1, receiverCode: null, changes: {} },
    state: "open",
    deadReason: null,
    slotId: null,
  };
}
const consent = (more: object = {}) => ({ id: "a", revision: 3, cid: CID, gesture: "button" as const, word: null, typed: {}, password: null, ...more });
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return "done";
  } catch (error) {
    return (error as Refusal).code;
  }
};
const codeOfAsync = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "done",
    (error: unknown) => (error as Refusal).code,
  );

describe("consent", () => {
  it("is for one revision of the bytes that the page computed itself", () => {
    expect(codeOf(() => checkConsent(record("a"), consent(), 2_000))).toBe("done");
    expect(codeOf(() => checkConsent(record("a"), consent({ revision: 2 }), 2_000))).toBe("approvalChanged");
    expect(codeOf(() => checkConsent(record("a"), consent({ cid: "bafy2bzaceother" }), 2_000))).toBe("cidDiffers");
  });

  it("is dead for 800 ms after a revision, and for what is blocked", () => {
    expect(codeOf(() => checkConsent(record("a"), consent(), 1_799))).toBe("approvalTooEarly");
    expect(codeOf(() => checkConsent(record("a"), consent(), 1_800))).toBe("done");
    expect(codeOf(() => checkConsent(record("a", {}, { blocked: say("blocked.dryRun") }), consent(), 2_000))).toBe("blocked");
  });

  it("needs the hold or the word, and every text that is asked for", () => {
    const held = record("a", { gesture: "hold", word: "propose", typed: [{ id: "oneNode", ask: say("typed.oneNode"), text: "one node" }] });
    const typed = { oneNode: "one node" };
    expect(codeOf(() => checkConsent(held, consent({ typed }), 2_000))).toBe("wordNeeded");
    expect(codeOf(() => checkConsent(held, consent({ gesture: "word", word: "propos", typed }), 2_000))).toBe("wordNeeded");
    expect(codeOf(() => checkConsent(held, consent({ gesture: "hold" }), 2_000))).toBe("wordNeeded");
    expect(codeOf(() => checkConsent(held, consent({ gesture: "hold", typed: { oneNode: "One node" } }), 2_000))).toBe("wordNeeded");
    expect(codeOf(() => checkConsent(held, consent({ gesture: "hold", typed }), 2_000))).toBe("done");
    expect(codeOf(() => checkConsent(held, consent({ gesture: "word", word: " propose ", typed }), 2_000))).toBe("done");
  });
});

describe("approvals on disk", () => {
  const consume = (store: ApprovalStore, database: MemoryDatabase, id: string, revision = 3): Promise<void> =>
    database.write(["approvals"], (tx) => store.consumeIn(tx, id, revision, "slot"));

  it("are open one at a time", async () => {
    const store = new ApprovalStore(new MemoryDatabase());
    await store.open(record("a"));
    await store.open(record("b"));
    expect([(await store.get("a")).deadReason, (await store.current())?.id]).toEqual(["superseded", "b"]);
  });

  it("are consumed once, and never after they died or changed", async () => {
    const database = new MemoryDatabase();
    const store = new ApprovalStore(database);
    await store.open(record("a"));
    expect(await codeOfAsync(consume(store, database, "a", 2))).toBe("approvalChanged");
    expect(await codeOfAsync(consume(store, database, "a"))).toBe("done");
    expect(await codeOfAsync(consume(store, database, "a"))).toBe("approvalGone");
    expect((await store.get("a")).slotId).toBe("slot");
    await store.open(record("b"));
    expect(await store.kill("lock")).toBe(true);
    expect(await store.kill("lock")).toBe(false);
    expect(await codeOfAsync(consume(store, database, "b"))).toBe("approvalGone");
    expect(await codeOfAsync(store.revise({ ...record("b"), revision: 4 }))).toBe("approvalGone");
  });

  it("go from the disk an hour after they ended, and never while one is open", async () => {
    const store = new ApprovalStore(new MemoryDatabase());
    const at = (id: string, createdAt: number): ApprovalRecord => record(id, {}, { createdAt });
    await store.open(at("a", 0));
    await store.open(at("b", APPROVAL_MS));
    expect((await store.get("a")).state).toBe("dead");
    await store.open(at("c", APPROVAL_MS + 1));
    expect(await codeOfAsync(store.get("a"))).toBe("approvalGone");
    expect((await store.get("b")).deadReason).toBe("superseded");
    expect((await store.current())?.id).toBe("c");
  });

  it("stay unconsumed when the transaction that creates the attempt fails", async () => {
    const database = new MemoryDatabase();
    const store = new ApprovalStore(database);
    await store.open(record("a"));
    await expect(
      database.write(["approvals"], async (tx) => {
        await store.consumeIn(tx, "a", 3, "slot");
        throw new Error("killed");
      }),
    ).rejects.toThrow("killed");
    expect((await store.get("a")).state).toBe("open");
  });
});

describe("a second dry run", () => {
  const own = (address: string): boolean => address === "f01";
  const before = { exitCode: 0, receiverCode: "bafycode", changes: { f01: "-100", f02: "100" } };

  it("asks again for another exit, receiver, code or a worse amount", () => {
    expect(changesAgainst(before, before, own)).toEqual([]);
    expect(changesAgainst(before, { ...before, exitCode: 18 }, own)).toEqual(["exit"]);
    expect(changesAgainst(before, { ...before, receiverCode: "bafyother" }, own)).toEqual(["code"]);
    expect(changesAgainst(before, { ...before, changes: { f01: "-100", f03: "100" } }, own)).toEqual(["receiver"]);
    expect(changesAgainst(before, { ...before, changes: { f01: "-101", f02: "101" } }, own)).toEqual(["amount"]);
  });

  it("lets a reward grow meanwhile", () => {
    const reward = { ...before, changes: { f01: "50", f09: "-50" } };
    expect(changesAgainst(reward, { ...reward, changes: { f01: "51", f09: "-51" } }, own)).toEqual([]);
    expect(changesAgainst(reward, { ...reward, changes: { f01: "49", f09: "-49" } }, own)).toEqual(["amount"]);
  });
});

describe("an approval made again", () => {
  const shown = (more: Partial<Pick<ApprovalView, "tier" | "alarm">> = {}, typed: Confirm["typed"] = []) => ({
    tier: 2 as const,
    alarm: null,
    ...more,
    confirm: { ...record("a").view.confirm, typed },
  });
  const oneNode = { id: "oneNode", ask: say("typed.oneNode"), text: "one node" };

  it("is shown anew when it asks for more care than before, not for less", () => {
    expect(careGrew(shown(), shown())).toBe(false);
    expect(careGrew(shown(), shown({ tier: 3 }))).toBe(true);
    expect(careGrew(shown({ tier: 3 }), shown())).toBe(false);
    expect(careGrew(shown(), shown({}, [oneNode]))).toBe(true);
    expect(careGrew(shown({}, [oneNode]), shown())).toBe(false);
    expect(careGrew(shown(), shown({ alarm: say("alarm.typeChanged") }))).toBe(true);
  });
});
