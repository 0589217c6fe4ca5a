/** What the owner actor's methods cost, in gas of whole messages: for the bars of the tests and for the benchmarks. */
import { expect } from "vitest";
import { encodeStruct } from "../../actor/abi/codec.ts";
import { Address } from "../../filecoin/address.ts";
import { encodeCbor } from "../../filecoin/cbor.ts";
import { type Cid, DAG_CBOR } from "../../filecoin/cid.ts";
import { Amt } from "../../devnet/state/amt.ts";
import { putBlock } from "../../devnet/state/blockstore.ts";
import { DAY, type Done, NOTICE, World, fil } from "./world.ts";

const MILLION = 1_000_000;

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

/** Makes the world's tables hold a million entries: every leaf is the same block, so that only one path is written. */
function crowd(world: World, token: bigint): void {
  const root = world.state();
  const position = Amt.load(world.blocks, root.positions!).get(token)!;
  const fill = (leaf: unknown[], width: number, height: number): Cid => {
    const bitmap = new Uint8Array(width <= 8 ? 1 : width / 8).fill(255);
    let link = putBlock(world.blocks, DAG_CBOR, encodeCbor([bitmap, [], leaf] as never));
    for (let h = 1; h < height; h++) link = putBlock(world.blocks, DAG_CBOR, encodeCbor([bitmap, Array.from({ length: width }, () => link), []]));
    return link;
  };
  // 8^7 = 2,097,152 places, of which the first half is full.
  const below = fill(
    Array.from({ length: 8 }, () => position),
    8,
    6,
  );
  const links = [below, below, below, below];
  const positions = putBlock(world.blocks, DAG_CBOR, encodeCbor([3, 6, MILLION, [Uint8Array.of(15), links, []]]));
  world.setRoot(encodeStruct("Root", { ...root, positions, nextToken: BigInt(4 * 8 ** 6), supply: BigInt(MILLION) }));
}

/** The gas of what holders do most, at a million positions. */
export function gasAtAMillion(): Record<string, number> {
  const world = World.create();
  world.takeOver();
  world.openDeposits();
  world.deposit("alice", fil(100));
  world.deposit("alice", fil(100));
  crowd(world, 3n);
  const done = {
    Deposit: world.call("bob", "Deposit", {}, fil(10)),
    Withdraw: world.call("alice", "Withdraw", { tokens: [700_001n], recipient: null }),
    Transfer: world.call("alice", "Transfer", { to: Address.id(world.people.bob), tokens: [2n], operatorData: new Uint8Array() }),
  };
  world.advance(DAY);
  const action = { kind: 0, on: false, actor: null, code: null, limits: null };
  const votes = {
    Propose: world.call("alice", "Propose", { token: 700_003n, action }),
    Vote: world.call("alice", "Vote", { proposal: 1n, tokens: [900_007n], choice: 1 }),
  };
  return Object.fromEntries(
    Object.entries({ ...done, ...votes }).map(([name, { error, gas }]) => {
      expect(error, name).toBe("");
      return [name, gas];
    }),
  );
}
