import { describe, expect, it } from "vitest";
import { CLAIM, attestedBytes, claimOf } from "../../actor/abi/attestation.ts";
import { decodeStruct, encodeStruct } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerStructs } from "../../actor/abi/methods.generated.ts";
import { Hamt } from "../../devnet/state/hamt.ts";
import { Address } from "../../filecoin/address.ts";
import { EMPTY_ARRAY_CID } from "../../filecoin/cid.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { blsPublicKey, delegatedAddressOf, secp256k1PublicKey, signBls, signDelegated, signSecp256k1 } from "../../filecoin/signature.ts";
import { type ActorId, attoFil, epoch } from "../../filecoin/units.ts";
import { seal } from "./miners.ts";
import { DELAY, KIND, action, decide } from "./voting.ts";
import { CHAIN_ID, World, type WorldOptions, eventOf, fil } from "./world.ts";

type Attestation = OwnerStructs["Attestation"];
type KeyKind = "secp" | "bls" | "eth";
const CHAIN = BigInt(CHAIN_ID);
const FORWARD = BigInt(METHOD_NUMBERS.Forward);
const KEY = new Uint8Array(32).fill(7);
const OTHER_KEY = new Uint8Array(32).fill(9);
const SECTOR = { expiration: 1_500_000, pledge: 10n ** 15n };
const ALONE: WorldOptions["terms"] = { fees: [], reserveBps: 0, legacyMaximum: fil(10_000_000) };

const addressOf = (kind: KeyKind, key: Uint8Array): Address =>
  ({
    secp: () => Address.secp256k1(secp256k1PublicKey(key)),
    bls: () => Address.bls(blsPublicKey(key)),
    eth: () => delegatedAddressOf(secp256k1PublicKey(key)),
  })[kind]();

/** An account with a real key. */
function accountOf(world: World, kind: KeyKind, key: Uint8Array): ActorId {
  if (kind === "eth") {
    const id = world.plant(world.codeOf("ethaccount"), EMPTY_ARRAY_CID);
    world.tree.setActor(id, { ...world.tree.getActor(id)!, delegated: addressOf(kind, key) });
    return id;
  }
  const address = addressOf(kind, key);
  world.must("alice", "Withdraw", { tokens: [], recipient: address });
  return world.must("stranger", "GetAccount", { account: address }).id;
}

/** An offer that forwards only what an issuer has attested; Alice's 100 FIL (token 1) and Bob's 60 FIL (2) are liquid. */
function attested(kind: KeyKind = "secp"): { world: World; issuer: ActorId; other: ActorId } {
  const world = World.create({ minerBalance: 0n });
  const issuer = accountOf(world, kind, KEY);
  const other = accountOf(world, "secp", OTHER_KEY);
  const made = world.construct({ ...ALONE, issuer: Address.id(issuer), attestedMethods: [FORWARD] });
  expect(made.error).toBe("");
  world.must("operator", "Heartbeat", {});
  world.takeOver();
  world.confirm();
  world.openDeposits();
  world.deposit("alice", fil(100));
  world.deposit("bob", fil(60));
  world.advance(DELAY);
  world.must("stranger", "Measure", { miner: world.miner });
  return { world, issuer, other };
}

function statement(world: World, issuer: ActorId, changes: Partial<Attestation> = {}): Attestation {
  return {
    chainId: CHAIN,
    issuer,
    subject: world.actor,
    issued: epoch(world.epoch - 5),
    validUntil: epoch(world.epoch + 20),
    value: fil(50),
    method: FORWARD,
    miner: world.miner,
    schema: CLAIM.none,
    claim: new Uint8Array(),
    sequence: 1n,
    ...changes,
  };
}

function signed(attestation: Attestation, kind: KeyKind = "secp", key = KEY): OwnerStructs["SignedAttestation"] {
  const data = attestedBytes(attestation, kind === "eth");
  return { attestation, signature: { secp: signSecp256k1, bls: signBls, eth: signDelegated }[kind](key, data).data };
}

