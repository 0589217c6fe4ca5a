import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { attestedBytes } from "../../../actor/abi/attestation.ts";
import { encodeParams, encodeStruct } from "../../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerStructs } from "../../../actor/abi/methods.generated.ts";
import { Address } from "../../../filecoin/address.ts";
import { toHex } from "../../../filecoin/bytes.ts";
import { secp256k1PublicKey, signSecp256k1 } from "../../../filecoin/signature.ts";
import { attoFil, epoch } from "../../../filecoin/units.ts";
import { termsOfForm } from "../../../wallet/takeover/terms.ts";
import { DevnetWorker, PASSWORD } from "../desk/devnet-worker.ts";

/** An operator whose terms let principal go to a miner only with an issuer's statement about it; the chain is a real devnet. */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const FIL = 10n ** 18n;
const ISSUER_KEY = new Uint8Array(32).fill(7);
let worker: DevnetWorker;
let from: string;
let actor: string;
let miner: string;
let issuer: bigint;

const idOf = (address: string): bigint => BigInt(Address.parse(address).id);

/** An offer that takes no statement but this issuer's: made by hand, since the wallet's own form has no issuer. */
async function createActor(subject: { miner: string; account: string }, named: Address): Promise<string> {
  const { terms } = await worker.ask("takeover.defaults", {});
  const { Height: now } = await worker.peggy<{ Height: number }>("Filecoin.ChainHead", []);
  const given = {
    ...termsOfForm(terms, { operator: Address.parse(subject.account), now, prefix: "t" }),
    issuer: named,
    attestedMethods: [BigInt(METHOD_NUMBERS.Forward)],
  };
  return worker.create(from, encodeParams("Constructor", { terms: given }));
}

beforeAll(async () => {
  worker = await DevnetWorker.start();
  await worker.ask("secret.createVault", { password: PASSWORD, source: { kind: "rehearsal" } });
  await worker.ask("settings.set", { settings: { lockMinutes: 60 } });
  from = (await worker.ask("accounts.list", {})).accounts[0]?.address as string;
  miner = worker.devnet.miners[0]?.address as string;
  const subject = { miner, account: from };
  const issuerAddress = Address.secp256k1(secp256k1PublicKey(ISSUER_KEY));
  await worker.signed(await worker.ask("send.review", { from, to: issuerAddress.toString("t"), amount: FIL.toString(), speed: "usual" }));
  issuer = idOf(await worker.peggy<string>("Filecoin.StateLookupID", [issuerAddress.toString("t"), []]));
  const { terms } = await worker.ask("takeover.defaults", {});
  const draft = { ...subject, terms, newWorker: null, addedControls: [] };
  const { keys } = await worker.ask("takeover.saveDraft", { ...draft, keep: {} });
  const keep = Object.fromEntries(keys.map(({ forms }) => [forms.address, true]));
  await worker.ask("takeover.saveDraft", { ...draft, keep });
  await worker.signed(await worker.ask("takeover.installCode", subject));
  actor = await createActor(subject, issuerAddress);
  // An offer that stands already, instead of one by the form.
  await worker.ask("takeover.saveDraft", { ...draft, terms: null, keep });
  let view = await worker.ask("takeover.useActor", { ...subject, actor });
  for (let steps = 0; view.step !== "done" && steps < 8; steps++) {
    if (view.step === "worker") await worker.peggy("Peggy.Mine", [900]);
    await worker.signed(await worker.ask(view.next?.command as "takeover.propose", subject));
    view = await worker.ask("takeover.get", subject);
  }
  expect(view.step).toBe("done");
  const call = { actor, from };
  await worker.signed(await worker.ask("owner.openDeposits", { ...call, amount: (1_000n * FIL).toString(), until: 1_000_000 }));
  await worker.signed(await worker.ask("offer.deposit", { ...call, amount: (100n * FIL).toString() }));
  await worker.signed(await worker.ask("owner.measure", { ...call, miner }));
});
afterAll(() => worker.devnet.close());

/** What the issuer signs, as hex; of this miner, for at most 50 FIL, unless told otherwise. */
async function statement(changes: Partial<OwnerStructs["Attestation"]> = {}): Promise<string> {
  const { epoch: now } = await worker.ask("owner.get", { actor });
  const chainId = BigInt(await worker.peggy<string>("eth_chainId", []));
  const attestation: OwnerStructs["Attestation"] = {
    chainId,
    issuer: issuer as never,
    subject: idOf(actor) as never,
    issued: epoch(now - 1),
    validUntil: epoch(now + 100),
    value: attoFil(50n * FIL),
    method: BigInt(METHOD_NUMBERS.Forward),
    miner: idOf(miner) as never,
    schema: 0,
    claim: new Uint8Array(),
    sequence: 1n,
    ...changes,
  };
  return toHex(encodeStruct("SignedAttestation", { attestation, signature: signSecp256k1(ISSUER_KEY, attestedBytes(attestation)).data }));
}
const forward = (attestation: string | null, amount = 40n * FIL) => worker.ask("owner.forward", { actor, from, miner, amount: amount.toString(), attestation });

describe("Forward under terms that need an attestation", () => {
  it("is not blocked, and the offer says what it needs", async () => {
    const { pool, plainTerms } = await worker.ask("owner.get", { actor });
    expect(pool).toMatchObject({ forwardAttested: true, forwardBlocked: null });
    expect(plainTerms.map(({ code }) => code)).toContain("terms.attested");
  });

  it.each(["", "zz", "00", "8100"])("refuses what is no attestation (%j) before anything is drafted", async (text) => {
    expect(await worker.codeOf("owner.forward", { actor, from, miner, amount: FIL.toString(), attestation: text })).toBe("badAttestation");
  });

  it("shows in the dry run, in the actor's words, what is wrong with one", async () => {
    const words = async (review: Promise<{ approvalId: string }>) => JSON.stringify((await worker.approval((await review).approvalId)).dryRun);
    expect(await words(forward(null))).toContain("these terms need an attestation");
    expect(await words(forward(await statement({ validUntil: epoch(1) })))).toContain("the attestation was valid until epoch 1");
    expect(await words(forward(await statement(), 51n * FIL))).toContain("attested is an amount of at most");
  });

  it("goes to the miner with the right one, which the approval shows in full, and only once", async () => {
    const given = await statement();
    const before = BigInt((await worker.ask("owner.get", { actor })).pool.liquid);
    const review = await forward(`0x${given}`);
    const { params } = await worker.approval(review.approvalId);
    expect(JSON.stringify(params)).toMatch(/attestation.*issuer.*validUntil.*sequence.*signature/);
    await worker.signed(review);
    expect(before - BigInt((await worker.ask("owner.get", { actor })).pool.liquid)).toBe(40n * FIL);
    expect(JSON.stringify((await worker.approval((await forward(given, FIL)).approvalId)).dryRun)).toContain("expected an attestation with a sequence above 1");
  });
});
