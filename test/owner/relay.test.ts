import { describe, expect, it } from "vitest";
import { signedBytes } from "../../actor/abi/attestation.ts";
import { encodeParams, encodeStruct } from "../../actor/abi/codec.ts";
import { METHOD_NUMBERS, type OwnerMethodName, type OwnerMethods, type OwnerStructs } from "../../actor/abi/methods.generated.ts";
import { Address } from "../../filecoin/address.ts";
import { EMPTY_ARRAY_CID } from "../../filecoin/cid.ts";
import { blsPublicKey, delegatedAddressOf, secp256k1PublicKey, signBls, signDelegated, signSecp256k1 } from "../../filecoin/signature.ts";
import { type ActorId, attoFil, epoch } from "../../filecoin/units.ts";
import { brokenInvariants } from "./invariants.ts";
import { DELAY, SEAL_OFF, propose } from "./voting.ts";
import { CHAIN_ID, DAY, World, eventOf, fil } from "./world.ts";

type Request = OwnerStructs["RelayRequest"];
const CHAIN = BigInt(CHAIN_ID);
const KEY = new Uint8Array(32).fill(7);
interface Signer {
  readonly id: ActorId;
  sign(request: Request): Uint8Array;
}

/** A world in which somebody with a real key of a kind holds token 1 with 100 FIL and a claim of rewards. */
function withHolder(kind: "secp" | "bls" | "eth"): { world: World; signer: Signer } {
  const world = World.create({ minerBalance: 0n, terms: { reserveBps: 0 } });
  world.openDeposits();
  const address = {
    secp: () => Address.secp256k1(secp256k1PublicKey(KEY)),
    bls: () => Address.bls(blsPublicKey(KEY)),
    eth: () => delegatedAddressOf(secp256k1PublicKey(KEY)),
  }[kind]();
  let id: ActorId;
  if (kind === "eth") {
    id = world.plant(world.codeOf("ethaccount"), EMPTY_ARRAY_CID, fil(1_000));
    world.tree.setActor(id, { ...world.tree.getActor(id)!, delegated: address });
  } else {
    world.deposit("alice", fil(1));
    world.must("alice", "Transfer", { to: address, tokens: [1n], operatorData: new Uint8Array() });
    id = world.must("stranger", "GetAccount", { account: address }).id;
    world.must("stranger", "GetPosition", { token: 1n });
  }
  world.setBalance(id, fil(1_000));
  world.must(id, "Deposit", {}, fil(100));
  world.bareSend("carol", world.actor, fil(20));
  world.must("stranger", "Sweep", {});
  world.advance(10 * DAY);
  const token = kind === "eth" ? 1n : 2n;
  world.must(id, "Transfer", { to: Address.id(id), tokens: [token], operatorData: new Uint8Array() });
  expect(world.must("stranger", "GetAccount", { account: Address.id(id) }).claim).toBeGreaterThan(fil(9));
  const sign = (request: Request): Uint8Array => {
    const data = encodeStruct("RelayRequest", request);
    if (kind === "eth") return signDelegated(KEY, signedBytes(data, true)).data;
    return (kind === "secp" ? signSecp256k1 : signBls)(KEY, signedBytes(data)).data;
  };
  return { world, signer: { id, sign } };
}

function request<M extends OwnerMethodName>(
  world: World,
  signer: Signer,
  method: M,
  params: OwnerMethods[M]["params"],
  changes: Partial<Request> = {},
): Request {
  return {
    chainId: CHAIN,
    actor: world.actor,
    account: signer.id,
    method: BigInt(METHOD_NUMBERS[method]),
    params: encodeParams(method, params),
    nonce: 0n,
    validUntil: epoch(world.epoch + 100),
    fee: fil("0.5"),
    relayer: null,
    ...changes,
  };
}

const signed = (signer: Signer, r: Request) => ({ authorization: r, signature: signer.sign(r) });
const token = (world: World, signer: Signer): bigint =>
  world.must("stranger", "ListOwnedTokens", { owner: Address.id(signer.id), cursor: new Uint8Array(), limit: 9 }).tokens.at(-1)!;
const redeem = (world: World, signer: Signer, changes: Partial<Request> = {}): Request =>
  request(world, signer, "Redeem", { token: token(world, signer), amount: fil(10) }, changes);

