/** Figures of the network this devnet rehearses (nv28), in one place. Source: lotus build/buildconstants, chain/messagepool, gasutils. */

export const NETWORK_VERSION = 28;
/** Chain id of lotus' own development network. */
export const CHAIN_ID = 31415926;

/** gas */
export const BLOCK_GAS_LIMIT = 10_000_000_000;
/** gas */
export const BLOCK_GAS_TARGET = BLOCK_GAS_LIMIT / 2;
/** The unit of gas whose premium moves the base fee: the last of the lower 80 %. */
export const BLOCK_GAS_TARGET_INDEX = (BLOCK_GAS_LIMIT * 80) / 100 - 1;
/** Messages in one block. */
export const BLOCK_MESSAGE_LIMIT = 10_000;
/** attoFIL per gas */
export const INITIAL_BASE_FEE = 100_000_000n;
/** attoFIL per gas */
export const MINIMUM_BASE_FEE = 100n;
/** attoFIL: 2·10⁹ FIL */
export const TOTAL_FILECOIN = 2_000_000_000n * 10n ** 18n;
/** Gas a system message may use: more than anything needs (lotus runCron). */
export const SYSTEM_GAS_LIMIT = BLOCK_GAS_LIMIT * 10_000;

/** Epochs behind the head at which this devnet calls a tipset final (a live network: 900, or what F3 says). */
export const FINALITY = 5;
/** Epochs a live network treats as unsettled. */
export const CHAIN_FINALITY = 900;
