/** What the owner actor's methods cost, in gas of whole messages: for the bars of the tests and for the benchmarks. */
import { expect } from "vitest";
import { Address } from "../../filecoin/address.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { crowdVotes, crowded, tokensOfAlice } from "./crowd.ts";
import { noteRarerMethods } from "./every-method-gas.ts";
import { type Costs, FEW, LARGE, SMALL, groupAt, scatteredAt } from "./gas-figures.ts";
import { Ledger } from "./gas-ledger.ts";
import { DELAY, KIND, action, decide, pass } from "./voting.ts";
import { DAY, NOTICE, World, fil } from "./world.ts";

/** Entries of a full table of vesting rewards. */
const FULL_VESTING = 354;

/** The gas of every method on a small offer: one miner, ten positions. */
export function gasOfMethods(): Costs {
  const ledger = new Ledger(SMALL);
  const world = World.create({ terms: { tipBps: 50, tipMaximum: fil("0.02"), reserveBps: 0 } });
  const { miner } = world;
  const { minerOwner, worker, bob } = world.people;
  ledger.note("ApproveMiner", () => world.call("operator", "ApproveMiner", { miner, owner: Address.id(minerOwner), worker: Address.id(worker), controls: [] }));
  world.propose();
  ledger.note("TakeOwner", () => world.call("minerOwner", "TakeOwner", { miner }));
  world.advance(900);
  ledger.note("ConfirmWorker", () => world.call("stranger", "ConfirmWorker", { miner }));
  ledger.note("OpenDeposits", () => world.call("operator", "OpenDeposits", { amount: fil(10_000), until: (world.epoch + DAY * 900) as never }));
  for (const who of ["alice", "bob", "carol"] as const) for (let i = 0; i < 3; i++) world.deposit(who, fil(20));
  ledger.note("Deposit", () => world.call("alice", "Deposit", {}, fil(20)));
  ledger.note("StakeJunior", () => world.call("operator", "StakeJunior", {}, fil(20)));
  ledger.note("Forward", () => world.call("operator", "Forward", { miner, amount: fil(50), attestation: null }));
  world.reward(fil(8));
  ledger.note("Harvest", () => world.call("stranger", "Harvest", { miner }));
  ledger.note("Measure", () => world.call("stranger", "Measure", { miner }));
  world.advance(DAY);
  ledger.note("Withdraw", () => world.call("alice", "Withdraw", { tokens: [2n], recipient: null }));
  ledger.note("Transfer", () => world.call("alice", "Transfer", { to: Address.id(bob), tokens: [3n], operatorData: new Uint8Array() }));
  ledger.note("ExitNow", () => world.call("bob", "ExitNow", { token: 5n, amount: fil(20), least: fil(0) }));
  ledger.note("Redeem", () => world.call("alice", "Redeem", { token: 4n, amount: fil(20) }));
  ledger.note("CancelRedemption", () => world.call("alice", "CancelRedemption", { request: 2n }));
  world.must("alice", "Redeem", { token: 13n, amount: fil(20) });
  world.must("operator", "Redeem", { token: 12n, amount: fil(20) });
  world.advance(NOTICE);
  ledger.note("Recall", () => world.call("operator", "Recall", { miner, amount: fil(50) }));
  ledger.note("Finalize", () => world.call("stranger", "Finalize", { max: 5 }));
  ledger.note("ClaimRedemption", () => world.call("stranger", "ClaimRedemption", { requests: [4n] }));
  world.must("operator", "Heartbeat", {});
  ledger.note("Sweep", () => world.call("stranger", "Sweep", {}));
  ledger.note("Heartbeat", () => world.call("operator", "Heartbeat", {}));
  noteRarerMethods(ledger);
  return ledger.costs;
}

