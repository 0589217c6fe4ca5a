/** How much FIL is about. Source: lotus chain/stmgr/supply.go, without the vesting of the live network's founders. */
import { actorId } from "../../filecoin/units.ts";
import { decodeCbor } from "../../filecoin/cbor.ts";
import { decodePowerState } from "../../filecoin/state/power.ts";
import { mustGet } from "../state/blockstore.ts";
import type { StateTree } from "../state/state-tree.ts";

const REWARD = actorId(2);
const POWER = actorId(4);
const BURNT = actorId(99);
const MINING_ALLOCATION = 1_100_000_000n * 10n ** 18n;
/** attoFIL: what this devnet counts as handed out at its beginning, apart from mining: an order of magnitude of the live network's. */
export const FOUNDED_SUPPLY = 600_000_000n * 10n ** 18n;

/** attoFIL each */
export interface Supply {
  vested: bigint;
  mined: bigint;
  burnt: bigint;
  locked: bigint;
  circulating: bigint;
}

export function supplyOf(state: StateTree): Supply {
  const mined = MINING_ALLOCATION - (state.getActor(REWARD)?.balance ?? 0n);
  const burnt = state.getActor(BURNT)?.balance ?? 0n;
  const power = state.getActor(POWER);
  const pledged = power === undefined ? 0n : decodePowerState(decodeCbor(mustGet(state.blockstore, power.head, "power state"))).totalPledgeCollateral;
  const locked = pledged > 0n ? pledged : 0n;
  const free = FOUNDED_SUPPLY + mined - burnt - locked;
  return { vested: FOUNDED_SUPPLY, mined, burnt, locked, circulating: free > 0n ? free : 0n };
}
