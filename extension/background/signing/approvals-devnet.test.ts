import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Address } from "../../../filecoin/address.ts";
import { fromBase64 } from "../../../filecoin/bytes.ts";
import { formatLotusKey, parseLotusKey } from "../../../filecoin/lotusKey.ts";
import { messageFromJson, signedMessageToJson } from "../../../filecoin/message.ts";
import { attoFil } from "../../../filecoin/units.ts";
import type { MessageView } from "../../../wallet/values.ts";
import { signMessage } from "./sign-message.ts";
import { DevnetWorker, PASSWORD } from "../desk/devnet-worker.ts";

/** What an approval refuses, and what makes it be shown again, on a real devnet. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FIL = 10n ** 18n;
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

const send = (amount: bigint = FIL): Promise<{ approvalId: string }> => worker.ask("send.review", { from, to, amount: amount.toString(), speed: "usual" });

/** Signs with the account's key outside of this wallet, as another copy of it would, and pushes. */
async function pushElsewhere(like: MessageView, nonce: number): Promise<void> {
  const key = parseLotusKey(worker.devnet.accounts[0]?.key as string);
  const signed = await signMessage(
    { ...messageFromJson(like), nonce, value: attoFil(7n) },
    { kind: "secp256k1", privateKey: key.privateKey },
    worker.app.signer,
  );
  await worker.peggy("Filecoin.MpoolPush", [signedMessageToJson(signed, "t")]);
}

describe("an approval", () => {
  it("is shown again with another nonce when another copy of the keys used it meanwhile", async () => {
    const { approvalId } = await send();
    const { message } = await worker.approval(approvalId);
    const nonce = message.Nonce;
    await pushElsewhere(message, nonce);
    const { approvalId: mine } = await send();
    expect((await worker.approval(mine)).message.Nonce).toBe(nonce);
    await worker.peggy("Peggy.Mine", [2]);
    worker.s.clock.now += 1_000;
    expect(await worker.codeOf("approvals.confirm", worker.consentTo(await worker.approval(mine)))).toBe("approvalChanged");
    expect(await worker.approval(mine)).toMatchObject({
      revision: 2,
      message: { Nonce: nonce + 1 },
      changed: expect.arrayContaining([{ code: "changed.nonce", params: {} }]),
    });
    await worker.peggy("Peggy.Mine", [10]);
  });

  it("leaves nothing that could still be signed when the wallet locks between consent and signature", async () => {
    const approval = await worker.approval((await send()).approvalId);
    worker.s.clock.now += 1_000;
    const { signer } = worker.app;
    worker.app.signer = async (act) => {
      await worker.app.lock.lock("screen");
      return signer(act);
    };
    const reply = await worker.answer("approvals.confirm", worker.consentTo(approval));
    worker.app.signer = signer;
    expect(reply.ok).toBe(false);
    const slots = await worker.app.slots.all();
    expect(slots.flatMap(({ attempts }) => attempts.map(({ state, signed, note }) => [state, signed, note?.code]))).toEqual([["void", null, "void.locked"]]);
    await worker.ask("wallet.unlock", { password: PASSWORD });
    await worker.app.outbox.advance();
    expect((await worker.app.slots.all())[0]?.attempts[0]?.state).toBe("void");
  });

  it("reserves what held messages may still take", async () => {
    const first = await worker.approval((await send()).approvalId);
    worker.s.clock.now += 1_000;
    await worker.ask("approvals.confirm", worker.consentTo(first));
    const second = await worker.approval((await send()).approvalId);
    expect(BigInt(second.balance.needed)).toBe(2n * FIL + BigInt(first.fee.ceiling) + BigInt(second.fee.ceiling));
    const most = BigInt(second.balance.atto) - BigInt(first.fee.ceiling);
    expect(await worker.approval((await send(most)).approvalId)).toMatchObject({ state: "blocked", blocked: { code: "blocked.notEnough" } });
    await worker.peggy("Peggy.Mine", [10]);
    await worker.app.outbox.advance();
  });
});