const forward = (world: World, attestation: OwnerStructs["SignedAttestation"] | null, amount = fil(10), miner = world.miner) =>
  world.call("operator", "Forward", { miner, amount, attestation });
const refused = (
  world: World,
  attestation: OwnerStructs["SignedAttestation"] | null,
  code: number,
  words: string,
  amount = fil(10),
  miner = world.miner,
): void => world.refused("operator", "Forward", { miner, amount, attestation }, code, words);

/** The sequence last used of an issuer for a miner. */
function sequenceOf(world: World, issuer: ActorId, miner: ActorId): unknown {
  const root = world.state();
  if (root.governance === null) return undefined;
  const { sequences } = decodeStruct("Governance", world.block(root.governance));
  if (sequences === null) return undefined;
  return Hamt.load(world.blocks, sequences).get(Uint8Array.from([...Address.id(issuer).bytes.slice(1), ...Address.id(miner).bytes.slice(1)]));
}

const figures = (world: World): OwnerStructs["MinerFigures"] => world.must("stranger", "MinerSnapshot", { miner: world.miner }).figures;
const claimed = (world: World, changes: Partial<OwnerStructs["MinerFigures"]> = {}): Partial<Attestation> => ({
  schema: CLAIM.figures,
  claim: claimOf({ ...figures(world), ...changes }),
});

