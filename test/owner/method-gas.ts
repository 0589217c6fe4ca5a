/** What the owner actor's methods cost, in gas of whole messages: for the bars of the tests and for the benchmarks. */
import { expect } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { crowded } from "./crowd.ts";
import { DAY, type Done, NOTICE, World, fil } from "./world.ts";

/** The gas of every method on a small offer: one miner, ten positions. */
export function gasOfMethods(): Record<string, number> {
  const gas: Record<string, number> = {};
  const note = (name: string, done: Done): Done => {
    expect(done.error, name).toBe("");
    gas[name] = done.gas;
    return done;
  };
  const world = World.create({ terms: { tipBps: 50, tipMaximum: fil("0.02"), reserveBps: 0 } });
  const { miner } = world;
  const { minerOwner, worker, bob } = world.people;
  note("ApproveMiner", world.call("operator", "ApproveMiner", { miner, owner: Address.id(minerOwner), worker: Address.id(worker), controls: [] }));
  world.propose();
  note("TakeOwner", world.call("minerOwner", "TakeOwner", { miner }));
  world.advance(900);
  note("ConfirmWorker", world.call("stranger", "ConfirmWorker", { miner }));
  note("OpenDeposits", world.call("operator", "OpenDeposits", { amount: fil(10_000), until: (world.epoch + DAY * 900) as never }));
  for (const who of ["alice", "bob", "carol"] as const) for (let i = 0; i < 3; i++) world.deposit(who, fil(20));
  note("Deposit", world.call("alice", "Deposit", {}, fil(20)));
  note("StakeJunior", world.call("operator", "StakeJunior", {}, fil(20)));
  note("Forward", world.call("operator", "Forward", { miner, amount: fil(50), attestation: null }));
  world.reward(fil(8));
  note("Harvest", world.call("stranger", "Harvest", { miner }));
  note("Measure", world.call("stranger", "Measure", { miner }));
  world.advance(DAY);
  note("Withdraw", world.call("alice", "Withdraw", { tokens: [2n], recipient: null }));
  note("Transfer", world.call("alice", "Transfer", { to: Address.id(bob), tokens: [3n], operatorData: new Uint8Array() }));
  note("ExitNow", world.call("bob", "ExitNow", { token: 5n, amount: fil(20), least: fil(0) }));
  note("Redeem", world.call("alice", "Redeem", { token: 4n, amount: fil(20) }));
  note("CancelRedemption", world.call("alice", "CancelRedemption", { request: 2n }));
  world.must("alice", "Redeem", { token: 13n, amount: fil(20) });
  world.must("operator", "Redeem", { token: 12n, amount: fil(20) });
  world.advance(NOTICE);
  note("Recall", world.call("operator", "Recall", { miner, amount: fil(50) }));
  note("Finalize", world.call("stranger", "Finalize", { max: 5 }));
  note("ClaimRedemption", world.call("stranger", "ClaimRedemption", { requests: [4n] }));
  world.must("operator", "Heartbeat", {});
  note("Sweep", world.call("stranger", "Sweep", {}));
  note("Heartbeat", world.call("operator", "Heartbeat", {}));
  note("GetPool", world.call("stranger", "GetPool", {}));
  note("GetPosition", world.call("stranger", "GetPosition", { token: 2n }));
  return gas;
}

/** The gas of what holders and keepers do, at so many positions and requests, of as many holders or of a few. */
export function gasAt(count: number, holders: number): Record<string, number> {
  const world = crowded(count, holders);
  const middle = BigInt(Math.floor(count / 2));
  const gas: Record<string, number> = {};
  const note = (name: string, done: Done): void => {
    expect(done.error, `${name} at ${count}`).toBe("");
    gas[name] = done.gas;
  };
  note("Deposit", world.call("bob", "Deposit", {}, fil(10)));
  note("Withdraw", world.call("alice", "Withdraw", { tokens: [middle], recipient: null }));
  note("Transfer", world.call("alice", "Transfer", { to: Address.id(world.people.bob), tokens: [2n], operatorData: new Uint8Array() }));
  note("Redeem", world.call("alice", "Redeem", { token: middle + 1n, amount: fil(10) }));
  note("ExitNow", world.call("alice", "ExitNow", { token: middle + 2n, amount: fil(10), least: fil(0) }));
  world.reward(fil(8));
  note("Harvest", world.call("stranger", "Harvest", { miner: world.miner }));
  world.advance(DAY);
  const action = { kind: 0, on: false, actor: null, code: null, limits: null };
  note("Propose", world.call("alice", "Propose", { token: middle + 3n, action }));
  note("Vote", world.call("alice", "Vote", { proposal: 1n, tokens: [middle + 4n], choice: 1 }));
  world.advance(NOTICE);
  note("Finalize, one request", world.call("stranger", "Finalize", { max: 1 }));
  note("ClaimRedemption, one request", world.call("stranger", "ClaimRedemption", { requests: [2n] }));
  return gas;
}
