/** Money a miner burns, and pledge it reports. Amounts in attoFIL. Source: actors/miner/src/lib.rs. */
import { encodeAmount } from "../../../filecoin/amount.ts";
import type { Runtime } from "../../kernel/runtime.ts";
import { UPDATE_PLEDGE_TOTAL } from "../power/actor.ts";
import { mustSend } from "../send.ts";
import { BURNT_FUNDS_ACTOR, POWER_ACTOR } from "../singletons.ts";

const METHOD_SEND = 0;

export function burnFunds(rt: Runtime, amount: bigint): void {
  if (amount > 0n) mustSend(rt, BURNT_FUNDS_ACTOR, METHOD_SEND, undefined, amount);
}

/** Tells the power actor by how much pledge and locked funds changed. */
export function notifyPledgeChanged(rt: Runtime, delta: bigint): void {
  if (delta !== 0n) mustSend(rt, POWER_ACTOR, UPDATE_PLEDGE_TOTAL, encodeAmount(delta));
}
