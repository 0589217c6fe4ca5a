/** How much a block holds. Source: lotus build/buildconstants, builtin-actors. */

/** gas */
export const BLOCK_GAS_LIMIT = 10_000_000_000;
/** gas */
export const BLOCK_GAS_TARGET = BLOCK_GAS_LIMIT / 2;
/** Messages in one block. */
export const BLOCK_MESSAGE_LIMIT = 10_000;
