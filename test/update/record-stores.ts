import { DevnetWorker, PASSWORD } from "../../extension/background/desk/devnet-worker.ts";

const FIL = 10n ** 18n;

/** What a build has left on disk and in the browser's memory. */
export interface Recorded {
  readonly password: string;
  readonly version: string;
  /** milliseconds since 1970 */
  readonly at: number;
  readonly accounts: readonly string[];
  readonly miner: string;
  readonly approvalId: string;
  readonly local: Readonly<Record<string, unknown>>;
  readonly session: Readonly<Record<string, unknown>>;
  /** by table, line feed and key */
  readonly database: Readonly<Record<string, unknown>>;
}

/** A wallet with messages in many states, a draft, watched things, an open approval and an unlocked vault, as this build leaves it. */
export async function recordStores(): Promise<Recorded> {
  const worker = await DevnetWorker.start();
  try {
    return await recordOf(worker);
  } finally {
    await worker.devnet.close();
  }
}

async function recordOf(worker: DevnetWorker): Promise<Recorded> {
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60, theme: "dark" } });
  const { keys } = await worker.ask("keys.list", {});
  const from: string[] = [(await worker.ask("accounts.list", {})).accounts[0]?.address ?? ""];
  for (let i = 1; i < 6; i++) from.push((await worker.ask("accounts.derive", { keyId: keys[0]?.keyId ?? "", kind: "secp256k1" })).account.address);
  await worker.ask("accounts.rename", { address: from[0] ?? "", label: "Mine" });
  await worker.ask("contacts.save", { address: from[1] ?? "", label: "Bea" });
  const miner = worker.devnet.miners[0]?.address ?? "";
  await worker.ask("miners.watch", { miner, label: null });
  const { terms } = await worker.ask("takeover.defaults", {});
  await worker.ask("takeover.saveDraft", {
    miner,
    account: from[0] ?? "",
    terms: { ...terms, name: "Kestrel", symbol: "KST" },
    keep: {},
    newWorker: null,
    addedControls: [],
  });

  const send = (i: number, to: number, amount = FIL): Promise<{ approvalId: string }> =>
    worker.ask("send.review", { from: from[i] ?? "", to: from[to] ?? "", amount: amount.toString(), speed: "usual" });

  // Final: money for the other accounts, so that each has a message of its own in another state.
  for (let i = 1; i < 6; i++) await worker.signed(await send(0, i, 10n * FIL));
  // Included, and can still be undone.
  await worker.confirm(await send(1, 0));
  await worker.peggy("Peggy.Mine", [2]);
  await worker.app.outbox.advance();
  // In the mempool, with a raised fee beside it.
  const raised = await worker.confirm(await send(2, 0));
  await worker.app.outbox.advance();
  await worker.confirm(await worker.ask("activity.speedUp", { id: raised, speed: "usual" }));
  // Signed, and no node has it.
  const { fetch } = worker.s;
  worker.s.fetch = (input, init) => (String(init?.body).includes("MpoolPush") ? Promise.reject(new TypeError("failed to fetch")) : fetch(input, init));
  worker.restart();
  await worker.confirm(await send(3, 0));
  // Approved and never signed: the wallet was locked in between.
  await worker.ask("approvals.reject", { id: (await send(4, 0)).approvalId });
  // An approval that waits for its person.
  const { approvalId } = await send(5, 0);

  return {
    password: PASSWORD,
    version: worker.s.version,
    at: worker.s.clock.now,
    accounts: from,
    miner,
    approvalId,
    local: Object.fromEntries(worker.s.local.values),
    session: Object.fromEntries(worker.s.session.values),
    database: Object.fromEntries(worker.s.database.records),
  };
}
