import * as v from "valibot";
import type { Address } from "../../filecoin/address.ts";
import { countOf } from "../../filecoin/bit-field.ts";
import { minus, most } from "../../filecoin/integers.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { RpcFailure } from "../../filecoin/rpc/errors.ts";
import { amountJson } from "../../filecoin/rpc/json-values.ts";
import { bitFieldJson } from "../../filecoin/rpc/state-json.ts";
import { Refusal } from "../refusal.ts";
import type { Scope } from "../scope.ts";
import { askBuiltin } from "./getter.ts";
import { orNull } from "./rpc-refusal.ts";

/** A miner's money, attoFIL. available + vesting + pledge + preCommit − debt = balance. */
export interface MinerMoney {
  balance: bigint;
  /** GetAvailableBalance plus what has vested and is not unlocked yet; never negative */
  available: bigint;
  vesting: bigint;
  pledge: bigint;
  preCommit: bigint;
  debt: bigint;
  entries: { epoch: number; amount: bigint }[];
}

/** Throws Refusal notAMiner, actorNotFound. */
export async function requireMiner(scope: Scope, miner: Address): Promise<void> {
  const actor = await scope.actors.at(miner);
  if (actor.type === "none") throw new Refusal("actorNotFound", { address: miner.toString(scope.actors.prefix) });
  if (actor.type !== "storageminer") throw new Refusal("notAMiner", { address: miner.toString(scope.actors.prefix), type: actor.builtin ?? "unknown code" });
}

/** A miner's state as one node shows it, by Go's field names; null where it does not show states. */
async function shownState({ node }: Pick<Scope, "node">, miner: Address): Promise<Record<string, unknown> | null> {
  try {
    const { state } = await node.stateReadState(miner);
    return typeof state === "object" && state !== null ? (state as Record<string, unknown>) : null;
  } catch (error) {
    if (error instanceof RpcFailure) return null;
    throw error;
  }
}

/** attoFIL that a state shows; null for what is none. */
function stated(state: Record<string, unknown> | null, name: string): bigint | null {
  const read = v.safeParse(amountJson, state?.[name]);
  return read.success && read.output >= 0n ? read.output : null;
}

/**
 * What keeps a miner from paying, which no getter tells: its fee debt, attoFIL, and whether the fees of terminated sectors wait. Where a node does not show
 * its state, the debt is what `available`, its GetAvailableBalance, lacks.
 */
export async function readDebt(scope: Pick<Scope, "node">, miner: Address, available: bigint): Promise<{ debt: bigint; isTerminating: boolean }> {
  const state = await shownState(scope, miner);
  const pending = v.safeParse(bitFieldJson, state?.["EarlyTerminations"]);
  return { debt: stated(state, "FeeDebt") ?? minus(0n, available), isTerminating: pending.success && countOf(pending.output) > 0n };
}

interface Funds {
  readonly free: bigint;
  readonly entries: MinerMoney["entries"];
}

/** What the miner's own exported getters tell, which every node answers. */
async function fundsOf({ node }: Pick<Scope, "node">, miner: Address): Promise<Funds> {
  const [free, { vestingFunds }] = await Promise.all([
    askBuiltin(node, miner, minerMethods.GetAvailableBalance, undefined),
    askBuiltin(node, miner, minerMethods.GetVestingFunds, undefined),
  ]);
  return { free, entries: vestingFunds.map(({ epoch, amount }) => ({ epoch: Number(epoch), amount: BigInt(amount) })) };
}

const sumOf = (entries: MinerMoney["entries"]): bigint => entries.reduce((sum, { amount }) => sum + amount, 0n);
const maturedOf = ({ entries }: Funds, { head }: Pick<Scope, "head">): bigint => sumOf(entries.filter(({ epoch }) => epoch < head.height));

/** What can be withdrawn: attoFIL, never negative. */
export async function readAvailable(scope: Pick<Scope, "node" | "head">, miner: Address): Promise<bigint> {
  const funds = await fundsOf(scope, miner);
  return most(funds.free + maturedOf(funds, scope), 0n);
}

/** All of the money. Throws RpcFailure, GetterFailed. */
export async function readMoney(scope: Scope, miner: Address): Promise<MinerMoney> {
  const [actor, funds, state] = await Promise.all([orNull(scope.node.stateGetActor(miner)), fundsOf(scope, miner), shownState(scope, miner)]);
  const { free, entries } = funds;
  const matured = maturedOf(funds, scope);
  const locked = sumOf(entries);
  const balance = actor?.balance ?? 0n;
  const debt = stated(state, "FeeDebt") ?? minus(0n, free);
  const preCommit = stated(state, "PreCommitDeposits") ?? 0n;
  // balance − locked − pledge − preCommit − debt = GetAvailableBalance (builtin-actors miner state.rs)
  const pledge = stated(state, "InitialPledge") ?? balance - locked - preCommit - debt - free;
  return {
    balance,
    available: most(free + matured, 0n),
    vesting: locked - matured,
    pledge,
    preCommit,
    debt,
    entries: entries.filter((entry) => entry.epoch >= scope.head.height),
  };
}
