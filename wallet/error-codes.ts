/**
 * Every refusal of the worker: a code and its params. The page's catalogue says for each what happened, what it means for the
 * money and what to do; no code moves money. Params are texts or numbers; amounts are attoFIL in digits.
 */
export const errorCodes = {
  // protocol
  badRequest: ["detail"],
  unknownMessage: ["name"],
  forbiddenSender: [],
  internal: ["detail"],
  // vault and lock
  locked: [],
  notEmpty: [],
  vaultDamaged: ["detail"],
  vaultNewer: [],
  storeNewer: [],
  recordDamaged: ["record"],
  vaultWriteFailed: ["detail"],
  wrongPassword: ["waitUntil", "tries"],
  backOff: ["waitUntil"],
  passwordTooShort: ["minimum"],
  passwordSame: [],
  badVaultFile: ["detail"],
  badWords: ["detail", "place"],
  wordsNotProved: ["place"],
  knownWords: [],
  badLotusKey: ["detail"],
  keyInOtherRealm: ["address", "network"],
  keyExists: ["address"],
  unknownKey: ["detail"],
  archiveNotExported: [],
  // accounts and addresses
  badAddress: ["text", "detail"],
  wrongPrefix: ["text", "expected"],
  unknownAccount: ["address"],
  watchOnly: ["address"],
  badAmount: ["text", "detail"],
  // network
  noPermission: ["origin"],
  nodeSilent: ["node", "detail"],
  nodeRefused: ["node", "code", "message"],
  nodeGarbage: ["node", "detail"],
  nodeBusy: ["node"],
  wrongChain: ["node", "expected", "found"],
  tokenTooStrong: ["right"],
  badUrl: ["reason"],
  badToken: [],
  /** reading goes on without it; nothing is signed */
  secondNodeAway: ["node", "detail"],
  nodeBehindOther: ["node", "otherNode", "epochs"],
  nodesDiffer: ["fact", "node", "answer", "otherNode", "otherAnswer"],
  unknownNetwork: ["id"],
  /** the page shows another network than the one that is selected */
  networkChanged: [],
  /** messages of it are still on their way */
  networkInUse: ["network", "waiting"],
  notRehearsal: ["detail"],
  noCodeHere: ["network"],
  // drafts and approvals
  receiverRefused: ["reason", "address"],
  dryRunFailed: ["exitCode", "exitText", "detail"],
  notEnough: ["missing", "balance", "needed"],
  feeTooHigh: ["ceiling", "limit"],
  baseFeesDiffer: ["node", "baseFee", "otherNode", "otherBaseFee"],
  nodeBehind: ["node", "chainNonce", "expected"],
  previousNotAccepted: ["nonce"],
  approvalOpen: ["id"],
  approvalGone: ["reason"],
  approvalChanged: ["revision"],
  approvalTooEarly: ["waitMs"],
  cidDiffers: ["page", "worker"],
  wordNeeded: ["text"],
  passwordNeeded: [],
  blocked: ["reason"],
  // outbox
  /** it could not be written down whether it was signed */
  confirmUnsettled: [],
  noGap: ["nonce"],
  unknownSlot: ["id"],
  notReplaceable: ["state"],
  secondSignature: ["cid"],
  // chain facts
  actorNotFound: ["address"],
  notAMiner: ["address", "type"],
  notAnOwnerActor: ["address", "code"],
  /** an empty actor that waits for the one it will take over from */
  ownerIsHeir: ["address", "of"],
  ownerMigrated: ["address", "to"],
  gateClosed: ["row"],
  /** `may`: the accounts of this vault that have the right, if any */
  noRight: ["address", "may"],
  badAttestation: ["detail"],
  /** a field of the form, which one of its kind, and the bound it leaves */
  badTerms: ["field", "at", "bound", "least", "most"],
  stale: ["detail"],
} as const satisfies Record<string, readonly string[]>;

export type ErrorCode = keyof typeof errorCodes;
export type ErrorParams = Record<string, string | number | null>;
