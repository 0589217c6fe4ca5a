/** Time as the chain counts it. Source: lotus build/buildconstants, builtin-actors runtime/src/runtime/policy.rs, actors/miner/src/quantize.rs. */

/** seconds from one epoch to the next on mainnet and calibration; a devnet's may be shorter */
export const EPOCH_SECONDS = 30;
/** epochs */
export const EPOCHS_PER_DAY = (24 * 60 * 60) / EPOCH_SECONDS;
/** epochs of 365 days */
export const EPOCHS_PER_YEAR = 365 * EPOCHS_PER_DAY;
/** epochs a live network treats as unsettled where nothing says more; a miner's new worker works only after as many */
export const CHAIN_FINALITY = 900;

/** The next multiple of `unit` (shifted by `offset`) at or after `epoch`; all in epochs. */
export function quantizeUp(epoch: number, unit: number, offset: number): number {
  const shift = offset % unit;
  const from = epoch - shift;
  const quotient = Math.trunc(from / unit);
  return from % unit === 0 || from < 0 ? unit * quotient + shift : unit * (quotient + 1) + shift;
}

/** One epoch whose moment is known, and how long epochs take there: the moments of all others follow while none is left out. */
export interface EpochClock {
  readonly epoch: number;
  /** milliseconds since 1970 */
  readonly time: number;
  readonly epochSeconds: number;
}

/** milliseconds since 1970; may lie before it for an epoch long past */
export const timeOfEpoch = (clock: EpochClock, epoch: number): number => clock.time + (epoch - clock.epoch) * clock.epochSeconds * 1000;
