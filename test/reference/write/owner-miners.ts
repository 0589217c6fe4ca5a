/** Custody, money at miners, relays and foreign kinds of actors, on the released built-in actors. */
import { CLAIM, claimOf, signedBytes } from "../../../actor/abi/attestation.ts";
import { encodeParams, encodeStruct } from "../../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods, type OwnerStructs } from "../../../actor/abi/methods.generated.ts";
import { encodeCreateMiner } from "../../../devnet/builtin/power/actor.ts";
import { Address } from "../../../filecoin/address.ts";
import { encodeAmount } from "../../../filecoin/amount.ts";
import { fromHex } from "../../../filecoin/bytes.ts";
import { encodeCbor } from "../../../filecoin/cbor.ts";
import { cidOf, parseCid } from "../../../filecoin/cid.ts";
import { signBls, signDelegated, signSecp256k1 } from "../../../filecoin/signature.ts";
import { type ActorId, type AttoFil, actorId, attoFil, epoch } from "../../../filecoin/units.ts";
import { CHOICE, DELAY, KIND, PERIOD, action } from "../../owner/actions.ts";
import { ownerWasm } from "../../owner/owner-wasm.ts";
import { DAY, NOTICE, fil } from "../../owner/terms.ts";
import { MODE, type Name, OWNER, Script, keyOf } from "./owner-script.ts";

const none = new Uint8Array();
const CODE = cidOf(0x55, await ownerWasm());
const PROOF = 10;
/** Code of the multisig in the devnet's bundle of v18. */
const MULTISIG = parseCid("bafk2bzacecquc4zxikmjfwsiyzx4tbxlsvauf53c7spf3hdz6jwmkczyqwbrg");
const f0 = (id: ActorId): string => `f0${id}`;

/** Creates a miner through the power actor. */
function create(s: Script, who: Name, owner: ActorId, worker: ActorId, value: bigint): void {
  const params = encodeCreateMiner({ owner: Address.id(owner), worker: Address.id(worker), windowPostProofType: BigInt(PROOF), peer: none, multiaddrs: [] });
  s.message(who, "f04", 2, params, { value, note: "CreateMiner" });
}

function approve(s: Script, miner: ActorId, owner: Name = "minerOwner"): void {
  s.call("operator", "ApproveMiner", { miner, owner: s.at(owner), worker: s.at("worker"), controls: [s.at("carol")] });
}

const proposeOwner = (s: Script, who: Name, miner: ActorId, to: ActorId): void => s.message(who, f0(miner), "ChangeOwnerAddress", Address.id(to).bytes, {});

/**
 * The minerOwner's miner, whose deposit has vested; in custody and confirmed. Another one that earned much stands beside it: the power actor
 * refuses a total pledge below zero, and the deposits of new miners count only when they are freed.
 */
function custody(s: Script, value: bigint = fil(200)): ActorId {
  create(s, "stranger", s.id("stranger"), s.id("worker"), fil(200));
  s.award(s.nextId(), 4_000);
  const miner = s.nextId(1);
  create(s, "minerOwner", s.id("minerOwner"), s.id("worker"), value);
  s.wait(200 * DAY);
  s.award(miner, 1);
  approve(s, miner);
  proposeOwner(s, "minerOwner", miner, OWNER);
  s.call("minerOwner", "TakeOwner", { miner });
  s.wait(900);
  s.call("stranger", "ConfirmWorker", { miner });
  return miner;
}

