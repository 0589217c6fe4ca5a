import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DevnetWorker, PASSWORD, type Lie } from "../desk/devnet-worker.ts";

/** What confirm answers is what happens: after a failure nothing is ever signed, and what was signed is never called a failure. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const honest: Lie = (_method, reply) => reply;
let worker: DevnetWorker;
let from: string;
let to: string;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
  [from, to] = worker.devnet.accounts.map(({ address }) => address) as [string, string];
});
afterAll(() => worker.devnet.close());
beforeEach(async () => {
  worker.lie = honest;
  worker.s.database.beforeCall = () => {};
  await worker.peggy("Peggy.Mine", [10]);
  await worker.app.outbox.advance();
});

/** Confirms a fresh send; `before` sets the stage between the page's paint and its click. */
async function confirm(before: () => void): Promise<string> {
  const { approvalId } = await worker.ask("send.review", { from, to, amount: "1000", speed: "usual" });
  const approval = await worker.approval(approvalId);
  worker.s.clock.now += 1_000;
  before();
  return worker.codeOf("approvals.confirm", worker.consentTo(approval));
}

/** Everything heals, and the outbox looks often. What was pushed since `confirm`, and the newest attempt's state. */
async function later(): Promise<{ pushes: number; state: string | undefined }> {
  worker.lie = honest;
  worker.s.database.beforeCall = worker.s.session.beforeCall = () => {};
  worker.asked = [];
  for (let i = 0; i < 3; i++) {
    worker.s.clock.now += 30_000;
    await worker.app.outbox.advance();
  }
  worker.restart();
  await worker.app.outbox.advance();
  const [newest] = (await worker.ask("activity.list", { account: null })).slots;
  return { pushes: worker.asked.filter((method) => method === "MpoolPush").length, state: newest?.attempts.at(-1)?.state };
}

const failingAt =
  (call: string): (() => void) =>
  () => {
    worker.s.database.beforeCall = worker.s.session.beforeCall = (made) => {
      if (made.startsWith(call)) throw new Error("the disk is full");
    };
  };

describe("a confirm that answers with a failure", () => {
  // The last looks at the chain before a signature: which chain it is, its head, the exact message once more.
  it.each(["ChainGetGenesis", "ChainHead", "StateCall"])("is never signed later when the node refused %s before the signature", async (call) => {
    const known = (await worker.ask("activity.list", { account: null })).slots.length;
    const code = await confirm(() => {
      worker.lie = (method, reply) => (method === call ? { jsonrpc: "2.0", id: reply["id"], error: { code: 1, message: "not today" } } : reply);
    });
    expect(code).toBe("nodeRefused");
    expect((await later()).pushes).toBe(0);
    expect((await worker.ask("activity.list", { account: null })).slots.slice(0, -known || undefined).every(({ status }) => status === "void")).toBe(true);
  });

  it("is void when the signer cannot be loaded", async () => {
    worker.restart();
    const { file } = worker.s;
    const code = await confirm(() => {
      worker.s.file = async (name) => {
        if (name.includes("signer")) throw new TypeError("failed to fetch");
        return file(name);
      };
    });
    worker.s.file = file;
    expect(code).toBe("internal");
    expect(await later()).toEqual({ pushes: 0, state: "void" });
  });

  it("is void when the signature could not be stored", async () => {
    let commits = 0;
    const code = await confirm(() => {
      worker.s.database.beforeCall = (call) => {
        // The first commit with slots creates the attempt, the second one would keep its signature.
        if (call.startsWith("database.commit") && call.includes("slots") && ++commits === 2) throw new Error("the disk is full");
      };
    });
    expect(code).toBe("internal");
    expect(await later()).toEqual({ pushes: 0, state: "void" });
  });

  it("says that it does not know when not even that could be stored, and is settled by the person's next look", async () => {
    let commits = 0;
    const code = await confirm(() => {
      worker.s.database.beforeCall = (call) => {
        if (call.startsWith("database.commit") && call.includes("slots") && ++commits >= 2) throw new Error("the disk is full");
      };
    });
    expect(code).toBe("confirmUnsettled");
    expect((await later()).state).toMatch(/accepted|seen|silent/);
  });
});

describe("what was signed", () => {
  it.each([["the reply log", "session.set reply"]])("is no failure when %s cannot be written", async (_what, call) => {
    expect(await confirm(failingAt(call))).toBe("done");
    expect((await later()).state).toMatch(/accepted|seen/);
  });

  it("is no failure when the transition to pushing cannot be stored; it is pushed in the next round", async () => {
    let commits = 0;
    const code = await confirm(() => {
      worker.s.database.beforeCall = (call) => {
        if (call.startsWith("database.commit") && call.includes("slots") && ++commits === 3) throw new Error("the disk is full");
      };
    });
    expect(code).toBe("done");
    expect(await later()).toEqual({ pushes: 1, state: expect.stringMatching(/accepted|seen/) });
  });

  it("makes its receiver a known one, and nothing else does", async () => {
    const typed = async (): Promise<boolean> => {
      const { approvalId } = await worker.ask("send.review", { from, to: stranger, amount: (11n * 10n ** 18n).toString(), speed: "usual" });
      return (await worker.approval(approvalId)).confirm.typed.length > 0;
    };
    const stranger = worker.devnet.accounts[2]?.address as string;
    expect(await typed()).toBe(true);
    const { approvalId } = await worker.ask("send.review", { from, to: stranger, amount: "1", speed: "usual" });
    const approval = await worker.approval(approvalId);
    worker.s.clock.now += 1_000;
    let commits = 0;
    worker.s.database.beforeCall = (call) => {
      if (call.startsWith("database.commit") && call.includes("slots") && ++commits === 2) throw new Error("the disk is full");
    };
    expect(await worker.codeOf("approvals.confirm", worker.consentTo(approval))).toBe("internal");
    worker.s.database.beforeCall = () => {};
    expect(await typed()).toBe(true);
    await worker.confirm(await worker.ask("send.review", { from, to: stranger, amount: "1", speed: "usual" }));
    expect(await typed()).toBe(false);
  });
});
