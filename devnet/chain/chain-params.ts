import { BLOCK_GAS_LIMIT } from "../../filecoin/gas/block-limits.ts";

/** Figures of the network this devnet rehearses (nv28), in one place. Source: lotus build/buildconstants, chain/messagepool, gasutils. */

export const NETWORK_VERSION = 28;
/** Chain id of lotus' own development network. */
export const CHAIN_ID = 31415926;

/** attoFIL: 2·10⁹ FIL */
export const TOTAL_FILECOIN = 2_000_000_000n * 10n ** 18n;
/** Gas a system message may use: more than anything needs (lotus runCron). */
export const SYSTEM_GAS_LIMIT = BLOCK_GAS_LIMIT * 10_000;

/** Epochs behind the head at which this devnet calls a tipset final (a live network: CHAIN_FINALITY, or what F3 says). */
export const FINALITY = 5;
