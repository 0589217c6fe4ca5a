import fc from "fast-check";
import { expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { attoFil } from "../../filecoin/units.ts";
import { brokenInvariants } from "./invariants.ts";
import { DAY, World, fil } from "./world.ts";

const WHO = ["alice", "bob", "carol", "operator", "minerOwner"] as const;
type Step = { what: number; who: number; size: number; pick: number };

/** Any step of a history; what the actor refuses changes nothing. */
function take(world: World, { what, who, size, pick }: Step): void {
  const { miner } = world;
  const person = WHO[who % WHO.length]!;
  const token = BigInt(1 + (pick % 12));
  const request = BigInt(1 + (pick % 14));
  const amount = attoFil((fil(1) * BigInt(size)) / 97n);
  const steps: (() => unknown)[] = [
    () => world.call(person, "Deposit", {}, amount),
    () => world.call("operator", "StakeJunior", {}, amount),
    () => world.call("operator", "Forward", { miner, amount, attestation: null }),
    () => world.call("stranger", "Harvest", { miner }),
    () => world.call("stranger", "Measure", { miner }),
    () => world.call(person, "Recall", { miner, amount }),
    () => world.call(person, "Withdraw", { tokens: [token], recipient: null }),
    () => world.call(person, "Transfer", { to: Address.id(world.people[WHO[pick % WHO.length]!]), tokens: [token], operatorData: new Uint8Array() }),
    () => world.call(person, "Approve", { operator: Address.id(world.people.stranger), tokens: [token] }),
    () =>
      world.call("stranger", "TransferFrom", {
        from: Address.id(world.people[person]),
        to: Address.id(world.people.alice),
        tokens: [token],
        operatorData: new Uint8Array(),
      }),
    () => world.call(person, "Split", { token, amount }),
    () => world.call(person, "Merge", { tokens: [token, BigInt(13 + (size % 20))] }),
    () => world.call(person, "Burn", { tokens: [token] }),
    () => world.call(person, "Redeem", { token, amount }),
    () => world.call(person, "Redeem", { token, amount: world.call("stranger", "GetPosition", { token }).ret?.principal ?? amount }),
    () => world.call(person, "ExitNow", { token, amount, least: fil(0) }),
    () => world.call(person, "CancelRedemption", { request }),
    () => world.call("stranger", "Finalize", { max: 3 }),
    () => world.call("stranger", "FinalizeSide", { request }),
    () => world.call("stranger", "ClaimRedemption", { requests: [request] }),
    () => world.call("operator", "CreateMiner", { worker: Address.id(world.people.worker), proof: 10, peer: new Uint8Array(), addresses: [] }, amount),
    () => world.call("operator", "LowerFees", { fee: 0, bps: size % 1_000 }),
    () => world.call("stranger", "Sweep", {}),
    () => world.bareSend("carol", world.actor, amount),
    () => world.reward(amount),
    () => world.reward(amount * 3n),
    () => world.penalty(amount / 5n),
    () => world.penalty(amount * 4n),
    () => world.advance(DAY * (1 + (size % 9))),
    () => world.advance(size % 50),
  ];
  steps[what % steps.length]!();
}

const step = fc.record({ what: fc.nat(200), who: fc.nat(20), size: fc.integer({ min: 1, max: 20_000 }), pick: fc.nat(50) });

it("every history keeps the books: balances, principal, shares, requests, fees and supply agree", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 40, maxLength: 60 }), (history) => {
      const world = World.create({ minerBalance: fil(300), terms: { tipBps: 50, tipMaximum: fil("0.5"), reserveBps: 500 } });
      world.takeOver();
      world.confirm();
      world.openDeposits(fil(1_000_000));
      world.deposit("alice", fil(100));
      for (const [i, s] of history.entries()) {
        take(world, s);
        expect(brokenInvariants(world), `after step ${i}`).toEqual([]);
      }
    }),
    { numRuns: 12 },
  );
}, 120_000);