describe("a receiver", () => {
  const zero = `t4${Address.delegated(10n, new Uint8Array(20)).toString("t").slice(2)}`;
  const masked = Address.delegated(
    10n,
    Uint8Array.from({ length: 20 }, (_, i) => (i === 0 ? 0xff : i === 19 ? 100 : 0)),
  ).toString("t");

  it.each([
    ["the zero address", () => zero, "zeroAddress"],
    ["its 0x text", () => `0x${"0".repeat(40)}`, "zeroAddress"],
    ["an f0 dressed as f410", () => masked, "idMask"],
    ["an f0 dressed as 0x", () => `0xff${"0".repeat(36)}64`, "idMask"],
  ])("is refused everywhere: %s", async (_what, address, reason) => {
    const text = address();
    const refused = { ok: false, code: "receiverRefused", params: { reason } };
    expect(await worker.answer("send.quote", { from, to: text, amount: "1", speed: "usual" })).toMatchObject(refused);
    expect(await worker.answer("send.review", { from, to: text, amount: "1", speed: "usual" })).toMatchObject(refused);
    expect(await worker.answer("send.reviewRaw", { from, to: text, amount: "1", method: 0, params: "" })).toMatchObject(refused);
    if (!text.startsWith("0x"))
      expect(
        await worker.answer("miner.changeBeneficiary", {
          miner: worker.devnet.miners[0]?.address as string,
          from,
          beneficiary: text,
          quota: "1",
          expiration: 5,
        }),
      ).toMatchObject(refused);
  });

  it("is no f0 that a reorganisation could give to another actor, where the params name it", async () => {
    const fresh = Address.secp256k1(Uint8Array.from({ length: 65 }, (_, i) => (i === 0 ? 4 : i)));
    const id = await worker.confirm(await worker.ask("send.review", { from, to: fresh.toString("t"), amount: "1", speed: "usual" }));
    await worker.peggy("Peggy.Mine", [2]);
    await worker.app.outbox.advance();
    expect((await worker.ask("activity.get", { id })).slot.status).toBe("included");
    const propose = async (): Promise<unknown> =>
      worker.approval(
        (await worker.ask("miner.proposeOwner", { miner: worker.devnet.miners[0]?.address as string, from, owner: fresh.toString("t") })).approvalId,
      );
    expect(await propose()).toMatchObject({ state: "blocked", blocked: { code: "blocked.notFinal" } });
    await worker.peggy("Peggy.Mine", [8]);
    expect(await propose()).toMatchObject({ state: "open", blocked: null });
    await worker.app.outbox.advance();
  });

  it("by an f0 asks for a typed word until that f0 is final, and takes both nodes' word for it", async () => {
    const fresh = Address.secp256k1(Uint8Array.from({ length: 65 }, (_, i) => (i === 0 ? 4 : i + 1)));
    await worker.confirm(await worker.ask("send.review", { from, to: fresh.toString("t"), amount: "1", speed: "usual" }));
    await worker.peggy("Peggy.Mine", [2]);
    const { forms } = await worker.ask("address.inspect", { text: fresh.toString("t") });
    const typed = async (): Promise<string[]> =>
      (await worker.approval((await worker.ask("send.review", { from, to: forms.id as string, amount: "1", speed: "usual" })).approvalId)).confirm.typed.map(
        ({ id }) => id,
      );
    await worker.app.outbox.advance();
    expect(await typed()).toContain("notFinal");
    await worker.peggy("Peggy.Mine", [8]);
    expect(await typed()).not.toContain("notFinal");
    await worker.app.outbox.advance();
  });
});

describe("an amount", () => {
  it.each(["2,500", "2 500", "2.5", "1e3", "0x10", " 1 ", "１２", "-1", "+1", "", "01", "٣", "1_000", "Infinity", "9".repeat(79), "0"])(
    "that is no whole positive attoFIL is refused at the worker's door: %j",
    async (amount) => {
      expect(await worker.codeOf("send.review", { from, to, amount, speed: "usual" })).toBe("badRequest");
    },
  );

  it("that nobody has is not enough, not an error", async () => {
    const { approvalId } = await worker.ask("send.review", { from, to, amount: "9".repeat(30), speed: "usual" });
    expect(await worker.approval(approvalId)).toMatchObject({ state: "blocked", blocked: { code: "blocked.notEnough" } });
  });

  it("as the limit of the settings is digits too, so that it cannot stop every approval", async () => {
    for (const tierOneLimit of ["ten", "1e3", "-1", "1.5"]) expect(await worker.codeOf("settings.set", { settings: { tierOneLimit } })).toBe("badRequest");
  });
});

describe("a BLS key as Lotus hex", () => {
  it("goes in, signs, and comes out as it was", async () => {
    const privateKey = worker.s.random(32);
    privateKey[31] = 3;
    const hex = formatLotusKey({ type: "bls", privateKey });
    const preview = await worker.ask("secret.previewLotusKey", { hex });
    expect(preview).toMatchObject({ kind: "bls", sameBytesAgain: true, signedAndVerified: true });
    await worker.ask("secret.addKey", { password: PASSWORD, source: { kind: "lotus", hex } });
    const address = preview.forms.address;
    expect(address).toMatch(/^t3/);
    await worker.signed(await worker.ask("send.review", { from, to: address, amount: (5n * FIL).toString(), speed: "usual" }));
    await worker.signed(await worker.ask("send.review", { from: address, to: from, amount: FIL.toString(), speed: "usual" }));
    expect((await worker.ask("secret.exportLotusKey", { password: PASSWORD, address })).hex).toBe(hex);
    const raw = JSON.parse(Buffer.from(hex, "hex").toString()) as { PrivateKey: string };
    expect(fromBase64(raw.PrivateKey)).toEqual(privateKey);
  });
});
