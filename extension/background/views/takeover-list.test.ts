import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { DevnetWorker, PASSWORD } from "../desk/devnet-worker.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let worker: DevnetWorker;
beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
});
afterAll(() => worker.devnet.close());

it("names a take-over that was begun as its network writes addresses, so that home can open it", async () => {
  const account = (await worker.ask("accounts.list", {})).accounts[0]?.address as string;
  const miner = worker.devnet.miners[0]?.address as string;
  const { terms } = await worker.ask("takeover.defaults", {});
  await worker.ask("takeover.saveDraft", { miner, account, terms, keep: {}, newWorker: null, addedControls: [] });
  const { takeovers } = await worker.ask("takeover.list", {});
  expect(takeovers).toMatchObject([{ miner, account, step: "install" }]);
  const { needs } = await worker.ask("home.get", {});
  const target = needs.find(({ id }) => id.startsWith("takeover "))?.target;
  expect(target).toEqual({ page: "takeover", id: miner });
  expect((await worker.ask("takeover.get", { miner: target?.id as string, account })).step).toBe("install");
});
