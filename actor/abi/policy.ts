/**
 * The owner actor's numbers, each once. scripts/generate-policy.ts writes them for the actor too (actor/owner/policy.generated.ts), with their
 * comments: what ends in _EPOCH or _EPOCHS is i64 there, what begins with MAX_ a length (i32), all else u64, basis points (_BPS) too; the
 * members of an enumeration become constants.
 */
import { CHAIN_FINALITY, EPOCHS_PER_DAY, EPOCHS_PER_YEAR } from "../../filecoin/epochs.ts";

/** The whole of anything that is told in basis points. */
export const FULL_BPS = 10_000;

/** A day, by which forwards are counted. */
export const DAY_EPOCHS = EPOCHS_PER_DAY;
/** The year of annual rates. */
export const YEAR_EPOCHS = EPOCHS_PER_YEAR;
/** No duration of the terms may exceed ten years. */
export const LONGEST_EPOCHS = 10 * EPOCHS_PER_YEAR;
/** Least notice and least smoothing: a week. */
export const WEEK_EPOCHS = 7 * EPOCHS_PER_DAY;
/** Least time for which an operator may be silent: 30 days. */
export const MIN_ABSENCE_EPOCHS = 30 * EPOCHS_PER_DAY;
/** Longest time a reward takes to reach the positions: the vesting period. */
export const LONGEST_STREAM_EPOCHS = 180 * EPOCHS_PER_DAY;
/** How long the operator's consent to a takeover is good. */
export const CONSENT_EPOCHS = 7 * EPOCHS_PER_DAY;
/** Chain finality: how long a worker change of the former owner may still be under way. */
export const WORKER_DELAY_EPOCHS = CHAIN_FINALITY;
/** Longest time since the last measurement or harvest for which a miner's figures count. */
export const FRESH_EPOCHS = EPOCHS_PER_DAY;
/** How long liquid principal must have covered everybody else before a miner may go back: 180 days. */
export const COVER_EPOCHS = 180 * EPOCHS_PER_DAY;
/** In place of the epoch since which it has: it does not. */
export const NOT_COVERED_EPOCH = -1;
/** How long the operator's fee stays in each of two buckets that stand behind losses: three weeks. */
export const TURN_EPOCHS = 21 * EPOCHS_PER_DAY;

/** Least quorum of a vote. */
export const MIN_QUORUM_BPS = 2_000;
/** Least approval of a vote. */
export const MIN_APPROVAL_BPS = 6_000;
/** First loss is called thin below this part of all principal; a warning, no rule of the actor. */
export const THIN_JUNIOR_BPS = 1_500;

/** A gap of a miner is booked as a loss above this part of its principal: a thousandth. */
export const GAP_PARTS = 1_000;
/** Reward left at a miner may be this part of its principal where principal goes to it, or it goes back: a hundredth. */
export const RETAINED_PARTS = 100;
/** Juniors stay for at least this part of the principal at miners. */
export const STAY_PERCENT = 15;
/** How many places of the queue a stranger's Recall may count. */
export const FIRST_PLACES = 64;

/** Miners in custody. */
export const MAX_MINERS = 32;
/** Entries of the fees. */
export const MAX_FEES = 5;
/** Bytes of a fee's label. */
export const MAX_LABEL = 32;
/** Bytes of an offer's name. */
export const MAX_NAME = 64;
/** Bytes of its symbol. */
export const MAX_SYMBOL = 16;
/** Bytes of its metadata's address. */
export const MAX_URI = 256;
/** Ids of a token set, and entries of a page. */
export const MAX_LIST = 64;
/** Consents to takeovers open at the same time. */
export const MAX_CONSENTS = 32;
/** Proposals open at the same time. */
export const MAX_OPEN = 16;
/** Codes that votes have allowed. */
export const MAX_CODES = 16;
/** Replaced operators whose stakes are remembered. */
export const MAX_FORMER = 16;
/** Accounts that one token's owner may let transfer it. */
export const MAX_OPERATORS = 16;

/** What seniors are paid. */
export const CUSTODY_TYPE = { FIXED_FEE_RATE: 0, FIXED_INCOME: 1 } as const;
/** What an owner actor does. */
export const STATUS = { ACTIVE: 0, LEAVING: 1, MIGRATED: 2, HEIR: 3 } as const;
/** Who bears losses last, and who first. */
export const CLASS = { SENIOR: 0, JUNIOR: 1 } as const;
/** What a vote decides. */
export const ACTION = {
  SET_SEALING: 0,
  SET_LIMITS: 1,
  REFUSE_OPERATOR: 2,
  REPLACE_OPERATOR: 3,
  ALLOW_CODE: 4,
  MIGRATE: 5,
  SET_ISSUER: 6,
  CLEAR_FLAG: 7,
} as const;
/** How a proposal stands. */
export const PROPOSAL_STATE = { VOTING: 0, FAILED: 1, WAITING: 2, READY: 3, EXPIRED: 4, EXECUTED: 5, CANCELLED: 6, ENDED: 7 } as const;
/** How a token votes. */
export const CHOICE = { AGAINST: 0, FOR: 1, ABSTAIN: 2 } as const;
