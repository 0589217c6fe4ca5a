// Written by scripts/generate-policy.ts from actor/abi/policy.ts. Do not edit.

/** The whole of anything that is told in basis points. */
export const FULL_BPS: u64 = 10000;
/** A day, by which forwards are counted. */
export const DAY_EPOCHS: i64 = 2880;
/** The year of annual rates. */
export const YEAR_EPOCHS: i64 = 1051200;
/** No duration of the terms may exceed ten years. */
export const LONGEST_EPOCHS: i64 = 10512000;
/** Least notice and least smoothing: a week. */
export const WEEK_EPOCHS: i64 = 20160;
/** Least time for which an operator may be silent: 30 days. */
export const MIN_ABSENCE_EPOCHS: i64 = 86400;
/** Longest time a reward takes to reach the positions: the vesting period. */
export const LONGEST_STREAM_EPOCHS: i64 = 518400;
/** How long the operator's consent to a takeover is good. */
export const CONSENT_EPOCHS: i64 = 20160;
/** Chain finality: how long a worker change of the former owner may still be under way. */
export const WORKER_DELAY_EPOCHS: i64 = 900;
/** Longest time since the last measurement or harvest for which a miner's figures count. */
export const FRESH_EPOCHS: i64 = 2880;
/** How long liquid principal must have covered everybody else before a miner may go back: 180 days. */
export const COVER_EPOCHS: i64 = 518400;
/** In place of the epoch since which it has: it does not. */
export const NOT_COVERED_EPOCH: i64 = -1;
/** How long the operator's fee stays in each of two buckets that stand behind losses: three weeks. */
export const TURN_EPOCHS: i64 = 60480;
/** Least quorum of a vote. */
export const MIN_QUORUM_BPS: u64 = 2000;
/** Least approval of a vote. */
export const MIN_APPROVAL_BPS: u64 = 6000;
/** First loss is called thin below this part of all principal; a warning, no rule of the actor. */
export const THIN_JUNIOR_BPS: u64 = 1500;
/** A gap of a miner is booked as a loss above this part of its principal: a thousandth. */
export const GAP_PARTS: u64 = 1000;
/** Reward left at a miner may be this part of its principal where principal goes to it, or it goes back: a hundredth. */
export const RETAINED_PARTS: u64 = 100;
/** Juniors stay for at least this part of the principal at miners. */
export const STAY_PERCENT: u64 = 15;
/** How many places of the queue a stranger's Recall may count. */
export const FIRST_PLACES: u64 = 64;
/** Miners in custody. */
export const MAX_MINERS: i32 = 32;
/** Entries of the fees. */
export const MAX_FEES: i32 = 5;
/** Bytes of a fee's label. */
export const MAX_LABEL: i32 = 32;
/** Bytes of an offer's name. */
export const MAX_NAME: i32 = 64;
/** Bytes of its symbol. */
export const MAX_SYMBOL: i32 = 16;
/** Bytes of its metadata's address. */
export const MAX_URI: i32 = 256;
/** Ids of a token set, and entries of a page. */
export const MAX_LIST: i32 = 64;
/** Consents to takeovers open at the same time. */
export const MAX_CONSENTS: i32 = 32;
/** Proposals open at the same time. */
export const MAX_OPEN: i32 = 16;
/** Codes that votes have allowed. */
export const MAX_CODES: i32 = 16;
/** Replaced operators whose stakes are remembered. */
export const MAX_FORMER: i32 = 16;
/** Accounts that one token's owner may let transfer it. */
export const MAX_OPERATORS: i32 = 16;
/** What seniors are paid. */
export const FIXED_FEE_RATE: u64 = 0;
export const FIXED_INCOME: u64 = 1;
/** What an owner actor does. */
export const ACTIVE: u64 = 0;
export const LEAVING: u64 = 1;
export const MIGRATED: u64 = 2;
export const HEIR: u64 = 3;
/** Who bears losses last, and who first. */
export const SENIOR: u64 = 0;
export const JUNIOR: u64 = 1;
/** What a vote decides. */
export const SET_SEALING: u64 = 0;
export const SET_LIMITS: u64 = 1;
export const REFUSE_OPERATOR: u64 = 2;
export const REPLACE_OPERATOR: u64 = 3;
export const ALLOW_CODE: u64 = 4;
export const MIGRATE: u64 = 5;
export const SET_ISSUER: u64 = 6;
export const CLEAR_FLAG: u64 = 7;
/** How a proposal stands. */
export const VOTING: u64 = 0;
export const FAILED: u64 = 1;
export const WAITING: u64 = 2;
export const READY: u64 = 3;
export const EXPIRED: u64 = 4;
export const EXECUTED: u64 = 5;
export const CANCELLED: u64 = 6;
export const ENDED: u64 = 7;
/** How a token votes. */
export const AGAINST: u64 = 0;
export const FOR: u64 = 1;
export const ABSTAIN: u64 = 2;
