/** Exit codes of messages (fvm_shared error/mod.rs, builtin-actors). */

export const ExitCode = {
  OK: 0,
  SYS_SENDER_INVALID: 1,
  SYS_SENDER_STATE_INVALID: 2,
  SYS_ILLEGAL_INSTRUCTION: 4,
  SYS_INVALID_RECEIVER: 5,
  SYS_INSUFFICIENT_FUNDS: 6,
  SYS_OUT_OF_GAS: 7,
  SYS_ILLEGAL_EXIT_CODE: 9,
  SYS_ASSERTION_FAILED: 10,
  SYS_MISSING_RETURN: 11,
  USR_ILLEGAL_ARGUMENT: 16,
  USR_NOT_FOUND: 17,
  USR_FORBIDDEN: 18,
  USR_INSUFFICIENT_FUNDS: 19,
  USR_ILLEGAL_STATE: 20,
  USR_SERIALIZATION: 21,
  USR_UNHANDLED_MESSAGE: 22,
  USR_UNSPECIFIED: 23,
  USR_ASSERTION_FAILED: 24,
  USR_READ_ONLY: 25,
  USR_NOT_PAYABLE: 26,
} as const;
export type ExitCodeName = keyof typeof ExitCode;

/** Actors may exit with these only; lower codes belong to the system. */
export const FIRST_USER_EXIT_CODE = 16;
/** Codes from here on mean something of the actor alone. */
const FIRST_ACTOR_EXIT_CODE = 32;

const NAMES = new Map<number, ExitCodeName>((Object.entries(ExitCode) as [ExitCodeName, number][]).map(([name, code]) => [code, name]));

const MEANINGS: Readonly<Record<ExitCodeName, string>> = {
  OK: "success",
  SYS_SENDER_INVALID: "the sender does not exist or cannot send messages",
  SYS_SENDER_STATE_INVALID: "the sender's nonce or balance does not allow the message",
  SYS_ILLEGAL_INSTRUCTION: "the actor's code trapped",
  SYS_INVALID_RECEIVER: "the receiver does not exist or cannot be called",
  SYS_INSUFFICIENT_FUNDS: "the sender has less than the value sent",
  SYS_OUT_OF_GAS: "the gas limit was used up",
  SYS_ILLEGAL_EXIT_CODE: "the actor exited with a code of the system",
  SYS_ASSERTION_FAILED: "the virtual machine met a fatal error",
  SYS_MISSING_RETURN: "the actor returned a block that does not exist",
  USR_ILLEGAL_ARGUMENT: "the actor refused an argument",
  USR_NOT_FOUND: "the actor did not find what was asked for",
  USR_FORBIDDEN: "the actor does not allow this caller or this act",
  USR_INSUFFICIENT_FUNDS: "the actor has or was sent too little money",
  USR_ILLEGAL_STATE: "the actor's state does not allow this",
  USR_SERIALIZATION: "the actor could not read the parameters",
  USR_UNHANDLED_MESSAGE: "the actor has no such method",
  USR_UNSPECIFIED: "the actor failed without saying why",
  USR_ASSERTION_FAILED: "the actor found itself in a state that must not be",
  USR_READ_ONLY: "the actor was called read-only and tried to write",
  USR_NOT_PAYABLE: "the method takes no money",
};

/** Meanings of codes ≥ 32 by actor type (name as in the manifest). */
const ACTOR_MEANINGS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  storagepower: { 32: "too many proofs by one miner in one epoch" },
  storageminer: {
    1000: "the miner's balance would no longer cover its obligations",
    1001: "the notified actor did not accept the sector change",
    1002: "the notified actor could not be reached",
    1003: "the notified actor aborted",
    1004: "the notified actor's answer cannot be read",
  },
  storagemarket: { 32: "the deal has expired", 33: "the deal is not activated" },
  paymentchannel: { 32: "the channel cannot be updated after it settled" },
  evm: {
    33: "the contract reverted",
    34: "the contract ran an invalid instruction",
    35: "the contract ran an undefined instruction",
    36: "the contract's stack underflowed",
    37: "the contract's stack overflowed",
    38: "the contract accessed memory it may not",
    39: "the contract jumped to no destination",
    40: "the contract's self-destruct failed",
  },
};

/** "SYS_OUT_OF_GAS", or undefined for reserved and actor-specific codes. */
export function exitCodeName(code: number): ExitCodeName | undefined {
  return NAMES.get(code);
}

/** One line for a reader: "18 USR_FORBIDDEN: the actor does not allow this caller or this act". */
export function exitCodeText(code: number, actorType?: string): string {
  const name = NAMES.get(code);
  if (name !== undefined) return `${code} ${name}: ${MEANINGS[name]}`;
  const special = actorType === undefined ? undefined : ACTOR_MEANINGS[actorType]?.[code];
  if (special !== undefined) return `${code}: ${special}`;
  return code >= FIRST_ACTOR_EXIT_CODE ? `${code}: an error of the actor's own` : `${code}: reserved`;
}