describe("Forward under terms that need an attestation", () => {
  it.each(["secp", "bls", "eth"] as const)("goes through with the statement of an issuer with a %s key, and its sequence is used up", (kind) => {
    const { world, issuer } = attested(kind);
    const done = forward(world, signed(statement(world, issuer, { sequence: 7n }), kind));
    expect(done.error).toBe("");
    expect(eventOf(done, "forward")).toEqual({ miner: world.miner, amount: fil(10) });
    expect(world.pool()).toMatchObject({ liquid: fil(150), atMiners: fil(10) });
    expect(sequenceOf(world, issuer, world.miner)).toBe(7);
  });

  it("is refused without one", () => {
    const { world } = attested();
    refused(world, null, 16, "these terms need an attestation");
  });

  it("is refused after its time, before its time, and above its amount", () => {
    const { world, issuer } = attested();
    const wrong = (changes: Partial<Attestation>, code: number, words: string): void => refused(world, signed(statement(world, issuer, changes)), code, words);
    wrong({ issued: epoch(world.epoch + 1) }, 20, `the attestation is valid from epoch ${world.epoch + 1}`);
    wrong({ validUntil: epoch(world.epoch - 1) }, 20, `the attestation was valid until epoch ${world.epoch - 1}`);
    wrong({ value: attoFil(fil(10) - 1n) }, 20, `attested is an amount of at most ${fil(10) - 1n}`);
    const last = { issued: epoch(world.epoch), validUntil: epoch(world.epoch), value: fil(10) };
    expect(forward(world, signed(statement(world, issuer, last))).error).toBe("");
  });

  it("is refused for another network, actor, method or miner", () => {
    const { world, issuer } = attested();
    const wrong = (changes: Partial<Attestation>, words: string): void => refused(world, signed(statement(world, issuer, changes)), 16, words);
    wrong({ chainId: 314n }, "attested for another network or actor");
    wrong({ subject: issuer }, "attested for another network or actor");
    wrong({ method: BigInt(METHOD_NUMBERS.Harvest) }, "attested for another method or miner");
    wrong({ miner: world.otherMiner }, "attested for another method or miner");
  });

  it("is refused a second time with the same statement, or with an older one", () => {
    const { world, issuer } = attested();
    const first = signed(statement(world, issuer, { sequence: 5n }));
    refused(world, signed(statement(world, issuer, { sequence: 0n })), 20, "expected an attestation with a sequence above 0");
    expect(forward(world, first).error).toBe("");
    refused(world, first, 20, "expected an attestation with a sequence above 5");
    refused(world, signed(statement(world, issuer, { sequence: 4n })), 20, "expected an attestation with a sequence above 5");
    expect(forward(world, signed(statement(world, issuer, { sequence: 6n }))).error).toBe("");
  });

  it("counts sequences apart for each miner", () => {
    const { world, issuer } = attested();
    const { operator, newWorker } = world.people;
    world.must("operator", "ApproveMiner", { miner: world.otherMiner, owner: Address.id(operator), worker: Address.id(newWorker), controls: [] });
    world.builtin("operator", world.otherMiner, minerMethods.ChangeOwnerAddress, Address.id(world.actor));
    world.must("operator", "TakeOwner", { miner: world.otherMiner });
    world.advance(900);
    world.must("stranger", "ConfirmWorker", { miner: world.otherMiner });
    expect(forward(world, signed(statement(world, issuer, { sequence: 5n }))).error).toBe("");
    const second = signed(statement(world, issuer, { miner: world.otherMiner, sequence: 1n }));
    expect(forward(world, second, fil(10), world.otherMiner).error).toBe("");
    expect([sequenceOf(world, issuer, world.miner), sequenceOf(world, issuer, world.otherMiner)]).toEqual([5, 1]);
  });

  it("keeps a statement good when the forward fails for another reason", () => {
    const { world, issuer } = attested();
    const good = signed(statement(world, issuer, { value: fil(500) }));
    refused(world, good, 19, "reserve and requests leave", fil(161));
    expect(forward(world, good).error).toBe("");
  });

  it.each(["secp", "bls", "eth"] as const)("is refused when a %s key did not sign it so", (kind) => {
    const { world, issuer, other } = attested(kind);
    const good = signed(statement(world, issuer), kind);
    const refuse = (given: OwnerStructs["SignedAttestation"], words = `not signed by f0${issuer}`): void => refused(world, given, 18, words);
    refuse({ ...good, attestation: { ...good.attestation, value: fil(60) } });
    refuse({ ...good, attestation: { ...good.attestation, sequence: 2n } });
    refuse({ ...good, signature: good.signature.map((byte, i) => (i === 9 ? byte ^ 1 : byte)) });
    refuse({ ...good, signature: new Uint8Array() });
    refuse(signed(statement(world, issuer), kind, OTHER_KEY));
    refuse(signed(statement(world, other), "secp", OTHER_KEY), `only the issuer may attest: f0${issuer}`);
    if (kind !== "secp") return;
    const bare = signSecp256k1(KEY, encodeStruct("Attestation", good.attestation)).data;
    const ethereum = signSecp256k1(KEY, attestedBytes(good.attestation, true)).data;
    for (const signature of [bare, ethereum]) refuse({ ...good, signature });
  });

  it("takes no silence for a signature: an issuer that ends with 0 whatever it is asked has signed nothing", () => {
    const { world } = attested();
    const id = world.strange(() => null);
    decide(world, action(KIND.issuer, { actor: Address.id(id) }));
    refused(world, { attestation: statement(world, id), signature: new Uint8Array(65) }, 18, "not signed by");
  });

  it("follows a vote for another issuer, and is closed by a vote for none", () => {
    const { world, issuer, other } = attested();
    expect(forward(world, signed(statement(world, issuer, { sequence: 9n }))).error).toBe("");
    decide(world, action(KIND.issuer, { actor: Address.id(other) }));
    world.must("stranger", "Measure", { miner: world.miner });
    refused(world, signed(statement(world, issuer, { sequence: 10n })), 18, `only the issuer may attest: f0${other}`);
    expect(forward(world, signed(statement(world, other, { sequence: 1n }), "secp", OTHER_KEY)).error).toBe("");
    decide(world, action(KIND.issuer));
    refused(world, signed(statement(world, other, { sequence: 2n }), "secp", OTHER_KEY), 18, "nobody may attest: no issuer");
    refused(world, null, 16, "these terms need an attestation");
  });

  it("costs no more than 20 M gas", () => {
    const { world, issuer } = attested();
    expect(forward(world, signed(statement(world, issuer, claimed(world)))).gas).toBeLessThan(20_000_000);
  });
});

