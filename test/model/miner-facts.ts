/** What a miner of the small world shows to a message of the owner actor that begins by repaying its debt. */
import { decodeCbor, TupleReader } from "../../filecoin/cbor.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { numberOf } from "../../filecoin/methods/method.ts";
import type { ActorId } from "../../filecoin/units.ts";
import type { World } from "../owner/world.ts";
import type { MinerFacts } from "./miner-money.ts";

const NOTHING = new Uint8Array();

/** Reads them in a layer of the state that is undone, as if RepayDebt had run. */
export function factsOf(world: World, miner: ActorId): MinerFacts {
  if (world.minerState(miner).feeDebt === 0n) return present(world, miner);
  world.tree.begin();
  try {
    const { owner } = world.builtin("stranger", miner, minerMethods.GetOwner, undefined as never);
    const outcome = world.raw(owner.id, miner, numberOf(minerMethods.RepayDebt), NOTHING);
    if (outcome.exitCode !== 0) throw new Error(`RepayDebt ended with ${outcome.exitCode}: ${outcome.error}`);
    return present(world, miner);
  } finally {
    world.tree.revert();
  }
}

function present(world: World, miner: ActorId): MinerFacts {
  const state = world.minerState(miner);
  const balance = world.balanceOf(miner);
  const available = balance - state.lockedFunds - state.preCommitDeposits - state.initialPledge - state.feeDebt;
  return { balance, available, vesting: vestingOf(world, miner), terminating: state.earlyTerminations.length > 0 };
}

/** The vesting table, soonest first. */
function vestingOf(world: World, miner: ActorId): [number, bigint][] {
  const { vestingFunds } = world.minerState(miner);
  if (vestingFunds === null) return [];
  const tail = new TupleReader([decodeCbor(world.block(vestingFunds.tail))], 1, "vesting funds").list((item) =>
    item.tuple(2, (fund): [number, bigint] => [fund.int(), fund.amount()]),
  );
  const { epoch, amount } = vestingFunds.head;
  return amount > 0n ? [[epoch, amount], ...tail] : tail;
}