/** The gas of what holders, keepers and the operator do, at so many positions and requests, of as many holders or of a few. */
export function gasAt(count: number, holders: number, crowding?: Parameters<typeof crowded>[2]): Costs {
  const world = crowded(count, holders, crowding);
  const ledger = new Ledger(holders > FEW && holders < count ? scatteredAt(count) : groupAt(count, holders <= FEW));
  const { miner } = world;
  const [alice, bob, carol] = [Address.id(world.people.alice), Address.id(world.people.bob), Address.id(world.people.carol)];
  const [withdrawn, approved, redeemed, proposing] = tokensOfAlice(count);
  world.confirm();
  world.reward(fil(8));
  ledger.note("Harvest", () => world.call("stranger", "Harvest", { miner }));
  ledger.note("Measure", () => world.call("stranger", "Measure", { miner }));
  world.advance(DAY);
  ledger.note("Deposit", () => world.call("bob", "Deposit", {}, fil(10)));
  ledger.note("StakeJunior", () => world.call("operator", "StakeJunior", {}, fil(10)));
  ledger.note("Withdraw", () => world.call("alice", "Withdraw", { tokens: [withdrawn], recipient: null }));
  ledger.note("Transfer", () => world.call("alice", "Transfer", { to: bob, tokens: [2n], operatorData: new Uint8Array() }));
  ledger.note("Withdraw after a Transfer", () => world.call("alice", "Withdraw", { tokens: [withdrawn], recipient: null }));
  ledger.note("Approve", () => world.call("alice", "Approve", { operator: carol, tokens: [approved] }));
  ledger.note("ApproveForAll", () => world.call("alice", "ApproveForAll", { operator: carol }));
  ledger.note("TransferFrom", () => world.call("carol", "TransferFrom", { from: alice, to: bob, tokens: [approved], operatorData: new Uint8Array() }));
  const part = ledger.note("Split", () => world.call("alice", "Split", { token: redeemed, amount: fil(20) })).ret as bigint;
  ledger.note("Merge", () => world.call("alice", "Merge", { tokens: [redeemed, part] }));
  const request = ledger.note("Redeem", () => world.call("alice", "Redeem", { token: redeemed, amount: fil(10) })).ret as bigint;
  ledger.note("CancelRedemption", () => world.call("alice", "CancelRedemption", { request }));
  ledger.note("ExitNow", () => world.call("alice", "ExitNow", { token: redeemed, amount: fil(10), least: fil(0) }));
  ledger.note("Forward", () => world.call("operator", "Forward", { miner, amount: fil(50), attestation: null }));
  ledger.note("Recall", () => world.call("operator", "Recall", { miner, amount: fil(50) }));
  const code = action(KIND.allow, { code: world.code });
  ledger.note("Propose", () => world.call("alice", "Propose", { token: proposing, action: code }));
  crowdVotes(world, count, withdrawn);
  // A vote for other code freezes what voted: the dearest vote there is.
  ledger.note("Vote", () => world.call("alice", "Vote", { proposal: 1n, tokens: [withdrawn], choice: 1 }));
  ledger.note("Heartbeat", () => world.call("operator", "Heartbeat", {}));
  ledger.note("GetPosition", () => world.call("stranger", "GetPosition", { token: proposing }));
  world.advance(NOTICE);
  ledger.note("Finalize, one request", () => world.call("stranger", "Finalize", { max: 1 }));
  ledger.note("ClaimRedemption, one request", () => world.call("stranger", "ClaimRedemption", { requests: [2n] }));
  return ledger.costs;
}

/** The gas of what grows with other things than positions: miners, of which an offer has at most 32, open proposals, at most 16, and the miner's table of vesting rewards. */
export function gasOfLarge(): Costs {
  const ledger = new Ledger(LARGE);
  const vesting = World.create();
  vesting.takeOver();
  vesting.openDeposits();
  vesting.deposit("alice", fil(100));
  // A reward vests in 180 steps, at the end of a half of a day each; one of the other half doubles them.
  for (const later of [0, DAY / 2]) {
    vesting.advance(later);
    vesting.reward(fil(8));
  }
  const funds = vesting.builtin("stranger", vesting.miner, minerMethods.GetVestingFunds, undefined as never);
  expect(funds.vestingFunds.length).toBeGreaterThanOrEqual(FULL_VESTING);
  vesting.advance(DAY);
  ledger.note("Harvest, with a full table of vesting rewards", () => vesting.call("stranger", "Harvest", { miner: vesting.miner }));

  const world = World.create({ terms: { reserveBps: 0 } });
  world.openDeposits();
  world.deposit("alice", fil(10_000));
  world.deposit("bob", fil(6_000));
  world.advance(DELAY);
  const made = { worker: Address.id(world.people.worker), proof: 10, peer: new Uint8Array(), addresses: [] };
  for (let i = 0; i < 32; i++) world.must("operator", "CreateMiner", made, fil(200));
  ledger.note("ExitNow, 32 miners", () => world.call("alice", "ExitNow", { token: 1n, amount: fil(10), least: fil(0) }));
  decide(world, action(KIND.allow, { code: world.code }));
  const proposal = pass(world, action(KIND.migrate, { actor: Address.id(world.heir()) }));
  ledger.note("Migrate, 32 miners", () => world.call("stranger", "Execute", { proposal }));

  const busy = World.create();
  busy.openDeposits();
  for (let i = 0; i < 16; i++) busy.deposit("stranger", fil(20));
  busy.advance(DELAY);
  for (let i = 1n; i <= 16n; i++) busy.must("stranger", "Propose", { token: i, action: action(KIND.allow, { code: busy.code }) });
  ledger.note("Deposit, 16 open proposals", () => busy.call("alice", "Deposit", {}, fil(20)));
  return ledger.costs;
}