function taking(): Script {
  const s = new Script("TakeOwner and all that stands in its way: consent, proposal, beneficiary, vesting, fee debt, other kinds of actors", {
    real: true,
    terms: { limits: { maxMiners: 2, maxPerMiner: fil(10_000), maxForwardPerDay: fil(1_000) } },
  });
  const miner = s.nextId();
  const indebted = s.nextId(1);
  const rich = s.nextId(2);
  create(s, "minerOwner", s.id("minerOwner"), s.id("worker"), fil(200));
  create(s, "minerOwner", s.id("minerOwner"), s.id("worker"), fil(120));
  create(s, "minerOwner", s.id("minerOwner"), s.id("worker"), fil(120));
  s.award(rich, 40_000);
  s.wait(200 * DAY);
  s.award(miner, 1);
  s.call("operator", "Heartbeat", {});
  for (const id of [s.id("alice"), OWNER, actorId(4), actorId(77_777)])
    s.call(
      "operator",
      "ApproveMiner",
      { miner: id, owner: s.at("minerOwner"), worker: s.at("worker"), controls: [] },
      { exit: 16, note: `f0${id} is no miner` },
    );
  s.call("operator", "ApproveMiner", { miner, owner: s.at("minerOwner"), worker: s.at("worker"), controls: [s.at("worker")] }, { exit: 16 });
  s.call("minerOwner", "TakeOwner", { miner }, { exit: 20, note: "nothing proposed" });
  proposeOwner(s, "minerOwner", miner, OWNER);
  s.call("minerOwner", "TakeOwner", { miner }, { exit: 18, note: "no consent" });
  approve(s, miner, "alice");
  s.call("minerOwner", "TakeOwner", { miner }, { exit: 18, note: "consent for another owner" });
  approve(s, miner);
  s.call("alice", "TakeOwner", { miner }, { exit: 18, note: "not the owner" });
  beneficiaries(s, miner);
  s.call("minerOwner", "TakeOwner", { miner });
  s.call("minerOwner", "TakeOwner", { miner }, { exit: 20, note: "again" });
  s.message("minerOwner", f0(miner), 23, s.at("alice").bytes, { exit: 18, note: "the former owner proposes" });
  s.message("minerOwner", f0(miner), 16, [encodeAmount(1n)], { exit: 18, note: "the former owner withdraws" });
  s.call("stranger", "ConfirmWorker", { miner }, { note: "too early: false" });
  s.wait(900);
  s.call("stranger", "ConfirmWorker", { miner });
  operatorOf(s, miner);
  debts(s, indebted);
  approve(s, rich);
  proposeOwner(s, "minerOwner", rich, OWNER);
  s.call("minerOwner", "TakeOwner", { miner: rich }, { exit: 20, note: "the limit of miners" });
  return s;
}

function beneficiaries(s: Script, miner: ActorId): void {
  const change = (who: Name, to: Name, quota: bigint, until: number): void =>
    s.message(who, f0(miner), "ChangeBeneficiary", [s.at(to).bytes, encodeAmount(quota), until], { note: to });
  change("minerOwner", "carol", fil(5), s.now + 5_000);
  change("carol", "carol", fil(5), s.now + 5_000);
  s.call("minerOwner", "TakeOwner", { miner }, { exit: 16, note: "a foreign beneficiary with quota" });
  s.wait(5_001);
}

function operatorOf(s: Script, miner: ActorId): void {
  s.call("operator", "ChangeWorker", { miner, worker: s.at("worker"), controls: [s.at("carol"), s.at("bob")] });
  s.call("operator", "ChangeWorker", { miner, worker: s.at("alice"), controls: [] }, { exit: 20, note: "no BLS key" });
  s.call("operator", "ChangePeerID", { miner, peer: Uint8Array.of(9) });
  s.call("operator", "ChangeMultiaddrs", { miner, addresses: [Uint8Array.of(4, 5), Uint8Array.of(6)] });
  s.call("bob", "ChangePeerID", { miner, peer: Uint8Array.of(9) }, { exit: 18 });
  s.call("operator", "ChangePeerID", { miner: actorId(1), peer: none }, { exit: 17 });
  s.call("stranger", "ReportOverExtension", { miner, sector: 0n }, { exit: 20, note: "no such sector" });
  s.call("stranger", "GetMiner", { miner });
}

function debts(s: Script, miner: ActorId): void {
  s.award(miner, 1, fil(1_000));
  approve(s, miner);
  proposeOwner(s, "minerOwner", miner, OWNER);
  s.call("minerOwner", "TakeOwner", { miner }, { exit: 20, note: "fee debt" });
  s.message("alice", f0(miner), 0, null, { value: fil(5_000), note: "pays the debt" });
  s.call("minerOwner", "TakeOwner", { miner }, { note: "with the means to pay its debt" });
  s.call("stranger", "Measure", { miner });
}

