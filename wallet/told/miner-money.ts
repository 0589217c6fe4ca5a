import * as v from "valibot";
import type { Address } from "../../filecoin/address.ts";
import { minerMethods } from "../../filecoin/methods/miner.ts";
import { amountJson } from "../../filecoin/rpc/json-values.ts";
import { Refusal } from "../refusal.ts";
import type { Scope } from "../scope.ts";
import { askBuiltin } from "./getter.ts";

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

/** Reads the money through the miner's own exported getters, which every node answers. */
export async function readMoney(scope: Scope, miner: Address): Promise<MinerMoney> {
  const { node } = scope;
  const [actor, free, funds, state] = await Promise.all([
    scope.actors.at(miner),
    askBuiltin(node, miner, minerMethods.GetAvailableBalance, undefined),
    askBuiltin(node, miner, minerMethods.GetVestingFunds, undefined),
    node
      .stateReadState(miner)
      .then((read) => read.state as Record<string, unknown>)
      .catch(() => null),
  ]);
  const entries = funds.vestingFunds.map(({ epoch, amount }) => ({ epoch: Number(epoch), amount: BigInt(amount) }));
  const matured = entries.filter((entry) => entry.epoch < scope.head.height).reduce((sum, entry) => sum + entry.amount, 0n);
  const locked = entries.reduce((sum, entry) => sum + entry.amount, 0n);
  const balance = actor.balance ?? 0n;
  const stated = (name: string): bigint | null => {
    const read = v.safeParse(amountJson, state?.[name]);
    return read.success && read.output >= 0n ? read.output : null;
  };
  const debt = stated("FeeDebt") ?? (free < 0n ? -free : 0n);
  const preCommit = stated("PreCommitDeposits") ?? 0n;
  // balance − locked − pledge − preCommit − debt = GetAvailableBalance (builtin-actors miner state.rs)
  const pledge = stated("InitialPledge") ?? balance - locked - preCommit - debt - free;
  const available = free + matured;
  return {
    balance,
    available: available < 0n ? 0n : available,
    vesting: locked - matured,
    pledge,
    preCommit,
    debt,
    entries: entries.filter((entry) => entry.epoch >= scope.head.height),
  };
}
