import { describe, expect, it } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { attoFil } from "../../filecoin/units.ts";
import { DAY, NOTICE, World, fil } from "./world.ts";

/** What one step may cost. */
const GIGA = 1_000_000_000;

describe("a bank run", () => {
  /** `npm run test:invariants` runs ten thousand. */
  const REQUESTS = Number(process.env["PEGGY_REDEMPTIONS"] ?? 1_500);
  const STEP = 40;

  it(`of ${REQUESTS} redemptions is paid in order, each once, in bounded steps, with no step above 1 G gas`, { timeout: 240_000 }, () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0, minimumDeposit: fil(1) } });
    const holders = ["alice", "bob", "carol"] as const;
    for (const who of holders) world.deposit(who, fil(10_000));
    world.forward(fil(20_000));
    // Each holder asks for one FIL at a time, out of one position.
    const asked = Array.from({ length: REQUESTS }, (_, i) => {
      const who = holders[i % holders.length]!;
      const token = BigInt(1 + (i % holders.length));
      return { who, id: world.must(who, "Redeem", { token, amount: fil(1) }) };
    });
    expect(world.pool()).toMatchObject({ queued: BigInt(REQUESTS), liquid: fil(10_000) });
    world.advance(NOTICE);
    // A third of the miner's money is lost: everybody in the queue bears it alike, and nobody leaves before it is booked.
    world.penalty(fil(10_000));
    let [paid, done, dearest, steps] = [0n, 0n, 0, 0];
    const served: unknown[] = [];
    for (; done < REQUESTS; steps++) {
      const step = world.call("stranger", "Finalize", { max: STEP });
      expect(step.error).toBe("");
      dearest = Math.max(dearest, step.gas);
      served.push(...step.events.filter(({ type }) => type === "redemption-finalized").map(({ fields }) => (fields as { request: bigint }).request));
      paid += step.ret!.paid;
      done += step.ret!.done;
      expect(steps).toBeLessThanOrEqual(REQUESTS / STEP);
    }
    expect(dearest).toBeLessThan(GIGA);
    expect(served).toEqual(asked.map(({ id }) => id));
    // 20,000 of 30,000 FIL are left: each request of 1 FIL is worth two thirds of it, to the attoFIL of the rounding.
    expect(paid).toBeGreaterThanOrEqual((fil(REQUESTS) * 2n) / 3n - BigInt(REQUESTS));
    expect(paid).toBeLessThanOrEqual((fil(REQUESTS) * 2n) / 3n + BigInt(REQUESTS));
    expect(world.pool()).toMatchObject({ queued: 0n, finalized: paid, liquid: attoFil(fil(10_000) - paid) });

    const before = holders.map((who) => world.balanceOf(who));
    for (let at = 0; at < REQUESTS; at += 64) {
      const requests = asked.slice(at, at + 64).map(({ id }) => id);
      const claimed = world.call("stranger", "ClaimRedemption", { requests });
      expect(claimed.error).toBe("");
      expect(claimed.gas).toBeLessThan(GIGA);
    }
    const got = holders.map((who, i) => world.balanceOf(who) - before[i]!);
    expect(got.reduce((sum, each) => sum + each, 0n)).toBe(paid);
    // All asked for the same: nobody got more than another but for a request that came first round.
    expect(Math.max(...got.map(Number)) - Math.min(...got.map(Number))).toBeLessThan(Number(fil(1)));
    for (const { id } of [asked[0]!, asked.at(-1)!]) world.refused("stranger", "ClaimRedemption", { requests: [id] }, 17, "no redemption request has id");
    expect(world.pool().finalized).toBe(0n);
  });
});

describe("a spam run", () => {
  /** `npm run test:invariants` runs a hundred thousand, which takes minutes. */
  const POSITIONS = Number(process.env["PEGGY_SPAM"] ?? 2_000);

  it(`of ${POSITIONS} least positions and half as many requests makes no other holder's call dearer than 45 M gas`, { timeout: 0 }, () => {
    const world = World.inCustody({ minerBalance: 0n, terms: { reserveBps: 0, minimumDeposit: attoFil(1_000n) } });
    const [mine, more] = [world.deposit("alice", fil(100)), world.deposit("alice", fil(100))];
    const gas = (what: () => { error: string; gas: number }): number => {
      world.tree.begin();
      const done = what();
      world.tree.revert();
      expect(done.error).toBe("");
      return done.gas;
    };
    const calls = {
      Deposit: () => world.call("carol", "Deposit", {}, fil(1)),
      Withdraw: () => world.call("alice", "Withdraw", { tokens: [mine], recipient: null }),
      Transfer: () => world.call("alice", "Transfer", { to: Address.id(world.people.carol), tokens: [more], operatorData: new Uint8Array() }),
      Redeem: () => world.call("alice", "Redeem", { token: mine, amount: fil(50) }),
      ExitNow: () => world.call("alice", "ExitNow", { token: mine, amount: fil(50), least: fil(0) }),
      Harvest: () => world.call("stranger", "Harvest", { miner: world.miner }),
      Finalize: () => world.call("stranger", "Finalize", { max: 1 }),
    };
    for (let i = 0; i < POSITIONS; i++) {
      const token = world.deposit("bob", 2_000n);
      if (i % 2 === 0) world.must("bob", "Redeem", { token, amount: attoFil(2_000n) });
      if (i % 5_000 === 0) world.tree.flush();
    }
    expect(world.pool()).toMatchObject({ tokens: BigInt(POSITIONS / 2 + 2), queued: BigInt(POSITIONS / 2) });
    world.advance(DAY);
    world.must("stranger", "Measure", { miner: world.miner });
    for (const [name, call] of Object.entries(calls)) expect(gas(call), name).toBeLessThan(45_000_000);
  });
});