function money(): Script {
  const s = new Script("Forward, Harvest, Recall, Measure and losses; a redemption that the miner pays; ReleaseMiner", {
    real: true,
    terms: { tipBps: 50, tipMaximum: fil(1), reserveBps: 500 },
  });
  const miner = custody(s);
  s.open();
  s.deposit("alice", fil(100));
  s.deposit("bob", fil(50));
  s.call("operator", "StakeJunior", {}, { value: fil(7) });
  const forward = (amount: AttoFil, exit = 0, note = ""): void => s.call("operator", "Forward", { miner, amount, attestation: null }, { exit, note });
  forward(fil(156), 19, "above what is free");
  forward(fil(80));
  s.call("alice", "Forward", { miner, amount: fil(1), attestation: null }, { exit: 18 });
  s.call("minerOwner", "ReleaseMiner", { miner, token: 1n, to: s.at("alice") }, { exit: 20, note: "before the seniors are covered" });
  for (let i = 0; i < 4; i++) {
    s.wait(DAY);
    s.award(miner, 3);
  }
  s.call("stranger", "Harvest", { miner });
  s.call("stranger", "Harvest", { miner }, { note: "nothing new" });
  s.call("stranger", "Harvest", { miner: s.id("alice") }, { exit: 17 });
  s.wait(30_000);
  s.call("alice", "Withdraw", { tokens: [2n], recipient: null });
  s.call("operator", "Withdraw", { tokens: [], recipient: null });
  s.call("minerOwner", "Withdraw", { tokens: [1n], recipient: null });
  s.call("alice", "Redeem", { token: 2n, amount: fil(100) });
  s.call("stranger", "Recall", { miner, amount: fil(10) }, { exit: 18, note: "nothing has matured" });
  s.wait(NOTICE);
  s.call("stranger", "Recall", { miner, amount: fil(500) });
  s.call("stranger", "Finalize", { max: 9 });
  s.call("stranger", "ClaimRedemption", { requests: [2n] });
  s.award(miner, 1, fil(75));
  s.call("stranger", "Measure", { miner }, { note: "a loss that the juniors bear" });
  s.call("stranger", "GetPool", {});
  s.call("bob", "ExitNow", { token: 3n, amount: fil(5), least: fil(0) }, { exit: 19, note: "all that is liquid is asked for" });
  s.call("minerOwner", "Redeem", { token: 1n, amount: fil(20) }, { note: "in kind: stands aside" });
  s.wait(NOTICE);
  s.call("stranger", "FinalizeSide", { request: 1n }, { exit: 20, note: "a queued senior comes first" });
  s.call("operator", "Burn", { tokens: [4n] }, { exit: 20, note: "it has principal" });
  s.award(miner, 1, fil(300));
  s.call("stranger", "Measure", { miner }, { note: "a loss that seniors bear too" });
  s.call("operator", "Burn", { tokens: [4n] });
  s.call("operator", "StakeJunior", {}, { value: fil(3), note: "of a new generation" });
  s.call("stranger", "FinalizeSide", { request: 1n }, { exit: 20 });
  s.call("bob", "GetPosition", { token: 3n });
  for (const name of ["GetPool", "ListMiners"] as const) s.call("stranger", name, {});
  return s;
}