describe("a claim", () => {
  it("of the chain's figures is checked against the chain", () => {
    const { world, issuer } = attested();
    expect(forward(world, signed(statement(world, issuer))).error).toBe("");
    seal(world, { ...SECTOR, count: 3 });
    const now = figures(world);
    expect([now.pledge > 0n, now.rawPower > 0n, now.qaPower > 0n]).toEqual([true, true, true]);
    const wrong = (changes: Partial<OwnerStructs["MinerFigures"]>): void =>
      refused(
        world,
        signed(statement(world, issuer, { ...claimed(world, changes), sequence: 2n })),
        16,
        `the claim differs from what the chain shows of miner f0${world.miner}`,
      );
    wrong({ balance: attoFil(now.balance + 1n) });
    wrong({ pledge: attoFil(now.pledge + 1n) });
    wrong({ pledge: attoFil(now.pledge - 1n) });
    wrong({ rawPower: now.rawPower + 1n });
    wrong({ qaPower: now.qaPower - 1n });
    expect(forward(world, signed(statement(world, issuer, { ...claimed(world), sequence: 2n }))).error).toBe("");
  });

  it("is out of date once the miner has sealed more, and nobody makes it so by sending the miner money", () => {
    const { world, issuer } = attested();
    const before = signed(statement(world, issuer, claimed(world)));
    world.bareSend("stranger", world.miner, 1n);
    expect(forward(world, before).error).toBe("");
    const next = signed(statement(world, issuer, { ...claimed(world), sequence: 2n }));
    seal(world, { ...SECTOR, count: 1 });
    refused(world, next, 16, "the claim differs");
  });

  it("of another form is refused", () => {
    const { world, issuer } = attested();
    const wrong = (changes: Partial<Attestation>, code: number, words: string): void => refused(world, signed(statement(world, issuer, changes)), code, words);
    wrong({ claim: Uint8Array.of(0x80) }, 16, "a claim of schema 0 has no bytes");
    wrong({ schema: 2, claim: claimOf(figures(world)) }, 16, "unknown schema of a claim: 2");
    wrong({ schema: CLAIM.figures, claim: Uint8Array.of(0x80) }, 21, "of 4 items, CBOR: expected an array");
    wrong({ schema: CLAIM.figures, claim: Uint8Array.of(...claimOf(figures(world)), 0) }, 21, "CBOR: expected the end");
  });
});

describe("Forward under terms that need none", () => {
  it("refuses an attestation", () => {
    const world = World.inCustody();
    world.deposit("alice", fil(100));
    refused(world, signed(statement(world, world.people.carol)), 16, "these terms need no attestation: pass null");
    expect(forward(world, null).error).toBe("");
  });
});

describe("MinerSnapshot", () => {
  it("shows what the chain shows, of any miner", () => {
    const world = World.create();
    seal(world, { ...SECTOR, count: 2 });
    const shown = world.must("stranger", "MinerSnapshot", { miner: world.miner });
    const state = world.minerState();
    expect(shown).toEqual({
      miner: world.miner,
      epoch: world.epoch,
      figures: { balance: world.balanceOf(world.miner), pledge: state.initialPledge, rawPower: shown.figures.rawPower, qaPower: shown.figures.qaPower },
      available: world.balanceOf(world.miner) - state.lockedFunds - state.initialPledge - state.preCommitDeposits - state.feeDebt,
      vesting: state.lockedFunds,
      owner: world.people.minerOwner,
      proposed: null,
      beneficiary: world.people.minerOwner,
      peer: new Uint8Array(),
    });
    expect(shown.figures.rawPower).toBeGreaterThan(0n);
    world.propose();
    expect(world.must("stranger", "MinerSnapshot", { miner: world.miner }).proposed).toBe(world.actor);
    world.takeOver();
    expect(world.must("stranger", "MinerSnapshot", { miner: world.miner })).toMatchObject({ owner: world.actor, proposed: null, beneficiary: world.actor });
    expect(world.must("stranger", "MinerSnapshot", { miner: world.otherMiner }).vesting).toBeGreaterThan(0n);
  });

  it("is refused for what is no miner", () => {
    const world = World.create();
    world.refused("stranger", "MinerSnapshot", { miner: world.people.alice }, 16, "f0");
  });
});
