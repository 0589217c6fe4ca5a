/**
 * A miner that has been at work for a while, so that a rehearsal looks like its own: some hundred sectors of 32 GiB spread over all deadlines,
 * pledge, ends over the coming year, rewards that vest, and a fault whose recovery the next proof of its deadline shows.
 */
import { EPOCHS_PER_DAY, EPOCHS_PER_YEAR } from "../../filecoin/epochs.ts";
import type { GenesisMiner } from "../builtin/genesis.ts";
import type { NewSectors } from "../builtin/miner/seal.ts";
import { WPOST_PERIOD_DEADLINES } from "../builtin/policy.ts";

const FIL = 10n ** 18n;
const SECTORS = 6 * WPOST_PERIOD_DEADLINES;
const FIRST_END = 30 * EPOCHS_PER_DAY;
/** Sectors were sealed at different times: what they pledged differs between these, attoFIL. */
const LEAST_PLEDGE = (16n * FIL) / 100n;
const PLEDGE_STEP = FIL / 100n;
const PLEDGE_STEPS = 9;
const WINS = 10;
/** In a deadline that ends three minutes after the start, at a second an epoch: a founded miner's proving period follows from its id. */
const FAULTY_SECTOR = 5 * WPOST_PERIOD_DEADLINES + 39;
const WINDOW_POST_32GIB = 13;

/** Bytes that the rest of the network holds: what a sector earns and what a fault costs are then of a live network's order. */
export const REST_OF_NETWORK = 3n << 59n;

const SECTOR_GROUPS: readonly NewSectors[] = Array.from({ length: SECTORS }, (_, i) => ({
  count: 1,
  expiration: FIRST_END + Math.floor((i * EPOCHS_PER_YEAR) / SECTORS),
  pledge: LEAST_PLEDGE + PLEDGE_STEP * BigInt(i % PLEDGE_STEPS),
  deadline: i % WPOST_PERIOD_DEADLINES,
}));

/** What such a miner has beside its owner and worker; `free` attoFIL are neither pledged nor vesting. */
export function workingMiner(free: bigint): Omit<GenesisMiner, "owner" | "worker"> {
  return {
    balance: free + SECTOR_GROUPS.reduce((sum, { pledge }) => sum + pledge, 0n),
    windowPostProofType: WINDOW_POST_32GIB,
    wins: WINS,
    sectors: SECTOR_GROUPS,
    recovering: [FAULTY_SECTOR],
  };
}