function born(): Script {
  const s = new Script("CreateMiner, AdoptMiner and ReleaseMiner", { real: true });
  const params = { worker: s.at("worker"), proof: PROOF, peer: Uint8Array.of(1, 2), addresses: [Uint8Array.of(3)] };
  const first = s.nextId();
  const second = s.nextId(1);
  s.call("stranger", "CreateMiner", params, { value: fil(300), exit: 18 });
  s.call("operator", "CreateMiner", params, { value: 1n, exit: 20, note: "below the deposit of the network" });
  s.call("operator", "CreateMiner", { ...params, worker: s.at("alice") }, { value: fil(300), exit: 20, note: "worker without a BLS key" });
  s.call("operator", "CreateMiner", params, { value: fil(300) });
  create(s, "stranger", OWNER, s.id("worker"), fil(200));
  s.call("operator", "AdoptMiner", { miner: second }, { exit: 18, note: "no consent" });
  approve(s, second, "stranger");
  s.call("stranger", "AdoptMiner", { miner: second }, { exit: 18 });
  s.call("operator", "AdoptMiner", { miner: second });
  s.call("operator", "AdoptMiner", { miner: second }, { exit: 20, note: "again" });
  s.wait(900);
  for (const miner of [first, second]) s.call("stranger", "ConfirmWorker", { miner });
  s.call("stranger", "Harvest", { miner: second }, { note: "all it holds is reward" });
  s.call("stranger", "ReportOverExtension", { miner: first, sector: 3n }, { exit: 20, note: "no such sector" });
  s.call("stranger", "ReleaseMiner", { miner: first, token: 1n, to: s.at("stranger") }, { exit: 18 });
  s.call("operator", "ReleaseMiner", { miner: second, token: 1n, to: s.at("stranger") }, { exit: 20, note: "a token of another miner" });
  s.call("operator", "ReleaseMiner", { miner: first, token: 1n, to: s.at("stranger") });
  s.message("stranger", f0(first), "ChangeOwnerAddress", s.at("stranger").bytes, { note: "accepts" });
  s.message("stranger", f0(first), "GetOwner", null);
  s.call("operator", "AdoptMiner", { miner: first }, { exit: 18, note: "released" });
  return s;
}

const HEIR = actorId(910);

/** Alice holds 2, Bob 3; the former owner the in-kind token 1. */
function migrating(): Script {
  const s = new Script("Migrate with a miner, money and requests; what is left behind", { real: true });
  s.actor(HEIR);
  const miner = custody(s);
  s.open();
  s.deposit("alice", fil(300));
  s.deposit("bob", fil(200));
  s.call("operator", "Forward", { miner, amount: fil(80), attestation: null });
  s.wait(DELAY);
  s.award(miner, 5);
  s.call("stranger", "Harvest", { miner });
  let next = 0n;
  const decide = (what: OwnerStructs["Action"]): void => {
    s.call("alice", "Propose", { token: 2n, action: what });
    next += 1n;
    s.call("alice", "Vote", { proposal: next, tokens: [2n], choice: CHOICE.for });
    s.call("bob", "Vote", { proposal: next, tokens: [3n], choice: CHOICE.for });
    s.wait(PERIOD + DELAY);
    s.call("stranger", "Execute", { proposal: next });
  };
  decide(action(KIND.sealing));
  decide(action(KIND.allow, { code: CODE }));
  s.heir(HEIR, OWNER);
  s.wait(PERIOD);
  decide(action(KIND.migrate, { actor: Address.id(HEIR) }));
  s.message("stranger", f0(miner), "GetOwner", null);
  s.message("stranger", f0(miner), "GetBeneficiary", null);
  s.call("stranger", "Harvest", { miner }, { exit: 20, note: "by the predecessor" });
  s.award(miner, 5);
  s.call("stranger", "Harvest", { miner }, { to: HEIR });
  s.wait(5_000);
  s.call("alice", "Withdraw", { tokens: [2n], recipient: null }, { to: HEIR });
  s.call("bob", "Redeem", { token: 3n, amount: fil(10) }, { to: HEIR, exit: 20, note: "frozen by its vote" });
  s.call("stranger", "GetPool", {}, { to: HEIR });
  return s;
}

const CHAIN = 31_415_926n;
type Signing = "alice" | "bls" | "eth";

/** Signs the CBOR of a tuple in the envelope that goes with the key. */
function signTuple(who: Signing, tuple: Uint8Array): Uint8Array {
  const data = signedBytes(tuple, who === "eth");
  return { alice: signSecp256k1, bls: signBls, eth: signDelegated }[who](keyOf(who), data).data;
}

const sign = (who: Signing, request: OwnerStructs["RelayRequest"]): Uint8Array => signTuple(who, encodeStruct("RelayRequest", request));

/** What actors that look at no signature return: nothing, false, true twice, 1; and one that refuses. */
const LIARS: readonly (readonly [ActorId, Uint8Array])[] = [none, Uint8Array.of(0xf4), Uint8Array.of(0xf5, 0xf5), Uint8Array.of(1)].map(
  (answer, i) => [actorId(920 + i), answer] as const,
);
const REFUSES = actorId(929);

