import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DevnetWorker, PASSWORD } from "./devnet-worker.ts";

/** A record on disk that cannot be read, as a person meets it: one message among others, a network, the settings. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FIL = 10n ** 18n;
let worker: DevnetWorker;
let from: string;
let to: string;

const send = () => worker.ask("send.review", { from, to, amount: FIL.toString(), speed: "usual" });
const slotKeys = (): string[] => [...worker.s.database.records.keys()].filter((key) => key.startsWith("slots\n"));

beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  from = (await worker.ask("accounts.list", {})).accounts[0]?.address as string;
  to = worker.devnet.accounts[3]?.address as string;
  await worker.signed(await send());
  await worker.signed(await send());
});
afterAll(() => worker.devnet.close());

describe("records that cannot be read", () => {
  it("empty no list, close the way to their number, and are named and set aside in the settings", async () => {
    const [first = ""] = slotKeys();
    const whole = worker.s.database.records.get(first);
    worker.s.database.records.set(first, { id: "what is left of it" });
    worker.restart();
    expect((await worker.ask("activity.list", { account: null })).slots).toHaveLength(1);
    expect(await worker.codeOf("send.review", { from, to, amount: "1", speed: "usual" })).toBe("recordDamaged");
    const { damaged } = await worker.ask("diagnostics.get", {});
    expect(damaged.map(({ table, key }) => `${table}\n${key}`)).toEqual([first]);
    await worker.ask("diagnostics.setAside", {});
    expect((await worker.ask("diagnostics.get", {})).damaged).toEqual([]);
    expect([...worker.s.database.records.entries()].find(([key]) => key.startsWith("aside\nslots"))?.[1]).toEqual({ id: "what is left of it" });
    await worker.signed(await send());
    worker.s.database.records.set(first, whole);
  });

  it("leave the settings at their defaults, and the networks that come with the wallet", async () => {
    worker.s.database.records.set("settings\nsettings", { theme: "purple" });
    worker.s.database.records.set("networks\nnetwork.own", { id: "own", url: "https://node.example.org/a-key" });
    worker.restart();
    expect((await worker.ask("wallet.state", {})).settings.theme).toBe("system");
    expect((await worker.ask("networks.list", {})).networks.map(({ id }) => id)).toEqual(["mainnet", "calibration", "devnet"]);
    const { damaged } = await worker.ask("diagnostics.get", {});
    expect(damaged.map(({ table, text }) => [table, text === null])).toEqual(
      expect.arrayContaining([
        ["settings", false],
        ["networks", true],
      ]),
    );
    await worker.ask("settings.set", { settings: { theme: "dark" } });
    expect(worker.s.database.records.get("aside\nsettings settings")).toEqual({ theme: "purple" });
    expect((await worker.ask("wallet.state", {})).settings.theme).toBe("dark");
  });
});

describe("a fault of the worker itself", () => {
  it("reaches the page as such, and the diagnostic log", async () => {
    worker.s.database.beforeCall = (call) => {
      if (call.startsWith("database.write settings")) throw new TypeError("undefined is not a function");
    };
    expect(await worker.codeOf("settings.set", { settings: { theme: "light" } })).toBe("internal");
    worker.s.database.beforeCall = () => {};
    expect((await worker.ask("diagnostics.get", {})).lines.at(-1)?.text).toBe("TypeError: undefined is not a function");
  });
});
