/** Network parameters compiled into the actors (builtin-actors runtime/src/runtime/policy.rs). */
import { CHAIN_FINALITY, EPOCHS_PER_DAY } from "../../filecoin/epochs.ts";

/** What differs between the released bundles. */
export interface BuiltinPolicy {
  /** Raw bytes a miner needs to take part in consensus. */
  readonly minimumConsensusPower: bigint;
  /** Window PoSt proofs (RegisteredPoStProof) a new miner may choose. */
  readonly postProofs: ReadonlySet<number>;
}

/** The `devnet` bundle: sectors of 2 KiB and 8 MiB. */
export const DEVNET_POLICY: BuiltinPolicy = {
  minimumConsensusPower: 2n << 10n,
  postProofs: new Set([10, 11]),
};

/** What a rehearsal allows: miners as small as a devnet's, and as large as a live network's. */
export const REHEARSAL_POLICY: BuiltinPolicy = {
  minimumConsensusPower: DEVNET_POLICY.minimumConsensusPower,
  postProofs: new Set([10, 11, 13, 14]),
};

/** The `mainnet` bundle: sectors of 32 GiB and 64 GiB. */
export const MAINNET_POLICY: BuiltinPolicy = {
  minimumConsensusPower: 10n << 40n,
  postProofs: new Set([13, 14]),
};

export const WPOST_PROVING_PERIOD = EPOCHS_PER_DAY;
export const WPOST_PERIOD_DEADLINES = 48;
export const WPOST_CHALLENGE_WINDOW = WPOST_PROVING_PERIOD / WPOST_PERIOD_DEADLINES;
export const WPOST_CHALLENGE_LOOKBACK = 20;
export const FAULT_DECLARATION_CUTOFF = WPOST_CHALLENGE_LOOKBACK + 50;
/** Epochs after which a sector that stays faulty ends. */
export const FAULT_MAX_AGE = 42 * WPOST_PROVING_PERIOD;
export const WORKER_KEY_CHANGE_DELAY = CHAIN_FINALITY;
export const MAX_CONTROL_ADDRESSES = 10;
export const MAX_PEER_ID_LENGTH = 128;
export const MAX_MULTIADDR_DATA = 1024;
/** Winners the network expects in an epoch; a winner is paid this share of the epoch's reward. */
export const EXPECTED_LEADERS_PER_EPOCH = 5n;
/** Below this number of miners with minimum power, all committed power counts. */
export const CONSENSUS_MINER_MIN_MINERS = 4;

/** Quality-adjusted bytes whose pledge is the deposit for creating a miner (FIP-0077). */
export function createMinerDepositPower(policy: BuiltinPolicy): bigint {
  return policy.minimumConsensusPower / 10n;
}