function relays(): Script {
  const s = new Script("ExecuteWithAuth with secp256k1, BLS and ethaccount signers, and what it refuses; AdvanceNonce", { real: true });
  for (const [id, answer] of LIARS) s.answering(id, answer);
  s.receiver(REFUSES, MODE.refuses);
  s.open();
  const tokens: Record<Signing, bigint> = { alice: 1n, bls: 2n, eth: 3n };
  for (const who of ["alice", "bls", "eth"] as const) s.deposit(who, fil(100));
  s.message("carol", f0(OWNER), 0, null, { value: fil(30), note: "bare send" });
  s.call("stranger", "Sweep", {});
  s.wait(10 * DAY);
  for (const who of ["alice", "bls", "eth"] as const)
    s.call(who, "Transfer", { to: s.at(who), tokens: [tokens[who]], operatorData: none }, { note: "to settle" });
  const request = <M extends OwnerMethodName>(
    who: Signing,
    method: M,
    params: OwnerMethods[M]["params"],
    changes: Partial<OwnerStructs["RelayRequest"]> = {},
  ): OwnerStructs["RelayRequest"] => ({
    chainId: CHAIN,
    actor: OWNER,
    account: s.id(who),
    method: BigInt(METHOD_NUMBERS[method]),
    params: encodeParams(method, params),
    nonce: 0n,
    validUntil: epoch(s.now + 1_000),
    fee: fil("0.5"),
    relayer: null,
    ...changes,
  });
  const redeem = (who: Signing, changes: Partial<OwnerStructs["RelayRequest"]> = {}) =>
    request(who, "Redeem", { token: tokens[who], amount: fil(10) }, changes);
  const relay = (authorization: OwnerStructs["RelayRequest"], signature: Uint8Array, note: string, exit = 0): void =>
    s.call("bob", "ExecuteWithAuth", { authorization, signature }, { note, exit });
  const signed = (who: Signing, r: OwnerStructs["RelayRequest"], note: string, exit = 0): void => relay(r, sign(who, r), note, exit);
  for (const who of ["alice", "bls", "eth"] as const) {
    signed(who, redeem(who, { chainId: 314n }), `${who}: another network`, 16);
    signed(who, redeem(who, { actor: actorId(4) }), `${who}: another actor`, 16);
    signed(who, redeem(who, { nonce: 1n }), `${who}: a later nonce`, 20);
    signed(who, redeem(who, { validUntil: epoch(s.now - 1) }), `${who}: too late`, 20);
    signed(who, redeem(who, { relayer: s.id("carol") }), `${who}: another relayer`, 18);
    signed(who, redeem(who, { fee: fil(90) }), `${who}: more than the claim`, 19);
    signed(who, redeem(who, { method: BigInt(METHOD_NUMBERS.Deposit) }), `${who}: not to be relayed`, 18);
    signed(who, request(who, "Redeem", { token: tokens[who], amount: fil(500) }), `${who}: fails itself`, 19);
    relay(redeem(who), sign(who, redeem(who, { fee: fil(0) })), `${who}: signature of another request`, 18);
    relay(redeem(who), new Uint8Array(), `${who}: no signature`, 18);
    relay(redeem(who), new Uint8Array(96), `${who}: zeros`, 18);
    signed(who, redeem(who), who);
    signed(who, redeem(who), `${who}: replayed`, 20);
    signed(who, request(who, "Withdraw", { tokens: [], recipient: null }, { nonce: 1n }), `${who}: withdraws`);
  }
  for (const id of [...LIARS.map(([id]) => id), REFUSES, actorId(77_777)])
    relay({ ...redeem("alice"), account: id }, new Uint8Array(65), `for f0${id}, which does not look at the signature`, 18);
  const out = redeem("alice", { nonce: 2n, fee: fil(0) });
  s.call("alice", "AdvanceNonce", { nonce: 2n }, { exit: 16 });
  s.call("alice", "AdvanceNonce", { nonce: 5n });
  signed("alice", out, "made void", 20);
  return s;
}