describe("ExecuteWithAuth", () => {
  it.each(["secp", "bls", "eth"] as const)("carries out what a holder with a %s key has signed, and pays the relayer from his claim", (kind) => {
    const { world, signer } = withHolder(kind);
    const { claim } = world.must("stranger", "GetAccount", { account: Address.id(signer.id) });
    const relayer = world.balanceOf("bob");
    const done = world.call("bob", "ExecuteWithAuth", signed(signer, redeem(world, signer)));
    expect(done.error).toBe("");
    expect(done.ret).toEqual(Uint8Array.of(2));
    expect(eventOf(done, "relayed")).toEqual({
      account: signer.id,
      relayer: world.people.bob,
      method: BigInt(METHOD_NUMBERS.Redeem),
      nonce: 0n,
      fee: fil("0.5"),
    });
    expect(eventOf(done, "redemption-requested")).toMatchObject({ owner: signer.id, amount: fil(10) });
    expect(world.balanceOf("bob") - relayer).toBe(fil("0.5"));
    expect(world.must("stranger", "GetAccount", { account: Address.id(signer.id) })).toMatchObject({ claim: claim - fil("0.5"), nonce: 1n });
    expect(brokenInvariants(world)).toEqual([]);
  });

  it("carries out every method it is for, each with the next nonce", () => {
    const { world, signer } = withHolder("secp");
    const free = { fee: attoFil(0n) };
    const run = <M extends OwnerMethodName>(method: M, params: OwnerMethods[M]["params"], nonce: bigint): Uint8Array =>
      world.must("bob", "ExecuteWithAuth", signed(signer, request(world, signer, method, params, { ...free, nonce })));
    const mine = token(world, signer);
    expect(run("Approve", { operator: Address.id(world.people.carol), tokens: [mine] }, 0n)).toEqual(new Uint8Array());
    world.deposit("alice", fil(50));
    world.advance(DELAY);
    const proposal = propose(world, SEAL_OFF, "alice", 3n);
    run("Vote", { proposal, tokens: [mine], choice: 1 }, 1n);
    expect(world.must("stranger", "GetProposal", { proposal }).proposal.yes).toBe(fil(100));
    run("Redeem", { token: mine, amount: fil(10) }, 2n);
    run("CancelRedemption", { request: 2n }, 3n);
    const before = world.balanceOf(signer.id);
    run("Withdraw", { tokens: [], recipient: null }, 4n);
    expect(world.balanceOf(signer.id)).toBeGreaterThan(before + fil(9));
    run("Redeem", { token: mine, amount: fil(20) }, 5n);
    world.advance(7 * DAY);
    world.must("stranger", "Finalize", { max: 5 });
    run("ClaimRedemption", { requests: [4n] }, 6n);
    run("Transfer", { to: Address.id(world.people.carol), tokens: [mine], operatorData: new Uint8Array() }, 7n);
    expect(world.position(mine).owner).toBe(world.people.carol);
    expect(brokenInvariants(world)).toEqual([]);
  });

  it("refuses a replay: the same nonce, another network, another actor, another relayer, too late", () => {
    const { world, signer } = withHolder("secp");
    const once = signed(signer, redeem(world, signer));
    world.must("bob", "ExecuteWithAuth", once);
    world.refused("bob", "ExecuteWithAuth", once, 20, "the account's next nonce is 1");
    const wrong = (changes: Partial<Request>, code: number, words: string, from: "bob" | "carol" = "bob"): void =>
      world.refused(from, "ExecuteWithAuth", signed(signer, redeem(world, signer, { nonce: 1n, ...changes })), code, words);
    wrong({ chainId: 314n }, 16, "signed for another network or actor");
    wrong({ actor: signer.id }, 16, "signed for another network or actor");
    wrong({ relayer: world.people.carol }, 18, "meant for another relayer: f0");
    wrong({ nonce: 2n }, 20, "the account's next nonce is 1");
    wrong({ validUntil: epoch(world.epoch - 1) }, 20, `the request was valid until epoch ${world.epoch - 1}`);
    world.must("carol", "ExecuteWithAuth", signed(signer, redeem(world, signer, { nonce: 1n, relayer: world.people.carol, validUntil: epoch(world.epoch) })));
  });

  it.each(["secp", "bls", "eth"] as const)("refuses a request that is not signed so by a %s key", (kind) => {
    const { world, signer } = withHolder(kind);
    const good = signed(signer, redeem(world, signer));
    const refuse = (p: { authorization: Request; signature: Uint8Array }): void => world.refused("bob", "ExecuteWithAuth", p, 18, "not signed by f0");
    refuse({ ...good, authorization: { ...good.authorization, fee: fil("0.6") } });
    refuse({ ...good, authorization: { ...good.authorization, relayer: world.people.bob } });
    refuse({ ...good, signature: good.signature.map((byte, i) => (i === 9 ? byte ^ 1 : byte)) });
    refuse({ ...good, signature: new Uint8Array() });
    refuse({ ...good, signature: good.signature.subarray(1) });
    refuse({ authorization: { ...good.authorization, account: world.people.operator }, signature: good.signature });
  });

  it("refuses signatures over the bare request, or in the other envelope", () => {
    const { world, signer } = withHolder("secp");
    const r = redeem(world, signer);
    for (const data of [encodeStruct("RelayRequest", r), signedBytes(encodeStruct("RelayRequest", r), true)])
      world.refused("bob", "ExecuteWithAuth", { authorization: r, signature: signSecp256k1(KEY, data).data }, 18, "not signed by");
  });

  it("needs the answer true: an actor that ends with 0 whatever it is asked has signed nothing", () => {
    const { world } = withHolder("secp");
    const answers: (Uint8Array | null)[] = [null, Uint8Array.of(0xf4), Uint8Array.of(0xf5, 0xf5), Uint8Array.of(1)];
    for (const answer of answers) {
      const id = world.strange((rt) => (Number(rt.method) === 2_643_134_072 ? (answer === null ? null : { codec: 0x51, bytes: answer }) : null), fil(100));
      const r = request(world, { id, sign: () => new Uint8Array() }, "Redeem", { token: 1n, amount: fil(1) }, { fee: attoFil(0n) });
      world.refused("bob", "ExecuteWithAuth", { authorization: r, signature: new Uint8Array(65) }, 18, "not signed by");
    }
  });

  it("relays nothing that takes value or belongs to an office, and no relay", () => {
    const { world, signer } = withHolder("secp");
    for (const method of ["Deposit", "Heartbeat", "Forward", "ExecuteWithAuth", "Propose", "AdvanceNonce", "TakeOwner"] as const)
      world.refused(
        "bob",
        "ExecuteWithAuth",
        signed(signer, redeem(world, signer, { method: BigInt(METHOD_NUMBERS[method]) })),
        18,
        `not to be relayed: method ${METHOD_NUMBERS[method]}`,
      );
  });

  it("takes back nonce and fee when what was signed fails, and takes no fee beyond the claim", () => {
    const { world, signer } = withHolder("secp");
    const fails = signed(signer, request(world, signer, "Redeem", { token: token(world, signer), amount: fil(500) }));
    world.refused("bob", "ExecuteWithAuth", fails, 19, "the position's principal is");
    world.refused("bob", "ExecuteWithAuth", signed(signer, redeem(world, signer, { params: Uint8Array.of(0xff) })), 21, "CBOR");
    const unknown = signed(signer, request(world, signer, "Redeem", { token: 99n, amount: fil(10) }));
    world.refused("bob", "ExecuteWithAuth", unknown, 17, "no position has token id 99");
    world.refused("bob", "ExecuteWithAuth", signed(signer, redeem(world, signer, { fee: fil(30) })), 19, "the fee exceeds the account's claim");
    expect(world.must("stranger", "GetAccount", { account: Address.id(signer.id) }).nonce).toBe(0n);
  });
});

