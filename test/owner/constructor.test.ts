import { describe, expect, it } from "vitest";
import { METHOD_NUMBERS } from "../../actor/abi/methods.generated.ts";
import { encodeParams, encodeStruct } from "../../actor/abi/codec.ts";
import { Address } from "../../filecoin/address.ts";
import { attoFil, epoch } from "../../filecoin/units.ts";
import { type Terms, World, defaultTerms, fil } from "./world.ts";

const voting = { delay: epoch(1), period: epoch(1), grace: epoch(1), quorumBps: 2_000, approvalBps: 6_000 };
const limits = { maxMiners: 32, maxPerMiner: fil(1), maxForwardPerDay: fil(1) };
const fee = { label: "operator", beneficiary: null, bps: 100 };

describe("Constructor", () => {
  it("keeps every term and begins Active, empty and closed", () => {
    const world = World.create({ bare: true });
    const made = world.construct();
    expect(made.error).toBe("");
    expect(world.must("stranger", "GetTerms", {})).toEqual(defaultTerms(world.people));
    expect(world.pool()).toMatchObject({ status: 0, accepted: false, room: 0n, liquid: 0n, tokens: 0n, miners: 0, sealing: true });
  });

  const bad: [string, Partial<Terms>, string][] = [
    ["an unknown custody type", { custodyType: 2 }, "custody type 2 is not within 0 and 1"],
    ["a rate without FixedIncome", { annualRateBps: 100 }, "annual rate 100 is not within 0 and 0"],
    ["an empty name", { name: "" }, "length of the name 0 is not within 1 and 64"],
    ["an empty symbol", { symbol: "" }, "length of the symbol 0 is not within 1 and 16"],
    [
      "fees above 10,000 bps",
      {
        fees: [
          { ...fee, bps: 6_000 },
          { ...fee, bps: 6_000 },
        ],
      },
      "sum of fees 10001 is not within 0 and 10000",
    ],
    ["a fee without a label", { fees: [{ ...fee, label: "" }] }, "length of a fee's label 0"],
    ["a reserve above 10,000 bps", { reserveBps: 10_001 }, "reserve 10001 is not within 0 and 10000"],
    ["no minimum deposit", { minimumDeposit: attoFil(0n) }, "minimum deposit is 0"],
    ["a cap below the minimum deposit", { cap: attoFil(5n) }, "the cap lies below the minimum deposit: 5"],
    ["a junior minimum above 10,000 bps", { juniorMinimumBps: 10_001 }, "junior minimum 10001"],
    ["a tip above 10,000 bps", { tipBps: 10_001 }, "tip 10001"],
    ["an exit discount above 10,000 bps", { exitDiscountBps: 10_001 }, "exit discount 10001"],
    ["a notice below a week", { notice: epoch(20_159) }, "notice 20159 is not within 20160"],
    ["a negative notice", { notice: epoch(-5) }, "notice -5 is not within 20160"],
    ["smoothing below a week", { smoothing: epoch(20_159) }, "smoothing 20159 is not within 20160"],
    ["smoothing above the vesting period", { smoothing: epoch(518_401) }, "smoothing 518401 is not within 20160 and 518400"],
    ["absence below 30 days", { absence: epoch(86_399) }, "absence 86399 is not within 86400"],
    ["a last expiration in the past", { lastExpiration: epoch(5) }, "last expiration 5 is not within 100001"],
    ["a quorum below 2,000 bps", { voting: { ...voting, quorumBps: 1_999 } }, "quorum 1999 is not within 2000"],
    ["an approval below 6,000 bps", { voting: { ...voting, approvalBps: 5_999 } }, "approval 5999 is not within 6000"],
    ["no voting period", { voting: { ...voting, period: epoch(0) } }, "voting period 0 is not within 1"],
    ["no miners", { limits: { ...limits, maxMiners: 0 } }, "limit of miners 0 is not within 1 and 32"],
    ["33 miners", { limits: { ...limits, maxMiners: 33 } }, "limit of miners 33 is not within 1 and 32"],
    ["no principal per miner", { limits: { ...limits, maxPerMiner: attoFil(0n) } }, "limit of principal per miner is 0"],
    ["no forwards", { limits: { ...limits, maxForwardPerDay: attoFil(0n) } }, "limit of forwards a day is 0"],
    ["methods that need an attestation nobody can give", { attestedMethods: [BigInt(METHOD_NUMBERS.Forward)] }, "nobody may issue them"],
    ["attestations of other methods", { attestedMethods: [BigInt(METHOD_NUMBERS.Harvest)] }, "only Forward can need an attestation"],
    ["more methods than one", { attestedMethods: [BigInt(METHOD_NUMBERS.Forward), 2n] }, "only Forward can need an attestation"],
    ["a miner as operator", { operator: Address.id(1_000) }, "neither account, multisig, ethaccount nor EVM contract: f01000"],
    ["a miner as beneficiary", { fees: [{ ...fee, beneficiary: Address.id(1_000) }] }, "neither account, multisig, ethaccount nor EVM contract: f01000"],
    ["an operator that does not exist", { operator: Address.id(77_777) }, "f077777"],
  ];
  it.each(bad)("refuses %s with 16, naming it", (_, changes, words) => {
    const world = World.create({ bare: true });
    const made = world.construct(changes);
    expect({ exitCode: made.exitCode, error: made.error }).toEqual({ exitCode: 16, error: expect.stringContaining(words) });
    expect(world.actor).toBe(0n);
  });

  it("refuses an operator nobody knows with 17, and one that stands for null with 21", () => {
    const world = World.create({ bare: true });
    expect(world.construct({ operator: Address.actor(new Uint8Array(3)) })).toMatchObject({
      exitCode: 17,
      error: expect.stringContaining("no actor has address bytes"),
    });
    const nobody = world.construct({ fees: [{ ...fee, beneficiary: Address.id(0) }] });
    expect(nobody).toMatchObject({ exitCode: 21, error: expect.stringContaining("expected null for nobody and never") });
  });

  it("refuses the operator as beneficiary of a fee that is not withheld", () => {
    const world = World.create({ bare: true });
    const made = world.construct({ fees: [{ ...fee, beneficiary: Address.id(world.people.operator) }] });
    expect(made).toMatchObject({ exitCode: 16, error: expect.stringContaining("the operator's own fee has the beneficiary null") });
  });

  it("is created by Init's Exec from its code CID, and its refusal undoes the creation", () => {
    const world = World.create({ bare: true });
    const terms = defaultTerms(world.people);
    expect(world.exec(encodeParams("Constructor", { terms: { ...terms, name: "" } }))).toMatchObject({ exitCode: 16 });
    expect(world.exec(encodeParams("Constructor", { terms })).ret).toBe(world.actor);
    expect(world.tree.getActor(world.actor)?.code.toString()).toBe(world.code.toString());
    expect(world.must("stranger", "GetTerms", {})).toEqual(terms);
  });

  it("refuses value with 26", () => {
    const world = World.create({ bare: true });
    expect(world.construct({}, fil(1))).toMatchObject({ exitCode: 26 });
  });

  it("refuses params that are not terms with 21", () => {
    const world = World.create({ bare: true });
    for (const params of [new Uint8Array(), Uint8Array.of(0x80), Uint8Array.of(0xff), encodeParams("Harvest", { miner: world.miner })]) {
      expect(world.constructWith(params)).toMatchObject({ exitCode: 21 });
    }
  });

  it("runs for Init alone, and only at creation", () => {
    const world = World.create();
    const params = encodeParams("Constructor", { terms: defaultTerms(world.people) });
    const before = world.head();
    expect(world.raw(world.people.operator, world.actor, 1, params)).toMatchObject({ exitCode: 18 });
    expect(world.head()).toBe(before);
  });

  it("keeps the root below 700 bytes, with everything in use", () => {
    const world = World.inCustody({
      terms: { fees: [fee, ...[1, 2, 3, 4].map((n) => ({ label: `share ${n}`, beneficiary: Address.id(101 + n), bps: 100 }))] },
    });
    const token = world.deposit("alice", fil(50_000) + 1n);
    world.stakeJunior(fil(1_000));
    world.forward(fil(10_000));
    world.advance(300);
    world.reward(fil(1_000));
    world.harvest();
    world.must("alice", "Redeem", { token, amount: fil(7) });
    world.advance(7_777);
    world.must("alice", "Withdraw", { tokens: [token], recipient: null });
    // Junior requests, votes and a closed generation have each a link too.
    const root = world.state();
    const full = { ...root, sides: root.requests, governance: root.positions, closed: root.positions, successor: root.operator.id };
    expect(encodeStruct("Root", full).length).toBeLessThan(700);
  });
});