/** Forward wants an attestation of Alice, later of the ethaccount. */
function attested(): Script {
  const s = new Script("Forward with attestations of secp256k1 and ethaccount issuers, and what is refused; MinerSnapshot", { real: true, bare: true });
  s.construct({ issuer: s.at("alice"), attestedMethods: [BigInt(METHOD_NUMBERS.Forward)], reserveBps: 0 });
  s.construct({ attestedMethods: [BigInt(METHOD_NUMBERS.Forward)] }, { to: actorId(940), exit: 16, note: ": attested, but by nobody" });
  s.actor(actorId(940));
  s.call("operator", "Heartbeat", {});
  const miner = custody(s);
  s.open();
  s.deposit("bob", fil(300));
  s.call("stranger", "MinerSnapshot", { miner });
  s.call("stranger", "MinerSnapshot", { miner: s.id("bob") }, { exit: 16 });
  const statement = (issuer: Signing, changes: Partial<OwnerStructs["Attestation"]> = {}): OwnerStructs["Attestation"] => ({
    chainId: CHAIN,
    issuer: s.id(issuer),
    subject: OWNER,
    issued: epoch(s.now - 5),
    validUntil: epoch(s.now + 20),
    value: fil(50),
    method: BigInt(METHOD_NUMBERS.Forward),
    miner,
    schema: CLAIM.none,
    claim: none,
    sequence: 1n,
    ...changes,
  });
  const bring = (who: Signing, attestation: OwnerStructs["Attestation"], note: string, exit: number): void =>
    s.call(
      "operator",
      "Forward",
      { miner, amount: fil(10), attestation: { attestation, signature: signTuple(who, encodeStruct("Attestation", attestation)) } },
      { note, exit },
    );
  s.call("operator", "Forward", { miner, amount: fil(10), attestation: null }, { exit: 16, note: "without one" });
  bring("alice", statement("alice", { chainId: 314n }), "another network", 16);
  bring("alice", statement("alice", { subject: miner }), "another actor", 16);
  bring("alice", statement("alice", { miner: actorId(1) }), "another miner", 16);
  bring("alice", statement("alice", { validUntil: epoch(s.now - 1) }), "too old", 20);
  bring("alice", statement("alice", { issued: epoch(s.now + 1) }), "of tomorrow", 20);
  bring("alice", statement("alice", { value: fil(5) }), "for less", 20);
  bring("bls", statement("alice"), "signed by another", 18);
  bring("bls", statement("bls"), "not of the issuer", 18);
  const power = { rawPower: 0n, qaPower: 0n };
  const claim = (pledge: bigint): Uint8Array => claimOf({ balance: fil(1), pledge: attoFil(pledge), ...power } as never);
  bring("alice", statement("alice", { schema: CLAIM.figures, claim: claim(7n) }), "with figures that are not the chain's", 16);
  bring("alice", statement("alice", { schema: CLAIM.figures, claim: claim(0n) }), "with the chain's figures", 0);
  bring("alice", statement("alice"), "used", 20);
  bring("alice", statement("alice", { sequence: 2n }), "the next", 0);
  s.wait(DELAY);
  s.call("bob", "Propose", { token: 2n, action: action(KIND.issuer, { actor: s.at("eth") }) });
  s.call("bob", "Vote", { proposal: 1n, tokens: [2n], choice: CHOICE.for });
  s.wait(PERIOD + DELAY);
  s.call("stranger", "Execute", { proposal: 1n });
  s.call("stranger", "Measure", { miner });
  bring("alice", statement("alice", { sequence: 3n }), "of the former issuer", 18);
  bring("eth", statement("eth"), "of the new issuer, who is a placeholder until his first message", 18);
  s.message("eth", s.at("bob").toString(), 0, null, { value: 1n, note: "his first message" });
  bring("eth", statement("eth"), "of the new issuer, an ethaccount", 0);
  return s;
}