describe("AdvanceNonce", () => {
  it("makes void what was signed before", () => {
    const { world, signer } = withHolder("secp");
    const out = signed(signer, redeem(world, signer));
    world.must(signer.id, "AdvanceNonce", { nonce: 5n });
    world.refused("bob", "ExecuteWithAuth", out, 20, "the account's next nonce is 5");
    world.refused(signer.id, "AdvanceNonce", { nonce: 5n }, 16, "expected a nonce above 5");
    world.must("bob", "ExecuteWithAuth", signed(signer, redeem(world, signer, { nonce: 5n })));
    world.must("bob", "AdvanceNonce", { nonce: 1n });
    expect(world.account("bob").nonce).toBe(1n);
  });

  it("to the last nonce ends all relaying: what was signed with the first ones does not become good again", () => {
    const { world, signer } = withHolder("secp");
    const old = signed(signer, redeem(world, signer));
    const last = 2n ** 64n - 1n;
    world.must(signer.id, "AdvanceNonce", { nonce: last - 1n });
    world.must("bob", "ExecuteWithAuth", signed(signer, redeem(world, signer, { nonce: last - 1n })));
    world.refused(
      "bob",
      "ExecuteWithAuth",
      signed(signer, redeem(world, signer, { nonce: last })),
      20,
      `nothing is relayed any more with the last nonce ${last}`,
    );
    world.refused("bob", "ExecuteWithAuth", old, 20, `the account's next nonce is ${last}`);
  });
});
