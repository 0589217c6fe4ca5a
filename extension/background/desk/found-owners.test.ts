import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { MOST_ASKED } from "../views/known-owners.ts";
import { DevnetWorker, PASSWORD } from "./devnet-worker.ts";

/** Lists of a wallet with more accounts than are asked. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const ACCOUNTS = MOST_ASKED + 5;
let worker: DevnetWorker;
let first: string;
let last: string;

beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
  const keyId = (await worker.ask("keys.list", {})).keys[0]?.keyId as string;
  for (let n = 1; n < ACCOUNTS; n++) await worker.ask("accounts.derive", { keyId, kind: "secp256k1" });
  const all = (await worker.ask("accounts.list", {})).accounts.map(({ address }) => address);
  [first, last] = [all[0] as string, all[ACCOUNTS - 1] as string];
  await worker.signed(await worker.ask("send.review", { from: first, to: last, amount: (100n * 10n ** 18n).toString(), speed: "usual" }));
});
afterAll(() => worker.devnet.close());

const known = async (): Promise<string[]> => (await worker.ask("owners.list", {})).owners.map(({ address }) => address);

it("say how many of how many accounts were asked", async () => {
  expect((await worker.ask("positions.list", { account: null })).asked).toEqual({ accounts: MOST_ASKED, of: ACCOUNTS });
  expect((await worker.ask("positions.list", { account: last })).asked).toEqual({ accounts: 1, of: 1 });
  expect((await worker.ask("owners.list", {})).asked).toEqual({ accounts: MOST_ASKED, of: ACCOUNTS });
});

it("have an owner actor that was found once, also when the account that created it is not asked and after a restart, until a reorganisation takes it away", async () => {
  const before = await worker.peggy("Peggy.Snapshot", []);
  await worker.ask("accounts.select", { address: last });
  const subject = { miner: worker.devnet.miners[0]?.address as string, account: last };
  const { terms } = await worker.ask("takeover.defaults", {});
  await worker.ask("takeover.saveDraft", { ...subject, terms, keep: {}, newWorker: null, addedControls: [] });
  await worker.signed(await worker.ask("takeover.installCode", subject));
  await worker.signed(await worker.ask("takeover.createActor", subject));
  await worker.ask("accounts.select", { address: first });
  expect(await known()).toEqual([]);
  await worker.ask("accounts.select", { address: last });
  const found = await known();
  expect(found).toHaveLength(1);
  await worker.ask("accounts.select", { address: first });
  worker.restart();
  expect(await known()).toEqual(found);
  await worker.peggy("Peggy.Revert", [before]);
  expect(await known()).toEqual([]);
});