/** Alice holds 2, Bob 3; the former owner the in-kind token 1, the operator the junior token 4. */
function fixed(): Script {
  const s = new Script("FixedIncome: coupons, arrears, a newcomer, a loss", {
    real: true,
    terms: { custodyType: 1, annualRateBps: 800, reserveBps: 0, tipBps: 50, tipMaximum: fil(1) },
  });
  const miner = custody(s);
  s.open();
  s.deposit("alice", fil(900));
  s.wait(30 * DAY);
  s.call("stranger", "Harvest", { miner });
  s.deposit("bob", fil(300), { note: "buys the coupon that has accrued" });
  s.call("operator", "StakeJunior", {}, { value: fil(20) });
  s.call("operator", "Forward", { miner, amount: fil(500), attestation: null });
  s.wait(30 * DAY);
  s.deposit("carol", fil(5), { exit: 20, note: "the miner was not measured" });
  s.award(miner, 40);
  s.call("stranger", "Harvest", { miner }, { note: "pays the coupon first" });
  s.call("stranger", "GetPool", {});
  s.call("alice", "Withdraw", { tokens: [2n], recipient: null });
  s.call("bob", "Withdraw", { tokens: [3n], recipient: null });
  s.wait(100);
  s.call("minerOwner", "ReleaseMiner", { miner, token: 1n, to: s.at("alice") }, { exit: 20, note: "seniors are not covered" });
  s.award(miner, 1, fil(600));
  s.call("stranger", "Measure", { miner });
  s.call("alice", "Redeem", { token: 2n, amount: fil(100) });
  s.wait(NOTICE);
  s.call("stranger", "Finalize", { max: 3 });
  s.call("stranger", "ClaimRedemption", { requests: [2n] });
  s.award(miner, 300);
  s.wait(DAY);
  s.call("stranger", "Harvest", { miner }, { note: "what the loss took is earned back" });
  s.call("stranger", "GetPool", {});
  return s;
}

/** Returns 32 zero bytes to whoever calls: runtime code PUSH1 32, PUSH1 0, RETURN, put there by eleven bytes of constructor. */
const CONTRACT = fromHex("600580600b6000396000f360206000f3");

function strangers(): Script {
  const s = new Script("EVM contracts, placeholders, ethaccounts, multisigs and accounts where the owner actor meets them", { real: true });
  const contract = s.nextId();
  const multisig = s.nextId(1);
  const place = Address.delegated(10n, new Uint8Array(20).fill(9));
  const placeholder = s.nextId(2);
  s.message("alice", "f010", 4, CONTRACT, { note: "CreateExternal" });
  s.message("alice", "f01", 2, [MULTISIG, encodeCbor([[s.at("alice").bytes, s.at("bob").bytes], 1, 0, 0])], { value: fil(50), note: "Exec of a multisig" });
  s.message("alice", place.toString(), 0, null, { value: fil(1), note: "a placeholder" });
  s.open();
  for (let i = 0; i < 4; i++) s.deposit("alice", fil(10));
  for (const id of [contract, multisig, placeholder])
    s.call("operator", "ApproveMiner", { miner: id, owner: s.at("alice"), worker: s.at("worker"), controls: [] }, { exit: 16, note: `f0${id} is no miner` });
  s.call("alice", "Transfer", { to: Address.id(contract), tokens: [1n], operatorData: none }, { note: "to a contract" });
  s.call("alice", "Transfer", { to: Address.id(multisig), tokens: [2n], operatorData: none }, { note: "to a multisig" });
  s.call("alice", "Transfer", { to: Address.id(placeholder), tokens: [3n], operatorData: none }, { note: "to a placeholder" });
  s.call("alice", "Transfer", { to: place, tokens: [4n], operatorData: none }, { note: "by its f4 address" });
  s.call("alice", "Withdraw", { tokens: [], recipient: Address.id(contract) }, { note: "nothing, to a contract" });
  const redeem = encodeParams("Redeem", { token: 2n, amount: fil(10) });
  s.message("alice", f0(multisig), 2, [Address.id(OWNER).bytes, encodeAmount(0n), METHOD_NUMBERS.Redeem, redeem], { note: "the multisig redeems" });
  s.message("carol", f0(multisig), 2, [Address.id(OWNER).bytes, encodeAmount(0n), METHOD_NUMBERS.Redeem, redeem], { exit: 18 });
  s.wait(NOTICE);
  s.call("stranger", "Finalize", { max: 3 });
  s.call("stranger", "ClaimRedemption", { requests: [2n] }, { note: "pays the multisig" });
  const change = (actor: Address | null, operator: ActorId, note: string, exit: number): void =>
    s.construct(
      { operator: Address.id(operator), fees: actor === null ? [] : [{ label: "x", beneficiary: actor, bps: 1 }] },
      { to: actorId(930 + exits++), note: `: ${note}`, exit },
    );
  let exits = 0;
  for (let i = 0; i < 5; i++) s.actor(actorId(930 + i));
  change(null, contract, "a contract as operator", 0);
  change(null, multisig, "a multisig as operator", 0);
  change(null, placeholder, "a placeholder as operator", 16);
  change(Address.id(contract), s.id("operator"), "a contract takes a fee", 0);
  change(Address.id(placeholder), s.id("operator"), "a placeholder takes a fee", 16);
  return s;
}

const PUSH_PRECOMPILE = `73fe${"00".repeat(18)}05`;
/**
 * A contract that hands its calldata to the precompile which calls actors, and returns what that says: CALLDATACOPY, DELEGATECALL of
 * 0xfe00…05, RETURNDATACOPY, RETURN; before it eleven bytes of constructor.
 */
const RUNTIME = `36600060003760006000366000${PUSH_PRECOMPILE}5af43d600060003e3d6000f3`;
const CALLER = fromHex(`60${(RUNTIME.length / 2).toString(16).padStart(2, "0")}80600b6000396000f3${RUNTIME}`);
const INVOKE_CONTRACT = "InvokeEVM";

const word = (n: bigint | number): Uint8Array => fromHex(BigInt(n).toString(16).padStart(64, "0"));

/** ABI of the precompile: (method, value, flags, codec, params, actor). */
function precompile(method: number, value: bigint, params: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(params.length / 32) * 32);
  padded.set(params);
  const codec = params.length === 0 ? 0 : 0x51;
  const head = [word(method), word(value), word(0), word(codec), word(192), word(OWNER), word(params.length)];
  return Uint8Array.of(...head.flatMap((part) => [...part]), ...padded);
}

function contracts(): Script {
  const s = new Script("An EVM contract as holder and operator: it calls the owner actor through the actor precompile", { real: true, bare: true });
  const contract = s.nextId();
  s.message("alice", "f010", 4, CALLER, { note: "CreateExternal" });
  s.message("alice", f0(contract), 0, null, { value: fil(1_000), note: "gives it money" });
  s.construct({ operator: Address.id(contract) });
  const call = <M extends OwnerMethodName>(method: M, params: OwnerMethods[M]["params"], value = 0n, note = ""): void =>
    s.message("bob", f0(contract), INVOKE_CONTRACT, precompile(METHOD_NUMBERS[method], value, encodeParams(method, params)), { note: `${method}${note}` });
  call("Deposit", {}, fil(50), " before the first call of the operator");
  call("Heartbeat", {});
  call("OpenDeposits", { amount: fil(1_000), until: epoch(9_000_000) });
  call("Deposit", {}, fil(50));
  s.deposit("carol", fil(40));
  call("StakeJunior", {}, fil(30));
  s.call("stranger", "ListOwnedTokens", { owner: Address.id(contract), cursor: none, limit: 9 });
  call("Split", { token: 1n, amount: fil(20) });
  call("Redeem", { token: 1n, amount: fil(30) });
  call("Redeem", { token: 2n, amount: fil(30) }, 0n, " of another's token");
  call("Transfer", { to: s.at("bob"), tokens: [4n], operatorData: none });
  s.message("carol", f0(OWNER), 0, null, { value: fil(8), note: "bare send" });
  call("Sweep", {});
  s.wait(NOTICE);
  call("Finalize", { max: 3 });
  call("ClaimRedemption", { requests: [2n] });
  call("Withdraw", { tokens: [3n], recipient: null });
  call("GetPool", {});
  s.call("stranger", "GetPool", {});
  return s;
}

export const withMiners = (): Record<string, Script> => ({
  "owner-taking": taking(),
  "owner-money": money(),
  "owner-born": born(),
  "owner-migrating": migrating(),
  "owner-relays": relays(),
  "owner-attested": attested(),
  "owner-fixed-income": fixed(),
  "owner-strangers": strangers(),
  "owner-contracts": contracts(),
});
